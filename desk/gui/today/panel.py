"""A list of parties on the first page, or what to do while there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.visitor import VisitorEntry
from desk.gui import theme
from desk.gui.empty import EmptyState
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.gui.today.card import heading


class Panel(QFrame):
    """A heading, and below it rows or an empty state."""

    followed = Signal()
    filled = Signal()  # the button of the empty state

    def __init__(
        self,
        identifier: str,
        title: str,
        icon: str,
        leads_to: str,
        columns: Sequence[Column[VisitorEntry]],
        empty: EmptyState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(identifier)
        theme.as_panel(self)
        self.heading = heading(identifier, title, icon, leads_to)
        self.heading.clicked.connect(self.followed)
        self.model = TableModel(columns, self)
        self.table = TableView(f"{identifier}.list", title)
        self.table.setModel(self.model)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.styled(self.table, "look", "bare")
        self.table.opened.connect(self.followed)
        self.empty = empty
        empty.button.clicked.connect(self.filled)
        self._fit(len(columns))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self._stack, 1)

    def show_rows(self, rows: Sequence[VisitorEntry]) -> None:
        """Show these parties."""
        self.model.show(rows)
        self.table.viewport().update()  # lengths move on though the rows stay as they are
        self._stack.setCurrentIndex(0 if rows else 1)

    def _fit(self, columns: int) -> None:
        header = self.table.horizontalHeader()
        for column in range(columns):
            mode = QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
