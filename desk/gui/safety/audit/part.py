"""The tab of the journal: who did what and when, what stood there before, and who looked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.gui import table_file
from desk.gui.banner import Banner
from desk.gui.empty import EmptyState
from desk.gui.rights import allows
from desk.gui.safety.audit import words
from desk.gui.safety.audit.acts import Acts
from desk.gui.safety.audit.head import Head
from desk.gui.safety.audit.model import AuditModel
from desk.gui.safety.audit.pane import Pane
from desk.gui.safety.audit.reading import Reading
from desk.gui.safety.part import Part
from desk.gui.table import TableModel
from desk.gui.table_view import TableView
from desk.services.audit import Line

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Read

SOON_MS = 500  # after the last of several changes, or letters
MOST_AGAIN = 2_000  # rows that are asked for anew
WIDTHS = (27, 18, 11, 20)  # digits
WHICH = 4


class AuditPart(Part):
    """Where there are accounts it is only for administrators."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.head = Head(lambda days: client.ask(_midnight, days))
        self.verdict = Banner("audit.verdict")
        self.reading = Reading(client, self)
        self.model = AuditModel(lambda: client.zone, lambda: self.reading.more)
        self.table = TableView("audit.rows", self.tr("Journal"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.pane = Pane()
        self.empty = EmptyState("audit.empty", self.tr("Nothing of the kind is in the journal."))
        self.barred = EmptyState(
            "audit.barred",
            self.tr("Only an administrator can look into the journal. Sign in as one to see it."),
        )
        self.body, self.stack = QStackedWidget(), QStackedWidget()
        self.acts = Acts(client, self)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Ask again, keeping what is chosen and what is in sight."""
        self._soon.stop()
        barred = self.client.refusal_of("journal") is not None
        self.body.setCurrentIndex(1 if barred else 0)
        self.setFocusProxy(self.barred if barred else self.table)
        if barred:
            self.reading.end()
            self.model.show([])
            self.verdict.clear()
        else:
            self.reading.begin(self.head.sought(), min(self.model.rowCount(), MOST_AGAIN))
        self.offered.emit()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        if self.body.currentIndex():
            return {}
        return {"list.export": self.ask_file, "list.find": self.head.search.start_anew}

    def faces(self) -> Mapping[str, Callable[[], None]]:
        some = [f"journal {number} was altered" for number in range(4, 9)]
        return {"whole": partial(self.show_faults, ()), "altered": partial(self.show_faults, some)}

    def leave(self) -> None:
        self._soon.stop()
        self.reading.end()
        self.acts.end()

    def ask_file(self) -> None:
        """Ask where to write what is listed, and write it."""
        if not allows(self.client, "journal"):
            return
        caption = self.tr("Export the journal")
        path = table_file.choose_file(self.client, "journal", self.window(), caption, "journal")
        if path is not None:
            self.acts.write(path, self.head.sought())

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._soon.stop()
        super().hideEvent(event)

    def show_faults(self, faults: Sequence[str]) -> None:
        """Say what a check of the chain has found."""
        self.verdict.say(words.verdict(faults), "full" if faults else "inside")

    def _show_busy(self, busy: bool) -> None:
        self.head.check.setEnabled(not busy)
        self.head.export.setEnabled(not busy)

    def _on_found(self, lines: Sequence[Line]) -> None:
        self.model.show(lines)
        self.stack.setCurrentWidget(self.table if lines else self.empty)
        if lines and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        index = self.table.currentIndex()
        line = index.data(TableModel.RowRole) if index.isValid() else None
        self.pane.show_line(line, self.client.zone)

    def _on_changed(self, _changes: tuple[Change, ...]) -> None:
        if self.isVisible():
            self._soon.start()

    def _connect(self) -> None:
        self.reading.found.connect(self._on_found)
        self.reading.followed.connect(self.model.add)
        self.model.wanted.connect(self.reading.go_on)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.head.confined.connect(self._soon.start)
        self.head.left.connect(self.table.setFocus)
        self.head.check.clicked.connect(self.acts.check)
        self.head.export.clicked.connect(self.ask_file)
        self._soon.timeout.connect(self.refresh)
        self.acts.checked.connect(self.show_faults)
        self.acts.said.connect(self.said)
        self.acts.busy.connect(self._show_busy)
        self.client.changed.connect(self._on_changed)
        self.client.signed_in.connect(self.refresh)

    def _lay_out(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        header = self.table.horizontalHeader()
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width * digit)
        header.setSectionResizeMode(WHICH, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        for widget in (self.table, self.empty):
            self.stack.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.stack, 1)
        row.addWidget(self.pane)
        journal = QWidget()
        inner = QVBoxLayout(journal)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.head)
        inner.addWidget(self.verdict)
        inner.addLayout(row, 1)
        self.body.addWidget(journal)
        self.body.addWidget(self.barred)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.body)


def _midnight(tx: Read, days: int) -> datetime:
    """When the day began that was so many days ago."""
    return tx.whole_day(tx.today - timedelta(days=days)).start
