"""The page of the calendar: what it shows, what it does, and how it says no."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Details, Standing
from desk.gui.calendar.agenda_view import AgendaView
from desk.gui.calendar.model import PROVIDER, STANDING, TIME, WHO
from desk.gui.calendar.month_view import MonthView
from desk.gui.calendar.page import CalendarPage
from desk.gui.calendar.period import View
from desk.gui.calendar_import.dialog import CalendarImportDialog
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.go_dialog import GoDialog
from desk.services import appointments
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.gui.calendar_screen import House, drag, house, kept, move_to, point, spoken, view
from tests.gui.keys import Keyboard
from tests.gui.parts import part

Key, Modifier = Qt.Key, Qt.KeyboardModifier
MONDAY = dt.date(2030, 2, 4)


@pytest.fixture
def desk(database: Database) -> House:
    """Maria is booked with Dr Rossi at nine UTC, Ben at ten."""
    made = house(database)
    with database.write("ann") as tx:
        for hour, name in ((9, "Maria Gomez"), (10, "Ben Ode")):
            appointments.book(tx, made.mornings, build.span(hour), Details(title=name))
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: House, controls: Controls) -> CalendarPage:
    """The calendar in a whole window."""
    found = controls.window.stack.current
    assert isinstance(found, CalendarPage)
    qtbot.waitUntil(lambda: found.views.model.rowCount() > 0)
    return found


@pytest.fixture
def keys(qtbot: QtBot, page: CalendarPage, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def rows(page: CalendarPage, column: int) -> list[str]:
    model = page.views.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def choose(page: CalendarPage, name: str, database: Database) -> None:
    page.views.choose(next(each for each in kept(database) if each.name == name))


def test_a_dragged_block_is_moved_and_brought_back_by_name(
    page: CalendarPage, desk: House, database: Database, controls: Controls
) -> None:
    shown = view(page)

    drag(
        shown,
        point(shown, desk.rossi, build.span(9)),
        point(shown, desk.rossi, build.span(11)),
    )

    assert [each.span for each in kept(database)] == [build.span(10), build.span(11)]
    assert controls.bar.text.text() == "Move Maria Gomez to Mon 4 Feb 12:00: saved"
    assert [each.name for each in page.views.chosen()] == ["Maria Gomez"]

    controls.perform("edit.undo")

    assert [each.span for each in kept(database)] == [build.span(9), build.span(10)]


def test_dropping_on_another_provider_moves_it_there(
    page: CalendarPage, desk: House, database: Database, controls: Controls
) -> None:
    shown = view(page)

    drag(
        shown,
        point(shown, desk.rossi, build.span(9)),
        point(shown, desk.weber, build.span(9)),
    )

    assert kept(database)[0].resource_id == desk.weber.id
    assert "with Dr. Tom Weber" in controls.bar.text.text()


def test_dropping_on_the_small_month_moves_it_to_that_date(
    page: CalendarPage, desk: House, database: Database
) -> None:
    shown, month = view(page), page.sight.picker.month
    cell = month.dates.grid.cell(MONDAY + timedelta(days=8))
    assert cell is not None
    there = month.viewport().mapToGlobal(month.visualRect(month.dates.index(*cell)).center())
    begin = point(shown, desk.rossi, build.span(9))

    drag(shown, begin, begin + begin / 4, let_go=False)
    move_to(shown.viewport(), shown.viewport().mapFromGlobal(there))
    assert month.target == MONDAY + timedelta(days=8)
    QTest.mouseRelease(
        shown.viewport(),
        Qt.MouseButton.LeftButton,
        Modifier.NoModifier,
        shown.viewport().mapFromGlobal(there),
    )

    assert [each.span for each in kept(database)] == [build.span(10), build.span(9, day=8)]
    assert page.showing.period.date == MONDAY + timedelta(days=8)


def test_what_is_refused_can_be_done_anyway_for_a_reason(
    page: CalendarPage, desk: House, database: Database, controls: Controls
) -> None:
    shown, anyway = view(page), page.sight.anyway
    drag(
        shown,
        point(shown, desk.rossi, build.span(9)),
        point(shown, desk.rossi, build.span(10)),
    )

    assert [each.span for each in kept(database)] == [build.span(9), build.span(10)]
    assert "Ben Ode" in controls.bar.text.text()
    assert controls.window.findChildren(QDialog) == []
    assert "Ben Ode" in anyway.said
    assert not anyway.button.isEnabled()

    anyway.reason.setText("urgent")
    anyway.button.click()

    assert [each.span for each in kept(database)] == [build.span(10), build.span(10)]
    assert {each.beyond for each in kept(database)} == {"", "urgent"}
    assert not anyway.said
    assert "Overbooked, urgent" in rows(page, STANDING)


def test_what_is_refused_is_left_as_it_was(
    page: CalendarPage, desk: House, database: Database
) -> None:
    shown, anyway = view(page), page.sight.anyway
    drag(
        shown,
        point(shown, desk.rossi, build.span(9)),
        point(shown, desk.rossi, build.span(10)),
    )

    anyway.leave.click()

    assert not anyway.said
    assert [each.span for each in kept(database)] == [build.span(9), build.span(10)]


def test_space_marks_an_arrival_and_the_pane_offers_what_comes_next(
    page: CalendarPage, database: Database, keys: Keyboard
) -> None:
    keys.press("Tab Space")

    assert kept(database)[0].arrived_at == at(9)
    buttons = page.sight.details.buttons
    assert buttons["booking.arrive"].isHidden()
    assert not buttons["booking.admit"].isHidden()
    assert page.sight.details.chip.text() == "Arrived, waiting 0 min"

    buttons["booking.admit"].click()

    assert kept(database)[0].standing(at(9)) is Standing.IN_ROOM


def test_the_pane_tells_what_happened_to_the_chosen_one(
    page: CalendarPage, desk: House, database: Database, client: Client
) -> None:
    found = kept(database)[0]
    client.do("Move", appointments.move, found.id, build.span(11), seen=found.version)

    choose(page, "Maria Gomez", database)

    details = page.sight.details
    assert details.heading.text() == "Maria Gomez"
    assert details.when.text() == "Mon 4 Feb 2030, 12:00\u201312:30\nDr. Eva Rossi"
    assert "moved from Mon 4 Feb 10:00 to Mon 4 Feb 12:00" in details.story.text()
    assert "ann" in details.story.text()


def test_the_agenda_is_the_twin_in_words(
    page: CalendarPage, desk: House, database: Database
) -> None:
    with database.write("ann") as tx:
        build.closure(tx, build.span(11, minutes=60), desk.weber.id, reason="Meeting")

    page.commands()["calendar.agenda"]()

    assert isinstance(page.views.current, AgendaView)
    told = list(zip(rows(page, TIME), rows(page, WHO), rows(page, PROVIDER), strict=True))
    assert told == [
        ("10:00\u201310:30", "Maria Gomez", "Dr. Eva Rossi"),
        ("10:00\u201312:00", "Free", "Dr. Tom Weber"),
        ("10:30\u201311:00", "Free", "Dr. Eva Rossi"),
        ("11:00\u201311:30", "Ben Ode", "Dr. Eva Rossi"),
        ("11:30\u201313:00", "Free", "Dr. Eva Rossi"),
        ("12:00\u201313:00", "Meeting", "Dr. Tom Weber"),
    ]
    assert rows(page, STANDING)[1] == "4 places"


def test_the_month_shows_loads_and_enter_opens_a_day(
    qtbot: QtBot, page: CalendarPage, keys: Keyboard
) -> None:
    keys.press("Ctrl+Shift+3")

    month = page.views.current
    assert isinstance(month, MonthView)
    assert "Monday, 4 February 2030: 10 free, 2 taken" in spoken(month)
    assert "Saturday, 9 February 2030: nothing open" in spoken(month)

    keys.press("Down Right Return")

    assert page.showing.period.view is View.DAY
    assert page.showing.period.date == MONDAY + timedelta(days=8)


def test_keys_go_to_other_dates_and_back(page: CalendarPage, keys: Keyboard) -> None:
    keys.press("PgDown")
    assert page.showing.period.date == MONDAY + timedelta(days=1)
    keys.press("Alt+Left Alt+Left")
    assert page.showing.period.date == MONDAY - timedelta(days=1)
    keys.press("Home")
    assert page.showing.period.date == MONDAY
    keys.press("Ctrl+Shift+2 PgDown")
    assert page.showing.period.date == MONDAY + timedelta(days=7)
    keys.press("T")
    assert page.showing.period.date == MONDAY


def test_six_weeks_on_is_a_date_that_can_be_gone_to(
    page: CalendarPage, keys: Keyboard, controls: Controls
) -> None:
    keys.press("Ctrl+G")
    keys.type("+6w")
    keys.press("Return")

    assert controls.window.findChild(GoDialog) is not None
    assert page.showing.period.date == MONDAY + timedelta(weeks=6)
    assert "18 March 2030" in controls.window.windowTitle()


def test_one_key_shows_one_team_or_provider_and_another_all(
    page: CalendarPage, desk: House, keys: Keyboard
) -> None:
    keys.press("Alt+1")
    assert [lane.resource_id for lane in view(page).lanes] == [desk.weber.id]

    keys.press("Alt+3")
    assert [lane.resource_id for lane in view(page).lanes] == [desk.rossi.id]
    assert page.provider() == desk.rossi.id

    keys.press("Alt+0")
    assert len(view(page).lanes) == 2
    assert page.provider() is None


def test_a_few_letters_show_one_provider(page: CalendarPage, desk: House, keys: Keyboard) -> None:
    part(page, QLineEdit, "calendar.provider").setFocus()

    keys.type("web")
    keys.press("Return")

    assert [lane.resource_id for lane in view(page).lanes] == [desk.weber.id]
    assert view(page).hasFocus()


def test_cancelled_ones_are_shown_when_asked_for(
    page: CalendarPage, database: Database, client: Client
) -> None:
    client.do("Cancel", appointments.cancel, [kept(database)[0].id], reason="ill")
    assert rows(page, WHO) == ["Ben Ode"]

    part(page, QToolButton, "calendar.cancelled.button").click()

    assert rows(page, WHO) == ["Maria Gomez", "Ben Ode"]
    assert rows(page, STANDING)[0] == "Cancelled"


def test_only_news_of_what_is_shown_is_asked_about(
    page: CalendarPage, desk: House, database: Database
) -> None:
    asked: list[object] = []
    page.views.model.settled.connect(lambda: asked.append(1))

    with database.write("ben") as tx:
        appointments.book(tx, desk.mornings, build.span(9, day=1), Details(title="Later"))
    assert asked == []

    with database.write("ben") as tx:
        appointments.book(tx, desk.mornings, build.span(11), Details(title="Today"))
    assert asked == [1]
    assert "Today" in rows(page, WHO)


def test_the_chosen_one_stays_chosen_in_another_view_and_through_news(
    page: CalendarPage, desk: House, database: Database
) -> None:
    choose(page, "Ben Ode", database)

    page.commands()["calendar.timeline"]()
    assert [each.name for each in page.views.chosen()] == ["Ben Ode"]

    with database.write("ben") as tx:
        appointments.book(tx, desk.mornings, build.span(9, 30), Details(title="Between"))
    assert [each.name for each in page.views.chosen()] == ["Ben Ode"]


def test_a_hold_counts_down_and_gives_its_place_back(
    page: CalendarPage, desk: House, database: Database, clock: Clock
) -> None:
    with database.write("ben") as tx:
        appointments.hold(tx, desk.mornings, build.span(11))
    assert "Held, 5:00 left" in rows(page, STANDING)
    assert "ben is booking" in rows(page, WHO)

    clock.advance(timedelta(seconds=61))
    page._tick()
    assert "Held, 3:59 left" in rows(page, STANDING)

    clock.advance(timedelta(minutes=4))
    page._tick()
    assert "ben is booking" not in rows(page, WHO)


def test_a_house_where_nobody_can_be_booked_says_so(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    page = CalendarPage(client)
    qtbot.addWidget(page)
    page.show()

    qtbot.waitUntil(page.sight.empty.isVisible)
    assert "Nobody can be booked" in page.sight.empty.sentence.text()


def test_a_calendar_is_brought_in_beginning_with_the_provider_who_is_shown(
    page: CalendarPage, controls: Controls, desk: House
) -> None:
    page.showing.show_resources(frozenset({desk.weber.id}))

    controls.perform("calendar.import")

    dialog = controls.window.findChild(CalendarImportDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.parts.provider.provider == desk.weber
    dialog.reject()
