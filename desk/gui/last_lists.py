"""The last lists of a desk that is on a server, at hand for when the server is not."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desk.domain.change import Change
from desk.domain.errors import DeskError, Unreachable
from desk.gui.background import Background
from desk.gui.client import Client
from desk.services import kept_lists, last_lists
from desk.services.last_lists import Lists
from desk.store.database import Database

SOON_MS = 500  # many changes come one after the other
MINUTE_MS = 60_000
KINDS = {"visitor_entry", "appointment", "person", "site"}


class LastLists(QObject):
    """Asked for on another thread, soon after each change and each minute.

    They are kept on this computer as well, at most once a minute.
    """

    changed = Signal()

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.lists: Lists | None = None
        self._asking = Background(self)
        self._asking.finished.connect(self._on_read)
        self._asking.refused.connect(self._on_refused)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._ask)
        self._kept = QTimer(self, singleShot=True, interval=MINUTE_MS - SOON_MS)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._ask)
        if client.at_server:
            client.changed.connect(self._on_changed)
            client.connected.connect(self._ask)
            client.erased.connect(self._keep_at_once)
            self._minute.start()
            self._ask()

    def stop(self) -> None:
        """Ask no more; returns when nothing is being asked."""
        self._soon.stop()
        self._minute.stop()
        self._asking.wait()

    def _ask(self) -> None:
        if self._client.lost_at is None:
            due = not self._kept.isActive()
            if due:
                self._kept.start()
            self._asking.wait()
            self._asking.start(lambda: self._client.lend(lambda desk, _: _read(desk, due)))

    def _keep_at_once(self) -> None:
        """Nothing that was erased is to stand in what is kept."""
        self._kept.stop()
        self._ask()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind in KINDS for change in changes):
            self._soon.start()

    def _on_read(self, lists: Lists) -> None:
        self.lists = lists
        self.changed.emit()

    def _on_refused(self, error: DeskError) -> None:
        if not isinstance(error, Unreachable):
            self._client.refused.emit(error)


def _read(database: Database, due: bool) -> Lists:
    """The lists as they are now, kept if that is due."""
    lists = last_lists.of(database)
    if due:
        kept_lists.keep(database.where, lists)
    return lists
