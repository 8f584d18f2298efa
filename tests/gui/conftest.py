"""A window on a real file, with settings of its own and British dates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.gui import discretion, rights
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.main_window import MainWindow
from desk.gui.window_state import WindowState
from desk.store.database import Database


@pytest.fixture(autouse=True)
def british(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def nothing_remembered(tmp_path: Path) -> Iterator[None]:
    """Pages remember nothing of the tests before, nor of whoever runs them."""
    before = QSettings.defaultFormat()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    yield
    QSettings.setDefaultFormat(before)


@pytest.fixture(autouse=True)
def indiscreet_again() -> Iterator[None]:
    yield
    discretion.screen.turn(False)


@pytest.fixture(autouse=True)
def nobody_sits_here_any_more() -> Iterator[None]:
    yield
    rights.seat.take(None)


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    """Where the window's state is kept."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def client(database: Database, qapp: QApplication) -> Client:
    return Client(database, "ann")


@pytest.fixture
def window(qtbot: QtBot, kept: QSettings) -> MainWindow:
    """The frame on the screen, with nothing behind it yet."""
    made = MainWindow(WindowState(kept))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def controls(window: MainWindow, client: Client) -> Controls:
    """A whole window, on its first page."""
    made = Controls(window)
    made.open(client, "Main entrance")
    made.turn_to_first()
    return made
