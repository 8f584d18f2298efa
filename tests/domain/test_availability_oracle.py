"""Slots against an independent reckoning: dateutil for the dates, whole datetimes for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil import tz
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.domain.availability import Availability
from desk.domain.span import Span
from tests.domain.open_time import LONG_AGO

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
RULES = [
    *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    *("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "FREQ=WEEKLY;BYDAY=SU", "FREQ=MONTHLY"),
    *("FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYMONTHDAY=31,-1;BYSETPOS=1"),
    *("FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU"),
]
ZONES = [
    *("Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Beirut"),
    *("America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu", "America/Havana", "UTC"),
]
LONG = timedelta(days=3)


@st.composite
def availabilities(draw: st.DrawFn) -> Availability:
    """Anything that opens for up to a day, often over a change of the clocks."""
    zone = draw(st.sampled_from(ZONES))
    day = draw(st.datetimes(datetime(2009, 1, 1), datetime(2031, 12, 31)))
    begins = datetime(day.year, day.month, day.day) + draw(st.integers(0, 1439)) * MINUTE
    start = begins.replace(tzinfo=ZoneInfo(zone), fold=draw(st.integers(0, 1)))
    length = draw(st.integers(1, 1439)) * MINUTE
    until = draw(st.none() | st.integers(0, 900))
    return Availability(
        id=1,
        resource_id=1,
        span=Span(start, start.astimezone(UTC) + length),
        slot_length=draw(st.sampled_from([10, 20, 45, 60, 7, 600])) * MINUTE,
        rule=draw(st.sampled_from(RULES) | st.none()),
        until=None if until is None else start + until * DAY,
        zone=zone,
        created_at=LONG_AGO,
        updated_at=LONG_AGO,
    )


def occurrences(availability: Availability, until: datetime) -> list[Span]:
    """Rules 1 to 6 of the contract, in aware datetimes and one date after the other."""
    if availability.rule is None:
        return [availability.span]
    zone = tz.gettz(availability.zone)
    first, last = (
        moment.astimezone(ZoneInfo(availability.zone)).replace(tzinfo=None)
        for moment in (availability.span.start, availability.span.end)
    )
    rule = rrulestr(f"{availability.rule};UNTIL={until + LONG:%Y%m%dT%H%M%S}", dtstart=first)
    found = []
    for begins in rule:
        ends = begins + (last - first)
        span = availability.span if begins == first else shifted(begins, ends, zone)
        if span and (availability.until is None or span.end <= availability.until):
            found.append(span)
    return sorted(set(found))


def shifted(begins: datetime, ends: datetime, zone: object) -> Span | None:
    start, end = (
        tz.resolve_imaginary(wall.replace(tzinfo=zone)).astimezone(UTC)  # type: ignore[arg-type]
        for wall in (begins, ends)
    )
    return Span(start, end) if start < end else None


def slots(availability: Availability, until: datetime) -> Iterator[Span]:
    length = availability.slot_length
    for occurrence in occurrences(availability, until):
        for number in range(occurrence.length // length):
            start = occurrence.start + number * length
            yield Span(start, start + length)


@settings(max_examples=120)
@given(availabilities(), st.integers(-5, 800), st.integers(1, 40 * 24 * 60))
def test_occurrences_and_slots_are_those_of_the_long_way_round(
    availability: Availability, after: int, minutes: int
) -> None:
    start = availability.span.start + after * DAY
    period = Span(start, start + minutes * MINUTE)

    found = list(availability.occurrences(period))
    cut = list(availability.slot_spans(period))

    expected = occurrences(availability, period.end.replace(tzinfo=None))
    assert found == [each for each in expected if each.overlaps(period)]
    pieces = {each for each in slots(availability, period.end.replace(tzinfo=None))}
    assert cut == sorted(each for each in pieces if each.overlaps(period))
    assert all(availability.has_slot(each) for each in cut)
