"""A field for a date or a time: typed in quick words, picked from a calendar, stepped by arrows.

What is typed keeps standing as it was typed; beside it the field says what it means, or what to
write instead. See `quick_time` for what can be written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLabel, QLineEdit, QWidget

from desk.gui import format, icons, quick_time, theme
from desk.gui.naming import named

STEP = timedelta(minutes=15)
DAY = timedelta(days=1)
KEYS = {
    Qt.Key.Key_Up: STEP,
    Qt.Key.Key_Down: -STEP,
    Qt.Key.Key_PageUp: DAY,
    Qt.Key.Key_PageDown: -DAY,
}


class Unclear(ValueError):
    """What is written has no meaning, or more than one."""


@dataclass(frozen=True, slots=True)
class When:
    """A date, and a time of day if one is given."""

    date: dt.date
    time: dt.time | None = None

    def instant(self, zone: tzinfo) -> datetime:
        """The moment on the wall clock of `zone`; the beginning of the date without a time."""
        return datetime.combine(self.date, self.time or dt.time(), zone)


class WhenField(QLineEdit):
    """A moment, on the clock of the house. `now` gives that clock's time."""

    meant = Signal()  # what is written means something else now
    example = "today 14:30"

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._calendar: QCalendarWidget | None = None
        self.meaning = theme.as_role(QLabel(), "muted")
        self.setPlaceholderText(self.hint())
        pick = QAction(icons.icon("calendar"), self.tr("Pick from a calendar"), self)
        pick.triggered.connect(self.pick)
        self.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._on_text)

    def hint(self) -> str:
        """What can be written, for the empty field."""
        return self.tr("for instance: today 14:30, fri 10, +3d 15:00")

    def when(self) -> When | None:
        """What is written, or None for nothing; `Unclear` for what has no meaning."""
        written, now = self.text().strip(), self._now()
        if not written:
            return None
        moment = quick_time.read_moment(written, now)
        if moment is not None:
            return When(moment.date(), moment.time())
        date = quick_time.read_date(written, now.date())
        if date is None:
            raise Unclear
        return When(date)

    def show_when(self, when: When | None) -> None:
        """Write a moment so that it reads back as the same."""
        self.setText(self.written(when) if when else "")

    def written(self, when: When) -> str:
        """A moment in full: "Sat 21 Nov 2026 14:30"."""
        if when.time is None:
            return format.date(when.date)
        zone = self._now().tzinfo or dt.UTC
        return f"{format.date(when.date)} {format.time(when.instant(zone), zone)}"

    def step(self, by: timedelta) -> None:
        """Move what is written; where nothing can be read, begin with now."""
        now = self._now()
        begin = self.understood() or When(now.date(), now.time().replace(second=0, microsecond=0))
        if begin.time is None or abs(by) >= DAY:
            ahead = timedelta(days=1 if by > timedelta() else -1)
            self.show_when(When(begin.date + ahead, begin.time))
            return
        moved = datetime.combine(begin.date, begin.time) + by
        self.show_when(When(moved.date(), moved.time()))

    def pick(self) -> None:
        """Open a calendar under the field."""
        calendar = self._calendar = self._calendar or self._make_calendar()
        shown = self.understood()
        date = shown.date if shown else self._now().date()
        calendar.setSelectedDate(QDate(date.year, date.month, date.day))
        calendar.adjustSize()
        calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.show()
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_F4 or (
            key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.pick()
        elif key in KEYS:
            self.step(KEYS[key])
        else:
            super().keyPressEvent(event)

    def understood(self) -> When | None:
        """What is written, or None for nothing and for what has no meaning."""
        try:
            return self.when()
        except Unclear:
            return None

    def _on_text(self) -> None:
        try:
            found = self.when()
            said = self.written(found) if found else ""
        except Unclear:
            said = self.tr("This is not understood. Write for instance {example}").format(
                example=self.example
            )
        self.meaning.setText(said)
        self.setAccessibleDescription(said)
        self.meant.emit()

    def _make_calendar(self) -> QCalendarWidget:
        made = named(QCalendarWidget(self), f"{self.objectName()}.calendar", self.tr("Calendar"))
        made.setWindowFlags(Qt.WindowType.Popup)
        made.setLocale(format.locale())
        made.setFirstDayOfWeek(format.locale().firstDayOfWeek())
        made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        made.activated.connect(self._on_picked)
        made.clicked.connect(self._on_picked)
        return made

    def _on_picked(self, date: QDate) -> None:
        shown = self.understood()
        picked = dt.date(date.year(), date.month(), date.day())
        self.show_when(When(picked, shown.time if shown else None))
        if self._calendar is not None:
            self._calendar.hide()
        self.setFocus()


class DateField(WhenField):
    """A date without a time."""

    example = "27 nov"

    def hint(self) -> str:
        return self.tr("for instance: today, fri, +3d, 27 nov")

    def when(self) -> When | None:
        found = super().when()
        if found is not None and found.time is not None:
            raise Unclear
        return found

    def date(self) -> dt.date | None:
        """The date that is written; `Unclear` for what is none."""
        found = self.when()
        return found.date if found else None

    def step(self, by: timedelta) -> None:
        super().step(DAY if by > timedelta() else -DAY)
