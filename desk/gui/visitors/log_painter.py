"""Draws the rows of the visitor log.

Text is what painting costs. Scrolling lets Qt move what is on the screen, so that only new rows are
drawn. A row that has to be drawn a second time is drawn into a picture, which is copied from then
on. A picture is kept by the entry it shows and by how the row looks just now; whatever changes the
look of all rows (columns, font, colours, scale) forgets them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPaintDevice,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import QTableView, QWidget

from desk.domain.visitor import VisitorEntry
from desk.gui import icons, theme
from desk.gui.visitors.log_cells import COLUMNS, SEARCHED, Cell
from desk.gui.visitors.log_marks import marks
from desk.gui.visitors.log_model import LogModel

PADDING = 8
GAP = 6
SIDE = 14  # of an icon
CHIP_RADIUS = 5
ROOM_FOR_ASIDE = 24
MOST_ADVANCES = 4096
BAR = 3  # the mark of a selected row, at its beginning


class Look(NamedTuple):
    """What a row looks like besides what it says."""

    odd: bool = False
    selected: bool = False
    current: bool = False
    pointed: bool = False


LOOKS = tuple(Look(*flags) for flags in product((False, True), repeat=len(Look._fields)))


@dataclass(frozen=True, slots=True)
class Frame:
    """What all rows have in common: their size, where the columns stand, font and colours.

    `advances` keeps how wide texts are and `chips` how states look: the same ones come again and
    again.
    """

    size: QSize
    scale: float
    mirrored: bool
    columns: tuple[tuple[int, QRectF], ...]
    font: QFont
    metrics: QFontMetricsF
    baseline: float
    palette: QPalette
    text: QColor
    backgrounds: dict[Look, QColor]
    muted: QColor
    advances: dict[str, float] = field(default_factory=dict)
    chips: dict[Cell, QPixmap] = field(default_factory=dict)

    def advance(self, text: str) -> float:
        """How wide a text is, in logical pixels."""
        known = self.advances.get(text)
        if known is None:
            if len(self.advances) >= MOST_ADVANCES:
                self.advances.clear()
            known = self.advances[text] = self.metrics.horizontalAdvance(text)
        return known

    def left(self, rect: QRectF, left: float, width: float) -> float:
        """Where a part of `rect` is that begins `left` of its beginning: in Arabic on the right."""
        return rect.right() - left - width if self.mirrored else rect.left() + left

    def picture(self, width: int) -> QPixmap:
        """An empty picture of so many logical pixels, as high as a row."""
        made = QPixmap(QSize(width, self.size.height()) * self.scale)
        made.setDevicePixelRatio(self.scale)
        return made

    def brush(self, device: QPaintDevice) -> QPainter:
        """A painter on `device` that writes as the table does."""
        painter = QPainter(device)
        painter.setFont(self.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        return painter


class RowPainter:
    """The pictures of the rows of one table."""

    def __init__(self, table: QTableView, log: LogModel) -> None:
        self._table = table
        self._log = log
        self._pictures: dict[tuple[int, Look], tuple[VisitorEntry, QPixmap]] = {}
        self._drawn_once: dict[tuple[int, Look], VisitorEntry] = {}
        self._frame: Frame | None = None

    def fit_scale(self, scale: float) -> None:
        """Draw anew if the table is on a screen of another scale now."""
        if self._frame is not None and self._frame.scale != scale:
            self.forget()

    def forget(self) -> None:
        """Draw everything anew."""
        self._pictures.clear()
        self._drawn_once.clear()
        self._frame = None

    def begin(self, viewport: QWidget) -> QPainter:
        """A painter on the table that writes as the table does."""
        return self._measured().brush(viewport)

    def paint(self, painter: QPainter, top: int, entry: VisitorEntry, look: Look) -> None:
        """Draw the row of `entry` as wide as the table, from `top` on."""
        key = (entry.id, look)
        known = self._pictures.pop(key, None)
        if known is not None and known[0] == entry:
            self._pictures[key] = known
            painter.drawPixmap(0, top, known[1])
        elif self._drawn_once.pop(key, None) == entry:
            picture = self._picture(entry, look)
            self._pictures[key] = (entry, picture)
            painter.drawPixmap(0, top, picture)
        else:
            self._drawn_once[key] = entry
            painter.translate(0, top)
            self._draw(painter, entry, look)
            painter.translate(0, -top)
        self._make_room()

    def tooltip(self, index: QModelIndex) -> str:
        """What a cell would say with more room, or nothing if it has said all."""
        entry = self._log.entry(index.row())
        if entry is None:
            return ""
        cell = COLUMNS[index.column()].read(entry, self._log.moment)
        full = COLUMNS[index.column()].tooltip(entry, self._log.moment)
        room = self._table.columnWidth(index.column()) - 2 * PADDING
        room -= (SIDE + GAP) * bool(cell.icon)
        needed = self._measured().metrics.horizontalAdvance(cell.words) + GAP
        return full if full != cell.words or needed > room else ""

    def mark_cell(self, painter: QPainter, index: QModelIndex) -> None:
        """Show in which cell of its row the keyboard is."""
        if index.isValid() and self._table.hasFocus():
            at = self._table.visualRect(index)
            accent = self._table.palette().color(QPalette.ColorRole.Accent)
            painter.fillRect(
                at.left() + PADDING, at.bottom() - 3, at.width() - 2 * PADDING, 2, accent
            )

    def _make_room(self) -> None:
        """Keep what fits the table one and a half times: enough to turn back while scrolling."""
        height = max(self._table.viewport().height() // self._measured().size.height(), 1)
        for kept in (self._pictures, self._drawn_once):
            while len(kept) > height * 3 // 2 + 2:
                del kept[next(iter(kept))]

    def _measured(self) -> Frame:
        if self._frame is None:
            self._frame = measure(self._table)
        return self._frame

    def _picture(self, entry: VisitorEntry, look: Look) -> QPixmap:
        frame = self._measured()
        picture = frame.picture(frame.size.width())
        painter = frame.brush(picture)
        self._draw(painter, entry, look)
        painter.end()
        return picture

    def _draw(self, painter: QPainter, entry: VisitorEntry, look: Look) -> None:
        frame, moment = self._measured(), self._log.moment
        row = Row(frame, painter)
        painter.fillRect(0, 0, frame.size.width(), frame.size.height(), frame.backgrounds[look])
        for column, rect in frame.columns:
            cell = COLUMNS[column].read(entry, moment)
            if cell.chip:
                row.chip(rect, cell)
            elif cell.text or cell.icon:
                row.cell(rect, cell, COLUMNS[column].number, self._sought_in(column))
        if look.selected or look.current:
            row.edges(look)

    def _sought_in(self, column: int) -> list[str]:
        return self._log.sought if column in SEARCHED else []


class Row:
    """A row that is being drawn."""

    def __init__(self, frame: Frame, painter: QPainter) -> None:
        self.frame = frame
        self.painter = painter
        self.text = frame.text

    def cell(self, rect: QRectF, cell: Cell, number: bool, sought: list[str]) -> None:
        """A text with its icon before it and less important words behind it."""
        ink = QColor(theme.tokens().shade(cell.state).ink) if cell.state else self.text
        left, room = float(PADDING), rect.width() - 2 * PADDING
        if cell.icon:
            self._icon(rect, left, cell.icon, ink if cell.state else self.frame.muted)
            left, room = left + SIDE + GAP, room - SIDE - GAP
        if not cell.text:
            return
        width = self.frame.advance(cell.text)
        if number:
            left += max(room - width, 0)
        self._words(rect, left, room, cell.text, ink, sought)
        left, room = left + width + GAP, room - width - GAP
        if cell.aside and room >= ROOM_FOR_ASIDE:
            self._words(rect, left, room, cell.aside, self.frame.muted, sought)

    def chip(self, rect: QRectF, cell: Cell) -> None:
        """A state: an icon and a word in its colours."""
        known = self.frame.chips.get(cell)
        if known is None:
            known = self.frame.chips[cell] = chip(self.frame, cell, rect.width())
        width = known.width() / self.frame.scale
        left = self.frame.left(rect, PADDING - 2, width)
        self.painter.drawPixmap(QPointF(left, 0), known)

    def edges(self, look: Look) -> None:
        """The marks of a selected row and of the one with the keyboard."""
        whole = QRectF(0, 0, self.frame.size.width(), self.frame.size.height())
        accent = self.frame.palette.color(QPalette.ColorRole.Accent)
        if look.selected:
            left = self.frame.left(whole, 0, BAR)
            self.painter.fillRect(QRectF(left, 0, BAR, whole.height()), accent)
        if look.current:
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.setPen(QPen(accent, 2))
            self.painter.drawRect(whole.adjusted(1, 1, -1, -1))

    def _words(
        self, rect: QRectF, left: float, room: float, text: str, ink: QColor, sought: list[str]
    ) -> None:
        """A text from `left` on, cut short where it needs more than `room`."""
        width = self.frame.advance(text)
        if width > room:
            text = self.frame.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = self.frame.advance(text)
        at = QPointF(self.frame.left(rect, left, width), self.frame.baseline)
        if sought:
            self._mark(at, rect.height(), text, sought)
        self.painter.setPen(ink)
        self.painter.drawText(at, text)

    def _mark(self, at: QPointF, height: float, text: str, sought: list[str]) -> None:
        """Underlay and underline what was searched for in a text that is to be drawn."""
        found = marks(text, sought) or marks(text, sought, keep=str.isalnum)
        if not found:
            return
        layout = QTextLayout(text, self.painter.font())
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        shade = theme.tokens().warning
        for first, end in found:
            begin, stop = sorted((_x(line, first), _x(line, end)))
            left, width = at.x() + begin, stop - begin
            self.painter.fillRect(QRectF(left, 5, width, height - 10), QColor(shade.soft))
            self.painter.fillRect(QRectF(left, height - 6, width, 1.5), QColor(shade.ink))

    def _icon(self, rect: QRectF, left: float, name: str, ink: QColor) -> None:
        picture = icons.pixmap(name, ink, SIDE, self.frame.scale)
        top = round((rect.height() - SIDE) / 2)
        self.painter.drawPixmap(QPointF(round(self.frame.left(rect, left, SIDE)), top), picture)


def chip(frame: Frame, cell: Cell, most: float) -> QPixmap:
    """A state as a picture of its own, not wider than `most`."""
    shade = theme.tokens().shade(cell.state)
    before = GAP + SIDE + GAP
    width = min(before + frame.advance(cell.text) + PADDING, max(most - PADDING, before))
    picture = frame.picture(round(width))
    picture.fill(Qt.GlobalColor.transparent)
    row = Row(frame, frame.brush(picture))
    row.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    row.painter.setPen(Qt.PenStyle.NoPen)
    row.painter.setBrush(QColor(shade.soft))
    whole = QRectF(0, 0, round(width), frame.size.height())
    row.painter.drawRoundedRect(whole.adjusted(0, 4, 0, -4), CHIP_RADIUS, CHIP_RADIUS)
    word = Cell(cell.text, state=cell.state, icon=cell.icon)
    row.cell(whole.adjusted(GAP - PADDING, 0, 0, 0), word, False, [])
    row.painter.end()
    return picture


def _x(line: QTextLine, letter: int) -> float:
    found: Any = line.cursorToX(letter)
    return float(found[0])


def measure(table: QTableView) -> Frame:
    """What the rows of the table look like just now, and which columns can be seen where."""
    height, width = table.verticalHeader().defaultSectionSize(), table.viewport().width()
    header = table.horizontalHeader()
    columns = []
    for column in range(len(COLUMNS)):
        left, wide = header.sectionViewportPosition(column), header.sectionSize(column)
        if wide and left < width and left + wide > 0:
            columns.append((column, QRectF(left, 0, wide, height)))
    metrics = QFontMetricsF(table.font())
    return Frame(
        size=QSize(max(width, 1), height),
        scale=table.viewport().devicePixelRatioF(),
        mirrored=table.isRightToLeft(),
        columns=tuple(columns),
        font=table.font(),
        metrics=metrics,
        baseline=round((height + metrics.ascent() - metrics.descent()) / 2),
        palette=table.palette(),
        text=table.palette().color(QPalette.ColorRole.Text),
        backgrounds={look: background(table.palette(), look) for look in LOOKS},
        muted=QColor(theme.tokens().muted),
    )


def background(palette: QPalette, look: Look) -> QColor:
    """What lies behind a row."""
    if look.selected:
        return palette.color(QPalette.ColorRole.Highlight)
    if look.pointed:
        return palette.color(QPalette.ColorRole.Midlight)
    role = QPalette.ColorRole.AlternateBase if look.odd else QPalette.ColorRole.Base
    return palette.color(role)
