"""The emergency list on paper: how many first, then everybody by name, readable from a metre.

Everything is measured in points, so that a page looks alike on a printer, in a PDF and in a
picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from desk.gui.printing.text import THIN, height, wrapped, write

MARGIN = 36.0
GAP = 6.0
FOOT = 28.0
BOX = 16.0
NAME, SMALL, BODY, HEADING = 14, 11, 13, 16
TITLE, TOTAL, DRILL = 26, 44, 30
THICK = 1.2
SHARES = {"safe": 0.07, "name": 0.33, "people": 0.1, "host": 0.25, "place": 0.12, "since": 0.13}
Flag = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A party: who, how many, whom they visit, where and since when."""

    name: str
    companions: str
    people: str
    host: str
    place: str
    since: str
    safe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows that belong together, under a heading or under none."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyList:
    """What the pages say, in words ready for the reader."""

    site: str
    made: str
    people: str
    parties: str
    safe: str
    drill: bool
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Block:
    """A row or a heading with its place on a page, in points from the top."""

    top: float
    height: float
    part: Row | str


class EmergencyPages:
    """The list laid out for paper of one size."""

    def __init__(self, said: EmergencyList, paper: QSizeF) -> None:
        self._said = said
        self._width = paper.width() - 2 * MARGIN
        self._bottom = paper.height() - MARGIN - FOOT
        self._paper = paper
        self._columns = _columns(self._width)
        self.pages = list(self._laid_out())

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint one page, the first is 0, onto a painter whose unit is the point."""
        painter.setPen(Qt.GlobalColor.black)
        if number == 0:
            self._paint_head(painter)
        self._paint_captions(painter, self._first_top(number) - height(SMALL) - GAP)
        for block in self.pages[number]:
            if isinstance(block.part, str):
                line = self._across(block.top + GAP, block.height)
                write(painter, line, block.part, HEADING, bold=True)
            else:
                self._paint_row(painter, block, block.part)
        self._paint_foot(painter, number)

    def _laid_out(self) -> Iterator[list[Block]]:
        page: list[Block] = []
        top = self._first_top(0)
        for part in self._parts():
            high = self._height(part)
            # A heading at the foot of a page would stand without its rows.
            room = high + (height(NAME) + 2 * GAP if isinstance(part, str) else 0)
            if page and top + room > self._bottom:
                yield page
                page, top = [], self._first_top(1)
            page.append(Block(top, high, part))
            top += high
        yield page

    def _parts(self) -> Iterator[Row | str]:
        for group in self._said.groups:
            if group.heading:
                yield group.heading
            yield from group.rows

    def _first_top(self, number: int) -> float:
        """Where the first row of a page begins: below the head, and below the captions."""
        head = 0.0
        if number == 0:
            head = height(TITLE) + height(BODY) + height(TOTAL) + height(HEADING) + 4 * GAP
            head += height(DRILL) + 2 * GAP if self._said.drill else 0
        return MARGIN + head + height(SMALL) + 2 * GAP

    def _height(self, part: Row | str) -> float:
        if isinstance(part, str):
            return height(HEADING) + 2 * GAP
        name = self._columns["name"]
        lines = wrapped(part.name, NAME, name[1], bold=True)
        if part.companions:
            lines += wrapped(part.companions, SMALL, name[1])
        beside = (
            wrapped(getattr(part, column), BODY, self._columns[column][1])
            for column in ("host", "place", "since")
        )
        return max(lines, BOX, *beside) + 2 * GAP

    def _paint_head(self, painter: QPainter) -> None:
        said, top = self._said, MARGIN
        if said.drill:
            bar = self._across(top, height(DRILL) + GAP)
            painter.fillRect(bar, Qt.GlobalColor.black)
            painter.setPen(Qt.GlobalColor.white)
            write(painter, bar, _drill(), DRILL, bold=True, align=int(Flag.AlignCenter))
            painter.setPen(Qt.GlobalColor.black)
            top += height(DRILL) + 2 * GAP
        title = QCoreApplication.translate("EmergencyList", "Emergency list")
        for text, size in (
            (title, TITLE),
            (f"{said.site} · {said.made}", BODY),
            (said.people, TOTAL),
            (f"{said.parties} · {said.safe}", HEADING),
        ):
            write(painter, self._across(top, height(size)), text, size, bold=size != BODY)
            top += height(size) + GAP

    def _paint_captions(self, painter: QPainter, top: float) -> None:
        for name, text in _captions().items():
            left, width = self._columns[name]
            write(painter, QRectF(left, top, width, height(SMALL)), text, SMALL)
        self._paint_line(painter, top + height(SMALL) + GAP / 2, THICK)

    def _paint_row(self, painter: QPainter, block: Block, row: Row) -> None:
        top, inner = block.top + GAP, block.height - 2 * GAP
        _paint_box(painter, QRectF(self._columns["safe"][0], top + 1, BOX, BOX), row.safe)
        left, width = self._columns["name"]
        name = wrapped(row.name, NAME, width, bold=True)
        write(painter, QRectF(left, top, width, name), row.name, NAME, bold=True)
        under = QRectF(left, top + name, width, inner - name)
        write(painter, under, row.companions, SMALL)
        for column in ("people", "host", "place", "since"):
            left, width = self._columns[column]
            text = getattr(row, column)
            write(painter, QRectF(left, top, width, inner), text, BODY, bold=column == "people")
        self._paint_line(painter, block.top + block.height, THIN)

    def _paint_line(self, painter: QPainter, top: float, thickness: float) -> None:
        painter.setPen(QPen(Qt.GlobalColor.black, thickness))
        painter.drawLine(QPointF(MARGIN, top), QPointF(MARGIN + self._width, top))

    def _paint_foot(self, painter: QPainter, number: int) -> None:
        words = QCoreApplication.translate(
            "EmergencyList", "Emergency list, {made}. Page {page} of {pages}."
        )
        text = words.format(made=self._said.made, page=number + 1, pages=len(self.pages))
        if self._said.drill:
            text = f"{_drill()} · {text}"
        write(painter, self._across(self._bottom + GAP, FOOT), text, SMALL)

    def _across(self, top: float, high: float) -> QRectF:
        return QRectF(MARGIN, top, self._width, high)


def _drill() -> str:
    return QCoreApplication.translate("EmergencyList", "DRILL")


def _captions() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "safe": translate("EmergencyList", "Safe"),
        "name": translate("EmergencyList", "Name"),
        "people": translate("EmergencyList", "People"),
        "host": translate("EmergencyList", "Host"),
        "place": translate("EmergencyList", "Place"),
        "since": translate("EmergencyList", "Since"),
    }


def _columns(width: float) -> dict[str, tuple[float, float]]:
    """Where each column begins and how wide it is."""
    columns: dict[str, tuple[float, float]] = {}
    left = MARGIN
    for name, share in SHARES.items():
        columns[name] = (left, width * share - GAP)
        left += width * share
    return columns


def _paint_box(painter: QPainter, box: QRectF, ticked: bool) -> None:
    """A box to be ticked by hand, or ticked already."""
    painter.setPen(QPen(Qt.GlobalColor.black, 1.4))
    painter.drawRect(box)
    if ticked:
        painter.setPen(QPen(Qt.GlobalColor.black, 2.4))
        corners = ((0.2, 0.5), (0.42, 0.75), (0.85, 0.2))
        painter.drawPolyline(
            [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in corners]
        )
