"""The visitor log of the made-up house: three months that are over, and a day in full swing."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from desk.demo.names import Names
from desk.domain.visitor import AlertKind
from desk.services import alerts, folding
from desk.store import search
from desk.store.columns import milliseconds
from desk.store.database import Write
from desk.store.records import PersonRecord, VisitorEntryRecord

PAST_DAYS = 90
EXPECTED, LATE, INSIDE, GONE = 9, 2, 26, 14
SHARE_OF_TODAY = 4  # a smaller log has a smaller day: at most a fourth of it each
PURPOSES = (
    ("Family visit", 30),
    ("Delivery", 12),
    ("Physiotherapy", 8),
    ("Maintenance", 7),
    ("Coffee", 7),
    ("Birthday", 5),
    ("Interview", 4),
    ("Hairdresser", 4),
    ("Piano lesson", 2),
    ("Flat viewing", 2),
)
COLOURS = ("black", "white", "grey", "blue", "red", "green")
Row = dict[str, Any]


def write(tx: Write, chance: random.Random, hosts: Sequence[PersonRecord], count: int) -> None:
    """Add so many past visits, today's parties, and two notes that speak up."""
    if not hosts:
        return
    guests = [_guest(chance, Names(chance), hosts) for _ in range(max(count // 6, 1))]
    moments = [*_past(tx, chance, count), *_today(tx, chance, max(count // SHARE_OF_TODAY, 1))]
    start = (tx.session.scalar(select(func.max(VisitorEntryRecord.id))) or 0) + 1
    homes = {host.id: host for host in hosts}
    rows = []
    for number, times in enumerate(moments, start):
        guest = chance.choice(guests)
        row = {**_entry(chance, number), **guest, **times}
        entry = VisitorEntryRecord(**row, resident=homes[row["resident_id"]])
        arrival = milliseconds(row["arrived_at"] or row["expected_at"])
        rows.append({**row, "arrival": arrival, "folded": folding.of_entry(entry)})
    tx.session.execute(insert(VisitorEntryRecord), rows)
    search.index(tx.session.connection(), ((row["id"], row["folded"]) for row in rows))
    _notes(tx, guests)


def _guest(chance: random.Random, names: Names, hosts: Sequence[PersonRecord]) -> Row:
    """Somebody who comes again and again, always to the same host and in the same car."""
    first, last = names.next()
    drives = chance.random() < 0.35
    plate = f"{chance.choice('ABCDEFG')}{chance.choice('HKLMNP')} {chance.randrange(100, 999)} XY"
    return {
        "visitor": f"{first} {last}",
        "resident_id": chance.choice(hosts).id,
        "vehicle_color": chance.choice(COLOURS) if drives else None,
        "license_plate": plate if drives else None,
    }


def _entry(chance: random.Random, number: int) -> Row:
    purposes, weights = zip(*PURPOSES, strict=True)
    people = chance.choices((1, 2, 3, 4, 6), (60, 22, 9, 6, 3))[0]
    names = Names(chance)
    companions = tuple(" ".join(names.next()) for _ in range(people - 1))
    return {
        "id": number,
        "uid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "people": people,
        "companions": companions if chance.random() < 0.5 else (),
        "subject": chance.choices(purposes, weights)[0],
        "badge": None,
        "note": "",
        "expected_at": None,
        "arrived_at": None,
        "departed_at": None,
        "arrival_text": None,
        "departure_text": None,
        "seen_leaving": True,
        "removed_at": None,
        "import_key": None,
        "version": 1,
    }


def _past(tx: Write, chance: random.Random, count: int) -> Iterator[Row]:
    today = tx.whole_day(tx.today).start
    for number in range(count):
        day = today - timedelta(days=PAST_DAYS - number * PAST_DAYS // max(count, 1))
        arrived = day + timedelta(hours=8, minutes=chance.randrange(600))
        left = arrived + timedelta(minutes=chance.randrange(20, 240))
        seen = chance.random() > 0.03
        yield {
            "arrived_at": arrived,
            "departed_at": left,
            "seen_leaving": seen,
            "created_at": arrived,
        }


def _today(tx: Write, chance: random.Random, most: int) -> Iterator[Row]:
    now: datetime = tx.now.replace(second=0, microsecond=0)

    def before(least: int, furthest: int) -> datetime:
        return now - timedelta(minutes=chance.randrange(least, furthest))

    for _ in range(min(GONE, most)):
        left = before(5, 60)
        arrived = left - timedelta(minutes=chance.randrange(15, 90))
        yield {"arrived_at": arrived, "departed_at": left, "created_at": arrived}
    for number in range(min(INSIDE, most)):
        arrived = before(3, 150) if number else now - timedelta(hours=9, minutes=12)
        yield {"arrived_at": arrived, "created_at": arrived}
    for _ in range(min(LATE, most)):
        yield {"expected_at": before(10, 50), "created_at": now - timedelta(days=1)}
    for number in range(min(EXPECTED, most)):
        expected = now + timedelta(minutes=10 + 35 * number)
        yield {"expected_at": expected, "created_at": now - timedelta(days=1)}


def _notes(tx: Write, guests: Sequence[Row]) -> None:
    unwanted, honoured = guests[0], guests[-1]
    alerts.add(
        tx, AlertKind.REFUSE, unwanted["visitor"], "Banned from the house since the incident."
    )
    alerts.add(tx, AlertKind.WELCOME, honoured["visitor"], "Chair of the board: call the manager.")
