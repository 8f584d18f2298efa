"""A dialog that shows a list, or a sentence where there is nothing, with buttons under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget

from desk.gui.dialog import Dialog
from desk.gui.empty import EmptyState
from desk.gui.table_view import TableView


class ListDialog(Dialog):
    """Subclasses bring the list and say what the buttons do."""

    def frame(
        self,
        table: TableView,
        empty: EmptyState,
        buttons: Sequence[QPushButton],
        widths: Sequence[int],
        size: QSize,
    ) -> None:
        """Put the parts in their places; the columns have these widths, and the last the rest."""
        self._table, self._empty = table, empty
        shown = QWidget()
        self._stack = QStackedLayout(shown)
        self._stack.addWidget(table)
        self._stack.addWidget(empty)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.body.insertWidget(0, shown, 1)
        self.body.insertLayout(1, row)
        for column, width in enumerate(widths):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setStretchLastSection(True)
        self.dismiss(self.tr("Close"))
        self.resize(size)

    def show_list(self, some: bool) -> None:
        """Show the list, or that there is nothing in it."""
        self._stack.setCurrentWidget(self._table if some else self._empty)
