"""A workstation says who has come for whoever works there, whichever desk marked it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk import settings
from desk.domain.directory import Resource
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.settings_dialog import SettingsDialog
from desk.gui.theme import Choice
from desk.gui.window_commands import WindowCommands
from desk.services import appointments, visitors
from desk.settings import Settings
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.gui.parts import part

WORKS_HERE = Settings(workstation_of="lee", workstation_host="Grace Okafor")


@pytest.fixture(autouse=True)
def kept_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def lee(database: Database) -> Resource:
    with database.write("test") as tx:
        return build.resource(tx, "Dr", "Lee", key="lee")


def commands(controls: Controls, client: Client, machine: Settings) -> WindowCommands:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = WindowCommands(controls, app, machine, Path())
    made.open(client, "SQLite")
    return made


def booked(database: Database, whose: int, name: str = "Ada Lind") -> int:
    """Somebody who comes at half past ten, to be told a note about."""
    with database.write("test") as tx:
        opened = build.availability(tx, whose)
        return build.appointment(tx, opened, span(9, 30), name, note="Something private").id


def test_who_comes_for_the_provider_is_said_by_name_and_time(
    database: Database, controls: Controls, client: Client, lee: Resource
) -> None:
    ada = booked(database, lee.id)
    commands(controls, client, WORKS_HERE)

    with database.write("bo") as tx:
        appointments.arrive(tx, [ada])

    assert controls.bar.text.text() == "Ada Lind is here for 10:30."


def test_who_comes_for_the_host_is_said_once(
    database: Database, controls: Controls, client: Client, lee: Resource
) -> None:
    with database.write("test") as tx:
        grace = build.resident(tx, "Grace", "Okafor")
        other = build.resident(tx, "Max", "Moss")
    commands(controls, client, WORKS_HERE)

    with database.write("bo") as tx:
        visitors.arrive(tx, build.party(grace.id, "Jo Doe"))
    assert controls.bar.text.text() == "Jo Doe is here."

    controls.bar.clear()
    with database.write("bo") as tx:
        visitors.arrive(tx, build.party(other.id, "Kim Roe"))
    assert controls.bar.text.text() == ""


def test_others_and_those_who_were_here_before_are_not_spoken_of(
    database: Database, controls: Controls, client: Client, lee: Resource
) -> None:
    with database.write("test") as tx:
        rossi = build.resource(tx)
    early, other = booked(database, lee.id), booked(database, rossi.id, "Bea Moss")
    with database.write("bo") as tx:
        appointments.arrive(tx, [early])
    commands(controls, client, WORKS_HERE)

    with database.write("bo") as tx:
        appointments.arrive(tx, [other])

    assert controls.bar.text.text() == ""


def test_whose_workstation_it_is_can_be_set_and_is_kept(
    database: Database, controls: Controls, client: Client, lee: Resource
) -> None:
    ada = booked(database, lee.id)
    commands(controls, client, Settings())
    controls.perform("app.settings")
    dialog = part(controls.window, SettingsDialog)
    dialog.provider.selectAll()
    QTest.keyClicks(dialog.provider, "lee")
    dialog.host.setText("Grace Okafor")

    dialog.accept()

    assert settings.load().workstation_of == "lee"
    assert settings.load().workstation_host == "Grace Okafor"
    with database.write("bo") as tx:
        appointments.arrive(tx, [ada])
    assert controls.bar.text.text() == "Ada Lind is here for 10:30."


def test_a_provider_whom_this_database_does_not_know_stays_chosen(client: Client) -> None:
    dialog = SettingsDialog(client, Settings(workstation_of="elsewhere"), Choice.LIGHT)

    assert dialog.machine().workstation_of == "elsewhere"
    dialog.deleteLater()
