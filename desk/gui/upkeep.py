"""Looks each minute, and when a hold runs out, what time has brought to be done; has it done."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer

from desk import upkeep
from desk.domain.change import Change
from desk.gui.background import Background
from desk.gui.client import Client

MINUTE_MS = 60_000
SOONEST = timedelta(milliseconds=50)
_MILLISECOND = timedelta(milliseconds=1)
_CLAIM = "appointment"


class Upkeep(QObject):
    """Goes on as long as a desk is shown; `stop` waits for what is being done."""

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._background = Background(self)
        # Refused, as when another program writes all the time, it is tried again a minute later.
        self._background.refused.connect(client.refused)
        self.minute = QTimer(self, interval=MINUTE_MS)
        self.minute.timeout.connect(self._look)
        self.minute.start()
        # What is held or on offer runs out at a moment of its own.
        self.moment = QTimer(self, singleShot=True)
        self.moment.timeout.connect(self._look)
        client.changed.connect(self._on_changed)
        self._wait()

    def stop(self) -> None:
        self.minute.stop()
        self.moment.stop()
        self._background.wait()

    def _look(self) -> None:
        if self._client.ask(upkeep.due):
            self._background.wait()
            self._background.start(lambda: self._client.lend(lambda desk, _: upkeep.keep_up(desk)))
        self._wait()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.minute.isActive() and any(change.kind == _CLAIM for change in changes):
            self._wait()

    def _wait(self) -> None:
        """Be there when the next hold or offer runs out, if that is sooner than in a minute."""
        left = self._client.ask(upkeep.next_moment)
        self.moment.stop()
        if left is not None and left < MINUTE_MS * _MILLISECOND:
            self.moment.start(max(left, SOONEST) // _MILLISECOND)
