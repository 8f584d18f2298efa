"""What is on: everything of a period, the load of its days, and the next times that are free.

Each of these is asked for at every look at the calendar. None takes more than five statements,
however many appointments are kept, and no record is made of a row.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from desk.domain.appointment import Appointment, Shelf
from desk.domain.closure import Closure
from desk.domain.free_times import in_tables
from desk.domain.slot import SlotTable, SlotTables, State
from desk.domain.span import Span
from desk.domain.wall_clock import DAY_MS, milliseconds
from desk.domain.wish import Free, Wish
from desk.services import appointment_rows, closures, slot_tables
from desk.store.database import Read
from desk.store.records import AppointmentRecord

LOOK_AHEAD = timedelta(days=366)  # how far the next free time is looked for
_DAY = timedelta(days=1)
_LONGEST_STEP = 28  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """Everything of a period: who is booked or held, what is open, and what is shut."""

    period: Span
    appointments: tuple[Appointment, ...]
    open: SlotTables
    closures: tuple[Closure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLoad:
    """How full a date is: places that are free, and appointments that begin on it.

    Holds and offers count among those. `closed` says that closures leave nothing of it open.
    """

    date: dt.date
    free: int
    taken: int
    closed: bool


def between(
    tx: Read,
    period: Span,
    resources: Collection[int] | None = None,
    *,
    cancelled: bool = False,
) -> Agenda:
    """What is on in the period, of these resources or of all.

    Holds and offers that have not lapsed are among the appointments; cancelled ones only when
    asked for.
    """
    wanted = appointment_rows.counting(tx.now)
    if cancelled:
        record = AppointmentRecord
        called_off = and_(record.shelf == Shelf.TRASH.value, record.held_until.is_(None))
        wanted = or_(wanted, called_off)
    return Agenda(
        period=period,
        appointments=tuple(appointment_rows.overlapping(tx, period, resources, wanted)),
        open=slot_tables.tables(tx, period, resources),
        closures=closures.between(tx, period, resources),
    )


def loads(
    tx: Read, first: dt.date, last: dt.date, resources: Collection[int] | None = None
) -> list[DayLoad]:
    """The load of each date from `first` to `last`, of these resources or of all together."""
    dates = [first + n * _DAY for n in range((last - first).days + 1)]
    if not dates:
        return []
    edges = [milliseconds(tx.whole_day(date).start) for date in (*dates, last + _DAY)]
    period = Span(tx.whole_day(first).start, tx.whole_day(last).end)
    tables = list(slot_tables.tables(tx, period, resources))
    begun = _begun(tx, period, resources, edges)
    counted = [_count(tables, *edge) for edge in pairwise(edges)]
    return [
        DayLoad(date=date, free=free, taken=booked, closed=bool(shut) and shut == slots)
        for date, (free, shut, slots), booked in zip(dates, counted, begun, strict=True)
    ]


def next_free(
    tx: Read, wish: Wish, *, after: datetime, limit: int = 8, runs: bool = True
) -> list[Free]:
    """The next times from `after` on that fulfil the wish, within a year; the earliest first.

    What is held or offered, closed, or overlaps something the resource has outside its slots is
    not free. Without `runs` each is a single slot. Looks at a day first, and further only as long
    as there are not enough.
    """
    wish.require_sense()
    found: list[Free] = []
    for windows in _steps(tx, wish, after):
        look = Span(windows[0][0].start, windows[-1][0].end + (wish.length or timedelta()))
        tables = slot_tables.tables(tx, look, wish.resources)
        busy = appointment_rows.by_themselves(tx, look, wish.resources)
        missing = limit - len(found)
        found += in_tables(tables, wish, windows, missing, runs=runs, busy=busy)
        if len(found) >= limit:
            break
    return found


def _steps(tx: Read, wish: Wish, after: datetime) -> Iterator[list[tuple[Span, Span]]]:
    """When to look, by date: first on one, then on ever more at once."""
    date = max(tx.date_of(after), wish.earliest or dt.date.min)
    last = min(tx.date_of(after + LOOK_AHEAD), wish.latest or dt.date.max)
    days = 1
    while date <= last:
        until = min(date + days * _DAY, last + _DAY)
        windows = []
        while date < until:
            window = wish.window(date, tx.zone)
            if window is not None and window[0].end > after:
                begins, within = window
                windows.append((Span(max(begins.start, after), begins.end), within))
            date += _DAY
        if windows:
            yield windows
            days = min(days * 2, _LONGEST_STEP)


def _begun(
    tx: Read, period: Span, resources: Collection[int] | None, edges: Sequence[int]
) -> list[int]:
    """How many appointments of the period begin between each two of the edges."""
    record = AppointmentRecord
    number = _number_of_day(edges)
    query = select(number, func.count()).where(
        record.starts >= period.start,
        record.starts < period.end,
        appointment_rows.counting(tx.now),
    )
    if resources is not None:
        query = query.where(record.resource_id.in_(resources))
    counts = [0] * (len(edges) - 1)
    for day, begun in tx.session.execute(query.group_by(number)):
        counts[day] = begun
    return counts


def _number_of_day(edges: Sequence[int]) -> ColumnElement[int]:
    """Which day an appointment begins on, counted by the database from the first of the edges.

    From where a day begins to be longer or shorter than others, what it is so by is taken off.
    """
    start = type_coerce(AppointmentRecord.starts, BigInteger)
    since: ColumnElement[int] = start - literal(edges[0], BigInteger)
    for begins, ends in pairwise(edges):
        if ends - begins != DAY_MS:
            changed = literal(min(begins + DAY_MS, ends), BigInteger)
            since -= case((start >= changed, ends - begins - DAY_MS), else_=0)
    return since // DAY_MS


def _count(tables: list[SlotTable], start: int, end: int) -> tuple[int, int, int]:
    """Of the slots that begin in that time: places free, slots shut, and slots in all."""
    free = shut = slots = 0
    for table in tables:
        starts = table.grid.starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        states = table.states[first:last]
        slots += len(states)
        shut += states.count(State.CLOSED)
        if table.capacity == 1:
            free += states.count(State.FREE)
        else:
            left = zip(states, table.taken[first:last], strict=True)
            free += sum(table.capacity - taken for state, taken in left if state == State.FREE)
    return free, shut, slots
