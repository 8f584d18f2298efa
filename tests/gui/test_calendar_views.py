"""The drawn views of the calendar under hand and keyboard: they wish, and change nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Details
from desk.gui import theme
from desk.gui.calendar.framed import FramedView
from desk.gui.calendar.page import CalendarPage
from desk.gui.calendar.wishes import Drop, Wanted
from desk.gui.client import Client
from desk.services import appointments
from desk.store.database import Database
from tests import build
from tests.gui.calendar_screen import (
    House,
    drag,
    house,
    lane_of,
    move_to,
    point,
    spoken,
    view,
)

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    sheet, palette = qapp.styleSheet(), qapp.palette()
    theme.apply(qapp, theme.Choice.LIGHT)
    yield
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)


@pytest.fixture
def desk(database: Database) -> House:
    """Maria is booked with Dr Rossi at nine UTC, Ben at ten."""
    made = house(database)
    with database.write("ann") as tx:
        for hour, name in ((9, "Maria Gomez"), (10, "Ben Ode")):
            details = Details(title=name)
            appointments.book(tx, made.mornings, build.span(hour), details)
    return made


@pytest.fixture
def page(qtbot: QtBot, client: Client, desk: House) -> CalendarPage:
    made = CalendarPage(client)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: made.views.model.rowCount() > 0)
    made.views.setFocus()
    return made


@pytest.fixture
def wanted(page: CalendarPage) -> list[Wanted]:
    found: list[Wanted] = []
    page.views.wanted.disconnect()
    page.views.wanted.connect(found.append)
    return found


@pytest.fixture
def dropped(page: CalendarPage) -> list[Drop]:
    found: list[Drop] = []
    page.views.dropped.disconnect()
    page.views.dropped.connect(found.append)
    return found


def picture(shown: FramedView) -> QImage:
    return shown.viewport().grab().toImage()


def said(page: CalendarPage) -> list[str]:
    return [each.name for each in page.views.chosen()]


def press(page: CalendarPage, key: Qt.Key, held: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    QTest.keyClick(page.views.current, key, held)


def test_screen_readers_find_every_appointment_with_time_and_person(page: CalendarPage) -> None:
    found = spoken(page.views.current)

    assert len(found) == 2
    assert found[0].startswith("10:00\u201310:30, Maria Gomez")
    assert "Dr. Eva Rossi" in found[0]


def test_an_appointment_is_where_its_time_and_provider_are(page: CalendarPage, desk: House) -> None:
    shown = view(page)
    index = shown.calendar.index(0, 0)
    at_nine = point(shown, desk.rossi, build.span(9))

    rect = shown.visualRect(index)

    assert rect.contains(at_nine)
    assert shown.indexAt(at_nine).row() == 0
    assert not shown.indexAt(point(shown, desk.weber, build.span(9))).isValid()


def test_it_opens_scrolled_to_the_present_moment(page: CalendarPage) -> None:
    shown = view(page)
    assert shown.grid is not None
    stretch = next(shown.grid.stretches(0, build.span(9, minutes=1)))

    above = stretch[0] - shown.verticalOffset()

    assert 0 < above < shown.viewport().height() / 2


def test_arrows_go_from_slot_to_slot_and_across_providers(page: CalendarPage, desk: House) -> None:
    shown = view(page)
    QTest.mouseClick(
        shown.viewport(),
        Qt.MouseButton.LeftButton,
        Modifier.NoModifier,
        point(shown, desk.rossi, build.span(9)),
    )
    assert said(page) == ["Maria Gomez"]

    press(page, Key.Key_Down)
    assert shown.stop is not None
    assert shown.stop.item is None
    assert shown.stop.spot.span == build.span(9, 30)
    assert said(page) == []

    press(page, Key.Key_Down)
    assert said(page) == ["Ben Ode"]

    press(page, Key.Key_Right)
    assert shown.stop.spot.lane == lane_of(shown, desk.weber, build.span(10))
    assert shown.stop.spot.span == build.span(10)


def test_tab_goes_through_the_appointments_and_out_after_the_last(page: CalendarPage) -> None:
    press(page, Key.Key_Tab)
    assert said(page) == ["Maria Gomez"]
    press(page, Key.Key_Tab)
    assert said(page) == ["Ben Ode"]
    press(page, Key.Key_Backtab, Modifier.ShiftModifier)
    assert said(page) == ["Maria Gomez"]

    press(page, Key.Key_Tab)
    press(page, Key.Key_Tab)

    assert not page.views.current.hasFocus()


def test_typing_on_a_free_slot_begins_a_booking_with_that_letter(
    page: CalendarPage, desk: House, wanted: list[Wanted]
) -> None:
    QTest.mouseClick(
        view(page).viewport(),
        Qt.MouseButton.LeftButton,
        Modifier.NoModifier,
        point(view(page), desk.weber, build.span(9, 30)),
    )

    QTest.keyClicks(page.views.current, "m")

    assert wanted == [Wanted(build.span(9, 30), desk.weber.id, desk.other_mornings, "m")]


def test_enter_on_a_free_slot_and_a_double_click_book_it(
    page: CalendarPage, desk: House, wanted: list[Wanted]
) -> None:
    place = point(view(page), desk.weber, build.span(9, 30))

    QTest.mouseClick(view(page).viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, place)
    press(page, Key.Key_Return)
    QTest.mouseDClick(view(page).viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, place)

    assert [each.span for each in wanted] == [build.span(9, 30)] * 2


def test_dragging_an_empty_stretch_wishes_all_of_its_slots(
    page: CalendarPage, desk: House, wanted: list[Wanted]
) -> None:
    shown = view(page)
    begin = point(shown, desk.weber, build.span(9))
    end = point(shown, desk.weber, build.span(10))

    drag(shown, begin, end)

    assert [each.span for each in wanted] == [build.span(9, minutes=90)]


def test_dragging_a_block_wishes_it_on_the_slot_it_is_let_go_over(
    page: CalendarPage, desk: House, dropped: list[Drop]
) -> None:
    shown = view(page)
    begin = point(shown, desk.rossi, build.span(9))
    end = point(shown, desk.weber, build.span(10, 30))

    drag(shown, begin, end)

    [drop] = dropped
    assert drop.appointment.name == "Maria Gomez"
    assert (drop.to, drop.resource_id) == (build.span(10, 30), desk.weber.id)


def test_a_press_that_wobbles_moves_nothing(
    page: CalendarPage, desk: House, dropped: list[Drop]
) -> None:
    shown = view(page)
    begin = point(shown, desk.rossi, build.span(9))

    drag(shown, begin, begin + QPoint(2, 3), begin + QPoint(1, 1))

    assert dropped == []
    assert said(page) == ["Maria Gomez"]


def test_escape_puts_back_what_is_dragged(
    page: CalendarPage, desk: House, dropped: list[Drop]
) -> None:
    shown = view(page)
    begin = point(shown, desk.rossi, build.span(9))
    end = point(shown, desk.weber, build.span(10, 30))
    drag(shown, begin, end, let_go=False)
    assert shown.hand.drag is not None

    press(page, Key.Key_Escape)
    QTest.mouseRelease(shown.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, end)

    assert dropped == []
    assert shown.hand.drag is None


def test_what_is_in_the_way_is_said_before_it_is_let_go(page: CalendarPage, desk: House) -> None:
    shown = view(page)
    begin = point(shown, desk.rossi, build.span(9))
    before = picture(shown)

    drag(shown, begin, point(shown, desk.rossi, build.span(10)), let_go=False)

    assert shown.hand.drag is not None
    assert shown.hand.drag.hindrance == "taken: Ben Ode"
    assert shown.viewport().cursor().shape() == Qt.CursorShape.ForbiddenCursor
    assert picture(shown) != before

    move_to(shown.viewport(), point(shown, desk.rossi, build.span(11)))
    assert shown.hand.drag.hindrance == ""


def test_the_end_of_a_block_is_pulled_by_its_edge(
    page: CalendarPage, desk: House, dropped: list[Drop]
) -> None:
    shown = view(page)
    begin = point(shown, desk.rossi, build.span(9), 0.98)

    drag(shown, begin, point(shown, desk.rossi, build.span(9, 30), 0.5))

    [drop] = dropped
    assert drop.to == build.span(9, minutes=45)


def test_every_drag_has_its_twin_on_the_keyboard(
    page: CalendarPage, desk: House, dropped: list[Drop]
) -> None:
    both = Modifier.AltModifier | Modifier.ShiftModifier
    press(page, Key.Key_Tab)

    press(page, Key.Key_Down, both)
    press(page, Key.Key_Right, both)
    press(page, Key.Key_Down, Modifier.ShiftModifier)

    assert [drop.to for drop in dropped] == [
        build.span(9, 30),
        build.span(9),
        build.span(9, minutes=45),
    ]
    assert [drop.resource_id for drop in dropped] == [desk.rossi.id, desk.weber.id, desk.rossi.id]
