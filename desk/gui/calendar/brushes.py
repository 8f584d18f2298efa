"""Fonts, colours and patterns with which the lanes of a view are drawn.

Made once, and anew whenever a view looks different: another font, other colours, another scale.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPixmap

from desk.gui import icons, theme
from desk.gui.quick_text import QuickText

ICON = 13  # logical pixels
HATCH = 7


class Brushes:
    """What is needed for drawing on a device of `scale` device pixels to a logical one."""

    def __init__(self, font: QFont, scale: float, *, mirrored: bool) -> None:
        tokens = theme.tokens()
        self.scale = scale
        self.mirrored = mirrored
        self.text = QuickText(font)
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        self.strong = QuickText(strong)
        self.window = QColor(tokens.window)
        self.on_accent = QColor(tokens.on_accent)
        self.shaded = QColor(tokens.raised)
        self.surface = QColor(tokens.surface)
        self.line = QColor(tokens.line)
        self.faint = _between(tokens.surface, tokens.line)
        self.edge = QColor(tokens.edge)
        self.ink = QColor(tokens.text)
        self.muted = QColor(tokens.muted)
        self.accent = QColor(tokens.accent)
        self.now = QColor(tokens.now)
        self.free = QColor(tokens.free)
        self.shut = QBrush(_hatched(tokens.shut, scale))
        self.missing = QBrush(QColor(tokens.edge), Qt.BrushStyle.Dense6Pattern)
        self.inks, self.softs, self.marks, self.outlines = {}, {}, {}, {}
        for state in ("full", "warning", *tokens.appointments):
            shade = tokens.shade(state)
            self.inks[state] = QColor(shade.ink)
            self.softs[state] = QColor(shade.soft)
            self.marks[state] = QColor(shade.mark)
            self.outlines[state] = _dashed(shade.mark)
        self._icons: dict[tuple[str, str], QPixmap] = {}

    def begin(self, painter: QPainter) -> None:
        """Let a painter write as the view does."""
        painter.setFont(self.text.font)
        painter.setBrushOrigin(QPointF(0, 0))
        # Names and times are read in their own direction, whatever that of the window is.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    def icon(self, name: str, state: str) -> QPixmap:
        """The icon of a state, in its ink; of no state, in the muted colour."""
        known = self._icons.get((name, state))
        if known is None:
            ink = self.inks.get(state, self.muted)
            known = self._icons[name, state] = icons.pixmap(name, ink, ICON, self.scale)
        return known

    def left(self, begin: float, after: float, width: float) -> int:
        """Where something so wide stands that comes `after` so many pixels from `begin`."""
        return int(begin - after - width if self.mirrored else begin + after)


def _dashed(colour: str) -> QPen:
    pen = QPen(QColor(colour), 1.5)
    pen.setDashPattern([4, 3])
    return pen


def _between(one: str, other: str) -> QColor:
    first, second = QColor(one), QColor(other)
    return QColor(
        (first.red() + second.red()) // 2,
        (first.green() + second.green()) // 2,
        (first.blue() + second.blue()) // 2,
    )


def _hatched(colour: str, scale: float) -> QPixmap:
    """Slanting lines that leave what lies under them readable."""
    return _hatching(colour, round(HATCH * scale), scale)


@cache
def _hatching(colour: str, side: int, scale: float) -> QPixmap:
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.2 * scale))
    # Beyond both corners too, so that the lines go on from tile to tile.
    for ahead in (-side, 0, side):
        painter.drawLine(QPointF(ahead, side), QPointF(ahead + side, 0))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made
