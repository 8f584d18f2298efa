"""The line in which people are searched for: the arrows choose in the list below while it has the
keyboard, Enter goes there, Esc clears it first.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk.gui import icons
from desk.gui.naming import clearable, named

MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
}


class SearchLine(QLineEdit):
    """Says what the keys mean that are not letters."""

    moved = Signal(int)  # so many rows down, or up
    left = Signal()  # on to the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "people.search", self.tr("Search people"))
        self.setPlaceholderText(self.tr("Name, flat, phone or e-mail"))
        clearable(self)
        mark = QAction(icons.icon("search"), self.tr("Search"), self)
        self.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in MOVES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moved.emit(MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)
