"""From when to when on a clock: two fields in one row."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desk.gui import theme
from desk.gui.clock_field import ClockField
from desk.gui.naming import named
from desk.gui.when_field import Unclear

CLOCK_DIGITS = 9


class TimesRow(QWidget):
    """The hours of a day; those that end before they begin end on the day after."""

    changed = Signal()

    def __init__(self, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(identifier)
        self.opens = named(ClockField(), f"{identifier}.opens", self.tr("From"))
        self.closes = named(ClockField(), f"{identifier}.closes", self.tr("To"))
        self.overnight = theme.as_role(QLabel(), "muted")
        width = self.fontMetrics().horizontalAdvance("0") * CLOCK_DIGITS
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.opens)
        layout.addWidget(QLabel(self.tr("to")))
        layout.addWidget(self.closes)
        layout.addWidget(self.overnight)
        layout.addStretch(1)
        for line in (self.opens, self.closes):
            line.setFixedWidth(width)
            line.meant.connect(self._on_meant)
        self.setFocusProxy(self.opens)

    def times(self) -> tuple[dt.time, dt.time] | None:
        """From when to when, or None where one is missing; `Unclear` for what is no time."""
        opens, closes = self.opens.clock(), self.closes.clock()
        return None if opens is None or closes is None else (opens, closes)

    def show_times(self, opens: dt.time, closes: dt.time) -> None:
        """Write both times."""
        self.opens.show_clock(opens)
        self.closes.show_clock(closes)

    def _on_meant(self) -> None:
        try:
            found = self.times()
        except Unclear:
            self.overnight.setText(self.tr("not understood"))
        else:
            late = found is not None and found[1] <= found[0]
            midnight = found is not None and found[1] == dt.time()
            self.overnight.setText(self.tr("on the next day") if late and not midnight else "")
        self.changed.emit()
