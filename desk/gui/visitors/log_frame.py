"""What all rows of the visitor log have in common while nothing about the table changes.

Measuring texts and asking Qt for positions and colours takes as long as drawing. It is done once
for all rows, and thrown away whenever the table looks different.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPaintDevice,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QTableView

from desk.gui import theme
from desk.gui.quick_text import QuickText
from desk.gui.visitors.log_cells import COLUMNS, SEARCHED, Cell

PADDING = 8
GAP = 6
SIDE = 14  # of an icon


class Look(NamedTuple):
    """What a row looks like besides what it says."""

    odd: bool = False
    selected: bool = False
    current: bool = False
    pointed: bool = False


LOOKS = tuple(Look(*flags) for flags in product((False, True), repeat=len(Look._fields)))


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a column stands: its number, where text begins in it, and how much room there is.

    Where people write from right to left, text begins on the right.
    """

    column: int
    begin: float
    room: float
    number: bool
    searched: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Size, columns, font and colours of the rows.

    `chips` keeps how states look: the same ones come again and again.
    """

    size: QSize
    scale: float
    mirrored: bool
    slots: tuple[Slot, ...]
    writing: QuickText
    baseline: int
    text: QColor
    muted: QColor
    accent: QColor
    backgrounds: dict[Look, QColor]
    chips: dict[Cell, QPixmap] = field(default_factory=dict)

    def advance(self, text: str) -> float:
        """How wide a text is, in logical pixels."""
        return self.writing.advance(text)

    def short(self, text: str, room: float) -> str:
        """As much of a text as there is room for."""
        return self.writing.short(text, room)

    def left(self, begin: float, after: float, width: float) -> int:
        """Where something so wide stands that comes `after` so many pixels from `begin`."""
        return int(begin - after - width if self.mirrored else begin + after)

    def picture(self, width: int) -> QPixmap:
        """An empty picture of so many logical pixels, as high as a row."""
        made = QPixmap(QSize(width, self.size.height()) * self.scale)
        made.setDevicePixelRatio(self.scale)
        return made

    def brush(self, device: QPaintDevice) -> QPainter:
        """A painter on `device` that writes as the table does."""
        painter = QPainter(device)
        painter.setFont(self.writing.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        return painter


def measure(table: QTableView) -> Frame:
    """The frame of a table as it is just now."""
    height, colours = table.verticalHeader().defaultSectionSize(), table.palette()
    writing = QuickText(table.font())
    metrics = writing.metrics
    return Frame(
        size=QSize(max(table.viewport().width(), 1), height),
        scale=table.viewport().devicePixelRatioF(),
        mirrored=table.isRightToLeft(),
        slots=tuple(_slots(table)),
        writing=writing,
        baseline=round((height + metrics.ascent() - metrics.descent()) / 2),
        text=colours.color(QPalette.ColorRole.Text),
        muted=QColor(theme.tokens().muted),
        accent=colours.color(QPalette.ColorRole.Accent),
        backgrounds={look: background(colours, look) for look in LOOKS},
    )


def background(colours: QPalette, look: Look) -> QColor:
    """What lies behind a row."""
    if look.selected:
        return colours.color(QPalette.ColorRole.Highlight)
    if look.pointed:
        return colours.color(QPalette.ColorRole.Midlight)
    role = QPalette.ColorRole.AlternateBase if look.odd else QPalette.ColorRole.Base
    return colours.color(role)


def _slots(table: QTableView) -> list[Slot]:
    """The columns that can be seen."""
    header, width = table.horizontalHeader(), table.viewport().width()
    slots = []
    for number, column in enumerate(COLUMNS):
        left, wide = header.sectionViewportPosition(number), header.sectionSize(number)
        if wide and left < width and left + wide > 0:
            begin = left + wide - PADDING if table.isRightToLeft() else left + PADDING
            room = wide - 2 * PADDING
            slots.append(Slot(number, begin, room, column.number, number in SEARCHED))
    return slots
