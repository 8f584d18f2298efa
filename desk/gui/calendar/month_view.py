"""A month of days, each with how much of it is free and taken; Enter opens one.

Its cells are rows of the calendar's model, like everything in the other views: days with a load.
"""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk.gui import format, theme
from desk.gui.calendar import month_cell
from desk.gui.calendar.brushes import Brushes
from desk.gui.calendar.items import Item, Kind
from desk.gui.calendar.model import SUMMARY, CalendarModel
from desk.gui.month_grid import WEEK, MonthGrid, within_reach
from desk.gui.naming import named
from desk.gui.table import Index

Key = Qt.Key
STEPS = {Key.Key_Right: 1, Key.Key_Left: -1, Key.Key_Down: WEEK, Key.Key_Up: -WEEK}
PERIODS = {Key.Key_PageDown: 1, Key.Key_PageUp: -1}
OPENS = (Key.Key_Return, Key.Key_Enter, Key.Key_Space)
Hint = QAbstractItemView.ScrollHint


class MonthView(QListView):
    """Days in weeks. What it shows is chosen elsewhere; it says which date somebody wants."""

    chosen = Signal(object)  # dt.date, perhaps in another month
    opened = Signal(object)  # dt.date
    wished = Signal(str)  # the id of a command
    stepped = Signal(int)  # so many months on

    def __init__(self, model: CalendarModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "calendar.month", self.tr("Month"))
        self.calendar = model
        self.date = dt.date(1970, 1, 1)
        self.grid = MonthGrid.around(self.date)
        self.setModel(model)
        self.setModelColumn(SUMMARY)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.settled.connect(self._on_settled)

    def show_date(self, date: dt.date) -> None:
        """Show its month, with that date chosen."""
        self.date = date
        self.grid = MonthGrid.around(date, format.first_weekday())
        self._on_settled()

    def visualRect(self, index: Index) -> QRect:
        item = self.calendar.item(index) if index.isValid() else None
        if item is None or item.kind is not Kind.DAY or item.load is None:
            return QRect()
        cell = self.grid.cell(item.load.date)
        return self._cell(*cell) if cell else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        date = self._date_at(point)
        for row, item in enumerate(self.calendar.rows):
            if item.load is not None and item.load.date == date:
                return self.calendar.index(row, SUMMARY)
        return QModelIndex()

    def scrollTo(self, _index: Index, _hint: Hint = Hint.EnsureVisible) -> None:
        """All of a month is always to be seen."""

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        self.horizontalScrollBar().setRange(0, 0)
        self.verticalScrollBar().setRange(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        brushes = Brushes(
            self.font(), self.viewport().devicePixelRatioF(), mirrored=self.isRightToLeft()
        )
        brushes.begin(painter)
        painter.fillRect(self.viewport().rect(), brushes.window)
        self._weekdays(painter, brushes)
        today = self.calendar.moment.today
        for item in self.calendar.rows:
            if item.load is not None and (cell := self.grid.cell(item.load.date)):
                rect = QRectF(self._cell(*cell))
                inside = self.grid.holds(item.load.date)
                month_cell.paint(painter, brushes, rect, item.load, today, inside=inside)
                if item.load.date == self.date:
                    self._mark(painter, rect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in STEPS:
            mirrored = self.isRightToLeft() and abs(STEPS[key]) == 1
            ahead = timedelta(days=-STEPS[key] if mirrored else STEPS[key])
            self.chosen.emit(within_reach(self.date + ahead))
        elif key in PERIODS:
            self.stepped.emit(PERIODS[key])
        elif key == Key.Key_Home:
            self.wished.emit("go.today")
        elif key in OPENS:
            self.opened.emit(self.date)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        date = self._date_at(event.position().toPoint())
        if date is not None:
            self.chosen.emit(date)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        date = self._date_at(event.position().toPoint())
        if date is not None:
            self.opened.emit(date)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """A screen reader may move to a day by itself."""
        super().currentChanged(current, previous)
        item: Item | None = self.calendar.item(current) if current.isValid() else None
        if item is not None and item.load is not None and item.load.date != self.date:
            self.chosen.emit(item.load.date)

    def _head(self) -> int:
        return self.fontMetrics().height() + 10

    def _cell(self, row: int, column: int) -> QRect:
        room, head = self.viewport().rect(), self._head()
        number = WEEK - 1 - column if self.isRightToLeft() else column
        high = room.height() - head
        left, right = room.width() * number // WEEK, room.width() * (number + 1) // WEEK
        top, bottom = high * row // self.grid.weeks, high * (row + 1) // self.grid.weeks
        return QRect(left, head + top, right - left, bottom - top)

    def _date_at(self, point: QPoint) -> dt.date | None:
        for row in range(self.grid.weeks):
            for column in range(WEEK):
                if self._cell(row, column).contains(point):
                    return self.grid.date(row, column)
        return None

    def _weekdays(self, painter: QPainter, brushes: Brushes) -> None:
        painter.setFont(brushes.strong.font)
        painter.setPen(brushes.muted)
        for column in range(WEEK):
            cell = self._cell(0, column)
            rect = QRect(cell.left(), 0, cell.width(), self._head())
            text = format.weekday(self.grid.date(0, column))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _mark(self, painter: QPainter, rect: QRectF) -> None:
        """Chosen: a thick line. With the keyboard: a second one inside it."""
        tokens = theme.tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 2.5))
        painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.text), 1.5))
            painter.drawRoundedRect(rect.adjusted(6, 6, -6, -6), 4, 4)

    def _on_settled(self) -> None:
        for row, item in enumerate(self.calendar.rows):
            if item.load is not None and item.load.date == self.date:
                index = self.calendar.index(row, SUMMARY)
                flags = QItemSelectionModel.SelectionFlag
                self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        self.viewport().update()
