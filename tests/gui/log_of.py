"""A visitor log for the tests of its table: many entries, written at once, and shown."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from desk.domain import folding
from desk.domain.visitor import VisitorEntry
from desk.domain.wall_clock import milliseconds
from desk.gui.client import Client
from desk.gui.visitors.log_model import LogModel
from desk.gui.visitors.log_view import LogView
from desk.services import visitor_log
from desk.services.visitor_log import View
from desk.store import search
from desk.store.database import Database
from desk.store.records import VisitorEntryRecord
from tests import build


def fill(database: Database, names: Sequence[str], **facts: Any) -> None:
    """One entry for each name, the first arriving last; inside, unless `facts` say otherwise.

    With an `arrived_at` of none they are expected.
    """
    with database.write("test") as tx:
        host = build.resident(tx).id
        rows = [
            _row(tx.now - timedelta(minutes=at), name, host, facts) for at, name in enumerate(names)
        ]
        connection = tx.session.connection()
        ids = connection.scalars(
            insert(VisitorEntryRecord).returning(
                VisitorEntryRecord.id, sort_by_parameter_order=True
            ),
            rows,
        ).all()
        search.index(connection, zip(ids, (row["folded"] for row in rows), strict=True))


def _row(moment: Any, name: str, host: int, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "uid": str(uuid.uuid4()),
        "resident_id": host,
        "visitor": name,
        "companions": (),
        "people": 1,
        "subject": "Tea",
        "arrived_at": moment,
        "expected_at": moment,
        "arrival": milliseconds(moment),
        "created_at": moment,
        "folded": folding.fold(name),
        "version": 1,
        "note": "",
        "seen_leaving": True,
        **facts,
    }


def numbered(number: int) -> list[str]:
    return [f"Visitor {at}" for at in range(number)]


def everything(model: LogModel) -> LogModel:
    """The model once it knows how long the log is."""
    model.fetchMore(QModelIndex())
    return model


def shown(model: LogModel) -> list[VisitorEntry]:
    """What stands in the rows, top to bottom."""
    return [model.index(row, 0).data(LogModel.RowRole) for row in range(model.rowCount())]


def kept(database: Database, view: View = View()) -> list[VisitorEntry]:
    """What the log has, in its order."""
    with database.read() as tx:
        if view.text:
            return visitor_log.found(tx, view)[: visitor_log.MOST_FOUND]
        total = visitor_log.count(tx, view)
        return visitor_log.page(tx, view, 0, total, total)


def opened(qtbot: QtBot, client: Client, view: View = View()) -> LogView:
    """A table on the screen with the keyboard in it, counted."""
    model = LogModel(client)
    log = LogView(model, "visitors.log", "Visitor log")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, log)
    qtbot.addWidget(log)
    log.resize(1250, 400)
    model.show(view)
    with qtbot.waitExposed(log):
        log.show()
        log.activateWindow()
        log.setFocus()
    qtbot.waitUntil(lambda: model.complete and log.hasFocus())
    return log


def names(log: LogView) -> list[str]:
    """The visitors of the rows that are selected."""
    return [index.siblingAtColumn(2).data() for index in log.selectionModel().selectedRows()]
