"""A window at a desk with two accounts, whose secrets are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.staff import Member, Role
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.lock.lock import Lock
from desk.gui.window_commands import WindowCommands
from desk.services import staff, staff_secrets
from desk.settings import Settings
from desk.store.database import Database

PINS = {"Ann": "4711", "Bob": "0815"}


@pytest.fixture(scope="session")
def hashes() -> dict[str, str]:
    """Made once: they take half a second each."""
    return {name: staff_secrets.hashed(pin) for name, pin in PINS.items()}


@pytest.fixture
def members(database: Database, hashes: dict[str, str]) -> dict[str, Member]:
    with database.write("test") as tx:
        return {
            "Ann": staff.add(tx, "Ann", Role.ADMIN, None, hashes["Ann"]),
            "Bob": staff.add(tx, "Bob", Role.DESK, None, hashes["Bob"]),
        }


@pytest.fixture
def commands(controls: Controls, client: Client, qapp: QApplication) -> Iterator[WindowCommands]:
    made = WindowCommands(controls, qapp, Settings(), Path())
    made.open(client, "SQLite")
    yield made
    controls.leave()


@pytest.fixture
def lock(members: dict[str, Member], commands: WindowCommands) -> Lock:
    """Locked, as a start with accounts is."""
    return commands.lock


@pytest.fixture
def sign_in(qtbot: QtBot, lock: Lock) -> Callable[[str], None]:
    """Choose somebody with the arrows, type the PIN, press Enter."""

    def sign_in(name: str) -> None:
        screen = lock.screen
        assert screen is not None
        names = [screen.list.item(row).text() for row in range(screen.list.count())]
        key = Qt.Key.Key_Down if names.index(name) > screen.list.currentRow() else Qt.Key.Key_Up
        while screen.member is not None and screen.member.name != name:
            qtbot.keyClick(screen.line, key)
        with qtbot.waitSignal(lock.opened, timeout=10_000):
            qtbot.keyClicks(screen.line, PINS[name])
            qtbot.keyClick(screen.line, Qt.Key.Key_Return)

    return sign_in
