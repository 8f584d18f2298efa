"""Looking at somebody's details for a second is written down, where there are accounts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk.domain.change import Action
from desk.gui.calendar.details import DetailsPanel as CalendarDetails
from desk.gui.client import Client, Shown
from desk.gui.controls import Controls
from desk.gui.people.page import PeoplePage
from desk.gui.reads import Reads
from desk.gui.visitors.details import DetailsPanel
from desk.store.database import Database
from tests import build
from tests.gui.accounts import administrator


@pytest.fixture
def pane(qtbot: QtBot) -> QLabel:
    made = QLabel("Milan Novak")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def reads(client: Client) -> Reads:
    made = Reads(client)
    made.second.setInterval(0)
    return made


@pytest.fixture
def signed_in(client: Client) -> None:
    administrator(client)


def looks(database: Database) -> list[tuple[str, int]]:
    with database.read() as tx:
        return [(e.kind, e.id) for e in build.journal(tx) if e.action is Action.READ]


def passed(reads: Reads, qtbot: QtBot) -> None:
    """Let the second pass."""
    if reads.second.isActive():
        with qtbot.waitSignal(reads.second.timeout):
            pass


@pytest.mark.usefixtures("signed_in")
def test_what_has_been_shown_for_a_second_is_written_down_once(
    reads: Reads, client: Client, database: Database, pane: QLabel, qtbot: QtBot
) -> None:
    for _ in range(3):
        client.shown.emit(Shown("person", 7, pane))
        passed(reads, qtbot)
    client.shown.emit(Shown("person", 8, pane))
    passed(reads, qtbot)
    reads.stop()

    assert looks(database) == [("person", 7), ("person", 8)]


@pytest.mark.usefixtures("signed_in")
def test_going_through_a_list_quickly_is_no_look_at_each(
    reads: Reads, client: Client, database: Database, pane: QLabel, qtbot: QtBot
) -> None:
    for number in range(1, 6):
        client.shown.emit(Shown("person", number, pane))
    passed(reads, qtbot)
    reads.stop()

    assert looks(database) == [("person", 5)]


@pytest.mark.usefixtures("signed_in")
def test_what_is_out_of_sight_or_gone_was_not_looked_at(
    reads: Reads, client: Client, database: Database, pane: QLabel, qtbot: QtBot
) -> None:
    pane.hide()
    client.shown.emit(Shown("person", 7, pane))
    passed(reads, qtbot)
    pane.show()
    client.shown.emit(Shown("person", 7, pane))
    client.sign_in(client.member)
    assert not reads.second.isActive()
    reads.stop()

    assert looks(database) == []


def test_without_accounts_nothing_is_watched(
    reads: Reads, client: Client, database: Database, pane: QLabel
) -> None:
    client.shown.emit(Shown("person", 7, pane))

    assert not reads.second.isActive()
    reads.stop()
    assert looks(database) == []


def test_every_pane_of_details_says_whose_it_shows(
    controls: Controls, client: Client, database: Database, qtbot: QtBot
) -> None:
    with database.write("test") as tx:
        person = build.patient(tx)
        party = build.entry(tx, build.resident(tx).id)
        on = build.availability(tx, build.resource(tx).id)
        booked = build.appointment(tx, on, build.span(9))
    shown: list[tuple[str, int]] = []
    client.shown.connect(lambda each: shown.append((each.kind, each.id)))

    controls.perform("page.people")
    page = controls.window.stack.current
    assert isinstance(page, PeoplePage)
    page.list.show_person(person)
    qtbot.waitUntil(lambda: ("person", person.id) in shown)
    controls.perform("page.visitors")
    entries = controls.window.findChild(DetailsPanel)
    assert entries
    entries.show_entries([party], 1)
    controls.perform("page.calendar")
    appointments = controls.window.findChild(CalendarDetails)
    assert appointments
    appointments.show_appointments([booked])

    assert shown[-2:] == [("visitor_entry", party.id), ("appointment", booked.id)]
