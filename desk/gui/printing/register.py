"""A list on paper as a register: the visitor log, or whoever has to be called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from desk.gui.printing.text import THIN, height, wrapped, write

MARGIN, GAP, FOOT = 32.0, 4.0, 24.0
TITLE, ABOUT, BODY = 18, 10, 9
THICK = 1.0
# The columns of the visitor log, and the share of the width that each has.
SHARES = (0.21, 0.06, 0.18, 0.18, 0.11, 0.13, 0.13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the pages say: rows under `captions`, each with its share of the width.

    Without captions each row is visitor, people, host, purpose, plate, arrival, departure.
    """

    title: str
    about: str
    made: str
    rows: Sequence[tuple[str, ...]]
    captions: tuple[str, ...] = ()
    shares: tuple[float, ...] = SHARES


class RegisterPages:
    """The register laid out for paper of one size."""

    def __init__(self, said: Register, paper: QSizeF) -> None:
        self._said = said
        self._captions = said.captions or _captions()
        self._width = paper.width() - 2 * MARGIN
        self._bottom = paper.height() - MARGIN - FOOT
        self.pages = list(self._laid_out())

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint one page, the first is 0, onto a painter whose unit is the point."""
        painter.setPen(Qt.GlobalColor.black)
        top = MARGIN
        if number == 0:
            for text, size in ((self._said.title, TITLE), (self._about(), ABOUT)):
                write(painter, self._across(top, height(size)), text, size, bold=size == TITLE)
                top += height(size) + GAP
        top = self._row(painter, top, self._captions, bold=True)
        self._line(painter, top, THICK)
        for row in self.pages[number]:
            top = self._row(painter, top, row, bold=False)
            self._line(painter, top, THIN)
        words = QCoreApplication.translate("Register", "{made}. Page {page} of {pages}.")
        foot = words.format(made=self._said.made, page=number + 1, pages=len(self.pages))
        write(painter, self._across(self._bottom + GAP, FOOT), foot, BODY)

    def _laid_out(self) -> Iterator[list[tuple[str, ...]]]:
        page: list[tuple[str, ...]] = []
        head = height(TITLE) + height(ABOUT) + 2 * GAP
        captions = self._height(self._captions)
        top = MARGIN + head + captions
        for row in self._said.rows:
            high = self._height(row)
            if page and top + high > self._bottom:
                yield page
                page, top = [], MARGIN + captions
            page.append(row)
            top += high
        yield page

    def _about(self) -> str:
        return f"{self._said.about} · {self._said.made}"

    def _height(self, row: Sequence[str]) -> float:
        cells = zip(row, self._cells(0.0), strict=True)
        high = max(wrapped(text, BODY, rect.width(), bold=True) for text, rect in cells)
        return max(high, height(BODY)) + 2 * GAP

    def _row(self, painter: QPainter, top: float, row: Sequence[str], *, bold: bool) -> float:
        """Write a row; gives back where the next one begins."""
        high = self._height(row)
        for text, rect in zip(row, self._cells(top), strict=True):
            rect.setHeight(high)
            write(painter, rect, text, BODY, bold=bold)
        return top + high

    def _cells(self, top: float) -> Iterator[QRectF]:
        left = MARGIN
        for share in self._said.shares:
            yield QRectF(left, top + GAP, self._width * share - GAP, height(BODY))
            left += self._width * share

    def _line(self, painter: QPainter, top: float, thickness: float) -> None:
        painter.setPen(QPen(Qt.GlobalColor.black, thickness))
        painter.drawLine(QPointF(MARGIN, top), QPointF(MARGIN + self._width, top))

    def _across(self, top: float, high: float) -> QRectF:
        return QRectF(MARGIN, top, self._width, high)


def _captions() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (
        translate("Register", "Visitor"),
        translate("Register", "People"),
        translate("Register", "Host"),
        translate("Register", "Purpose"),
        translate("Register", "Plate"),
        translate("Register", "Arrived"),
        translate("Register", "Left"),
    )
