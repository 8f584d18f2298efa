"""The arithmetic of the month, and the table that a month is to a screen reader."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desk.domain.day import UNLIMITED, Day
from desk.gui import format
from desk.gui.days import words
from desk.gui.days.fullness import EMPTY, FULL, fullness
from desk.gui.days.month_model import MonthModel
from desk.gui.days.numbers import read_people
from desk.gui.month_grid import EARLIEST, LATEST, MonthGrid, months_later, within_reach

TODAY = dt.date(2030, 2, 4)

dates = st.dates(EARLIEST, LATEST)
weekdays = st.integers(0, 6)


def day(date: dt.date, occupied: int = 0, places: int = 50) -> Day:
    return Day(id=date.toordinal(), date=date, places=places, occupied=occupied)


def february(*counted: Day) -> list[Day]:
    found = {each.date: each for each in counted}
    every = (dt.date(2030, 2, number) for number in range(1, 29))
    return [found.get(date) or day(date) for date in every]


@given(dates, weekdays)
def test_a_date_and_its_cell_lead_to_each_other(date: dt.date, first: int) -> None:
    grid = MonthGrid.around(date, first)

    cell = grid.cell(date)

    assert cell is not None
    assert grid.date(*cell) == date
    assert (date.weekday() - first) % 7 == cell[1]


@given(dates, weekdays)
def test_the_weeks_of_a_month_are_whole_and_no_more_than_needed(date: dt.date, first: int) -> None:
    grid = MonthGrid.around(date, first)
    shown = [grid.date(row, column) for row in range(grid.weeks) for column in range(7)]

    assert shown == [grid.begins + timedelta(days=n) for n in range(7 * grid.weeks)]
    assert shown[0].weekday() == first
    assert {grid.first, grid.last} <= set(shown)
    assert any(grid.holds(d) for d in shown[:7])
    assert any(grid.holds(d) for d in shown[-7:])
    assert [d for d in shown if grid.holds(d)] == [d for d in shown if d.month == date.month]


@given(dates, weekdays)
def test_a_date_outside_the_weeks_shown_has_no_cell(date: dt.date, first: int) -> None:
    grid = MonthGrid.around(date, first)

    assert grid.cell(grid.begins - timedelta(days=1)) is None
    assert grid.cell(grid.begins + timedelta(days=7 * grid.weeks)) is None


@given(dates, st.integers(-4000, 4000))
def test_another_month_is_that_many_further_and_never_out_of_reach(
    date: dt.date, count: int
) -> None:
    found = months_later(date, count)

    assert found == within_reach(found)
    if EARLIEST < found < LATEST:
        assert (found.year * 12 + found.month) - (date.year * 12 + date.month) == count
        assert found.day == date.day or (found + timedelta(days=1)).day == 1


@given(st.integers(1, UNLIMITED), st.data())
def test_a_date_looks_fuller_the_more_of_its_places_are_taken(
    places: int, data: st.DataObject
) -> None:
    less = data.draw(st.integers(0, places))
    more = data.draw(st.integers(less, places))
    steps = [fullness(day(TODAY, taken, places)) for taken in (less, more)]

    assert EMPTY <= steps[0] <= steps[1] <= FULL
    assert (steps[1] == FULL) == (more == places)


def test_a_closed_date_looks_empty_and_says_that_it_is_closed() -> None:
    closed = day(TODAY, 0, 0)

    assert fullness(closed) == EMPTY
    assert words.figure(closed) == ("Closed", "")
    assert words.spoken(closed, TODAY).endswith("closed, no places, today")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("25", 25),
        (" 25 ", 25),
        ("+3", 3),
        ("-2", -2),
        ("\u22122", -2),
        ("- 2", -2),
        ("0", None),
        ("-0", None),
        ("", None),
        ("two", None),
        ("2.5", None),
        ("1e3", None),
        ("--2", None),
        ("12345678", None),
    ],
)
def test_a_number_of_people_is_read_strictly(text: str, people: int | None) -> None:
    assert read_people(text) == people


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (day(TODAY, 39), "Monday 4 February, 11 of 50 places free, today"),
        (day(dt.date(2030, 2, 8), 50), "Friday 8 February, full, 50 of 50 places taken"),
        (day(dt.date(2030, 2, 8), 7, UNLIMITED), "Friday 8 February, 7 counted, no limit"),
        (day(dt.date(2030, 2, 8), 0, UNLIMITED), "Friday 8 February, no limit"),
    ],
)
def test_a_cell_is_spoken_as_a_person_would_say_it(
    shown: Day, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(format, "locale", lambda: QLocale("en_GB"))

    assert words.spoken(shown, TODAY) == said


@pytest.mark.usefixtures("qapp")
def test_the_month_is_a_table_that_qt_finds_no_fault_with() -> None:
    model = MonthModel(TODAY)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    for month in range(1, 13):
        first = dt.date(2030, month, 1)
        count = (months_later(first, 1) - first).days
        model.show([day(first + timedelta(days=n)) for n in range(count)], TODAY)

    assert model.grid.first == dt.date(2030, 12, 1)
    del tester


@pytest.mark.usefixtures("qapp")
def test_only_the_cells_that_differ_are_announced() -> None:
    model = MonthModel(TODAY)
    model.show(february(), TODAY)
    spy = QSignalSpy(model.dataChanged)

    model.show(february(day(TODAY, 25)), TODAY)

    assert [spy.at(n)[0] for n in range(spy.count())] == [model.index_of(TODAY)]


@pytest.mark.usefixtures("qapp")
def test_a_new_day_moves_the_mark_of_today() -> None:
    model = MonthModel(TODAY)
    model.show(february(), TODAY)

    model.show(february(), TODAY + timedelta(days=1))

    marked = [
        model.day(model.index(row, column)).date
        for row in range(model.rowCount())
        for column in range(7)
        if model.index(row, column).data(model.TodayRole)
    ]
    assert marked == [TODAY + timedelta(days=1)]


@pytest.mark.usefixtures("qapp")
def test_a_screen_reader_hears_whole_weekdays_over_the_columns() -> None:
    model = MonthModel(TODAY)
    role = Qt.ItemDataRole.AccessibleTextRole

    spoken = {model.headerData(n, Qt.Orientation.Horizontal, role) for n in range(7)}

    assert spoken == {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
