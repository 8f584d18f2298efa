"""Opening time, changing it and taking it back, and who has to be called about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.appointment import Appointment, Shelf
from desk.domain.availability import Availability
from desk.domain.directory import Resource
from desk.domain.errors import HasBookings, Invalid, NotFound, Overlap, Stale
from desk.services import appointment_rows, appointments, availabilities, undo
from desk.store.database import Database, Read
from tests import build
from tests.build import HALF_AN_HOUR, span
from tests.conftest import MONDAY, ZONE, at
from tests.services.opened import hours, mornings


@pytest.fixture
def rossi(database: Database) -> Resource:
    with database.write("ann") as tx:
        return build.resource(tx)


@pytest.fixture
def open_mornings(database: Database, rossi: Resource) -> Availability:
    with database.write("ann") as tx:
        return availabilities.add(tx, mornings(rossi.id))


def flagged(tx: Read) -> set[str]:
    return {each.name for each in appointment_rows.found(tx) if each.flagged}


def test_open_time_is_kept_as_it_was_asked_for(database: Database, rossi: Resource) -> None:
    new = mornings(
        rossi.id,
        capacity=2,
        until=at(12, day=60),
        appointment_type=" consultation ",
        extra={"room": "4"},
    )

    with database.write("ann") as tx:
        added = availabilities.add(tx, new)

    with database.read() as tx:
        assert availabilities.one(tx, added.id) == added
    assert (added.span, added.capacity, added.until) == (new.span, 2, new.until)
    assert (added.slot_length, added.rule, added.zone) == (HALF_AN_HOUR, new.rule, ZONE)
    assert (added.appointment_type, added.extra) == ("consultation", {"room": "4"})
    assert (added.created_by, added.created_at, added.shelf) == ("ann", at(9), Shelf.PUBLIC)


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"slot_length": timedelta()}, {"slot_length"}),
        ({"slot_length": timedelta(microseconds=1)}, {"slot_length"}),
        ({"slot_length": timedelta(days=25)}, {"slot_length"}),
        ({"capacity": 0}, {"capacity"}),
        ({"zone": "Europe/Atlantis"}, {"zone"}),
        ({"zone": "localtime"}, {"zone"}),
        ({"zone": ""}, {"zone"}),
        ({"zone": "europe/rome"}, {"zone"}),
        ({"appointment_type": "x" * 65}, {"appointment_type"}),
        ({"appointment_type": "a\0b"}, {"appointment_type"}),
        ({"rule": "FREQ=SOMETIMES"}, {"recurrence_rule"}),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, {"recurrence_rule"}),
        ({"rule": "FREQ=DAILY;UNTIL=20300101"}, {"recurrence_rule"}),
        ({"until": at(9)}, {"until"}),
        ({"until": at(8)}, {"until"}),
        ({"until": at(11)}, {"until"}),
        ({"open_time": span(9, minutes=25 * 60)}, {"end"}),
        ({"open_time": span(9, minutes=367 * 24 * 60), "rule": None}, {"end"}),
        ({"capacity": 0, "zone": "X", "until": at(8)}, {"capacity", "zone", "until"}),
    ],
)
def test_what_makes_no_sense_is_refused_at_every_field_at_fault(
    database: Database, rossi: Resource, fields: dict[str, object], at_fault: set[str]
) -> None:
    with database.write("ann") as tx:
        with pytest.raises(Invalid) as refused:
            availabilities.add(tx, mornings(rossi.id, **fields))

        assert set(refused.value.reasons) == at_fault
        assert availabilities.listed(tx) == []


def test_open_time_of_nobody_is_all_right_but_not_of_a_stranger(database: Database) -> None:
    with database.write("ann") as tx:
        assert availabilities.add(tx, hours(None)).resource_id is None
        with pytest.raises(Invalid) as refused:
            availabilities.add(tx, hours(77))

    assert set(refused.value.reasons) == {"resource_id"}


def test_slots_longer_than_the_window_are_allowed(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        added = availabilities.add(tx, hours(rossi.id, slot_length=timedelta(hours=4)))

        assert list(added.slot_spans(span(0, minutes=1440))) == []


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", [0, 1, 2]),
        ("FREQ=DAILY;UNTIL=20300206", [0, 1, 2]),
        ("FREQ=DAILY;UNTIL=20300206T090000Z", [0, 1, 2]),
        ("FREQ=DAILY;UNTIL=20300206T085959Z", [0, 1]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", [1, 3, 8]),
    ],
)
def test_an_end_that_stands_in_the_rule_becomes_when_it_has_ended(
    database: Database, rossi: Resource, rule: str, days: list[int]
) -> None:
    with database.write("ann") as tx:
        added = availabilities.add(tx, mornings(rossi.id, rule=rule))

    starts = [each.start for each in added.occurrences(span(0, minutes=30 * 1440))]
    assert starts == [at(9, day=day) for day in days]
    assert added.rule is not None
    assert "COUNT" not in added.rule
    assert "UNTIL" not in added.rule


def test_rules_of_document_004_may_lie_over_each_other(
    database: Database, open_mornings: Availability
) -> None:
    with database.write("ann") as tx:
        availabilities.add(tx, mornings(open_mornings.resource_id))

        assert len(availabilities.listed(tx)) == 2


def test_of_a_batch_the_good_ones_are_kept_and_each_other_has_its_reason(
    database: Database, rossi: Resource
) -> None:
    items = [
        hours(rossi.id, span(9)),
        hours(rossi.id, span(9, 30)),  # It only touches the one before.
        hours(rossi.id, span(9, 15)),  # It overlaps both.
        hours(rossi.id, span(11), capacity=0),
        hours(77, span(12)),
        hours(rossi.id, span(13)),
    ]

    with database.write("ann") as tx:
        outcomes = availabilities.add_all(tx, items)

    with database.read() as tx:
        kept = [each.span for each in availabilities.listed(tx)]
    assert [type(outcome) for outcome in outcomes] == [
        *(Availability, Availability, Overlap, Invalid, Invalid, Availability),
    ]
    assert kept == [span(9), span(9, 30), span(13)]


def test_a_batch_may_not_overlap_rules_that_are_open_already(
    database: Database, open_mornings: Availability
) -> None:
    whose = open_mornings.resource_id
    with database.write("ann") as tx:
        outcomes = availabilities.add_all(
            tx, [hours(whose, span(11, 30, day=3)), hours(whose, span(12, day=3))]
        )

    assert [type(outcome) for outcome in outcomes] == [Overlap, Availability]


def test_one_undo_takes_a_whole_batch_back(database: Database, rossi: Resource) -> None:
    with database.write("ann") as adding:
        items = [hours(rossi.id, span(9, day=day)) for day in range(40)]
        availabilities.add_all(adding, items)

    with database.write("ann") as tx:
        undo.revert(tx, adding.batch)

        assert availabilities.listed(tx) == []


def test_an_amended_rule_flags_those_whose_slot_is_gone(
    database: Database, open_mornings: Availability
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, open_mornings, span(9, 30), "Too early now")
        build.appointment(tx, open_mornings, span(10, 30), "Still good")
        build.appointment(tx, open_mornings, span(9, 30, day=1), "Too early too")
        build.appointment(tx, open_mornings, span(9), "Begun already")
        later = mornings(open_mornings.resource_id, open_time=span(10, minutes=120))

        foreseen = availabilities.affected(tx, open_mornings.id, later)
        availabilities.amend(tx, open_mornings.id, later, seen=open_mornings.version)

        assert flagged(tx) == {"Too early now", "Too early too"}
        assert {each.name for each in foreseen} == flagged(tx)


def test_fewer_places_and_other_words_flag_nobody(
    database: Database, open_mornings: Availability
) -> None:
    whose = open_mornings.resource_id
    with database.write("ann") as tx:
        availabilities.amend(tx, open_mornings.id, mornings(whose, capacity=2), seen=None)
        both = availabilities.one(tx, open_mornings.id)
        build.appointment(tx, both, span(10), "Ada")
        build.appointment(tx, both, span(10), "Bea")

        changed = mornings(whose, appointment_type="vaccination", extra={"a": 1})
        availabilities.amend(tx, open_mornings.id, changed, seen=both.version)

        assert flagged(tx) == set()


def test_open_time_changed_since_it_was_seen_is_not_changed(
    database: Database, open_mornings: Availability
) -> None:
    same = mornings(open_mornings.resource_id)
    with database.write("ann") as tx:
        wider = mornings(open_mornings.resource_id, capacity=3)
        availabilities.amend(tx, open_mornings.id, wider, seen=open_mornings.version)

    with database.write("ben") as tx, pytest.raises(Stale):
        availabilities.amend(tx, open_mornings.id, same, seen=open_mornings.version)


def test_what_is_booked_goes_along_to_whoever_has_the_time_now(
    database: Database, open_mornings: Availability
) -> None:
    with database.write("ann") as tx:
        booked = build.appointment(tx, open_mornings, span(10), "Ada")
        past = build.appointment(tx, open_mornings, span(9), "Begun already")
        lee = build.resource(tx, "Dr. Ian", "Lee")

        availabilities.amend(tx, open_mornings.id, mornings(lee.id), seen=None)

        assert appointments.one(tx, booked.id).resource_id == lee.id
        assert appointments.one(tx, past.id).resource_id == open_mornings.resource_id
        assert flagged(tx) == set()


def test_withdrawing_flags_who_is_booked_ahead_and_nobody_else(
    database: Database, open_mornings: Availability
) -> None:
    with database.write("ann") as tx:
        ahead = build.appointment(tx, open_mornings, span(10), "Ahead")
        build.appointment(tx, open_mornings, span(11), "Held", held_until=at(9, 5))
        build.appointment(tx, open_mornings, span(9), "Begun already")

        found = availabilities.withdraw(tx, open_mornings.id)

        assert [each.id for each in found] == [ahead.id]
        assert flagged(tx) == {"Ahead"}
        assert availabilities.listed(tx) == []
        assert availabilities.listed(tx, shelf=Shelf.TRASH)[0].id == open_mornings.id


def test_nobody_is_unflagged_when_withdrawn_time_comes_back(
    database: Database, open_mornings: Availability
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, open_mornings, span(10), "Ada")
        availabilities.withdraw(tx, open_mornings.id)

        availabilities.restore(tx, [open_mornings.id])

        assert [each.id for each in availabilities.listed(tx)] == [open_mornings.id]
        assert flagged(tx) == {"Ada"}


def test_a_draft_can_be_published_and_a_binned_one_only_restored(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        draft = availabilities.add(tx, hours(rossi.id, shelf=Shelf.DRAFT))
        binned = availabilities.add(tx, hours(rossi.id))
        availabilities.withdraw(tx, binned.id)

        moved = availabilities.shelve(tx, [draft.id, binned.id], Shelf.PUBLIC)

        assert moved == 1
        assert [each.id for each in availabilities.listed(tx)] == [draft.id]


def test_putting_public_time_aside_as_a_draft_flags_who_is_booked(
    database: Database, open_mornings: Availability
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, open_mornings, span(10), "Ada")

        moved = availabilities.shelve(tx, [open_mornings.id], Shelf.DRAFT)

        assert (moved, flagged(tx)) == (1, {"Ada"})


def test_of_a_batch_taken_back_the_booked_and_the_foreign_ones_stay(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        lee = build.resource(tx, "Dr. Ian", "Lee")
        free, booked, cancelled = (build.availability(tx, rossi.id, span(h)) for h in (13, 14, 15))
        foreign = build.availability(tx, lee.id, span(13))
        build.appointment(tx, booked, span(14))
        build.appointment(tx, cancelled, span(15), shelf="TRASH")
        ids = [free.id, booked.id, foreign.id, 999, cancelled.id]

        outcomes = availabilities.withdraw_all(tx, rossi.id, ids)

        assert outcomes[0] == free.id
        assert [type(outcome) for outcome in outcomes[1:4]] == [HasBookings, NotFound, NotFound]
        assert outcomes[4] == cancelled.id
        assert {each.id for each in availabilities.listed(tx)} == {booked.id, foreign.id}
        assert flagged(tx) == set()


def test_what_somebody_holds_at_this_moment_is_not_taken_back(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        held, lapsed = (build.availability(tx, rossi.id, span(h)) for h in (13, 14))
        build.appointment(tx, held, span(13), held_until=at(9, 5))
        build.appointment(tx, lapsed, span(14), held_until=at(9))

        outcomes = availabilities.withdraw_all(tx, rossi.id, [held.id, lapsed.id])

        assert isinstance(outcomes[0], HasBookings)
        assert outcomes[1] == lapsed.id


def test_listed_time_is_of_a_period_and_of_some_providers(
    database: Database, open_mornings: Availability
) -> None:
    with database.write("ann") as tx:
        lee = build.resource(tx, "Dr. Ian", "Lee")
        single = availabilities.add(tx, hours(lee.id))
        ended = availabilities.add(tx, mornings(lee.id, until=at(12, day=3)))

        def listed(**given: object) -> list[int]:
            return [each.id for each in availabilities.listed(tx, **given)]  # type: ignore[arg-type]

        assert listed(period=span(10)) == [open_mornings.id, single.id, ended.id]
        assert listed(period=span(10, day=7)) == [open_mornings.id]
        assert listed(period=span(10), resources=[lee.id]) == [single.id, ended.id]


def test_a_withdrawn_rule_put_back_by_undo_unflags_again(
    database: Database, open_mornings: Availability
) -> None:
    with database.write("ann") as tx:
        booked: Appointment = build.appointment(tx, open_mornings, span(10), "Ada")
    with database.write("ann") as withdrawing:
        availabilities.withdraw(withdrawing, open_mornings.id)

    with database.write("ann") as tx:
        undo.revert(tx, withdrawing.batch)

    with database.read() as tx:
        assert not appointments.one(tx, booked.id).flagged
        assert availabilities.one(tx, open_mornings.id).shelf is Shelf.PUBLIC


def test_nine_stays_nine_when_the_clocks_change(
    database: Database, open_mornings: Availability
) -> None:
    before = open_mornings.occurrences(span(0, minutes=1440, day=53))
    after = open_mornings.occurrences(span(0, minutes=1440, day=56))

    assert MONDAY.date().isoformat() == "2030-02-04"
    assert [each.start.hour for each in (*before, *after)] == [9, 8]
