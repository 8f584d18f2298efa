"""A part of the page of slots: a list of its own, and what it says while it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.gui import actions, theme, type_names
from desk.gui.client import Client
from desk.gui.empty import EmptyState
from desk.gui.provider_field import matching
from desk.gui.table import Column, Identified, TableModel
from desk.gui.table_view import TableView
from desk.services import directory
from desk.transfer.tables import Cell

Row = TypeVar("Row", bound=Identified)


class Part(QWidget, Generic[Row]):
    """A list that asks for its rows; what can be done with them is said by its subclasses.

    `typed` confines it to the providers whose names begin so.
    """

    wished = Signal(str)  # what a key or a button asks of the page, by the id of a command
    counted = Signal()  # there are more or fewer rows now
    wanted = Signal(str)  # the id of a command that should come next
    said = Signal(str)
    opening = Signal(object)  # QDialog: to be opened over the window
    kinds: frozenset[str] = frozenset()  # of changes after which it asks again
    kind = ""  # of what is listed, as the journal calls it
    file_name = ""
    headings: Sequence[str] = ()  # of the file that it can be written to

    def __init__(
        self,
        client: Client,
        identifier: str,
        name: str,
        columns: Sequence[Column[Row]],
        widths: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.client = client
        self.typed = ""
        self.names: Mapping[int, str] = {}
        self.types = type_names.TypeNames()
        self.model = TableModel(columns, self)
        self.sorting = QSortFilterProxyModel(self)
        self.sorting.setSourceModel(self.model)
        self.sorting.setSortRole(TableModel.SortRole)
        self.table = self.make_table(identifier, name)
        self.table.setModel(self.sorting)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setSortIndicatorClearable(True)
        self.empty = EmptyState(f"{identifier}.empty", "", "list.new")
        self.above = QHBoxLayout()
        self.above.setSpacing(8)
        self.note = theme.as_role(QLabel(), "muted")
        self.note.setObjectName(f"{identifier}.note")
        self._lay_out(widths)
        self.table.opened.connect(lambda _index: self.wished.emit("list.edit"))
        self.empty.button.clicked.connect(self.on_empty)
        # A field that letters are typed into keeps them; anywhere else N is free to mean something.
        new = QShortcut(QKeySequence("N"), self, lambda: self.wished.emit("list.new"))
        new.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setFocusProxy(self.table)

    def make_table(self, identifier: str, name: str) -> TableView:
        """The list itself."""
        return TableView(identifier, name)

    def rows(self) -> Sequence[Row]:
        """What is to be listed now."""
        raise NotImplementedError

    def none(self) -> str:
        """What is said when there is nothing."""
        raise NotImplementedError

    def filling(self) -> str:
        """What the one button of an empty list says."""
        return f"{self.tr('New')}  {actions.command('list.new').key}"

    def file_row(self, row: Row) -> Sequence[Cell]:
        """A row as it stands in a file, under `headings`."""
        raise NotImplementedError

    def edit(self) -> None:
        """Change the one that is chosen."""

    def remove(self) -> None:
        """Take the chosen ones away."""

    def on_empty(self) -> None:
        """The one button of an empty list was pressed."""
        self.wished.emit("list.new")

    def refresh(self) -> None:
        """Ask again, keeping what is chosen."""
        found = self.client.ask(directory.resources)
        self.names = {each.id: each.name for each in found}
        self.types = self.client.ask(type_names.names)
        self.model.show(self.rows())
        some = bool(self.model.rows)
        self._stack.setCurrentIndex(0 if some else 1)
        if some and not self.table.selectionModel().hasSelection():
            self.table.selectRow(max(self.table.currentIndex().row(), 0))
        if not some:
            self.empty.say(self._none())
            self.empty.button.setText(self.filling())
        self.counted.emit()

    def hear(self, _changes: tuple[Change, ...]) -> None:
        """Ask again after changes of `kinds`."""
        self.refresh()

    def confine(self, typed: str) -> None:
        """List only what is of the providers whose names `typed` begins."""
        self.typed = typed.strip()
        self.refresh()

    def meant(self) -> list[int] | None:
        """The ids of those providers; none for all of them."""
        if not self.typed:
            return None
        return [each.id for each in matching(self.client.ask(directory.resources), self.typed)]

    def chosen(self) -> list[Row]:
        """The rows that are selected, in their order."""
        indexes = sorted(self.table.selectionModel().selectedRows(), key=QModelIndex.row)
        return [index.data(TableModel.RowRole) for index in indexes]

    def current(self) -> Row | None:
        """The row that the keyboard is on."""
        index = self.table.currentIndex()
        found: Row | None = index.data(TableModel.RowRole) if index.isValid() else None
        return found

    def listed(self) -> list[Row]:
        """Every row, in the order in which they are shown."""
        return [
            self.sorting.index(row, 0).data(TableModel.RowRole)
            for row in range(self.sorting.rowCount())
        ]

    def open(self, dialog: QDialog) -> None:
        """Ask the page to open a dialog."""
        self.opening.emit(dialog)

    def who(self, resource_id: int | None) -> str:
        """The name of a provider."""
        return self.names.get(resource_id or 0, "")

    def _none(self) -> str:
        if self.typed and not self.meant():
            words = self.tr("No provider is called “{typed}”. Esc clears the search.")
            return words.format(typed=self.typed)
        return self.none()

    def _lay_out(self, widths: Sequence[int]) -> None:
        shown = QWidget()
        self._stack = QStackedLayout(shown)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, digits in enumerate(widths):
            self.table.setColumnWidth(column, digits * digit)
        self.table.horizontalHeader().setStretchLastSection(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self.above)
        layout.addWidget(shown, 1)
        layout.addWidget(self.note)
        self.note.hide()
