"""Text on a painter whose unit is the point: how high it gets, and writing it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

THIN = 0.5
HIGHEST = 10_000.0
WRAPS = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


def font(size: int, *, bold: bool = False) -> QFont:
    """A font of so many points; to such a painter a pixel is a point."""
    made = QFont()
    made.setPixelSize(size)
    made.setBold(bold)
    return made


def height(size: int) -> float:
    """How high one line is."""
    return QFontMetricsF(font(size)).height()


def wrapped(text: str, size: int, width: float, *, bold: bool = False) -> float:
    """How high a text is that may take several lines; nothing for no text."""
    metrics = QFontMetricsF(font(size, bold=bold))
    return metrics.boundingRect(QRectF(0, 0, width, HIGHEST), WRAPS, text).height()


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    size: int,
    *,
    bold: bool = False,
    align: int = WRAPS,
) -> None:
    """Write a text into its place, in the colour of the painter's pen."""
    painter.setPen(QPen(painter.pen().color(), THIN))
    painter.setFont(font(size, bold=bold))
    painter.drawText(rect, align, text)
