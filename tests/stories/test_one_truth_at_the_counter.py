"""Days and visitors are the same at the counter and over HTTP, and news never disturbs who types.

The window and a server in a process of its own have one file; machines ask over real HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.domain.visitor import VisitorEntry
from desk.gui.booking.details import AppointmentDialog
from desk.gui.booking.next_free import NextFreeDialog
from desk.gui.booking.panel import BookingDialog
from desk.gui.calendar.page import CalendarPage
from desk.gui.days.page import DaysPage
from desk.gui.visitors.check_in import CheckInDialog
from desk.gui.visitors.entry_dialog import EntryDialog
from desk.gui.visitors.page import VisitorsPage
from desk.gui.waiting.entry_dialog import EntryDialog as JoinDialog
from desk.services import appointments
from tests import build
from tests.gui import visitors_screen, waiting_screen
from tests.gui.booking_screen import dialog
from tests.gui.keys import Keyboard
from tests.stories.open_desk import DAYS, ENTRIES, SOON_MS, VISITS, OpenDesk


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """The time it is: the server has no other."""
    return lambda: datetime.now(UTC)


@pytest.fixture
def host(open_desk: OpenDesk) -> Person:
    with open_desk.database.write("test") as tx:
        return build.resident(tx, "Alma", "Hernandez")


@pytest.fixture
def parties(open_desk: OpenDesk, host: Person) -> list[VisitorEntry]:
    """Ada, Bo and Karl are inside."""
    with open_desk.database.write("test") as tx:
        names = ("Ada Lind", "Bo Lind", "Karl Behm")
        return [build.entry(tx, host.id, name) for name in names]


@pytest.fixture
def log(qtbot: QtBot, open_desk: OpenDesk, parties: list[VisitorEntry]) -> VisitorsPage:
    """The page of visitors on the screen, showing who is inside."""
    return visitors_screen.on_screen(qtbot, open_desk.controls)


@pytest.fixture
def keys(qtbot: QtBot, open_desk: OpenDesk) -> Keyboard:
    return Keyboard(qtbot, open_desk.controls.window)


def arrival(host: Person, visitor: str) -> dict[str, Any]:
    """What document 003 writes of somebody who has come just now."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}Z"
    facts = {"visitorName": visitor, "totalPeople": 1, "subject": "Tea", "arrivalDate": now}
    return {"residentId": host.uid, **facts}


def arrived(desk: OpenDesk, host: Person, visitor: str) -> dict[str, Any]:
    """Somebody is written into the log through document 003."""
    status, made = desk.ask("POST", VISITS, arrival(host, visitor))
    assert status == 201, made
    found: dict[str, Any] = made
    return found


def days_page(desk: OpenDesk) -> DaysPage:
    desk.controls.perform("page.days")
    shown = desk.controls.window.stack.current
    assert isinstance(shown, DaysPage)
    shown.show_date(desk.date)
    return shown


def test_a_day_counts_the_same_people_at_the_desk_and_in_document_000(
    qtbot: QtBot, open_desk: OpenDesk
) -> None:
    page = days_page(open_desk)
    page.details.people.setValue(3)
    qtbot.mouseClick(page.details.take, Qt.MouseButton.LeftButton)

    [day] = open_desk.get(DAYS)
    assert day["day"] == open_desk.date.isoformat()
    assert (day["occupied_slots"], day["available_slots"]) == (3, 9996)

    changed = {"day": day["day"], "total_slots": 30, "occupied_slots": 12}
    open_desk.ask("PUT", f"{DAYS}{day['id']}/update/", changed)

    said = "12 of 30 places taken, 18 free"
    qtbot.waitUntil(lambda: page.details.standing.text() == said, timeout=SOON_MS)

    page.details.people.setValue(2)
    qtbot.mouseClick(page.details.give_back, Qt.MouseButton.LeftButton)

    assert open_desk.get(f"{DAYS}{day['id']}/")["available_slots"] == 20


def test_a_visitor_of_document_003_comes_in_beside_a_half_typed_search(
    qtbot: QtBot, open_desk: OpenDesk, host: Person, log: VisitorsPage, keys: Keyboard
) -> None:
    keys.press("Ctrl+F")
    keys.type("lin")
    qtbot.waitUntil(lambda: len(visitors_screen.names(log)) == 2)
    bo = next(e.id for e in _inside(log) if e.visitor == "Bo Lind")
    log.list.choose(bo)

    arrived(open_desk, host, "Cy Lindt")

    qtbot.waitUntil(lambda: "Cy Lindt" in visitors_screen.names(log), timeout=SOON_MS)
    assert [each.visitor for each in log.list.chosen()] == ["Bo Lind"]
    assert log.bar.search.text() == "lin"
    assert log.bar.search.hasFocus()

    keys.type("dt")

    assert log.bar.search.text() == "lindt"
    qtbot.waitUntil(lambda: visitors_screen.names(log) == ["Cy Lindt"])


def test_who_has_left_at_one_door_has_left_at_the_other(
    qtbot: QtBot,
    open_desk: OpenDesk,
    log: VisitorsPage,
    parties: list[VisitorEntry],
    keys: Keyboard,
) -> None:
    ada, bo, karl = parties
    keys.press("F6")
    keys.type("bo")
    keys.press("Return")

    assert open_desk.get(f"{VISITS}/{bo.uid}")["departureDate"] is not None
    still = {each["visitorName"] for each in open_desk.get(f"{VISITS}?active=true")}
    assert still == {"Ada Lind", "Karl Behm"}

    keys.press("Ctrl+Z")

    assert open_desk.get(f"{VISITS}/{bo.uid}")["departureDate"] is None
    log.list.choose(ada.id)

    assert open_desk.ask("DELETE", f"{VISITS}/{karl.uid}") == (204, None)

    qtbot.waitUntil(lambda: "Karl Behm" not in visitors_screen.names(log), timeout=SOON_MS)
    assert [each.visitor for each in log.list.chosen()] == ["Ada Lind"]


def test_a_visitor_who_comes_by_http_leaves_the_form_at_the_counter_as_it_is(
    qtbot: QtBot, open_desk: OpenDesk, host: Person, log: VisitorsPage, keys: Keyboard
) -> None:
    keys.press("F3")
    form = dialog(qtbot, open_desk.controls.window, CheckInDialog)
    keys.type("Maria Lo")

    arrived(open_desk, host, "Maria Lorenz")

    qtbot.waitUntil(lambda: "Maria Lorenz" in visitors_screen.names(log), timeout=SOON_MS)
    require_typing(form, form.fields.visitor.text(), "Maria Lo")
    keys.type("pez")
    assert form.fields.visitor.text() == "Maria Lopez"
    form.done(0)


def test_an_entry_changed_by_http_leaves_what_is_typed_about_it(
    qtbot: QtBot, open_desk: OpenDesk, host: Person, log: VisitorsPage, keys: Keyboard
) -> None:
    bo = next(each for each in _inside(log) if each.visitor == "Bo Lind")
    log.list.choose(bo.id)
    open_desk.controls.perform("list.edit")
    form = dialog(qtbot, open_desk.controls.window, EntryDialog)
    form.fields.subject.setFocus()
    form.fields.subject.selectAll()
    keys.type("Piano le")

    status, _ = open_desk.ask("PUT", f"{VISITS}/{bo.uid}", arrival(host, "Bo Lindgren"))

    assert status == 200
    qtbot.waitUntil(lambda: "Bo Lindgren" in visitors_screen.names(log), timeout=SOON_MS)
    require_typing(form, form.fields.subject.text(), "Piano le")
    keys.type("sson")
    keys.press("Ctrl+Return")

    assert form.isVisible(), "it was saved over what somebody else had written"
    assert form.fields.subject.text() == "Piano lesson"
    assert form.fields.visitor.text() == "Bo Lindgren"

    keys.press("Ctrl+Return")

    told = open_desk.get(f"{VISITS}/{bo.uid}")
    assert (told["visitorName"], told["subject"]) == ("Bo Lindgren", "Piano lesson")


def test_a_booking_by_http_leaves_the_booking_panel_as_it_is(
    qtbot: QtBot, open_desk: OpenDesk, keys: Keyboard
) -> None:
    first, second = open_desk.opened(), open_desk.opened(hour=12)
    keys.press("F4")
    dialog(qtbot, open_desk.controls.window, NextFreeDialog)
    keys.type("smith")
    keys.press("Return")
    panel = dialog(qtbot, open_desk.controls.window, BookingDialog)
    qtbot.waitUntil(lambda: bool(panel.keeping.held))
    keys.type("Xenia Or")
    calendar = open_desk.controls.window.stack.current
    assert isinstance(calendar, CalendarPage)
    calendar.showing.go_to(open_desk.date)

    assert open_desk.book(second)[0] == 201

    qtbot.waitUntil(lambda: "Maria Gomez" in _names(calendar), timeout=SOON_MS)
    require_typing(panel, panel.fields.name, "Xenia Or")
    keys.type("lova")
    keys.press("Return Ctrl+Return")
    assert open_desk.status(first) == "BOOKED"
    assert "Xenia Orlova" in _names(calendar)


def test_an_appointment_changed_by_http_leaves_what_is_typed_about_it(
    qtbot: QtBot, open_desk: OpenDesk, keys: Keyboard
) -> None:
    _, made = open_desk.book(open_desk.opened())
    calendar = open_desk.controls.window.stack.current
    assert isinstance(calendar, CalendarPage)
    calendar.showing.go_to(open_desk.date)
    calendar.acts.open(calendar.client.ask(appointments.one, made["id"]))
    form = dialog(qtbot, open_desk.controls.window, AppointmentDialog)
    form.fields.note.setFocus()
    keys.type("Bring the X-")

    open_desk.ask("DELETE", f"/appointments/{open_desk.get('/appointments/')[0]['_id']}")

    qtbot.waitUntil(lambda: _names(calendar) == [], timeout=SOON_MS)
    require_typing(form, form.fields.note.toPlainText(), "Bring the X-")
    keys.type("rays")
    assert form.fields.note.toPlainText() == "Bring the X-rays"
    form.saved()
    form.done(0)


def test_somebody_who_joins_by_http_leaves_the_form_of_the_waiting_list_as_it_is(
    qtbot: QtBot, open_desk: OpenDesk, keys: Keyboard
) -> None:
    page = waiting_screen.on_screen(open_desk.controls)
    page.acts.join()
    form = dialog(qtbot, open_desk.controls.window, JoinDialog)
    form.fields.who.setFocus()
    keys.type("Xenia Or")

    joining = {"email": "ada@example.org", "item": open_desk.therapy.id}
    assert open_desk.ask("POST", ENTRIES, joining)[0] == 201

    qtbot.waitUntil(lambda: len(page.listed()) == 1, timeout=SOON_MS)
    require_typing(form, form.fields.who.text(), "Xenia Or")
    keys.type("lova")
    assert form.fields.who.text() == "Xenia Orlova"
    form.saved()
    form.done(0)


def require_typing(form: QDialog, stands: str, typed: str) -> None:
    """The dialog is open in front, has the keyboard, and what was typed stands in it."""
    assert form.isVisible()
    assert form.isActiveWindow()
    assert stands == typed


def _inside(log: VisitorsPage) -> list[VisitorEntry]:
    model = log.list.model
    return [found for row in range(model.rowCount()) if (found := model.entry(row))]


def _names(calendar: CalendarPage) -> list[str]:
    """Whoever the calendar shows."""
    rows = calendar.views.model.rows
    return [item.appointment.name for item in rows if item.appointment]
