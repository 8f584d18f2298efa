"""Who could take a place that has come free, in the order in which they would be served."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desk.domain.waiting import State, WaitingEntry
from desk.gui import format, icons
from desk.gui.booking import waiting_words as words
from desk.gui.booking.facts import Facts
from desk.gui.booking.freed_look import Turn
from desk.gui.table import TRAILING, Column, TableModel
from desk.gui.table_view import PLAIN, TableView

WIDTHS = (22, 18, 14, 11, 21, 8, 7, 11)  # digits


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the list; `offered` while the place is theirs to take."""

    entry: WaitingEntry
    type_name: str
    fits: bool
    offered: bool

    @property
    def id(self) -> int:
        return self.entry.id


class FreedTable(TableView):
    """Enter takes the one who is marked, N goes on to the next."""

    passed = Signal()  # N was pressed

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__("freed.list", self.tr("Who could take it"), parent)
        self._facts = facts
        self.candidates = TableModel(self._columns(), self)
        self.setModel(self.candidates)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, digits in enumerate(WIDTHS):
            self.setColumnWidth(column, digits * digit)
        self.horizontalHeader().setStretchLastSection(True)

    @property
    def current(self) -> Candidate | None:
        """The one who is marked."""
        row = self.currentIndex().row()
        rows = self.candidates.rows
        return rows[row] if 0 <= row < len(rows) else None

    def show_turn(self, turn: Turn) -> None:
        """List whoever has it on offer, and then those who could take it."""
        listed = turn.offered
        rows = [Candidate(listed.entry, listed.type_name, True, True)] if listed else []
        rows += [Candidate(m.entry, m.type_name, m.fits, False) for m in turn.matches]
        self.candidates.show(rows)

    def mark(self, row: int) -> None:
        """Put the mark on a row."""
        self.selectRow(row)
        self.scrollTo(self.candidates.index(row, 0))

    def following(self, passed: Collection[int], after: int = -1) -> int:
        """The next row after that one for whom there is room, without those who are `passed`.

        -1 where there is none.
        """
        rows = self.candidates.rows
        return next(
            (
                at
                for at, row in enumerate(rows)
                if at > after and row.fits and not row.offered and row.id not in passed
            ),
            -1,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_N and event.modifiers() in PLAIN:
            self.passed.emit()
        else:
            super().keyPressEvent(event)

    def _columns(self) -> Sequence[Column[Candidate]]:
        facts = self._facts
        return [
            Column(self.tr("Name"), lambda row: words.called(row.entry), icon=_mark),
            Column(self.tr("Phone"), lambda row: words.phone(row.entry)),
            Column(self.tr("Waits for"), lambda row: row.type_name),
            Column(self.tr("With"), lambda row: words.provider(row.entry, facts)),
            Column(
                self.tr("When"),
                lambda row: words.when(row.entry, facts),
                tooltip=lambda row: words.fully(row.entry, facts),
            ),
            Column(self.tr("Notice"), lambda row: words.notice(row.entry) or words.NONE),
            Column(self.tr("People"), lambda row: format.count(row.entry.party), align=TRAILING),
            Column(
                self.tr("Waited"),
                lambda row: format.length(row.entry.waited(facts.now)),
                align=TRAILING,
            ),
            Column(self.tr("Now"), self._now),
        ]

    def _now(self, row: Candidate) -> str:
        if row.offered:
            return words.state(State.OFFERED)
        return "" if row.fits else self.tr("too few places")


def _mark(row: Candidate) -> QIcon:
    if row.offered:
        return words.state_icon(State.OFFERED)
    return icons.icon("phone") if row.fits else icons.state_icon("users", "warning")
