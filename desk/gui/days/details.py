"""The date that is chosen: how full it is, counting people in and out, and what happened to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desk.domain.day import Day
from desk.domain.visitor import MOST_PEOPLE
from desk.gui import format, theme
from desk.gui.buttons import CommandButton
from desk.gui.days import history, words
from desk.gui.days.fullness import FULL, NEARLY, fullness
from desk.gui.days.history import Event
from desk.gui.empty import EmptyState
from desk.gui.naming import named
from desk.gui.table import TableModel

DIGITS, LEAST = 44, 36  # how wide the pane is, in digits; and how wide where there is no room
STATES = {FULL: "full", NEARLY: "warning"}


class DayDetails(QFrame):
    """Shows one date and says what is wished for it; it changes nothing."""

    wished = Signal(int)  # so many people more, or fewer than none to give places back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "days.details", self.tr("The date that is chosen"))
        theme.as_panel(self)
        self._day: Day | None = None
        self.heading = theme.as_role(_label("days.details.date"), "heading")
        self.chip = _label("days.details.state")
        self.figure = theme.as_role(_label("days.details.free"), "figure")
        self.standing = theme.as_role(_label("days.details.standing"), "muted")
        self.bar = named(QProgressBar(), "days.details.bar", self.tr("Places taken"))
        self.bar.setTextVisible(False)
        self.people = theme.with_margin(named(QSpinBox(), "days.details.people", self.tr("People")))
        self.people.setRange(1, MOST_PEOPLE)
        self.take = self._button("days.details.take", self.tr("Count"), 1)
        self.give_back = self._button("days.details.give_back", self.tr("Give back"), -1)
        self.events = TableModel[Event](history.columns(), self)
        self.table = self._table()
        self.empty = EmptyState(
            "days.history.empty", self.tr("Nothing has been counted or set for this date yet.")
        )
        self._lay_out()

    def show_day(self, day: Day, today: dt.date, events: Sequence[Event]) -> None:
        """Show a date as it stands."""
        if self._day is None or self._day.date != day.date:
            self.people.setValue(1)
        self._day = day
        self.heading.setText(format.long_date(day.date))
        self._show_state(day, today)
        number, caption = words.figure(day)
        self.figure.setText(f"{number} {caption}".strip() or self.tr("No limit"))
        standing = self.tr("No number of places is set for this date.")
        if day.limited:
            standing = words.standing(day)
        self.standing.setText(standing[:1].upper() + standing[1:])
        self.bar.setVisible(day.limited and not day.closed)
        self.bar.setRange(0, max(day.places, 1))
        self.bar.setValue(day.places if day.full else day.occupied)
        theme.styled(self.bar, "state", STATES.get(fullness(day), ""))
        self.give_back.setEnabled(day.occupied > 0)
        self.events.show(events)
        self.table.setVisible(bool(events))
        self.empty.setVisible(not events)

    def sizeHint(self) -> QSize:
        return QSize(self._digits(DIGITS), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._digits(LEAST), super().minimumSizeHint().height())

    def _digits(self, number: int) -> int:
        return self.fontMetrics().horizontalAdvance("0") * number

    def _show_state(self, day: Day, today: dt.date) -> None:
        state = ("full", self.tr("Full")) if day.full else ("", "")
        if not state[0] and day.date == today:
            state = ("inside", self.tr("Today"))
        theme.as_state(self.chip, state[0])
        self.chip.setText(state[1])
        self.chip.setVisible(bool(state[0]))

    def _button(self, identifier: str, text: str, sign: int) -> QPushButton:
        button = named(CommandButton(text, "day.count"), identifier, text)
        button.clicked.connect(lambda: self.wished.emit(sign * self.people.value()))
        return button

    def _table(self) -> QTableView:
        table = named(QTableView(), "days.history", self.tr("History of this date"))
        table.setModel(self.events)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 10)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        return table

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        caption = QLabel(self.tr("&People"))
        caption.setBuddy(self.people)
        count = QHBoxLayout()
        count.setSpacing(8)
        for widget in (caption, self.people, self.take, self.give_back):
            count.addWidget(widget)
        count.addStretch(1)
        self.heading.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.figure)
        layout.addWidget(self.bar)
        layout.addWidget(self.standing)
        layout.addSpacing(8)
        layout.addLayout(count)
        layout.addSpacing(8)
        layout.addWidget(theme.as_role(QLabel(self.tr("History")), "strong"))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)


def _label(identifier: str) -> QLabel:
    label = QLabel()
    label.setObjectName(identifier)
    return label
