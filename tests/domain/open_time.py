"""Open time as these tests speak of it: moments in UTC, as the contract writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from desk.domain.availability import Availability
from desk.domain.span import Span

DAILY = "FREQ=DAILY"
MONDAYS = "FREQ=WEEKLY;BYDAY=MO"
HALF = timedelta(minutes=30)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def opened(
    begins: str, ends: str, rule: str | None = None, zone: str = "UTC", **fields: Any
) -> Availability:
    """Open from one moment in UTC to another; slots are an hour long unless it is said."""
    facts: dict[str, Any] = {"slot_length": timedelta(minutes=60)} | fields
    return Availability(
        id=1,
        resource_id=1,
        span=Span(utc(begins), utc(ends)),
        rule=rule,
        zone=zone,
        created_at=LONG_AGO,
        updated_at=LONG_AGO,
        **facts,
    )


def within(availability: Availability, since: str, until: str) -> list[str]:
    """Its occurrences as the contract writes them: 10-20 07:00-11:00."""
    spans = availability.occurrences(Span(utc(since), utc(until)))
    return [f"{each.start:%m-%d %H:%M}-{each.end:%H:%M}" for each in spans]


def count(availability: Availability, period: Span) -> int:
    return sum(1 for _ in availability.slot_spans(period))
