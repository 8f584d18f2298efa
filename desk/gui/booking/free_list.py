"""Free times as a list: chosen by the arrows while the keyboard stays in the line above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desk.domain.wish import Free
from desk.gui import format
from desk.gui.booking import words
from desk.gui.booking.facts import Facts
from desk.gui.table import TRAILING, Column, TableModel
from desk.gui.table_view import TableView

WIDTHS = (150, 120, 200, 90, 70)
WITH = 2
Select = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class Line:
    """A free time in the list; its number there is its `id`."""

    id: int
    free: Free


class FreeList(TableView):
    """The free times that were found; the first one is marked."""

    taken = Signal(object)  # Free

    def __init__(self, identifier: str, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(identifier, self.tr("Free times"), parent)
        self._facts = facts
        self.lines = TableModel(self._columns(), self)
        self.setModel(self.lines)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(WITH, QHeaderView.ResizeMode.Stretch)
        self.opened.connect(self.take)

    @property
    def shown(self) -> Sequence[Free]:
        return [line.free for line in self.lines.rows]

    @property
    def marked(self) -> Free | None:
        """What Enter would take."""
        row = self.currentIndex().row()
        return self.lines.rows[row].free if 0 <= row < len(self.lines.rows) else None

    def show_free(self, found: Sequence[Free]) -> None:
        """Show these, with the first one marked."""
        self.lines.show([Line(number, free) for number, free in enumerate(found)])
        if found:
            self.selectionModel().setCurrentIndex(
                self.lines.index(0, 0), Select.ClearAndSelect | Select.Rows
            )
            self.scrollToTop()

    def take(self) -> None:
        """Take the one that is marked."""
        if self.marked is not None:
            self.taken.emit(self.marked)

    def _columns(self) -> list[Column[Line]]:
        facts = self._facts
        return [
            Column(self.tr("Day"), lambda line: _capital(words.day(line.free.span.start, facts))),
            Column(self.tr("Time"), lambda line: words.hours(line.free.span, facts)),
            Column(self.tr("With"), lambda line: facts.provider(line.free.resource_id)),
            Column(
                self.tr("Length"),
                lambda line: format.length(line.free.span.length),
                align=TRAILING,
            ),
            Column(self.tr("Places"), lambda line: format.count(line.free.free), align=TRAILING),
        ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
