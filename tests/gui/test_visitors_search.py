"""Dates and letters that narrow the log down, and what is offered where nothing is left."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.domain.visitor import Standing
from desk.gui.controls import Controls
from desk.gui.visitors.check_in import CheckInDialog
from desk.gui.visitors.page import VisitorsPage
from desk.gui.visitors.period import Period, Stretch
from desk.store.database import Database
from tests.build import entry, resident
from tests.gui.keys import Keyboard
from tests.gui.visitors_screen import close, log_of_a_day, names, on_screen, search


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
