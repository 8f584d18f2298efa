"""The messages as a table: a letter for each thing to be done, and a menu at each row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desk.gui import menus
from desk.gui.highlight import Highlighting
from desk.gui.outbox import columns
from desk.gui.table_view import TableView

LETTERS = {
    "s": "outbox.again",
    "x": "outbox.stop",
    "o": "outbox.appointment",
    "c": "outbox.copy",
    "p": "outbox.slip",
}


class Listing(TableView):
    """Says what was wished of the chosen ones, and when more of the list is looked for."""

    menu_wished = Signal(QPoint)  # where on the screen
    ended = Signal()  # the last row is in sight

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("outbox.list", self.tr("Messages"), parent, letters=LETTERS)
        self.marker = Highlighting(self)
        self.setItemDelegateForColumn(columns.WHO, self.marker)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def pop_up(self, at: QPoint, commands: Sequence[str]) -> None:
        """Offer these at a place of the screen."""
        menu = QMenu(self)
        menu.setObjectName("outbox.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for identifier in commands:
            menus.line(identifier, menu, self.wished.emit)
        menu.popup(at)

    def _on_menu(self, at: QPoint) -> None:
        """Where the mouse is, or at the row that the keyboard is at."""
        if not self.indexAt(at).isValid():
            at = self.visualRect(self.currentIndex()).center()
        self.menu_wished.emit(self.viewport().mapToGlobal(at))

    def _on_scrolled(self, value: int) -> None:
        if value and value == self.verticalScrollBar().maximum():
            self.ended.emit()
