"""The places that are free for those who wait: slots, places of dates, and of stocks.

A slot is free as the next free time is: it has a place, is not closed, and its resource has
nothing else outside its slots. What has begun, or is past, is nobody's any more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from desk.domain.day import Day
from desk.domain.directory import AppointmentType, Per
from desk.domain.serving import FreePlace, Terms
from desk.domain.slot import SlotTable, State
from desk.domain.slot_grid import Stretch
from desk.domain.span import Span
from desk.domain.wall_clock import DAY_MS, WallClock, milliseconds, wall_clock
from desk.services import appointment_rows, day_places, slot_tables, type_places
from desk.store.database import Read

_DAY = timedelta(days=1)
_FOR_EVER = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """Where places may have come free: times of resources, times of everybody, dates, types."""

    times: tuple[tuple[int | None, Span], ...] = ()
    everywhere: tuple[Span, ...] = ()
    dates: tuple[dt.date, ...] = ()
    types: tuple[int, ...] = ()
    all: bool = False

    def __add__(self, other: Freed) -> Freed:
        return Freed(
            times=self.times + other.times,
            everywhere=self.everywhere + other.everywhere,
            dates=self.dates + other.dates,
            types=self.types + other.types,
            all=self.all or other.all,
        )


ALL = Freed(all=True)


def found(
    tx: Read, freed: Freed, types: Collection[AppointmentType], wishes: Collection[Terms]
) -> list[FreePlace]:
    """The free places among what has come free that any of these wishes is about."""
    by_per: dict[Per, list[Terms]] = defaultdict(list)
    for terms in wishes:
        by_per[terms.per].append(terms)
    return [
        *(_slots(tx, freed, by_per[Per.SLOT]) if by_per[Per.SLOT] else ()),
        *(_days(tx, freed, by_per[Per.DAY]) if by_per[Per.DAY] else ()),
        *_stocks(tx, freed, [type_ for type_ in types if type_.per is Per.STOCK]),
    ]


def every_slot(tx: Read, terms: Terms) -> Iterator[tuple[FreePlace, State]]:
    """The slots, whatever their state, on the days that are meant and still to come."""
    whose = None if terms.resource_id is None else [terms.resource_id]
    now, clock = milliseconds(tx.now), wall_clock(tx.zone.key)
    for period in _periods(tx, [terms]):
        for table in slot_tables.tables(tx, period, whose):
            for number, state in enumerate(table.states):
                if table.grid.starts[number] > now:
                    yield _as_place(table, number, clock), State(state)


def days_meant(tx: Read, terms: Terms) -> Iterator[Day]:
    """The dates that are meant."""
    for first, last in _runs(_needed([terms])):
        yield from day_places.between(tx, dt.date.fromordinal(first), dt.date.fromordinal(last))


def slots_at(tx: Read, period: Span, resources: Collection[int] | None) -> list[FreePlace]:
    """The free slots that lie in the period and are still to come."""
    return list(_free_slots(tx, period, resources, None))


def _slots(tx: Read, freed: Freed, wishes: list[Terms]) -> Iterator[FreePlace]:
    """Those that overlap a time that has come free, on the days that are asked for."""
    codes = {terms.code for terms in wishes}
    whose = _resources(freed, {terms.resource_id for terms in wishes})
    came_free = _CameFree(freed)
    known: set[tuple[int | None, int]] = set()
    for period in _periods(tx, wishes):
        hull = _hull(freed, period)
        if hull is None:
            continue
        for place in _free_slots(tx, hull, whose, codes):
            key = place.availability_id, place.start
            if key not in known and (freed.all or came_free.touches(place)):
                known.add(key)
                yield place


def _free_slots(
    tx: Read, period: Span, resources: Collection[int] | None, codes: set[str] | None
) -> Iterator[FreePlace]:
    now, clock = milliseconds(tx.now), wall_clock(tx.zone.key)
    busy = appointment_rows.by_themselves(tx, period, resources)
    for table in slot_tables.tables(tx, period, resources):
        code = _code(table)
        if codes is None or code is None or code in codes:
            yield from _in_table(table, now, clock, busy.get(table.resource_id, []))


def _in_table(
    table: SlotTable, now: int, clock: WallClock, busy: list[Stretch]
) -> Iterator[FreePlace]:
    starts, length = table.grid.starts, table.grid.length
    for number in table.numbers(State.FREE):
        start, end = starts[number], starts[number] + length
        if start <= now or any(start < other and begun < end for begun, other in busy):
            continue
        yield _as_place(table, number, clock)


def _as_place(table: SlotTable, number: int, clock: WallClock) -> FreePlace:
    start = table.grid.starts[number]
    end = start + table.grid.length
    day, since = clock.reading(start)
    last_day, last = clock.reading(end - 1)
    return FreePlace(
        per=Per.SLOT,
        start=start,
        end=end,
        begins=start,
        free=table.capacity - table.taken[number],
        capacity=table.capacity,
        day=day,
        since=since,
        until=last + 1 + (last_day - day) * DAY_MS,
        resource_id=table.resource_id,
        availability_id=table.availability_id,
        code=_code(table),
    )


def _code(table: SlotTable) -> str | None:
    return None if table.appointment_type is None else table.appointment_type.casefold()


def dates(freed: Freed, wishes: Iterable[Terms]) -> list[dt.date]:
    """The dates that have come free, as far as any of these wishes is about them."""
    needed = _needed(wishes)
    if not freed.all:
        needed &= {date.toordinal() for date in freed.dates}
    return [dt.date.fromordinal(day) for day in sorted(needed)]


def _days(tx: Read, freed: Freed, wishes: list[Terms]) -> Iterator[FreePlace]:
    """The dates that are asked for and have room; a date can be had until it is over."""
    needed = {date.toordinal() for date in dates(freed, wishes)}
    for first, last in _runs(needed):
        for day in day_places.between(tx, dt.date.fromordinal(first), dt.date.fromordinal(last)):
            span = tx.whole_day(day.date)
            if day.free > 0 and span.end > tx.now:
                yield FreePlace(
                    per=Per.DAY,
                    start=milliseconds(span.start),
                    end=milliseconds(span.end),
                    begins=milliseconds(span.end),
                    free=day.free,
                    capacity=day.places,
                    day=day.date.toordinal(),
                )


def _stocks(tx: Read, freed: Freed, types: list[AppointmentType]) -> Iterator[FreePlace]:
    """What is left of stocks; to have it means to come today."""
    today = tx.whole_day(tx.today)
    for type_ in types:
        if not freed.all and type_.id not in freed.types:
            continue
        free = type_places.left_of_stock(tx, type_.id)
        if free > 0:
            yield FreePlace(
                per=Per.STOCK,
                start=milliseconds(today.start),
                end=milliseconds(today.end),
                begins=_FOR_EVER,
                free=free,
                capacity=type_.places or 0,
                day=tx.today.toordinal(),
                type_id=type_.id,
            )


def begins(per: Per, start: int, end: int) -> int:
    """When it is too late for a place: at its start, at the end of a day, never for a stock."""
    return {Per.SLOT: start, Per.DAY: end, Per.STOCK: _FOR_EVER}[per]


def _needed(wishes: Iterable[Terms]) -> set[int]:
    """The days that any of these wishes is about."""
    needed: set[int] = set()
    for terms in wishes:
        if terms.days:
            needed.update(day for day in terms.days if terms.first <= day <= terms.last)
        else:
            needed.update(range(terms.first, terms.last + 1))
    return needed


def _runs(days: set[int]) -> Iterator[tuple[int, int]]:
    """The days, as the first and the last of each run without a gap."""
    first = None
    for day in sorted(days):
        first = day if first is None else first
        if day + 1 not in days:
            yield first, day
            first = None


def _periods(tx: Read, wishes: list[Terms]) -> Iterator[Span]:
    for first, last in _runs(_needed(wishes)):
        start = tx.whole_day(dt.date.fromordinal(first)).start
        end = tx.whole_day(dt.date.fromordinal(last)).end
        if end > tx.now:
            yield Span(max(start, tx.now), end)


def _hull(freed: Freed, period: Span) -> Span | None:
    """The part of the period within which something has come free."""
    if freed.all:
        return period
    spans = [*(span for _, span in freed.times), *freed.everywhere]
    near = [span for span in spans if span.overlaps(period)]
    if not near:
        return None
    return Span(
        max(period.start, min(span.start for span in near)),
        min(period.end, max(span.end for span in near)),
    )


def _resources(freed: Freed, wanted: set[int | None]) -> set[int] | None:
    """Whose slots are to be looked at; none for everybody's."""
    named = None if None in wanted else {key for key in wanted if key is not None}
    keys = {key for key, _ in freed.times}
    if freed.all or freed.everywhere or None in keys:
        return named
    theirs = {key for key in keys if key is not None}
    return theirs if named is None else theirs & named


class _CameFree:
    """Tells of many slots whether they overlap a time that has come free."""

    def __init__(self, freed: Freed) -> None:
        self._everywhere = [_stretch(span) for span in freed.everywhere]
        self._times: dict[int | None, list[Stretch]] = defaultdict(list)
        for key, span in freed.times:
            self._times[key].append(_stretch(span))

    def touches(self, place: FreePlace) -> bool:
        near = [*self._times.get(place.resource_id, ()), *self._everywhere]
        return any(start < place.end and place.start < end for start, end in near)


def _stretch(span: Span) -> Stretch:
    return milliseconds(span.start), milliseconds(span.end)
