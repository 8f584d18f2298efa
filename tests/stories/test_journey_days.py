"""Counting a party, by keyboard from anywhere: 25 people for today, of whom two turn back.

The budget: five command keys and four characters. Every key goes to the window as a person's
would, so a shortcut that is dead or a focus that is lost fails here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings, Qt
from pytestqt.qtbot import QtBot

from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.days.count import CountDialog
from desk.gui.days.page import DaysPage
from desk.gui.main_window import MainWindow
from desk.gui.window_state import WindowState
from desk.services import days, journal
from desk.store.database import Database
from tests import build
from tests.gui.keys import Keyboard

TODAY = dt.date(2030, 2, 4)


@pytest.fixture
def controls(qtbot: QtBot, database: Database, tmp_path: Path) -> Iterator[Controls]:
    """The whole window on its first page, with room for 40 today, of which 5 are taken."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    with database.write("ann") as tx:
        build.day(tx, TODAY, places=40, occupied=5)
    state = WindowState(QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    window = MainWindow(state)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made = Controls(window)
    made.open(Client(database, "ann"), "Main entrance")
    made.turn_to_first()
    yield made
    QLocale.setDefault(before)


@pytest.fixture
def keyboard(qtbot: QtBot, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def occupied(database: Database) -> int:
    with database.read() as tx:
        return days.on(tx, TODAY).occupied


def panel(controls: Controls) -> CountDialog:
    return controls.window.findChildren(CountDialog)[0]


def test_25_people_are_counted_and_two_given_back_in_five_keys(
    controls: Controls, keyboard: Keyboard, database: Database
) -> None:
    shown = controls.window.stack.shown

    keyboard.press("F8")
    keyboard.press("Return")
    keyboard.type("25")
    keyboard.press("Return")
    assert occupied(database) == 30
    keyboard.type("-2")
    keyboard.press("Return")

    assert occupied(database) == 28
    assert keyboard.commands <= 5
    assert keyboard.characters <= 4
    assert panel(controls).isVisible()
    assert controls.window.stack.shown == shown
    assert "28 of 40" in panel(controls).outcome.text()


def test_the_heat_map_and_the_journal_know_it_at_once(
    controls: Controls, keyboard: Keyboard, database: Database
) -> None:
    controls.perform("page.days")
    page = controls.window.stack.current
    assert isinstance(page, DaysPage)

    keyboard.press("F8")
    keyboard.press("Return")
    keyboard.type("25")
    keyboard.press("Return")

    cell = page.heat_map.month.index_of(TODAY)
    spoken = cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Monday 4 February, 10 of 40 places free, today"
    with database.read() as tx:
        written = journal.of(tx, "day", days.on(tx, TODAY).id)[0]
    assert (written.actor, written.old["occupied"], written.new["occupied"]) == ("ann", 5, 30)


def test_a_full_day_says_what_is_left_and_one_key_takes_another_date(
    qtbot: QtBot, controls: Controls, keyboard: Keyboard, database: Database
) -> None:
    keyboard.press("F8")
    keyboard.press("Return")
    keyboard.type("36")
    keyboard.press("Return")
    assert occupied(database) == 5
    assert panel(controls).otherwise.left.text().startswith("Only 35 left")

    keyboard.press("Alt+1")

    def tomorrow() -> int:
        with database.read() as tx:
            return days.on(tx, TODAY + dt.timedelta(days=1)).occupied

    qtbot.waitUntil(lambda: tomorrow() == 36)
    assert occupied(database) == 5
    assert keyboard.commands == 4


def test_going_beyond_the_limit_is_kept_with_its_reason(
    qtbot: QtBot, controls: Controls, keyboard: Keyboard, database: Database
) -> None:
    keyboard.press("F8")
    keyboard.press("Return")
    keyboard.type("36")
    keyboard.press("Return")
    keyboard.press("Alt+B")
    qtbot.waitUntil(panel(controls).otherwise.reason.hasFocus)
    keyboard.type("School visit")
    keyboard.press("Return")

    with database.read() as tx:
        day = days.on(tx, TODAY)
        written = journal.of(tx, "day", day.id)[0]
    assert (day.occupied, day.places) == (41, 41)
    assert (written.actor, written.reason) == ("ann", "School visit")


def test_giving_back_more_than_was_taken_is_refused_with_a_sentence(
    controls: Controls, keyboard: Keyboard, database: Database
) -> None:
    keyboard.press("F8")
    keyboard.press("Return")
    keyboard.type("-6")
    keyboard.press("Return")

    assert occupied(database) == 5
    assert "5 places are taken" in controls.bar.text.text()
    assert "5 places are taken" in panel(controls).people.accessibleDescription()


def test_counting_is_undone_by_one_chord_when_the_panel_is_closed(
    qtbot: QtBot, controls: Controls, keyboard: Keyboard, database: Database
) -> None:
    keyboard.press("F8")
    keyboard.press("Return")
    keyboard.type("25")
    keyboard.press("Return")
    keyboard.press("Escape")
    keyboard.press("Ctrl+Z")

    assert occupied(database) == 5
    assert controls.bar.text.text() == "Count 25 on Mon 4 Feb 2030: undone"
