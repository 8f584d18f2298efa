"""Everybody inside as one list, narrowed down by a few letters of a name, a host or a plate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desk.domain.folding import fold, words
from desk.domain.visitor import VisitorEntry
from desk.gui import arrows, discretion, format, icons, theme
from desk.gui.client import Client
from desk.gui.naming import clearable, named
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services import site, visitors

if TYPE_CHECKING:
    from desk.store.database import Read

WIDTHS = (180, 130, 150, 90, 130)
Select = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class Inside:
    """Who is inside at the moment `now`, and how long is too long."""

    entries: Sequence[VisitorEntry]
    now: datetime
    today: dt.date
    too_long: timedelta

    def overstays(self, entry: VisitorEntry) -> bool:
        return entry.inside_for(self.now) >= self.too_long


def inside(tx: Read) -> Inside:
    """The house as it is now."""
    hours = site.setting(tx, site.TOO_LONG_HOURS)
    return Inside(visitors.inside(tx), tx.now, tx.today, timedelta(hours=hours))


def plain(plate: str) -> str:
    """A plate without what people leave out of plates."""
    return "".join(letter for letter in fold(plate) if letter.isalnum())


def has(entry: VisitorEntry, typed: str) -> bool:
    """Whether every word of `typed` is part of a name, the host, the plate or the badge."""
    texts = (entry.visitor, *entry.companions, entry.resident_name, entry.badge or "")
    said = fold("\n".join((*texts, entry.license_plate or "")))
    number = plain(entry.license_plate or "")
    if all(word in said for word in words(fold(typed))):
        return True
    return bool(number) and plain(typed) in number


class InsideList(QWidget):
    """The line for the letters, the list, and how many it shows."""

    opened = Signal()  # Enter or a double click on a party
    marked = Signal()  # other parties are marked now
    narrowed = Signal()

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.now = client.ask(inside)
        self.filter = named(QLineEdit(), "check_out.filter", self.tr("Part of a name or plate"))
        self.filter.setPlaceholderText(self.tr("Part of a name, host or plate"))
        clearable(self.filter)
        self.model = TableModel(self._columns(), self)
        self.table = TableView("check_out.list", self.tr("Parties inside"))
        self.table.setModel(self.model)
        self.hits = theme.as_role(QLabel(), "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.filter, self.table, self.hits):
            layout.addWidget(widget)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.setFocusProxy(self.filter)
        self.filter.installEventFilter(self)
        arrows.walk(self.table, self.filter)
        self.filter.textChanged.connect(self.narrow)
        self.table.opened.connect(lambda _index: self.opened.emit())
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self.marked.emit())
        self.narrow()

    def refresh(self) -> None:
        """Ask again who is inside; the letters and the marks stay."""
        self.now = self._client.ask(inside)
        self.narrow()

    def chosen(self) -> list[VisitorEntry]:
        """The parties that are marked, in the order of the list."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row] for row in rows]

    def choose(self, ids: Sequence[int]) -> None:
        """Mark these parties and no others, if any of them is in the list."""
        rows = [row for row in map(self.model.row_of, ids) if row >= 0]
        if not rows:
            return
        marks = self.table.selectionModel()
        marks.setCurrentIndex(self.model.index(rows[0], 0), Select.ClearAndSelect | Select.Rows)
        for row in rows[1:]:
            marks.select(self.model.index(row, 0), Select.Select | Select.Rows)
        self.table.scrollTo(self.model.index(rows[0], 0))

    def left_behind(self) -> list[VisitorEntry]:
        """Those who came before today."""
        zone = self._client.zone
        return [
            entry
            for entry in self.now.entries
            if entry.arrival.astimezone(zone).date() < self.now.today
        ]

    def narrow(self) -> None:
        """Show those who have what is typed; the first of them is marked."""
        typed = self.filter.text()
        found = [entry for entry in self.now.entries if has(entry, typed)]
        self.model.show(found)
        if found and (typed or not self.chosen()):
            self.choose([found[0].id])
        self._say_hits()
        self.narrowed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the key that marks everything work in the list while letters are typed."""
        if (
            watched is self.filter
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and event.key() == Qt.Key.Key_A
        ):
            self.table.selectAll()
            return True
        return super().eventFilter(watched, event)

    def _say_hits(self) -> None:
        shown = self.model.rows
        if not self.now.entries:
            text = self.tr("Nobody is inside.")
        elif not shown:
            text = self.tr("No matches for “{text}” among those inside. Clear the line to see all.")
            text = text.format(text=self.filter.text().strip())
        else:
            text = self.tr("Parties: {parties}, people: {people}").format(
                parties=format.count(len(shown)),
                people=format.count(sum(entry.people for entry in shown)),
            )
        self.hits.setText(text)
        self.filter.setAccessibleDescription(text)

    def _columns(self) -> list[Column[VisitorEntry]]:
        zone = self._client.zone
        return [
            Column(self.tr("Visitor"), who, tooltip=names),
            Column(self.tr("With"), lambda entry: ", ".join(discretion.names(entry.companions))),
            Column(self.tr("Host"), lambda entry: discretion.name(entry.resident_name)),
            Column(self.tr("Plate"), lambda entry: discretion.plate(entry.license_plate)),
            Column(
                self.tr("Since"),
                lambda entry: format.moment(entry.arrival, zone, self.now.today),
                sort_key=lambda entry: entry.arrival,
            ),
            Column(self.tr("Inside for"), self._length, icon=self._length_mark),
        ]

    def _length(self, entry: VisitorEntry) -> str:
        text = format.length(entry.inside_for(self.now.now))
        return self.tr("{length}, too long").format(length=text) if self._late(entry) else text

    def _length_mark(self, entry: VisitorEntry) -> QIcon | None:
        return icons.state_icon("clock-alert", "warning") if self._late(entry) else None

    def _late(self, entry: VisitorEntry) -> bool:
        return self.now.overstays(entry)


def who(entry: VisitorEntry) -> str:
    """A party in few letters: "Ada Lind +2"."""
    if entry.people == 1:
        return discretion.name(entry.visitor)
    return f"{discretion.name(entry.visitor)} +{format.count(entry.people - 1)}"


def names(entry: VisitorEntry) -> str:
    """Everybody of a party who has been named."""
    return "\n".join(discretion.names((entry.visitor, *entry.companions)))
