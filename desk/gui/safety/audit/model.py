"""The rows of the journal as a table that grows while one goes down in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QModelIndex, Signal

from desk.gui.safety.audit import words
from desk.gui.table import Column, Index, TableModel
from desk.services.audit import Line

translate = QCoreApplication.translate


class AuditModel(TableModel[Line]):
    """`has_more` says whether there are rows after the last; `wanted` asks for them."""

    wanted = Signal(int)  # the number of the row after which they come

    def __init__(self, zone: Callable[[], tzinfo], has_more: Callable[[], bool]) -> None:
        super().__init__(_columns(zone))
        self._has_more = has_more

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and bool(self._rows) and self._has_more()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self.wanted.emit(self._rows[-1].id)

    def add(self, lines: Sequence[Line]) -> None:
        """Show these below the others."""
        if lines:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._rows += lines
            self.endInsertRows()


def _columns(zone: Callable[[], tzinfo]) -> Sequence[Column[Line]]:
    return (
        Column(translate("Audit", "When"), lambda line: words.when(line.entry.at, zone())),
        Column(translate("Audit", "Who"), lambda line: line.entry.actor),
        Column(translate("Audit", "What"), lambda line: words.action(line.entry)),
        Column(translate("Audit", "Kind"), lambda line: words.kind(line.entry.kind)),
        Column(translate("Audit", "Which"), words.which),
    )
