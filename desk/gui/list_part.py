"""A list of a page with a line above it, or a sentence where there is nothing in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desk.gui import theme
from desk.gui.empty import EmptyState
from desk.gui.naming import named
from desk.gui.table import Column, Row, TableModel
from desk.gui.table_view import TableView


class ListPart(QWidget, Generic[Row]):
    """Subclasses say what the columns are, and put buttons into the line."""

    def __init__(
        self, identifier: str, name: str, columns: Sequence[Column[Row]], empty: EmptyState
    ) -> None:
        super().__init__()
        self.model = TableModel[Row](columns, self)
        self.table = TableView(identifier, name)
        self.table.setModel(self.model)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.empty = empty
        self.about = theme.as_role(named(QLabel(), f"{identifier}.about", ""), "muted")
        self.line = QHBoxLayout()
        self.line.setSpacing(8)
        self.line.addWidget(self.about, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self.line)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.table)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these, keeping what is chosen."""
        self.model.show(rows)
        self.stack.setCurrentWidget(self.table if rows else self.empty)

    def chosen(self) -> Row | None:
        """The row that is chosen, if one is."""
        index = self.table.currentIndex()
        found: Row | None = index.data(TableModel.RowRole) if index.isValid() else None
        return found

    def widen(self, digits: Sequence[int], stretched: int) -> None:
        """Make the columns so many digits wide, and one as wide as there is room."""
        digit = self.fontMetrics().horizontalAdvance("0")
        header = self.table.horizontalHeader()
        for column, width in enumerate(digits):
            self.table.setColumnWidth(column, width * digit)
        header.setSectionResizeMode(stretched, header.ResizeMode.Stretch)
        header.setSectionsClickable(False)
