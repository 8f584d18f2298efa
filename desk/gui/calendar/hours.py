"""The strips beside the lanes that say which hour it is, and where the present moment is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from desk.gui.calendar.blocks import WHOLE
from desk.gui.calendar.brushes import Brushes
from desk.gui.calendar.clock_day import HOUR, MIDNIGHT, Axis
from desk.gui.calendar.edges import Edge
from desk.gui.calendar.grid import ColumnGrid, RowGrid
from desk.gui.calendar.titles import PADDING, date_tag, labels, now_tag

ROOM_FOR_HALVES = 30.0  # pixels of half an hour from which it has a label of its own
BESIDE = 80  # pixels beyond a part in which a label may begin that reaches into it


class HourSide(Edge):
    """Beside columns: the hours, and the present time."""

    def width_needed(self) -> int:
        return int(self.view.brushes.text.advance(labels()(23 * HOUR))) + 2 * PADDING

    def offset(self) -> tuple[int, int]:
        return 0, self.view.verticalOffset()

    def draw(self, painter: QPainter, brushes: Brushes, part: QRect) -> None:
        grid = self.view.grid
        assert isinstance(grid, ColumnGrid), "hours stand beside columns"
        text, now = brushes.text, self._now(grid)
        painter.setFont(text.font)
        painter.setPen(brushes.muted)
        label = labels()
        for place, minutes in hours(grid.axis, grid.scale):
            y = place * grid.scale
            covered = now is not None and abs(y + text.height / 2 - now) < text.height
            if part.top() - text.height <= y <= part.bottom() and not covered:
                said = label(int(minutes))
                room = self.width() - PADDING - text.advance(said)
                # The label hangs from its line, so that the first one can be read too.
                x = PADDING if brushes.mirrored else int(room)
                painter.drawText(x, int(y + text.ascent), said)
        if now is not None:
            at, tag = self.view.calendar.moment, QRectF(2, now, self.width() - 4, 0)
            now_tag(painter, brushes, tag, at.clock(at.now))

    def _now(self, grid: ColumnGrid) -> float | None:
        """Where the present moment is, if it is on one of the dates."""
        now = self.view.calendar.moment.now
        day = next((day for day in self.view.days if day.span.start <= now < day.span.end), None)
        return grid.axis.place(day, now) * grid.scale if day is not None else None


class HourTop(Edge):
    """Above rows: the hours, under the dates."""

    def height_needed(self) -> int:
        return (int(self.view.brushes.text.height) + 6) * 2

    def offset(self) -> tuple[int, int]:
        return self.view.horizontalOffset(), 0

    def follow(self, dx: int, dy: int) -> None:
        # A date stays in sight as long as any of its hours is; they move under it.
        half = self.height() // 2
        self.scroll(dx, 0, QRect(0, half, self.width(), self.height() - half))
        self.update(0, 0, self.width(), half)

    def draw(self, painter: QPainter, brushes: Brushes, part: QRect) -> None:
        grid = self.view.grid
        assert isinstance(grid, RowGrid), "hours stand above rows"
        begin, end = self.offset()[0], self.offset()[0] + self.width()
        half, today = self.height() // 2, self.view.calendar.moment.today
        label = labels()
        for track in grid.tracks:
            first = track.before * grid.scale
            box = grid.box(0, (first, first + track.axis.length * grid.scale), WHOLE)
            left, right = max(box.left, begin), min(box.right, end)
            if left >= right:
                continue
            painter.fillRect(QRectF(box.left, 0, 1, self.height()), brushes.edge)
            rect = QRect(int(left), 0, int(right - left), half)
            date_tag(painter, brushes, rect, track.day.date, today)
            painter.setFont(brushes.text.font)
            painter.setPen(brushes.muted)
            for place, minutes in hours(track.axis, grid.scale / 2):
                along = (track.before + place) * grid.scale
                x = grid.box(0, (along, along), WHOLE).left
                if minutes < MIDNIGHT and part.left() - BESIDE <= x <= part.right() + BESIDE:
                    said = label(int(minutes))
                    at = brushes.left(x, 4, brushes.text.advance(said))
                    painter.drawText(at, int(half + brushes.text.ascent), said)


def hours(axis: Axis, scale: float) -> Iterator[tuple[float, float]]:
    """The places that have a label: the hours, where there is room the halves, or each third."""
    if HOUR / 2 * scale >= ROOM_FOR_HALVES:
        step = HOUR // 2
    elif HOUR * scale >= ROOM_FOR_HALVES / 2:
        step = HOUR
    else:
        step = 3 * HOUR
    return axis.marks(step)
