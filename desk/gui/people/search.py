"""The line in which people are searched for: the arrows choose in the list below while it has the
keyboard, Enter goes there, Esc clears it first.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.gui.search_line import ENTER, SearchLine

MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
}


class PeopleSearch(SearchLine):
    """Says what the keys mean that are not letters."""

    moved = Signal(int)  # so many rows down, or up

    LEADS_ON = ENTER

    def __init__(self, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            "people.search",
            translate("PeopleSearch", "Search people"),
            translate("PeopleSearch", "Name, flat, phone or e-mail"),
            parent,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in MOVES and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.moved.emit(MOVES[key])
        else:
            super().keyPressEvent(event)
