"""A cancellation is turned into a booking from the waiting list by keyboard alone (J7).

It runs in a whole window over a real file, which a second workstation has open as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Shelf
from desk.domain.span import Span
from desk.domain.waiting import State
from desk.domain.wish import Wish
from desk.gui.booking.freed import FreedDialog
from desk.gui.calendar.page import CalendarPage
from desk.gui.controls import Controls
from desk.services import agenda, appointments, waiting_figures
from desk.store.database import Database
from tests.build import span
from tests.conftest import Clock, address_of, at
from tests.gui.booking_screen import dialog
from tests.gui.keys import Keyboard
from tests.gui.waiting_screen import house, listed, three


@pytest.fixture
def second_desk(database: Database) -> Iterator[Database]:
    """The same file, opened by another workstation."""
    made = Database(address_of(database), clock=database.clock)
    yield made
    made.close()


@pytest.fixture
def keys(qtbot: QtBot, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def calendar(controls: Controls) -> CalendarPage:
    controls.perform("page.calendar")
    shown = controls.window.stack.current
    assert isinstance(shown, CalendarPage)
    return shown


def free_at(database: Database, when: Span) -> bool:
    """Whether that time is free to anybody who looks for one."""
    with database.read() as tx:
        found = agenda.next_free(tx, Wish(), after=tx.now, limit=8)
    return any(each.span == when for each in found)


def begin(controls: Controls, booked: list[int], database: Database) -> None:
    """The keyboard is at the appointment before the one that is to be cancelled."""
    page = calendar(controls)
    page.refresh()
    page.setFocus()
    with database.read() as tx:
        page.show_appointment(appointments.one(tx, booked[0]))


def test_a_cancellation_becomes_a_booking_from_the_list_within_six_keys(
    qtbot: QtBot,
    database: Database,
    second_desk: Database,
    controls: Controls,
    keys: Keyboard,
) -> None:
    booked = house(database)
    three(database)
    begin(controls, booked, database)

    keys.press("Down Del I Return")
    panel = dialog(qtbot, controls.window, FreedDialog)
    assert panel.heading.text() == "Has come free: Mon 4 Feb 11:00, Dr Lee"
    assert panel.about.text() == "3 people could take it."
    rows = panel.table.candidates.rows
    assert [row.entry.name for row in rows] == ["Ada Lind", "Bea Lind", "Cid Lind"]
    assert panel.table.model().index(0, 1).data() == "06 555 1000"

    keys.press("Return")
    assert listed(second_desk)["Ada Lind"].state is State.OFFERED
    assert not free_at(second_desk, span(10))
    assert "06 555 1000" in panel.offered.said

    keys.press("Return")

    assert listed(second_desk)["Ada Lind"].state is State.ACCEPTED
    assert not panel.isVisible()
    assert keys.commands <= 6
    assert keys.characters == 0
    with database.read() as tx:
        rate = waiting_figures.fill_rate(tx, Span(at(0), at(23)))
    assert (rate.filled, rate.freed) == (1, 1)


def test_whoever_declines_is_passed_over_and_the_place_is_never_free_in_between(
    qtbot: QtBot, database: Database, second_desk: Database, controls: Controls, keys: Keyboard
) -> None:
    begin(controls, house(database), database)
    three(database)
    keys.press("Down Del I Return")
    panel = dialog(qtbot, controls.window, FreedDialog)

    keys.press("N Return")
    assert listed(second_desk)["Bea Lind"].state is State.OFFERED

    keys.press("N")
    standing = {name: each.state for name, each in listed(second_desk).items()}
    assert standing == {
        "Ada Lind": State.WAITING,
        "Bea Lind": State.DECLINED,
        "Cid Lind": State.OFFERED,
    }
    assert not free_at(second_desk, span(10))
    assert panel.button.text() == "Book Cid Lind"

    keys.press("Return Ctrl+Z")
    assert listed(second_desk)["Cid Lind"].state is State.OFFERED


def test_what_is_offered_by_itself_is_shown_with_whoever_has_got_it(
    qtbot: QtBot, database: Database, second_desk: Database, controls: Controls, keys: Keyboard
) -> None:
    begin(controls, house(database, automatic=True), database)
    three(database)

    keys.press("Down Del I Return")
    panel = dialog(qtbot, controls.window, FreedDialog)
    assert listed(second_desk)["Ada Lind"].state is State.OFFERED
    assert panel.button.text() == "Book Ada Lind"

    keys.press("N")
    assert listed(second_desk)["Bea Lind"].state is State.OFFERED
    assert panel.button.text() == "Book Bea Lind"

    keys.press("Return")
    assert listed(second_desk)["Bea Lind"].state is State.ACCEPTED
    assert not panel.isVisible()


def test_esc_leaves_the_place_free_and_everybody_waiting(
    qtbot: QtBot, database: Database, second_desk: Database, controls: Controls, keys: Keyboard
) -> None:
    begin(controls, house(database), database)
    three(database)

    keys.press("Down Del I Return")
    dialog(qtbot, controls.window, FreedDialog)
    keys.press("Esc")

    assert free_at(second_desk, span(10))
    assert {each.state for each in listed(second_desk).values()} == {State.WAITING}


def test_an_offer_that_lapses_while_the_panel_is_open_is_said_to_have(
    qtbot: QtBot, database: Database, controls: Controls, keys: Keyboard, clock: Clock
) -> None:
    begin(controls, house(database)[3:], database)
    three(database)
    keys.press("Down Del I Return Return")
    panel = dialog(qtbot, controls.window, FreedDialog)
    assert "left" in panel.offered.said

    clock.advance(timedelta(minutes=61))
    panel.tick()

    assert panel.notice.said == "The offer to Ada Lind has lapsed."
    assert panel.button.text() == "Offer to Bea Lind"


def test_nothing_opens_when_nobody_waits_for_it(
    qtbot: QtBot, database: Database, controls: Controls, keys: Keyboard
) -> None:
    booked = house(database)
    begin(controls, booked, database)

    keys.press("Down Del I Return")

    with database.read() as tx:
        assert appointments.one(tx, booked[1]).shelf is Shelf.TRASH
    assert not [d for d in controls.window.findChildren(QDialog) if d.isVisible()]
