"""Counting people in and out by keyboard: a date, a number, Enter, and ready for the next number.

`25` takes 25 places, `-2` gives 2 back. When there is no room the panel says what is left, offers
the next dates that have room, one key each, and can go beyond the limit for a reason.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desk.domain.day import Day
from desk.domain.errors import DayFull, DeskError, Invalid, NotSoMany
from desk.gui import format, messages, theme
from desk.gui.days import words
from desk.gui.days.numbers import read_people
from desk.gui.days.otherwise import Otherwise
from desk.gui.dialog import Dialog
from desk.gui.go_dialog import DIGITS
from desk.gui.month_grid import within_reach
from desk.gui.when_field import DateField, Unclear
from desk.services import days

if TYPE_CHECKING:
    from desk.gui.client import Client

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CountDialog(Dialog):
    """The panel behind F8. It stays open for the next number until Esc."""

    counted = Signal(object)  # dt.date

    def __init__(
        self, client: Client, date: dt.date | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("days.count", QCoreApplication.translate("Days", "Count people"), parent)
        self._client = client
        self.date = DateField(client.wall_clock)
        self.standing = theme.as_role(QLabel(), "muted")
        self.people = QLineEdit()
        self.outcome = theme.as_role(QLabel(), "strong")
        self.otherwise = Otherwise(self)
        self._lay_out()
        self._begin_with(date)
        self.date.meant.connect(self._on_typed)
        self.date.installEventFilter(self)
        self.people.textChanged.connect(self._on_typed)
        self.otherwise.taken.connect(lambda day: self._count(day.date, self._number()))
        self.otherwise.asking.connect(self._name_button)
        self.otherwise.asking.connect(self._fit)
        client.changed.connect(self._show_standing)
        client.refused.connect(self._on_refused)
        self._on_typed()

    def ask_for(self, people: int) -> None:
        """Try so many people at once, as if they had been typed."""
        self.people.setText(str(people))
        self.people.setFocus()
        self._count(self._date(), people)

    def accept(self) -> None:
        self._count(self._date(), self._number(), self.otherwise.reason.text())

    def edited(self) -> bool:
        # A number of two or three digits is no work that anybody could lose; a reason is.
        return bool(self.otherwise.reason.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the date goes on to the number."""
        if watched is self.date and isinstance(event, QKeyEvent) and event.key() in ENTER:
            if event.type() == QEvent.Type.KeyPress and self._date():
                self.people.setFocus()
                self.people.selectAll()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * DIGITS)
        for label in (self.standing, self.outcome):
            label.setWordWrap(True)
        self.standing.setObjectName("days.count.standing")
        self.outcome.setObjectName("days.count.outcome")
        self.people.setPlaceholderText(self.tr("25 come, -2 turn back"))
        self.field("date", self.tr("&Date"), self.date)
        self.form.addRow("", self.standing)
        self.field("people", self.tr("&People"), self.people)
        self.body.insertWidget(1, self.otherwise)
        self.body.insertWidget(1, self.outcome)
        self.outcome.hide()
        self.button = self.confirm(self.tr("Count"))
        self.dismiss(self.tr("Close"))

    def _fit(self) -> None:
        """Be as high as what there is to say, and stay on the screen."""
        layout = self.body
        layout.activate()
        wanted = layout.totalHeightForWidth(self.width())
        height = max(wanted, layout.totalMinimumSize().height())
        frame, free = self.frameGeometry(), self.screen().availableGeometry()
        below = frame.bottom() + height - self.height() - free.bottom()
        top = self.geometry().top() - min(max(below, 0), max(frame.top() - free.top(), 0))
        self.setGeometry(self.geometry().left(), top, self.width(), height)

    def _begin_with(self, date: dt.date | None) -> None:
        """Write the date, selected, so that another one can be typed over it."""
        if date is None or date == self._client.wall_clock().date():
            self.date.setText(QCoreApplication.translate("QuickTime", "today"))
        else:
            self.date.setText(format.date(date))
        self.date.selectAll()

    def _number(self) -> int | None:
        return read_people(self.people.text())

    def _date(self) -> dt.date | None:
        try:
            date = self.date.date()
        except Unclear:
            return None
        return date if date and date == within_reach(date) else None

    def _on_typed(self) -> None:
        if self.otherwise.isVisible():
            self.otherwise.put_away()
            self._fit()
        self.show_faults({})
        self._name_button()
        self._show_standing()

    def _name_button(self) -> None:
        """Let the button say what it would do."""
        number = self._number()
        verb = self.tr("Count")
        if number is not None and number < 0:
            verb = self.tr("Give back {n}")
        elif number is not None and self.otherwise.asks_why:
            verb = self.tr("Count {n} beyond the limit")
        elif number is not None:
            verb = self.tr("Count {n}")
        self.button.setText(verb.format(n=format.count(abs(number or 0))))

    def _show_standing(self) -> None:
        date = self._date()
        if date is None:
            self.standing.setText(self.date.meaning.text() or self.date.hint())
        else:
            day = self._client.ask(days.on, date)
            self.standing.setText(f"{format.date(date)}: {words.standing(day)}")
        self.button.setEnabled(date is not None and self._number() is not None)

    def _count(self, date: dt.date | None, people: int | None, override: str = "") -> None:
        if date is None or people is None:
            return
        if self.otherwise.asks_why and not override.strip():
            self.otherwise.ask_why()
            return
        name = words.counting(date, people)
        if people > 0:
            day = self._client.once(
                self.attempt, name, days.occupy, date, people, override=override
            )
        else:
            day = self._client.once(self.attempt, name, days.release, date, -people)
        if day is not None:
            self._confirm_counted(day, people)

    def _confirm_counted(self, day: Day, people: int) -> None:
        self.outcome.setText(words.counted(day, people))
        self.outcome.setAccessibleDescription(self.outcome.text())
        self.outcome.show()
        self._fit()
        if self._date() != day.date:
            self.date.setText(format.date(day.date))
        self.people.clear()
        self.people.setFocus()
        self.saved()
        self.counted.emit(day.date)

    def _on_refused(self, error: DeskError) -> None:
        if not self.isVisible():
            return
        self.outcome.hide()
        match error:
            case DayFull(date=date, wanted=wanted):
                found = self._client.ask(days.with_room, wanted, date)
                self.otherwise.offer(error, found)
                self.people.setFocus()
                self.people.selectAll()
            case Invalid(reasons=reasons):
                self.show_faults(reasons)
            case NotSoMany():
                self.show_faults({"people": [messages.sentence(error)]})
                self.people.selectAll()
            case _:
                self.outcome.setText(messages.sentence(error))
                self.outcome.show()
        self._fit()
