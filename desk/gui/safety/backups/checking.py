"""How far a check of the database is, with a way to call it off."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.gui.progress import progress_dialog
from desk.store import backup
from desk.store.database import Database


class Checking(QObject):
    """One check; work can go on meanwhile."""

    told = Signal(int)  # parts of a hundred; from the thread that checks

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._stop = threading.Event()
        self.dialog = progress_dialog(
            owner.window(),
            "backup.check.progress",
            self.tr("Check the database"),
            self.tr("Checking the database; work can go on meanwhile…"),
        )
        self.dialog.setValue(0)
        # Not the event's own method: Qt would be told to forget it on the thread that lets go of it
        # last, and there may wait for this one for ever.
        self.dialog.canceled.connect(self.stop)
        self.told.connect(self.dialog.setValue)

    def run(self, desk: Database) -> list[str] | None:
        """Every fault; nothing when it was called off."""
        try:
            return backup.check(desk.engine, told=self.told.emit, stop=self._stop.is_set)
        except backup.Stopped:
            return None

    def stop(self) -> None:
        """Call it off."""
        self._stop.set()

    def end(self) -> None:
        """It is over."""
        self.dialog.close()
        self.dialog.deleteLater()
        self.deleteLater()
