"""The definition of a time zone as a calendar carries it with itself (RFC 5545, section 3.6.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desk.domain.span import Span

if TYPE_CHECKING:
    from icalendar import Timezone

_STEP = timedelta(days=7)  # no zone changes its clocks to and fro within a week
_SECOND = timedelta(seconds=1)


def definition(zone: ZoneInfo, period: Span) -> Timezone:
    """What the clock of `zone` does in `period`, with every change of it by its date."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    made = Timezone()
    made.add("TZID", zone.key)
    onsets: dict[tuple[timedelta, timedelta, bool, str], list[datetime]] = defaultdict(list)
    for before, after in _changes(zone, period):
        offset = _offset(before)
        kind = (offset, _offset(after), bool(after.dst()), after.tzname() or "")
        # A change is told on the clock that is still in force when it comes.
        onsets[kind].append(after.astimezone(UTC).replace(tzinfo=None) + offset)
    for (before_, after_, summer, name), starts in onsets.items():
        part = TimezoneDaylight() if summer else TimezoneStandard()
        part.add("DTSTART", starts[0])
        part.add("TZOFFSETFROM", before_)
        part.add("TZOFFSETTO", after_)
        part.add("TZNAME", name)
        if starts[1:]:
            part.add("RDATE", starts[1:])
        made.add_component(part)
    return made


def _changes(zone: ZoneInfo, period: Span) -> Iterator[tuple[datetime, datetime]]:
    """The last second before and the first after each change; at first how it stands."""
    at = period.start.replace(microsecond=0) - _STEP
    yield at.astimezone(zone), at.astimezone(zone)
    while at < period.end:
        until = at + _STEP
        if _kind(at.astimezone(zone)) != _kind(until.astimezone(zone)):
            before, after = at, until
            while after - before > _SECOND:
                middle = before + (after - before) // _SECOND // 2 * _SECOND
                same = _kind(middle.astimezone(zone)) == _kind(before.astimezone(zone))
                before, after = (middle, after) if same else (before, middle)
            yield before.astimezone(zone), after.astimezone(zone)
        at = until


def _kind(local: datetime) -> tuple[timedelta, timedelta | None, str | None]:
    return _offset(local), local.dst(), local.tzname()


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()
