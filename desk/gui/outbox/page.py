"""The page of the outbox: what people are told, by which way, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.gui.booking import desk_acts
from desk.gui.empty import EmptyState
from desk.gui.outbox import columns, reading, samples
from desk.gui.outbox.acts import Acts
from desk.gui.outbox.columns import Clock
from desk.gui.outbox.head import ALL, LISTS, SENT, TO_SEND, UNSENT, Head
from desk.gui.outbox.listing import Listing
from desk.gui.outbox.pane import Pane
from desk.gui.outbox.picture import Picture, look
from desk.gui.outbox.reading import Shown
from desk.gui.outbox.sending import Sending
from desk.gui.pages import Page
from desk.gui.table import TableModel
from desk.services.outbox import MOST_LISTED
from desk.services.outbox_list import Listed

if TYPE_CHECKING:
    from desk.gui.client import Client

STEP = 200  # rows that are read at once
MINUTE_MS = 60_000
KINDS = {"message", "person", "resource", "waiting_entry", "site"}


class OutboxPage(Page):
    """One list with its search, and beside it whatever message is chosen."""

    meant = {"list.remove": "outbox.stop"}

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.clock = Clock(client.zone, client.now)
        self.head = Head()
        self.model = TableModel[Listed](columns.columns(self.clock), self)
        self.table = Listing()
        self.empty = EmptyState("outbox.empty", "", "outbox.settings")
        self.stack = QStackedWidget()
        self.pane = Pane()
        self.acts = Acts(client, self, self.chosen)
        self.booking = desk_acts.Acts(client, self)
        self.sending = Sending(client, self)
        self._read: Callable[[Listed], Shown] = self._ask
        self._limit = STEP
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def title(self) -> str:
        return self.tr("Outbox")

    def refresh(self) -> None:
        """Ask again, keeping what is chosen and what is in sight."""
        self._show(self.client.ask(look, self.head.wanted(), self._limit))

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            **self.acts.commands(),
            "outbox.slip": lambda: self.sending.print_slip(self.chosen()),
            "outbox.calls": self.sending.print_calls,
            "list.remove": self.acts.stop,
            "list.find": self.head.go_to_search,
            "list.export": lambda: self.sending.ask_file(self.head.wanted(), self.clock),
            "list.print": self.sending.print_calls,
        }

    def faces(self) -> Mapping[str, Callable[[], None]]:
        def pose(number: int) -> None:
            self._read = samples.shown
            self.head.show_list(number)
            self._show(samples.picture(self.client.now, LISTS[number]))

        return {
            "to-send": partial(pose, TO_SEND),
            "not-sent": partial(pose, UNSENT),
            "sent": partial(pose, SENT),
            "all": partial(pose, ALL),
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return self.acts.dialogs()

    def leave(self) -> None:
        self.acts.leave()
        self.sending.leave()

    def chosen(self) -> list[Listed]:
        """The messages that are selected, in their order."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.rows[row] for row in rows]

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        self._minute.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)

    def _show(self, picture: Picture) -> None:
        self.clock.zone, self.clock.moment = self.client.zone, self.client.now
        found = picture.page
        self.head.count(picture.counts, picture.due)
        self.head.say_on(on=picture.is_on, idle=picture.idle, busy=self.acts.delivering)
        self.head.say_listed(len(found.rows), more=found.more, most=self._limit >= MOST_LISTED)
        self.table.marker.typed = self.head.wanted().typed
        self.model.show(found.rows)
        some = bool(found.rows)
        self.stack.setCurrentWidget(self.table if some else self.empty)
        if some and not self.table.selectionModel().hasSelection():
            last = self.model.rowCount() - 1
            self.table.selectRow(min(max(self.table.currentIndex().row(), 0), last))
        if not some:
            self.empty.say(self.head.nothing(idle=picture.idle))
            self.empty.button.setVisible(picture.idle)
        self._show_chosen()

    def _show_chosen(self) -> None:
        rows = self.chosen()
        if len(rows) != 1:
            self.pane.show_message(None, self.clock)
            return
        self.pane.show_message(self._read(rows[0]), self.clock)

    def _ask(self, row: Listed) -> Shown:
        return self.client.ask(reading.with_words, row)

    def _on_confined(self) -> None:
        """Begin at the top of another list."""
        self._limit = STEP
        self.table.clearSelection()
        self.refresh()
        if self.model.rowCount():
            self.table.selectRow(0)
            self.table.scrollToTop()

    def _on_ended(self) -> None:
        """Read on, as somebody goes down."""
        if self.model.rowCount() >= self._limit and self._limit < MOST_LISTED:
            self._limit = min(self._limit + STEP, MOST_LISTED)
            self.refresh()

    def _on_menu(self, at: QPoint) -> None:
        rows = self.chosen()
        if rows:
            self.table.pop_up(at, self.pane.possible(rows[0]))

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and {change.kind for change in changes} & KINDS:
            self.refresh()

    def _connect(self) -> None:
        self.table.opened.connect(lambda _index: self.acts.open_appointment())
        self.table.wished.connect(self.wish)
        self.table.menu_wished.connect(self._on_menu)
        self.table.ended.connect(self._on_ended)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.pane.wished.connect(self.wish)
        self.head.confined.connect(self._on_confined)
        self.head.left.connect(self.setFocus)
        self.head.wished.connect(self.wish)
        self.empty.button.clicked.connect(self.acts.change_settings)
        self.acts.opened.connect(self.booking.open)
        self.acts.turned.connect(self.refresh)
        for source in (self.acts, self.booking, self.sending):
            source.said.connect(self.said)
        self._minute.timeout.connect(self.refresh)
        self.client.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(False)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, digits in enumerate(columns.WIDTHS):
            self.table.setColumnWidth(column, digits * digit)
        header.setSectionResizeMode(columns.STATE, header.ResizeMode.Stretch)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.stack, 1)
        below.addWidget(self.pane)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addLayout(below, 1)
