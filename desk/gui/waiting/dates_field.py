"""A line for several dates, any of which would do: "fri, mon, 27 nov"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desk.gui import format, quick_time, theme
from desk.gui.explaining import explain
from desk.gui.when_field import Unclear


class DatesField(QLineEdit):
    """Dates between commas, in quick words; `today` gives the date of the house."""

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.meaning = theme.as_role(QLabel(), "muted")
        self.meaning.setWordWrap(True)
        self.setPlaceholderText(self.tr("Any day; or for instance: today, fri, 27 nov"))
        self.textChanged.connect(self._on_text)

    def dates(self) -> tuple[dt.date, ...]:
        """What is written, in order; `Unclear` where a part of it is no date."""
        found = set()
        for piece in self.text().split(","):
            if piece.strip():
                date = quick_time.read_date(piece.strip(), self._today())
                if date is None:
                    raise Unclear
                found.add(date)
        return tuple(sorted(found))

    def show_dates(self, dates: Sequence[dt.date]) -> None:
        """Write dates so that they read back as the same."""
        self.setText(", ".join(format.date(date) for date in dates))

    def _on_text(self) -> None:
        try:
            said = ", ".join(format.date(date) for date in self.dates())
        except Unclear:
            said = self.tr("This is not understood. Write for instance fri, 27 nov")
        explain(self.meaning, said)
        self.setAccessibleDescription(said)
