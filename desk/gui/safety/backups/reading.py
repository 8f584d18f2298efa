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


class Reading(QObject):
    """A copy never changes, so each is read but once."""

    told = Signal()  # there is more in `held`

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.held: dict[Copy, Held] = {}
        self._wanted: list[Copy] = []
        self._under_way: Copy | None = None
        self._background = Background(self)
        self._background.finished.connect(self._on_read)

    def begin(self, copies: Sequence[Copy]) -> None:
        """Read those that were not read yet, the latest first."""
        done = {self._under_way, *self.held}
        self._wanted = [copy for copy in copies if copy not in done]
        self._next()

    def end(self) -> None:
        """Return when nothing is read any more."""
        self._wanted = []
        self._background.wait()

    def _next(self) -> None:
        if self._wanted and not self._under_way:
            self._under_way = copy = self._wanted.pop(0)
            self._background.wait()
            self._background.start(lambda: (copy, _read(copy.path)))

    def _on_read(self, result: tuple[Copy, Held]) -> None:
        copy, found = result
        self._under_way = None
        self.held[copy] = found
        self.told.emit()
        self._next()


def _read(path: Path) -> Held:
    try:
        return kept_copies.contents(path)
    except DeskError as error:
        return error
