"""Tables as the desk shows them: whole rows, no grid, Enter opens, Tab leaves."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desk.gui.naming import named

AIR = 12  # logical pixels of a row besides its text
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class TableView(QTableView):
    """A list of things, one to a row; each of `letters` wishes the command of that id."""

    opened = Signal(QModelIndex)  # Enter or a double click on a row
    wished = Signal(str)  # the id of a command

    def __init__(
        self,
        identifier: str,
        name: str,
        parent: QWidget | None = None,
        *,
        letters: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._letters = letters or {}
        named(self, identifier, name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + AIR)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        self.doubleClicked.connect(self.opened)

    def selectRow(self, row: int) -> None:
        """Choose that row alone, whichever keys are still held of the chord that led here.

        Qt would take a held Ctrl for the wish to choose it besides, or not any more.
        """
        index = self.model().index(row, 0)
        how = QItemSelectionModel.SelectionFlag
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, how.ClearAndSelect | how.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain, typed = event.modifiers() in PLAIN, event.text().lower()
        shifted = typed == "+" and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if (plain or shifted) and typed in self._letters:
            self.wished.emit(self._letters[typed])
            return
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
