"""The log in a table, Desk's or Qt's: both over the same file, in a window of the same size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QTableView

from desk.gui.client import Client
from desk.gui.visitors.log_model import LogModel
from desk.gui.visitors.log_view import LogView
from desk.services.visitor_log import View
from desk.store.database import Database, Read

# As many columns as Desk's list has.
COLUMNS = (
    *("arrival", "departed_at", "visitor", "people", "resident_id"),
    *("subject", "license_plate", "vehicle_color", "note"),
)
SIZE = (1200, 900)
ROWS_A_FRAME = 3


def desk(path: Path) -> Callable[[], QTableView]:
    """Makes the list of the visitors page over the file at `path`, which is open already."""
    client = Client(Database(f"sqlite:///{path}"), "bench")
    client.ask(_look)

    def make() -> QTableView:
        model = LogModel(client)
        model.show(View())
        return LogView(model, "visitors.list", "Visitors")

    return make


def qt(path: Path) -> Callable[[], QTableView]:
    """Makes a plain table view over Qt's own model of the same table in the same order."""
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(path))
    database.setConnectOptions("QSQLITE_OPEN_READONLY")
    assert database.open(), database.lastError().text()

    def make() -> QTableView:
        view = QTableView()
        model = QSqlTableModel(view, database)
        model.setTable("visitor_entry")
        model.setFilter("removed_at IS NULL")
        model.setSort(model.fieldIndex("arrival"), Qt.SortOrder.DescendingOrder)
        model.select()
        view.setModel(model)
        for column in range(model.columnCount()):
            name = model.headerData(column, Qt.Orientation.Horizontal)
            view.setColumnHidden(column, name not in COLUMNS)
        return view

    return make


KINDS = {"desk": desk, "qt": qt}


def fetch_all(view: QTableView) -> None:
    """Let the model have every row it can have."""
    model = view.model()
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())


def a_frame(view: QTableView) -> int:
    """By how much the scroll bar moves for some rows: some views count pixels, some count rows."""
    by_pixels = view.verticalScrollMode() == QTableView.ScrollMode.ScrollPerPixel
    return ROWS_A_FRAME * (view.rowHeight(0) if by_pixels else 1)


def _look(tx: Read) -> object:
    return tx.now
