"""Slots of providers that repeat: rows up to a horizon, made further day by day."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.domain.appointment import Shelf
from desk.domain.availability import Availability, Pattern
from desk.domain.directory import Resource
from desk.domain.errors import Overlap
from desk.services import availabilities, provider_slots, site, undo
from desk.store.database import Database, Read
from tests import build
from tests.build import span
from tests.conftest import ZONE, Clock, at
from tests.services.opened import slot

ROME = ZoneInfo(ZONE)


@pytest.fixture
def rossi(database: Database) -> Resource:
    with database.write("ann") as tx:
        return build.resource(tx)


def days(tx: Read) -> list[int]:
    """On which days, counted from the Monday, there is a slot."""
    return [(each.span.start - at(0)).days for each in availabilities.listed(tx)]


def rows(tx: Read) -> list[Availability]:
    return availabilities.listed(tx)


@pytest.mark.parametrize(
    ("pattern", "rule", "expected"),
    [
        (Pattern.DAILY, None, list(range(84))),
        (Pattern.WEEKLY, None, list(range(0, 84, 7))),
        (Pattern.BIWEEKLY, None, list(range(0, 84, 14))),
        (Pattern.MONTHLY, None, [0, 28, 59]),
        (Pattern.CUSTOM, "FREQ=WEEKLY;BYDAY=MO,FR", sorted([*range(0, 84, 7), *range(4, 84, 7)])),
        (Pattern.CUSTOM, "FREQ=DAILY;COUNT=3", [0, 1, 2]),
    ],
)
def test_rows_of_a_series_are_made_up_to_the_horizon(
    database: Database, rossi: Resource, pattern: Pattern, rule: str | None, expected: list[int]
) -> None:
    # The horizon is at nine, twelve weeks from now, and the slot in the afternoon.
    with database.write("ann") as tx:
        made = provider_slots.add_slot(tx, slot(rossi.id, pattern=pattern, rule=rule))

        assert days(tx) == expected
        assert {each.series_id for each in rows(tx)} == {made.first.series_id}
        assert made.first.series_id is not None
        assert len(made.later) == len(expected) - 1


def test_the_house_says_how_far_ahead_rows_are_made(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        site.choose(tx, "availability.horizon_weeks", 2)

        provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))

        assert days(tx) == [0, 7]


def test_a_slot_keeps_its_hour_when_the_clocks_change(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))

        local = {each.span.start.astimezone(ROME).time() for each in rows(tx)}
        in_utc = {each.span.start.hour for each in rows(tx)}

    assert local == {dt.time(16)}
    assert in_utc == {15, 14}


def test_monthly_on_the_31st_leaves_short_months_out(
    database: Database, clock: Clock, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        site.choose(tx, "availability.horizon_weeks", 26)
        last_of_march = span(14, day=55)
        provider_slots.add_slot(tx, slot(rossi.id, last_of_march, pattern=Pattern.MONTHLY))

        local = [each.span.start.astimezone(ROME).date() for each in rows(tx)]

    assert local == [dt.date(2030, month, 31) for month in (3, 5, 7)]


def test_a_series_whose_first_row_is_taken_is_not_kept(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id))

    with database.write("ann") as tx, pytest.raises(Overlap):
        provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.DAILY))

    with database.write("ann") as tx:
        assert days(tx) == [0]
        assert provider_slots.roll_forward(tx) == 0


def test_later_rows_that_collide_are_left_out_and_told(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, span(15, 15, day=7)))

        made = provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))

        assert made.skipped == (span(15, day=7),)
        assert len(made.later) == 10


def test_rows_come_as_time_goes_on_and_never_twice(
    database: Database, clock: Clock, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))
        assert provider_slots.roll_forward(tx) == 0

    clock.advance(timedelta(weeks=3))
    with database.write("desk") as tx:
        made = [provider_slots.roll_forward(tx), provider_slots.roll_forward(tx)]

        assert made == [3, 0]
        assert days(tx) == list(range(0, 15 * 7, 7))
        assert {each.series_id for each in rows(tx)} == {1}


def test_rows_come_to_the_same_whether_made_at_once_or_day_by_day(
    database: Database, clock: Clock, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, span(22), pattern=Pattern.DAILY))
    for _ in range(20):
        clock.advance(timedelta(hours=9))
        with database.write("desk") as tx:
            provider_slots.roll_forward(tx)

    with database.write("ann") as tx:
        other = build.resource(tx, "Dr. Ian", "Lee")
        provider_slots.add_slot(tx, slot(other.id, span(22), pattern=Pattern.DAILY))

        by_day, at_once = (
            [each.span for each in availabilities.listed(tx, [who.id])] for who in (rossi, other)
        )
        assert by_day == at_once


def test_a_row_that_was_taken_away_does_not_come_back(
    database: Database, clock: Clock, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        made = provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))
        availabilities.withdraw(tx, made.later[-1].id)
        availabilities.withdraw(tx, made.first.id)

    clock.advance(timedelta(weeks=1))
    with database.write("desk") as tx:
        provider_slots.roll_forward(tx)

        assert days(tx) == [*range(7, 77, 7), 84]


def test_a_row_that_would_collide_later_is_left_out(
    database: Database, clock: Clock, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))
        provider_slots.add_slot(tx, slot(rossi.id, span(14, day=84)))

    clock.advance(timedelta(weeks=2))
    with database.write("desk") as tx:
        assert provider_slots.roll_forward(tx) == 1
        assert days(tx)[-2:] == [84, 91]


def test_a_series_that_begins_beyond_the_horizon_has_its_first_row_only(
    database: Database, clock: Clock, rossi: Resource
) -> None:
    far = span(15, day=100)
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, far, pattern=Pattern.DAILY))
        before = days(tx)

    clock.advance(timedelta(days=18))
    with database.write("desk") as tx:
        provider_slots.roll_forward(tx)

        assert (before, days(tx)) == ([100], [100, 101])


def test_a_series_with_an_end_is_not_made_beyond_it(
    database: Database, clock: Clock, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        until = at(0, day=15)
        provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY, until=until))

    clock.advance(timedelta(weeks=20))
    with database.write("desk") as tx:
        assert not provider_slots.due(tx)
        assert provider_slots.roll_forward(tx) == 0
        assert days(tx) == [0, 7, 14]


def test_rows_are_due_once_a_day(database: Database, clock: Clock, rossi: Resource) -> None:
    def due() -> bool:
        with database.read() as tx:
            return provider_slots.due(tx)

    without_series = due()
    with database.write("ann") as tx:
        provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))
    just_made = due()
    clock.now = at(22, 59)
    at_night = due()
    clock.now = at(23)
    at_midnight_in_rome = due()

    assert [without_series, just_made, at_night, at_midnight_in_rome] == [False, False, False, True]


def test_taking_back_what_follows_keeps_what_is_booked_and_makes_no_more(
    database: Database, clock: Clock, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        made = provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))
        booked = made.later[3]
        build.appointment(tx, booked, booked.span)

        gone, kept = provider_slots.withdraw_series(tx, made.later[1].id)

        assert days(tx) == [0, 7, 28]
        assert (len(gone), kept) == (9, [booked.id])
    clock.advance(timedelta(weeks=5))
    with database.write("desk") as tx:
        assert provider_slots.roll_forward(tx) == 0


def test_a_whole_series_is_taken_back_but_for_what_is_booked(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        made = provider_slots.add_slot(tx, slot(rossi.id, pattern=Pattern.WEEKLY))
        build.appointment(tx, made.first, made.first.span)

        provider_slots.withdraw_series(tx, made.later[5].id, whole=True)

        assert days(tx) == [0]


def test_one_undo_takes_a_whole_series_back_and_another_brings_it_again(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as adding:
        provider_slots.add_slot(adding, slot(rossi.id, pattern=Pattern.WEEKLY))
    with database.write("ann") as undoing:
        undo.revert(undoing, adding.batch)
        assert days(undoing) == []
        assert provider_slots.roll_forward(undoing) == 0

    with database.write("ann") as tx:
        undo.revert(tx, undoing.batch)

        assert days(tx) == list(range(0, 84, 7))
        assert {each.shelf for each in rows(tx)} == {Shelf.PUBLIC}
