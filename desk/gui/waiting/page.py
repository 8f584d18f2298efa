"""The page of the waiting list: who waits for what, what is on offer, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.domain.change import Change
from desk.domain.directory import AppointmentType
from desk.domain.span import Span
from desk.domain.waiting import State
from desk.gui import actions, rights
from desk.gui.booking import desk_acts, facts
from desk.gui.booking import waiting_words as words
from desk.gui.empty import EmptyState
from desk.gui.pages import Page
from desk.gui.table import TableModel
from desk.gui.waiting import columns, history, pane
from desk.gui.waiting.acts import Acts
from desk.gui.waiting.columns import Now
from desk.gui.waiting.head import STATES, Confined, Head
from desk.gui.waiting.listing import Listing, ListingModel
from desk.gui.waiting.pane import Pane
from desk.gui.waiting.sending import Sending
from desk.services import waiting_figures, waiting_line
from desk.services.waiting_figures import FillRate
from desk.services.waiting_line import Counts, Listed

if TYPE_CHECKING:
    from desk.gui.booking.facts import Facts
    from desk.gui.client import Client
    from desk.store.database import Read

BEAT_MS = 1000
LATELY = timedelta(days=30)
WAITING, ON_OFFER, SERVED, ALL = range(4)
KINDS = {
    *("waiting_entry", "appointment", "availability", "closure", "day"),
    *("appointment_type", "person", "resource", "site"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the page shows, of one moment."""

    facts: Facts
    rows: Sequence[Listed]
    counts: Counts
    rate: FillRate
    types: Sequence[AppointmentType]


class WaitingPage(Page):
    """One list with its filters, and beside it whoever is chosen."""

    meant = {
        "list.new": "waiting.join",
        "list.edit": "waiting.join",
        "list.remove": "waiting.leave",
    }

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        found = client.ask(facts.look)
        self.now = Now(found, found.now)
        self.head = Head()
        self.model = ListingModel(columns.columns(self.now), self)
        self.sorting = QSortFilterProxyModel(self)
        self.table = Listing()
        self.empty = EmptyState("waiting.empty", "", "waiting.join")
        self.stack = QStackedWidget()
        self.pane = Pane()
        self.acts = Acts(client, self, self.chosen)
        self.booking = desk_acts.Acts(client, self)
        self.sending = Sending(client, self)
        self._beat = QTimer(self, interval=BEAT_MS)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def title(self) -> str:
        return self.tr("Waiting list")

    def refresh(self) -> None:
        """Ask again, keeping who is chosen."""
        picture = self.client.ask(look, self.head.wanted())
        self.now.facts, self.now.moment = picture.facts, picture.facts.now
        self.head.show_types(picture.types)
        self.head.count(picture.counts, len(picture.rows))
        self.head.show_rate(picture.rate)
        self.model.show(picture.rows)
        some = bool(picture.rows)
        self.stack.setCurrentWidget(self.table if some else self.empty)
        if some and not self.table.selectionModel().hasSelection():
            last = self.sorting.rowCount() - 1
            self.table.selectRow(min(max(self.table.currentIndex().row(), 0), last))
        if not some:
            self.empty.say(self._nothing())
        self._show_chosen()
        if picture.counts.offered and not self._beat.isActive():
            self._beat.start()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        rows = self.listed
        return {
            **self.acts.commands(),
            "waiting.open": self.open_list,
            "list.new": self.acts.join,
            "list.edit": self.acts.edit,
            "list.remove": self.acts.leave,
            "list.find": self.head.go_to_search,
            "list.export": lambda: self.sending.ask_file(rows(), self.now),
            "list.print": lambda: self.sending.print_calls(rows(), self.now),
        }

    def faces(self) -> Mapping[str, Callable[[], None]]:
        return {
            "on-offer": partial(self.head.show_states, ON_OFFER),
            "served": partial(self.head.show_states, SERVED),
            "all": partial(self.head.show_states, ALL),
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return self.acts.dialogs()

    def open_list(self) -> None:
        """Come here, to whoever waits."""
        self.wanted.emit("page.waiting")
        self.refresh()
        self.setFocus()

    def chosen(self) -> list[Listed]:
        """Whoever is selected, in their order."""
        indexes = sorted(self.table.selectionModel().selectedRows(), key=QModelIndex.row)
        return [index.data(TableModel.RowRole) for index in indexes]

    def listed(self) -> list[Listed]:
        """Everybody who is listed, in the order in which they are shown."""
        rows = range(self.sorting.rowCount())
        return [self.sorting.index(row, 0).data(TableModel.RowRole) for row in rows]

    def tick(self) -> None:
        """Count down; what has lapsed is shown as that."""
        self.now.moment = self.client.now
        offered = [row for row in self.model.rows if row.state is State.OFFERED]
        if not offered:
            self._beat.stop()
        if any(row.offer and not row.offer.left(self.now.moment) for row in offered):
            self.refresh()
            return
        for row in offered:
            index = self.model.index(self.model.row_of(row.id), columns.STATE)
            self.model.dataChanged.emit(index, index, [Qt.ItemDataRole.DisplayRole])
        chosen = self.chosen()
        if len(chosen) == 1:
            self.pane.tick(chosen[0], self.now)

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._beat.stop()
        super().hideEvent(event)

    def _nothing(self) -> str:
        wanted = self.head.wanted()
        if wanted.typed:
            return self.tr("Nobody is found for “{typed}”. Esc clears the search.").format(
                typed=wanted.typed
            )
        said = {
            WAITING: self.tr("Nobody is waiting."),
            ON_OFFER: self.tr("Nothing is on offer."),
            SERVED: self.tr("Nobody has been served yet."),
            ALL: self.tr("Nobody has waited yet."),
        }
        return said[STATES.index(wanted.states)] if wanted.states else said[ALL]

    def _show_chosen(self) -> None:
        rows = self.chosen()
        row = rows[0] if len(rows) == 1 and self.model.row_of(rows[0].id) >= 0 else None
        why: list[str] = []
        if row is not None and row.state is State.WAITING:
            reasons, holders = self.client.ask(pane.why, row.id)
            why = words.reasons(reasons, holders)
        past = self.client.ask(history.of, row) if row is not None else []
        self.pane.show_entry(row, self.now, why, history.lines(past, self.now.facts))

    def _on_joined(self, entry_id: int) -> None:
        """Show somebody who has just joined, or has been changed."""
        if self.model.row_of(entry_id) < 0:
            self.head.search.clear()
            self.head.show_states(WAITING)
            self.refresh()
        row = self.model.row_of(entry_id)
        if row >= 0:
            self.table.selectRow(self.sorting.mapFromSource(self.model.index(row, 0)).row())

    def _on_dropped(self, entry_id: int, at: int) -> None:
        """Somebody was dragged to just before that row."""
        rows = self.listed()
        row = next((each for each in rows if each.id == entry_id), None)
        if not rights.may("waiting.earlier", self.said.emit):
            return
        if row is None or row.state is not State.WAITING:
            self.said.emit(self.tr("Only who waits can be given another place in the line."))
        elif self.sorting.sortColumn() > 0:
            self.said.emit(self.tr("Sort the list by place first; then rows can be dragged."))
        else:
            same = [e for e in rows[at:] if e.entry.type_id == row.entry.type_id]
            after = [e.id for e in same if e.state is State.WAITING]
            if not after or after[0] != entry_id:
                self.acts.move(row, after[0] if after else None)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and {change.kind for change in changes} & KINDS:
            self.refresh()

    def _connect(self) -> None:
        self.table.opened.connect(lambda _index: self.wish("list.edit"))
        self.table.wished.connect(self.wish)
        self.table.dropped.connect(self._on_dropped)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.pane.wished.connect(self.wish)
        self.head.confined.connect(self.refresh)
        self.head.left.connect(self.setFocus)
        self.head.join.clicked.connect(self.acts.join)
        self.head.print.clicked.connect(lambda: self.wish("list.print"))
        self.empty.button.clicked.connect(self.acts.join)
        self.acts.joined.connect(self._on_joined)
        self.acts.book_instead.connect(self.booking.next_free)
        for source in (self.acts, self.booking, self.sending):
            source.said.connect(self.said)
        self._beat.timeout.connect(self.tick)
        self.client.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        self.sorting.setSourceModel(self.model)
        self.sorting.setSortRole(TableModel.SortRole)
        self.table.setModel(self.sorting)
        self.table.setSortingEnabled(True)
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, digits in enumerate(columns.WIDTHS):
            self.table.setColumnWidth(column, digits * digit)
        for column in (columns.WITH, columns.WHEN):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.empty.button.setText(
            f"{self.tr('Let somebody wait')}  {actions.command('list.new').key}"
        )
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.stack, 1)
        below.addWidget(self.pane)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addLayout(below, 1)


def look(tx: Read, wanted: Confined) -> Picture:
    """The list as it is now, as far as it is wanted."""
    house = facts.look(tx)
    rows = waiting_line.listed(tx, states=wanted.states, type_id=wanted.type_id, typed=wanted.typed)
    return Picture(
        facts=house,
        rows=rows,
        counts=waiting_line.count(tx),
        rate=waiting_figures.fill_rate(tx, Span(tx.now - LATELY, tx.whole_day(tx.today).end)),
        types=[type_ for type_ in house.types if type_.waiting_list],
    )
