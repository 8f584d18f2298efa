"""Open time in whole numbers: the stretches a rule makes on a wall clock, and their slots.

Instants are milliseconds since 1970 in UTC. No slot and no date is an object here, so that a month
of a thousand providers is a matter of milliseconds (contract of document 004, section 6.0).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from desk.domain import recurrence
from desk.domain.recurrence import Rule
from desk.domain.slot_grid import Grid, Shape, Stretch, shape
from desk.domain.wall_clock import DAY_MS, wall_clock


class Opening(NamedTuple):
    """When something is open: from `start` to `end`, and again by `rule` in `zone` up to `until`.

    Two that are equal are open at the same times.
    """

    start: int
    end: int
    rule: str | None = None
    zone: str = "UTC"
    until: int | None = None

    def stretches(self, since: int, until: int) -> list[Stretch]:
        """Those that overlap the time from `since` to `until`, earliest first.

        The first date keeps its instants as they were given, on every other the wall clock counts.
        What the clocks leave nothing of is left out, and so is what they make the same as the one
        before (rules 2, 3 and 8).
        """
        if self.rule is None:
            return [(self.start, self.end)] if self.start < until and since < self.end else []
        days, opens, closes = self._days(since, until)
        found = [(midnight + opens, midnight + closes) for midnight in days.usual]
        if days.first or days.odd:
            found = sorted({*found, *self._odd(days, opens, closes)})
        if self.until is not None:
            found = [stretch for stretch in found if stretch[1] <= self.until]
        return [stretch for stretch in found if stretch[0] < until and since < stretch[1]]

    def grid(self, length: int, since: int, until: int) -> Grid | None:
        """The slots that overlap that time, if there are any.

        As many as fit into each stretch in elapsed time, the rest is dropped (rule 7).
        """
        return self._usual_grid(length, since, until) or self._grid(length, since, until)

    def _usual_grid(self, length: int, since: int, until: int) -> Grid | None:
        """The same where nothing is out of the ordinary: no odd day, nothing cut off at the edges.

        The shape of such slots is known for all that are open on the same days for as long.
        """
        if self.rule is None or self.until is not None:
            return None
        days, opens, closes = self._days(since, until)
        first = bisect_right(days.usual, since - closes)
        last = bisect_left(days.usual, until - opens) - 1
        if days.odd or days.first or first > last or length > closes - opens:
            return None
        begin = days.usual[first] + opens
        if begin < since or days.usual[last] + closes > until:
            return None
        return Grid(begin, days.shape(first, last, (closes - opens) // length, length))

    def _grid(self, length: int, since: int, until: int) -> Grid | None:
        blocks = []
        for opens, closes in self.stretches(since, until):
            begin, count = opens, (closes - opens) // length
            if opens < since or closes > until:
                skipped = max(0, (since - opens) // length)
                count = min(count, -((opens - until) // length)) - skipped
                begin += skipped * length
            if count > 0:
                blocks.append((begin, count))
        if not blocks:
            return None
        origin = blocks[0][0]
        return Grid(origin, shape(tuple([(b - origin, count) for b, count in blocks]), length))

    def _days(self, since: int, until: int) -> tuple[_Days, int, int]:
        """The days on which it may open within that time, and when after midnight it does so."""
        clock = wall_clock(self.zone)
        first, opens = clock.reading(self.start)
        last, closes = clock.reading(self.end)
        if self.until is not None:
            until = min(until, self.until)
        days = _chosen(self.rule or "", self.zone, first, last - first, since, until)
        return days, opens, closes + (last - first) * DAY_MS

    def _odd(self, days: _Days, opens: int, closes: int) -> Iterator[Stretch]:
        """The stretches of the first day and of those on which the clocks change."""
        clock = wall_clock(self.zone)
        if days.first:
            yield self.start, self.end
        for day in days.odd:
            begin = clock.instant(day, opens)
            end = clock.instant(day + closes // DAY_MS, closes % DAY_MS)
            if begin < end:
                yield begin, end

    def has_slot(self, length: int, start: int, end: int) -> bool:
        """Whether there is a slot of exactly that time (rule 9)."""
        return end - start == length and any(
            (start - opens) % length == 0 and opens <= start and end <= closes
            for opens, closes in self.stretches(start, end)
        )


@lru_cache(maxsize=4096)
def _rule(text: str) -> Rule:
    return recurrence.rule(text)


class _Days:
    """The days of a rule: when the usual ones begin, which ones are odd, and whether the first is.

    Usual ones last 24 hours, and so do the nights that follow; on them a time of day is as far from
    midnight as it says.
    """

    def __init__(self, *, first: bool) -> None:
        self.first = first
        self.usual: list[int] = []
        self.odd: list[int] = []
        self._shapes: dict[tuple[int, int, int, int], Shape] = {}

    def shape(self, first: int, last: int, count: int, length: int) -> Shape:
        """That of so many slots on each of the usual days from one to another, by number."""
        key = first, last, count, length
        found = self._shapes.get(key)
        if found is None:
            origin = self.usual[first]
            blocks = [(day - origin, count) for day in self.usual[first : last + 1]]
            found = self._shapes[key] = shape(tuple(blocks), length)
        return found


@lru_cache(maxsize=512)
def _chosen(rule: str, zone: str, first: int, nights: int, since: int, until: int) -> _Days:
    clock = wall_clock(zone)
    # A day more on both sides: the clocks may shift a stretch by as much.
    begin, end = clock.reading(since)[0] - nights - 1, clock.reading(until)[0] + 1
    is_one = begin <= first <= end and first in _rule(rule).days(first, first, first)
    found = _Days(first=is_one)
    for day in _rule(rule).days(first, max(begin, first + 1), end):
        if all(clock.length(day + night) == DAY_MS for night in range(nights + 1)):
            found.usual.append(clock.midnight(day))
        else:
            found.odd.append(day)
    return found
