"""The words on the strips beside the lanes: names, dates and hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache, partial

from PySide6.QtCore import QLocale, QRect, QRectF, Qt, QTime
from PySide6.QtGui import QColor, QPainter

from desk.gui import format
from desk.gui.calendar.brushes import Brushes
from desk.gui.calendar.clock_day import on_the_hour
from desk.gui.quick_text import QuickText

PADDING = 8
STRIPE = 3


@cache
def _time(locale: str, minutes: int) -> str:
    time = on_the_hour(minutes)
    shown = QTime(time.hour, time.minute)
    return QLocale(locale).toString(shown, QLocale.FormatType.ShortFormat)


def labels() -> Callable[[int], str]:
    """How this user writes so many minutes past midnight."""
    return partial(_time, format.locale().name())


def title(
    painter: QPainter,
    brushes: Brushes,
    rect: QRect,
    name: str,
    colour: str | None,
    *,
    upright: bool = True,
) -> None:
    """A provider's name, with a stripe in his or her colour."""
    if colour and upright:
        left, width = rect.left() + 4, rect.width() - 8
        painter.fillRect(left, rect.bottom() - STRIPE, width, STRIPE, QColor(colour))
    elif colour:
        left = rect.right() - STRIPE - 2 if brushes.mirrored else rect.left() + 3
        painter.fillRect(left, rect.top() + 6, STRIPE, rect.height() - 12, QColor(colour))
    inner = rect.adjusted(0, 0, 0, -STRIPE) if upright else rect
    write(painter, brushes, brushes.strong, inner, name, brushes.ink)


def write(
    painter: QPainter, brushes: Brushes, text: QuickText, rect: QRect, said: str, ink: QColor
) -> None:
    """A line in the middle of a rectangle's height, from where people begin to read."""
    shown = text.short(said, rect.width() - 2 * PADDING)
    begin = rect.right() if brushes.mirrored else rect.left()
    painter.setFont(text.font)
    painter.setPen(ink)
    y = rect.top() + (rect.height() - text.height) / 2 + text.ascent
    painter.drawText(brushes.left(begin, PADDING, text.advance(shown)), int(y), shown)


def date_tag(
    painter: QPainter, brushes: Brushes, rect: QRect, date: dt.date, today: dt.date
) -> None:
    """A date; today's stands in a filled tag."""
    text = format.near_date(date, today)
    if date != today:
        write(painter, brushes, brushes.strong, rect, text, brushes.ink)
        return
    width = int(brushes.strong.advance(text)) + 2 * PADDING + 2
    left = rect.right() - width - 2 if brushes.mirrored else rect.left() + 3
    tag = QRect(left, rect.top() + 2, min(width, rect.width() - 6), rect.height() - 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.accent)
    painter.drawRoundedRect(tag, 5, 5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    write(painter, brushes, brushes.strong, tag, text, brushes.on_accent)


def now_tag(painter: QPainter, brushes: Brushes, line: QRectF, said: str) -> None:
    """The present time, over whatever label stands there."""
    text = brushes.strong
    tag = QRectF(line.left(), line.top() - text.height / 2, line.width(), text.height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.now)
    painter.drawRoundedRect(tag, 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(text.font)
    painter.setPen(brushes.surface)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, said)
