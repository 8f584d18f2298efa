"""Hears that the system's own screen is locked, or that it goes to sleep.

On Linux the desktop and logind say so over D-Bus, where there is a bus; on Windows the session
does, by a message to a window. Elsewhere there is only the time that nobody touches anything.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection
    from PySide6.QtWidgets import QWidget

SCREENS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver")
MANAGER, SESSION = "org.freedesktop.login1.Manager", "org.freedesktop.login1.Session"
ADDRESS = "DBUS_SESSION_BUS_ADDRESS"


class System(QObject):
    """Says when the system is locked or falls asleep."""

    locked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._session: object = None
        self._listening = False

    def listen(self, window: QWidget) -> None:
        """Begin to listen, in the ways that this system has; `window` is told on Windows."""
        if self._listening:
            return
        self._listening = True
        if sys.platform == "win32":
            from desk.gui.lock.windows_session import WindowsSession

            self._session = WindowsSession(window, self.locked.emit)
        elif sys.platform == "linux":
            from PySide6.QtDBus import QDBusConnection

            self.listen_to(QDBusConnection.systemBus())
            if ADDRESS in os.environ:  # without it Qt would start a bus of its own
                self.listen_to(QDBusConnection.sessionBus())

    def listen_to(self, bus: QDBusConnection) -> None:
        """Listen on a bus; on one that is not there, nothing is said."""
        # Qt takes the text that SLOT makes, and not the bytes that its types ask for.
        turned: Any = SLOT("on_turned(bool)")
        locked: Any = SLOT("on_locked()")
        for name in SCREENS:
            bus.connect("", "", name, "ActiveChanged", self, turned)
        bus.connect("", "", MANAGER, "PrepareForSleep", self, turned)
        bus.connect("", "", SESSION, "Lock", self, locked)

    @Slot(bool)
    def on_turned(self, on: bool) -> None:
        """The screen is locked, or no longer; the system falls asleep, or wakes."""
        if on:
            self.locked.emit()

    @Slot()
    def on_locked(self) -> None:
        """Somebody asked for the session to be locked."""
        self.locked.emit()
