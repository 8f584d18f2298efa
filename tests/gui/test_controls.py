"""The window as a whole: turning pages, calling commands, confirming, undoing and redoing."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.day import Day
from desk.gui import pages
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.main_window import MainWindow
from desk.services import days, site
from desk.store.database import Database
from tests.gui.parts import part

TODAY = dt.date(2030, 2, 4)
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Shown(QObject):
    """Which windows have come up since it was made."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.windows: list[QWidget] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def press(qtbot: QtBot, window: MainWindow, keys: str) -> None:
    """Press keys wherever the keyboard is."""
    qtbot.keySequence(QApplication.focusWidget() or window, QKeySequence(keys))


def count(client: Client, people: int = 3) -> Day | None:
    return client.do(f"Count {people}", days.occupy, TODAY, people)


def occupied(client: Client) -> int:
    return client.ask(days.on, TODAY).occupied


@pytest.mark.parametrize("entry", pages.PAGES, ids=lambda entry: entry.id)
def test_a_page_comes_to_the_front_by_its_key(
    qtbot: QtBot, controls: Controls, entry: pages.Entry
) -> None:
    press(qtbot, controls.window, entry.key)

    assert controls.window.stack.shown == entry.id
    assert controls.window.stack.current is not None
    assert controls.window.stack.current.isVisible()


@pytest.mark.parametrize("entry", pages.PAGES, ids=lambda entry: entry.id)
def test_a_page_comes_to_the_front_by_a_click_in_the_rail(
    qtbot: QtBot, controls: Controls, entry: pages.Entry
) -> None:
    button = controls.window.rail.button(entry.id)

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert controls.window.stack.shown == entry.id
    assert button.isChecked()


def test_the_next_page_and_the_one_before_go_round(qtbot: QtBot, controls: Controls) -> None:
    order = [entry.id for entry in pages.PAGES]
    seen = []

    for _ in order:
        press(qtbot, controls.window, "Ctrl+PgDown")
        seen.append(controls.window.stack.shown)
    press(qtbot, controls.window, "Ctrl+PgUp")

    assert seen == [*order[1:], order[0]]
    assert controls.window.stack.shown == order[-1]


def test_a_page_is_built_when_it_is_first_shown_and_kept(controls: Controls) -> None:
    stack = controls.window.stack
    assert stack.count() == 1

    controls.perform("page.days")
    built = stack.current
    controls.perform("page.today")
    controls.perform("page.days")

    assert stack.count() == 3
    assert stack.current is built


@pytest.mark.parametrize("entry", pages.PAGES, ids=lambda entry: entry.id)
def test_building_a_page_shows_no_window_of_its_own(
    controls: Controls, qapp: QApplication, entry: pages.Entry
) -> None:
    shown = Shown(qapp)

    controls.perform(entry.id)
    qapp.removeEventFilter(shown)

    assert shown.windows == []


def test_the_keyboard_comes_back_to_where_it_was_on_a_page(
    qtbot: QtBot, controls: Controls
) -> None:
    controls.perform("page.today")
    heading = part(controls.window, QPushButton, "today.places.open")
    heading.setFocus()

    controls.perform("page.days")
    controls.perform("page.today")

    assert QApplication.focusWidget() is heading


def test_the_title_says_page_site_and_program_last(controls: Controls) -> None:
    title = "Calendar: Monday, 4 February 2030 - Main entrance - Desk"
    assert controls.window.windowTitle() == title


def test_the_line_on_top_tells_the_time_of_the_house(controls: Controls) -> None:
    top = controls.window.top

    assert top.date.text() == "Monday, 4 February 2030"
    assert top.time.text() == "10:00"  # nine o'clock in London is ten in Rome
    assert top.site.text() == "Main entrance"


def test_naming_the_house_anew_reaches_title_and_top_line(
    controls: Controls, client: Client
) -> None:
    client.do("Change settings", site.name, "North wing", "Europe/London")

    assert controls.window.windowTitle().endswith(" - North wing - Desk")
    assert controls.window.top.site.text() == "North wing"
    assert controls.window.top.time.text() == "09:00"


def test_what_is_done_is_confirmed_without_a_click(controls: Controls, client: Client) -> None:
    count(client)

    assert controls.bar.text.text() == "Count 3: saved"
    assert controls.bar.button.isVisible()
    assert controls.bar.button.text() == "Undo (Ctrl+Z)"


def test_undo_and_redo_are_called_by_name_in_the_menu(controls: Controls, client: Client) -> None:
    undo, redo = controls.actions["edit.undo"], controls.actions["edit.redo"]
    assert not undo.isEnabled()

    count(client)
    assert undo.text() == "&Undo Count 3"
    undo.trigger()

    assert not undo.isEnabled()
    assert redo.text() == "&Redo Count 3"


def test_ctrl_z_puts_back_and_ctrl_y_does_again(
    qtbot: QtBot, controls: Controls, client: Client
) -> None:
    for people in (1, 2, 3, 4, 5):
        count(client, people)
    counted = [occupied(client)]

    for keys in ["Ctrl+Z"] * 5 + ["Ctrl+Y"] * 5:
        press(qtbot, controls.window, keys)
        counted.append(occupied(client))

    assert counted == [15, 10, 6, 3, 1, 0, 1, 3, 6, 10, 15]


def test_the_button_in_the_message_bar_undoes(
    qtbot: QtBot, controls: Controls, client: Client
) -> None:
    count(client)

    qtbot.mouseClick(controls.bar.button, Qt.MouseButton.LeftButton)

    assert occupied(client) == 0
    assert controls.bar.text.text() == "Count 3: undone"
    assert controls.bar.button.text() == "Redo (Ctrl+Y)"


def test_undoing_what_somebody_else_has_changed_is_refused_in_words(
    controls: Controls, client: Client, database: Database
) -> None:
    count(client)
    with database.write("bob") as tx:
        days.occupy(tx, TODAY, 2)

    controls.perform("edit.undo")

    assert occupied(client) == 5
    assert "Somebody else has changed this" in controls.bar.text.text()
    assert not controls.actions["edit.undo"].isEnabled()


def test_a_refusal_is_said_in_words_and_stays(controls: Controls, client: Client) -> None:
    client.do("Set places", days.set_places, TODAY, 2)

    count(client, 3)

    assert "2 places left, and 3 are wanted" in controls.bar.text.text()
    assert occupied(client) == 0


def test_what_no_page_offers_cannot_be_called(controls: Controls) -> None:
    assert not controls.actions["person.merge"].isEnabled()
    assert controls.actions["visitor.check_in"].isEnabled()
    assert controls.actions["day.count"].isEnabled()


def test_a_page_s_own_commands_work_while_it_is_shown(controls: Controls) -> None:
    controls.perform("page.days")
    page = controls.window.stack.current
    assert page is not None

    enabled = {name for name, action in controls.actions.items() if action.isEnabled()}

    assert set(page.commands()) <= enabled


def test_full_screen_comes_and_goes(qtbot: QtBot, controls: Controls) -> None:
    press(qtbot, controls.window, "F11")
    assert controls.window.isFullScreen()

    press(qtbot, controls.window, "F11")
    assert not controls.window.isFullScreen()


def test_leaving_the_desk_takes_its_pages_and_commands_away(
    qtbot: QtBot, controls: Controls, client: Client
) -> None:
    count(client)

    controls.leave()

    assert controls.window.stack.count() == 0
    assert not controls.actions["visitor.check_in"].isEnabled()
    assert not controls.actions["edit.undo"].isEnabled()
    assert controls.window.top.site.text() == ""


def test_another_desk_can_be_opened_after_leaving_one(
    controls: Controls, client: Client, database: Database
) -> None:
    controls.leave()

    again = Client(database, "bob")
    controls.open(again, "Main entrance")
    controls.turn_to_first()
    count(again)

    assert controls.bar.text.text() == "Count 3: saved"
    assert isinstance(controls.actions["edit.undo"], QAction)
    assert controls.actions["edit.undo"].isEnabled()
