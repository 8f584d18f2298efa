"""A field for a time of day: typed in quick words, or stepped by the arrows."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk.gui import format, quick_time
from desk.gui.when_field import Unclear

STEPS = {
    Qt.Key.Key_Up: timedelta(minutes=15),
    Qt.Key.Key_Down: timedelta(minutes=-15),
    Qt.Key.Key_PageUp: timedelta(hours=1),
    Qt.Key.Key_PageDown: timedelta(hours=-1),
}
END_OF_DAY = "24:00"
NOON = dt.time(12)
PLAIN_DAY = datetime(2000, 1, 3, tzinfo=dt.UTC)  # no clock changes on it


class ClockField(QLineEdit):
    """The time on a clock, on no date in particular."""

    meant = Signal()  # what is written means something else now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(lambda _text: self.meant.emit())

    def clock(self) -> dt.time | None:
        """What is written, or None for nothing; `Unclear` for what is no time of day.

        The end of a day is its midnight, 24:00.
        """
        written = self.text().strip()
        if not written:
            return None
        if written == END_OF_DAY:
            return dt.time()
        found = quick_time.read_moment(written, PLAIN_DAY)
        if found is None or found.date() != PLAIN_DAY.date():
            raise Unclear
        return found.time()

    def understood(self) -> dt.time | None:
        """What is written, or None for nothing and for what has no meaning."""
        try:
            return self.clock()
        except Unclear:
            return None

    def show_clock(self, clock: dt.time) -> None:
        """Write a time so that it reads back as the same."""
        self.setText(format.time(datetime.combine(PLAIN_DAY, clock, dt.UTC), dt.UTC))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        begin = datetime.combine(PLAIN_DAY, self.understood() or NOON)
        self.show_clock((begin + step).time())
