"""A text as a square code that a telephone reads.

It is black upon white in every theme, with the white margin that readers look for: many of them
find nothing in a code that is lighter than what lies around it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.gui.naming import named

QUIET = 4  # modules of white on every side
DOT = 5  # logical pixels of a module


class QrCode(QWidget):
    """Shows the code of a text."""

    def __init__(self, identifier: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, identifier, name)
        self.text = ""
        self._rows: Sequence[Sequence[int]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show the code of another text; the code is what it takes to read it, and no more."""
        if text == self.text:
            return
        import segno  # which comes with the server, and is not there without it

        self.text = text
        self._rows = segno.make_qr(text, error="m").matrix
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = DOT * (len(self._rows) + 2 * QUIET)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for down, row in enumerate(self._rows, start=QUIET):
            for across, dark in enumerate(row, start=QUIET):
                if dark:
                    dot = QRect(across * DOT, down * DOT, DOT, DOT)
                    painter.fillRect(dot, Qt.GlobalColor.black)
