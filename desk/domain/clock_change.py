"""When the clocks of a place are next put forward or back.

What repeats on the wall clock keeps its hour then, and it is the instant that moves; whoever plans
over such a day wants to be told (contract of document 004, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from desk.domain.span import Span

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The first instant of the new time, and by how much the clocks go forward; back is less."""

    at: datetime
    forward: timedelta


def next_change(zone: tzinfo, period: Span) -> ClockChange | None:
    """The first change of the clocks in the period, to the second; none if there is none."""
    before = period.start
    while before < period.end:
        after = min(before + _DAY, period.end)
        forward = _offset(after, zone) - _offset(before, zone)
        if forward:
            return ClockChange(_first_of(zone, before, after), forward)
        before = after
    return None


def _first_of(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The first instant of the offset of `after`, which is not yet that of `before`."""
    wanted = _offset(after, zone)
    while after - before > _SECOND:
        middle = before + (after - before) / 2
        if _offset(middle, zone) == wanted:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
