"""The page of the visitor log: tabs, dates, search, list, details, and what is done from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.domain.visitor import Standing
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.visitors import muster
from desk.gui.visitors.check_in import CheckInDialog
from desk.gui.visitors.entry_dialog import EntryDialog
from desk.gui.visitors.page import VisitorsPage
from desk.services import visitors
from desk.store.database import Database
from tests.build import entry, resident
from tests.conftest import at
from tests.gui.keys import Keyboard
from tests.gui.visitors_screen import close, log_of_a_day, names, on_screen, tabs


@pytest.fixture(autouse=True)
def nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the page keeps stays in the folder of the test."""
    monkeypatch.setattr(muster, "folder", lambda: tmp_path / "emergency")


@pytest.fixture
def host(database: Database) -> Person:
    with database.write("ann") as tx:
        return resident(tx, "Alma", "Hernandez", unit="12B")


@pytest.fixture
def log(database: Database, host: Person) -> Database:
    log_of_a_day(database, host)
    return database


@pytest.fixture
def page(qtbot: QtBot, log: Database, controls: Controls) -> VisitorsPage:
    return on_screen(qtbot, controls)


@pytest.fixture
def keys(qtbot: QtBot, page: VisitorsPage, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def test_the_page_opens_on_whoever_is_inside_whenever_they_came(page: VisitorsPage) -> None:
    assert names(page) == ["Ida Now", "Ines Early", "Ian Old"]
    assert page.list.summary.text() == "Parties: 3, people: 6"
    assert not page.bar.period.isEnabled()


def test_tabs_say_how_many_there_are(page: VisitorsPage) -> None:
    assert tabs(page) == ["Expected  2", "Inside  3", "Left  1", "All  5", "Bin  1"]


def test_everything_about_the_chosen_entry_is_told(page: VisitorsPage, keys: Keyboard) -> None:
    keys.press("Down")

    assert page.details.heading.text() == "Ines Early"
    assert page.details.host.text() == "to Alma Hernandez · 12B"
    assert page.details.values["people"].text() == "4"
    assert page.details.values["inside"].text() == "1 h 00 min"
    assert "ann: checked in" in page.details.story.text()


def test_what_happened_is_told_in_words(page: VisitorsPage, log: Database, host: Person) -> None:
    chosen = page.list.chosen()[0]
    with log.write("bob") as tx:
        visitors.depart(tx, [chosen.id], seen_leaving=False, reason="End of day")
    page.bar.show_part(Standing.LEFT)

    told = page.details.story.text().splitlines()

    assert told[0] == "10:00  bob: checked out; not seen leaving; reason: End of day"


def test_enter_opens_the_entry(page: VisitorsPage, keys: Keyboard) -> None:
    keys.press("Down Return")

    dialog = page.window().findChild(EntryDialog)
    assert dialog is not None
    assert dialog.fields.visitor.text() == "Ines Early"
    dialog.done(0)


def test_an_entry_is_removed_and_the_undo_brings_it_back(
    page: VisitorsPage, keys: Keyboard, controls: Controls
) -> None:
    keys.press("Delete")
    assert names(page) == ["Ines Early", "Ian Old"]
    assert controls.bar.button.isVisible()
    keys.press("Ctrl+Z")

    assert names(page)[0] == "Ida Now"


def test_an_entry_is_taken_out_of_the_bin(page: VisitorsPage, controls: Controls) -> None:
    page.bar.show_part(None, removed=True)
    assert page.details.buttons["visitor.restore"].isVisible()

    page.details.buttons["visitor.restore"].click()

    assert names(page) == []
    page.bar.show_part(Standing.INSIDE)
    assert "Bea Wrong" in names(page)


def test_the_chosen_party_is_checked_out_by_one_key_and_undone(
    page: VisitorsPage, keys: Keyboard
) -> None:
    keys.press("Down Ctrl+Shift+O")
    assert names(page) == ["Ida Now", "Ian Old"]
    keys.press("Ctrl+Z")

    assert len(names(page)) == 3


def test_the_expected_party_that_is_chosen_is_let_in(page: VisitorsPage, keys: Keyboard) -> None:
    page.bar.show_part(Standing.EXPECTED)

    keys.press("Ctrl+I Ctrl+Return")

    assert names(page) == ["Eva Soon"]
    page.bar.show_part(Standing.INSIDE)
    assert "Ewa Late" in names(page)


def test_what_is_checked_in_is_chosen_and_comes_first(
    page: VisitorsPage, keys: Keyboard, host: Person
) -> None:
    keys.press("F3")
    keys.type("New One")
    keys.press("Tab")
    keys.type("alma")
    keys.press("Return Tab Tab")
    keys.type("Tea")
    keys.press("Ctrl+Return")

    assert names(page)[0] == "New One"
    assert [each.visitor for each in page.list.chosen()] == ["New One"]


def test_news_from_another_desk_keep_the_choice(
    page: VisitorsPage, keys: Keyboard, log: Database, host: Person
) -> None:
    keys.press("Down Down")
    assert [each.visitor for each in page.list.chosen()] == ["Ian Old"]

    with log.write("bob") as tx:
        entry(tx, host.id, "Aaa New", arrived_at=at(9, 30))

    assert names(page)[0] == "Aaa New"
    assert [each.visitor for each in page.list.chosen()] == ["Ian Old"]


def test_news_are_shown_when_the_page_comes_back(
    page: VisitorsPage, controls: Controls, log: Database, host: Person
) -> None:
    controls.perform("page.today")
    with log.write("bob") as tx:
        entry(tx, host.id, "Aaa New")

    controls.perform("page.visitors")

    assert "Aaa New" in names(page)


def test_column_widths_are_remembered(
    qtbot: QtBot, page: VisitorsPage, client: Client, controls: Controls
) -> None:
    page.list.view.setColumnWidth(2, 321)
    controls.perform("page.today")

    again = VisitorsPage(client)
    qtbot.addWidget(again)

    assert again.list.view.columnWidth(2) == 321


def test_f12_answers_while_a_form_is_open(page: VisitorsPage, keys: Keyboard) -> None:
    keys.press("F3 F12")

    dialog = page.window().findChild(QDialog, "emergency")
    assert dialog is not None
    assert dialog.isVisible()
    dialog.done(0)
    close(page, CheckInDialog)


KINDS = (
    QAbstractButton,
    QLineEdit,
    QAbstractSpinBox,
    QComboBox,
    QPlainTextEdit,
    QAbstractItemView,
    QTabBar,
)


def nameless(root: QWidget) -> list[str]:
    """Widgets that somebody can use and that have no name; Qt's own inner parts do not count."""
    found = []
    for widget in root.findChildren(QWidget):
        above = widget.parent()
        inner = isinstance(above, (QAbstractSpinBox, QComboBox, QTabBar))
        inner = inner or above is None or above.inherits("QComboBoxPrivateContainer")
        named = widget.accessibleName() and widget.accessibleIdentifier()
        if isinstance(widget, KINDS) and widget.focusPolicy().value and not (inner or named):
            found.append(f"{root.objectName()}: {widget}")
    return found


def test_every_widget_somebody_can_use_has_a_name(page: VisitorsPage) -> None:
    assert nameless(page) == []
    for make in page.dialogs().values():
        dialog = make()
        assert nameless(dialog) == []
        dialog.deleteLater()


def test_more_than_can_be_looked_at_one_by_one_is_not_changed_by_halves(
    page: VisitorsPage, keys: Keyboard, controls: Controls, log: Database, host: Person
) -> None:
    with log.write("ann") as tx:
        for number in range(510):
            entry(tx, host.id, f"Many {number}")

    keys.press("Ctrl+A Delete")

    assert len(names(page)) == 513
    assert page.details.heading.text() == "513 entries are chosen"
    assert "No more than 500" in controls.bar.text.text()
