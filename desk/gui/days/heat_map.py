"""The month at a glance: each date with what is left of it.

It is a table whose cells are painted, so that keyboard, reading direction and screen readers come
from Qt. It decides nothing: it says which date somebody chose, and shows what it is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desk.domain.day import Day
from desk.gui.days.heat_cell import HeatCell
from desk.gui.days.month_model import Index, MonthModel
from desk.gui.month_grid import WEEK, months_later, within_reach
from desk.gui.naming import named

STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: WEEK,
    Qt.Key.Key_Up: -WEEK,
}
MONTHS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
BARE = """
    HeatMap, HeatMap QHeaderView, HeatMap QHeaderView::section {
        background: transparent; border: none;
    }
"""
OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HeatMap(QTableView):
    """A month to choose a date from."""

    chosen = Signal(object)  # dt.date, perhaps in another month
    opened = Signal(object)  # dt.date: something is to be done with it

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "days.month", self.tr("Month"))
        self.month = MonthModel(today, self)
        self.date = today
        self.setModel(self.month)
        self.setItemDelegate(HeatCell(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(BARE)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(2 * self.fontMetrics().height())
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)

    def show_month(self, days: Sequence[Day], date: dt.date, today: dt.date) -> None:
        """Show the month of these days, with one of its dates chosen."""
        self.month.show(days, today)
        self.date = date
        index = self.month.index_of(date)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in STEPS:
            self._choose(within_reach(self.date + timedelta(days=self._ahead(key))))
        elif key in MONTHS:
            self._choose(months_later(self.date, MONTHS[key]))
        elif key == Qt.Key.Key_Home:
            self._choose(self.month.today)
        elif key in OPENS:
            self.opened.emit(self.date)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.month.day(index).date)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.month.day(index).date == self.date:
            self.opened.emit(self.date)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # Dragging across the month would select on the way; a date is chosen by pressing on it.
        if not event.buttons():
            super().mouseMoveEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """A screen reader may move to a cell by itself."""
        super().currentChanged(current, previous)
        if current.isValid() and self.month.day(current).date != self.date:
            self._choose(self.month.day(current).date)

    def _choose(self, date: dt.date) -> None:
        if date != self.date:
            self.chosen.emit(date)

    def _ahead(self, key: Qt.Key) -> int:
        """By how many days an arrow moves; to the left lies tomorrow where Arabic is read."""
        sideways = abs(STEPS[key]) == 1
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return -STEPS[key] if sideways and mirrored else STEPS[key]
