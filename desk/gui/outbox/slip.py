"""One message on paper, to be handed over: as large as the paper, whether A4 or A5."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QPalette, QTextDocument

from desk.gui.outbox.reading import Shown
from desk.gui.printing.text import font, height, wrapped, write

MARGIN, GAP = 40.0, 12.0
TITLE, BODY, FOOT = 15, 11, 9


class SlipPages:
    """The words of a message laid out for paper of one size."""

    def __init__(self, shown: Shown, foot: str, paper: QSizeF) -> None:
        self._subject = shown.subject
        self._foot = foot
        self._paper = paper
        self._width = paper.width() - 2 * MARGIN
        title = wrapped(self._subject, TITLE, self._width, bold=True) if self._subject else 0.0
        self._top = MARGIN + (title + GAP if title else 0.0)
        self._room = paper.height() - self._top - MARGIN - height(FOOT) - GAP
        self._text = QTextDocument()
        self._text.setDefaultFont(font(BODY))
        self._text.setDocumentMargin(0)
        self._text.setPlainText(shown.trouble or shown.text)
        self._text.setPageSize(QSizeF(self._width, self._room))

    @property
    def pages(self) -> Sequence[int]:
        return range(self._text.pageCount())

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint one page, the first is 0, onto a painter whose unit is the point."""
        painter.setPen(Qt.GlobalColor.black)
        title = QRectF(MARGIN, MARGIN, self._width, self._top - MARGIN)
        write(painter, title, self._subject, TITLE, bold=True)
        foot = QRectF(MARGIN, self._top + self._room + GAP, self._width, height(FOOT))
        write(painter, foot, self._foot, FOOT)
        painter.save()
        painter.translate(MARGIN, self._top - number * self._room)
        look = QAbstractTextDocumentLayout.PaintContext()
        look.clip = QRectF(0, number * self._room, self._width, self._room)
        # What is printed is black whatever colours the screen has.
        look.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        painter.setClipRect(look.clip)
        self._text.documentLayout().draw(painter, look)
        painter.restore()
