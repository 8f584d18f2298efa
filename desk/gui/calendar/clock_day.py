"""A date as clocks on the wall show it, and where its moments stand along an axis of minutes.

Most dates have 24 hours. Where the clocks go forward an hour is missing, and where they go back
one comes twice: the axis then has that hour twice, and every moment of every date keeps a place
of its own. Nothing here knows a widget.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from desk.domain.span import Span, whole_day

MINUTE = timedelta(minutes=1)
MIDNIGHT = 24 * 60
HOUR = 60

Stretch = tuple[float, float]  # minutes on an axis


class Turn(NamedTuple):
    """The clocks change `at` this instant, from `left` to `found` minutes past midnight."""

    at: datetime
    left: float
    found: float

    @property
    def twice(self) -> Stretch | None:
        """The minutes past midnight that come twice."""
        return (self.found, self.left) if self.found < self.left else None


@dataclass(frozen=True, slots=True)
class ClockDay:
    """A date in a zone; `begins` is what the clock shows first, in minutes past midnight."""

    date: dt.date
    span: Span
    begins: float
    turn: Turn | None

    @classmethod
    def of(cls, date: dt.date, zone: tzinfo) -> ClockDay:
        span = whole_day(date, zone)
        begins = _minutes(span.start, zone)
        at = _turn(span, zone)
        if at is None:
            return cls(date, span, begins, None)
        left = begins + (at - span.start) / MINUTE
        return cls(date, span, begins, Turn(at, left, _minutes(at, zone)))

    def shown(self, moment: datetime, *, ending: bool = False) -> tuple[float, bool]:
        """What the clock shows, and whether the clocks have changed by then on that date.

        Where something is `ending` the clock shows what it did just before.
        """
        turn = self.turn
        if turn is not None and (moment > turn.at or (moment == turn.at and not ending)):
            return turn.found + (moment - turn.at) / MINUTE, True
        return self.begins + (moment - self.span.start) / MINUTE, False


@dataclass(frozen=True, slots=True)
class Axis:
    """The minutes of a day as they are drawn; `twice` are those that come twice on some date."""

    twice: tuple[Stretch, ...] = ()

    @classmethod
    def over(cls, days: Iterable[ClockDay]) -> Axis:
        """The axis on which each of these dates has room."""
        found = {day.turn.twice for day in days if day.turn is not None and day.turn.twice}
        return cls(tuple(sorted(found, key=lambda stretch: stretch[1])))

    @property
    def length(self) -> float:
        return MIDNIGHT + sum(last - first for first, last in self.twice)

    def place(self, day: ClockDay, moment: datetime, *, ending: bool = False) -> float:
        """Where a moment stands, in minutes from the beginning of the axis.

        What lies before or after the date stands at its edge. Where the hour before is missing,
        something that is `ending` ends where that begins.
        """
        inside = min(max(moment, day.span.start), day.span.end)
        shown, changed = day.shown(inside, ending=ending)
        place = shown
        for first, last in self.twice:
            mine = day.turn is not None and day.turn.twice == (first, last)
            if (mine and changed) or shown > last or (shown == last and not ending and not mine):
                place += last - first
        return place

    def moment(self, day: ClockDay, place: float) -> datetime:
        """The moment that stands at a place, or the nearest that the date has."""
        shown, again = max(place, 0.0), False
        for first, last in self.twice:
            if shown < last:
                break
            mine = day.turn is not None and day.turn.twice == (first, last)
            again = again or mine
            shown = max(shown - (last - first), 0.0 if mine else last)
        turn = day.turn
        if turn is None or (not again and shown < turn.left):
            found = day.span.start + (shown - day.begins) * MINUTE
        else:
            found = turn.at + max(shown - turn.found, 0.0) * MINUTE
        return min(max(found, day.span.start), day.span.end)

    def stretch(self, day: ClockDay, span: Span) -> Stretch | None:
        """Where the part of a span stands that lies on the date, if any does."""
        start, end = span.start, span.end
        first, last = day.span.start, day.span.end
        if start >= last or end <= first:
            return None
        if not self.twice and day.turn is None and not day.begins:
            # As it is on most dates; this is asked for every block that is drawn.
            begin = (start - first) / MINUTE if start > first else 0.0
            return begin, ((end if end < last else last) - first) / MINUTE
        return self.place(day, start), self.place(day, end, ending=True)

    def missing(self, day: ClockDay) -> Iterator[Stretch]:
        """What of the axis the date does not have."""
        if day.begins:
            yield 0.0, day.begins
        turn = day.turn
        if turn is not None and turn.found > turn.left:
            yield self.place(day, turn.at, ending=True), self.place(day, turn.at)
        extra = 0.0
        for first, last in self.twice:
            if turn is None or turn.twice != (first, last):
                yield last + extra, last + extra + last - first
            extra += last - first

    def marks(self, step: float) -> Iterator[tuple[float, float]]:
        """The places of every `step` minutes, each with the minutes past midnight it stands for."""
        extra, shown = 0.0, 0.0
        coming = list(self.twice)
        while shown <= MIDNIGHT:
            if coming and shown >= coming[0][1]:
                first, last = coming.pop(0)
                again = first
                while again < last:
                    yield last + extra + again - first, again
                    again += step
                extra += last - first
            yield shown + extra, shown
            shown += step


def on_the_hour(minutes: float) -> time:
    """Minutes past midnight as a time of day; those of midnight at the end begin anew."""
    return time(int(minutes) // HOUR % 24, int(minutes) % HOUR)


def _minutes(moment: datetime, zone: tzinfo) -> float:
    local = moment.astimezone(zone)
    midnight = datetime.combine(local.date(), time())
    return (local.replace(tzinfo=None) - midnight) / MINUTE


def _turn(span: Span, zone: tzinfo) -> datetime | None:
    """The instant at which the clocks change within the span, to the second."""
    low, high = span.start, span.end - timedelta(seconds=1)
    before = low.astimezone(zone).utcoffset()
    if high.astimezone(zone).utcoffset() == before:
        return None
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
