"""The waiting list: five hundred places come free at once, and ten thousand people wait.

What it is held against is what any way of serving them must do: writing five hundred appointments
through the same door, with their journal.
"""

from __future__ import annotations

import gc
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from desk.services import waiting
from desk.store.database import Database
from desk.store.engines import WRITES
from desk.store.records import (
    AppointmentRecord,
    AppointmentTypeRecord,
    AvailabilityRecord,
    ChangeRecord,
    PersonRecord,
    Record,
    ResourceRecord,
    SiteRecord,
    VariationRecord,
    WaitingEntryRecord,
)
from tests.benchmarks.registry import Figure, Place, benchmark

WAITING, FREED, ROUNDS = 10_000, 500, 9
PROVIDERS, TYPES, DAYS = 25, 5, 10
SLOT = timedelta(minutes=30)
ZONE = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
_KEPT = {"created_at": NOW, "created_by": "", "updated_at": NOW, "updated_by": "", "version": 1}
_MILLISECOND = timedelta(milliseconds=1)


@benchmark("waiting-sweep", goal=2.0, says="serving 500 of 10,000; inserting 500 appointments")
def sweep(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        once = _measured(Path(folder) / "once.db", 1)
        twice = _measured(Path(folder) / "twice.db", 2)
    yield _figure("waiting-sweep", *once, 2.0)
    yield _figure("waiting-sweep, twice as many of both", twice[0], once[0], 2.4)


def _measured(path: Path, times: int) -> tuple[float, float]:
    """The shortest processor time of a sweep, and of inserting as many appointments."""
    database = _house(path, times)
    freed = FREED * times
    gc.disable()  # as in the window
    try:
        shortest = [float("inf"), float("inf")]
        for _ in range(ROUNDS):
            for which, act in enumerate((_swept, _inserted)):
                began = time.process_time()
                assert act(database, freed) == freed
                shortest[which] = min(shortest[which], (time.process_time() - began) * 1000)
                _forget(database)
    finally:
        gc.enable()
        database.close()
    return shortest[0], shortest[1]


def _swept(database: Database, _freed: int) -> int:
    with database.write("bench") as tx:
        return len(waiting.sweep(tx))


def _inserted(database: Database, freed: int) -> int:
    """The same rows by the same door, for people who are known already."""
    with database.write("bench") as tx:
        query = select(PersonRecord).order_by(PersonRecord.id).limit(freed)
        people = list(tx.session.scalars(query))
        slots = _slots(freed)
        tx.session.add_all(
            AppointmentRecord(
                availability_id=provider,
                resource_id=provider,
                starts=start,
                ends=start + SLOT,
                place=0,
                person=person,
                person_id=person.id,
                held_until=start,
                appointment_type="type-1",
                created_at=NOW,
                created_by="bench",
                updated_at=NOW,
                updated_by="bench",
            )
            for person, (provider, start) in zip(people, slots, strict=True)
        )
        tx.session.flush()
    return freed


def _forget(database: Database) -> None:
    """Let the places be free again."""
    with database.engine.execution_options(**{WRITES: 60}).begin() as connection:
        connection.execute(delete(AppointmentRecord))
        connection.execute(delete(ChangeRecord))


def _slots(freed: int) -> list[tuple[int, datetime]]:
    """So many slots, as many of each provider."""
    each = freed // PROVIDERS
    return [
        (provider, _begin(number * DAYS // each) + number % (each // DAYS) * SLOT)
        for provider in range(1, PROVIDERS + 1)
        for number in range(each)
    ]


def _begin(day: int) -> datetime:
    return (datetime(2026, 3, 3, 9, tzinfo=ZONE) + timedelta(days=day)).astimezone(UTC)


def _house(path: Path, times: int) -> Database:
    dice = random.Random(2026)
    database = Database(f"sqlite:///{path}", clock=lambda: NOW)
    with closing(database.engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA synchronous = OFF")
    hours = FREED * times // PROVIDERS // DAYS * SLOT
    site = {"slug": "main", "name": "Clinic", "zone": ZONE.key, "settings": {}}
    numbers = range(1, PROVIDERS + 1)
    people = range(1, WAITING * times + 1)
    tables: list[tuple[type[Record], list[dict[str, Any]]]] = [
        (SiteRecord, [site]),
        (ResourceRecord, [_named(n) for n in numbers]),
        (AppointmentTypeRecord, [_type(n) for n in range(1, TYPES + 1)]),
        (VariationRecord, [_variation(type_, n) for type_ in range(1, TYPES + 1) for n in numbers]),
        (AvailabilityRecord, [_open(n, hours) for n in numbers]),
        (PersonRecord, [_person(n) for n in people]),
        (WaitingEntryRecord, [_entry(dice, n) for n in people]),
    ]
    with database.engine.execution_options(**{WRITES: 60}).begin() as connection:
        for kind, rows in tables:
            connection.execute(insert(kind), rows)
    return database


def _named(number: int) -> dict[str, Any]:
    return {"id": number, "key": str(number), "first_name": "Ada", "last_name": f"Lind {number}"}


def _type(number: int) -> dict[str, Any]:
    code = f"type-{number}"
    fields = {"key": code, "name": code, "code": code, "site_id": 1, "per": "slot"}
    return {"id": number, "waiting_list": True, **fields}


def _variation(type_id: int, provider: int) -> dict[str, Any]:
    number = (type_id - 1) * PROVIDERS + provider
    fields = {"key": str(number), "name": str(number), "resource_id": provider}
    return {"id": number, "appointment_type_id": type_id, **fields}


def _open(provider: int, hours: timedelta) -> dict[str, Any]:
    begins = _begin(0)
    return {
        "id": provider,
        "resource_id": provider,
        "starts": begins,
        "ends": begins + hours,
        "slot_length": SLOT // _MILLISECOND,
        "capacity": 1,
        "rule": "FREQ=DAILY",
        "until": begins + (DAYS - 1) * timedelta(days=1) + hours,
        "zone": ZONE.key,
        "shelf": "PUBLIC",
        "extra": {},
        **_KEPT,
    }


def _person(number: int) -> dict[str, Any]:
    fields = {"first_name": "Ada", "last_name": f"Lind {number}", "note": "", "folded": ""}
    return {"id": number, "uid": str(number), "kind": "patient", "version": 1, **fields}


def _entry(dice: random.Random, number: int) -> dict[str, Any]:
    """Somebody who waits: for one provider or any, one date or any, some with a day part."""
    type_id = dice.randrange(1, TYPES + 1)
    provider = dice.randrange(1, PROVIDERS + 1)
    date = _begin(dice.randrange(DAYS)).date().isoformat()
    return {
        "id": number,
        "type_id": type_id,
        "variation_id": (type_id - 1) * PROVIDERS + provider if dice.random() < 0.5 else None,
        "dates": (date,) if dice.random() < 0.4 else (),
        "since": timedelta(hours=9) if dice.random() < 0.3 else None,
        "until": None,
        "notice": timedelta(hours=1) if dice.random() < 0.3 else timedelta(),
        "party": 1,
        "person_id": number,
        "name": "",
        "phone_digits": "",
        "email_folded": "",
        "locale": "en",
        "note": "",
        "priority": 1 if dice.random() < 0.05 else 0,
        "priority_reason": "",
        "passed": (),
        "extra": {},
        **_KEPT,
        "created_at": NOW - timedelta(minutes=number),
    }


def _figure(name: str, ours: float, theirs: float, goal: float) -> Figure:
    told = f"{ours:.0f} ms against {theirs:.0f} ms"
    return Figure(name=name, ratio=ours / theirs, goal=goal, told=told)
