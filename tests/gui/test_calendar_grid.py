"""Time and place on the calendar determine each other, in both kinds of grid."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.span import Span
from desk.gui.calendar.blocks import WHOLE, Part
from desk.gui.calendar.clock_day import Axis, ClockDay
from desk.gui.calendar.grid import Box, ColumnGrid, Grid, RowGrid

ROME = ZoneInfo("Europe/Rome")
MINUTE = timedelta(minutes=1)


def week(first: dt.date, count: int = 7) -> tuple[ClockDay, ...]:
    return tuple(ClockDay.of(first + timedelta(days=number), ROME) for number in range(count))


def columns(first: dt.date, *, mirrored: bool = False) -> ColumnGrid:
    dates = week(first)
    return ColumnGrid(Axis.over(dates), dates, 1.5, 120.0, mirrored)


def rows(first: dt.date, *, mirrored: bool = False) -> RowGrid:
    return RowGrid.over(week(first, 3), 5, 2.0, 40.0, mirrored=mirrored)


def test_a_span_of_a_column_stands_at_its_time() -> None:
    grid = columns(dt.date(2030, 2, 4))
    day = grid.dates[1]
    span = Span(day.span.start + 540 * MINUTE, day.span.start + 570 * MINUTE)

    stretch = next(grid.stretches(1, span))

    assert grid.box(1, stretch, WHOLE) == Box(120, 810, 120, 45)
    assert grid.box(1, stretch, Part(1, 1, 2)) == Box(180, 810, 60, 45)


def test_columns_and_their_parts_begin_on_the_right_where_people_read_so() -> None:
    grid = columns(dt.date(2030, 2, 4), mirrored=True)

    assert grid.lane(0).left == 720
    assert grid.lane_at(721, 0) == 0
    assert grid.box(0, (0, 10), Part(0, 0, 2)) == Box(780, 0, 60, 10)


def test_time_runs_to_the_left_in_rows_where_people_read_so() -> None:
    plain, mirrored = rows(dt.date(2030, 2, 4)), rows(dt.date(2030, 2, 4), mirrored=True)

    assert plain.box(2, (0, 60), WHOLE) == Box(0, 80, 60, 40)
    assert mirrored.box(2, (0, 60), WHOLE) == Box(plain.size[0] - 60, 80, 60, 40)


def test_what_goes_over_midnight_stands_on_both_dates() -> None:
    grid = columns(dt.date(2030, 2, 4))
    midnight = grid.dates[1].span.start
    night = Span(midnight - 60 * MINUTE, midnight + 30 * MINUTE)

    assert list(grid.stretches(0, night)) == [(23 * 90, 24 * 90)]
    assert list(grid.stretches(1, night)) == [(0, 45)]
    assert list(grid.stretches(2, night)) == []


def test_a_point_outside_belongs_to_what_is_nearest() -> None:
    grid = columns(dt.date(2030, 2, 4))

    assert grid.lane_at(-5, 0) == 0
    assert grid.lane_at(10_000, 0) == 6
    assert grid.moment_at(3, 0, -50) == grid.dates[3].span.start
    assert grid.moment_at(3, 0, 1e6) == grid.dates[3].span.end


@given(st.dates(dt.date(2030, 1, 1), dt.date(2030, 12, 31)), st.data(), st.booleans())
def test_a_moment_comes_back_from_its_place_in_either_grid(
    first: dt.date, data: st.DataObject, mirrored: bool
) -> None:
    both: list[Grid] = [columns(first, mirrored=mirrored), rows(first, mirrored=mirrored)]
    grid = data.draw(st.sampled_from(both))
    lane = data.draw(st.integers(0, grid.lanes - 1))
    day = data.draw(st.sampled_from(grid.days(lane)))
    count = day.span.length // MINUTE
    begin = day.span.start + data.draw(st.integers(0, count - 1)) * MINUTE
    stretch = next(grid.stretches(lane, Span(begin, begin + MINUTE)))

    box = grid.box(lane, stretch, WHOLE)

    inner = (box.left + box.width / 2, box.top + box.height / 2)
    assert grid.lane_at(*inner) == lane
    found = grid.moment_at(lane, *inner)
    assert abs(found - begin) <= MINUTE


@pytest.mark.parametrize("make", [columns, rows], ids=["columns", "rows"])
def test_the_hour_that_is_not_there_is_missing_from_the_picture(make: object) -> None:
    assert callable(make)
    grid: Grid = make(dt.date(2030, 3, 31))

    begin, end = next(grid.missing(0))

    assert end - begin == 60 * grid.scale
