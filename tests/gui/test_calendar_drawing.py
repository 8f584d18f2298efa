"""How the views of the calendar are drawn: what is kept, what is drawn anew, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Details
from desk.gui import theme
from desk.gui.calendar.framed import FramedView
from desk.gui.calendar.page import CalendarPage
from desk.gui.client import Client
from desk.services import appointments
from desk.store.database import Database
from tests import build
from tests.conftest import at
from tests.gui.calendar_screen import (
    HALF,
    House,
    drag,
    house,
    lane_of,
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


def picture(shown: FramedView) -> QImage:
    return shown.viewport().grab().toImage()


def test_a_booking_redraws_the_lane_it_is_on_and_no_other(
    page: CalendarPage, desk: House, database: Database
) -> None:
    shown = view(page)
    picture(shown)
    lanes = [shown.book.content(lane) for lane in range(2)]

    with database.write("ben") as tx:
        appointments.book(tx, desk.mornings, build.span(11), Details(title="New"))

    assert shown.book.content(0) is not lanes[0]
    assert shown.book.content(1) is lanes[1]


def test_what_is_kept_looks_like_what_is_drawn(page: CalendarPage) -> None:
    shown = view(page)

    first, second, third = picture(shown), picture(shown), picture(shown)

    assert first == second == third


def test_zooming_holds_the_middle_in_its_place(page: CalendarPage) -> None:
    shown = view(page)
    assert shown.grid is not None
    middle = shown.at(shown.viewport().rect().center())
    before = shown.grid.moment_at(0, *middle)
    height = shown.grid.size[1]

    page.views.zoom(1)

    assert shown.grid.size[1] > height
    after = shown.grid.moment_at(0, *shown.at(shown.viewport().rect().center()))
    assert abs(after - before) < timedelta(minutes=2)

    page.views.zoom(0)
    assert shown.grid.size[1] == height


def test_rows_begin_on_the_right_where_people_read_so(
    qtbot: QtBot, page: CalendarPage, desk: House
) -> None:
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.wait(10)
    shown = view(page)

    one = shown.visualRect(shown.calendar.index(0, 0))
    other = point(shown, desk.weber, build.span(9))

    assert one.left() > other.x()
    assert shown.indexAt(one.center()).row() == 0


def test_what_is_closed_is_drawn_and_said(
    page: CalendarPage, desk: House, database: Database
) -> None:
    shown = view(page)
    before = picture(shown)

    with database.write("ann") as tx:
        build.closure(tx, build.span(11, minutes=60), desk.rossi.id, reason="Meeting")

    assert picture(shown) != before
    assert any("Meeting" in each for each in spoken(shown))
    shown.hand.let_go()
    drag(
        shown,
        point(shown, desk.rossi, build.span(9)),
        point(shown, desk.rossi, build.span(11)),
        let_go=False,
    )
    assert shown.hand.drag is not None
    assert shown.hand.drag.hindrance == "Closed: Meeting"


def test_the_timeline_has_a_row_for_each_provider(page: CalendarPage, desk: House) -> None:
    page.commands()["calendar.timeline"]()
    shown = view(page)
    assert shown.grid is not None

    first = shown.visualRect(shown.calendar.index(0, 0))

    assert shown.grid.lanes == 2
    assert shown.grid.lane(lane_of(shown, desk.rossi, build.span(9))).top <= first.top() + 1
    assert first.contains(point(shown, desk.rossi, build.span(9)))


def test_the_week_has_a_column_for_each_provider_and_date(page: CalendarPage) -> None:
    page.commands()["calendar.week"]()

    lanes = view(page).lanes

    assert len(lanes) == 14
    assert [lane.span.start for lane in lanes[::2]] == [at(-1, day=n) for n in range(7)]
    assert lanes[0].span.length > HALF


@pytest.mark.parametrize(
    ("date", "hours"), [(dt.date(2030, 3, 31), 24), (dt.date(2030, 10, 27), 25)]
)
def test_dates_on_which_the_clocks_change_have_the_hours_they_have(
    page: CalendarPage, desk: House, database: Database, date: dt.date, hours: int
) -> None:
    shown = view(page)
    usual = shown.grid.size[1] if shown.grid else 0
    page.showing.go_to(date)
    assert shown.grid is not None

    missing = list(shown.grid.missing(0))

    assert shown.grid.size[1] == pytest.approx(usual * hours / 24)
    assert len(missing) == (hours == 24)
    assert picture(shown).height() == shown.viewport().height()
