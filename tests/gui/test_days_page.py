"""The page of days on a real file: choosing dates, counting, setting places, undoing."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError, NotSoMany
from desk.gui import format
from desk.gui.client import Client
from desk.gui.days.count import CountDialog
from desk.gui.days.page import DaysPage
from desk.gui.undo import Steps
from desk.services import days
from desk.store.database import Database
from tests import build

TODAY = dt.date(2030, 2, 4)
TOMORROW = TODAY + timedelta(days=1)
Key = Qt.Key
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def page(qtbot: QtBot, database: Database, client: Client) -> DaysPage:
    with database.write("ann") as tx:
        build.day(tx, TODAY, places=40, occupied=29)
    made = DaysPage(client)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


@pytest.fixture
def refusals(client: Client) -> list[DeskError]:
    heard: list[DeskError] = []
    client.refused.connect(heard.append)
    return heard


def occupied(client: Client, date: dt.date = TODAY) -> int:
    return client.ask(days.on, date).occupied


def opened(qtbot: QtBot, page: DaysPage, kind: type[D]) -> D:
    """The one dialog of that kind, once it has the keyboard."""
    found = page.window().findChildren(kind)
    assert len(found) == 1
    qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def panel(qtbot: QtBot, page: DaysPage) -> CountDialog:
    return opened(qtbot, page, CountDialog)


def typed(qtbot: QtBot, dialog: CountDialog, text: str) -> None:
    dialog.people.setText(text)
    qtbot.keyClick(dialog.people, Key.Key_Return)


def told(page: DaysPage) -> list[str]:
    return [event.told for event in page.details.events.rows]


def test_the_page_opens_on_today_with_the_keyboard_in_the_month(page: DaysPage) -> None:
    assert page.title() == "February 2030"
    assert page.date == TODAY
    assert page.heat_map.hasFocus()
    assert page.details.figure.text() == "11 free"
    assert page.details.standing.text() == "29 of 40 places taken, 11 free"


def test_the_arrows_walk_through_days_weeks_and_months(qtbot: QtBot, page: DaysPage) -> None:
    walk = [
        (Key.Key_Right, dt.date(2030, 2, 5)),
        (Key.Key_Down, dt.date(2030, 2, 12)),
        (Key.Key_Left, dt.date(2030, 2, 11)),
        (Key.Key_Up, dt.date(2030, 2, 4)),
        (Key.Key_Up, dt.date(2030, 1, 28)),
        (Key.Key_PageDown, dt.date(2030, 2, 28)),
        (Key.Key_PageDown, dt.date(2030, 3, 28)),
        (Key.Key_PageUp, dt.date(2030, 2, 28)),
        (Key.Key_Home, TODAY),
    ]
    for key, date in walk:
        qtbot.keyClick(page.heat_map, key)
        assert page.date == date
        chosen = page.heat_map.currentIndex()
        assert page.heat_map.month.day(chosen).date == date
        assert page.heading.text() == format.month(date)


def test_where_arabic_is_read_the_left_arrow_goes_on(qtbot: QtBot, page: DaysPage) -> None:
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    qtbot.keyClick(page.heat_map, Key.Key_Left)

    assert page.date == TOMORROW


def test_the_mouse_chooses_a_date_also_of_the_next_month(qtbot: QtBot, page: DaysPage) -> None:
    for date in (dt.date(2030, 2, 13), dt.date(2030, 3, 3)):
        cell = page.heat_map.visualRect(page.heat_map.month.index_of(date))
        qtbot.mouseClick(page.heat_map.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())

        assert page.date == date
    assert page.title() == "March 2030"


def test_what_somebody_else_counts_is_seen_at_once(
    page: DaysPage, database: Database, client: Client
) -> None:
    with database.write("bob") as tx:
        days.occupy(tx, TODAY, 11)

    assert page.details.chip.text() == "Full"
    assert not page.details.chip.isHidden()
    index = page.heat_map.month.index_of(TODAY)
    assert "full, 40 of 40" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert told(page)[0] == "11 counted"
    assert page.details.events.rows[0].who == "bob"


def test_counting_in_the_pane_takes_places_and_gives_them_back(
    qtbot: QtBot, page: DaysPage, client: Client
) -> None:
    left = Qt.MouseButton.LeftButton
    page.details.people.setValue(5)

    qtbot.mouseClick(page.details.take, left)
    assert occupied(client) == 34

    page.details.people.setValue(2)
    qtbot.mouseClick(page.details.give_back, left)
    assert occupied(client) == 32
    assert told(page)[:2] == ["2 given back", "5 counted"]


def test_too_many_in_the_pane_opens_the_panel_with_other_dates(
    qtbot: QtBot, page: DaysPage, client: Client
) -> None:
    page.details.people.setValue(12)

    qtbot.mouseClick(page.details.take, Qt.MouseButton.LeftButton)

    assert panel(qtbot, page).otherwise.isVisible()
    assert panel(qtbot, page).otherwise.left.text().startswith("Only 11 left")
    assert occupied(client) == 29


def test_a_date_with_nothing_counted_has_nothing_to_give_back(page: DaysPage) -> None:
    page.show_date(TOMORROW)

    assert not page.details.give_back.isEnabled()
    assert page.details.figure.text() == "No limit"
    assert not page.details.empty.isHidden()


@pytest.mark.parametrize("typed_date", ["tomorrow", "tue", "+1d", "5.2.", "2030-02-05"])
def test_the_panel_counts_on_whatever_date_is_typed(
    qtbot: QtBot, page: DaysPage, client: Client, typed_date: str
) -> None:
    page.count_today()
    dialog = panel(qtbot, page)

    dialog.date.setText(typed_date)
    assert dialog.standing.text() == "Tue 5 Feb 2030: no limit"
    typed(qtbot, dialog, "25")

    assert occupied(client, TOMORROW) == 25
    assert page.date == TOMORROW


def test_the_panel_says_what_it_did_and_waits_for_the_next_number(
    qtbot: QtBot, page: DaysPage, client: Client
) -> None:
    page.count_today()
    dialog = panel(qtbot, page)

    typed(qtbot, dialog, "6")

    assert dialog.isVisible()
    assert dialog.people.text() == ""
    assert dialog.outcome.text().startswith("6 counted on Mon 4 Feb 2030.")
    assert page.details.figure.text() == "5 free"


def test_a_date_that_is_none_cannot_be_counted_on(qtbot: QtBot, page: DaysPage) -> None:
    page.count_today()
    dialog = panel(qtbot, page)

    dialog.date.setText("someday")
    dialog.people.setText("3")

    assert not dialog.button.isEnabled()
    assert "not understood" in dialog.standing.text()


def test_a_full_date_offers_others_by_one_key_each(
    qtbot: QtBot, page: DaysPage, client: Client, database: Database
) -> None:
    with database.write("bob") as tx:
        build.day(tx, TOMORROW, places=12)
        build.day(tx, TOMORROW + timedelta(days=1), places=5)
    page.count_today()
    dialog = panel(qtbot, page)
    typed(qtbot, dialog, "12")
    shown = [button.text() for button in dialog.otherwise.dates]

    assert dialog.people.hasFocus()
    assert dialog.people.selectedText() == "12"
    assert shown[0] == "Tue 5 Feb 2030, 12 free   (Alt+&1)"
    assert shown[1] == "Thu 7 Feb 2030, no limit   (Alt+&2)"

    qtbot.keyClick(dialog, Key.Key_2, Qt.KeyboardModifier.AltModifier)

    qtbot.waitUntil(lambda: occupied(client, TODAY + timedelta(days=3)) == 12)
    assert occupied(client) == 29
    assert not dialog.otherwise.isVisible()


def test_going_beyond_the_limit_needs_a_reason_that_is_kept(
    qtbot: QtBot, page: DaysPage, client: Client
) -> None:
    page.count_today()
    dialog = panel(qtbot, page)
    typed(qtbot, dialog, "12")
    qtbot.mouseClick(dialog.otherwise.beyond, Qt.MouseButton.LeftButton)

    qtbot.keyClick(dialog.otherwise.reason, Key.Key_Return)
    assert occupied(client) == 29

    qtbot.keyClicks(dialog.otherwise.reason, "School visit")
    qtbot.keyClick(dialog.otherwise.reason, Key.Key_Return)

    assert occupied(client) == 41
    assert told(page)[0] == "12 counted, 41 places: School visit"


def test_giving_back_more_than_is_taken_is_refused_in_words(
    qtbot: QtBot, page: DaysPage, client: Client, refusals: list[DeskError]
) -> None:
    page.count_today()
    dialog = panel(qtbot, page)

    typed(qtbot, dialog, "-30")

    assert [type(error) for error in refusals] == [NotSoMany]
    assert "29 places are taken" in dialog.people.accessibleDescription()
    assert occupied(client) == 29


def test_escape_closes_the_panel_and_gives_the_keyboard_back(qtbot: QtBot, page: DaysPage) -> None:
    page.count_today()
    dialog = panel(qtbot, page)
    dialog.people.setText("12")

    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Key.Key_Escape)

    assert page.focusWidget() is page.heat_map


def test_counting_is_undone_by_its_name(qtbot: QtBot, page: DaysPage, client: Client) -> None:
    steps = Steps(client)
    page.count_today()
    typed(qtbot, panel(qtbot, page), "6")

    assert steps.stack.undoText() == "Count 6 on Mon 4 Feb 2030"
    steps.undo()

    assert occupied(client) == 29
    assert page.details.figure.text() == "11 free"


def test_undo_is_refused_when_somebody_counted_meanwhile(
    qtbot: QtBot, page: DaysPage, client: Client, database: Database, refusals: list[DeskError]
) -> None:
    steps = Steps(client)
    page.count_today()
    typed(qtbot, panel(qtbot, page), "6")
    with database.write("bob") as tx:
        days.occupy(tx, TODAY, 1)

    steps.undo()

    assert len(refusals) == 1
    assert occupied(client) == 36


def test_a_date_beyond_all_calendars_is_the_nearest_that_can_be_shown(page: DaysPage) -> None:
    page.show_date(dt.date.max)

    assert page.date == dt.date(2199, 12, 31)


def test_the_month_is_written_to_a_file(page: DaysPage, tmp_path: Path) -> None:
    said: list[str] = []
    page.said.connect(said.append)

    page.send_out_to(tmp_path / "month.csv")

    lines = (tmp_path / "month.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "day,total_slots,occupied_slots,available_slots"
    assert lines[4] == "2030-02-04,40,29,11"
    assert len(lines) == 29
    assert said == ["February 2030 written to month.csv"]


def test_a_screen_reader_finds_every_date_by_name_and_place(page: DaysPage) -> None:
    table = QAccessible.queryAccessibleInterface(page.heat_map)
    cells = [table.child(n) for n in range(table.childCount())]
    named = [cell for cell in cells if cell.role() == QAccessible.Role.Cell]
    by_name = {cell.text(QAccessible.Text.Name): cell for cell in named}

    assert len(named) == 35
    assert all(by_name)
    today = by_name["Monday 4 February, 11 of 40 places free, today"]
    assert today.state().selected
    shown = page.heat_map.visualRect(page.heat_map.month.index_of(TODAY))
    corner = page.heat_map.viewport().mapToGlobal(QPoint(0, 0))
    assert today.rect() == shown.translated(corner)


def test_every_widget_of_page_and_dialogs_has_a_name_and_an_identifier(
    qtbot: QtBot, page: DaysPage
) -> None:
    made: list[QDialog] = [make() for make in page.dialogs().values()]
    for widget in (page, *made):
        for child in widget.findChildren(QWidget):
            own = not child.objectName().startswith("qt_")  # the line within a box of Qt's
            if own and child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isVisibleTo(widget):
                assert child.accessibleName(), child
                assert child.accessibleIdentifier(), child
