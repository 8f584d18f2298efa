"""A view with strips above and beside its lanes, a step that can be changed, and a way to open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from desk.domain.span import Span
from desk.gui.calendar.clock_day import HOUR, MINUTE, Axis, ClockDay
from desk.gui.calendar.edges import Edge
from desk.gui.calendar.lanes import Lane
from desk.gui.calendar.model import CalendarModel
from desk.gui.calendar.time_view import TimeView

STEPS = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 15, 20, 30, 60))
EARLY = timedelta(hours=8)  # what is at the top where nothing says when the day begins
BEFORE_NOW = 0.3  # of the room stands before the present moment
A_LITTLE = timedelta(minutes=15)


class FramedView(TimeView):
    """Lanes in their frame. Subclasses make the strips, the grid and the lines."""

    def __init__(
        self, model: CalendarModel, identifier: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, identifier, name, parent)
        self._room = (0, 0, False)
        self.top, self.side = self.make_edges()
        model.settled.connect(self.top.update)
        model.settled.connect(self.side.update)

    def make_edges(self) -> tuple[Edge, Edge]:
        """The strip above, and the one beside the lanes."""
        raise NotImplementedError

    def show_lanes(self, lanes: Sequence[Lane], days: Sequence[ClockDay]) -> None:
        """Show these lanes of these dates."""
        self.days = days
        self.lay_out(lanes)

    def show_step(self, step: timedelta) -> None:
        """Zoom, holding the middle of what is seen in its place."""
        if step == self.step:
            return
        middle = self._middle()
        self.step = step
        self.fit()
        if middle is not None:
            self.show_moment(*middle, 0.5)

    def open_at(self, moment: datetime | None) -> None:
        """Scroll to a moment of what is shown; without one, to where the first slots are."""
        if self.grid is None or not self.grid.lanes:
            return
        if moment is not None:
            spans = (lane.span for lane in self.lanes)
            holds = (n for n, span in enumerate(spans) if span.start <= moment < span.end)
            lane = next(holds, 0)
            self.bring_into_sight(self.grid.lane(lane))
            self.show_moment(lane, moment, BEFORE_NOW)
            return
        shown = (self.book.slots(lane) for lane in range(self.grid.lanes))
        first = [slots[0].span.start for slots in shown if slots]
        day = self.grid.days(0)[0]
        earliest = min((self._since_midnight(start) for start in first), default=EARLY)
        self.show_moment(0, day.span.start + max(earliest - A_LITTLE, timedelta()), 0.0)

    def show_moment(self, lane: int, moment: datetime, share: float) -> None:
        """Scroll so that so much of the room stands before a moment."""
        grid = self.grid
        found = next(grid.stretches(lane, Span(moment, moment + MINUTE)), None) if grid else None
        if grid is None or found is None:
            return
        room = self.viewport().height() if grid.upright else self.viewport().width()
        bar = self.verticalScrollBar() if grid.upright else self.horizontalScrollBar()
        bar.setValue(round(found[0] - share * room))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            self.top.follow(dx, 0)
        if dy:
            self.side.follow(0, dy)

    def fit(self) -> None:
        self.frame_lanes()
        super().fit()

    def frame_lanes(self) -> None:
        """Give the strips the room they need, and put them there."""
        width, height = self.side.width_needed(), self.top.height_needed()
        mirrored = self.isRightToLeft()
        if self._room != (width, height, mirrored):
            self._room = (width, height, mirrored)
            self.setViewportMargins(0 if mirrored else width, height, width if mirrored else 0, 0)
        inner = self.viewport().geometry()
        self.top.setGeometry(QRect(inner.left(), inner.top() - height, inner.width(), height))
        left = inner.right() + 1 if mirrored else inner.left() - width
        self.side.setGeometry(QRect(left, inner.top(), width, inner.height()))
        self.top.update()
        self.side.update()

    def _middle(self) -> tuple[int, datetime] | None:
        if self.grid is None or not self.grid.lanes:
            return None
        place = self.at(self.viewport().rect().center())
        lane = self.grid.lane_at(*place)
        return lane, self.grid.moment_at(lane, *place)

    def _since_midnight(self, moment: datetime) -> timedelta:
        local = moment.astimezone(self.calendar.moment.zone)
        return timedelta(hours=local.hour, minutes=local.minute)


def lines_every(axis: Axis, step: timedelta) -> tuple[list[float], list[float]]:
    """Where hours begin on an axis, and where the steps between them do; in minutes."""
    minutes = max(step / MINUTE, HOUR / 4)
    hours: list[float] = []
    steps: list[float] = []
    for place, shown in axis.marks(minutes):
        (steps if shown % HOUR else hours).append(place)
    return hours, steps
