"""What comes to any window of the program, be it a dialog that halts all others.

Looking at every event of the application would slow down whatever is drawn. Only what the system
sends to the windows that have had the keyboard is looked at.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QWidget

Type = QEvent.Type
TOUCHES = {
    *(Type.KeyPress, Type.MouseMove, Type.MouseButtonPress, Type.Wheel),
    *(Type.TouchBegin, Type.TouchUpdate, Type.TabletPress),
}


class EveryWindow(QObject):
    """Filters the events of every window from the moment it has the keyboard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication), "there are windows to be watched"
        app.focusWindowChanged.connect(self._watch)
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # once is enough
            window.installEventFilter(self)


class Keys(EveryWindow):
    """Lets a few keys of the main window work in all the others."""

    def __init__(self, main: QWidget, known: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(main)
        self._main = main
        self._known = {QKeySequence(keys): call for keys, call in known.items()}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == Type.KeyPress and watched is not self._main.windowHandle():
            assert isinstance(event, QKeyEvent), "a key that is pressed"
            call = self._known.get(QKeySequence(event.keyCombination()))
            if call is not None:
                # When the window has done with the key, which may now go away.
                QTimer.singleShot(0, self, call)
                return True
        return super().eventFilter(watched, event)


class Idle(EveryWindow):
    """Says once when keyboard and mouse were not touched for the length that is watched for."""

    passed = Signal()

    def __init__(self, parent: QObject) -> None:
        self._length = 0.0
        self._touched = time.monotonic()
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def watch(self, length: timedelta) -> None:
        """Watch for so long a time from now on; for none at all, do not watch."""
        self._length = length.total_seconds()
        self._timer.stop()
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = time.monotonic()
        if self._length and not self._timer.isActive():
            self._timer.start(round(self._length * 1000))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        left = self._touched + self._length - time.monotonic()
        if left > 0:
            self._timer.start(max(round(left * 1000), 1))
        else:
            self.passed.emit()
