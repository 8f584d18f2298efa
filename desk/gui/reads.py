"""Who has looked at somebody's details is written down, without holding anybody up.

What has been on the screen for a second counts; going through a list quickly does not. It is
written on a thread of its own, and only where there are accounts.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from desk.gui.background import Background
from desk.gui.client import Client, Shown
from desk.services import reads

if TYPE_CHECKING:
    from desk.store.database import Database

SECOND_MS = 1_000
AGAIN_MS = 60_000


class Look(NamedTuple):
    """Somebody's look at a record."""

    actor: str
    kind: str
    id: int


class Reads(QObject):
    """Watches what is shown; `stop` writes down what has not been yet."""

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._shown: Shown | None = None
        self._known: dict[Look, datetime] = {}
        self._waiting: list[Look] = []
        self._under_way: list[Look] = []
        self._background = Background(self)
        self._background.finished.connect(self._on_written)
        self._background.refused.connect(self._on_refused)
        self.second = QTimer(self, singleShot=True, interval=SECOND_MS)
        self.second.timeout.connect(self._count)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._write)
        client.shown.connect(self._on_shown)
        client.signed_in.connect(self._on_signed_in)

    def stop(self) -> None:
        """Write down what is left; the database is about to be closed."""
        for timer in (self.second, self._again):
            timer.stop()
        self._client.shown.disconnect(self._on_shown)
        self._client.signed_in.disconnect(self._on_signed_in)
        self._background.wait()
        if left := [*self._under_way, *self._waiting]:
            self._background.start(lambda: self._client.lend(lambda desk, _: _write(desk, left)))
            self._background.wait()

    def _on_shown(self, shown: Shown) -> None:
        # What is shown anew because something changed has been there all the time.
        if self._client.member is not None and (shown != self._shown or not self.second.isActive()):
            self._shown = shown
            self.second.start()

    def _on_signed_in(self) -> None:
        # Whoever comes next has not seen what was there before until it is shown to them.
        self._shown = None
        self.second.stop()

    def _count(self) -> None:
        shown = self._shown
        if shown is None or not isValid(shown.where) or not shown.where.isVisible():
            return
        look = Look(self._client.lend(lambda _, actor: actor), shown.kind, shown.id)
        now = self._client.now
        self._known = {each: at for each, at in self._known.items() if now - at < reads.AGAIN}
        if look not in self._known:
            self._known[look] = now
            self._waiting.append(look)
            self._write()

    def _write(self) -> None:
        if self._waiting and not self._under_way:
            looks = self._under_way = self._waiting
            self._waiting = []
            self._background.wait()
            self._background.start(lambda: self._client.lend(lambda desk, _: _write(desk, looks)))

    def _on_written(self) -> None:
        self._under_way = []
        self._write()

    def _on_refused(self) -> None:
        # As when another program writes all the time.
        self._waiting = [*self._under_way, *self._waiting]
        self._under_way = []
        self._again.start()


def _write(database: Database, looks: list[Look]) -> None:
    for actor, several in groupby(looks, lambda look: look.actor):
        with database.write(actor) as tx:
            reads.record(tx, [(look.kind, look.id) for look in several])
