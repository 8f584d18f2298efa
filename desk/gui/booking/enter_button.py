"""A button among the fields of a form, beside the one that saves it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.gui.buttons import CommandButton


class EnterButton(CommandButton):
    """A button that Enter presses while it has the keyboard; Ctrl+Enter still saves."""

    def __init__(self, text: str, command: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, command, parent)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)
