"""Who calls whom: whoever the keyboard rests on is being called by this desk, and by no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QTableView

from desk.gui import rights
from desk.gui.client import Client
from desk.gui.slots.call_table import CallRow
from desk.services import flags

if TYPE_CHECKING:
    from desk.store.database import Read

CALLED = "booking.move"  # what calling somebody comes to, by the names in `rights`
PAUSE_MS = 250  # how long the keyboard rests on somebody before they are taken to be called


class CallClaims(QObject):
    """Takes the call of the row that is `current` in the table, and lets go of the one before."""

    def __init__(
        self, client: Client, table: QTableView, current: Callable[[], CallRow | None]
    ) -> None:
        super().__init__(table)
        self._client = client
        self._table = table
        self._current = current
        self._claimed = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.take)
        table.selectionModel().currentRowChanged.connect(lambda *_rows: self._pause.start())
        table.installEventFilter(self)

    def take(self) -> None:
        """Take it upon this desk to call whoever the keyboard is on."""
        row = self._current()
        if row is None or not self._table.hasFocus() or row.id == self._claimed:
            return
        self.let_go()
        if not self.is_another_s(row) and not rights.reason(CALLED):
            claimed, _ = self._client.quietly(flags.claim_call, row.id)
            self._claimed = row.id if claimed is not None else 0

    def let_go(self) -> None:
        """Let others call whom this desk was about to call."""
        claimed, self._claimed = self._claimed, 0
        if claimed and claimed in self._client.ask(_still_to_call):
            self._client.quietly(flags.release_call, claimed)

    def is_another_s(self, row: CallRow) -> bool:
        """Whether somebody at another desk is calling them."""
        return bool(row.call.caller) and row.id != self._claimed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._pause.start()
        elif event.type() == QEvent.Type.Hide:
            self._pause.stop()
            self.let_go()
        return super().eventFilter(watched, event)


def _still_to_call(tx: Read) -> set[int]:
    return {each.id for each in flags.flagged(tx)}
