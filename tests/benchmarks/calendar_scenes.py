"""The calendar of a hundred providers in three ways: Desk's, Qt's scene, and painted plainly.

All three show the same two thousand blocks in the same places, each with its time and its person.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
)

from desk.domain.appointment import Appointment
from desk.domain.directory import Resource
from desk.domain.span import Span
from desk.gui import theme
from desk.gui.calendar import items, look
from desk.gui.calendar.clock_day import ClockDay
from desk.gui.calendar.columns_view import ColumnsView
from desk.gui.calendar.framed import FramedView
from desk.gui.calendar.items import Moment, Picture
from desk.gui.calendar.lanes import Lane
from desk.gui.calendar.model import CalendarModel
from desk.gui.calendar.rows_view import RowsView

PROVIDERS, EVENTS = 100, 2000
ZONE = ZoneInfo("Europe/Rome")
MONDAY = date(2030, 2, 4)
NOW = datetime(2030, 2, 6, 9, 40, tzinfo=UTC)
SIZE = (1600, 1000)
STEP, HOUR = timedelta(minutes=30), timedelta(hours=1)
NAMES = ("Maria Gomez", "Ada Lind", "Jonas Weber", "Grace Okafor", "Hana Sato", "Leo Ruiz")


def picture(*, one_day: bool = False) -> Picture:
    """Twenty appointments for each provider, over five days or all on one."""
    dice = random.Random(2030)
    providers = [
        Resource(id=n, key=str(n), first_name="Dr. Ada", last_name=f"Lind {n}")
        for n in range(1, PROVIDERS + 1)
    ]
    midnight = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=ZONE)
    booked = [
        _booked(number, providers[number % PROVIDERS].id, midnight, dice, one_day=one_day)
        for number in range(EVENTS)
    ]
    period = Span(midnight, midnight + timedelta(days=1 if one_day else 7))
    moment = Moment(NOW, ZONE)
    rows = items.in_order(map(items.of_appointment, booked))
    return Picture(period, rows, moment, {each.id: each for each in providers})


def _booked(
    number: int, provider: int, midnight: datetime, dice: random.Random, *, one_day: bool
) -> Appointment:
    place = number // PROVIDERS
    if one_day:
        start, length = midnight + timedelta(hours=8) + place * STEP, STEP
    else:
        start = midnight + timedelta(days=place // 4, hours=8 + place % 4 * 2, minutes=15)
        length = timedelta(minutes=dice.choice((45, 60, 90)))
    came = start if start < NOW and dice.random() < 0.9 else None
    return Appointment(
        id=number + 1,
        span=Span(start, start + length),
        resource_id=provider,
        name=dice.choice(NAMES),
        arrived_at=came,
        completed_at=came,
        created_at=NOW,
        updated_at=NOW,
    )


def dense() -> FramedView:
    """Desk's timeline of one date: some five hundred blocks are seen at once."""
    found = picture(one_day=True)
    return _rows(found, _days(1), STEP)


def rows() -> FramedView:
    """Desk's timeline over the whole week."""
    return _rows(picture(), _days(7), HOUR)


def _rows(found: Picture, days: tuple[ClockDay, ...], step: timedelta) -> FramedView:
    model = CalendarModel()
    made = RowsView(model, "week", "Week")
    whose = tuple(Lane(each, found.period) for each in found.resources.values())
    return _filled(made, found, whose, days, step)


def columns() -> FramedView:
    """Desk's week: a column for each provider and date."""
    model, found, days = CalendarModel(), picture(), _days(7)
    made = ColumnsView(model, "week", "Week")
    whose = tuple(Lane(each, day.span) for day in days for each in found.resources.values())
    return _filled(made, found, whose, days, HOUR)


def _filled(
    view: FramedView,
    found: Picture,
    lanes: tuple[Lane, ...],
    days: tuple[ClockDay, ...],
    step: timedelta,
) -> FramedView:
    view.calendar.setParent(view)
    view.resize(*SIZE)
    view.show_step(step)
    view.show_lanes(lanes, days)
    view.calendar.show_picture(found)
    return view


def _days(count: int) -> tuple[ClockDay, ...]:
    return tuple(ClockDay.of(MONDAY + timedelta(days=n), ZONE) for n in range(count))


Drawn = tuple[QRectF, str, str, str]  # where, in which state, its time and its person


def drawn(view: FramedView) -> list[Drawn]:
    """Every block of a view with its place, its state and its words."""
    found = []
    for lane in range(len(view.lanes)):
        for block in view.book.content(lane).taken:
            assert block.item is not None
            assert block.item.appointment is not None
            at = view.calendar.moment
            state = look.of(block.item.appointment, at).state
            rect = QRectF(*block.box).adjusted(1, 1, -1, -1)
            found.append((rect, state, at.clock(block.span.start), block.item.appointment.name))
    return found


def scene(view: FramedView) -> QGraphicsView:
    """The same in Qt's own scene: a rectangle and two texts for each block, and the lines."""
    made = QGraphicsScene()
    assert view.grid is not None
    width, height = view.grid.size
    made.setSceneRect(0, 0, width, height)
    line = QPen(QColor(theme.tokens().line))
    for lane in range(len(view.lanes)):
        box = view.grid.lane(lane)
        made.addLine(box.left, box.bottom, box.right, box.bottom, line)
    for rect, state, time, name in drawn(view):
        shade = theme.tokens().shade(state)
        made.addRect(rect, QPen(QColor(shade.mark)), QBrush(QColor(shade.soft)))
        for number, said in enumerate((time, name)):
            text = QGraphicsSimpleTextItem(said)
            text.setBrush(QBrush(QColor(shade.ink)))
            text.setPos(rect.left() + 6, rect.top() + 2 + 14 * number)
            made.addItem(text)
    shown = QGraphicsView(made)
    made.setParent(shown)
    shown.resize(*SIZE)
    # All of it is painted in each frame, as in the other two.
    shown.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    shown.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return shown


class Plain(QAbstractScrollArea):
    """The same painted as one usually does it well: only what is seen, and by colour."""

    def __init__(self, view: FramedView) -> None:
        super().__init__()
        assert view.grid is not None
        self._at = view.calendar.moment
        self._lanes = [QRectF(*view.grid.lane(lane)) for lane in range(len(view.lanes))]
        self._booked = [
            (QRectF(*block.box).adjusted(1, 1, -1, -1), block.item.appointment)
            for lane in range(len(view.lanes))
            for block in view.book.content(lane).taken
            if block.item is not None and block.item.appointment is not None
        ]
        width, height = view.grid.size
        self.resize(*SIZE)
        for bar, size, shown in zip(
            (self.horizontalScrollBar(), self.verticalScrollBar()),
            (width, height),
            SIZE,
            strict=True,
        ):
            bar.setRange(0, round(size) - shown)
            bar.setPageStep(shown)  # so that it is brought to the same hour as the others

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        x, y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        seen = QRectF(self.viewport().rect()).translated(x, y)
        painter.translate(-x, -y)
        tokens = theme.tokens()
        painter.fillRect(seen, QColor(tokens.raised))
        painter.setPen(QColor(tokens.line))
        painter.drawRects([lane for lane in self._lanes if lane.intersects(seen)])
        by_state: dict[str, list[tuple[QRectF, Appointment]]] = defaultdict(list)
        for rect, booked in self._booked:
            if rect.intersects(seen):
                by_state[look.of(booked, self._at).state].append((rect, booked))
        for state, blocks in by_state.items():
            self._paint(painter, tokens.shade(state), blocks)

    def _paint(
        self, painter: QPainter, shade: theme.Shade, blocks: list[tuple[QRectF, Appointment]]
    ) -> None:
        metrics = painter.fontMetrics()
        painter.setPen(QColor(shade.mark))
        painter.setBrush(QColor(shade.soft))
        painter.drawRects([rect for rect, _ in blocks])
        painter.setPen(QColor(shade.ink))
        for rect, booked in blocks:
            left, top = int(rect.left()) + 6, int(rect.top()) + metrics.ascent() + 2
            room = int(rect.width()) - 10
            for number, said in enumerate((self._at.clock(booked.span.start), booked.name)):
                shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room)
                painter.drawText(left, top + number * metrics.height(), shown)


def scrolled_whole(view: FramedView) -> FramedView:
    """A view that paints all of its lanes in each frame, where it would move what is there."""

    def paint_all(dx: int, dy: int) -> None:
        view.viewport().update()

    view.scrollContentsBy = paint_all  # type: ignore[method-assign]
    return view


KINDS: dict[str, Callable[[], FramedView]] = {"dense": dense, "rows": rows, "columns": columns}
