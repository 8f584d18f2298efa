"""The table of commands: whole, without quarrels, and the only source of menus and sheet."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from desk.gui import actions, pages
from desk.gui.command import Command, Menu
from desk.gui.controls import Controls
from desk.gui.shortcuts_sheet import ShortcutsSheet

ALL = list(actions.commands())
pytestmark = pytest.mark.usefixtures("qapp")


def test_no_two_commands_share_an_id_or_a_name() -> None:
    assert not [name for name, times in Counter(c.id for c in ALL).items() if times > 1]
    assert not [name for name, times in Counter(c.title for c in ALL).items() if times > 1]


def test_no_two_commands_answer_to_the_same_key() -> None:
    keys = Counter(key.toString() for command in ALL for key in command.sequences())

    assert not [key for key, times in keys.items() if times > 1]


@pytest.mark.parametrize("menu", actions.MENUS, ids=lambda menu: menu.id)
def test_no_two_commands_of_a_menu_share_a_mnemonic(menu: Menu) -> None:
    letters = Counter(
        command.words.partition("&")[2][:1].lower() for command in menu.commands if command
    )

    assert letters[""] == 0
    assert max(letters.values()) == 1


def test_every_key_can_be_typed_on_every_layout() -> None:
    for command in ALL:
        for key in command.sequences():
            # It is AltGr on many layouts, and plain letters belong to names being typed.
            assert "Ctrl+Alt" not in key.toString()
            assert not (len(key.toString()) == 1 and key.toString().isalnum())


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ("visitor.check_in", "F3"),
        ("visitor.check_out", "F6"),
        ("day.count", "F8"),
        ("visitor.emergency", "F12"),
        ("help.keys", "F1"),
        ("view.refresh", "F5"),
        ("page.calendar", "Ctrl+1"),
        ("page.visitors", "Ctrl+3"),
        ("booking.new", "F2"),
        ("booking.next_free", "F4"),
        ("page.waiting", "Ctrl+7"),
        ("page.outbox", "Ctrl+8"),
        ("page.network", "Ctrl+9"),
        ("page.safety", "Ctrl+0"),
        ("outbox.calls", "Shift+F9"),
        ("waiting.open", "F7"),
        ("list.edit", "Alt+Return"),
        ("list.new", "Ctrl+N"),
    ],
)
def test_the_keys_of_the_desk_are_the_known_ones(identifier: str, key: str) -> None:
    assert actions.command(identifier).key == key


def test_what_a_page_serves_is_a_command() -> None:
    known = {command.id for command in ALL}

    assert {name for entry in pages.PAGES for name in entry.serves} <= known


def test_every_command_is_in_the_menus_with_its_key(controls: Controls) -> None:
    shown = {
        action.objectName(): action
        for menu in controls.window.menuBar().findChildren(QMenu)
        for action in menu.actions()
        if menu.objectName() and not action.isSeparator()
    }

    assert list(shown) == [command.id for command in ALL]
    for command in ALL:
        assert shown[command.id].shortcuts() == command.sequences()
        assert shown[command.id].icon().isNull() == (command.icon is None)


def test_the_sheet_shows_every_command_that_has_a_key(qapp: QApplication) -> None:
    sheet = ShortcutsSheet()

    words = {label.text() for label in sheet.findChildren(QLabel)}

    assert {c.title for c in ALL if c.keys} <= words
    assert {c.spelled for c in ALL if c.keys} <= words
    sheet.deleteLater()


def test_a_command_without_keys_has_none_to_show() -> None:
    assert Command("x", "Words").key == ""
