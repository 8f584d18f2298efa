"""The commands about the program itself: colours, settings, keys, about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desk import __version__, resources, settings
from desk.gui.about import AboutDialog
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.settings_dialog import SettingsDialog
from desk.gui.theme import DARK, Choice
from desk.gui.window_commands import WindowCommands
from desk.settings import Settings


@pytest.fixture(autouse=True)
def as_before(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    palette, sheet = qapp.palette(), qapp.styleSheet()
    yield
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


@pytest.fixture
def commands(
    controls: Controls, client: Client, qapp: QApplication, tmp_path: Path
) -> WindowCommands:
    made = WindowCommands(controls, qapp, Settings(), tmp_path)
    made.open(client, "SQLite 3.53.4")
    return made


def opened(controls: Controls, command: str) -> QDialog:
    """The dialog that a command brings up."""
    controls.actions[command].trigger()
    return next(each for each in controls.window.findChildren(QDialog) if each.isVisible())


@pytest.mark.usefixtures("commands")
@pytest.mark.parametrize(
    ("command", "title"),
    [("help.keys", "Keys"), ("help.about", "About Desk"), ("app.settings", "Settings")],
)
def test_a_command_brings_up_its_dialog(
    qtbot: QtBot, controls: Controls, command: str, title: str
) -> None:
    dialog = opened(controls, command)

    assert dialog.windowTitle() == title
    dialog.reject()
    qtbot.waitUntil(lambda: not controls.window.findChildren(QDialog))


def test_choosing_dark_is_seen_at_once_and_remembered(
    controls: Controls, commands: WindowCommands, qapp: QApplication
) -> None:
    controls.actions["view.theme_dark"].trigger()

    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    assert controls.window.state.colours is Choice.DARK
    assert controls.actions["view.theme_dark"].isChecked()
    assert not controls.actions["view.theme_system"].isChecked()


def test_settings_of_this_computer_are_saved_and_shown_again(
    controls: Controls, commands: WindowCommands
) -> None:
    dialog = opened(controls, "app.settings")
    assert isinstance(dialog, SettingsDialog)
    dialog.print.setChecked(True)
    dialog.theme.setCurrentIndex(dialog.theme.findData(Choice.DARK.value))

    dialog.accept()

    assert settings.load() == Settings(print_emergency=True)
    assert controls.window.state.colours is Choice.DARK


def test_what_another_page_has_chosen_meanwhile_stays(
    controls: Controls, commands: WindowCommands
) -> None:
    settings.save(Settings(network_port=9000))
    dialog = opened(controls, "app.settings")
    assert isinstance(dialog, SettingsDialog)
    dialog.print.setChecked(True)

    dialog.accept()

    assert settings.load() == Settings(print_emergency=True, network_port=9000)


def test_a_settings_file_that_cannot_be_understood_is_not_overwritten(
    controls: Controls, commands: WindowCommands
) -> None:
    settings.file().parent.mkdir(parents=True)
    settings.file().write_text("= = =")
    dialog = opened(controls, "app.settings")
    assert isinstance(dialog, SettingsDialog)
    dialog.print.setChecked(True)

    dialog.accept()

    assert settings.file().read_text() == "= = ="
    assert "cannot be understood" in controls.bar.text.text()


def test_about_tells_the_versions(qtbot: QtBot, commands: WindowCommands) -> None:
    about = commands.about()

    told = about.versions.text()

    assert f"Version {__version__}" in told
    assert "Qt 6." in told
    assert "SQLite 3.53.4" in told
    about.deleteLater()


def test_about_shows_every_licence_in_full(qtbot: QtBot, commands: WindowCommands) -> None:
    about: AboutDialog = commands.about()
    files = sorted(resources.path("licences").iterdir())

    shown = []
    for at in range(about.choice.count()):
        about.choice.setCurrentIndex(at)
        shown.append(about.text.toPlainText().strip())

    assert shown == [file.read_text("utf-8").strip() for file in files]
    about.deleteLater()
