"""The visitor log as a table, however long it is.

The model keeps no rows of its own: `log_rows` reads the pages that are looked at. When the log has
changed, `refresh` works out where the rows that somebody holds on to are now, and only stretches
or shrinks the list between them, so that selection, current row and scroll position stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from desk.domain.folding import fold, words
from desk.domain.visitor import VisitorEntry
from desk.gui.client import Client
from desk.gui.table import LEADING, TRAILING, Index
from desk.gui.visitors import log_rows
from desk.gui.visitors.log_cells import COLUMNS, Moment
from desk.gui.visitors.log_rows import Rows
from desk.gui.visitors.log_steps import Insert, Remove, Step, shifted, steps
from desk.gui.visitors.log_type_ahead import row_beginning
from desk.services import visitor_log
from desk.services.visitor_log import View

Role = Qt.ItemDataRole
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # until somebody has looked at the clock


class LogModel(QAbstractTableModel):
    """The entries of a view of the log, in its order.

    Until `complete`, only the first rows are there; `fetchMore` counts the rest. `more` says that
    a search found more than is shown. `RowRole` gives the entry, `IdRole` its id, `StandingRole`
    where the party is.
    """

    counted = Signal()  # the number of rows is known now

    RowRole = Role.UserRole
    IdRole = Role.UserRole + 1
    StandingRole = Role.UserRole + 2

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._rows: Rows | None = None
        self._moving: dict[int, VisitorEntry] | None = None
        self._total = 0
        self._resetting = False
        self._headings = [column.words for column in COLUMNS]
        self.view = View()
        self.sought: list[str] = []
        self.moment = Moment(LONG_AGO, timedelta.max, client.zone)

    @property
    def complete(self) -> bool:
        return self._rows is None or self._rows.complete

    @property
    def more(self) -> bool:
        return self._rows is not None and self._rows.more

    def show(self, view: View) -> None:
        """Show another view, from its beginning."""
        self.beginResetModel()
        self._resetting = True
        self.view = view
        self.sought = words(fold(view.text))
        self._rows = self._open()
        self._total = self._rows.total
        self.endResetModel()
        self._resetting = False
        if self._rows.complete:
            self.counted.emit()

    def refresh(self) -> dict[int, VisitorEntry]:
        """Show what the view has become, holding every row in place that is still there.

        Gives back the known entries that are not where they were, by the row they stood in.
        """
        if self._rows is None:
            return {}
        known = self._rows.known(index.row() for index in self.persistentIndexList())
        rows = self._open()
        rows.finish()
        places = rows.places(known.values())
        kept = sorted((row, places[e.id]) for row, e in known.items() if e.id in places)
        gone = {row: entry for row, entry in known.items() if entry.id not in places}
        self._moving = known
        for step in steps(kept, gone, self._total, rows.total):
            self._make(step)
        self._moving, self._rows = None, rows
        self._say_changed()
        self.counted.emit()
        return gone

    def tick(self) -> None:
        """Let time go on: what is said about it changes every minute."""
        self.moment = Moment(*self._client.ask(log_rows.time), self._client.zone)
        self._say_changed()

    def entry(self, row: int) -> VisitorEntry | None:
        """What stands in a row, read if need be."""
        if self._moving is not None:
            return self._moving.get(row)
        return self._rows.entry(row) if self._rows and 0 <= row < self._total else None

    def known(self, rows: Iterable[int]) -> dict[int, VisitorEntry]:
        """What stands in those of `rows` that have been looked at lately; reads none."""
        rows = list(rows)
        found = self._rows.known(rows) if self._rows else {}
        return {row: found[row] for row in rows if row in found}

    def ids(self, first: int, last: int) -> list[int]:
        """The ids of the rows from `first` to `last`, without reading the rows."""
        return self._rows.ids(first, last - first + 1) if self._rows else []

    def rows_of(self, ids: Iterable[int]) -> dict[int, int]:
        """Where entries stand in the view; those that are not in it are left out."""
        entries = self._client.ask(visitor_log.by_ids, list(ids))
        return self._rows.places(entries) if self._rows else {}

    def row_beginning(self, typed: str, start: int) -> int:
        """The next row from `start` whose visitor's name begins with `typed`, or -1."""
        if self._rows is None:
            return -1
        return row_beginning(self._client, self.view, self._rows, typed, start)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        match role:
            case self.RowRole:
                return entry
            case self.IdRole:
                return entry.id
            case self.StandingRole:
                return entry.standing
            case _:
                return _say(entry, index.column(), self.moment, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Role.DisplayRole:
            return self._headings[section]
        if role == Role.TextAlignmentRole:
            return TRAILING if COLUMNS[section].number else LEADING
        return None

    def canFetchMore(self, parent: Index) -> bool:
        # Nobody who hears of a reset may change the model before everybody else has heard of it.
        return not parent.isValid() and not self._resetting and not self.complete

    def fetchMore(self, parent: Index) -> None:
        """Count the rows, and let the list be as long as it is."""
        if self._rows is None or not self.canFetchMore(parent):
            return
        self._rows.finish()
        if self._rows.total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, self._rows.total - 1)
            self._total = self._rows.total
            self.endInsertRows()
        self.counted.emit()

    def _open(self) -> Rows:
        rows, now, too_long = log_rows.opened(
            self._client, self.view, lambda: (at.row() for at in self.persistentIndexList())
        )
        self.moment = Moment(now, too_long, self._client.zone)
        return rows

    def _make(self, step: Step) -> None:
        """Carry a step out; while that lasts, only rows that are known say anything."""
        moving = shifted(self._moving or {}, step)
        match step:
            case Insert(first, last):
                self.beginInsertRows(QModelIndex(), first, last)
                self._total, self._moving = self._total + last - first + 1, moving
                self.endInsertRows()
            case Remove(first, last):
                self.beginRemoveRows(QModelIndex(), first, last)
                self._total, self._moving = self._total - last + first - 1, moving
                self.endRemoveRows()

    def _say_changed(self) -> None:
        if self._total:
            last = self.index(self._total - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [])


def _say(entry: VisitorEntry, column: int, moment: Moment, role: int) -> Any:
    """What a column says about an entry in one of Qt's own roles."""
    match role:
        case Role.DisplayRole:
            return moment.read(entry)[column].words
        case Role.AccessibleTextRole:
            cell = moment.read(entry)[column]
            return cell.spoken or cell.words
        case Role.ToolTipRole:
            return COLUMNS[column].tooltip(entry, moment)
        case Role.TextAlignmentRole:
            return TRAILING if COLUMNS[column].number else LEADING
        case _:
            return None
