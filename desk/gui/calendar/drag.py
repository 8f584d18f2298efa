"""The hand on the calendar: pressing, dragging, letting go.

A drag is one value that is there or is not. Nothing is changed by it: when it is let go, the view
says what is wished. A press that wobbles a little is no drag.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from desk.domain.appointment import Appointment
from desk.domain.span import Span
from desk.gui.calendar import fitting
from desk.gui.calendar.grid import Box, Grid
from desk.gui.calendar.items import Moment
from desk.gui.calendar.lanes import Block, LaneBook

EDGE = 6.0  # logical pixels at the ends of a block by which its length is changed
MINUTE = timedelta(minutes=1)


class Act(Enum):
    """What letting go would do."""

    CREATE = "create"
    MOVE = "move"
    BEGIN = "begin"
    END = "end"


@dataclass(frozen=True, slots=True)
class Drag:
    """A block under way: what was taken hold of and where, and where it would land.

    `hindrance` says what is in the way there, `date` is the one of a small calendar that it is
    held over.
    """

    act: Act
    lane: int
    held: datetime
    to: Span
    appointment: Appointment | None = None
    hindrance: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """The button is down, and has not moved far yet."""

    point: QPoint
    lane: int
    moment: datetime
    block: Block | None


class Hand:
    """Turns the movements of the mouse over one view into a `Drag`."""

    def __init__(self, book: LaneBook) -> None:
        self._book = book
        self._press: Press | None = None
        self.drag: Drag | None = None

    @property
    def down(self) -> bool:
        return self._press is not None

    def press(self, point: QPoint, lane: int, moment: datetime, block: Block | None) -> None:
        self._press = Press(point, lane, moment, block)
        self.drag = None

    def let_go(self) -> Drag | None:
        """Forget everything; gives back what was under way."""
        found, self.drag, self._press = self.drag, None, None
        return found

    def move(
        self,
        point: QPoint,
        place: tuple[float, float],
        grid: Grid,
        step: timedelta,
        at: Moment,
        date: dt.date | None,
    ) -> None:
        """Follow the mouse; `place` is the point in the whole picture."""
        press = self._press
        if press is None:
            return
        far = (point - press.point).manhattanLength() >= QApplication.startDragDistance()
        if self.drag is None:
            if not far:
                return
            self.drag = self._begun(press, grid)
        if date is not None and self.drag.act is Act.MOVE:
            self.drag = replace(self.drag, date=date, hindrance="")
            return
        self.drag = self._moved(replace(self.drag, date=None), place, grid, step, at)

    def _begun(self, press: Press, grid: Grid) -> Drag:
        item = press.block.item if press.block else None
        found = item.appointment if item else None
        if found is None or press.block is None:
            span = press.block.span if press.block else Span(press.moment, press.moment + MINUTE)
            return Drag(Act.CREATE, press.lane, press.moment, span)
        return Drag(_act(press, grid), press.lane, press.moment, found.span, found)

    def _moved(
        self, drag: Drag, place: tuple[float, float], grid: Grid, step: timedelta, at: Moment
    ) -> Drag:
        lane = grid.lane_at(*place) if drag.act is Act.MOVE else drag.lane
        moment, slots = grid.moment_at(lane, *place), self._book.slots(lane)
        found = drag.appointment
        if found is None:
            to = fitting.stretch(slots, drag.held, moment, step)
        elif drag.act is Act.MOVE:
            wanted = moment - (drag.held - found.span.start)
            to = fitting.landing(slots, wanted, found.span.length, step)
        elif drag.act is Act.END:
            end = fitting.on_grid(moment, step)
            to = Span(found.span.start, max(end, found.span.start + step))
        else:
            start = fitting.on_grid(moment, step)
            to = Span(min(start, found.span.end - step), found.span.end)
        hindrance = fitting.hindrance(self._book.content(lane), to, found, at.now)
        return replace(drag, lane=lane, to=to, hindrance=hindrance)


def _act(press: Press, grid: Grid) -> Act:
    """What is meant by where a block was taken hold of: its ends, or the rest of it."""
    assert press.block is not None, "only blocks are taken hold of"
    box, span = press.block.box, press.block.span
    reach = min(EDGE, _length(box, grid) / 4) / grid.scale * MINUTE
    if span.end - press.moment <= reach:
        return Act.END
    if press.moment - span.start <= reach / 2:
        return Act.BEGIN
    return Act.MOVE


def _length(box: Box, grid: Grid) -> float:
    return box.height if grid.upright else box.width
