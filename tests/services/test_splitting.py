"""Changing a rule for one date, from one date on, or altogether."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import timedelta

import pytest

from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.errors import Invalid, SlotFull, Stale
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.services import appointment_rows, appointments, availabilities, undo
from desk.services.splitting import split
from desk.store.database import Database, Read
from tests import build
from tests.build import span
from tests.conftest import MONDAY, Clock, at
from tests.contents import contents
from tests.services.opened import hours, mornings

THIS, FOLLOWING, ALL = Scope.THIS, Scope.FOLLOWING, Scope.ALL
FORTNIGHT = span(0, minutes=14 * 1440)


@pytest.fixture
def rule(database: Database) -> Availability:
    with database.write("ann") as tx:
        return availabilities.add(tx, mornings(build.resource(tx).id))


def day(number: int) -> dt.date:
    return MONDAY.date() + timedelta(days=number)


def stretches(tx: Read, period: Span = FORTNIGHT) -> list[Span]:
    """When there is open time at all."""
    return sorted(s for each in availabilities.listed(tx) for s in each.occurrences(period))


def all_but(*left_out: int) -> list[Span]:
    return [
        span(9, minutes=180, day=n) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11) if n not in left_out
    ]


def has_slots(tx: Read, booked: Sequence[Appointment]) -> list[bool]:
    """Whether each of these still is on a slot of the availability it is of."""
    now = [appointments.one(tx, each.id) for each in booked]
    return [availabilities.one(tx, each.availability_id or 0).has_slot(each.span) for each in now]


def flagged(tx: Read) -> set[str]:
    return {each.name for each in appointment_rows.found(tx) if each.flagged}


def test_leaving_one_date_out_leaves_the_others(database: Database, rule: Availability) -> None:
    with database.write("ann") as tx:
        split(tx, rule.id, day(3), THIS, seen=rule.version)

        assert stretches(tx) == all_but(3)


def test_one_date_gets_other_hours_and_the_others_keep_theirs(
    database: Database, rule: Availability
) -> None:
    afternoon = span(13, minutes=60, day=3)
    with database.write("ann") as tx:
        split(tx, rule.id, day(3), THIS, hours(rule.resource_id, afternoon), seen=rule.version)

        assert stretches(tx) == sorted([*all_but(3), afternoon])


def test_the_first_date_can_be_left_out_as_well(database: Database, rule: Availability) -> None:
    with database.write("ann") as tx:
        left = split(tx, rule.id, day(0), THIS, seen=rule.version)

        assert stretches(tx) == all_but(0)
        assert [each.id for each in left] == [rule.id]


def test_the_last_date_of_a_rule_can_be_left_out(database: Database, rule: Availability) -> None:
    with database.write("ann") as tx:
        ending = mornings(rule.resource_id, until=at(12, day=3))
        availabilities.amend(tx, rule.id, ending, seen=None)

        left = split(tx, rule.id, day(3), THIS, seen=None)

        assert stretches(tx) == all_but(3, 4, 7, 8, 9, 10, 11)
        assert len(left) == 1


def test_from_a_date_on_there_can_be_other_hours(database: Database, rule: Availability) -> None:
    later = mornings(rule.resource_id, open_time=span(13, minutes=60, day=2))
    with database.write("ann") as tx:
        old, new = split(tx, rule.id, day(2), FOLLOWING, later, seen=rule.version)

        assert old.id == rule.id
        assert list(old.occurrences(FORTNIGHT)) == all_but(2, 3, 4, 7, 8, 9, 10, 11)
        assert [each.start.hour for each in new.occurrences(FORTNIGHT)] == [13] * 8


def test_from_a_date_on_there_can_be_nothing(database: Database, rule: Availability) -> None:
    with database.write("ann") as tx:
        split(tx, rule.id, day(7), FOLLOWING, seen=rule.version)

        assert stretches(tx) == all_but(7, 8, 9, 10, 11)


def test_ending_before_the_first_date_leaves_nothing(
    database: Database, rule: Availability
) -> None:
    with database.write("ann") as tx:
        assert split(tx, rule.id, day(0), FOLLOWING, seen=rule.version) == []

        assert stretches(tx) == []


def test_all_of_it_is_amended_or_withdrawn(database: Database, rule: Availability) -> None:
    later = mornings(rule.resource_id, open_time=span(10, minutes=120))
    with database.write("ann") as tx:
        [amended] = split(tx, rule.id, day(3), ALL, later, seen=rule.version)
        nothing = split(tx, rule.id, day(3), ALL, seen=amended.version)

        assert (amended.id, amended.span) == (rule.id, later.span)
        assert (nothing, stretches(tx)) == ([], [])


def test_who_is_booked_goes_along_and_only_who_has_no_slot_is_flagged(
    database: Database, rule: Availability
) -> None:
    with database.write("ann") as tx:
        good = [build.appointment(tx, rule, span(10, day=n), f"Day {n}") for n in (0, 1, 2, 4, 9)]
        build.appointment(tx, rule, span(9, 30, day=3), "No longer open")
        kept = build.appointment(tx, rule, span(11, day=3), "Open all the same")
        held = build.appointment(tx, rule, span(11, day=9), "Held", held_until=at(9, 5))
        shorter = hours(rule.resource_id, span(11, minutes=60, day=3))

        split(tx, rule.id, day(3), THIS, shorter, seen=rule.version)

        assert flagged(tx) == {"No longer open"}
        assert all(has_slots(tx, [*good, kept, held]))


def test_bookings_from_before_stay_with_the_old_rule(
    database: Database, clock: Clock, rule: Availability
) -> None:
    with database.write("ann") as tx:
        past = [build.appointment(tx, rule, span(10, day=n)) for n in range(5)]
    clock.now = at(9, day=7)

    with database.write("ann") as tx:
        split(tx, rule.id, day(8), FOLLOWING, seen=rule.version)

        assert [appointments.one(tx, each.id) for each in past] == past
        assert all(has_slots(tx, past))


def test_a_place_that_went_along_cannot_be_taken_twice(
    database: Database, rule: Availability
) -> None:
    with database.write("ann") as tx:
        booked = build.appointment(tx, rule, span(10, day=8))
        split(tx, rule.id, day(3), THIS, seen=rule.version)
        new = appointments.one(tx, booked.id).availability_id

        assert new is not None
        assert new != rule.id
        with pytest.raises(SlotFull):
            appointments.book(tx, new, span(10, day=8), booked)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=3", 3, [0, 6, 9, 12, 15]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", 0, [3, 14, 17]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", 3, [0, 14, 17]),
        ("FREQ=MONTHLY;BYDAY=1MO", 28, [0, 56]),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1", 22, [0, 28, 50, 56]),
    ],
)
def test_what_a_rule_counts_in_stays_in_step(
    database: Database, rule: Availability, text: str, on: int, expected: list[int]
) -> None:
    period = span(0, minutes=1440 * (18 if "MONTH" not in text else 60))
    with database.write("ann") as tx:
        availabilities.amend(tx, rule.id, mornings(rule.resource_id, rule=text), seen=None)
        before = stretches(tx, period)

        split(tx, rule.id, day(on), THIS, seen=None)

        left = [each for each in before if each.start.date() != day(on)]
        assert stretches(tx, period) == left
        assert [(each.start.date() - day(0)).days for each in left] == expected


def test_a_rule_goes_on_with_its_own_hours_after_a_night_that_lacks_them(
    database: Database, rule: Availability
) -> None:
    # Half past two to half past three in Rome; on 31 March 2030 there is no half past two.
    night = span(1, 30, minutes=60)
    with database.write("ann") as tx:
        nightly = mornings(rule.resource_id, open_time=night, rule="FREQ=DAILY")
        availabilities.amend(tx, rule.id, nightly, seen=None)
        period = span(0, minutes=70 * 1440)
        before = stretches(tx, period)

        split(tx, rule.id, day(54), THIS, seen=None)

        assert stretches(tx, period) == [e for e in before if e.start.date() != day(54)]


def test_a_date_on_which_it_is_not_open_is_refused(database: Database, rule: Availability) -> None:
    with database.write("ann") as tx, pytest.raises(Invalid) as refused:
        split(tx, rule.id, day(5), THIS, seen=rule.version)

    assert set(refused.value.reasons) == {"on"}


def test_a_rule_changed_since_it_was_seen_is_not_split(
    database: Database, rule: Availability
) -> None:
    with database.write("ann") as tx:
        split(tx, rule.id, day(3), THIS, seen=rule.version)

    with database.write("ben") as tx, pytest.raises(Stale):
        split(tx, rule.id, day(2), THIS, seen=rule.version)


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("changed", [True, False])
@pytest.mark.parametrize("on", [0, 3])
def test_undoing_a_split_restores_exactly_what_was(
    database: Database, rule: Availability, scope: Scope, changed: bool, on: int
) -> None:
    with database.write("ann") as tx:
        for number in (0, 3, 4, 8):
            build.appointment(tx, rule, span(10, day=number))
            build.appointment(tx, rule, span(11, 30, day=number))
    change = hours(rule.resource_id, span(11, minutes=60, day=on)) if changed else None
    before = contents(database)

    with database.write("ann") as splitting:
        split(splitting, rule.id, day(on), scope, change, seen=rule.version)
    between = contents(database)
    with database.write("ann") as tx:
        undo.revert(tx, splitting.batch)

    assert between != before
    assert contents(database) == before


def test_a_split_is_not_undone_over_the_head_of_a_new_booking(
    database: Database, rule: Availability
) -> None:
    with database.write("ann") as splitting:
        afternoon = mornings(rule.resource_id, open_time=span(13, minutes=60, day=3))
        _, new = split(splitting, rule.id, day(3), FOLLOWING, afternoon, seen=rule.version)
    with database.write("ben") as tx:
        build.appointment(tx, new, span(13, day=3))

    with pytest.raises(Stale), database.write("ann") as tx:
        undo.revert(tx, splitting.batch)
