"""The calendar: scrolling, the first frame, and the day of a whole staff.

Frames are whole ones: what is moved on the screen without being painted is left out of account on
both sides. Qt's scene and the plain painter show the same blocks in the same places.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from desk.domain.span import Span
from desk.store.database import Database
from desk.store.engines import WRITES
from desk.store.records import AppointmentRecord, AvailabilityRecord, ResourceRecord, SiteRecord
from tests.benchmarks import calendar_scenes, children
from tests.benchmarks.registry import Figure, Place, benchmark

STAFF, BOOKED = 50, 40
SLOT = timedelta(minutes=15)
NAMED = {
    "dense": "500 blocks in sight",
    "columns": "a week in columns",
    "rows": "a week in rows",
}


@benchmark("calendar-scroll", goal=1 / 10, says="a frame while scrolling; Qt's own scene of it")
def scroll(_place: Place) -> Iterator[Figure]:
    for kind, goal in (("dense", 1 / 10), ("columns", 1.0), ("rows", 1.0)):
        found = children.told("calendar_frames", kind)["scroll"]
        yield _figure(f"calendar-scroll, {NAMED[kind]}", found["desk"], found["scene"], goal)


@benchmark("calendar-first", goal=1.5, says="the first frame; a plain painter, batched by colour")
def first(_place: Place) -> Iterator[Figure]:
    for kind in ("columns", "rows", "dense"):
        found = children.told("calendar_frames", kind)["first"]
        yield _figure(f"calendar-first, {NAMED[kind]}", found["desk"], found["plain"], 1.5)


@benchmark("calendar-day", goal=1.5, says="fifty providers, forty bookings each; an empty day")
def day(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        paths = [Path(folder) / f"{booked}.db" for booked in (BOOKED, 0)]
        for path, booked in zip(paths, (BOOKED, 0), strict=True):
            _clinic(path, booked)
        found = children.told("staff_day", *paths)
    full, empty = (min(found[name]) for name in ("full", "empty"))
    yield _figure("calendar-day", full, empty, 1.5)


def _figure(name: str, ours: float, other: float, goal: float) -> Figure:
    told = f"{ours:.1f} ms against {other:.1f} ms"
    return Figure(name=name, ratio=ours / other, goal=goal, told=told)


def _clinic(path: Path, booked: int) -> None:
    """A house of fifty providers who are open all day, each with so many people booked."""
    with closing(Database(f"sqlite:///{path}", clock=lambda: calendar_scenes.NOW)) as database:
        with database.read() as tx:
            day = tx.whole_day(tx.today)
        with database.engine.execution_options(**{WRITES: 60}).begin() as connection:
            zone = calendar_scenes.ZONE.key
            connection.execute(
                insert(SiteRecord), [{"slug": "main", "name": "x", "zone": zone, "settings": {}}]
            )
            numbers = range(1, STAFF + 1)
            connection.execute(insert(ResourceRecord), [_provider(number) for number in numbers])
            connection.execute(insert(AvailabilityRecord), [_open(n, day) for n in numbers])
            rows = [_booking(n, place, day) for n in numbers for place in range(booked)]
            if rows:
                connection.execute(insert(AppointmentRecord), rows)


def _provider(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "key": str(number),
        "first_name": "Dr. Ada",
        "last_name": f"Lind {number}",
    }


def _written(number: int) -> dict[str, Any]:
    now = calendar_scenes.NOW
    return {"id": number, "created_at": now, "created_by": "", "updated_at": now} | {
        "updated_by": "",
        "version": 1,
        "shelf": "PUBLIC",
        "extra": {},
    }


def _open(number: int, day: Span) -> dict[str, Any]:
    begins = day.start + timedelta(hours=8)
    return _written(number) | {
        "resource_id": number,
        "starts": begins,
        "ends": begins + BOOKED * SLOT,
        "slot_length": SLOT // timedelta(milliseconds=1),
        "capacity": 1,
        "zone": calendar_scenes.ZONE.key,
    }


def _booking(number: int, place: int, day: Span) -> dict[str, Any]:
    begins = day.start + timedelta(hours=8) + place * SLOT
    names = calendar_scenes.NAMES
    return _written(number * BOOKED + place) | {
        "resource_id": number,
        "availability_id": number,
        "starts": begins,
        "ends": begins + SLOT,
        "place": 0,
        "title": names[(number + place) % len(names)],
        "note": "",
        "flagged": False,
        "beyond": "",
        "caller": "",
    }
