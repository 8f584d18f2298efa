"""A calendar on the screen over a real file: two providers with half hours, and a hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from desk.domain.appointment import Appointment
from desk.domain.directory import Resource
from desk.domain.span import Span
from desk.gui.calendar.framed import FramedView
from desk.gui.calendar.page import CalendarPage
from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests import build

HALF = timedelta(minutes=30)
Left = Qt.MouseButton.LeftButton


@dataclass(frozen=True)
class House:
    """Dr Rossi and Dr Weber, open on weekdays from nine to twelve UTC, by half hours."""

    rossi: Resource
    weber: Resource
    mornings: int
    other_mornings: int


def house(database: Database) -> House:
    with database.write("test") as tx:
        rossi = build.resource(tx, "Dr. Eva", "Rossi", team="Ground floor")
        weber = build.resource(tx, "Dr. Tom", "Weber", key="weber", team="First floor")
        mornings = build.availability(tx, rossi.id, rule=build.WORKDAYS)
        others = build.availability(tx, weber.id, rule=build.WORKDAYS)
    return House(rossi, weber, mornings.id, others.id)


def view(page: CalendarPage) -> FramedView:
    """The view in front, which draws time."""
    found = page.views.currentWidget()
    assert isinstance(found, FramedView)
    return found


def lane_of(shown: FramedView, resource: Resource, span: Span) -> int:
    lane = shown.book.lane_of(resource.id, span)
    assert lane >= 0, "that is not shown"
    return lane


def point(shown: FramedView, resource: Resource, span: Span, share: float = 0.5) -> QPoint:
    """Where on the screen a share of that time has passed, brought into sight first."""
    assert shown.grid is not None
    lane = lane_of(shown, resource, span)
    begin, end = next(shown.grid.stretches(lane, span))
    whole = shown.grid.lane(lane)
    along = begin + (end - begin) * share
    x, y = (whole.left + 20, along) if shown.grid.upright else (along, whole.top + 10)
    at = QPoint(round(x) - shown.horizontalOffset(), round(y) - shown.verticalOffset())
    if not shown.viewport().rect().adjusted(0, 0, -1, -1).contains(at):
        shown.show_moment(lane, span.start, 0.3)
        at = QPoint(round(x) - shown.horizontalOffset(), round(y) - shown.verticalOffset())
    return at


def drag(shown: FramedView, begin: QPoint, *over: QPoint, let_go: bool = True) -> None:
    """Press, go there, and let go."""
    inner = shown.viewport()
    QTest.mousePress(inner, Left, Qt.KeyboardModifier.NoModifier, begin)
    for place in over:
        move_to(inner, place)
    if let_go:
        QTest.mouseRelease(inner, Left, Qt.KeyboardModifier.NoModifier, over[-1] if over else begin)


def move_to(inner: QWidget, place: QPoint) -> None:
    """A step of the mouse with its left button down."""
    QApplication.sendEvent(
        inner,
        QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(place),
            QPointF(inner.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            Left,
            Qt.KeyboardModifier.NoModifier,
        ),
    )


def kept(database: Database) -> list[Appointment]:
    """Every appointment there is, in order of time."""
    with database.read() as tx:
        found = select(AppointmentRecord).order_by(AppointmentRecord.starts, AppointmentRecord.id)
        return [record.value() for record in tx.session.scalars(found)]


def spoken(widget: QWidget) -> list[str]:
    """What a screen reader finds in a list."""
    found = QAccessible.queryAccessibleInterface(widget)
    children = (found.child(number) for number in range(found.childCount()))
    items = (QAccessible.Role.ListItem, QAccessible.Role.Cell)
    return [
        str(child.text(QAccessible.Text.Name))
        for child in children
        if child is not None and child.role() in items
    ]
