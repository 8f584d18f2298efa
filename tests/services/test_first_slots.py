"""The slots that come first, on both databases, against all slots there are."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from desk.domain.filter import Compare, Operator
from desk.domain.slot import Slot
from desk.domain.span import Span
from desk.services import first_slots, slot_tables
from desk.services.slot_lists import Choice
from desk.store.database import Database, Read
from tests import build
from tests.build import span
from tests.conftest import Clock, at
from tests.services.test_slot_tables import furnish

PERIOD = Span(at(9), at(4, 30, day=20))
# What is true of everything and yet has to be asked.
ASKED = Choice(opened=Compare(("id",), Operator.GT, 0))


def found(tx: Read, choice: Choice) -> list[Slot]:
    runs = first_slots.before(tx, PERIOD.end, choice)
    return [run.table[number] for run in runs for number in range(run.first, run.last)]


def expected(tx: Read) -> list[Slot]:
    """The same, by looking at every slot of the period."""
    every = slot_tables.tables(tx, PERIOD).slots()
    free = [slot for slot in every if slot.free and slot.span.start > tx.now]
    first = min((slot.span.start for slot in free), default=None)
    return sorted(
        (slot for slot in free if slot.span.start == first), key=lambda slot: slot.availability_id
    )


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 2, 3))])
def test_the_first_are_those_that_come_first_of_all(
    both: Database, clock: Clock, seed: int
) -> None:
    with both.write("test") as tx:
        furnish(tx, random.Random(seed), PERIOD)

    for hours in range(0, 24 * 16, 7):
        clock.now = at(9) + timedelta(hours=hours)
        with both.read() as tx:
            assert found(tx, Choice()) == found(tx, ASKED) == expected(tx)


def test_what_is_far_apart_is_reached_in_few_leaps(both: Database) -> None:
    years = [span(10).start.replace(year=2030 + 40 * leap) for leap in range(1, 5)]
    with both.write("test") as tx:
        for start in years:
            part = Span(start, start + timedelta(minutes=30))
            build.availability(tx, None, part)
            if start != years[-1]:
                build.closure(tx, part)

    with both.read() as tx:
        [run] = first_slots.before(tx, at(9).replace(year=8000), Choice())

    assert run.table[run.first].span.start == years[-1]
