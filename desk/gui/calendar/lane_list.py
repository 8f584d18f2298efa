"""Rows of the model on lanes of time: where each stands, and what lies at a point.

It is one of Qt's lists, so that screen readers find every appointment as an item of it, with its
words and its place; where the items stand is our own affair. Columns and rows differ only in their
grid. Painting is in `surface`, what the hand does in `time_view`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk.gui.calendar.clock_day import ClockDay
from desk.gui.calendar.grid import Box, Grid
from desk.gui.calendar.lanes import Block, Lane, LaneBook
from desk.gui.calendar.model import SUMMARY, CalendarModel
from desk.gui.naming import named
from desk.gui.table import Index

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelection

Hint = QAbstractItemView.ScrollHint


class LaneList(QListView):
    """A list whose items stand on lanes. Subclasses make the grid."""

    least = 18.0  # logical pixels that anything is drawn long

    def __init__(
        self, model: CalendarModel, identifier: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, identifier, name)
        self.calendar = model
        self.lanes: Sequence[Lane] = ()
        self.days: Sequence[ClockDay] = ()
        self.book = LaneBook()
        self.grid: Grid | None = None
        self.setModel(model)
        self.setModelColumn(SUMMARY)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    def make_grid(self) -> Grid | None:
        """The grid as it must be just now; none while there is nothing to show."""
        raise NotImplementedError

    def lay_out(self, lanes: Sequence[Lane]) -> None:
        """Show these lanes."""
        if lanes != self.lanes:
            self.lanes, self.grid = lanes, None
        self.fit()

    def fit(self) -> None:
        """Make the grid anew for the room and the lanes there are."""
        grid = self.make_grid()
        if grid is not None:
            self.book.lay_out(self.lanes, grid, self.least)
        if grid != self.grid:
            self.grid = grid
            self.grid_changed()
        self.updateGeometries()
        self.viewport().update()

    def grid_changed(self) -> None:
        """The grid is another one now."""

    def at(self, point: QPoint) -> tuple[float, float]:
        """A point of the viewport, in the whole picture."""
        return point.x() + self.horizontalOffset(), point.y() + self.verticalOffset()

    def on_screen(self, box: Box) -> QRect:
        """A box of the whole picture, in the viewport."""
        moved = box.moved(-self.horizontalOffset(), -self.verticalOffset())
        return QRectF(*moved).toAlignedRect()

    def block_at(self, point: QPoint) -> tuple[int, Block | None]:
        """The lane at a point of the viewport, and what stands there on it."""
        if self.grid is None or not self.grid.lanes:
            return -1, None
        x, y = self.at(point)
        lane = self.grid.lane_at(x, y)
        return lane, self.book.content(lane).at(x, y)

    def bring_into_sight(self, box: Box) -> None:
        """Scroll no further than is needed to see all of a box, or its beginning."""
        room = self.viewport().size()
        x = _scrolled(self.horizontalOffset(), box.left, box.right, room.width())
        across = self.horizontalScrollBar()
        across.setValue(across.maximum() - x if self.isRightToLeft() else x)
        self.verticalScrollBar().setValue(
            _scrolled(self.verticalOffset(), box.top, box.bottom, room.height())
        )

    def visualRect(self, index: Index) -> QRect:
        shown = index.isValid() and self.grid is not None
        box = self.book.box(self.calendar.item(index)) if shown else None
        return self.on_screen(box) if box is not None else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        _, block = self.block_at(point)
        if block is None or block.item is None:
            return QModelIndex()
        return self.calendar.index_of(block.item.id)

    def scrollTo(self, index: Index, _hint: Hint = Hint.EnsureVisible) -> None:
        box = self.book.box(self.calendar.item(index)) if index.isValid() else None
        if box is not None:
            self.bring_into_sight(box)

    def horizontalOffset(self) -> int:
        bar = self.horizontalScrollBar()
        return bar.maximum() - bar.value() if self.isRightToLeft() else bar.value()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def doItemsLayout(self) -> None:
        # The list's own way would ask for the size of every row.
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        if self.grid is None and self.lanes:
            return  # other lanes are about to have one, and keep the place where they are
        room, (width, height) = self.viewport().size(), self.grid.size if self.grid else (0, 0)
        for bar, whole, seen in (
            (self.horizontalScrollBar(), width, room.width()),
            (self.verticalScrollBar(), height, room.height()),
        ):
            bar.setRange(0, max(round(whole) - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(max(seen // 20, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.fit()


def _scrolled(now: int, begin: float, end: float, room: int) -> int:
    """How far to scroll to see from `begin` to `end`, where `now` is how far it is already."""
    if end - begin >= room or begin < now:
        return int(begin)
    return max(now, int(end) - room + 1)
