"""The line in which a list is searched: Enter leads back to the list, Esc clears it first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk.gui import icons
from desk.gui.naming import clearable, named

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchLine(QLineEdit):
    """Somebody, or something, is searched for."""

    left = Signal()  # on to the list

    LEADS_ON: tuple[Qt.Key, ...] = (*ENTER, Qt.Key.Key_Down)

    def __init__(
        self, identifier: str, name: str, hint: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, identifier, name)
        self.setPlaceholderText(hint)
        clearable(self)
        mark = QAction(icons.icon("search"), self.tr("Search"), self)
        self.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)

    def show_digits(self, digits: int) -> None:
        """Be as wide as so many digits."""
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * digits)

    def start_anew(self) -> None:
        """Be ready for another search to be typed over the last."""
        self.setFocus()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Escape or key in self.LEADS_ON:
            self.left.emit()
        else:
            super().keyPressEvent(event)
