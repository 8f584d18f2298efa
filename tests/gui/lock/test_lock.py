"""Locked, nothing personal is left on the screen; unlocked, everything is where it was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.staff import Member, Role
from desk.gui import clipboard, discretion
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.dialog import Dialog
from desk.gui.lock.lock import Lock
from desk.gui.message_bar import Tone
from desk.gui.window_commands import WindowCommands
from desk.services import staff
from desk.store.database import Database
from tests import build

WHO = "Maximiliana Okafor"
TEXTS = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
SignIn = Callable[[str], None]


def spoken(found: QAccessibleInterface) -> Iterator[str]:
    """Whatever is not out of sight, as a screen reader would read it."""
    if found is None or not found.isValid() or found.state().invisible:
        return
    yield from (str(found.text(text)) for text in TEXTS)
    for number in range(min(found.childCount(), 300)):
        child = found.child(number)
        if child is not None:
            yield from spoken(child)


def on_the_screen() -> list[str]:
    """Everything that is said by any window of the program, and by its menus."""
    found = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            found += [window.windowTitle(), *spoken(QAccessible.queryAccessibleInterface(window))]
            found += [action.text() for action in window.actions()]
    return found


def personal() -> list[str]:
    return [text for text in on_the_screen() if "Okafor" in text or "Maxi" in text]


def twenty(parent: QWidget) -> list[QDialog]:
    """Dialogs and windows, some upon others, with something typed into each."""
    made: list[QDialog] = []
    for number in range(20):
        above = made[-1] if number % 3 == 2 else parent
        dialog = Dialog(f"form{number}", f"{WHO} {number}", above)
        line = QLineEdit(f"{WHO} typed {number}")
        dialog.field("who", "Who", line)
        dialog.show()
        line.setText(f"{line.text()} more")
        made.append(dialog)
    return made


@pytest.fixture
def signed_in(lock: Lock, sign_in: SignIn, database: Database) -> Lock:
    """Ann is at the desk, with people on the page."""
    with database.write("test") as tx:
        build.resident(tx, "Maximiliana", "Okafor")
    sign_in("Ann")
    return lock


def test_twenty_windows_are_gone_within_a_fifth_of_a_second_and_come_back(
    signed_in: Lock, sign_in: SignIn, controls: Controls
) -> None:
    controls.perform("page.people")
    dialogs = twenty(controls.window)
    last = dialogs[-1].findChild(QLineEdit)
    assert last is not None
    last.activateWindow()
    last.setFocus()
    QApplication.processEvents()
    assert personal()

    began = time.perf_counter()
    signed_in.lock()
    took = time.perf_counter() - began

    assert personal() == []
    assert took < 0.2
    assert not any(dialog.isVisible() for dialog in dialogs)

    sign_in("Ann")

    assert all(dialog.isVisible() for dialog in dialogs)
    for number, dialog in enumerate(dialogs):
        line = dialog.findChild(QLineEdit)
        assert line is not None
        assert line.text() == f"{WHO} typed {number} more"
    assert QApplication.focusWidget() is last
    for dialog in dialogs:
        dialog.hide()


def test_one_key_locks(qtbot: QtBot, signed_in: Lock, controls: Controls) -> None:
    qtbot.keySequence(controls.window, QKeySequence("Ctrl+L"))

    assert signed_in.locked
    assert controls.window.windowTitle() == "Desk"


def test_the_key_works_in_a_dialog_that_halts_the_window(
    qtbot: QtBot, signed_in: Lock, controls: Controls
) -> None:
    dialog = Dialog("form", WHO, controls.window)
    dialog.field("who", "Who", QLineEdit())
    with qtbot.waitActive(dialog):
        dialog.open()

    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: signed_in.locked)
    assert not dialog.isVisible()


def test_no_command_works_while_it_is_locked(
    qtbot: QtBot, signed_in: Lock, controls: Controls
) -> None:
    controls.perform("page.people")
    signed_in.lock()

    assert not any(action.isEnabled() for action in controls.actions.values())
    for keys in ("Ctrl+1", "F3", "Ctrl+Z", "F12", "F9"):
        qtbot.keySequence(QApplication.focusWidget() or controls.window, QKeySequence(keys))
    controls.perform("page.calendar")

    assert controls.window.stack.shown == "page.people"
    assert not discretion.screen.discreet
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [controls.window]


def test_a_window_that_comes_up_meanwhile_waits(
    qtbot: QtBot, signed_in: Lock, sign_in: SignIn, controls: Controls
) -> None:
    signed_in.lock()
    late = QMessageBox(controls.window)
    late.setText(WHO)
    late.open()

    qtbot.waitUntil(lambda: not late.isVisible())
    sign_in("Ann")

    assert late.isVisible()
    late.hide()


def test_what_there_is_to_say_is_said_afterwards(
    signed_in: Lock, sign_in: SignIn, controls: Controls
) -> None:
    signed_in.lock()
    controls.bar.say(f"{WHO} is here", Tone.WARNING)
    assert controls.bar.text.text() == ""

    sign_in("Ann")

    assert controls.bar.text.text() == f"{WHO} is here"


def test_the_clipboard_is_emptied_of_what_desk_put_there(signed_in: Lock) -> None:
    clipboard.put(WHO)

    signed_in.lock()

    assert QGuiApplication.clipboard().text() == ""


def test_what_another_program_has_copied_stays(signed_in: Lock) -> None:
    clipboard.put(WHO)
    QGuiApplication.clipboard().setText("of another program")

    signed_in.lock()

    assert QGuiApplication.clipboard().text() == "of another program"


def test_secrets_that_were_typed_are_gone(signed_in: Lock, controls: Controls) -> None:
    dialog = Dialog("form", "Settings", controls.window)
    line = QLineEdit("hunter2")
    line.setEchoMode(QLineEdit.EchoMode.Password)
    dialog.field("password", "Password", line)
    dialog.show()

    signed_in.lock()

    assert line.text() == ""
    dialog.deleteLater()


def test_it_is_locked_when_nobody_touches_anything(qtbot: QtBot, signed_in: Lock) -> None:
    with qtbot.waitSignal(signed_in.closed, timeout=5000):
        signed_in.idle.watch(timedelta(milliseconds=80))


def test_a_touch_puts_that_off(qtbot: QtBot, signed_in: Lock, controls: Controls) -> None:
    signed_in.idle.watch(timedelta(milliseconds=400))
    began = time.monotonic()
    qtbot.wait(200)
    qtbot.keyClick(controls.window.windowHandle(), Qt.Key.Key_Shift)

    with qtbot.waitSignal(signed_in.closed, timeout=5000):
        pass

    assert time.monotonic() - began > 0.55


def test_with_no_minutes_it_stays_open(qtbot: QtBot, signed_in: Lock) -> None:
    signed_in.watch(0, discreet=False)

    with qtbot.assertNotEmitted(signed_in.closed, wait=150):
        pass


def test_it_is_locked_with_the_system(signed_in: Lock) -> None:
    signed_in.system.on_turned(False)
    assert not signed_in.locked

    signed_in.system.on_turned(True)
    assert signed_in.locked


def test_without_accounts_the_screen_becomes_discreet_instead(
    qtbot: QtBot, commands: WindowCommands, controls: Controls
) -> None:
    assert not commands.lock.locked

    qtbot.keySequence(controls.window, QKeySequence("Ctrl+L"))

    assert not commands.lock.locked
    assert discretion.screen.discreet
    assert "accounts" in controls.bar.text.text()


@pytest.mark.parametrize("wanted", [True, False])
def test_without_accounts_idleness_may_make_it_discreet(
    qtbot: QtBot, commands: WindowCommands, wanted: bool
) -> None:
    commands.lock.watch(1, discreet=wanted)
    with qtbot.waitSignal(commands.lock.idle.passed, timeout=5000):
        commands.lock.idle.watch(timedelta(milliseconds=30))

    assert discretion.screen.discreet is wanted


def test_whoever_loses_the_account_is_locked_out(
    qtbot: QtBot, signed_in: Lock, members: dict[str, Member], database: Database
) -> None:
    with database.write("test") as tx:
        staff.add(tx, "Cat", Role.ADMIN, None, "hash")
        staff.remove(tx, members["Ann"].id)

    qtbot.waitUntil(lambda: signed_in.locked)
    assert signed_in.screen is not None
    assert [signed_in.screen.list.item(row).text() for row in range(2)] == ["Bob", "Cat"]


def test_a_question_that_is_waited_for_is_withdrawn_and_loses_nothing(
    qtbot: QtBot, signed_in: Lock, sign_in: SignIn, controls: Controls
) -> None:
    dialog = Dialog("form", "Form", controls.window)
    line = QLineEdit()
    dialog.field("who", "Who", line)
    dialog.open()
    line.setText("half typed")
    QTimer.singleShot(0, dialog, signed_in.lock)

    dialog.reject()  # comes back when the question is gone

    assert signed_in.locked
    sign_in("Ann")
    assert line.text() == "half typed"
    assert {w for w in QApplication.topLevelWidgets() if w.isVisible()} == {
        controls.window,
        dialog,
    }
    dialog.hide()


def test_a_desk_that_is_closed_is_locked_no_longer(
    lock: Lock, controls: Controls, client: Client, database: Database
) -> None:
    assert lock.locked

    controls.leave()

    assert not lock.locked
    assert controls.window.stack.isVisible()
    assert controls.window.menuBar().isVisible()
    controls.open(client, "Main entrance")
    lock.open(client)
    assert lock.locked
