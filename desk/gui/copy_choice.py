"""Choosing a copy to go back to, where there is no desk that could list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QLabel, QWidget

from desk.gui import format, theme
from desk.gui.dialog import Dialog
from desk.gui.table import TRAILING, Column, TableModel
from desk.gui.table_view import TableView

if TYPE_CHECKING:
    from desk.store.kept_copies import Copy

SIZE = (520, 420)
WIDTHS = (24, 14)  # digits; the last column has the rest


@dataclass(frozen=True, slots=True)
class Row:
    """A copy in the list."""

    copy: Copy

    @property
    def id(self) -> int:
        return int(self.copy.moment.timestamp())


class CopyChoice(Dialog):
    """Lists them, the latest first and chosen; Enter takes the one that is chosen."""

    def __init__(
        self, copies: Sequence[Copy], zone: tzinfo, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__("copy_choice", "", parent)
        self.setWindowTitle(self.tr("Go back to a copy"))
        asked = theme.as_role(QLabel(self.tr("Which copy is the desk to go back to?")), "heading")
        self._model = TableModel(self._columns(zone, now), self)
        self._model.show([Row(copy) for copy in copies])
        self.table = TableView("copy_choice.copies", self.tr("Copies"))
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.table.setModel(self._model)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setSectionsClickable(False)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, digits in enumerate(WIDTHS):
            self.table.setColumnWidth(column, digits * digit)
        self.table.selectRow(0)
        self.table.opened.connect(self.accept)
        self.body.insertWidget(0, asked)
        self.body.insertWidget(1, self.table, 1)
        self.dismiss(self.tr("Cancel"))
        self.confirm(self.tr("&Go on…"))
        self.resize(*SIZE)
        self.table.setFocus()

    def chosen(self) -> Copy | None:
        """The copy that is chosen."""
        index: QModelIndex = self.table.currentIndex()
        row: Row | None = index.data(TableModel.RowRole) if index.isValid() else None
        return row.copy if row is not None else None

    def _columns(self, zone: tzinfo, now: datetime) -> Sequence[Column[Row]]:
        today = now.astimezone(zone).date()
        return (
            Column(self.tr("Made"), lambda row: format.dated(row.copy.moment, zone, today)),
            Column(
                self.tr("Age"), lambda row: format.length(now - row.copy.moment), align=TRAILING
            ),
            Column(self.tr("Size"), lambda row: format.size(row.copy.size), align=TRAILING),
        )
