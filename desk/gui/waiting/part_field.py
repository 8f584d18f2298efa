"""In which part of the day: chosen from a few, or between two times."""

from __future__ import annotations

from datetime import time

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from desk.gui.clock_field import ClockField
from desk.gui.naming import named

NOON, EVENING = time(12), time(17)


class PartField(QWidget):
    """What is chosen is written into the two times; times of one's own are just as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = named(QComboBox(), "waiting.entry.part", self.tr("Part of the day"))
        self.since = named(ClockField(), "waiting.entry.since", self.tr("From"))
        self.until = named(ClockField(), "waiting.entry.until", self.tr("Until"))
        for text, hours in (
            (self.tr("Any time"), (None, None)),
            (self.tr("Morning"), (None, NOON)),
            (self.tr("Afternoon"), (NOON, EVENING)),
            (self.tr("Evening"), (EVENING, None)),
            (self.tr("Between two times"), None),
        ):
            self.parts.addItem(text, hours)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.parts, 2)
        for text, field in ((self.tr("from"), self.since), (self.tr("until"), self.until)):
            layout.addWidget(QLabel(text))
            layout.addWidget(field, 1)
        self.setFocusProxy(self.parts)
        self.parts.activated.connect(self._on_chosen)
        for field in (self.since, self.until):
            field.textEdited.connect(self._name)

    def hours(self) -> tuple[time | None, time | None]:
        """Both times; `Unclear` where one has no meaning."""
        return self.since.clock(), self.until.clock()

    def show_hours(self, since: time | None, until: time | None) -> None:
        """Write the times, none where it does not matter."""
        for field, clock in ((self.since, since), (self.until, until)):
            if clock is None:
                field.clear()
            else:
                field.show_clock(clock)
        self._name()

    def _on_chosen(self, row: int) -> None:
        hours = self.parts.itemData(row)
        if hours is None:
            self.since.setFocus()
        else:
            self.show_hours(*hours)

    def _name(self) -> None:
        """Let the choice be what the times say."""
        written = (self.since.understood(), self.until.understood())
        rows = range(self.parts.count() - 1)
        found = (row for row in rows if tuple(self.parts.itemData(row)) == written)
        self.parts.setCurrentIndex(next(found, self.parts.count() - 1))
