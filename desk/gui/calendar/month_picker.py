"""A small month to go to a date with, or to drop an appointment on."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desk.gui import format, icons, theme
from desk.gui.buttons import icon_button
from desk.gui.month_grid import WEEK, MonthGrid, months_later
from desk.gui.naming import named
from desk.gui.table import Index

ROWS = 6
Role = Qt.ItemDataRole
BARE = """
    SmallMonth, SmallMonth QHeaderView, SmallMonth QHeaderView::section {
        background: transparent; border: none; padding: 0;
    }
"""


class Dates(QAbstractTableModel):
    """Six weeks around a month, a date in each cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = MonthGrid.around(dt.date(1970, 1, 1))

    def show_month(self, date: dt.date) -> None:
        grid = MonthGrid.around(date, format.first_weekday())
        if grid != self.grid:
            self.beginResetModel()
            self.grid = grid
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else ROWS

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else WEEK

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        date = self.grid.date(index.row(), index.column())
        if role == Role.DisplayRole:
            return format.count(date.day)
        return format.long_date(date) if role == Role.AccessibleTextRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return format.weekday(self.grid.date(0, section))[:2]
        if role == Role.DisplayRole:
            return format.date(self.grid.date(section, 0))
        return None


class SmallMonth(QTableView):
    """The days of a month. `shown` are the dates that the calendar shows."""

    chosen = Signal(object)  # dt.date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "calendar.picker", self.tr("Small month"))
        self.dates = Dates(self)
        self.today = self.date = dt.date(1970, 1, 1)
        self.shown: frozenset[dt.date] = frozenset()
        self.target: dt.date | None = None
        self.setModel(self.dates)
        self.setItemDelegate(SmallDay(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(BARE)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(10)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height() + 8
        return QSize(WEEK * line, (ROWS + 1) * line)

    def date_at(self, point: QPoint) -> dt.date | None:
        """The date at a point of the screen."""
        inside = self.viewport().mapFromGlobal(point)
        if not self.viewport().rect().contains(inside) or not self.isVisible():
            return None
        index = self.indexAt(inside)
        return self.dates.grid.date(index.row(), index.column()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 7, Qt.Key.Key_Up: -7}
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            mirrored = self.isRightToLeft() and abs(steps[key]) == 1
            ahead = timedelta(days=-steps[key] if mirrored else steps[key])
            self.chosen.emit(self.date + ahead)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.chosen.emit(self.dates.grid.date(index.row(), index.column()))


class SmallDay(QStyledItemDelegate):
    """Draws a day: today filled, those that are shown underlaid, a target of dragging ringed."""

    def __init__(self, month: SmallMonth) -> None:
        super().__init__(month)
        self._month = month

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        month, tokens = self._month, theme.tokens()
        date = month.dates.grid.date(index.row(), index.column())
        cell = option.rect.adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ink = tokens.text if month.dates.grid.holds(date) else tokens.muted
        if date in month.shown:
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRect(option.rect.adjusted(0, 1, 0, -1))
        if date == month.today:
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(cell, 5, 5)
            ink = tokens.on_accent
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if date in (month.target, month.date if month.hasFocus() else None):
            painter.setPen(QPen(QColor(tokens.accent), 2.5))
            painter.drawRoundedRect(cell, 5, 5)
        painter.setPen(QColor(ink))
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


class MonthPicker(QWidget):
    """The small month under its name, with arrows to others."""

    chosen = Signal(object)  # dt.date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = SmallMonth()
        self._heading = theme.as_role(QLabel(), "strong")
        self._back = icon_button(
            "calendar.picker.previous", "chevron-left", self.tr("Month before")
        )
        self._on = icon_button("calendar.picker.next", "chevron-right", self.tr("Month after"))
        if self.isRightToLeft():
            self._back.setIcon(icons.icon("chevron-right"))
            self._on.setIcon(icons.icon("chevron-left"))
        self._back.clicked.connect(lambda: self._turn(-1))
        self._on.clicked.connect(lambda: self._turn(1))
        self.month.chosen.connect(self.chosen)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._back)
        top.addWidget(self._on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.month)
        self.month.setFixedHeight(self.month.sizeHint().height())

    def show_dates(self, date: dt.date, shown: frozenset[dt.date], today: dt.date) -> None:
        """Show the month of a date, with what the calendar shows."""
        if date != self.month.date or shown != self.month.shown:
            self.month.dates.show_month(date)
        self.month.date, self.month.shown, self.month.today = date, shown, today
        self._name()

    def hold_over(self, date: dt.date | None) -> None:
        """Ring the date on which something would be dropped."""
        if date != self.month.target:
            self.month.target = date
            self.month.viewport().update()

    def _turn(self, by: int) -> None:
        self.month.dates.show_month(months_later(self.month.dates.grid.first, by))
        self._name()

    def _name(self) -> None:
        self._heading.setText(format.month(self.month.dates.grid.first))
        self.month.viewport().update()
