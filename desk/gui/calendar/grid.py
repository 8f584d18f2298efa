"""Where a stretch of time stands on the screen, and what time stands at a point.

A lane is what somebody's time is drawn on: a column from morning to evening, or a row from left to
right. Both grids answer the same questions, in logical pixels of the whole picture, of which the
view shows a part; where people write from right to left, lanes or time begin on the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple, Protocol

from desk.domain.span import Span
from desk.gui.calendar.blocks import Part
from desk.gui.calendar.clock_day import Axis, ClockDay


class Box(NamedTuple):
    """A rectangle in logical pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def moved(self, x: float, y: float) -> Box:
        return Box(self.left + x, self.top + y, self.width, self.height)

    def common(self, other: Box) -> Box:
        """What lies in both; without any size where that is nothing."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, max(right - left, 0.0), max(bottom - top, 0.0))

    def around(self, other: Box) -> Box:
        """The smallest box that both lie in."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Box(left, top, right - left, bottom - top)

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def meets(self, other: Box) -> bool:
        """Whether they touch, be it only at their edges."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def whole(self) -> tuple[int, int, int, int]:
        """In whole pixels, its edges where those of its neighbours are."""
        left, top, width, height = self
        x, y = round(left), round(top)
        return x, y, round(left + width) - x, round(top + height) - y


class Grid(Protocol):
    """What both kinds of grid can tell. A stretch is measured along a lane, in pixels."""

    @property
    def lanes(self) -> int: ...

    @property
    def size(self) -> tuple[float, float]: ...

    @property
    def scale(self) -> float:
        """Pixels of a minute."""

    def days(self, lane: int) -> Sequence[ClockDay]:
        """The dates that a lane shows."""

    def lane(self, lane: int) -> Box:
        """All of a lane."""

    @property
    def upright(self) -> bool:
        """Whether time runs down."""

    def stretches(self, lane: int, span: Span) -> Iterator[tuple[float, float]]:
        """Where the parts of a span lie along a lane: one for each date that it touches."""

    def missing(self, lane: int) -> Iterator[tuple[float, float]]:
        """Where a lane has hours that its date has not."""

    def box(self, lane: int, stretch: tuple[float, float], part: Part) -> Box:
        """The rectangle of a stretch, in a part of the lane's width."""

    def lane_at(self, x: float, y: float) -> int:
        """The lane at a point, or the nearest."""

    def moment_at(self, lane: int, x: float, y: float) -> datetime:
        """The time at a point of a lane, or the nearest that there is."""


@dataclass(frozen=True, slots=True)
class ColumnGrid:
    """Lanes beside each other, each showing one date from top to bottom."""

    axis: Axis
    dates: tuple[ClockDay, ...]
    scale: float
    width: float
    mirrored: bool = False

    @property
    def upright(self) -> bool:
        return True

    @property
    def lanes(self) -> int:
        return len(self.dates)

    @property
    def size(self) -> tuple[float, float]:
        return self.width * len(self.dates), self.axis.length * self.scale

    def days(self, lane: int) -> Sequence[ClockDay]:
        return self.dates[lane : lane + 1]

    def lane(self, lane: int) -> Box:
        number = len(self.dates) - 1 - lane if self.mirrored else lane
        return Box(number * self.width, 0.0, self.width, self.axis.length * self.scale)

    def stretches(self, lane: int, span: Span) -> Iterator[tuple[float, float]]:
        found = self.axis.stretch(self.dates[lane], span)
        if found is not None:
            yield found[0] * self.scale, found[1] * self.scale

    def missing(self, lane: int) -> Iterator[tuple[float, float]]:
        for begin, end in self.axis.missing(self.dates[lane]):
            yield begin * self.scale, end * self.scale

    def box(self, lane: int, stretch: tuple[float, float], part: Part) -> Box:
        whole = self.lane(lane)
        wide = self.width / part.parts
        number = part.parts - 1 - part.last if self.mirrored else part.first
        begin, end = stretch
        return Box(
            whole.left + number * wide, begin, wide * (part.last - part.first + 1), end - begin
        )

    def lane_at(self, x: float, y: float) -> int:
        number = min(max(int(x // self.width), 0), len(self.dates) - 1)
        return len(self.dates) - 1 - number if self.mirrored else number

    def moment_at(self, lane: int, x: float, y: float) -> datetime:
        return self.axis.moment(self.dates[lane], y / self.scale)


class Track(NamedTuple):
    """A date along a row, and how many minutes stand before it."""

    day: ClockDay
    axis: Axis
    before: float


@dataclass(frozen=True, slots=True)
class RowGrid:
    """Lanes below each other, each showing the same dates one after the other."""

    tracks: tuple[Track, ...]
    lanes: int
    scale: float
    height: float
    mirrored: bool = False

    @classmethod
    def over(
        cls,
        dates: Sequence[ClockDay],
        lanes: int,
        scale: float,
        height: float,
        *,
        mirrored: bool = False,
    ) -> RowGrid:
        """The grid of so many rows over these dates."""
        axes = [Axis.over([day]) for day in dates]
        before = accumulate((axis.length for axis in axes), initial=0.0)
        tracks = tuple(map(Track, dates, axes, before))
        return cls(tracks, lanes, scale, height, mirrored)

    @property
    def upright(self) -> bool:
        return False

    @property
    def size(self) -> tuple[float, float]:
        return self._length, self.height * self.lanes

    def days(self, lane: int) -> Sequence[ClockDay]:
        return [track.day for track in self.tracks]

    def lane(self, lane: int) -> Box:
        return Box(0.0, lane * self.height, self._length, self.height)

    def stretches(self, lane: int, span: Span) -> Iterator[tuple[float, float]]:
        start, end, scale = span.start, span.end, self.scale
        for day, axis, before in self.tracks:
            whole = day.span
            if whole.start >= end:
                break
            if whole.end > start and (found := axis.stretch(day, span)) is not None:
                yield (before + found[0]) * scale, (before + found[1]) * scale

    def missing(self, lane: int) -> Iterator[tuple[float, float]]:
        for day, axis, before in self.tracks:
            for begin, end in axis.missing(day):
                yield (before + begin) * self.scale, (before + end) * self.scale

    def box(self, lane: int, stretch: tuple[float, float], part: Part) -> Box:
        begin, end = stretch
        first, last, parts = part
        high = self.height / parts
        left = self._length - end if self.mirrored else begin
        top = lane * self.height + first * high
        return Box(left, top, end - begin, high * (last - first + 1))

    def lane_at(self, x: float, y: float) -> int:
        return min(max(int(y // self.height), 0), self.lanes - 1)

    def moment_at(self, lane: int, x: float, y: float) -> datetime:
        along = (self._length - x if self.mirrored else x) / self.scale
        track = next((each for each in reversed(self.tracks) if each.before <= along), None)
        day, axis, before = track or self.tracks[0]
        return axis.moment(day, along - before)

    @property
    def _length(self) -> float:
        last = self.tracks[-1]
        return (last.before + last.axis.length) * self.scale
