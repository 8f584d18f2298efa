"""The visitor log of the made-up house: three months that are over, and a day in full swing."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from desk.demo.parties import Guest, Guests, Hours
from desk.domain.visitor import AlertKind
from desk.domain.wall_clock import milliseconds
from desk.services import alerts, folding, rows
from desk.store import search
from desk.store.database import Write
from desk.store.records import VisitorEntryRecord

PAST_DAYS = 90
GONE, INSIDE, LATE, EXPECTED, COMING = 14, 26, 2, 8, 10
SHARE_OF_TODAY = 4  # a smaller log has a smaller day: of each kind at most a quarter of it
LONGEST_INSIDE = timedelta(hours=9, minutes=12)
ANNOUNCED, NOT_SEEN_LEAVING, BINNED = 0.3, 0.03, 0.002
NO_TIMES: dict[str, Any] = {
    "expected_at": None,
    "arrived_at": None,
    "departed_at": None,
    "seen_leaving": True,
    "removed_at": None,
    "badge": None,
}


def write(tx: Write, chance: random.Random, guests: Guests, count: int) -> None:
    """Add so many visits and two notes that speak up."""
    today = list(_today(tx, chance, guests, count // SHARE_OF_TODAY))[-count:]
    past = _past(tx, chance, guests, count - len(today))
    start = (tx.session.scalar(select(func.max(VisitorEntryRecord.id))) or 0) + 1
    entries = [
        _entry(chance, guests, number, guest, times)
        for number, (guest, times) in enumerate([*past, *today], start)
    ]
    rows.add_many(tx, VisitorEntryRecord, entries)
    search.index(tx.session.connection(), ((row["id"], row["folded"]) for row in entries[:-1]))
    _speak_up(tx, guests)


def _past(
    tx: Write, chance: random.Random, guests: Guests, count: int
) -> Iterator[tuple[Guest, dict[str, Any]]]:
    today = tx.whole_day(tx.today).start
    for number in range(count):
        day = today - timedelta(days=PAST_DAYS - number * PAST_DAYS // count)
        arrived = day + timedelta(hours=8, minutes=chance.randrange(600))
        yield (
            guests.any(),
            {
                "expected_at": arrived.replace(minute=0) if chance.random() < ANNOUNCED else None,
                "arrived_at": arrived,
                "departed_at": arrived + timedelta(minutes=chance.randrange(20, 240)),
                "seen_leaving": chance.random() > NOT_SEEN_LEAVING,
                "removed_at": arrived if chance.random() < BINNED else None,
                "created_at": arrived,
            },
        )


def _today(
    tx: Write, chance: random.Random, guests: Guests, most: int
) -> Iterator[tuple[Guest, dict[str, Any]]]:
    now: datetime = tx.now.replace(second=0, microsecond=0)
    hours = Hours(chance, tx.whole_day(tx.today), now)
    coming = iter(guests.of_one_day(GONE + INSIDE + LATE + EXPECTED + COMING))
    yesterday = now - timedelta(days=1)
    for number in range(min(INSIDE, most)):
        arrived = hours.ago(3, 150) if number else now - LONGEST_INSIDE
        badge = str(number + 1)
        yield next(coming), {"arrived_at": arrived, "created_at": arrived, "badge": badge}
    for _ in range(min(GONE, most)):
        arrived, left = sorted((hours.ago(5, 60), hours.ago(60, 200)))
        yield next(coming), {"arrived_at": arrived, "departed_at": left, "created_at": arrived}
    for _ in range(min(LATE, most)):
        yield next(coming), {"expected_at": hours.ago(10, 50), "created_at": yesterday}
    for number in range(min(EXPECTED, most)):
        expected = hours.ahead(10 + 35 * number)
        yield next(coming), {"expected_at": expected, "created_at": yesterday}
    for number in range(min(COMING, most)):
        day = tx.whole_day(tx.today + timedelta(days=1 + number // 3)).start
        expected = day + timedelta(hours=9 + number % 8, minutes=30 * (number % 2))
        yield next(coming), {"expected_at": expected, "created_at": yesterday}
    yield guests.honoured, {"expected_at": hours.ahead(25), "created_at": yesterday}


def _entry(
    chance: random.Random, guests: Guests, number: int, guest: Guest, times: dict[str, Any]
) -> dict[str, Any]:
    party = guests.party(guest)
    row = {**NO_TIMES, **times}
    folded = folding.entry_text(
        visitor=party["visitor"],
        companions=party["companions"],
        host=guest.host.name,
        unit=guest.host.unit,
        license_plate=party["license_plate"],
        subject=party["subject"],
        badge=row["badge"],
    )
    return {
        **party,
        **row,
        "id": number,
        "uid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "note": "",
        "arrival": milliseconds(row["arrived_at"] or row["expected_at"]),
        "folded": folded,
        "version": 1,
    }


def _speak_up(tx: Write, guests: Guests) -> None:
    alerts.add(
        tx,
        AlertKind.REFUSE,
        guests.unwanted.name,
        "Banned from the house since the incident.",
        license_plate=guests.unwanted.license_plate,
    )
    alerts.add(tx, AlertKind.WELCOME, guests.honoured.name, "Chair of the board: call the manager.")
