"""Remote appointments: booked with a box, joined with one letter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Appointment
from desk.domain.document_fields import LINK
from desk.gui.booking.day_list import DayListDialog
from desk.gui.booking.desk_acts import Acts
from desk.gui.booking.details import AppointmentDialog
from desk.gui.booking.panel import BookingDialog
from desk.gui.booking.remote import REMOTE
from desk.gui.calendar.page import CalendarPage
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.services import site
from desk.store.database import Database
from tests.build import span
from tests.gui.booking_screen import dialog, everything, house
from tests.gui.keys import Keyboard
from tests.gui.opener import opening
from tests.gui.parts import part

HANDLED = ("http", "https")


@pytest.fixture
def browser() -> Iterator[list[QUrl]]:
    with opening(*HANDLED) as opened:
        yield opened


@pytest.fixture
def acts(database: Database, controls: Controls, client: Client) -> Acts:
    house(database)
    with database.write("test") as tx:
        site.choose(tx, site.TELECONSULTATION.key, True)
    made = Acts(client, controls.window)
    made.said.connect(controls.bar.say)
    return made


def book(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, *, remote: bool = True
) -> Appointment:
    """Ada is booked in the panel."""
    acts.new(span(10), 1)
    panel = dialog(qtbot, controls.window, BookingDialog)
    panel.fields.who.setText("Ada Lind")
    panel.fields.remote.setChecked(remote)
    panel.accept()
    [found] = [each for each in everything(database) if each.held_until is None]
    return found


def test_the_box_gives_a_link_and_one_letter_joins(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, browser: list[QUrl]
) -> None:
    booked = book(qtbot, database, controls, acts)
    assert booked.extra[REMOTE] is True
    assert booked.extra[LINK].startswith("https://meet.jit.si/")

    acts.open(booked)
    shown = dialog(qtbot, controls.window, AppointmentDialog)
    shown.buttons_of["join"].setFocus()
    Keyboard(qtbot, controls.window).press("J")

    assert [each.toString() for each in browser] == [booked.extra[LINK]]
    assert controls.bar.text.text() == "The call with Ada Lind opens in the browser"


def test_taking_the_box_back_takes_the_link_away(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts
) -> None:
    booked = book(qtbot, database, controls, acts)
    acts.open(booked)
    shown = dialog(qtbot, controls.window, AppointmentDialog)
    assert shown.fields.remote.isChecked()

    shown.fields.remote.setChecked(False)
    shown.accept()

    [after] = everything(database)
    assert after.extra == {REMOTE: False}


def test_changing_something_else_leaves_what_others_wrote(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts
) -> None:
    booked = book(qtbot, database, controls, acts)
    acts.open(booked)
    shown = dialog(qtbot, controls.window, AppointmentDialog)

    shown.fields.note.setPlainText("Speaks Greek")
    shown.accept()

    [after] = everything(database)
    assert after.note == "Speaks Greek"
    assert after.extra == booked.extra


def test_who_comes_here_has_no_call_to_join(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, browser: list[QUrl]
) -> None:
    booked = book(qtbot, database, controls, acts, remote=False)
    assert booked.extra == {}
    acts.day_list()
    shown = dialog(qtbot, controls.window, DayListDialog)
    shown.list.table.selectRow(0)

    QTest.keyClicks(shown.list.table, "j")

    assert browser == []
    assert controls.bar.text.text() == "Ada Lind comes here: there is no call to join."
    shown.close()


def test_the_list_of_the_day_joins_with_the_same_letter(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, browser: list[QUrl]
) -> None:
    booked = book(qtbot, database, controls, acts)
    acts.day_list()
    shown = dialog(qtbot, controls.window, DayListDialog)
    shown.list.table.selectRow(0)

    QTest.keyClicks(shown.list.table, "j")

    assert [each.toString() for each in browser] == [booked.extra[LINK]]
    shown.close()


def test_beside_the_calendar_the_link_is_joined_and_copied(
    qtbot: QtBot, database: Database, controls: Controls, acts: Acts, browser: list[QUrl]
) -> None:
    booked = book(qtbot, database, controls, acts)
    page = controls.window.stack.current
    assert isinstance(page, CalendarPage)
    page.refresh()
    page.show_appointment(booked)

    part(page, QPushButton, "calendar.details.booking.copy_link").click()
    assert QGuiApplication.clipboard().text() == booked.extra[LINK]
    part(page, QPushButton, "calendar.details.booking.join").click()

    assert [each.toString() for each in browser] == [booked.extra[LINK]]


def test_where_there_are_no_rooms_there_is_no_box(
    qtbot: QtBot, database: Database, controls: Controls, client: Client
) -> None:
    house(database)
    acts = Acts(client, controls.window)
    acts.new(span(10), 1)

    assert dialog(qtbot, controls.window, BookingDialog).fields.remote.isHidden()
