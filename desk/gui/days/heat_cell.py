"""How one date of the month is drawn.

Fullness is said four times: by a number, by the length of a bar, by a shade, and by hatching when
nothing is left; so the month can be read in grey, and by those who see no red.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.domain.day import Day
from desk.gui import format, theme
from desk.gui.days import words
from desk.gui.days.fullness import FULL, fullness
from desk.gui.days.month_model import Index, MonthModel

GAP = 3.0
PADDING = 8.0
RADIUS = 7.0
BAR = 6.0
LARGER = 1.5  # the figure, to the text around it


class HeatCell(QStyledItemDelegate):
    """Draws the cells of a `MonthModel`."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        line = option.fontMetrics.height()
        return QSize(5 * line, round(3.5 * line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        day: Day = index.data(MonthModel.DayRole)
        today: bool = index.data(MonthModel.TodayRole)
        frame = QRectF(option.rect).adjusted(GAP, GAP, -GAP, -GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        inner = frame.adjusted(PADDING, PADDING * 0.75, -PADDING, -PADDING * 0.75)
        if index.data(MonthModel.OutsideRole):
            self._write(painter, option, inner, format.count(day.date.day), theme.tokens().muted)
        else:
            self._fill(painter, frame, day)
            self._number(painter, option, inner, day, today=today)
            self._figure(painter, option, inner, day)
            self._bar(painter, option, inner, day)
        self._outline(painter, frame, option)
        painter.restore()

    def _fill(self, painter: QPainter, frame: QRectF, day: Day) -> None:
        tokens = theme.tokens()
        step = fullness(day)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.heat[step]))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        if step == FULL:
            stripes = QColor(tokens.shade("full").ink)
            stripes.setAlphaF(0.22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(stripes, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(frame, RADIUS, RADIUS)

    def _number(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        inner: QRectF,
        day: Day,
        *,
        today: bool,
    ) -> None:
        """The day of the month; today's stands in a filled tag."""
        tokens = theme.tokens()
        text = format.count(day.date.day)
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        ink = tokens.heat_ink[fullness(day)]
        if today:
            metrics = QFontMetricsF(bold)
            size = QSizeF(metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
            tag = QRectF(inner.topLeft() - QPointF(3, 2), size)
            placed = self._mirrored(option, inner, tag)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(placed, 5, 5)
            painter.setPen(QColor(tokens.on_accent))
            painter.drawText(placed, Qt.AlignmentFlag.AlignCenter, text)
        else:
            self._write(painter, option, inner, text, ink)

    def _figure(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRectF, day: Day
    ) -> None:
        """How many are free, large, and the word for it if there is room."""
        number, caption = words.figure(day)
        large = QFont(option.font)
        large.setPointSizeF(option.font.pointSizeF() * LARGER)
        large.setWeight(QFont.Weight.DemiBold)
        wide, small = QFontMetricsF(large), QFontMetricsF(option.font)
        ink = theme.tokens().heat_ink[fullness(day)]
        base = inner.bottom() - BAR - PADDING * 0.75 - wide.descent()
        if base - wide.ascent() < inner.top() + small.height() * 0.8:
            self._figure_beside(painter, option, inner, number, ink)
            return
        figure = QRectF(inner.left(), base - wide.ascent(), inner.width(), wide.height())
        painter.setFont(large)
        shown = wide.elidedText(number, Qt.TextElideMode.ElideRight, inner.width())
        self._write(painter, option, figure, shown, ink)
        taken = wide.horizontalAdvance(shown) + PADDING * 0.6
        if number and taken + small.horizontalAdvance(caption) <= inner.width():
            beside = QRectF(inner.left() + taken, base - small.ascent(), 0, small.height())
            beside.setRight(inner.right())
            painter.setFont(option.font)
            self._write(painter, option, self._mirrored(option, inner, beside), caption, ink)

    def _figure_beside(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        inner: QRectF,
        number: str,
        ink: str,
    ) -> None:
        """The same where a cell is too low for two lines: at the end of the first."""
        painter.setFont(option.font)
        painter.setPen(QColor(ink))
        align = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignTrailing
        painter.drawText(inner, int(QStyle.visualAlignment(option.direction, align)), number)

    def _bar(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRectF, day: Day
    ) -> None:
        """How much is taken, as a length; nothing where there is no limit to measure against."""
        if day.closed or not day.limited:
            return
        tokens = theme.tokens()
        track = QRectF(inner.left(), inner.bottom() - BAR, inner.width(), BAR)
        ink = QColor(tokens.heat_ink[fullness(day)])
        faint = QColor(ink)
        faint.setAlphaF(0.16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint)
        painter.drawRoundedRect(track, BAR / 2, BAR / 2)
        share = 1.0 if day.full else day.occupied / day.places
        if share > 0:
            bar = QRectF(track)
            bar.setWidth(max(track.width() * share, BAR))
            ink.setAlphaF(0.72)
            painter.setBrush(ink)
            painter.drawRoundedRect(self._mirrored(option, inner, bar), BAR / 2, BAR / 2)

    def _outline(self, painter: QPainter, frame: QRectF, option: QStyleOptionViewItem) -> None:
        """Selected: a thick line. With the keyboard: a second line inside it."""
        tokens = theme.tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(tokens.accent), 2.5))
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(QColor(tokens.text), 1.5))
                painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), RADIUS - 3, RADIUS - 3)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(tokens.edge), 1.5))
            painter.drawRoundedRect(frame, RADIUS, RADIUS)

    @staticmethod
    def _write(
        painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, text: str, colour: str
    ) -> None:
        align = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading
        painter.setPen(QColor(colour))
        painter.drawText(rect, int(QStyle.visualAlignment(option.direction, align)), text)

    @staticmethod
    def _mirrored(option: QStyleOptionViewItem, inner: QRectF, rect: QRectF) -> QRectF:
        """Where a part stands in a language that is read from right to left."""
        if option.direction == Qt.LayoutDirection.LeftToRight:
            return rect
        placed = QRectF(rect)
        placed.moveRight(inner.right() - (rect.left() - inner.left()))
        return placed
