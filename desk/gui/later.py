"""Comings and goings that wait for the database server, and what became of each.

They are on the disk before anybody is told that they are taken. When the server is back they are
written down one by one, on another thread; one that is refused then is kept until somebody at the
desk has settled it.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desk.domain.errors import DeskError, Unreachable, Unusable
from desk.domain.privacy import Gone
from desk.domain.queued import Queued
from desk.domain.staff import Actor
from desk.gui import messages
from desk.gui.background import Background
from desk.gui.client import Client
from desk.services import later, this_computer
from desk.store.database import Database

MINUTE_MS = 60_000


class Later(QObject):
    """What waits for the server of `client`."""

    changed = Signal()
    written = Signal(int)  # so many have been written down

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._folder = this_computer.queue(client.where)
        self.waiting: list[Queued] = []
        self._under_way = False
        self._writing = Background(self)
        self._writing.finished.connect(self._on_written)
        self._writing.refused.connect(self._on_refused)
        client.queued.connect(self._take)
        client.connected.connect(self._on_connected)
        client.erased.connect(self._on_erased)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(lambda: self._on_connected(client.lost_at is None))
        if client.at_server:
            self._minute.start()
            self._look()
            self._on_connected(client.lost_at is None)

    def stop(self) -> None:
        """Return when nothing is being written any more; what waits goes on waiting."""
        self._minute.stop()
        self._writing.wait()

    def settle(self, queued: Queued) -> None:
        """Somebody has seen to it in another way."""
        self._folder.remove(queued)
        self._look()

    def _take(self, queued: Queued) -> None:
        try:
            self._folder.keep(queued)
        except DeskError as error:
            self._client.refused.emit(error)
            return
        self._look()

    def _on_connected(self, connected: bool) -> None:
        waits = any(not each.refused for each in self.waiting)
        if connected and waits and not self._under_way:
            self._under_way = True
            self._writing.start(lambda: self._client.lend(self._write))

    def _write(self, database: Database, _actor: str) -> int:
        """Write down whatever waits, on another thread; how many that were."""
        number = 0
        for queued in self._folder.all():
            if queued.refused:
                continue
            try:
                with database.write(Actor(queued.actor, queued.member_id)) as tx:
                    later.write_down(tx, queued)
            except Unusable:
                raise  # It waits on.
            except DeskError as error:
                said = messages.sentence(error, database.zone)
                self._folder.keep(replace(queued, refused=said))
            else:
                self._folder.remove(queued)
                number += 1
        return number

    def _on_written(self, number: int) -> None:
        self._under_way = False
        self._look()
        if number:
            self.written.emit(number)

    def _on_refused(self, error: DeskError) -> None:
        self._under_way = False
        self._look()
        if not isinstance(error, Unreachable):
            self._client.refused.emit(error)

    def _on_erased(self, gone: Gone) -> None:
        self._writing.wait()
        self._folder.forget(gone)
        self._look()

    def _look(self) -> None:
        self.waiting = self._folder.all()
        self.changed.emit()
