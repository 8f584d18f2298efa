"""The rows of the calendar's model, and what they are looked at with.

A row is whatever has a span: an appointment, a closure, a stretch that is free, a day with its
load. Which of them a view shows, and where, is its own affair.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum

from desk.domain.appointment import Appointment, Standing
from desk.domain.closure import Closure
from desk.domain.directory import Resource
from desk.domain.slot import Slot
from desk.domain.span import Span
from desk.gui import format

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS, _MS_BITS = 4, 48


class Kind(Enum):
    """What a row is; the number is a part of its id."""

    APPOINTMENT = 0
    CLOSURE = 1
    FREE = 2
    DAY = 3


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a day can be had: places `free`, places `taken`, and whether it is `closed`."""

    date: dt.date
    free: int
    taken: int
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """So many free `slots` that follow each other, with so many `places`, and their `first`."""

    availability_id: int
    slots: int
    places: int
    first: Span


@dataclass(frozen=True, slots=True)
class Item:
    """A row. Of `appointment`, `closure`, `run` and `load` it has the one of its kind."""

    id: int
    kind: Kind
    span: Span
    resource_id: int | None = None
    appointment: Appointment | None = None
    closure: Closure | None = None
    run: Run | None = None
    load: Load | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where the calendar is looked at; after how long waiting or being late is too long.

    `types` are the names of appointment types by code. Times in words are kept: a day says the
    same ones again and again.
    """

    now: datetime
    zone: tzinfo
    waiting: timedelta = timedelta(minutes=20)
    late: timedelta = timedelta(minutes=10)
    types: Mapping[str, str] = field(default_factory=dict)
    times: dict[datetime, str] = field(default_factory=dict, compare=False)

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(self.zone).date()

    def clock(self, moment: datetime) -> str:
        """The time of day: "14:05"."""
        known = self.times.get(moment)
        if known is None:
            known = self.times[moment] = format.time(moment, self.zone)
        return known

    def hours(self, span: Span) -> str:
        """From when to when: "14:05-14:30"."""
        return f"{self.clock(span.start)}\N{EN DASH}{self.clock(span.end)}"

    def date(self, moment: datetime) -> dt.date:
        return moment.astimezone(self.zone).date()


Slots = Callable[[int | None, Span], Sequence[Slot]]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything there is to show of a period. `slots` gives those of a resource in a span."""

    period: Span
    items: tuple[Item, ...]
    moment: Moment
    resources: Mapping[int, Resource] = field(default_factory=dict)
    slots: Slots = lambda _resource, _span: ()


def of_appointment(appointment: Appointment) -> Item:
    number = _id(Kind.APPOINTMENT, appointment.id)
    span, resource = appointment.span, appointment.resource_id
    return Item(number, Kind.APPOINTMENT, span, resource, appointment=appointment)


def of_closure(closure: Closure) -> Item:
    number = _id(Kind.CLOSURE, closure.id)
    return Item(number, Kind.CLOSURE, closure.span, closure.resource_id, closure=closure)


def of_load(load: Load, span: Span) -> Item:
    return Item(_id(Kind.DAY, load.date.toordinal()), Kind.DAY, span, load=load)


def of_run(run: Run, span: Span, resource_id: int | None) -> Item:
    start = (run.first.start - EPOCH) // timedelta(milliseconds=1)
    number = _id(Kind.FREE, (run.availability_id << _MS_BITS) + start)
    return Item(number, Kind.FREE, span, resource_id, run=run)


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Earliest first; what begins at the same time in the order of resources."""
    return tuple(sorted(items, key=lambda item: (item.span.start, item.resource_id or 0, item.id)))


def merged(stretches: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches in order, those that touch or overlap put together."""
    found: list[tuple[float, float]] = []
    for begin, end in sorted(stretches):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def changes_with_time(appointment: Appointment, now: datetime) -> bool:
    """Whether what is said about it is about to be something else."""
    match appointment.standing(now):
        case Standing.HELD | Standing.OFFERED | Standing.ARRIVED:
            return True
        case Standing.BOOKED:
            return abs(appointment.span.start - now) < timedelta(days=1)
        case _:
            return False


def _id(kind: Kind, number: int) -> int:
    return number * _KINDS + kind.value
