"""How wide the columns of the visitor log are: by what they hold, until somebody pulls at one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView

from desk.domain.visitor import Standing, VisitorEntry
from desk.gui.visitors.log_cells import ARRIVAL, COLUMNS, STANDING, STAY, Cell, Moment
from desk.gui.visitors.log_model import LogModel
from desk.services.visitor_log import View

MEASURED = 32  # rows that say how wide the columns should be
PADDING = 22
ICON = 20  # logical pixels of an icon and the gap behind it
GAP = 6  # between a text and the less important words behind it
MARK = 20  # of the order, in the heading of the arrival
MOST_GROWTH = 3.0
LEAST = 64  # logical pixels of a column that has to give room away
WORTH_A_LOOK = 4  # the texts with the most letters of a column: one of them is the widest


class ColumnWidths(QObject):
    """The columns of one header. They follow the room there is while they are nobody's choice."""

    changed = Signal()  # some column is wider, narrower or elsewhere

    def __init__(self, header: QHeaderView, log: LogModel) -> None:
        super().__init__(header)
        self._header = header
        self._log = log
        self._chosen = False
        self._fitting = False
        self._measured: tuple[str, list[VisitorEntry]] | None = None
        self._wanted: list[int] = []
        self._found: list[int] = []
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self.changed)

    def fit(self) -> None:
        """Share the room out by what the first rows say, and leave out what all rows have.

        Widths that were chosen stay.
        """
        without = left_out(self._log.view)
        rows = range(min(self._log.rowCount(), MEASURED))
        entries = [entry for entry in map(self._log.entry, rows) if entry is not None]
        self._header.ensurePolished()  # or its font would be another one a moment later
        measured = (self._header.font().key(), entries)
        if measured != self._measured:
            self._measured, self._wanted = measured, self._needs(entries)
        wanted = [0 if column in without else need for column, need in enumerate(self._wanted)]
        found = shared(wanted, self._header.viewport().width())
        if found != self._found:
            self._found = found
            self._put_on(found)

    def _put_on(self, found: Sequence[int]) -> None:
        self._fitting = True
        for column, width in enumerate(found):
            if self._header.isSectionHidden(column) == bool(width):
                self._header.setSectionHidden(column, not width)
            if not self._chosen and width and self._header.sectionSize(column) != width:
                self._header.resizeSection(column, width)
        self._fitting = False
        self.changed.emit()

    def save(self) -> bytes:
        """Widths and order as they are, or nothing while nobody has chosen any."""
        return bytes(self._header.saveState().data()) if self._chosen else b""

    def restore(self, kept: bytes) -> None:
        """Put back what `save` gave; what another version of the program kept is left alone."""
        self._fitting = True
        self._chosen = bool(kept) and self._header.restoreState(QByteArray(kept))
        self._fitting = False
        self.changed.emit()

    def _needs(self, entries: Sequence[VisitorEntry]) -> list[int]:
        return needs(self._header.font(), entries, self._log.moment)

    def _on_resized(self) -> None:
        if not self._fitting:
            self._chosen = True
            self.changed.emit()


def left_out(view: View) -> set[int]:
    """The columns that would say the same in every row of a view, or nothing at all."""
    if view.removed or view.standing is None:
        return set()
    return {STAY} if view.standing is Standing.EXPECTED else {STANDING}


def needs(font: QFont, entries: Sequence[VisitorEntry], at: Moment) -> list[int]:
    """How wide each column would like to be, in logical pixels: its heading, and what it says.

    A column asks for its least number of letters, whatever the rows further down may hold, and
    never for more than its greatest.
    """
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    headings, metrics = QFontMetrics(strong), QFontMetrics(font)
    letter = metrics.averageCharWidth()
    rows = [at.read(entry) for entry in entries]
    found = []
    for number, column in enumerate(COLUMNS):
        heading = headings.horizontalAdvance(column.words) + MARK * (number == ARRIVAL)
        said = {cells[number] for cells in rows}
        longest = sorted(said, key=lambda cell: len(cell.text) + len(cell.aside))[-WORTH_A_LOOK:]
        widest = max((_wide(metrics, cell) for cell in longest), default=0)
        least = column.least * letter
        found.append(max(heading, least, min(widest, column.letters * letter)) + PADDING)
    return found


def shared(wanted: Sequence[int], room: int) -> list[int]:
    """The widths that fill `room`: what is over or missing is shared by the columns that grow."""
    growing = sum(width for width, column in zip(wanted, COLUMNS, strict=True) if column.grows)
    factor = (room - sum(wanted) + growing) / growing if growing else 1.0
    factor = min(factor, MOST_GROWTH)
    return [
        max(int(width * factor), LEAST) if column.grows and width else width
        for width, column in zip(wanted, COLUMNS, strict=True)
    ]


def _wide(metrics: QFontMetrics, cell: Cell) -> int:
    text = metrics.horizontalAdvance(cell.text) + ICON * bool(cell.icon) + PADDING * cell.chip
    return text + (GAP + metrics.horizontalAdvance(cell.aside) if cell.aside else 0)
