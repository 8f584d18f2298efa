"""The settings: kept with the data or with this computer, all or nothing, undone like the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.gui.client import Client
from desk.gui.settings_dialog import SettingsDialog, house
from desk.gui.theme import Choice
from desk.gui.undo import Steps
from desk.settings import Settings


@pytest.fixture
def dialog(qtbot: QtBot, client: Client) -> SettingsDialog:
    machine = Settings(database="/srv/desk.db", print_emergency=True)
    made = SettingsDialog(client, machine, Choice.DARK)
    qtbot.addWidget(made, before_close_func=lambda _: made.saved())  # it then asks nothing
    made.open()
    return made


def test_the_form_shows_how_things_are(dialog: SettingsDialog) -> None:
    assert dialog.name.text() == "Main entrance"
    assert dialog.zone.zone() == "Europe/Rome"
    assert dialog.places.value() == 9999
    assert dialog.hours.value() == 8
    assert not dialog.count.isChecked()
    assert dialog.colours() is Choice.DARK
    assert dialog.machine() == Settings(database="/srv/desk.db", print_emergency=True)


def test_saving_changes_the_house_in_one_step(
    qtbot: QtBot, dialog: SettingsDialog, client: Client
) -> None:
    steps = Steps(client)
    before = client.ask(house)
    dialog.name.setText("North wing")
    dialog.zone.show_zone("Europe/London")
    dialog.places.setValue(120)
    dialog.hours.setValue(3)
    dialog.count.setChecked(True)

    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    after = client.ask(house)
    assert (after.name, after.zone, after.places, after.hours, after.count) == (
        "North wing",
        "Europe/London",
        120,
        3,
        True,
    )
    assert steps.stack.count() == 1
    steps.undo()
    assert client.ask(house) == before


def test_saving_without_a_change_is_no_step(dialog: SettingsDialog, client: Client) -> None:
    steps = Steps(client)

    dialog.accept()

    assert not dialog.isVisible()
    assert steps.stack.count() == 0


def test_what_makes_no_sense_is_marked_and_nothing_is_saved(
    dialog: SettingsDialog, client: Client
) -> None:
    before = client.ask(house)
    dialog.name.clear()
    dialog.places.setValue(5)

    dialog.accept()

    assert dialog.isVisible()
    assert dialog.name.property("fault") == "true"
    assert dialog.name.hasFocus() or not dialog.isActiveWindow()
    assert client.ask(house) == before
