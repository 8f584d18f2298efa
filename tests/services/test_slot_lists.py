"""Slots chosen by anything and told in stretches, on both databases, against the plain tables."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from desk.domain.appointment import Shelf
from desk.domain.filter import Compare, Operator
from desk.domain.slot import Slot, State
from desk.domain.span import Span
from desk.services import site, slot_lists, slot_tables
from desk.services.slot_lists import Choice
from desk.store.database import Database, Read
from tests import build
from tests.build import span
from tests.conftest import at
from tests.services.test_slot_tables import furnish

PERIOD = Span(at(22), at(4, 30, day=20))
# What is true of everything and yet has to be asked.
ASKED = Compare(("id",), Operator.GT, 0)


def told(
    tx: Read, choice: Choice, period: Span = PERIOD, *, by_end: bool = False, latest: bool = False
) -> list[list[Slot]]:
    """The slots of each stretch."""
    stretches = slot_lists.stretches(tx, period, choice, by_end=by_end, latest_first=latest)
    return [
        [run.table[number] for run in stretch for number in range(run.first, run.last)]
        for stretch in stretches
    ]


def in_order(slots: list[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.span, slot.availability_id))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_chosen_by_a_condition_is_as_the_tables_have_it(both: Database, seed: int) -> None:
    with both.write("test") as tx:
        furnish(tx, random.Random(seed), PERIOD)

    with both.read() as tx:
        expected = slot_tables.tables(tx, PERIOD)
        chosen = slot_lists.tables(tx, PERIOD, Choice(opened=ASKED, shut=ASKED))

    assert in_order([slot for table in chosen for slot in table]) == expected.slots()
    assert {table.availability_id: bytes(table.states) for table in chosen} == {
        table.availability_id: bytes(table.states) for table in expected
    }


@pytest.mark.parametrize("by_end", [False, True])
@pytest.mark.parametrize("latest", [False, True])
def test_a_long_list_is_told_in_stretches_with_each_slot_once(
    both: Database, monkeypatch: pytest.MonkeyPatch, by_end: bool, latest: bool
) -> None:
    with both.write("test") as tx:
        furnish(tx, random.Random(3), PERIOD)
    with both.read() as tx:
        [whole] = told(tx, Choice())
    monkeypatch.setattr(slot_lists, "MOST_AT_ONCE", 40)

    with both.read() as tx:
        parts = told(tx, Choice(), by_end=by_end, latest=latest)

    assert len(parts) > 10
    assert in_order([slot for part in parts for slot in part]) == in_order(whole)
    moments = [
        sorted(slot.span.end if by_end else slot.span.start for slot in part)
        for part in parts
        if part
    ]
    ordered = list(reversed(moments)) if latest else moments
    assert all(one[-1] <= two[0] for one, two in pairwise(ordered))


def test_a_stretch_never_has_many_more_slots_than_may_be_known_at_once(
    both: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with both.write("test") as tx:
        build.mornings(tx, None, rule="FREQ=DAILY")
    monkeypatch.setattr(slot_lists, "MOST_AT_ONCE", 100)

    with both.read() as tx:
        parts = told(tx, Choice(), Span(at(0), at(0, day=500)))

    assert sum(map(len, parts)) == 3000
    assert max(map(len, parts)) <= 106


@pytest.mark.parametrize("asked", [Choice(everywhere=True), Choice(shut=ASKED, everywhere=True)])
def test_everywhere_means_that_each_closure_shuts_every_slot_it_overlaps(
    both: Database, asked: Choice
) -> None:
    with both.write("test") as tx:
        site.choose(tx, "appointments.closure_without_resource", "none")
        mine = build.mornings(tx, build.resource(tx).id)
        nobodys = build.mornings(tx, None)
        build.closure(tx, span(9, 15), build.resource(tx, "Dr. Ian", "Lee").id)
        build.closure(tx, span(9, 40, minutes=5))
        build.closure(tx, span(11), mine.resource_id)
        build.closure(tx, span(11, 30), mine.resource_id, shelf="DRAFT")

    with both.read() as tx:
        tables = slot_lists.tables(tx, span(9, minutes=180), asked)

    shut = [State.CLOSED, State.CLOSED, State.FREE, State.FREE, State.CLOSED, State.FREE]
    assert [table.availability_id for table in tables] == [mine.id, nobodys.id]
    assert [list(table.states) for table in tables] == [shut, shut]


def test_other_shelves_have_slots_and_claims_where_they_are_asked_for(both: Database) -> None:
    with both.write("test") as tx:
        build.mornings(tx, None)
        draft = build.mornings(tx, None, shelf="DRAFT", extra={"room": "5"})
        build.appointment(tx, draft, span(9))
        build.appointment(tx, draft, span(10), shelf="TRASH")
    drafts = Choice(shelves=frozenset({Shelf.DRAFT}))

    with both.read() as tx:
        stretches = slot_lists.stretches(
            tx, span(9, minutes=180), drafts, by_end=False, latest_first=False
        )
        [[run]] = list(stretches)

    assert (run.table.availability_id, run.first, run.last) == (draft.id, 0, 6)
    assert list(run.table.states) == [State.TAKEN, *[State.FREE] * 5]
    assert run.extra == {"room": "5"}


@pytest.mark.parametrize(
    "period",
    [Span(at(0, day=-9), at(0, day=-8)), Span(at(13), at(14)), Span(at(12), at(14))],
    ids=["before", "after", "touching"],
)
def test_where_nothing_is_open_there_is_nothing(both: Database, period: Span) -> None:
    with both.write("test") as tx:
        build.availability(tx, None)

    with both.read() as tx:
        assert told(tx, Choice(), period) == [[]]


def test_any_years_can_be_asked_for(both: Database) -> None:
    with both.write("test") as tx:
        build.mornings(tx, None, rule="FREQ=DAILY", until=at(0, day=30))
        build.mornings(tx, None, rule="FREQ=YEARLY", slot_length=timedelta(hours=3))
    ever = Span(at(0).replace(year=1), at(0).replace(year=9999))

    with both.read() as tx:
        slots = [slot for part in told(tx, Choice(), ever) for slot in part]

    assert len(slots) == 30 * 6 + (9998 - 2030 + 1)
