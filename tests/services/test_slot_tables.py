"""The slots of a period, as both databases tell them, against slots reckoned one by one."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.closure import Closure
from desk.domain.slot import Slot, State
from desk.domain.span import Span
from desk.services import site, slot_tables
from desk.store.database import Database, Read, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord
from tests import build
from tests.build import span
from tests.conftest import at

MINUTE = timedelta(minutes=1)
RULES = [
    *(None, "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY", "FREQ=MONTHLY"),
    *("FREQ=MONTHLY;BYDAY=-1SU", "FREQ=DAILY;INTERVAL=3"),
]
ZONES = ["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "UTC"]


def one_by_one(tx: Read, period: Span) -> list[Slot]:
    """What the tables must say, by objects and whole datetimes."""
    records = tx.session.scalars(select(AvailabilityRecord).where(AvailabilityRecord.id > 0))
    opened = [each.value() for each in records if each.shelf == "PUBLIC"]
    claims = [each.value() for each in tx.session.scalars(select(AppointmentRecord))]
    claims = [each for each in claims if each.counts(tx.now)]
    shut = [each.value() for each in tx.session.scalars(select(ClosureRecord))]
    shut = [each for each in shut if each.shelf == "PUBLIC"]
    found = [
        reckoned(each, times, claims, shut) for each in opened for times in each.slot_spans(period)
    ]
    return sorted(found, key=lambda slot: (slot.span, slot.availability_id))


def reckoned(
    availability: Availability, times: Span, claims: list[Appointment], shut: list[Closure]
) -> Slot:
    own = [each for each in claims if each.availability_id == availability.id]
    return Slot(
        availability_id=availability.id,
        resource_id=availability.resource_id,
        span=times,
        capacity=availability.capacity,
        taken=sum(each.span.overlaps(times) for each in own),
        closed=any(
            each.span.overlaps(times) and each.shuts(availability.resource_id) for each in shut
        ),
    )


def furnish(tx: Write, dice: random.Random, begins: Span) -> None:
    """A house of five providers with all kinds of open time, claims and closures, by chance."""
    resources = [build.resource(tx).id for _ in range(5)]
    for _ in range(16):
        start = begins.start + dice.randrange(-60 * 24 * 60, 20 * 24 * 60) * MINUTE
        opened = build.availability(
            tx,
            dice.choice([*resources, None]),
            Span(start, start + dice.randrange(30, 24 * 60) * MINUTE),
            dice.choice([10, 20, 30, 45, 90]) * MINUTE,
            capacity=dice.choice([1, 1, 1, 3]),
            rule=dice.choice(RULES),
            zone=dice.choice(ZONES),
            until=dice.choice([None, None, begins.end - 3 * 24 * 60 * MINUTE]),
            shelf=dice.choice(["PUBLIC"] * 5 + ["DRAFT"]),
        )
        slots = list(opened.slot_spans(begins))
        for taken in dice.sample(slots, min(len(slots), 12)):
            shifted = dice.choice([0, 0, 0, 0, 7]) * MINUTE
            longer = dice.choice([0, 0, 0, 15, 3000]) * MINUTE
            build.appointment(
                tx,
                opened,
                Span(taken.start - shifted, taken.end + longer),
                held_until=dice.choice([None, None, at(8), at(9), at(9, 5)]),
                shelf=dice.choice(["PUBLIC"] * 6 + ["TRASH"]),
            )
    for _ in range(8):
        start = begins.start + dice.randrange(0, 20 * 24 * 60) * MINUTE
        shut = Span(start, start + dice.randrange(5, 3000) * MINUTE)
        shelf = dice.choice(["PUBLIC", "PUBLIC", "DRAFT"])
        build.closure(tx, shut, dice.choice([*resources, None]), shelf=shelf)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("day", [0, 45, 260], ids=["winter", "spring", "autumn"])
def test_the_tables_say_what_the_slots_say_one_by_one(both: Database, seed: int, day: int) -> None:
    period = Span(at(22, day=day), at(4, 30, day=day + 20))
    with both.write("test") as tx:
        furnish(tx, random.Random(seed), period)

    with both.read() as tx:
        tables = slot_tables.tables(tx, period)
        expected = one_by_one(tx, period)

    assert tables.slots() == expected
    assert expected
    stated = {
        (table.availability_id, number): State(state)
        for table in tables
        for number, state in enumerate(table.states)
    }
    assert all(slot.state == stated[key] for key, slot in each_slot(tables))


def each_slot(tables: Any) -> list[tuple[tuple[int, int], Slot]]:
    return [
        ((table.availability_id, number), slot)
        for table in tables
        for number, slot in enumerate(table)
    ]


def test_only_the_resources_that_are_asked_for_are_looked_at(both: Database) -> None:
    with both.write("test") as tx:
        rossi, lee = build.resource(tx), build.resource(tx, "Dr. Ian", "Lee")
        mine = build.mornings(tx, rossi.id)
        build.mornings(tx, lee.id)
        nobodys = build.mornings(tx, None)

    with both.read() as tx:
        for_one = slot_tables.tables(tx, span(0, minutes=1440), [rossi.id])
        for_none = slot_tables.tables(tx, span(0, minutes=1440), [])
        for_all = slot_tables.tables(tx, span(0, minutes=1440))

    assert [table.availability_id for table in for_one] == [mine.id]
    assert len(for_none) == 0
    assert len(for_one) == 6
    assert nobodys.id in for_all


@pytest.mark.parametrize(("choice", "state"), [("all", State.CLOSED), ("none", State.FREE)])
def test_a_closure_without_a_resource_shuts_all_unless_the_house_says_none(
    both: Database, choice: str, state: State
) -> None:
    with both.write("test") as tx:
        site.choose(tx, "appointments.closure_without_resource", choice)
        owned = build.mornings(tx, build.resource(tx).id)
        nobodys = build.mornings(tx, None)
        build.closure(tx, span(9, minutes=30))

    with both.read() as tx:
        tables = slot_tables.tables(tx, span(9, minutes=180))

    assert tables.of(owned.id).states[0] == state
    assert tables.of(nobodys.id).states[0] == State.CLOSED


def test_what_began_long_ago_and_lasts_is_found(both: Database) -> None:
    with both.write("test") as tx:
        long = build.availability(tx, None, Span(at(0, day=-40), at(0, day=40)), timedelta(days=4))
        build.appointment(tx, long, Span(at(0, day=-20), at(1, day=0)))

    with both.read() as tx:
        tables = slot_tables.tables(tx, span(9, minutes=60))

    assert [(slot.taken, slot.span.start) for slot in tables.of(long.id)] == [(1, at(0))]


def test_what_is_taken_beyond_the_period_counts_for_a_slot_at_its_edge(both: Database) -> None:
    with both.write("test") as tx:
        opened = build.availability(tx, None, span(8, minutes=240), timedelta(hours=2))
        build.appointment(tx, opened, span(8, minutes=10))
        build.appointment(tx, opened, span(11, 30, minutes=10))

    with both.read() as tx:
        tables = slot_tables.tables(tx, span(9, minutes=90))

    assert [slot.taken for slot in tables.of(opened.id)] == [1, 1]


def test_claims_of_whatever_length_are_found_however_long_ago_they_began(both: Database) -> None:
    with both.write("test") as tx:
        opened = build.availability(tx, None, span(9, minutes=120), timedelta(minutes=20))
        for days, length in ((9, 1), (5, 5), (3, 3), (2, 1)):
            start = at(9, 30, day=-days)
            build.appointment(tx, opened, Span(start, start + timedelta(days=length)))
        for minute, minutes in ((0, 20), (0, 40), (90, 20), (115, 5), (119, 20), (120, 20)):
            build.appointment(tx, opened, span(9, minute, minutes=minutes))

    with both.read() as tx:
        tables = slot_tables.tables(tx, span(9, minutes=120))
        expected = one_by_one(tx, span(9, minutes=120))

    assert tables.slots() == expected
    assert [slot.taken for slot in expected] == [4, 3, 0, 0, 1, 3]


def test_tables_are_good_until_the_first_hold_lapses(both: Database) -> None:
    with both.write("test") as tx:
        mornings = build.mornings(tx, None)
        build.appointment(tx, mornings, span(9), held_until=at(9, 4))
        build.appointment(tx, mornings, span(9, 30), held_until=at(9, 2))
        build.appointment(tx, mornings, span(10), held_until=at(8))

    with both.read() as tx:
        tables = slot_tables.tables(tx, span(9, minutes=180))

    assert tables.good_until == at(9, 2)
    assert tables.now == at(9)
    assert list(tables.of(mornings.id).states)[:3] == [State.TAKEN, State.TAKEN, State.FREE]


def test_a_booking_is_followed_as_if_it_had_been_read(both: Database) -> None:
    with both.write("test") as tx:
        mornings = build.mornings(tx, None, capacity=2)
        first = build.appointment(tx, mornings, span(9))
    day = span(0, minutes=1440)
    with both.read() as before:
        tables = slot_tables.tables(before, day)

    with both.write("test") as tx:
        tables.apply(None, build.appointment(tx, mornings, span(9)))
        tx.session.delete(tx.get(AppointmentRecord, first.id))
        tables.apply(first, None)
    with both.read() as later:
        again = slot_tables.tables(later, day)

    assert tables.slots() == again.slots()
    assert again.of(mornings.id)[0].taken == 1


def test_whatever_the_house_three_statements_tell_it_all(database: Database) -> None:
    with database.write("test") as tx:
        furnish(tx, random.Random(7), span(0, minutes=30_000))
        build.closure(tx, span(9))
    asked: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _u, said, *_: asked.append(said)
    )

    with database.read() as tx:
        slot_tables.tables(tx, span(0, minutes=30_000))

    assert len([each for each in asked if not each.startswith("BEGIN")]) == 3


ONCE = {"ix_availability_once", "ix_availability_long", "ix_availability_repeated"}
OF_ONE = {"ix_availability_resource", "ix_availability_long", "ix_availability_repeated"}
TAKEN = {"ix_appointment_counted", "ix_appointment_held"}


@pytest.mark.parametrize(
    ("resources", "expected"), [(None, ONCE), ([1], OF_ONE)], ids=["all", "of one resource"]
)
def test_every_question_is_answered_by_an_index_made_for_it(
    database: Database, resources: list[int] | None, expected: set[str]
) -> None:
    plans: list[str] = []

    def explain(_c: Any, cursor: Any, said: str, given: Any, *_: Any) -> None:
        if said.startswith(("SELECT", "WITH")):
            plans.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {said}", given))

    with database.write("test") as tx:
        build.mornings(tx, build.resource(tx).id)
    event.listen(database.engine, "before_cursor_execute", explain)

    with database.read() as looking:
        slot_tables.tables(looking, span(9, minutes=180), resources)

    used = {found[0] for line in plans if (found := re.findall(r"INDEX (ix_\w+)", line))}
    assert expected | TAKEN <= used
    assert all("COVERING" in line for line in plans if "ix_appointment_counted" in line)
    assert "SCAN availability" not in plans
    assert "SCAN appointment" not in plans
