"""The page of safety as a whole: its tabs, the keys between them, and the room it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk.gui import actions, pages
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.main_window import MainWindow
from desk.gui.safety import page as safety
from desk.gui.safety.page import SafetyPage
from desk.gui.safety.part import Part


class NotesPart(Part):
    """Another tab, with a line to write in and a command of its own."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)
        self.setFocusProxy(self.line)
        self.left = False
        self.refreshed = 0

    def refresh(self) -> None:
        self.refreshed += 1

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {"list.print": self.line.clear}

    def leave(self) -> None:
        self.left = True


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page has another tab."""
    notes = safety.Entry("safety.notes", "No&tes", f"{__name__}:NotesPart")
    monkeypatch.setattr(safety, "PARTS", (safety.PARTS[0], notes))


def press(qtbot: QtBot, window: MainWindow, keys: str) -> None:
    qtbot.keySequence(QApplication.focusWidget() or window, QKeySequence(keys))


def test_the_rail_has_room_for_every_page_on_a_small_screen(
    qtbot: QtBot, controls: Controls
) -> None:
    window = controls.window
    window.resize(1024, 700)
    controls.bar.say("Something was done")
    qtbot.waitUntil(controls.bar.isVisible)

    assert (window.width(), window.height()) == (1024, 700)
    buttons = [window.rail.button(entry.id).geometry() for entry in pages.PAGES]
    assert max(button.bottom() for button in buttons) < window.rail.height()
    menus = window.menuBar()
    assert all(menus.actionGeometry(menu).right() < menus.width() for menu in menus.actions())


def test_the_title_says_which_tab_is_shown(controls: Controls, page: SafetyPage) -> None:
    assert controls.window.windowTitle().startswith("Safety: Backups - ")


@pytest.mark.usefixtures("two")
def test_a_tab_is_built_when_it_is_first_shown(page: SafetyPage) -> None:
    assert page.stack.count() == 1

    page.show_part(1)
    page.show_part(0)
    page.show_part(1)

    assert page.stack.count() == 2
    assert page.title() == "Safety: Notes"


@pytest.mark.usefixtures("two")
def test_ctrl_tab_leads_from_tab_to_tab_and_round(
    qtbot: QtBot, controls: Controls, page: SafetyPage
) -> None:
    seen = []

    for keys in ("Ctrl+Tab", "Ctrl+Tab", "Ctrl+Shift+Tab"):
        press(qtbot, controls.window, keys)
        seen.append(page.title())

    assert seen == ["Safety: Notes", "Safety: Backups", "Safety: Notes"]
    assert QApplication.focusWidget() is page.part.focusProxy()


@pytest.mark.usefixtures("two")
def test_a_letter_leads_to_a_tab(qtbot: QtBot, controls: Controls, page: SafetyPage) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None

    qtbot.keyClick(focus, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)

    assert page.title() == "Safety: Notes"


def test_no_letter_of_a_tab_is_that_of_a_menu_or_of_another_tab() -> None:
    def letter(words: str) -> str:
        return words.partition("&")[2][:1].lower()

    tabs = [letter(part.words) for part in safety.PARTS]
    menus = {letter(menu.words) for menu in actions.MENUS}

    assert all(tabs)
    assert len(set(tabs)) == len(tabs)
    assert not menus & set(tabs)


@pytest.mark.usefixtures("two")
def test_what_can_be_done_follows_the_tab(controls: Controls, page: SafetyPage) -> None:
    assert controls.actions["backup.now"].isEnabled()
    assert not controls.actions["list.print"].isEnabled()

    page.show_part(1)

    assert not controls.actions["backup.now"].isEnabled()
    assert controls.actions["list.print"].isEnabled()


@pytest.mark.usefixtures("two")
def test_the_tab_in_front_is_asked_again_and_every_one_is_left(
    controls: Controls, page: SafetyPage
) -> None:
    page.show_part(1)
    notes = page.part
    assert isinstance(notes, NotesPart)

    controls.perform("view.refresh")
    assert notes.refreshed == 1

    controls.leave()
    assert notes.left


@pytest.mark.usefixtures("two")
def test_every_tab_has_its_pictures_and_dialogs(page: SafetyPage) -> None:
    page.faces()["notes"]()

    assert page.title() == "Safety: Notes"
    assert all(name.startswith(("backups-", "notes-")) for name in page.dialogs())
