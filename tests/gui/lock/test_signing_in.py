"""Signing in: by keys alone, with waits for wrong secrets, and each to what they had open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desk.domain.staff import Member, Role
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.dialog import Dialog
from desk.gui.lock.lock import Lock
from desk.gui.lock.screen import LockScreen
from desk.gui.people.page import PeoplePage
from desk.gui.window_commands import WindowCommands
from desk.services import days, staff
from desk.settings import Settings
from desk.store.database import Database
from tests.conftest import Clock

SignIn = Callable[[str], None]


@pytest.fixture
def screen(lock: Lock) -> LockScreen:
    assert lock.screen is not None
    return lock.screen


def type_in(qtbot: QtBot, screen: LockScreen, secret: str) -> None:
    """Type a secret and wait until it has been compared."""
    qtbot.keyClicks(screen.line, secret)
    qtbot.keyClick(screen.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.fault.text().startswith("One moment"), timeout=10_000)


def test_a_start_asks_who_works_here(lock: Lock, screen: LockScreen, controls: Controls) -> None:
    assert lock.locked
    assert [screen.list.item(row).text() for row in range(screen.list.count())] == ["Ann", "Bob"]
    assert screen.heading.text() == "Who works here?"
    assert screen.line.hasFocus()
    assert not controls.window.stack.isVisible()


def test_a_pin_and_enter_are_enough_for_whoever_was_there_last(
    qtbot: QtBot, lock: Lock, sign_in: SignIn, client: Client
) -> None:
    sign_in("Bob")
    lock.lock()

    with qtbot.waitSignal(lock.opened, timeout=10_000):
        qtbot.keyClicks(QApplication.focusWidget(), "0815")
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert client.who == "Bob"
    assert not lock.locked


def test_whoever_was_there_last_is_marked_at_the_next_start_too(
    lock: Lock, sign_in: SignIn, controls: Controls, client: Client, qapp: QApplication
) -> None:
    sign_in("Bob")
    controls.leave()
    controls.open(client, "Main entrance")
    again = WindowCommands(controls, qapp, Settings(), Path())
    again.open(client, "SQLite")

    assert again.lock.screen is not None
    assert again.lock.screen.member is not None
    assert again.lock.screen.member.name == "Bob"
    controls.leave()


def test_what_is_done_then_is_signed(sign_in: SignIn, client: Client, controls: Controls) -> None:
    sign_in("Ann")
    client.do("Count", days.occupy, client.wall_clock().date(), 2)

    assert client.member is not None
    assert client.member.name == "Ann"
    assert controls.window.top.member.text() == "Ann"


def test_the_comparing_halts_nothing_and_leaves_no_secret_behind(
    qtbot: QtBot, lock: Lock, screen: LockScreen
) -> None:
    qtbot.keyClicks(screen.line, "9999")
    qtbot.keyClick(screen.line, Qt.Key.Key_Return)

    assert screen.line.text() == ""
    assert not screen.line.isEnabled()
    assert screen.fault.text() == "One moment…"
    qtbot.waitUntil(screen.line.isEnabled, timeout=10_000)


def test_a_wrong_secret_is_said_and_can_be_tried_again(
    qtbot: QtBot, lock: Lock, screen: LockScreen, sign_in: SignIn
) -> None:
    type_in(qtbot, screen, "9999")

    assert screen.fault.text() == "That is not the PIN or password of Ann."
    assert screen.line.hasFocus()
    assert lock.locked

    sign_in("Ann")
    assert not lock.locked


def test_too_many_wrong_ones_cost_a_wait_of_that_account_alone(
    qtbot: QtBot,
    lock: Lock,
    screen: LockScreen,
    members: dict[str, Member],
    database: Database,
    clock: Clock,
) -> None:
    with database.write("test") as tx:
        for _ in range(4):
            staff.tried(tx, members["Ann"].id, False)

    type_in(qtbot, screen, "9999")

    assert "Ann can try again in 0:05" in screen.fault.text()
    assert not screen.line.isEnabled()

    qtbot.keyClick(screen.list, Qt.Key.Key_Down)
    assert screen.line.isEnabled()
    qtbot.keyClick(screen.line, Qt.Key.Key_Up)
    assert not screen.line.isEnabled()

    clock.advance(timedelta(seconds=6))
    qtbot.waitUntil(screen.line.isEnabled, timeout=5000)


def test_the_wait_outlives_a_start(
    members: dict[str, Member],
    database: Database,
    controls: Controls,
    client: Client,
    qapp: QApplication,
) -> None:
    with database.write("test") as tx:
        for _ in range(5):
            staff.tried(tx, members["Ann"].id, False)

    started = WindowCommands(controls, qapp, Settings(), Path())
    started.open(client, "SQLite")

    assert started.lock.screen is not None
    assert "Ann can try again in 0:05" in started.lock.screen.fault.text()
    assert not started.lock.screen.line.isEnabled()
    controls.leave()


def test_letters_choose_in_the_list_and_figures_go_to_the_line(
    qtbot: QtBot, lock: Lock, screen: LockScreen
) -> None:
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_B)
    assert screen.member is not None
    assert screen.member.name == "Bob"

    qtbot.keyClick(screen.list, Qt.Key.Key_0)

    assert screen.line.hasFocus()
    assert screen.line.text() == "0"


def test_the_button_keeps_the_keyboard_while_nobody_has_to_wait(
    qtbot: QtBot, screen: LockScreen
) -> None:
    qtbot.keyClick(screen.line, Qt.Key.Key_Tab)
    assert screen.button.hasFocus()

    screen.wait(timedelta())

    assert screen.button.hasFocus()


def test_somebody_else_begins_clean_and_each_finds_what_was_open(
    qtbot: QtBot, lock: Lock, sign_in: SignIn, controls: Controls, client: Client
) -> None:
    sign_in("Ann")
    controls.perform("page.people")
    page = controls.window.stack.current
    assert isinstance(page, PeoplePage)
    page.list.search.setText("half a na")
    form = Dialog("form", "Form", controls.window)
    line = QLineEdit()
    form.field("who", "Who", line)
    form.open()
    line.setText("half typed")
    client.do("Count", days.occupy, client.wall_clock().date(), 2)
    assert controls.actions["edit.undo"].isEnabled()

    lock.lock()
    sign_in("Bob")

    assert client.who == "Bob"
    assert not form.isVisible()
    assert not controls.actions["edit.undo"].isEnabled()
    controls.perform("page.people")
    other = controls.window.stack.current
    assert isinstance(other, PeoplePage)
    assert other.list.search.text() == ""

    lock.lock()
    sign_in("Ann")

    assert form.isVisible()
    assert line.text() == "half typed"
    assert controls.window.stack.current is page
    assert page.list.search.text() == "half a na"
    form.hide()


def test_switching_is_a_key_an_arrow_the_pin_and_enter(
    qtbot: QtBot, lock: Lock, sign_in: SignIn, controls: Controls, client: Client
) -> None:
    sign_in("Ann")
    qtbot.keySequence(controls.window, QKeySequence("Ctrl+Shift+L"))

    with qtbot.waitSignal(lock.opened, timeout=10_000):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        for figure in "0815":
            qtbot.keyClicks(QApplication.focusWidget(), figure)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert client.who == "Bob"


def test_an_account_without_a_secret_says_who_can_give_it_one(
    qtbot: QtBot, lock: Lock, screen: LockScreen, database: Database
) -> None:
    with database.write("test") as tx:
        staff.add(tx, "Aaron", Role.DESK, None, None)
    qtbot.waitUntil(lambda: screen.list.count() == 3)

    screen.list.setCurrentRow(0)

    assert "an administrator sets one" in screen.fault.text()
    assert not screen.line.isEnabled()


def test_the_first_account_is_asked_for_at_once(
    qtbot: QtBot, commands: WindowCommands, database: Database, hashes: dict[str, str]
) -> None:
    assert not commands.lock.locked

    with database.write("test") as tx:
        staff.add(tx, "Ann", Role.ADMIN, None, hashes["Ann"])

    qtbot.waitUntil(lambda: commands.lock.locked)


def test_whoever_adds_the_first_account_here_goes_on_working(
    commands: WindowCommands, client: Client, controls: Controls, hashes: dict[str, str]
) -> None:
    made = client.do("Add", staff.add, "Ann", Role.ADMIN, None, hashes["Ann"])
    assert made is not None
    client.sign_in(made)
    QApplication.processEvents()

    assert not commands.lock.locked
    assert controls.window.top.member.text() == "Ann"


def test_whoever_follows_one_whose_account_was_taken_away_finds_nothing_of_theirs(
    qtbot: QtBot,
    lock: Lock,
    sign_in: SignIn,
    members: dict[str, Member],
    controls: Controls,
    database: Database,
    hashes: dict[str, str],
) -> None:
    sign_in("Bob")
    form = Dialog("form", "Form", controls.window)
    form.open()
    with database.write("test") as tx:
        staff.remove(tx, members["Bob"].id)
    qtbot.waitUntil(lambda: lock.locked)

    sign_in("Ann")

    assert not form.isVisible()
