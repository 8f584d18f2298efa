"""Draws the rows of the visitor log.

Text is what painting costs. Scrolling lets Qt move what is on the screen, so that only new rows are
drawn. A row that has to be drawn a second time is drawn into a picture, which is copied from then
on. A picture is kept by the entry it shows and by how the row looks just now; whatever changes the
look of all rows (columns, font, colours, scale) forgets them all.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTextLayout, QTextLine
from PySide6.QtWidgets import QTableView, QWidget

from desk.domain.visitor import VisitorEntry
from desk.gui import icons, theme
from desk.gui.table import Index
from desk.gui.visitors.log_cells import COLUMNS, Cell
from desk.gui.visitors.log_frame import GAP, PADDING, SIDE, Frame, Look, Slot, measure
from desk.gui.visitors.log_marks import marks
from desk.gui.visitors.log_model import LogModel

CHIP_RADIUS = 5
ROOM_FOR_ASIDE = 24
BAR = 3  # the mark of a selected row, at its beginning


class RowPainter:
    """Draws the rows of one table, and keeps pictures of those that were drawn twice."""

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

    def make_room(self) -> None:
        """Keep what fits the table one and a half times: enough to turn back while scrolling."""
        height = max(self._table.viewport().height() // self._measured().size.height(), 1)
        most = height * 3 // 2 + 2
        while len(self._pictures) > most:
            del self._pictures[next(iter(self._pictures))]
        while len(self._drawn_once) > most:
            del self._drawn_once[next(iter(self._drawn_once))]

    def tooltip(self, index: Index) -> str:
        """What a cell would say with more room, or nothing if it has said all."""
        entry = self._log.entry(index.row())
        if entry is None:
            return ""
        cell = self._log.moment.read(entry)[index.column()]
        full = COLUMNS[index.column()].tooltip(entry, self._log.moment)
        room = self._table.columnWidth(index.column()) - 2 * PADDING
        room -= (SIDE + GAP) * bool(cell.icon)
        needed = self._measured().advance(cell.words) + GAP
        return full if full != cell.words or needed > room else ""

    def mark_cell(self, painter: QPainter, index: QModelIndex) -> None:
        """Show in which cell of its row the keyboard is."""
        if index.isValid() and self._table.hasFocus():
            at = self._table.visualRect(index)
            line = QRect(at.left() + PADDING, at.bottom() - 3, at.width() - 2 * PADDING, 2)
            painter.fillRect(line, self._measured().accent)

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
        frame, cells = self._measured(), self._log.moment.read(entry)
        size = frame.size
        painter.fillRect(0, 0, size.width(), size.height(), frame.backgrounds[look])
        row = Row(frame, painter, self._log.sought)
        for slot in frame.slots:
            row.cell(slot, cells[slot.column])
        row.finish(look)


class Row:
    """A row that is being drawn.

    Texts are gathered by their colour, because changing a pen for each takes its time too.
    """

    def __init__(self, frame: Frame, painter: QPainter, sought: list[str]) -> None:
        self._frame = frame
        self._painter = painter
        self._sought = sought
        self._asides: list[tuple[int, str]] = []
        painter.setPen(frame.text)

    def cell(self, slot: Slot, cell: Cell) -> None:
        """A text with its icon before it and less important words behind it, or a state."""
        if cell.chip:
            self._chip(slot, cell)
        elif cell.icon or cell.state:
            self._with_icon(slot, cell)
        elif cell.text:
            self._words(slot, cell, 0.0)

    def finish(self, look: Look) -> None:
        """Write the less important words, and mark a row that is selected or has the keyboard."""
        frame, painter = self._frame, self._painter
        if self._asides:
            painter.setPen(frame.muted)
            for left, text in self._asides:
                painter.drawText(left, frame.baseline, text)
        width, height = frame.size.width(), frame.size.height()
        if look.selected:
            left = frame.left(width if frame.mirrored else 0, 0, BAR)
            painter.fillRect(left, 0, BAR, height, frame.accent)
        if look.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(frame.accent, 2))
            painter.drawRect(1, 1, width - 2, height - 2)

    def _words(self, slot: Slot, cell: Cell, before: float) -> None:
        """The text of a cell in the pen's colour, `before` pixels from where it could begin."""
        frame, room, text = self._frame, slot.room - before, cell.text
        width = frame.advance(text)
        if width > room:
            text = frame.short(text, room)
            width = frame.advance(text)
        if slot.number:
            before += max(room - width, 0)
        left = frame.left(slot.begin, before, width)
        if slot.searched and self._sought:
            self._mark(left, text)
        self._painter.drawText(left, frame.baseline, text)
        if cell.aside:
            self._aside(slot, cell.aside, before + width + GAP)

    def _aside(self, slot: Slot, text: str, before: float) -> None:
        frame, room = self._frame, slot.room - before
        if room < ROOM_FOR_ASIDE:
            return
        if frame.advance(text) > room:
            text = frame.short(text, room)
        left = frame.left(slot.begin, before, frame.advance(text))
        if slot.searched and self._sought:
            self._mark(left, text)
        self._asides.append((left, text))

    def _with_icon(self, slot: Slot, cell: Cell) -> None:
        frame, before = self._frame, 0.0
        ink = QColor(theme.tokens().shade(cell.state).ink) if cell.state else frame.text
        if cell.icon:
            shape = icons.pixmap(cell.icon, ink if cell.state else frame.muted, SIDE, frame.scale)
            top = (frame.size.height() - SIDE) // 2
            self._painter.drawPixmap(frame.left(slot.begin, 0, SIDE), top, shape)
            before = float(SIDE + GAP)
        if cell.text:
            self._painter.setPen(ink)
            self._words(slot, cell, before)
            self._painter.setPen(frame.text)

    def _chip(self, slot: Slot, cell: Cell) -> None:
        frame = self._frame
        known = frame.chips.get(cell)
        if known is None:
            known = frame.chips[cell] = chip(frame, cell, slot.room + PADDING)
        width = known.width() / frame.scale
        self._painter.drawPixmap(frame.left(slot.begin, -2, width), 0, known)

    def _mark(self, left: int, text: str) -> None:
        """Underlay and underline what was searched for in a text that is to be drawn."""
        found = marks(text, self._sought) or marks(text, self._sought, keep=str.isalnum)
        if not found:
            return
        layout = QTextLayout(text, self._painter.font())
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        shade, height = theme.tokens().warning, self._frame.size.height()
        for first, end in found:
            begin, stop = sorted((_x(line, first), _x(line, end)))
            under = QRectF(left + begin, 5, stop - begin, height - 10)
            self._painter.fillRect(under, QColor(shade.soft))
            under.setTop(under.bottom() - 1)
            self._painter.fillRect(under, QColor(shade.ink))


def chip(frame: Frame, cell: Cell, most: float) -> QPixmap:
    """A state as a picture of its own, an icon and a word in its colours, not wider than `most`."""
    shade = theme.tokens().shade(cell.state)
    before, height = 2 * GAP + SIDE, frame.size.height()
    width = round(min(before + frame.advance(cell.text) + PADDING, max(most, before)))
    begin = width if frame.mirrored else 0
    picture = frame.picture(width)
    picture.fill(Qt.GlobalColor.transparent)
    painter = frame.brush(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(shade.soft))
    painter.drawRoundedRect(QRectF(0, 4, width, height - 8), CHIP_RADIUS, CHIP_RADIUS)
    shape = icons.pixmap(cell.icon, QColor(shade.ink), SIDE, frame.scale)
    painter.drawPixmap(frame.left(begin, GAP, SIDE), (height - SIDE) // 2, shape)
    painter.setPen(QColor(shade.ink))
    text, room = cell.text, width - before - PADDING + 1
    if frame.advance(text) > room:
        text = frame.short(text, room)
    painter.drawText(frame.left(begin, before, frame.advance(text)), frame.baseline, text)
    painter.end()
    return picture


def _x(line: QTextLine, letter: int) -> float:
    found: Any = line.cursorToX(letter)
    return float(found[0])
