"""The visitor log on the screen: a table that stays quick however long the log is.

Keyboard, selection, headers and what screen readers are told are Qt's. Painting is our own: rows
are all alike, so each is drawn once and then copied, see `log_painter`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QCursor, QHelpEvent, QHoverEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desk.domain.visitor import Standing
from desk.gui.table import Index
from desk.gui.table_view import AIR, TableView
from desk.gui.visitors.log_cells import ARRIVAL
from desk.gui.visitors.log_frame import Look
from desk.gui.visitors.log_model import LogModel
from desk.gui.visitors.log_painter import RowPainter
from desk.gui.visitors.log_widths import ColumnWidths

Move = QAbstractItemView.CursorAction
Select = QItemSelectionModel.SelectionFlag
A_MINUTE = 60_000
FOLLOWED = 200  # selected rows that are looked for where they went, after a change
LOOKS = {
    QEvent.Type.FontChange,
    QEvent.Type.PaletteChange,
    QEvent.Type.StyleChange,
    QEvent.Type.LayoutDirectionChange,
    QEvent.Type.LanguageChange,
}


class Tips(QStyledItemDelegate):
    """Says in full what a cell has no room for."""

    def __init__(self, rows: RowPainter, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        tip = self._rows.tooltip(index)
        QToolTip.showText(event.globalPos(), tip, view.viewport(), option.rect)
        return True


class LogView(TableView):
    """A table over a `LogModel`; it has the rows counted once the first are on the screen.

    `columns` keeps and restores their widths and order.
    """

    def __init__(
        self, log: LogModel, identifier: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(identifier, name, parent)
        self._log = log
        self._rows = RowPainter(self, log)
        self._pointed = -1
        self._typed = ""
        self._since_typed = QElapsedTimer()
        self.setModel(log)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setItemDelegate(Tips(self._rows, self))
        # All of the viewport is painted, so Qt may move what is there when the list is scrolled.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.columns = _furnished(self.horizontalHeader(), log)
        self.columns.changed.connect(self._draw_anew)
        self.horizontalScrollBar().valueChanged.connect(self._draw_anew)
        for signal in (log.dataChanged, log.modelReset, log.layoutChanged):
            signal.connect(self._draw_anew)
        log.modelReset.connect(self._show_order)
        log.modelReset.connect(self.columns.fit)
        minutes = QTimer(self, interval=A_MINUTE)
        minutes.timeout.connect(log.tick)
        minutes.start()

    def refresh(self) -> None:
        """Show what the log has become; current row, selection and place stay with the entries."""
        current, selected = self.currentIndex(), list(islice(_rows(self._spans()), FOLLOWED))
        held = self._log.known([*selected, current.row()])
        top = QPersistentModelIndex(self.indexAt(QPoint(0, 0)))
        stood = top.row()
        gone = self._log.refresh()
        if stood > 0 and top.isValid():
            self.updateGeometries()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + (top.row() - stood) * self.rowHeight(top.row()))
        if not gone.keys().isdisjoint(held):
            here = held.get(current.row())
            ids = [held[row].id for row in selected if row in held]
            self._follow(ids, here.id if here else 0, current.column())

    def selected_ids(self, most: int | None = None) -> list[int]:
        """The ids of the selected rows, from the top, all or not more than `most`.

        Reads only ids: a million of them take a second.
        """
        found: list[int] = []
        for first, last in sorted(self._spans()):
            left = last - first + 1 if most is None else most - len(found)
            if left <= 0:
                break
            found += self._log.ids(first, min(last, first + left - 1))
        return found

    def selectAll(self) -> None:
        self._log.fetchMore(QModelIndex())
        super().selectAll()

    def keyboardSearch(self, search: str) -> None:
        """Go to the next visitor of that name; letters typed quickly belong together."""
        again = self._since_typed.isValid() and not self._since_typed.hasExpired(
            QApplication.keyboardInputInterval()
        )
        self._typed = self._typed + search if again else search
        self._since_typed.start()
        start = self.currentIndex().row() + (not again)
        row = self._log.row_beginning(self._typed, max(start, 0))
        if row >= 0:
            self._log.fetchMore(QModelIndex())
            self.setCurrentIndex(self._log.index(row, max(self.currentIndex().column(), 0)))

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row: all of a row is one thing."""
        if action not in (Move.MoveHome, Move.MoveEnd):
            return super().moveCursor(action, modifiers)
        self._log.fetchMore(QModelIndex())
        row = 0 if action == Move.MoveHome else self._log.rowCount() - 1
        return self._log.index(row, max(self.currentIndex().column(), 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for index in (current, previous):
            self._draw_row(index.row())

    def paintEvent(self, event: QPaintEvent) -> None:
        area = event.rect()
        height = self.verticalHeader().defaultSectionSize()
        first = max(self.rowAt(area.top()), 0)
        top = self.rowViewportPosition(first)
        last = min(first + (area.bottom() - top) // height, self._log.rowCount() - 1)
        self._rows.fit_scale(self.viewport().devicePixelRatioF())
        painter = self._rows.begin(self.viewport())
        for row, look in self._looks(first, last):
            entry = self._log.entry(row)
            if entry is not None:
                self._rows.paint(painter, top + (row - first) * height, entry, look)
        below = top + (last + 1 - first) * height if last >= 0 else 0
        painter.fillRect(area.adjusted(0, max(below - area.top(), 0), 0, 0), self.palette().base())
        self._rows.mark_cell(painter, self.currentIndex())
        painter.end()
        self._rows.make_room()
        if not self._log.complete:
            QTimer.singleShot(0, self._log, lambda: self._log.fetchMore(QModelIndex()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_anew()
        self.columns.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in LOOKS:
            self._draw_anew()
            # Not at once: whoever touches a header while Qt puts a style on brings Qt down.
            QTimer.singleShot(0, self, self._fit_rows)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent):
            left = event.type() == QEvent.Type.HoverLeave
            self._point_at(-1 if left else self.rowAt(event.position().toPoint().y()))
        return super().viewportEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self._pointed >= 0:
            at = self.viewport().mapFromGlobal(QCursor.pos())
            self._point_at(self.rowAt(at.y()) if self.viewport().rect().contains(at) else -1)

    def _looks(self, first: int, last: int) -> Iterator[tuple[int, Look]]:
        spans = self._spans()
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in range(first, last + 1):
            selected = any(begin <= row <= end for begin, end in spans)
            yield row, Look(bool(row & 1), selected, row == current, row == self._pointed)

    def _spans(self) -> list[tuple[int, int]]:
        """The first and last rows of what is selected."""
        selection = self.selectionModel().selection()
        return [(span.top(), span.bottom()) for span in selection.toList()]

    def _follow(self, ids: Iterable[int], here: int, column: int) -> None:
        """Select the entries of these ids wherever they are now, and put the keyboard on `here`."""
        rows = self._log.rows_of({*ids, here})
        if not rows:
            return
        chosen = QItemSelection()
        for number in ids:
            if number in rows:
                index = self._log.index(rows[number], 0)
                chosen.select(index, index)
        self.selectionModel().select(chosen, Select.ClearAndSelect | Select.Rows)
        if here in rows:
            self.selectionModel().setCurrentIndex(
                self._log.index(rows[here], column), Select.NoUpdate
            )

    def _fit_rows(self) -> None:
        """Let the rows be as high as the font needs."""
        height = self.fontMetrics().height() + AIR
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
            self._draw_anew()

    def _draw_anew(self) -> None:
        self._rows.forget()
        self.viewport().update()

    def _draw_row(self, row: int) -> None:
        if row >= 0:
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            self.viewport().update(QRect(0, top, self.viewport().width(), height))

    def _point_at(self, row: int) -> None:
        if row != self._pointed:
            for at in (self._pointed, row):
                self._draw_row(at)
            self._pointed = row

    def _show_order(self) -> None:
        soonest_first = self._log.view.standing is Standing.EXPECTED and not self._log.sought
        order = Qt.SortOrder.AscendingOrder if soonest_first else Qt.SortOrder.DescendingOrder
        self.horizontalHeader().setSortIndicator(ARRIVAL, order)


def _furnished(header: QHeaderView, log: LogModel) -> ColumnWidths:
    """A header whose columns can be pulled and moved, over a list that has its own order."""
    header.setProperty("look", "roomy")
    header.setSectionsMovable(True)
    header.setSectionsClickable(False)
    header.setSortIndicatorShown(True)
    header.setResizeContentsPrecision(0)
    header.setStretchLastSection(False)
    return ColumnWidths(header, log)


def _rows(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    for first, last in spans:
        yield from range(first, last + 1)
