"""What each copy holds, found out one after the other on another thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.gui.background import Background
from desk.store import kept_copies
from desk.store.kept_copies import Contents, Copy

Held = Contents | DeskError
Written = tuple[Copy, int]


class Reading(QObject):
    """Each is read but once, unless it was written anew, as when somebody was erased from it."""

    told = Signal()  # more of them have been read

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: dict[Written, Held] = {}
        self._wanted: list[Copy] = []
        self._under_way: Copy | None = None
        self._background = Background(self)
        self._background.finished.connect(self._on_read)

    def of(self, copy: Copy) -> Held | None:
        """What a copy holds, as soon as that is known, or why it cannot be told."""
        return self._held.get(_written(copy))

    def begin(self, copies: Sequence[Copy]) -> None:
        """Read those that were not read yet, the latest first."""
        unread = (copy for copy in copies if _written(copy) not in self._held)
        self._wanted = [copy for copy in unread if copy != self._under_way]
        self._next()

    def end(self) -> None:
        """Return when nothing is read any more."""
        self._wanted = []
        self._background.wait()

    def _next(self) -> None:
        if self._wanted and not self._under_way:
            self._under_way = copy = self._wanted.pop(0)
            self._background.wait()
            self._background.start(lambda: (_written(copy), _read(copy.path)))

    def _on_read(self, result: tuple[Written, Held]) -> None:
        written, found = result
        self._under_way = None
        self._held[written] = found
        self.told.emit()
        self._next()


def _read(path: Path) -> Held:
    try:
        return kept_copies.contents(path)
    except DeskError as error:
        return error


def _written(copy: Copy) -> Written:
    """The copy, and when it was written last; it may be gone by now."""
    try:
        return copy, copy.path.stat().st_mtime_ns
    except FileNotFoundError:
        return copy, 0
