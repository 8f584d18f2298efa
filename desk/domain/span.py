"""Stretches of time.

A span begins at one instant and ends just before another, so two spans that touch do not overlap.
Whatever zone its ends arrive in, a span keeps them in UTC; a datetime without a zone is refused
here, at the door, and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from desk.domain.errors import Invalid


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """The time from `start` up to, but not including, `end`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            moment: datetime = getattr(self, name)
            if moment.tzinfo is None:
                raise Invalid(**{name: ["needs a time zone"]})
            if moment.tzinfo is not UTC:  # as most are already, by the thousand
                object.__setattr__(self, name, moment.astimezone(UTC))
        if self.start >= self.end:
            raise Invalid(end=["must be after start"])

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def whole_day(date: dt.date, zone: tzinfo) -> Span:
    """The date from midnight to midnight on the wall clock of `zone`: 23, 24 or 25 hours."""
    return Span(
        datetime.combine(date, time(), zone),
        datetime.combine(date + timedelta(days=1), time(), zone),
    )
