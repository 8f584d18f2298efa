"""Stretches of time keep to UTC, and days to the wall clock of the house."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import Invalid
from desk.domain.span import Span, whole_day
from tests.strategies import dates, spans

# Zones whose clocks change at midnight, by half an hour, in the south, and never.
ZONES = ["Europe/Rome", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "UTC"]
zones = st.sampled_from(ZONES).map(ZoneInfo)
NINE = datetime(2030, 2, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(spans(), spans())
def test_overlapping_is_mutual_and_needs_a_common_moment(one: Span, other: Span) -> None:
    common = max(one.start, other.start) < min(one.end, other.end)

    assert one.overlaps(other) == other.overlaps(one) == common


def test_spans_that_touch_do_not_overlap() -> None:
    first, second = Span(NINE, NINE + HOUR), Span(NINE + HOUR, NINE + 2 * HOUR)

    assert not first.overlaps(second)
    assert first.length == HOUR


def test_a_span_keeps_utc_whatever_zone_it_was_given_in() -> None:
    rome = NINE.astimezone(ZoneInfo("Europe/Rome"))

    assert Span(rome, rome + HOUR) == Span(NINE, NINE + HOUR)
    assert Span(rome, rome + HOUR).start.tzinfo is UTC


@pytest.mark.parametrize("field", ["start", "end"])
def test_a_moment_without_a_zone_is_refused_by_name(field: str) -> None:
    ends = {"start": NINE, "end": NINE + HOUR}
    ends[field] = ends[field].replace(tzinfo=None)

    with pytest.raises(Invalid) as refused:
        Span(**ends)

    assert refused.value.reasons == {field: ["needs a time zone"]}


@pytest.mark.parametrize("length", [timedelta(), -HOUR], ids=["empty", "backwards"])
def test_a_span_has_to_last(length: timedelta) -> None:
    with pytest.raises(Invalid) as refused:
        Span(NINE, NINE + length)

    assert list(refused.value.reasons) == ["end"]


@given(dates, zones)
def test_whole_days_follow_upon_each_other_without_a_gap(date: dt.date, zone: ZoneInfo) -> None:
    day, next_day = whole_day(date, zone), whole_day(date + timedelta(days=1), zone)

    assert day.end == next_day.start
    assert day.start.astimezone(zone).date() == date
    assert (day.end - timedelta(milliseconds=1)).astimezone(zone).date() == date


@pytest.mark.parametrize(
    ("date", "hours"),
    [(dt.date(2030, 3, 31), 23), (dt.date(2030, 10, 27), 25), (dt.date(2030, 2, 4), 24)],
    ids=["clocks go forward", "clocks go back", "clocks stand"],
)
def test_a_day_is_as_long_as_its_clock_says(date: dt.date, hours: int) -> None:
    assert whole_day(date, ZoneInfo("Europe/Rome")).length == timedelta(hours=hours)
