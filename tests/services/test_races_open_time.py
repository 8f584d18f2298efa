"""When many open, shut or split the same time at the same moment, the right number does it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from desk.domain.appointment import Details
from desk.domain.availability import Pattern
from desk.domain.scope import Scope
from desk.services import (
    appointment_rows,
    appointments,
    availabilities,
    flags,
    provider_slots,
    splitting,
)
from desk.store.database import Database, Write
from tests import build
from tests.build import span
from tests.conftest import MONDAY, Clock, address_of, at
from tests.services.opened import hours, slot
from tests.services.rivals import at_once, elsewhere, open_slot, roll
from tests.services.test_races import kinds

START = span(15).start.isoformat()


def provider(database: Database) -> int:
    with database.write("ann") as tx:
        return build.resource(tx).id


def kept(database: Database) -> list[object]:
    with database.read() as tx:
        return [each.span for each in availabilities.listed(tx)]


def test_of_twenty_equal_slots_one_is_made(both: Database) -> None:
    whose = provider(both)

    outcomes = at_once(both, [partial(open_slot, resource=str(whose), start=START)] * 20)

    assert kinds(outcomes) == {"done": 1, "Overlap": 19}
    assert kept(both) == [span(15)]


def test_of_twenty_equal_slots_by_four_programs_one_is_made(both: Database) -> None:
    whose = provider(both)

    outcomes = elsewhere(address_of(both), 4, 5, "open_slot", str(whose), START)

    assert kinds(outcomes) == {"done": 1, "Overlap": 19}
    assert kept(both) == [span(15)]


def test_slots_that_overlap_differently_leave_no_two_that_overlap(both: Database) -> None:
    whose = provider(both)
    starts = [(at(15) + timedelta(minutes=10 * n)).isoformat() for n in range(12)]

    outcomes = at_once(both, [partial(open_slot, resource=str(whose), start=s) for s in starts])

    with both.read() as tx:
        spans = [each.span for each in availabilities.listed(tx)]
    assert kinds(outcomes)["done"] == len(spans) >= 3
    assert all(spans[n].end <= spans[n + 1].start for n in range(len(spans) - 1))


def test_equal_batches_of_several_clerks_are_kept_once(both: Database) -> None:
    whose = provider(both)

    def add_all(tx: Write) -> int:
        items = [hours(whose, span(9, day=day)) for day in range(10)]
        return sum(hasattr(outcome, "id") for outcome in availabilities.add_all(tx, items))

    outcomes = at_once(both, [add_all] * 6)

    assert kinds(outcomes) == {"done": 6}
    assert sorted(outcomes) == ["done 0"] * 5 + ["done 10"]
    assert len(kept(both)) == 10


@pytest.mark.parametrize("elsewhere_too", [False, True])
def test_rows_that_all_make_at_once_are_made_once(
    both: Database, clock: Clock, elsewhere_too: bool
) -> None:
    whose = [provider(both) for _ in range(3)]
    with both.write("ann") as tx:
        for resource_id in whose:
            provider_slots.add_slot(tx, slot(resource_id, pattern=Pattern.DAILY))
    clock.advance(timedelta(days=10))
    now = clock.now.isoformat()

    if elsewhere_too:
        outcomes = elsewhere(address_of(both), 3, 2, "roll", now)
    else:
        outcomes = at_once(both, [partial(roll, now=now)] * 6)

    assert sorted(outcomes) == ["done 0"] * 5 + ["done 30"]
    assert len(kept(both)) == 3 * (84 + 10)


def test_open_time_is_withdrawn_or_booked_and_nobody_is_lost_between(both: Database) -> None:
    with both.write("ann") as tx:
        on = build.mornings(tx, build.resource(tx).id)

    def book(tx: Write, hour: int) -> int:
        return appointments.book(tx, on.id, span(hour), Details(title=f"At {hour}")).id

    def withdraw(tx: Write) -> int:
        return len(availabilities.withdraw(tx, on.id))

    at_once(both, [partial(book, hour=10), partial(book, hour=11), withdraw] * 2)

    with both.read() as look:
        assert all(each.flagged for each in appointment_rows.found(look))


def test_of_those_who_split_a_rule_at_once_one_does(both: Database) -> None:
    with both.write("ann") as tx:
        on = build.mornings(tx, build.resource(tx).id)
    before = build.span(0, minutes=14 * 1440)

    def split(tx: Write) -> int:
        date = MONDAY.date() + timedelta(days=3)
        return len(splitting.split(tx, on.id, date, Scope.THIS, seen=on.version))

    outcomes = at_once(both, [split] * 6)

    assert kinds(outcomes) == {"done": 1, "ChangedBy": 5}
    with both.read() as look:
        found = [s for each in availabilities.listed(look) for s in each.occurrences(before)]
    assert len(found) == 9


def test_a_batch_is_taken_back_or_booked_but_not_both(both: Database) -> None:
    whose = provider(both)
    with both.write("ann") as tx:
        on = build.availability(tx, whose, span(15))

    def book(tx: Write) -> int:
        return appointments.book(tx, on.id, span(15), Details(title="Ada Lind")).id

    def withdraw(tx: Write) -> str:
        return type(availabilities.withdraw_all(tx, whose, [on.id])[0]).__name__

    outcomes = at_once(both, [book, withdraw] * 3)

    booked = kinds(outcomes).get("done", 0) - outcomes.count("done int")
    booked -= outcomes.count("done HasBookings") + outcomes.count("done NotFound")
    assert booked + outcomes.count("done int") == 1


def test_a_call_is_taken_by_one_of_those_who_would(both: Database) -> None:
    with both.write("ann") as tx:
        waiting = build.appointment(tx, None, span(12), flagged=True)

    def claim(tx: Write, actor: str) -> str:
        tx.actor = actor
        return flags.claim_call(tx, waiting.id).caller

    outcomes = at_once(both, [partial(claim, actor=f"clerk {n}") for n in range(8)])

    assert kinds(outcomes) == {"done": 1, "BeingCalled": 7}


def test_one_proposal_goes_to_one_of_those_who_are_called(both: Database) -> None:
    with both.write("ann") as tx:
        on = build.mornings(tx, build.resource(tx).id)
        waiting = [build.appointment(tx, None, span(17), flagged=True) for _ in range(6)]
        [free] = flags.proposals(tx, waiting[0].id, 1)
        assert free.availability_id == on.id

    def take(tx: Write, appointment_id: int) -> int:
        return flags.take(tx, appointment_id, free, seen=None).id

    outcomes = at_once(both, [partial(take, appointment_id=each.id) for each in waiting])

    assert kinds(outcomes) == {"done": 1, "SlotFull": 5}
    with both.read() as look:
        assert flags.count(look) == 5
