"""Slots: a month of a clinic, a rule of any age, and one booking among them all."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.span import Span
from desk.services import slot_tables
from tests.benchmarks import children, clinic, slots_month
from tests.benchmarks.registry import Figure, Place, benchmark

ROUNDS = 25
ONE_WEEK = Span(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))


@benchmark("slots-month", goal=1.5, says="52,800 states out of SQLite; a list of 52,800 tuples")
def month(_place: Place) -> Iterator[Figure]:
    for which, named in (("equal", "equal rules"), ("distinct", "100 distinct rules")):
        taken = children.told("slots_month", which)
        ours, floor = (statistics.median(taken[each]) for each in ("states", "floor"))
        yield figure(f"slots-month, {named}", ours, floor, 1.5)


@benchmark("slots-age", goal=1.1, says="a week of a daily rule ten years old; of one a month old")
def age(_place: Place) -> Iterator[Figure]:
    old, young = _daily(date(2016, 2, 1)), _daily(date(2026, 2, 1))
    assert len(_week(old)) == len(_week(young)) == 7
    ours, other = by_turns(lambda: _week(old), lambda: _week(young), times=20)
    yield figure("slots-age", ours, other, 1.1)
    ours, theirs = by_turns(lambda: _week(old), lambda: _week_by_dateutil(old))
    yield figure("slots-age, against dateutil", ours, theirs, 1 / 100)


@benchmark("slots-booking", goal=1 / 200, says="one booking in the tables; computing them all")
def booking(_place: Place) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        database = clinic.build(Path(folder) / "desk.db", distinct=False)
        try:
            with database.read() as tx:
                tables = slot_tables.tables(tx, clinic.MONTH)
            slot = tables.of(7)[100]
            made = _booked(slot.availability_id, slot.span)

            def book_and_cancel() -> None:
                tables.apply(None, made)
                tables.apply(made, None)

            ours, whole = by_turns(book_and_cancel, lambda: slots_month.states(database))
        finally:
            database.close()
    yield figure("slots-booking", ours / 2, whole, 1 / 200)


def _daily(first: date) -> Availability:
    begins = datetime(first.year, first.month, first.day, 9, tzinfo=ZoneInfo("Europe/Rome"))
    return Availability(
        id=1,
        resource_id=1,
        span=Span(begins, begins + timedelta(hours=8)),
        slot_length=timedelta(minutes=20),
        rule="FREQ=DAILY",
        zone="Europe/Rome",
        created_at=clinic.NOW,
        updated_at=clinic.NOW,
    )


def _week(availability: Availability) -> list[Span]:
    return list(availability.occurrences(ONE_WEEK))


def _week_by_dateutil(availability: Availability) -> list[Span]:
    """The same as dateutil's users write it: local times without a zone, then to UTC."""
    zone = ZoneInfo(availability.zone)
    first = availability.span.start.astimezone(zone).replace(tzinfo=None)
    length = availability.span.length
    since, until = (
        moment.astimezone(zone).replace(tzinfo=None) for moment in (ONE_WEEK.start, ONE_WEEK.end)
    )
    rule = rrulestr(availability.rule, dtstart=first)
    starts = (start.replace(tzinfo=zone) for start in rule.between(since - length, until))
    return [Span(start, start + length) for start in starts]


def _booked(availability_id: int, span: Span) -> Appointment:
    return Appointment(
        id=1,
        span=span,
        resource_id=availability_id,
        availability_id=availability_id,
        created_at=clinic.NOW,
        updated_at=clinic.NOW,
    )


def by_turns(
    ours: Callable[[], object], theirs: Callable[[], object], times: int = 1
) -> tuple[float, float]:
    """The shortest processor time of each in milliseconds, taken by turns."""
    shortest = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for which, act in enumerate((ours, theirs)):
            began = time.process_time()
            for _ in range(times):
                act()
            taken = (time.process_time() - began) * 1000 / times
            shortest[which] = min(shortest[which], taken)
    return shortest[0], shortest[1]


def figure(name: str, ours: float, theirs: float, goal: float) -> Figure:
    told = f"{ours:.3f} ms against {theirs:.3f} ms"
    return Figure(name=name, ratio=ours / theirs, goal=goal, told=told)
