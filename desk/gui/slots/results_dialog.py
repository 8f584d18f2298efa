"""What came of each of many things that were done at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.errors import DeskError
from desk.gui import icons, messages, theme
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView

SIZE = QSize(760, 480)
WHAT_WIDTH = 300


@dataclass(frozen=True, slots=True)
class Result:
    """One thing, and what came of it: whether it was done, and if not why."""

    id: int
    what: str
    said: str
    done: bool


class ResultsDialog(Dialog):
    """A row for each; what was not done comes first."""

    def __init__(
        self, title: str, summary: str, results: Sequence[Result], parent: QWidget | None = None
    ) -> None:
        super().__init__("slots.results", title, parent)
        self.summary = theme.as_role(QLabel(summary), "strong")
        self.summary.setObjectName("slots.results.summary")
        self.summary.setWordWrap(True)
        self.model = TableModel(self._columns(), self)
        self.table = TableView("slots.results.list", self.tr("Results"))
        self.table.setModel(self.model)
        self.table.setColumnWidth(0, WHAT_WIDTH)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.model.show(sorted(results, key=lambda result: (result.done, result.id)))
        self.body.insertWidget(0, self.summary)
        self.body.insertWidget(1, self.table, 1)
        button = self.dismiss(self.tr("Close"))
        button.setDefault(True)
        self.resize(SIZE)
        self.table.selectRow(0)
        button.setFocus()

    def _columns(self) -> list[Column[Result]]:
        return [
            Column(self.tr("When"), lambda result: result.what),
            Column(
                self.tr("Result"),
                lambda result: result.said,
                icon=lambda result: (
                    icons.state_icon("circle-check", "inside")
                    if result.done
                    else icons.state_icon("circle-alert", "full")
                ),
            ),
        ]


def why(error: DeskError, client: Client) -> str:
    """Why one of several was not done, without what is said of the others."""
    first, _, _ = messages.sentence(error, client.zone).partition(". ")
    return first.rstrip(".")
