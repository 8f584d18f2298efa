"""A clinic of a hundred providers and two hundred thousand appointments, made up from a seed.

One month holds a tenth of them: 52,800 slots of twenty minutes, 20,000 appointments of which one in
twenty is a hold, half of those lapsed, and two hundred closures.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from desk.domain.span import Span
from desk.store.database import Database
from desk.store.engines import WRITES
from desk.store.records import (
    AppointmentRecord,
    AvailabilityRecord,
    ClosureRecord,
    Record,
    ResourceRecord,
    SiteRecord,
)

PROVIDERS = 100
SLOTS_A_DAY = 24
SLOT = timedelta(minutes=20)
STORED, IN_THE_MONTH = 200_000, 20_000
CLOSURES = 200
SLOTS = 52_800
ZONE = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 2, 20, 9, tzinfo=UTC)
MONTH = Span(datetime(2026, 3, 1, tzinfo=ZONE), datetime(2026, 4, 1, tzinfo=ZONE))
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_WRITTEN = {"created_at": NOW, "created_by": "", "updated_at": NOW, "updated_by": "", "version": 1}


def build(path: Path, *, distinct: bool) -> Database:
    """Write the clinic into a new file; with `distinct` no two providers begin at the same time."""
    dice = random.Random(2026)
    database = Database(f"sqlite:///{path}", clock=lambda: NOW)
    with closing(database.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA synchronous = OFF")
    numbers = range(1, PROVIDERS + 1)
    opens = {
        n: timedelta(hours=9, minutes=n % 60 * distinct, seconds=n * distinct) for n in numbers
    }
    site = {"slug": "main", "name": "Clinic", "zone": ZONE.key, "settings": {}}
    tables: list[tuple[type[Record], list[dict[str, Any]]]] = [
        (SiteRecord, [site]),
        (ResourceRecord, [_provider(number) for number in numbers]),
        (AvailabilityRecord, [_availability(number, opens[number]) for number in numbers]),
        (ClosureRecord, [_closure(dice) for _ in range(CLOSURES)]),
        (AppointmentRecord, list(_appointments(dice, opens))),
    ]
    with database.engine.execution_options(**{WRITES: 60}).begin() as connection:
        for kind, rows in tables:
            connection.execute(insert(kind), rows)
    with closing(database.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


def _provider(number: int) -> dict[str, Any]:
    return {"id": number, "key": str(number), "first_name": "Ada", "last_name": f"Lind {number}"}


def _availability(number: int, opens: timedelta) -> dict[str, Any]:
    begins = _wall(datetime(2026, 1, 5), opens)
    return {
        "id": number,
        "resource_id": number,
        "starts": begins,
        "ends": begins + SLOTS_A_DAY * SLOT,
        "slot_length": SLOT // timedelta(milliseconds=1),
        "capacity": 3 if number % 10 == 0 else 1,
        "rule": WEEKDAYS,
        "zone": ZONE.key,
        "shelf": "PUBLIC",
        "extra": {},
        **_WRITTEN,
    }


def _closure(dice: random.Random) -> dict[str, Any]:
    begins = MONTH.start + timedelta(minutes=dice.randrange(31 * 24 * 60))
    return {
        "resource_id": dice.randrange(1, PROVIDERS + 1),
        "starts": begins,
        "ends": begins + timedelta(minutes=dice.randrange(30, 480)),
        "reason": "",
        "shelf": "PUBLIC",
        "extra": {},
        **_WRITTEN,
    }


def _appointments(dice: random.Random, opens: dict[int, timedelta]) -> Iterator[dict[str, Any]]:
    march = [datetime(2026, 3, day) for day in range(1, 32)]
    others = [datetime(2026, 4, 1) + timedelta(days=day) for day in range(280)]
    weekdays = {
        True: [day for day in march if day.weekday() < 5],
        False: [day for day in others if day.weekday() < 5],
    }
    counted: Counter[tuple[int, datetime]] = Counter()
    for at in range(STORED):
        provider = dice.randrange(1, PROVIDERS + 1)
        day = dice.choice(weekdays[at < IN_THE_MONTH])
        begins = _wall(day, opens[provider] + dice.randrange(SLOTS_A_DAY) * SLOT)
        slot = provider, begins
        counted[slot] += 1
        held = at % 20 == 0
        yield {
            "resource_id": provider,
            "availability_id": provider,
            "starts": begins,
            "ends": begins + SLOT,
            "place": counted[slot],
            "title": "Somebody",
            "note": "",
            "held_until": NOW + timedelta(hours=-1 if at % 40 == 0 else 1) if held else None,
            "shelf": "PUBLIC",
            "flagged": False,
            "beyond": "",
            "caller": "",
            "extra": {},
            **_WRITTEN,
        }


def _wall(day: datetime, time: timedelta) -> datetime:
    return (day + time).replace(tzinfo=ZONE).astimezone(UTC)
