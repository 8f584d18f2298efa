"""The visitor log on the screen: keys, selection, what is painted, and what stays put."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desk.gui.client import Client
from desk.gui.visitors.log_model import LogModel
from desk.gui.visitors.log_rows import HEAD
from desk.gui.visitors.log_view import LogView
from desk.services import visitors
from desk.services.visitor_log import View
from desk.store.database import Database
from desk.store.records import VisitorEntryRecord
from tests import build
from tests.conftest import at
from tests.gui.log_of import fill, kept, names, numbered, opened

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier
Select = QItemSelectionModel.SelectionFlag


def test_the_log_is_counted_only_when_its_first_rows_are_on_the_screen(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, numbered(300))
    model = LogModel(client)
    log = LogView(model, "visitors.log", "Visitor log")
    qtbot.addWidget(log)

    model.show(View())
    log.grab()

    assert model.rowCount() == HEAD
    qtbot.waitUntil(lambda: model.rowCount() == 300)


def test_keys_lead_to_both_ends_and_by_pages(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, numbered(1000))
    log = opened(qtbot, client)

    seen = []
    for key in (Key.Key_End, Key.Key_Home, Key.Key_Down, Key.Key_PageDown, Key.Key_PageUp):
        qtbot.keyClick(log, key)
        seen.append(log.currentIndex().row())

    assert seen[:3] == [999, 0, 1]
    assert 5 < seen[3] < 40
    assert seen[4] < 5
    assert names(log) == [f"Visitor {seen[4]}"]


def test_everything_is_selected_with_one_key_and_named_by_id(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, numbered(400))
    log = opened(qtbot, client)

    qtbot.keyClick(log, Key.Key_A, Ctrl)

    ids = [entry.id for entry in kept(database)]
    assert log.selected_ids() == ids
    assert log.selected_ids(10) == ids[:10]


def test_letters_typed_quickly_are_one_name_and_slowly_are_two(
    qtbot: QtBot, qapp: QApplication, database: Database, client: Client
) -> None:
    fill(database, ["Bo", "Ada", *numbered(300), "Carl Ask", "Cy"])
    log = opened(qtbot, client)
    interval = qapp.keyboardInputInterval()

    qtbot.keyClicks(log, "as")
    assert names(log) == ["Carl Ask"]
    qapp.setKeyboardInputInterval(0)
    qtbot.keyClicks(log, "c")
    qapp.setKeyboardInputInterval(interval)
    assert names(log) == ["Cy"]
    qtbot.keyClicks(log, "arl")
    assert names(log) == ["Carl Ask"]


def test_selection_keyboard_and_place_stay_when_others_arrive(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, numbered(500))
    log = opened(qtbot, client)
    log.setCurrentIndex(log.model().index(203, 2))
    log.selectionModel().select(log.model().index(205, 0), Select.Select | Select.Rows)
    log.scrollTo(log.model().index(200, 0), LogView.ScrollHint.PositionAtTop)
    top = log.indexAt(QPoint(5, 5)).siblingAtColumn(2).data()
    with database.write("test") as tx:
        for minute in range(3):
            build.entry(tx, 1, "New", arrived_at=at(10, minute))

    log.refresh()

    assert names(log) == ["Visitor 203", "Visitor 205"]
    assert log.currentIndex().data() == "Visitor 203"
    assert log.indexAt(QPoint(5, 5)).siblingAtColumn(2).data() == top


def test_who_looks_at_the_top_of_the_list_sees_who_has_just_arrived(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, numbered(500))
    log = opened(qtbot, client)
    with database.write("test") as tx:
        build.entry(tx, 1, "New", arrived_at=at(10))

    log.refresh()

    assert log.indexAt(QPoint(5, 5)).siblingAtColumn(2).data() == "New"


def test_an_entry_that_moves_takes_selection_and_keyboard_along(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, numbered(500))
    log = opened(qtbot, client)
    log.setCurrentIndex(log.model().index(4, 2))
    entry = kept(database)[4]
    with database.write("test") as tx:
        record = tx.get(VisitorEntryRecord, entry.id)
        record.arrived_at = entry.arrival - timedelta(hours=3)

    log.refresh()

    assert names(log) == ["Visitor 4"]
    assert log.currentIndex().row() == [e.id for e in kept(database)].index(entry.id)


def test_when_the_current_entry_goes_nobody_else_is_chosen_in_its_place(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, numbered(50))
    log = opened(qtbot, client)
    log.setCurrentIndex(log.model().index(4, 2))
    with database.write("test") as tx:
        visitors.remove(tx, [kept(database)[4].id])

    log.refresh()

    assert log.currentIndex().row() in (3, 4)
    assert names(log) == []


def test_a_text_that_is_cut_short_can_be_read_in_full(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    long = "A visit of the house with a guide who speaks at length about every single window"
    fill(database, ["Ada"], subject=long)
    log = opened(qtbot, client)

    _point(log, 5)
    qtbot.waitUntil(lambda: QToolTip.text() == long)
    _point(log, 2)

    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_columns_come_back_as_somebody_has_pulled_them(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"])
    log = opened(qtbot, client)
    untouched = log.columns.save()
    log.setColumnWidth(2, 333)
    log.horizontalHeader().moveSection(0, 4)

    other = opened(qtbot, client)
    other.columns.restore(log.columns.save())

    assert untouched == b""
    assert other.columnWidth(2) == 333
    assert other.horizontalHeader().visualIndex(0) == 4
    other.resize(900, 300)
    assert other.columnWidth(2) == 333


def test_columns_share_the_room_while_nobody_has_pulled_at_them(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"])
    log = opened(qtbot, client)
    before = log.columnWidth(2)

    log.resize(1500, 400)

    assert log.columnWidth(2) > before
    assert not log.horizontalScrollBar().isVisible()


def test_what_is_nonsense_for_the_columns_is_left_alone(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"])
    log = opened(qtbot, client)
    before = log.columnWidth(2)

    log.columns.restore(b"nonsense")

    assert log.columnWidth(2) == before


def test_the_heading_says_in_which_order_the_list_is(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"])
    log = opened(qtbot, client)

    header = log.horizontalHeader()

    assert header.sortIndicatorSection() == 1
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder


def _point(log: LogView, column: int) -> None:
    """Rest the mouse on a cell of the first row."""
    at = log.visualRect(log.model().index(0, column)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, log.viewport().mapToGlobal(at))
    QApplication.sendEvent(log.viewport(), event)
