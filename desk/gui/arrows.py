"""A list that is walked through by the arrows while letters are typed in the line above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def walk(walked: QAbstractItemView, line: QLineEdit) -> None:
    """Let the keys that move work in `walked` while the keyboard stays in `line`."""
    _Arrows(walked, line)


class _Arrows(QObject):
    """Lives as long as the list that it moves in."""

    def __init__(self, walked: QAbstractItemView, line: QLineEdit) -> None:
        super().__init__(walked)
        self._walked = walked
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and Qt.Key(event.key()) in MOVES
        ):
            self._walked.event(event)
            return True
        return super().eventFilter(watched, event)
