"""What can be done when a date is full: come on another one, or go beyond the limit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from desk.domain.day import Day
from desk.domain.errors import DayFull
from desk.gui import format, theme
from desk.gui.days import words
from desk.gui.naming import named

MOST = 3


class Otherwise(QFrame):
    """Says what is left, and offers the next dates with room: Alt+1, Alt+2 and Alt+3."""

    taken = Signal(object)  # Day
    asking = Signal()  # a reason is being asked for now

    def __init__(self, parent: Widget) -> None:
        super().__init__(parent)
        named(self, "days.count.otherwise", self.tr("No room"))
        theme.as_panel(self)
        self.left = theme.as_role(QLabel(), "warning")
        self.left.setObjectName("days.count.left")
        self.left.setWordWrap(True)
        self.dates = [self._date_button(number) for number in range(1, MOST + 1)]
        self.beyond = named(
            QPushButton(self.tr("&Beyond the limit…")),
            "days.count.beyond",
            self.tr("Beyond the limit"),
        )
        self.beyond.clicked.connect(self.ask_why)
        self.reason = QLineEdit()
        self.why = Widget()
        self._offered: Sequence[Day] = ()
        self._lay_out()
        self.put_away()

    @property
    def asks_why(self) -> bool:
        """Whether a reason for going beyond the limit is being asked for."""
        return not (self.why.isHidden() or self.isHidden())

    def offer(self, full: DayFull, found: Sequence[Day]) -> None:
        """Say what is left of a date, and offer others."""
        self._offered = found[:MOST]
        self.left.setText(
            self.tr("Only {free} left on {date}. Nobody was counted.").format(
                free=format.count(max(full.free, 0)),
                date=format.date(full.date),
            )
        )
        for number, button in enumerate(self.dates):
            button.setVisible(number < len(self._offered))
            if number < len(self._offered):
                said = words.offer(self._offered[number])
                button.setText(f"{said}   (Alt+&{number + 1})")
                button.setAccessibleName(said)
        self.show()

    def ask_why(self) -> None:
        """Ask for the reason that the journal is to keep."""
        self.why.show()
        self.beyond.hide()
        self.reason.setFocus()
        self.asking.emit()

    def put_away(self) -> None:
        """Forget it all: another date or number is being typed."""
        self.reason.clear()
        self.why.hide()
        self.beyond.show()
        self.hide()

    def _date_button(self, number: int) -> QPushButton:
        name = self.tr("Another date, {n}").format(n=number)
        button = named(QPushButton(), f"days.count.date_{number}", name)
        button.clicked.connect(partial(self._take, number - 1))
        return button

    def _take(self, number: int) -> None:
        self.taken.emit(self._offered[number])

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Reason"))
        label.setBuddy(self.reason)
        named(self.reason, "days.count.reason", self.tr("Reason for going beyond the limit"))
        self.reason.setPlaceholderText(self.tr("kept with your name in the history of the date"))
        row = QHBoxLayout(self.why)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (self.left, *self.dates, self.beyond, self.why):
            layout.addWidget(widget)
