"""Taking turns: the next to write is the one that has waited longest.

SQLite lets waiting writers sleep and try again, so one that comes back at once can hold up the
others for seconds. Within one process this queue stands in front of it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from desk.domain.errors import Busy


class Turns:
    """A lock that is handed on in the order of asking. Not reentrant."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._guard = threading.Lock()
        self._owner: int | None = None
        self._queue: deque[threading.Lock] = deque()

    @contextmanager
    def take(self, patience: float) -> Iterator[float]:
        """Wait for the turn; gives the seconds that are left of `patience`.

        Refused as `Busy` when the turn does not come in time.
        """
        until = monotonic() + patience
        self._wait(patience)
        self._owner = threading.get_ident()
        try:
            yield max(until - monotonic(), 0)
        finally:
            self._hand_on()

    def _wait(self, patience: float) -> None:
        with self._guard:
            if self._owner is None:
                self._owner = threading.get_ident()
                return
            if self._owner == threading.get_ident():
                raise RuntimeError("a write was begun inside another one")
            mine = threading.Lock()
            mine.acquire()
            self._queue.append(mine)
        try:
            came = mine.acquire(timeout=patience)
        except BaseException:
            if not self._leave(mine):
                self._hand_on()
            raise
        if not came and self._leave(mine):
            raise Busy(self._where, "others have been writing all the time")

    def _leave(self, mine: threading.Lock) -> bool:
        """Give up waiting; false when the turn has just been handed over all the same."""
        with self._guard:
            if mine in self._queue:
                self._queue.remove(mine)
                return True
        return False

    def _hand_on(self) -> None:
        with self._guard:
            self._owner = None
            if self._queue:
                self._owner = 0  # Whoever is next; it says so itself as soon as it runs.
                self._queue.popleft().release()
