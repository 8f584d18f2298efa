"""Tables of plain values.

Every list in the desk is this one model with other columns. When the rows change, the model works
out which were added, moved, altered or taken away, so that the user's selection and place stay put.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class Identified(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=Identified)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A heading and how to read what stands under it.

    `align` is `LEADING`, or `TRAILING` for numbers. `tooltip` says more than the cell has room
    for, `spoken` what a screen reader says in place of the text; without them it is the text.
    """

    title: str
    text: Callable[[Row], str]
    sort_key: Callable[[Row], Any] | None = None
    align: Qt.AlignmentFlag = LEADING
    tooltip: Callable[[Row], str] | None = None
    spoken: Callable[[Row], str] | None = None
    icon: Callable[[Row], QIcon | None] | None = None

    def read(self, row: Row, role: int) -> Any:
        """What this column says about `row` in a role of Qt's, or None."""
        match role:
            case Role.DisplayRole:
                return self.text(row)
            case Role.ToolTipRole:
                return (self.tooltip or self.text)(row)
            case Role.AccessibleTextRole:
                return (self.spoken or self.text)(row)
            case Role.TextAlignmentRole:
                return self.align
            case Role.DecorationRole:
                return self.icon(row) if self.icon else None
            case TableModel.SortRole:
                return (self.sort_key or self.text)(row)
            case _:
                return None


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind under a fixed set of columns; no two rows have the same `id`.

    `RowRole` gives the row itself, `SortRole` what a proxy sorts by.
    """

    RowRole = Role.UserRole
    SortRole = Role.UserRole + 1

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown now, in their order."""
        return tuple(self._rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows, touching only what differs from the ones shown now."""
        self._take_away({row.id for row in rows})
        self._put_in_order(rows)
        self._put_in(rows)
        self._alter(rows)

    def row_of(self, identifier: int) -> int:
        """Where the row of that id stands, or -1."""
        found = (at for at, row in enumerate(self._rows) if row.id == identifier)
        return next(found, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        return row if role == self.RowRole else self._columns[index.column()].read(row, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return column.title
        return column.align if role == Role.TextAlignmentRole else None

    def _take_away(self, wanted: Collection[int]) -> None:
        gone = [at for at, row in enumerate(self._rows) if row.id not in wanted]
        for first, last in reversed(list(_runs(gone))):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _put_in_order(self, rows: Sequence[Row]) -> None:
        """Bring the rows that stay into the order they are to have among themselves."""
        shown = {row.id: row for row in self._rows}
        ordered = [shown[row.id] for row in rows if row.id in shown]
        if ordered == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        places = {row.id: at for at, row in enumerate(ordered)}
        before = self.persistentIndexList()
        after = [self.index(places[self._rows[i.row()].id], i.column()) for i in before]
        self._rows = ordered
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _put_in(self, rows: Sequence[Row]) -> None:
        shown = {row.id for row in self._rows}
        new = [at for at, row in enumerate(rows) if row.id not in shown]
        for first, last in _runs(new):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()

    def _alter(self, rows: Sequence[Row]) -> None:
        altered = [at for at, row in enumerate(rows) if row != self._rows[at]]
        self._rows = list(rows)
        for first, last in _runs(altered):
            self.dataChanged.emit(
                self.index(first, 0), self.index(last, len(self._columns) - 1), []
            )


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as stretches without a gap: first and last of each."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last
