"""Lanes of time, painted quickly: what has been drawn is kept and copied, see `pictures`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk.gui.calendar.brushes import Brushes
from desk.gui.calendar.grid import Box
from desk.gui.calendar.lane_list import LaneList
from desk.gui.calendar.model import CalendarModel
from desk.gui.calendar.painter import LanePainter, Lined
from desk.gui.calendar.pictures import Pictures
from desk.gui.table import Index

LOOKS = {
    QEvent.Type.FontChange,
    QEvent.Type.PaletteChange,
    QEvent.Type.StyleChange,
    QEvent.Type.LayoutDirectionChange,
    QEvent.Type.LanguageChange,
}


class LaneSurface(LaneList):
    """Draws its lanes. Subclasses say where lines are, and draw what lies over the lanes."""

    def __init__(
        self, model: CalendarModel, identifier: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, identifier, name, parent)
        self._brushes: Brushes | None = None
        self._painter: LanePainter | None = None
        self._pictures = Pictures(self._draw)
        self._lines = Lined([], [], 0.0)
        # All of the viewport is painted, so Qt may move what is there when it is scrolled.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        model.settled.connect(self._on_settled)

    def make_lines(self) -> Lined:
        """Where the lines of a lane are."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter, seen: Box) -> None:
        """Draw what changes too often to be kept: what is pointed at, selected, under way."""

    @property
    def brushes(self) -> Brushes:
        """What is drawn with; made anew on a screen of another scale."""
        scale = self.viewport().devicePixelRatioF()
        if self._brushes is None or self._brushes.scale != scale:
            self._brushes = Brushes(self.font(), scale, mirrored=self.isRightToLeft())
            self._painter = LanePainter(self._brushes)
            self._pictures.forget()
        return self._brushes

    def grid_changed(self) -> None:
        self._pictures.fit(self.grid)
        if self.grid is not None:
            self._lines = self.make_lines()

    def draw_anew(self, lanes: Iterable[int]) -> None:
        """Draw these lanes again: something on them is different."""
        for lane in lanes:
            self._pictures.forget(lane)
            if self.grid is not None and lane < self.grid.lanes:
                self.viewport().update(self.on_screen(self.grid.lane(lane)))

    def dataChanged(self, first: Index, last: Index, roles: Iterable[int] = ()) -> None:
        super().dataChanged(first, last, list(roles))
        for row in range(first.row(), last.row() + 1) if self.isVisible() else ():
            self.draw_anew(self.book.lanes_of(self.calendar.item(self.calendar.index(row, 0))))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        brushes, exposed = self.brushes, event.rect()
        x, y = self.horizontalOffset(), self.verticalOffset()
        painter.translate(-x, -y)
        brushes.begin(painter)
        seen = Box(exposed.x() + x, exposed.y() + y, exposed.width(), exposed.height())
        width, height = self.grid.size if self.grid is not None else (0, 0)
        if seen.right > width or seen.bottom > height:
            painter.fillRect(QRectF(*seen), brushes.window)
        self._pictures.paint(painter, seen.common(Box(0, 0, width, height)), brushes.scale)
        self.paint_over(painter, seen)
        painter.end()
        self._pictures.make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in LOOKS:
            # Not at once: whoever lays out anew while Qt puts a style on brings Qt down.
            QTimer.singleShot(0, self, self._dress_anew)

    def lanes_in(self, seen: Box) -> range:
        """The lanes of which something is to be seen."""
        if self.grid is None or not self.grid.lanes:
            return range(0)
        one = self.grid.lane_at(seen.left, seen.top)
        other = self.grid.lane_at(seen.right - 1, seen.bottom - 1)
        return range(min(one, other), max(one, other) + 1)

    def _draw(self, painter: QPainter, lanes: Sequence[int], part: Box) -> None:
        assert self._painter is not None, "brushes are made before anything is drawn"
        assert self.grid is not None, "lanes are drawn when there are some"
        self.brushes.begin(painter)
        shown = [(self.grid.lane(lane), self.book.content(lane)) for lane in lanes]
        upright, at = self.grid.upright, self.calendar.moment
        self._painter.draw(painter, shown, self._lines, part, at, upright=upright)

    def _on_settled(self) -> None:
        changed = self.book.show(self.calendar.picture)
        if self.isVisible():
            self.draw_anew(changed)
        else:
            self._pictures.forget()

    def _dress_anew(self) -> None:
        self._brushes = None
        self._pictures.forget()
        self.grid = None
        self.fit()
