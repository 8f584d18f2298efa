"""When a resource can be had: a rule about open time, and the slots it is cut into.

A rule repeats on the wall clock of its zone: nine stays nine when the clocks change, and it is the
instant that moves (contract of document 004, section 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from desk.domain.appointment import Shelf
from desk.domain.opening import Opening
from desk.domain.span import Span
from desk.domain.wall_clock import instant, milliseconds


class Pattern(StrEnum):
    """How provider slots repeat, in the words of document 001."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What repeats as rows of their own, each of which can be changed by itself.

    `span` is the first occurrence; `made_until` is how far ahead rows exist, none for a series of
    appointments, which are all made at once.
    """

    id: int
    resource_id: int | None
    span: Span
    pattern: Pattern
    rule: str
    until: datetime | None
    zone: str
    appointment_type: str | None = None
    made_until: datetime | None = None
    version: int = 1

    @property
    def whole_rule(self) -> str:
        """The rule with its end: RFC 5545 bounds the start of the last one, `until` its end."""
        if self.until is None:
            return self.rule
        return f"{self.rule};UNTIL={self.until - self.span.length:%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Open time of a resource, cut into slots of `slot_length` with `capacity` places each.

    `span` is the first occurrence. `rule` is RFC 5545 text without UNTIL; an occurrence counts
    only if it has ended by `until` (contract of document 004, section 6.0, rule 5).
    """

    id: int
    resource_id: int | None
    span: Span
    slot_length: timedelta
    capacity: int = 1
    rule: str | None = None
    until: datetime | None = None
    zone: str = "UTC"
    appointment_type: str | None = None
    shelf: Shelf = Shelf.PUBLIC
    series_id: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    created_at: datetime
    created_by: str = ""
    updated_at: datetime
    updated_by: str = ""
    version: int = 1

    @property
    def opening(self) -> Opening:
        """When it is open, in whole numbers."""
        return Opening(
            milliseconds(self.span.start),
            milliseconds(self.span.end),
            self.rule,
            self.zone,
            None if self.until is None else milliseconds(self.until),
        )

    def occurrences(self, period: Span) -> Iterator[Span]:
        """The stretches in which it is open that overlap `period`, earliest first."""
        for start, end in self.opening.stretches(*_numbers(period)):
            yield Span(instant(start), instant(end))

    def slot_spans(self, period: Span) -> Iterator[Span]:
        """The slots that overlap `period`, earliest first."""
        grid = self.opening.grid(self.slot_length // _MILLISECOND, *_numbers(period))
        if grid is not None:
            for start in grid.starts:
                yield Span(instant(start), instant(start + grid.length))

    def has_slot(self, span: Span) -> bool:
        """Whether one of its slots is exactly `span`."""
        start, end = _numbers(span)
        exact = Span(instant(start), instant(end)) == span if start < end else False
        return exact and self.opening.has_slot(self.slot_length // _MILLISECOND, start, end)


_MILLISECOND = timedelta(milliseconds=1)


def _numbers(span: Span) -> tuple[int, int]:
    return milliseconds(span.start), milliseconds(span.end)
