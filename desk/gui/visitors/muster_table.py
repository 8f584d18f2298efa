"""Everybody inside as a table that can be grouped, sorted and ticked off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.gui import format, icons
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.gui.visitors import muster_lines
from desk.gui.visitors.muster import Muster
from desk.gui.visitors.muster_lines import Grouping, Key, Line
from desk.services.emergency import Present, Roll

WIDTHS = (90, 220, 230, 70, 200, 90)
NAME = 1


class MusterTable(TableView):
    """The parties of a roll. Space asks for the chosen ones to be marked."""

    marked = Signal()

    def __init__(self, muster: Muster, parent: QWidget | None = None) -> None:
        super().__init__("emergency.list", "", parent)
        self.setAccessibleName(self.tr("People inside"))
        self._muster = muster
        self._roll: Roll | None = None
        self._grouping = Grouping.NOTHING
        self._by, self._descending = NAME, False
        columns = self._columns()
        self._keys = [key for _, key in columns]
        self.lines = TableModel([column for column, _ in columns], self)
        self.setModel(self.lines)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setStretchLastSection(True)
        header.sectionClicked.connect(self.sort_by)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)

    def show_roll(self, roll: Roll) -> None:
        """Show these parties; what is chosen stays chosen."""
        self._roll = roll
        safe = self._muster.safe
        key = self._keys[self._by]
        self.lines.show(
            muster_lines.lines(roll, safe, self._grouping, key, descending=self._descending)
        )
        self.clearSpans()
        for row, line in enumerate(self.lines.rows):
            if line.party is None:
                self.setSpan(row, 0, 1, self.lines.columnCount())
        down = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(self._by, down)

    def group_by(self, grouping: Grouping) -> None:
        """Put together what belongs together."""
        self._grouping = grouping
        self._show_again()

    def sort_by(self, column: int) -> None:
        """Order the parties by a column; the other way round when they are so already."""
        self._descending = column == self._by and not self._descending
        self._by = column
        self._show_again()

    def chosen(self) -> list[Present]:
        """The parties that are chosen."""
        rows = self.selectionModel().selectedRows()
        lines: list[Line] = [index.data(TableModel.RowRole) for index in rows]
        return [line.party for line in lines if line.party is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.marked.emit()
        else:
            super().keyPressEvent(event)

    def _show_again(self) -> None:
        if self._roll is not None:
            self.show_roll(self._roll)

    def _columns(self) -> list[tuple[Column[Line], Key]]:
        zone = self._muster.client.zone
        safe = self.tr("Safe")

        def column(
            title: str, text: Key, key: Key | None = None, **more: object
        ) -> tuple[Column[Line], Key]:
            def say(line: Line) -> str:
                return str(text(line.party)) if line.party else ""

            return Column(title, say, **more), key or text  # type: ignore[arg-type]

        def since(party: Present) -> str:
            today = (self._roll.made_at if self._roll else party.since).astimezone(zone)
            return format.moment(party.since, zone, today.date())

        marks: Column[Line] = Column(
            safe,
            lambda line: line.heading if line.party is None else (safe if line.safe else ""),
            icon=_tick,
        )
        return [
            (marks, lambda party: party.id not in self._muster.safe),
            column(self.tr("Name"), lambda p: p.name),
            column(self.tr("With"), lambda p: ", ".join(p.companions)),
            column(self.tr("People"), lambda p: p.people),
            column(self.tr("Host"), lambda p: p.host),
            column(self.tr("Place"), lambda p: p.place),
            column(self.tr("Since"), since, lambda p: p.since),
        ]


def _tick(line: Line) -> QIcon | None:
    return icons.state_icon("circle-check", "inside") if line.safe else None
