"""Everything of a period, part by part, on both databases."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.domain.appointment import Appointment
from desk.domain.filter import ALWAYS, Compare, Condition, Operator
from desk.domain.span import Span
from desk.domain.wall_clock import milliseconds
from desk.services import availabilities, calendar_lists, slot_lists
from desk.services.calendar_lists import Claim, Look, Part
from desk.services.slot_lists import Choice
from desk.store.database import Database, Read
from desk.store.records import AppointmentRecord
from tests import build
from tests.build import span
from tests.conftest import at
from tests.services.test_slot_tables import furnish

PERIOD = Span(at(22), at(4, 30, day=20))


def number(claim: Claim) -> str:
    return str(claim[0])


def told(
    tx: Read, period: Span = PERIOD, choice: Choice | None = None, claims: Condition = ALWAYS
) -> list[Part]:
    look = Look(choice=choice or Choice(), claims=claims, write=number)
    return list(calendar_lists.parts(tx, period, look))


def in_slots(parts: list[Part]) -> list[tuple[int, int]]:
    """Who has a slot of what is told, and when it begins."""
    return sorted(
        (int(key), start)
        for part in parts
        for each in part.opened
        for start, keys in each.claims.items()
        if any(begin <= start < end for begin, end in each.stretches)
        for key in keys.split(",")
    )


def apart(parts: list[Part]) -> list[int]:
    return sorted(row[0] for part in parts for row in part.apart)


def opened(parts: list[Part]) -> list[tuple[int, int, int]]:
    return sorted(
        (each.availability.id, *stretch)
        for part in parts
        for each in part.opened
        for stretch in each.stretches
    )


def shut(parts: list[Part]) -> list[int]:
    return sorted(each.id for part in parts for each in part.closures)


def has_slot(tx: Read, appointment: Appointment) -> bool:
    """Whether it is not flagged and has a slot of what is public."""
    if appointment.availability_id is None or appointment.flagged:
        return False
    availability = availabilities.one(tx, appointment.availability_id)
    return availability.shelf == "PUBLIC" and availability.has_slot(appointment.span)


@pytest.mark.parametrize("seed", range(3))
def test_who_counts_is_told_once_in_a_slot_or_apart(both: Database, seed: int) -> None:
    with both.write("test") as tx:
        furnish(tx, random.Random(seed), PERIOD)

    with both.read() as tx:
        parts = told(tx)
        every = [record.value() for record in tx.session.scalars(select(AppointmentRecord))]
        counting = [a for a in every if a.counts(tx.now) and a.span.overlaps(PERIOD)]
        slots = {(a.id, milliseconds(a.span.start)) for a in counting if has_slot(tx, a)}
        others = [a.id for a in counting if not has_slot(tx, a)]

    assert slots
    assert slots <= set(in_slots(parts))
    assert apart(parts) == sorted(others)


@pytest.mark.parametrize("seed", range(3))
def test_however_it_is_cut_each_thing_is_told_once(
    both: Database, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    with both.write("test") as tx:
        furnish(tx, random.Random(seed), PERIOD)
    with both.read() as tx:
        whole = told(tx)
    monkeypatch.setattr(slot_lists, "MOST_AT_ONCE", 40)

    with both.read() as tx:
        parts = told(tx)

    assert (len(whole), len(parts) > 10) == (1, True)
    for kind in (opened, shut, apart, in_slots):
        assert kind(parts) == kind(whole)
        assert kind(whole)
    assert sum(map(len, parts)) == len(whole[0])


def test_what_has_no_slots_is_open_all_the_same(both: Database) -> None:
    with both.write("test") as tx:
        short = build.availability(tx, None, span(9, minutes=20), timedelta(hours=1))
        build.appointment(tx, short, span(9, minutes=20))

    with both.read() as tx:
        [part] = told(tx, span(9, minutes=60))

    assert [(each.availability.id, each.table) for each in part.opened] == [(short.id, None)]
    assert len(part.apart) == 1


def test_whose_slot_is_of_an_availability_that_is_not_asked_for_is_not_apart(
    both: Database,
) -> None:
    with both.write("test") as tx:
        mine, other = build.mornings(tx, None), build.mornings(tx, None)
        build.appointment(tx, other, span(9))
        moved = build.appointment(tx, other, span(9, 10))
    only_mine = Choice(opened=Compare(("id",), Operator.EQ, mine.id))

    with both.read() as tx:
        parts = told(tx, span(9, minutes=60), only_mine)

    assert (in_slots(parts), apart(parts)) == ([], [moved.id])


def test_claims_are_chosen_by_a_condition(both: Database) -> None:
    with both.write("test") as tx:
        rossi, lee = build.resource(tx), build.resource(tx, "Dr. Ian", "Lee")
        build.appointment(tx, None, span(9), resource_id=rossi.id)
        wanted = build.appointment(tx, None, span(9), resource_id=lee.id)
    of_lee = Compare(("resource",), Operator.EQ, str(lee.id))

    with both.read() as tx:
        assert apart(told(tx, span(9, minutes=60), claims=of_lee)) == [wanted.id]


def test_what_began_long_ago_is_told_with_the_first_part(both: Database) -> None:
    with both.write("test") as tx:
        long = build.appointment(tx, None, Span(at(0, day=-30), at(10)), resource_id=None)
        closed = build.closure(tx, Span(at(0, day=-300), at(10)))

    with both.read() as tx:
        parts = told(tx, span(9, minutes=60))

    assert (apart(parts), shut(parts)) == ([long.id], [closed.id])
