"""How one day of the month is drawn: its load as numbers, as a bar and as a shade."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desk.gui import format, theme
from desk.gui.calendar.brushes import Brushes
from desk.gui.calendar.items import Load

translate = QCoreApplication.translate
GAP, PADDING, RADIUS, BAR = 2.0, 8.0, 6.0, 6.0
SHARES = (0.0, 0.5, 0.8, 1.0)  # of a day that are taken, from which it is shaded a step darker


def step_of(load: Load) -> int:
    """How full a day looks, as a step of `theme.Tokens.heat`; one without open time is empty."""
    places = load.free + load.taken
    if not places or not load.taken:
        return 0
    share = load.taken / places
    return sum(share >= least for least in SHARES)


def paint(
    painter: QPainter, brushes: Brushes, rect: QRectF, load: Load, today: dt.date, *, inside: bool
) -> None:
    """Draw a day; one of another month is only hinted at."""
    tokens, frame = theme.tokens(), rect.adjusted(GAP, GAP, -GAP, -GAP)
    step = step_of(load)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    nothing = not load.free and not load.taken
    ground = tokens.window if not inside else tokens.raised if nothing else tokens.heat[step]
    painter.setPen(QPen(QColor(tokens.line), 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(frame, RADIUS, RADIUS)
    if load.closed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brushes.shut)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    ink = QColor(tokens.heat_ink[step] if inside and not nothing else tokens.muted)
    inner = frame.adjusted(PADDING, PADDING * 0.7, -PADDING, -PADDING)
    _number(painter, brushes, inner, load.date, today, ink)
    lines = _lines(load)
    y = inner.top() + brushes.text.height + 6 + brushes.text.ascent
    painter.setFont(brushes.text.font)
    painter.setPen(ink)
    for said in lines:
        if y > inner.bottom() - BAR - 4:
            break
        shown = brushes.text.short(said, inner.width())
        begin = inner.right() if brushes.mirrored else inner.left()
        x = brushes.left(begin, 0, brushes.text.advance(shown))
        if load.closed:
            back = QRectF(x - 2, y - brushes.text.ascent, brushes.text.advance(shown) + 4, 1)
            back.setHeight(brushes.text.height)
            painter.fillRect(back, QColor(ground))
        painter.drawText(x, int(y), shown)
        y += brushes.text.height
    if inside and not nothing:
        _bar(painter, brushes, inner, load, ink)


def _lines(load: Load) -> list[str]:
    said = []
    if load.closed:
        said.append(translate("Calendar", "Closed"))
    if load.free:
        said.append(translate("Calendar", "{n} free").format(n=format.count(load.free)))
    if load.taken:
        said.append(translate("Calendar", "{n} taken").format(n=format.count(load.taken)))
    return said


def _number(
    painter: QPainter,
    brushes: Brushes,
    inner: QRectF,
    date: dt.date,
    today: dt.date,
    ink: QColor,
) -> None:
    """The day of the month; today's stands in a filled tag."""
    text, said = brushes.strong, format.count(date.day)
    width = text.advance(said)
    begin = inner.right() if brushes.mirrored else inner.left()
    x = brushes.left(begin, 6 if date == today else 0, width)
    painter.setFont(text.font)
    if date == today:
        tag = QRectF(x - 6, inner.top() - 1, width + 12, text.height + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brushes.accent)
        painter.drawRoundedRect(tag, 5, 5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ink = brushes.on_accent
    painter.setPen(ink)
    painter.drawText(x, int(inner.top() + text.ascent), said)


def _bar(painter: QPainter, brushes: Brushes, inner: QRectF, load: Load, ink: QColor) -> None:
    """How much of the day is taken, as a length."""
    places = load.free + load.taken
    track = QRectF(inner.left(), inner.bottom() - BAR, inner.width(), BAR)
    faint = QColor(ink)
    faint.setAlphaF(0.16)
    painter.fillRect(track, faint)
    share = load.taken / places if places else 0.0
    bar = QRectF(track)
    bar.setWidth(track.width() * share)
    if brushes.mirrored:
        bar.moveRight(track.right())
    strong = QColor(ink)
    strong.setAlphaF(0.72)
    painter.fillRect(bar, strong)
