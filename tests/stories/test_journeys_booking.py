"""Booking by keyboard alone, each journey within its budget of keys (J1, J2, J3).

They run in a whole window over a real file, which a second workstation has open as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Appointment, Details, Shelf, Standing
from desk.gui.booking.desk_acts import Acts
from desk.gui.booking.details import AppointmentDialog
from desk.gui.booking.find import FindDialog
from desk.gui.booking.move import MoveDialog
from desk.gui.booking.next_free import NextFreeDialog
from desk.gui.booking.panel import BookingDialog
from desk.gui.calendar.page import CalendarPage
from desk.gui.controls import Controls
from desk.services import appointments, people
from desk.store.database import Database
from tests.build import span
from tests.conftest import Clock, address_of, at
from tests.gui.booking_screen import dialog, everything, house
from tests.gui.keys import Keyboard

SMITH_OPEN = 1  # the availability of Dr Smith, half hours from nine UTC


@pytest.fixture
def second_desk(database: Database) -> Iterator[Database]:
    """The same file, opened by another workstation."""
    made = Database(address_of(database), clock=database.clock)
    yield made
    made.close()


@pytest.fixture
def acts(database: Database, controls: Controls) -> Acts:
    """The desk of a house in which Dr Smith's first half hour is taken."""
    house(database)
    with database.write("ben") as tx:
        appointments.book(tx, SMITH_OPEN, span(9), Details(title="Somebody"))
    page = controls.window.stack.current
    assert isinstance(page, CalendarPage)
    return page.acts


@pytest.fixture
def keys(qtbot: QtBot, controls: Controls, acts: Acts) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def panel(qtbot: QtBot, controls: Controls) -> BookingDialog:
    """The booking panel, as soon as it holds its place."""
    found = dialog(qtbot, controls.window, BookingDialog)
    qtbot.waitUntil(lambda: bool(found.keeping.held))
    return found


def of(database: Database, name: str) -> list[Appointment]:
    return [each for each in everything(database) if each.name == name]


def test_a_walk_in_gets_the_next_half_hour_within_six_keys(
    qtbot: QtBot,
    database: Database,
    second_desk: Database,
    controls: Controls,
    keys: Keyboard,
    clock: Clock,
) -> None:
    keys.press("F4")
    dialog(qtbot, controls.window, NextFreeDialog)
    keys.type("smith 30")
    keys.press("Return")
    shown = panel(qtbot, controls)
    assert shown.head.when.text() == "Mon 4 Feb 2030, 10:30\u201311:00"
    [held] = of(second_desk, "")
    assert held.standing(clock()) is Standing.HELD

    keys.type("maria g")
    keys.press("Return Ctrl+Return")

    [booked] = of(second_desk, "Maria Gomez")
    assert booked.span == span(9, 30)
    assert booked.standing(clock()) is Standing.ARRIVED
    assert booked.waited(clock() + timedelta(minutes=7)) == timedelta(minutes=7)
    assert keys.commands <= 6
    assert keys.characters <= 16

    keys.press("Ctrl+Z")

    assert [each.name for each in everything(second_desk)] == ["Somebody"]


def test_a_place_taken_by_the_other_desk_costs_one_more_key(
    qtbot: QtBot,
    database: Database,
    second_desk: Database,
    controls: Controls,
    keys: Keyboard,
    clock: Clock,
) -> None:
    keys.press("F4")
    dialog(qtbot, controls.window, NextFreeDialog)
    keys.type("smith 30")
    keys.press("Return")
    shown = panel(qtbot, controls)
    keys.type("maria g")
    keys.press("Return")
    clock.advance(timedelta(minutes=6))
    with second_desk.write("ben") as tx:
        appointments.book(tx, SMITH_OPEN, span(9, 30), Details(title="Rival"))

    keys.press("Ctrl+Return")

    assert "ben: Rival" in shown.otherwise.said
    assert sum(button.isVisible() for button in shown.otherwise.buttons) == 3
    assert shown.fields.name == "Maria Gomez"

    keys.press("Return")

    [booked] = of(second_desk, "Maria Gomez")
    assert booked.span == span(10)
    assert keys.commands <= 7

    keys.press("Ctrl+Z")

    standing = [each for each in everything(database) if each.counts(clock())]
    assert [each.name for each in standing] == ["Somebody", "Rival"]


def test_a_new_patient_gets_thursday_afternoon_on_the_phone_within_nine_keys(
    qtbot: QtBot, database: Database, controls: Controls, keys: Keyboard, clock: Clock
) -> None:
    keys.press("F4")
    dialog(qtbot, controls.window, NextFreeDialog)
    keys.type("any thu pm consultation")
    keys.press("Return")
    shown = panel(qtbot, controls)
    assert shown.head.held.text() == "Held for you 5:00"

    keys.type("Xenia Orlova")
    assert [offer.mark for offer in shown.fields.who.offered] == ["New"]
    keys.press("Return Tab Tab")
    keys.type("X-rays")
    keys.press("Ctrl+Return")

    [booked] = of(database, "Xenia Orlova")
    assert (booked.span.start, booked.note) == (at(11, day=3), "X-rays")
    assert booked.appointment_type == "consultation"
    assert booked.standing(clock()) is Standing.BOOKED
    assert keys.commands <= 9
    assert keys.characters <= 45

    keys.press("Ctrl+Z")

    assert of(database, "Xenia Orlova") == []
    with database.read() as tx:
        assert people.find(tx, "xenia") == []


def test_hanging_up_frees_the_place_at_once(
    qtbot: QtBot, database: Database, second_desk: Database, controls: Controls, keys: Keyboard
) -> None:
    keys.press("F4")
    dialog(qtbot, controls.window, NextFreeDialog)
    keys.type("any thu pm")
    keys.press("Return")
    panel(qtbot, controls)

    keys.press("Esc")

    [held] = of(second_desk, "")
    assert held.shelf is Shelf.TRASH


def test_the_same_time_a_week_later_takes_seven_keys(
    qtbot: QtBot, database: Database, controls: Controls, keys: Keyboard, acts: Acts
) -> None:
    with database.write("ann") as tx:
        [maria] = people.find(tx, "4821")
        friday = appointments.book(tx, SMITH_OPEN, span(9, 30, day=4), Details(person_id=maria.id))

    keys.press("/")
    dialog(qtbot, controls.window, FindDialog)
    keys.type("4821")
    keys.press("Return Return")
    shown = dialog(qtbot, controls.window, AppointmentDialog)
    assert shown.run[0].id == friday.id
    keys.press("M")
    dialog(qtbot, controls.window, MoveDialog)
    keys.type("+1w")
    keys.press("Return")

    [moved] = of(database, "Maria Gomez")
    assert moved.span == span(9, 30, day=11)
    assert keys.commands <= 7
    assert keys.characters <= 8

    acts.open(moved)
    told = dialog(qtbot, controls.window, AppointmentDialog).history.item(0).text()
    assert told == "10:00, ann: moved from Fri 8 Feb 10:30 to Fri 15 Feb 10:30"
    keys.press("Esc")
    keys.press("Ctrl+Z")

    [back] = of(database, "Maria Gomez")
    assert back.span == friday.span
