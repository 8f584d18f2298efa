"""Choosing another database while the window is open: a file, or one of a server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk import settings
from desk.settings import Settings

if TYPE_CHECKING:
    from desk.gui.server_dialog import ServerDialog


class DatabaseChoice(QObject):
    """Asks which; `chosen` tells a file's name or an address.

    `overruled` is the name of what comes before the settings at each start, if anything does.
    """

    chosen = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.overruled = ""

    def begin(self, address: str, machine: Settings) -> None:
        """Find out what it was that made the window begin with `address`."""
        otherwise = settings.without_command_line(machine) or str(settings.usual_database())
        if address != settings.address(otherwise):
            self.overruled = "--database"
        elif os.environ.get(settings.VARIABLE):
            self.overruled = settings.VARIABLE

    def choose_file(self) -> None:
        from desk.gui.database_file import choose_file

        chosen = choose_file(self._window)
        if chosen:
            self.chosen.emit(chosen)

    def choose_server(self, address: str) -> None:
        """Ask for a server, beginning with the one at `address` if that is one's."""
        dialog = self.server(address)
        dialog.accepted.connect(lambda: self.chosen.emit(dialog.address))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def server(self, address: str) -> ServerDialog:
        """The dialog that asks, not shown yet."""
        from desk.gui.server_dialog import ServerDialog

        return ServerDialog(address, self.overruled, self._window)
