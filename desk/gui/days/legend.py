"""What the shades of the month mean, and what the month comes to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desk.domain.day import Day
from desk.gui import format, theme
from desk.gui.days.fullness import BEGUN, EMPTY, FULL, HALF, NEARLY


class Swatch(QWidget):
    """A small piece of one shade, hatched like a full date where it stands for one."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self._step = step
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        side = self.fontMetrics().ascent()
        return QSize(round(1.6 * side), side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.edge), 1))
        painter.setBrush(QColor(tokens.heat[self._step]))
        frame = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, 3, 3)
        if self._step == FULL:
            stripes = QColor(tokens.shade("full").ink)
            stripes.setAlphaF(0.35)
            painter.setBrush(QBrush(stripes, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(frame, 3, 3)
        painter.end()


class Legend(QWidget):
    """One line under the month."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 0, 3, 0)
        layout.setSpacing(8)
        for step, meaning in (
            (EMPTY, self.tr("empty")),
            (BEGUN, self.tr("under half")),
            (HALF, self.tr("half full")),
            (NEARLY, self.tr("nearly full")),
            (FULL, self.tr("full")),
        ):
            layout.addWidget(Swatch(step))
            layout.addWidget(theme.as_role(QLabel(meaning), "muted"))
            layout.addSpacing(8)
        layout.addStretch(1)
        # It is cut before the month above it has to be wider than the window.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


def totals(month: Sequence[Day]) -> str:
    """What the dates of a month come to."""
    people, full = sum(day.occupied for day in month), sum(day.full for day in month)
    words = QCoreApplication.translate("Days", "Counted: {people}. Full dates: {full}.")
    return words.format(people=format.count(people), full=format.count(full))
