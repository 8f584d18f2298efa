"""The strips beside the lanes that say whose they are. They scroll along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import QLine, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk.gui.calendar.brushes import Brushes
from desk.gui.calendar.grid import Box
from desk.gui.calendar.lanes import Lane
from desk.gui.calendar.surface import LaneSurface
from desk.gui.calendar.titles import PADDING, STRIPE, date_tag, title

NARROWEST, WIDEST = 96, 200  # logical pixels for names beside rows


class Edge(QWidget):
    """A strip along one side of a view. It cannot be reached by the keyboard: lanes can."""

    def __init__(self, view: LaneSurface) -> None:
        super().__init__(view)
        self.view = view
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def draw(self, painter: QPainter, brushes: Brushes, part: QRect) -> None:
        """Draw what of the whole picture's strip lies in `part`."""
        raise NotImplementedError

    def width_needed(self) -> int:
        """Of a strip beside the lanes."""
        return self.width()

    def height_needed(self) -> int:
        """Of a strip above the lanes."""
        return self.height()

    def follow(self, dx: int, dy: int) -> None:
        """Scroll along with the lanes."""
        self.scroll(dx, dy)

    def offset(self) -> tuple[int, int]:
        """Where in the whole picture the strip begins."""
        return 0, 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        brushes, (x, y) = self.view.brushes, self.offset()
        brushes.begin(painter)
        painter.translate(-x, -y)
        # Part by part: while scrolling they are far from each other.
        parts: Iterable[QRect] = event.region()  # type: ignore[assignment]
        for part in parts:
            there = part.translated(x, y)
            painter.setClipRect(there)
            painter.fillRect(there, brushes.surface)
            if self.view.grid is not None and self.view.grid.lanes:
                self.draw(painter, brushes, there)

    def lanes_from(self, begin: float, end: float) -> Iterator[tuple[Lane, Box]]:
        """The lanes that lie between two places of the whole picture, across it."""
        grid = self.view.grid
        assert grid is not None, "a strip stands beside lanes"
        ends = grid.lane_at(begin, begin), grid.lane_at(end, end)
        for lane in range(min(ends), max(ends) + 1):
            yield self.view.lanes[lane], grid.lane(lane)

    def name(self, lane: Lane) -> str:
        """Whose a lane is."""
        return lane.resource.name if lane.resource else self.tr("No provider")


class ColumnHeads(Edge):
    """Above columns: whose they are, under the date where there are several."""

    def height_needed(self) -> int:
        return self._line() * 2 if self._grouped() else self._line() + 2

    def offset(self) -> tuple[int, int]:
        return self.view.horizontalOffset(), 0

    def follow(self, dx: int, dy: int) -> None:
        # Dates over several columns stay in sight; what lies under them moves.
        above = self._line() if self._grouped() else 0
        self.scroll(dx, 0, QRect(0, above, self.width(), self.height() - above))
        if above:
            self.update(0, 0, self.width(), above)

    def draw(self, painter: QPainter, brushes: Brushes, part: QRect) -> None:
        at, grouped = self.view.calendar.moment, self._grouped()
        top = self._line() if grouped else 0
        dates = not grouped and len({lane.span for lane in self.view.lanes}) > 1
        for lane, box in self.lanes_from(part.left(), part.right()):
            rect = QRect(int(box.left), top, int(box.right) - int(box.left), self._line())
            if dates:
                date_tag(painter, brushes, rect, at.date(lane.span.start), at.today)
            else:
                colour = lane.resource.color if lane.resource else None
                title(painter, brushes, rect, self.name(lane), colour)
        if grouped and part.top() < top:
            self._date_groups(painter, brushes)

    def _date_groups(self, painter: QPainter, brushes: Brushes) -> None:
        """Each date once, from where its columns are to be seen."""
        at, line = self.view.calendar.moment, self._line()
        begin, end = self.offset()[0], self.offset()[0] + self.width()
        painter.fillRect(QRect(begin, 0, self.width(), line), brushes.surface)
        seen = self.lanes_from(begin, end - 1)
        for span, group in groupby(seen, key=lambda pair: pair[0].span):
            boxes = [box for _, box in group]
            left, right = min(box.left for box in boxes), max(box.right for box in boxes)
            painter.fillRect(QRectF(left, 0, 1, line * 2), brushes.edge)
            first, last = max(left, begin), min(right, end)
            rect = QRect(int(first), 0, max(int(last - first), 1), line)
            date_tag(painter, brushes, rect, at.date(span.start), at.today)

    def _line(self) -> int:
        return int(self.view.brushes.text.height) + PADDING + 2

    def _grouped(self) -> bool:
        """Whether there are several providers on each of several dates."""
        lanes = self.view.lanes
        if len(lanes) < 2:
            return False
        first, last = lanes[0], lanes[-1]
        return first.span != last.span and first.resource_id != last.resource_id


class RowHeads(Edge):
    """Beside rows: whose they are."""

    def width_needed(self) -> int:
        strong = self.view.brushes.strong
        widths = (strong.advance(self.name(lane)) for lane in self.view.lanes)
        widest = max(widths, default=0.0) + 2 * PADDING + STRIPE
        return int(min(max(widest, NARROWEST), WIDEST))

    def offset(self) -> tuple[int, int]:
        return 0, self.view.verticalOffset()

    def draw(self, painter: QPainter, brushes: Brushes, part: QRect) -> None:
        width, top, bottom = self.width(), part.top(), part.bottom()
        lines: list[QLine] = []
        for lane, box in self.lanes_from(top, bottom):
            if box.bottom <= top or box.top > bottom:
                continue
            rect = QRect(0, int(box.top), width, int(box.height))
            colour = lane.resource.color if lane.resource else None
            title(painter, brushes, rect, self.name(lane), colour, upright=False)
            lines.append(QLine(rect.bottomLeft(), rect.bottomRight()))
        painter.setPen(brushes.line)
        painter.drawLines(lines)
