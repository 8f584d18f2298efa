"""Keeping a place while somebody is being booked there.

The place is held from the moment the panel opens, held on at half time as long as it is open, and
given back when it closes without a booking. All of it is done quietly and is no step of its own. A
panel that is hidden, as somebody else is at the desk, holds on in the name of whoever opened it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from desk.gui.acting import ActingDialog
from desk.services import booking
from desk.services.booking import Place

BEAT_MS = 1000


class Keeping(QObject):
    """What `dialog` holds just now, if anything."""

    ticked = Signal(object)  # timedelta: how long it is still held

    def __init__(self, dialog: ActingDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._until: datetime | None = None
        self._length = timedelta()
        self.held: tuple[int, ...] = ()
        self.beat = QTimer(self, interval=BEAT_MS)
        self.beat.timeout.connect(self.look)

    def take(self, place: Place) -> bool:
        """Hold a place; False when it cannot be had, which the dialog has said."""
        found = self._dialog.begin(booking.hold, place)
        if not found:
            return False
        self.held = tuple(each.id for each in found)
        self._until = found[0].held_until
        now = self._dialog.client.now
        self._length = (self._until or now) - now
        self.beat.start()
        self.look()
        return True

    def give_back(self) -> None:
        """Hold nothing any more."""
        self.beat.stop()
        held, self.held, self._until = self.held, (), None
        if held:
            self._dialog.begin(booking.give_back, held)
        self._dialog.begun.clear()

    def leave(self) -> None:
        """Leave it alone: it has become a booking."""
        self.beat.stop()
        self.held, self._until = (), None

    def look(self) -> None:
        """Say how long it is held, and hold on when half of that is over."""
        if self._until is None:
            return
        left = self._until - self._dialog.client.now
        if left <= self._length / 2:
            found = self._dialog.begin(booking.renew, self.held)
            if found is None:
                self.beat.stop()
                if not self._dialog.isVisible():
                    self.held, self._until = (), None  # It is tried again when it is seen again.
                    return
            else:
                self._until = found[0].held_until or self._until
                left = self._until - self._dialog.client.now
        self.ticked.emit(left)
