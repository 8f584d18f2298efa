"""Dates of 23, 24 and 25 hours, and the axis on which each of their moments has a place."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.span import Span
from desk.gui.calendar.clock_day import Axis, ClockDay, on_the_hour

ROME = ZoneInfo("Europe/Rome")
FORWARD, BACK = dt.date(2030, 3, 31), dt.date(2030, 10, 27)
ZONES = ("UTC", "Europe/Rome", "Australia/Lord_Howe", "America/Havana", "America/Santiago")
# Every date on which some clock of these zones changes in that year, and those around it.
dates = st.dates(dt.date(2029, 12, 1), dt.date(2031, 1, 31))


def test_a_plain_date_has_a_minute_for_each_minute() -> None:
    day = ClockDay.of(dt.date(2030, 2, 4), ROME)
    axis = Axis.over([day])

    assert axis.length == 24 * 60
    assert axis.place(day, datetime(2030, 2, 4, 9, 30, tzinfo=ROME)) == 9 * 60 + 30
    assert list(axis.missing(day)) == []


def test_the_hour_that_the_clocks_skip_is_missing() -> None:
    day = ClockDay.of(FORWARD, ROME)
    axis = Axis.over([day])

    assert day.span.length == timedelta(hours=23)
    assert axis.length == 24 * 60
    assert list(axis.missing(day)) == [(120, 180)]
    assert axis.place(day, datetime(2030, 3, 31, 9, tzinfo=ROME)) == 9 * 60


def test_the_hour_that_comes_twice_stands_twice() -> None:
    day = ClockDay.of(BACK, ROME)
    axis = Axis.over([day])

    assert axis.length == 25 * 60
    first = datetime(2030, 10, 27, 2, 30, tzinfo=ROME)
    assert axis.place(day, first) == 150
    assert axis.place(day, first.replace(fold=1)) == 210
    assert axis.place(day, datetime(2030, 10, 27, 9, tzinfo=ROME)) == 10 * 60


def test_a_week_leaves_that_hour_out_of_its_other_days() -> None:
    sunday, saturday = ClockDay.of(BACK, ROME), ClockDay.of(BACK - timedelta(days=1), ROME)
    axis = Axis.over([saturday, sunday])

    assert list(axis.missing(saturday)) == [(180, 240)]
    assert list(axis.missing(sunday)) == []
    night = Span(datetime(2030, 10, 26, 1, tzinfo=ROME), datetime(2030, 10, 26, 3, tzinfo=ROME))
    assert axis.stretch(saturday, night) == (60, 180)
    after = Span(night.end, night.end + timedelta(hours=1))
    assert axis.stretch(saturday, after) == (240, 300)


def test_what_ends_where_an_hour_is_missing_ends_before_it() -> None:
    day = ClockDay.of(FORWARD, ROME)
    night = Span(day.span.start, datetime(2030, 3, 31, 1, tzinfo=UTC))

    assert Axis.over([day]).stretch(day, night) == (0, 120)


def test_every_hour_has_its_mark_and_the_one_that_comes_twice_two() -> None:
    axis = Axis.over([ClockDay.of(BACK, ROME)])

    marks = list(axis.marks(60))

    assert [place for place, _ in marks] == [hour * 60 for hour in range(26)]
    assert [shown for _, shown in marks][:6] == [0, 60, 120, 120, 180, 240]


@pytest.mark.parametrize(("minutes", "hour"), [(0, 0), (90, 1), (24 * 60, 0)])
def test_minutes_are_a_time_of_day(minutes: float, hour: int) -> None:
    assert on_the_hour(minutes).hour == hour


@given(st.sampled_from(ZONES), dates, st.data())
def test_every_moment_of_a_week_comes_back_from_its_place(
    name: str, first: dt.date, data: st.DataObject
) -> None:
    zone = ZoneInfo(name)
    days = [ClockDay.of(first + timedelta(days=number), zone) for number in range(7)]
    axis = Axis.over(days)
    day = data.draw(st.sampled_from(days))
    minutes = data.draw(st.integers(0, int(day.span.length.total_seconds() // 60) - 1))
    moment = day.span.start + timedelta(minutes=minutes)

    assert axis.moment(day, axis.place(day, moment)) == moment


@given(st.sampled_from(ZONES), dates)
def test_later_stands_further_on_and_nothing_lies_on_what_is_missing(
    name: str, date: dt.date
) -> None:
    zone = ZoneInfo(name)
    days = [ClockDay.of(date + timedelta(days=number), zone) for number in range(2)]
    axis, day = Axis.over(days), days[0]
    quarter = timedelta(minutes=15)
    count = day.span.length // quarter
    moments = [day.span.start + quarter * number for number in range(count)]

    places = [axis.place(day, moment) for moment in moments]

    assert all(one < other for one, other in pairwise(places))
    for begin, end in axis.missing(day):
        assert not any(begin <= place < end for place in places)
    assert len(places) * 15 + sum(e - b for b, e in axis.missing(day)) == axis.length
