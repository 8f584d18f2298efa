"""A view that draws time, under the mouse: pointing, choosing, dragging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desk.gui import discretion
from desk.gui.calendar import fitting, overlay, words
from desk.gui.calendar.drag import Act, Drag, Hand
from desk.gui.calendar.fitting import Spot
from desk.gui.calendar.grid import Box
from desk.gui.calendar.lanes import Block
from desk.gui.calendar.model import CalendarModel
from desk.gui.calendar.stop_view import StopView
from desk.gui.calendar.walk import Stop
from desk.gui.calendar.wishes import Drop, Wanted

Select = QItemSelectionModel.SelectionFlag
Cursor = Qt.CursorShape
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
EDGE, SCROLLED, OFTEN_MS = 24, 18, 30


class TimeView(StopView):
    """Lanes under the hand. `elsewhere` gives the date of another widget at a point of the screen.

    What is being dragged is put back by Esc, and by letting go where it was.
    """

    dropped_on_date = Signal(object, object)  # Appointment, dt.date
    held_over = Signal(object)  # dt.date or None: what is dragged is held over that date

    def __init__(
        self, model: CalendarModel, identifier: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, identifier, name, parent)
        self.elsewhere: Callable[[QPoint], dt.date | None] = lambda _point: None
        self.hand = Hand(self.book)
        self._pointed: Block | None = None
        self._creep = QTimer(self, interval=OFTEN_MS)
        self._creep.timeout.connect(self._scroll_on)
        self.setMouseTracking(True)

    def paint_over(self, painter: QPainter, seen: Box) -> None:
        super().paint_over(painter, seen)
        if self.grid is None or not self.grid.lanes:
            return
        if self._pointed is not None and self.hand.drag is None:
            overlay.paint_pointed(painter, self.brushes, self._pointed.box)
        if self.hand.drag is not None:
            drag, at = self.hand.drag, self.calendar.moment
            overlay.paint_drag(painter, self.brushes, self.grid, drag, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.hand.down:
            self._let_go()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        lane, block = self.block_at(point)
        if self.grid is None or lane < 0:
            return
        item = block.item if block else None
        index = self.calendar.index_of(item.id) if item else None
        if index is not None and event.modifiers() & CONTROL:
            self.selectionModel().select(index, Select.Toggle)
            return
        moment = self.grid.moment_at(lane, *self.at(point))
        if index is None or not self.selectionModel().isSelected(index):
            self.go_to(Stop(self._spot(lane, block, point), item))
        if event.button() == LEFT:
            self.hand.press(point, lane, moment, block)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not self.hand.down or self.grid is None:
            self._point_at(point)
            return
        date = self.elsewhere(event.globalPosition().toPoint())
        self.hand.move(point, self.at(point), self.grid, self.step, self.calendar.moment, date)
        if self.hand.drag is not None:
            self._show(self.hand.drag, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self._let_go()
        if drag is None:
            return
        resource = self.book.lanes[drag.lane].resource_id
        found = drag.appointment
        if found is None:
            slot = fitting.slot_of(self.book.slots(drag.lane), drag.to)
            self.wanted.emit(Wanted(drag.to, resource, slot.availability_id if slot else None))
        elif drag.date is not None:
            self.dropped_on_date.emit(found, drag.date)
        elif drag.to != found.span or resource != found.resource_id:
            self.dropped.emit(Drop(found, drag.to, resource))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        _, block = self.block_at(event.position().toPoint())
        if event.button() != LEFT:
            return
        if block is not None and block.item is not None and block.item.appointment is not None:
            self.opened.emit(block.item.appointment)
        else:
            self.want()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & CONTROL:
            if turned:
                self.zoomed.emit(1 if turned > 0 else -1)
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned * (-1 if self.isRightToLeft() else 1))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._point_at(None)
        if isinstance(event, QHelpEvent):
            self._say_more(event)
            return True
        return super().viewportEvent(event)

    def _say_more(self, event: QHelpEvent) -> None:
        """A tooltip with everything that a block may have had no room for."""
        _, block = self.block_at(event.pos())
        if block is None or block.item is None:
            QToolTip.hideText()
            return
        picture = self.calendar.picture
        said = words.spoken(block.item, picture.moment, picture.resources)
        if block.item.appointment is not None and block.item.appointment.note:
            said = f"{said}\n{discretion.note(block.item.appointment.note)}"
        place = self.on_screen(block.box)
        QToolTip.showText(event.globalPos(), said, self.viewport(), place)

    def _spot(self, lane: int, block: Block | None, point: QPoint) -> Spot:
        """The stretch at a point: the block's, the slot's, or a step of the grid."""
        if block is not None:
            return Spot(lane, block.span, block.slot.availability_id if block.slot else None)
        assert self.grid is not None, "there are lanes where there is a point on one"
        moment = self.grid.moment_at(lane, *self.at(point))
        slots = self.book.slots(lane)
        span = fitting.piece(slots, moment, self.step)
        slot = fitting.slot_of(slots, span)
        return Spot(lane, span, slot.availability_id if slot else None)

    def _let_go(self) -> Drag | None:
        """Put the hand away; gives back what was under way."""
        drag = self.hand.let_go()
        self._creep.stop()
        self.viewport().unsetCursor()
        self.held_over.emit(None)
        self.viewport().update()
        return drag

    def _point_at(self, point: QPoint | None) -> None:
        block = self.block_at(point)[1] if point is not None else None
        if block == self._pointed:
            return
        for each in (self._pointed, block):
            if each is not None:
                self.viewport().update(self.on_screen(each.box))
        self._pointed = block

    def _show(self, drag: Drag, point: QPoint) -> None:
        """Let the cursor say whether it can go there; scroll on at the edges."""
        shape = Cursor.ClosedHandCursor
        if drag.hindrance:
            shape = Cursor.ForbiddenCursor
        elif drag.act in (Act.BEGIN, Act.END):
            upright = self.grid is None or self.grid.upright
            shape = Cursor.SizeVerCursor if upright else Cursor.SizeHorCursor
        self.viewport().setCursor(shape)
        self.held_over.emit(drag.date)
        inner = self.viewport().rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        if drag.date is None and not inner.contains(point):
            self._creep.start()
        else:
            self._creep.stop()
        self.viewport().update()

    def _scroll_on(self) -> None:
        """While something is dragged at an edge, go on in that direction."""
        at, room = self.viewport().mapFromGlobal(QCursor.pos()), self.viewport().rect()
        for bar, place, far in (
            (self.horizontalScrollBar(), at.x(), room.width()),
            (self.verticalScrollBar(), at.y(), room.height()),
        ):
            by = SCROLLED if place > far - EDGE else -SCROLLED if place < EDGE else 0
            mirrored = bar is self.horizontalScrollBar() and self.isRightToLeft()
            bar.setValue(bar.value() + (-by if mirrored else by))
