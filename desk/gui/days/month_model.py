"""A month as a table of seven columns, which is also how a screen reader goes through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk.domain.day import Day
from desk.gui import format
from desk.gui.days import words
from desk.gui.month_grid import WEEK, MonthGrid

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class MonthModel(QAbstractTableModel):
    """Each cell is a date; `DayRole` gives its `Day`, the other roles what a cell must know."""

    DayRole = Role.UserRole
    TodayRole = Role.UserRole + 1
    OutsideRole = Role.UserRole + 2

    def __init__(self, today: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = MonthGrid.around(today, format.first_weekday())
        self.today = today
        self._days: dict[dt.date, Day] = {}

    def show(self, days: Iterable[Day], today: dt.date) -> None:
        """Show the month that these days make up."""
        found = {day.date: day for day in days}
        grid = MonthGrid.around(min(found), format.first_weekday())
        if grid != self.grid:
            self.beginResetModel()
            self.grid, self.today, self._days = grid, today, found
            self.endResetModel()
            return
        before = self._days
        touched = {today, self.today} if today != self.today else set()
        touched |= {date for date, day in found.items() if before.get(date) != day}
        self.today, self._days = today, found
        for date in touched:
            index = self.index_of(date)
            if index.isValid():
                self.dataChanged.emit(index, index, [])

    def day(self, index: Index) -> Day:
        """The day in a cell; for a date outside the month only the date counts."""
        date = self.grid.date(index.row(), index.column())
        return self._days.get(date) or Day(id=0, date=date)

    def index_of(self, date: dt.date) -> QModelIndex:
        """The cell of a date; not valid for one that is not shown."""
        cell = self.grid.cell(date)
        return self.index(*cell) if cell else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self.grid.weeks

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else WEEK

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        day = self.day(index)
        match role:
            case Role.DisplayRole:
                return format.count(day.date.day)
            case Role.AccessibleTextRole | Role.ToolTipRole:
                inside = self.grid.holds(day.date)
                return words.spoken(day, self.today) if inside else words.spoken_date(day.date)
            case self.DayRole:
                return day
            case self.TodayRole:
                return day.date == self.today
            case self.OutsideRole:
                return not self.grid.holds(day.date)
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        date = self.grid.begins + dt.timedelta(days=section)
        if orientation == Qt.Orientation.Vertical:
            first = self.grid.date(section, 0)
            return format.date(first) if role == Role.DisplayRole else None
        if role == Role.DisplayRole:
            return format.weekday(date)
        return words.weekday(date) if role == Role.AccessibleTextRole else None
