"""Slots of providers: opening, moving and taking back one at a time."""

from __future__ import annotations

import pytest

from desk.domain.availability import Availability, Pattern
from desk.domain.directory import Resource
from desk.domain.errors import HasBookings, Invalid, Overlap, Stale
from desk.services import availabilities, provider_slots
from desk.store.database import Database, Read
from tests import build
from tests.build import span
from tests.conftest import ZONE, at
from tests.services.opened import mornings, slot


@pytest.fixture
def rossi(database: Database) -> Resource:
    with database.write("ann") as tx:
        return build.resource(tx)


def days(tx: Read) -> list[int]:
    """On which days, counted from the Monday, there is a slot."""
    return [(each.span.start - at(0)).days for each in availabilities.listed(tx)]


def rows(tx: Read) -> list[Availability]:
    return availabilities.listed(tx)


def test_a_single_slot_is_an_availability_of_one_slot(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        made = provider_slots.add_slot(tx, slot(rossi.id, appointment_type="check_up"))

        assert rows(tx) == [made.first]
        assert list(made.first.slot_spans(span(0, minutes=1440))) == [span(15)]
        assert (made.first.capacity, made.first.series_id, made.later) == (1, None, ())
        assert (made.first.appointment_type, made.first.zone) == ("check_up", ZONE)


@pytest.mark.parametrize(
    ("minutes_later", "refused"), [(0, True), (15, True), (-15, True), (30, False), (-30, False)]
)
def test_slots_of_a_provider_may_touch_but_not_overlap(
    database: Database, rossi: Resource, minutes_later: int, refused: bool
) -> None:
    other = span(15, minutes_later) if minutes_later >= 0 else span(14, 60 + minutes_later)
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id))

    with database.write("ann") as tx:
        if refused:
            with pytest.raises(Overlap):
                provider_slots.add_slot(tx, slot(rossi.id, other))
        else:
            provider_slots.add_slot(tx, slot(rossi.id, other))
        assert len(rows(tx)) == (1 if refused else 2)


def test_another_provider_and_what_was_withdrawn_are_no_hindrance(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        lee = build.resource(tx, "Dr. Ian", "Lee")
        provider_slots.add_slot(tx, slot(lee.id))
        gone = provider_slots.add_slot(tx, slot(rossi.id)).first
        availabilities.withdraw(tx, gone.id)

        again = provider_slots.add_slot(tx, slot(rossi.id)).first

        assert again.id != gone.id


def test_a_rule_of_document_004_is_open_time_as_well(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        availabilities.add(tx, mornings(rossi.id))

        with pytest.raises(Overlap):
            provider_slots.add_slot(tx, slot(rossi.id, span(11, 45, day=3)))
        provider_slots.add_slot(tx, slot(rossi.id, span(11, 45, day=5)))


def test_a_custom_pattern_needs_a_rule(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx, pytest.raises(Invalid) as refused:
        provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.CUSTOM))

    assert set(refused.value.reasons) == {"recurrence_rule"}


def test_a_type_is_any_text_of_at_most_64_letters(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, appointment_type="ü" * 64))
        with pytest.raises(Invalid) as refused:
            provider_slots.add_slot(tx, slot(rossi.id, span(16), appointment_type="x" * 65))

    assert set(refused.value.reasons) == {"appointment_type"}


def test_a_confirmed_booking_makes_a_slot_unavailable_and_a_hold_does_not(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        free, held, booked, cancelled = (
            provider_slots.add_slot(tx, slot(rossi.id, span(hour))).first for hour in range(10, 14)
        )
        build.appointment(tx, held, held.span, held_until=at(9, 5))
        build.appointment(tx, booked, booked.span)
        build.appointment(tx, cancelled, cancelled.span, shelf="TRASH")
        ids = [each.id for each in (free, held, booked, cancelled)]

        assert provider_slots.available(tx, ids) == dict(
            zip(ids, [True, True, False, True], strict=True)
        )


def test_a_free_slot_moves_where_the_provider_is_not_open(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        first = provider_slots.add_slot(tx, slot(rossi.id)).first
        provider_slots.add_slot(tx, slot(rossi.id, span(16)))

        moved = provider_slots.move_slot(tx, first.id, span(15, 15), seen=first.version)

        assert list(moved.slot_spans(span(0, minutes=1440))) == [span(15, 15)]
        with pytest.raises(Overlap):
            provider_slots.move_slot(tx, first.id, span(15, 45), seen=moved.version)
        with pytest.raises(Stale):
            provider_slots.move_slot(tx, first.id, span(12), seen=first.version)


def test_a_booked_slot_keeps_its_time_but_may_change_its_type(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        booked = provider_slots.add_slot(tx, slot(rossi.id)).first
        build.appointment(tx, booked, booked.span)

        with pytest.raises(HasBookings):
            provider_slots.move_slot(tx, booked.id, span(16), seen=None)
        after = provider_slots.move_slot(
            tx, booked.id, booked.span, seen=None, appointment_type="check_up"
        )

        assert after.appointment_type == "check_up"


def test_a_rule_is_not_moved_as_if_it_were_a_slot(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        rule = availabilities.add(tx, mornings(rossi.id))

        with pytest.raises(Invalid):
            provider_slots.move_slot(tx, rule.id, span(10), seen=rule.version)


def test_a_slot_comes_back_only_where_no_other_has_been_opened_since(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        first = provider_slots.add_slot(tx, slot(rossi.id)).first
        other = provider_slots.add_slot(tx, slot(rossi.id, span(17))).first
        availabilities.withdraw_all(tx, rossi.id, [first.id, other.id])
        provider_slots.add_slot(tx, slot(rossi.id, span(15, 15)))

        with pytest.raises(Overlap):
            availabilities.restore(tx, [first.id])
        availabilities.restore(tx, [other.id])

        assert [each.span for each in rows(tx)] == [span(15, 15), span(17)]


def test_moving_one_row_leaves_its_series_alone(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        made = provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))

        moved = provider_slots.move_slot(tx, made.later[0].id, span(12, day=8), seen=None)

        assert moved.series_id == made.first.series_id
        assert days(tx)[:3] == [0, 8, 14]


def test_a_single_booked_slot_is_not_taken_back(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        made = provider_slots.add_slot(tx, slot(rossi.id))
        build.appointment(tx, made.first, made.first.span)

        with pytest.raises(HasBookings):
            provider_slots.withdraw_series(tx, made.first.id)
