"""The waiting list as a table: a letter for each thing to be done, and rows that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desk.gui.table import TableModel
from desk.gui.table_view import TableView
from desk.services.waiting_line import Listed

LETTERS = {
    "n": "waiting.join",
    "o": "waiting.offer",
    "a": "waiting.accept",
    "d": "waiting.decline",
    "w": "waiting.withdraw",
    "x": "waiting.leave",
    "j": "waiting.again",
    "+": "waiting.earlier",
    "-": "waiting.later",
}
DRAGGED = "application/x-desk-waiting-entry"


class ListingModel(TableModel[Listed]):
    """Rows that can be taken hold of."""

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # between the rows
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        row: Listed = indexes[0].data(TableModel.RowRole)
        carried.setData(DRAGGED, str(row.id).encode())
        return carried


class Listing(TableView):
    """Says what was wished of the chosen ones; dropping a row wishes another place in the line."""

    dropped = Signal(int, int)  # the id of an entry, and the row before which it was dropped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("waiting.list", self.tr("Waiting list"), parent, letters=LETTERS)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(DRAGGED):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if event.mimeData().hasFormat(DRAGGED):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        carried = event.mimeData()
        if not carried.hasFormat(DRAGGED):
            return
        event.setDropAction(Qt.DropAction.CopyAction)  # The list itself says where it has gone.
        event.accept()
        self.dropped.emit(int(bytes(carried.data(DRAGGED).data())), self._row_at(event))

    def _row_at(self, event: QDropEvent) -> int:
        """The row before which something is dropped; as many as there are for the end."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if not index.isValid():
            return self.model().rowCount()
        lower_half = at.y() > self.visualRect(index).center().y()
        return index.row() + int(lower_half)
