"""The line to a database server: whether it holds, and since when nothing was heard over it.

Whoever finds that the server does not answer says so here, on whatever thread; only the watch,
which goes on trying on a thread of its own, says that it is there again. A file has no line that
could be lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime


class Line:
    """Tells its listeners, on the thread that found out, when the server is lost and found."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._heard = clock()
        self._lost_at: datetime | None = None
        self._listeners: list[Callable[[], object]] = []

    @property
    def lost_at(self) -> datetime | None:
        """When the server was last heard of; nothing while it answers."""
        return self._lost_at

    def listen(self, listener: Callable[[], object]) -> None:
        """Tell `listener` whenever the line is lost or found; it must not raise."""
        self._listeners.append(listener)

    def lose(self) -> None:
        """The server did not answer."""
        with self._guard:
            if self._lost_at is not None:
                return
            self._lost_at = self._heard
        self._tell()

    def hold(self) -> None:
        """The server has answered."""
        with self._guard:
            self._heard = self._clock()
            if self._lost_at is None:
                return
            self._lost_at = None
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
