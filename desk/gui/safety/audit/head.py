"""What stands above the journal: whose doings are listed, of which kind, and since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desk.gui.buttons import text_button
from desk.gui.naming import named
from desk.gui.safety.audit import words
from desk.gui.search_line import SearchLine
from desk.services import audit
from desk.services.audit import Sought

DIGITS = 30
DAYS = (0, 1, 7, 30, 365)


class Head(QWidget):
    """Confines the list, and has a button for each thing that can be done with it."""

    confined = Signal()  # something else is to be listed
    left = Signal()  # back to the list

    def __init__(self, midnight: Callable[[int], datetime]) -> None:
        super().__init__()
        self._midnight = midnight  # of so many days ago
        self.search = SearchLine(
            "audit.search", self.tr("Search by name"), self.tr("Who did it, or to whom")
        )
        self.kind = named(QComboBox(), "audit.kind", self.tr("Kind of thing"))
        self.kind.addItem(self.tr("Everything"), "")
        for name in sorted(audit.KINDS, key=words.kind):
            self.kind.addItem(words.kind(name), name)
        self.period = named(QComboBox(), "audit.period", self.tr("Period"))
        for days, text in zip(DAYS, self._periods(), strict=True):
            self.period.addItem(text, days)
        self.reads = named(
            QCheckBox(self.tr("Show who &looked")), "audit.reads", self.tr("Show who looked")
        )
        self.reads.setChecked(True)
        self.check = text_button("audit.check", self.tr("Check the chain"), "shield-alert")
        self.export = text_button("audit.export", self.tr("Export…"), "download")
        self._lay_out()
        self.search.textChanged.connect(self._confine)
        self.search.left.connect(self.left)
        self.kind.currentIndexChanged.connect(self._confine)
        self.period.currentIndexChanged.connect(self._confine)
        self.reads.toggled.connect(self._confine)

    def sought(self) -> Sought:
        """What is to be listed."""
        days: int = self.period.currentData()
        return Sought(
            who=self.search.text().strip(),
            kind=self.kind.currentData(),
            since=self._midnight(days - 1) if days else None,
            reads=self.reads.isChecked(),
        )

    def _confine(self, _what: object = None) -> None:
        self.confined.emit()

    def _periods(self) -> tuple[str, ...]:
        return (
            self.tr("Any time"),
            self.tr("Today"),
            self.tr("Last 7 days"),
            self.tr("Last 30 days"),
            self.tr("Last 12 months"),
        )

    def _lay_out(self) -> None:
        self.search.show_digits(DIGITS)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.search, self.kind, self.period, self.reads):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.check)
        row.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
