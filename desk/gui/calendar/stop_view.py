"""Where the keyboard is on the lanes: at a slot, at an appointment, at a stretch of the grid.

The lanes are gone through slot by slot with the arrows, and appointment by appointment with Tab.
What somebody wants goes out as a wish; nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QFrame, QWidget

from desk.domain.appointment import Appointment
from desk.gui.calendar import overlay, walk, words
from desk.gui.calendar.blocks import WHOLE
from desk.gui.calendar.fitting import Spot
from desk.gui.calendar.grid import Box
from desk.gui.calendar.keys import Keys
from desk.gui.calendar.lanes import Lane
from desk.gui.calendar.model import CalendarModel
from desk.gui.calendar.overlay import Marks
from desk.gui.calendar.surface import LaneSurface
from desk.gui.calendar.walk import Stop
from desk.gui.calendar.wishes import Wanted
from desk.gui.table import Index

Select = QItemSelectionModel.SelectionFlag
USUAL_STEP = timedelta(minutes=15)
translate = QCoreApplication.translate


class StopView(LaneSurface):
    """Lanes with a place where the keyboard is."""

    wanted = Signal(object)  # Wanted
    dropped = Signal(object)  # Drop
    opened = Signal(object)  # Appointment
    wished = Signal(str)  # the id of a command
    stepped = Signal(int)  # so many periods on
    zoomed = Signal(int)  # so many steps finer

    def __init__(
        self, model: CalendarModel, identifier: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, identifier, name, parent)
        self.step = USUAL_STEP
        self.spot: Spot | None = None
        self._keys = Keys(self)

    @property
    def stop(self) -> Stop | None:
        """Where the keyboard is."""
        if self.spot is None or self.spot.lane >= len(self.book.lanes):
            return None
        index = self.currentIndex()
        return Stop(self.spot, self.calendar.item(index) if index.isValid() else None)

    def lay_out(self, lanes: Sequence[Lane]) -> None:
        if lanes != self.lanes:
            self.spot = None  # it was a place on other lanes
        super().lay_out(lanes)

    def chosen(self) -> list[Appointment]:
        """The appointments that are selected, earliest first."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        items = [self.calendar.item(self.calendar.index(row, 0)) for row in rows]
        return [item.appointment for item in items if item.appointment is not None]

    def go_to(self, stop: Stop) -> None:
        """Bring the keyboard to a stop, and that into sight."""
        self.spot = stop.spot
        chosen = self.selectionModel()
        if stop.item is not None:
            chosen.setCurrentIndex(self.calendar.index_of(stop.item.id), Select.ClearAndSelect)
        else:
            chosen.setCurrentIndex(QModelIndex(), Select.Clear)
            self._announce(stop.spot)
        box = self.box_of(stop)
        if box is not None:
            self.bring_into_sight(box)
        self.viewport().update()

    def box_of(self, stop: Stop) -> Box | None:
        """Where a stop is on the lanes."""
        if self.grid is None or stop.spot.lane >= self.grid.lanes:
            return None
        for block in self.book.content(stop.spot.lane).blocks:
            same = block.item is not None and stop.item is not None
            if same and block.item and stop.item and block.item.id == stop.item.id:
                return block.box
            if stop.item is None and block.slot is not None and block.span == stop.spot.span:
                return block.box
        stretch = next(self.grid.stretches(stop.spot.lane, stop.spot.span), None)
        return self.grid.box(stop.spot.lane, stretch, WHOLE) if stretch else None

    def want(self, text: str = "") -> None:
        """Wish to book the stretch that the keyboard is at."""
        if self.spot is not None and self.spot.lane < len(self.book.lanes):
            spot, resource = self.spot, self.book.lanes[self.spot.lane].resource_id
            self.wanted.emit(Wanted(spot.span, resource, spot.availability_id, text))

    def marks(self) -> Marks:
        """What is to be marked over the lanes."""
        items = (self.calendar.item(i) for i in self.selectionModel().selectedIndexes())
        boxes = tuple(box for item in items if (box := self.book.box(item)) is not None)
        stop = self.stop
        focus = self.box_of(stop) if stop is not None and self.hasFocus() else None
        return Marks(boxes, focus, hint=self._hint(stop))

    def paint_over(self, painter: QPainter, seen: Box) -> None:
        if self.grid is None or not self.grid.lanes:
            return
        lanes = self.lanes_in(seen)
        overlay.paint_now(painter, self.brushes, self.grid, lanes, self.calendar.moment)
        overlay.paint_marks(painter, self.brushes, self.marks())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """A screen reader may move to an appointment by itself."""
        super().currentChanged(current, previous)
        if current.isValid():
            item = self.calendar.item(current)
            lanes = self.book.lanes_of(item)
            if lanes and (self.spot is None or self.spot.span != item.span):
                self.spot = Spot(lanes[0], item.span)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            event.ignore()

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Tab goes through the appointments in the order of time, and out after the last."""
        here = self.stop
        shown = [item for item in self.calendar.rows if self.book.lanes_of(item)]
        following = walk.in_time(shown, here.item if here else None, 1 if ahead else -1)
        if following is None:
            return super().focusNextPrevChild(ahead)
        self.go_to(Stop(Spot(self.book.lanes_of(following)[0], following.span), following))
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A list would bring the keyboard to its first item, wherever in time that is.
        QFrame.focusInEvent(self, event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _hint(self, stop: Stop | None) -> str:
        """What is said at a place where nobody is booked: its time, and that typing books it."""
        if stop is None or stop.item is not None:
            return ""
        hours = self.calendar.moment.hours(stop.spot.span)
        return translate("Calendar", "+ {time}").format(time=hours)

    def _announce(self, spot: Spot) -> None:
        """Let a screen reader say where the keyboard is, which no item of the list does."""
        at, lane = self.calendar.moment, self.book.lanes[spot.lane]
        slot = next((s for s in self.book.slots(spot.lane) if s.span == spot.span), None)
        state = translate("Calendar", "not open")
        if slot is not None:
            state = words.free(slot.free) if slot.free else translate("Calendar", "closed")
        whose = lane.resource.name if lane.resource else ""
        said = ", ".join(part for part in (words.when(spot.span, at), whose, state) if part)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
