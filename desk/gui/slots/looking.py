"""Working the slots of a rule out while somebody types it, without holding up a single key.

Thousands of slots take a moment. They are worked out on another thread, always for what was
written last; what was written in between is left out.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desk.gui.background import Background
from desk.gui.client import Client
from desk.gui.slots.hours import Hours
from desk.services import previews
from desk.services.previews import Preview

MOST_SHOWN = 1000


class Looking(QObject):
    """Asks for one preview after the other."""

    found = Signal(object, object)  # Hours, Preview
    refused = Signal(object)  # DeskError

    def __init__(self, client: Client, besides: int | None, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._besides = besides
        self._busy = False
        self._next: Hours | None = None
        self._background = Background(self)
        self._background.finished.connect(self._on_found)
        self._background.refused.connect(self._on_refused)

    def now(self, hours: Hours) -> Preview:
        """The slots of these hours, waited for."""
        new = hours.asked()
        return self._client.ask(previews.of_rule, new, MOST_SHOWN, besides=self._besides)

    def soon(self, hours: Hours) -> None:
        """Report the slots of these hours as soon as they are known."""
        if self._busy:
            self._next = hours
            return
        self._busy = True
        self._background.start(partial(self._look, hours))

    def stop(self) -> None:
        """Report nothing any more."""
        self._next = None
        self._background.wait()
        self.blockSignals(True)

    def _look(self, hours: Hours) -> tuple[Hours, Preview]:
        return hours, self.now(hours)

    def _on_found(self, looked: tuple[Hours, Preview]) -> None:
        if not self._go_on():
            self.found.emit(*looked)

    def _on_refused(self, error: object) -> None:
        if not self._go_on():
            self.refused.emit(error)

    def _go_on(self) -> bool:
        """Begin with what was written meanwhile; whether there is anything."""
        self._background.wait()
        self._busy, hours, self._next = False, self._next, None
        if hours is None:
            return False
        self.soon(hours)
        return True
