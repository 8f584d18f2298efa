"""The page of the visitor log: tabs, dates, search, list, details, and what is done from there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
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
from desk.gui.visitors.period import Period, Stretch
from desk.services import visitors
from desk.store.database import Database
from tests.build import entry, resident
from tests.conftest import at
from tests.gui.keys import Keyboard


@pytest.fixture(autouse=True)
def nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever the page remembers stays in the folder of the test."""
    monkeypatch.setattr(muster, "folder", lambda: tmp_path / "emergency")
    before = QSettings.defaultFormat()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    yield
    QSettings.setDefaultFormat(before)


@pytest.fixture
def host(database: Database) -> Person:
    with database.write("ann") as tx:
        return resident(tx, "Alma", "Hernandez", unit="12B")


@pytest.fixture
def log(database: Database, host: Person) -> Database:
    """Two are expected, three inside (one since yesterday), one gone, one in the bin."""
    with database.write("ann") as tx:
        now, hour = tx.now, timedelta(hours=1)
        entry(tx, host.id, "Eva Soon", expected_at=now + hour, subject="Concert")
        entry(tx, host.id, "Ewa Late", expected_at=now - hour)
        entry(tx, host.id, "Ida Now", arrived_at=now, license_plate="ID-77")
        entry(tx, host.id, "Ines Early", arrived_at=now - hour, people=4)
        entry(tx, host.id, "Ian Old", arrived_at=now - 25 * hour)
        entry(tx, host.id, "Lea Gone", arrived_at=now - 2 * hour, departed_at=now - hour)
        wrong = entry(tx, host.id, "Bea Wrong")
    with database.write("ann") as tx:
        visitors.remove(tx, [wrong.id])
    return database


@pytest.fixture
def page(qtbot: QtBot, log: Database, controls: Controls) -> VisitorsPage:
    return on_screen(qtbot, controls)


def on_screen(qtbot: QtBot, controls: Controls) -> VisitorsPage:
    controls.perform("page.visitors")
    shown = controls.window.stack.current
    assert isinstance(shown, VisitorsPage)
    qtbot.waitUntil(lambda: all("  " in text for text in tabs(shown)))
    return shown


@pytest.fixture
def keys(qtbot: QtBot, page: VisitorsPage, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def tabs(page: VisitorsPage) -> list[str]:
    return [page.bar.tabs.tabText(n).replace("&", "") for n in range(page.bar.tabs.count())]


def names(page: VisitorsPage) -> list[str]:
    model = page.list.model
    found = [model.entry(row) for row in range(model.rowCount())]
    return [each.visitor for each in found if each]


def close(page: VisitorsPage, kind: type[QDialog]) -> None:
    """Close the dialog of this kind, which must be open."""
    dialog = page.window().findChild(kind)
    assert isinstance(dialog, kind)
    assert dialog.isVisible()
    dialog.done(0)


def search(qtbot: QtBot, page: VisitorsPage, text: str) -> None:
    with qtbot.waitSignal(page.bar.chosen):
        page.bar.search.setText(text)


def test_the_page_opens_on_whoever_is_inside_whenever_they_came(page: VisitorsPage) -> None:
    assert names(page) == ["Ida Now", "Ines Early", "Ian Old"]
    assert page.list.summary.text() == "Parties: 3, people: 6"
    assert not page.bar.period.isEnabled()


def test_tabs_say_how_many_there_are(page: VisitorsPage) -> None:
    assert tabs(page) == ["Expected  2", "Inside  3", "Left  1", "All  5", "Bin  1"]


@pytest.mark.parametrize(
    ("standing", "removed", "expected"),
    [
        (Standing.EXPECTED, False, ["Ewa Late", "Eva Soon"]),
        (Standing.LEFT, False, ["Lea Gone"]),
        (None, False, ["Eva Soon", "Ida Now", "Ines Early", "Ewa Late", "Lea Gone"]),
        (None, True, ["Bea Wrong"]),
    ],
)
def test_each_tab_has_its_own(
    page: VisitorsPage, standing: Standing | None, removed: bool, expected: list[str]
) -> None:
    page.bar.show_part(standing, removed=removed)

    assert names(page) == expected


def test_dates_are_stepped_and_chosen_by_keys(page: VisitorsPage, keys: Keyboard) -> None:
    page.bar.show_part(None)

    keys.press("Alt+Left")
    assert names(page) == ["Ian Old"]
    assert page.bar.period.button.text() == "Sun 3 Feb 2030"
    keys.press("Ctrl+T")
    assert page.bar.period.button.text() == "Today, Mon 4 Feb 2030"
    keys.press("Ctrl+G")
    keys.type("3.2.")
    keys.press("Tab")
    keys.type("today")
    keys.press("Ctrl+Return")

    assert "Ian Old" in names(page)
    assert page.bar.period.period == Period(
        Stretch.CHOSEN, dt.date(2030, 2, 3), dt.date(2030, 2, 4)
    )


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        ("", "", "must not be empty"),
        ("some day", "", "is not understood"),
        ("today", "3.2.2030", "must not be before the first date"),
    ],
)
def test_dates_that_make_no_sense_are_refused(
    page: VisitorsPage, keys: Keyboard, first: str, last: str, fault: str
) -> None:
    page.bar.show_part(None)
    keys.press("Ctrl+G")
    keys.type(first)
    keys.press("Tab")
    keys.type(last)
    keys.press("Ctrl+Return")

    dialog = page.window().findChild(QDialog, "visitors.dates")
    assert dialog is not None
    said = [field.accessibleDescription() for field in dialog.findChildren(QLineEdit)]
    assert fault in said
    dialog.done(0)


@pytest.mark.parametrize("typed", ["ines", "INÉS ear", "hernandez now", "id-77"])
def test_any_part_of_name_host_or_plate_is_found(
    qtbot: QtBot, page: VisitorsPage, typed: str
) -> None:
    search(qtbot, page, typed)

    assert len(names(page)) == 1
    assert page.list.summary.text() == "1 found"


def test_a_purpose_is_found_on_its_tab(qtbot: QtBot, page: VisitorsPage) -> None:
    page.bar.show_part(Standing.EXPECTED)

    search(qtbot, page, "concert")

    assert names(page) == ["Eva Soon"]


def test_a_search_goes_from_the_line_to_the_list_by_keys(
    page: VisitorsPage, keys: Keyboard
) -> None:
    keys.press("Ctrl+F")
    keys.type("ines")
    keys.press("Return")
    assert page.list.view.hasFocus()
    assert names(page) == ["Ines Early"]
    keys.press("/ Escape")

    assert page.bar.search.text() == ""
    assert len(names(page)) == 3


def test_no_matches_here_offers_to_search_everything(
    qtbot: QtBot, page: VisitorsPage, keys: Keyboard
) -> None:
    search(qtbot, page, "gone")
    assert page.list.nothing_found.sentence.text() == "No matches for “gone” here."
    keys.press("Ctrl+F Return Space")

    assert names(page) == ["Lea Gone"]


def test_no_matches_anywhere_offers_to_clear_the_search(qtbot: QtBot, page: VisitorsPage) -> None:
    page.bar.show_everything()
    search(qtbot, page, "zzz")
    assert "whole log" in page.list.nothing_found.sentence.text()

    with qtbot.waitSignal(page.bar.chosen):
        page.list.nothing_found.button.click()

    assert len(names(page)) == 6


def test_more_than_two_hundred_hits_are_said_to_be_more(
    qtbot: QtBot, log: Database, host: Person, page: VisitorsPage
) -> None:
    with log.write("ann") as tx:
        for number in range(210):
            entry(tx, host.id, f"Many {number}")

    search(qtbot, page, "many")

    assert page.list.summary.text() == "more than 200 found"


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (0, "Nobody is expected on these dates."),
        (1, "Nobody is inside."),
        (2, "Nobody who came on these dates has left."),
        (4, "Nothing that came on these dates is in the bin."),
    ],
)
def test_an_empty_list_says_so_and_offers_what_fills_it(
    qtbot: QtBot, controls: Controls, host: Person, part: int, sentence: str
) -> None:
    page = on_screen(qtbot, controls)

    page.bar.tabs.setCurrentIndex(part)

    shown = [each for each in page.list._everything() if each.isVisible()]
    assert len(shown) == 1
    assert getattr(shown[0], "sentence").text() == sentence  # noqa: B009
    assert [button.isVisible() for button in shown[0].findChildren(QAbstractButton)] == [True]


def test_the_empty_state_opens_the_form(qtbot: QtBot, controls: Controls, host: Person) -> None:
    page = on_screen(qtbot, controls)

    page.list.nobody.button.click()

    close(page, CheckInDialog)


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
