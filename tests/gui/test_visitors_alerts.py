"""The notes about names and plates: seen, added, changed and taken down."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pytestqt.qtbot import QtBot

from desk.domain.visitor import Alert, AlertKind
from desk.gui.client import Client
from desk.gui.undo import Steps
from desk.gui.visitors.alerts_dialog import AlertDialog, AlertsDialog
from desk.services import alerts
from desk.store.database import Database
from tests.build import alert
from tests.gui.keys import Keyboard


def opened(qtbot: QtBot, client: Client) -> tuple[AlertsDialog, Keyboard]:
    dialog = AlertsDialog(client)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog, Keyboard(qtbot, dialog)


def kept(database: Database) -> list[Alert]:
    with database.read() as tx:
        return alerts.all(tx)


def form(dialog: AlertsDialog) -> AlertDialog:
    found = dialog.findChild(AlertDialog)
    assert found is not None
    return found


def test_without_notes_there_is_a_sentence_and_a_button(qtbot: QtBot, client: Client) -> None:
    dialog, _ = opened(qtbot, client)

    assert dialog.empty.isVisible()
    assert "no notes" in dialog.empty.sentence.text()
    assert dialog.add_button.hasFocus()


def test_a_note_is_added_by_keyboard(qtbot: QtBot, client: Client, database: Database) -> None:
    _, keys = opened(qtbot, client)

    keys.press("Space")
    keys.type("Max Muster")
    keys.press("Tab Tab Tab")
    keys.type("threw a chair")
    keys.press("Tab")
    keys.type("+7d")
    keys.press("Ctrl+Return")

    [written] = kept(database)
    assert (written.kind, written.name, written.reason) == (
        AlertKind.REFUSE,
        "Max Muster",
        "threw a chair",
    )
    assert written.until == dt.date(2030, 2, 11)


def test_what_is_missing_is_said_at_its_field(
    qtbot: QtBot, client: Client, database: Database
) -> None:
    dialog, keys = opened(qtbot, client)
    keys.press("Space")

    keys.press("Ctrl+Return")

    assert form(dialog).name.accessibleDescription() == "or a plate is needed"
    assert form(dialog).reason.accessibleDescription() == "must not be empty"
    form(dialog).done(0)


def test_enter_changes_the_chosen_note(qtbot: QtBot, client: Client, database: Database) -> None:
    with database.write("ann") as tx:
        alert(tx, "Max Muster")
    _, keys = opened(qtbot, client)

    keys.press("Return Tab Tab Down Ctrl+Return")

    assert [written.kind for written in kept(database)] == [AlertKind.WELCOME]


def test_a_note_is_taken_down_and_put_back(
    qtbot: QtBot, client: Client, database: Database
) -> None:
    steps = Steps(client)
    with database.write("ann") as tx:
        alert(tx, "Max Muster")
    dialog, keys = opened(qtbot, client)

    keys.press("Delete")
    assert kept(database) == []
    assert dialog.empty.isVisible()
    steps.undo()

    assert [written.name for written in kept(database)] == ["Max Muster"]
    assert dialog.table.isVisible()


def test_a_note_somebody_else_has_changed_is_not_overwritten(
    qtbot: QtBot, client: Client, database: Database
) -> None:
    with database.write("ann") as tx:
        note = alert(tx, "Max Muster")
    dialog, keys = opened(qtbot, client)
    keys.press("Return")
    form(dialog).reason.setText("mine")
    with database.write("bob") as tx:
        alerts.amend(tx, replace(note, reason="theirs"))

    keys.press("Ctrl+Return")

    assert "Bob has changed this meanwhile" in form(dialog).notice.said
    assert [written.reason for written in kept(database)] == ["theirs"]
    form(dialog).done(0)
