"""The next free times against a plain search through all slots, in calendars made by chance."""

from __future__ import annotations

from datetime import UTC, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from desk.domain.slot import Slot
from desk.domain.wish import Wish
from desk.services import agenda
from desk.store.database import Database, Read, Write
from tests import build
from tests.build import span
from tests.conftest import ZONE, at

ROME = ZoneInfo(ZONE)
DAYS = 40
TYPES = [None, None, "consultation", "vaccination"]
LENGTHS = [None, None, *(timedelta(minutes=number) for number in (10, 15, 20, 30, 40, 60, 90))]


def fill(tx: Write, chance: Random) -> None:
    """A few providers with rules and single slots, bookings, holds and closures."""
    for _ in range(3):
        whose = build.resource(tx).id
        for _ in range(chance.randint(1, 3)):
            window = span(chance.randrange(20), minutes=chance.choice([60, 90, 180, 300]))
            length = timedelta(minutes=chance.choice([15, 20, 30]))
            rule = chance.choice([build.WORKDAYS, "FREQ=DAILY;INTERVAL=3", None])
            there = build.availability(
                tx,
                whose,
                window,
                length,
                rule=rule,
                capacity=chance.choice([1, 1, 2]),
                appointment_type=chance.choice(TYPES),
            )
            for slot in list(there.slot_spans(span(0, minutes=DAYS * 1440))):
                if chance.random() < 0.6:
                    held = chance.choice([None, None, at(9), at(10)])
                    build.appointment(tx, there, slot, held_until=held)
        busy = span(chance.randrange(24), day=chance.randrange(5), minutes=45)
        build.appointment(tx, None, busy, resource_id=whose)
        shut = span(chance.randrange(24), day=chance.randrange(9), minutes=600)
        build.closure(tx, shut, chance.choice([whose, None]))


def wish(chance: Random) -> Wish:
    begins = chance.randrange(12)
    return Wish(
        resources=chance.choice([None, None, (1,), (2, 3)]),
        length=chance.choice(LENGTHS),
        appointment_type=chance.choice(TYPES),
        since=chance.choice([None, time(begins)]),
        until=chance.choice([None, time(begins + chance.randint(1, 11))]),
        weekdays=chance.choice([None, frozenset({1, 3}), frozenset({0, 5, 6})]),
        earliest=chance.choice([None, at(0, day=4).date()]),
        latest=chance.choice([at(0, day=9).date(), at(0, day=DAYS - 10).date()]),
    )


def one_by_one(tx: Read, wanted: Wish) -> list[tuple[object, ...]]:
    """The same, slot by slot: when it begins and ends, whose it is, of which availability."""
    found = agenda.between(tx, span(0, minutes=DAYS * 1440))
    elsewhere = [a for a in found.appointments if a.availability_id is None]
    types = {table.availability_id: table.appointment_type for table in found.open}
    free = {(s.availability_id, s.span.start): s for s in found.open.slots() if s.free}
    times = []
    for slot in free.values():
        run = [slot]
        shortest = wanted.length or timedelta()
        while sum((s.span.length for s in run), timedelta()) < shortest:
            following = free.get((slot.availability_id, run[-1].span.end))
            if following is None:
                break
            run.append(following)
        if fits(run, wanted, types[slot.availability_id]) and not any(
            a.resource_id == slot.resource_id and a.span.overlaps(s.span)
            for a in elsewhere
            for s in run
        ):
            key = (run[0].span.start, run[-1].span.end, slot.resource_id, slot.availability_id)
            times.append(key)
    return sorted(time for time in times if time[0] >= tx.now)


def fits(run: list[Slot], wanted: Wish, appointment_type: str | None) -> bool:
    length = sum((s.span.length for s in run), timedelta())
    wide = wanted.length is None or length == wanted.length
    wide = wide or (len(run) == 1 and wanted.length is not None and length > wanted.length)
    start, end = run[0].span.start.astimezone(ROME), run[-1].span.end.astimezone(ROME)
    early = wanted.since is None or start.time() >= wanted.since
    late = wanted.until is None or (end.date() == start.date() and end.time() <= wanted.until)
    whose = wanted.resources is None or run[0].resource_id in wanted.resources
    return all(
        (wide, early, late, whose, wanted.likes_type(appointment_type)),
    ) and wanted.likes_date(start.date())


@pytest.mark.parametrize("seed", range(12))
def test_the_next_free_times_are_those_that_a_plain_search_finds(
    database: Database, seed: int
) -> None:
    chance = Random(seed)
    with database.write("ann") as tx:
        fill(tx, chance)

        for _ in range(12):
            wanted = wish(chance)
            expected = one_by_one(tx, wanted)
            found = agenda.next_free(tx, wanted, after=tx.now, limit=25)

            assert [
                (free.span.start, free.span.end, free.resource_id, free.availability_id)
                for free in found
            ] == expected[:25]
            assert all(free.parts[0].start.tzinfo is UTC for free in found)
