"""The free times among the slots of some tables that somebody's wish would do with.

A time is one slot that is at least as long as is wished, or a run of slots of one opening that
follow each other and add up to exactly that length. So every part of it is something that can be
booked. Nothing is made of a time before it is known to be among the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from desk.domain.slot import SlotTable, State
from desk.domain.slot_grid import Stretch
from desk.domain.span import Span
from desk.domain.wall_clock import milliseconds
from desk.domain.wish import Free, Wish

_MILLISECOND = timedelta(milliseconds=1)


class _Found(NamedTuple):
    """A run of slots; the order is that in which times are proposed.

    No two of one availability begin at the same time, so that what follows it decides nothing.
    """

    start: int
    end: int
    resource_id: int
    availability_id: int
    table: SlotTable
    numbers: range

    def free(self) -> Free:
        slots = [self.table[number] for number in self.numbers]
        return Free(
            availability_id=self.table.availability_id,
            resource_id=self.table.resource_id,
            span=Span(slots[0].span.start, slots[-1].span.end),
            free=min(slot.free for slot in slots),
            parts=tuple(slot.span for slot in slots),
        )


def in_tables(
    tables: Iterable[SlotTable],
    wish: Wish,
    windows: Iterable[tuple[Span, Span]],
    limit: int,
    *,
    runs: bool = True,
    busy: Mapping[int | None, list[Stretch]] | None = None,
) -> list[Free]:
    """The first free times, the earliest first and of those the shortest.

    Each of the `windows` says when a time may begin, and when it must be. Without `runs` a time is
    a single slot. `busy` is when resources have something else to do.
    """
    fitting = [
        (table, parts)
        for table in tables
        if wish.likes_type(table.appointment_type) and (parts := _parts(table, wish, runs=runs))
    ]
    elsewhere = busy or {}
    found: list[Free] = []
    for begins, within in windows:
        some: list[_Found] = []
        for table, parts in fitting:
            runs_there = _in_window(table, parts, begins, within)
            if stretches := elsewhere.get(table.resource_id):
                some += (each for each in runs_there if not _meets(each, stretches))
            else:
                some += runs_there
        some.sort()
        found += [each.free() for each in some[: limit - len(found)]]
        if len(found) >= limit:
            break
    return found


def _parts(table: SlotTable, wish: Wish, *, runs: bool) -> int:
    """How many slots of the table make what is wished; 0 when they cannot."""
    length = table.grid.length
    if wish.length is None or wish.length <= length * _MILLISECOND:
        return 1
    parts, rest = divmod(wish.length, length * _MILLISECOND)
    return parts if runs and not rest else 0


def _in_window(table: SlotTable, parts: int, begins: Span, within: Span) -> Iterator[_Found]:
    starts, length = table.grid.starts, parts * table.grid.length
    first = bisect_left(starts, milliseconds(begins.start))
    last = bisect_left(starts, milliseconds(begins.end))
    latest = milliseconds(within.end) - length
    whose = table.resource_id or 0
    wanted = bytes([State.FREE]) * parts
    number = table.states.find(wanted, first)
    while 0 <= number < last:
        start = starts[number]
        if start > latest:
            return
        run = range(number, number + parts)
        if parts == 1 or _follow(table, run):
            yield _Found(start, start + length, whose, table.availability_id, table, run)
        number = table.states.find(wanted, number + 1)


def _follow(table: SlotTable, run: range) -> bool:
    """Whether each slot begins when the one before ends."""
    starts, length = table.grid.starts, table.grid.length
    return all(starts[later] - starts[earlier] == length for earlier, later in pairwise(run))


def _meets(found: _Found, stretches: Iterable[Stretch]) -> bool:
    return any(start < found.end and found.start < end for start, end in stretches)
