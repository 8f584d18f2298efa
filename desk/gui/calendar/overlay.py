"""What lies over the lanes: the present moment, what is selected, pointed at or dragged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desk.domain.span import Span
from desk.gui import theme
from desk.gui.calendar import words
from desk.gui.calendar.blocks import WHOLE
from desk.gui.calendar.brushes import Brushes
from desk.gui.calendar.drag import Act, Drag
from desk.gui.calendar.grid import Box, Grid
from desk.gui.calendar.items import Moment

translate = QCoreApplication.translate
SECOND = timedelta(seconds=1)
PADDING = 6


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be marked: boxes that are selected, and where the keyboard is, with a hint."""

    selected: tuple[Box, ...] = ()
    focus: Box | None = None
    hint: str = ""


def paint_now(
    painter: QPainter, brushes: Brushes, grid: Grid, lanes: Sequence[int], at: Moment
) -> None:
    """The line of the present moment: over every column of the date, or down all rows at once."""
    painter.setPen(QPen(brushes.now, 2))
    instant = Span(at.now, at.now + SECOND)
    for lane in lanes if grid.upright else lanes[:1]:
        found = next(grid.stretches(lane, instant), None)
        if found is None:
            continue
        whole = grid.lane(lane)
        if grid.upright:
            y = round(found[0])
            painter.drawLine(round(whole.left), y, round(whole.right), y)
        else:
            x = round(grid.box(lane, (found[0], found[0]), WHOLE).left)
            painter.drawLine(x, round(whole.top), x, round(grid.lane(lanes[-1]).bottom))


def paint_marks(painter: QPainter, brushes: Brushes, marks: Marks) -> None:
    """Selected: a thick line. With the keyboard: a second one inside it, of another colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in marks.selected:
        painter.setPen(QPen(brushes.accent, 2.5))
        painter.drawRect(_inner(box, 1.5))
    if marks.focus is not None:
        painter.setPen(QPen(brushes.accent, 2.5))
        painter.drawRect(_inner(marks.focus, 1.5))
        painter.setPen(QPen(brushes.ink, 1, Qt.PenStyle.DotLine))
        painter.drawRect(_inner(marks.focus, 4))
        if marks.hint:
            _hint(painter, brushes, marks.focus, marks.hint)


def paint_pointed(painter: QPainter, brushes: Brushes, box: Box) -> None:
    """What the mouse is at."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(brushes.edge, 1.5))
    painter.drawRect(_inner(box, 1.5))


def paint_drag(painter: QPainter, brushes: Brushes, grid: Grid, drag: Drag, at: Moment) -> None:
    """Where it would land, with its new time; hatched red with the reason where it cannot."""
    if drag.date is not None:
        return
    shade = theme.tokens().shade("full" if drag.hindrance else "booked")
    for stretch in grid.stretches(drag.lane, drag.to):
        begin, end = stretch
        box = grid.box(drag.lane, (begin, max(end, begin + 18)), WHOLE)
        rect = _inner(box, 1.5)
        ground = QColor(shade.soft)
        ground.setAlphaF(0.92)
        painter.fillRect(rect, ground)
        if drag.hindrance:
            painter.fillRect(rect, brushes.shut)
        painter.setPen(QPen(QColor(shade.mark), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        painter.setPen(QColor(shade.ink))
        _lines(painter, brushes, box, _said(drag, at), QColor(shade.soft))


def _said(drag: Drag, at: Moment) -> list[str]:
    said = [at.hours(drag.to)]
    if drag.appointment is not None:
        said.append(words.name(drag.appointment))
    elif drag.act is Act.CREATE:
        said.append(translate("Calendar", "New appointment"))
    if drag.hindrance:
        said.insert(1, drag.hindrance)
    return said


def _lines(
    painter: QPainter, brushes: Brushes, box: Box, lines: Iterable[str], ground: QColor
) -> None:
    text = brushes.text
    y = box.top + 4 + text.ascent
    for said in lines:
        if y > box.bottom - 2 and y > box.top + 4 + text.ascent:
            break
        shown = text.short(said, max(box.width - 2 * PADDING, 60))
        begin = box.right if brushes.mirrored else box.left
        width = text.advance(shown)
        x = brushes.left(begin, PADDING, width)
        painter.fillRect(QRectF(x - 2, y - text.ascent, width + 4, text.height), ground)
        painter.drawText(x, int(y), shown)
        y += text.height


def _hint(painter: QPainter, brushes: Brushes, box: Box, hint: str) -> None:
    text = brushes.text
    if box.height < text.height or box.width < 60:
        return
    shown = text.short(hint, box.width - 2 * PADDING - 4)
    begin = box.right if brushes.mirrored else box.left
    x = brushes.left(begin, PADDING + 2, text.advance(shown))
    y = box.top + (box.height - text.height) / 2
    back = QRectF(x - 2, y, text.advance(shown) + 4, text.height)
    painter.fillRect(back, brushes.surface)
    painter.setPen(brushes.accent)
    painter.drawText(x, int(y + text.ascent), shown)


def _inner(box: Box, by: float) -> QRectF:
    left, top, width, height = box.whole()
    return QRectF(left + by, top + by, max(width - 1 - 2 * by, 1), max(height - 2 * by, 1))
