"""Draws the blocks of appointments: a ground with a bar, an icon, and as many words as fit.

What looks alike is gathered and drawn at once, because each change of a pen or a brush takes time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from desk.domain.appointment import Appointment
from desk.gui.calendar import look, words
from desk.gui.calendar.brushes import ICON, Brushes
from desk.gui.calendar.items import Moment
from desk.gui.calendar.lanes import Block
from desk.gui.calendar.look import Look

PADDING = 5
GAP = 4
BAR = 3
NAME_LETTERS = 10  # for so many letters of a name there must be room, or its time is left out
PLAIN = "booked"  # the state that needs no icon, because most are in it


@dataclass(slots=True)
class Gathered:
    """The blocks in one state. A `frame` is dashed, a `strike` goes through a name."""

    bodies: list[QRect] = field(default_factory=list)
    bars: list[QRect] = field(default_factory=list)
    frames: list[QRectF] = field(default_factory=list)
    icons: list[tuple[int, int, QPixmap]] = field(default_factory=list)
    texts: list[tuple[int, int, str]] = field(default_factory=list)
    strikes: list[QRect] = field(default_factory=list)


class BlockPainter:
    """Draws blocks with the brushes of one view."""

    def __init__(self, brushes: Brushes) -> None:
        self._brushes = brushes
        self._before = BAR + PADDING - 1  # what stands before the words of a block

    def draw(self, painter: QPainter, blocks: Iterable[Block], at: Moment) -> None:
        """Draw these blocks."""
        by_state: dict[str, Gathered] = {}
        for block in blocks:
            found = block.item.appointment if block.item is not None else None
            if found is not None:
                seen = look.of(found, at)
                gathered = by_state.get(seen.state)
                if gathered is None:
                    gathered = by_state[seen.state] = Gathered()
                self._gather(block.box.whole(), found, seen, at, gathered)
        for state, gathered in by_state.items():
            self._put(painter, state, gathered)

    def _put(self, painter: QPainter, state: str, gathered: Gathered) -> None:
        brushes = self._brushes
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brushes.softs[state])
        painter.drawRects(gathered.bodies)
        if gathered.bars:
            painter.setBrush(brushes.marks[state])
            painter.drawRects(gathered.bars)
        if gathered.frames:
            painter.setPen(brushes.outlines[state])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRects(gathered.frames)
        for x, y, icon in gathered.icons:
            painter.drawPixmap(x, y, icon)
        painter.setPen(brushes.inks[state])
        write = painter.drawText
        for x, y, said in gathered.texts:
            write(x, y, said)
        for strike in gathered.strikes:
            painter.fillRect(strike, brushes.muted)

    def _gather(
        self,
        box: tuple[int, int, int, int],
        appointment: Appointment,
        seen: Look,
        at: Moment,
        into: Gathered,
    ) -> None:
        """What lies behind the words: filled, or dashed for what is not settled or is over."""
        brushes = self._brushes
        left, top, width, height = box
        into.bodies.append(QRect(left + 1, top + 1, width - 3, height - 2))
        if seen.open or seen.struck:
            into.frames.append(QRectF(left + 1.5, top + 1.5, width - 4, height - 3))
        else:
            bar = left + width - 2 - BAR if brushes.mirrored else left + 1
            into.bars.append(QRect(bar, top + 1, BAR, height - 2))
        if width - self._before - PADDING >= ICON:
            self._write(box, appointment, seen, at, into)

    def _write(
        self,
        box: tuple[int, int, int, int],
        appointment: Appointment,
        seen: Look,
        at: Moment,
        into: Gathered,
    ) -> None:
        """The icon and the words of a block."""
        brushes, text, before = self._brushes, self._brushes.text, self._before
        left, top, width, height = box
        begin = left + width - 2 if brushes.mirrored else left
        room = width - before - PADDING
        line = text.height
        fit = int((height - 4) // line)
        first = top + (3 + text.ascent if fit > 1 else (height - line) / 2 + text.ascent)
        aside = 0
        if height >= ICON and seen.state != PLAIN:
            aside = ICON + GAP
            y = int(first - text.ascent + (line - ICON) / 2)
            icon = brushes.icon(seen.icon, seen.state)
            into.icons.append((brushes.left(begin, before, ICON), y, icon))
        indent = before + aside
        if room - aside < 1.4 * line:
            return  # a single letter says nothing
        for said in self._lines(appointment, seen, at, room - aside, max(fit, 1)):
            width_of = text.advance(said)
            if width_of > room - (indent - before):
                said = text.short(said, room - (indent - before))  # noqa: PLW2901
                width_of = text.advance(said)
            x = begin - indent - width_of if brushes.mirrored else begin + indent
            into.texts.append((int(x), int(first), said))
            if seen.struck and indent != before:
                into.strikes.append(QRect(int(x), int(first - text.ascent / 3), int(width_of), 1))
            indent = before
            first += line

    def _lines(
        self, appointment: Appointment, seen: Look, at: Moment, inner: float, most: int
    ) -> list[str]:
        """What a block says in so many lines; `inner` is the room for the first."""
        text = self._brushes.text
        time = at.clock(appointment.span.start)
        whose = appointment.name or words.name(appointment)
        both = f"{time} {whose}"
        if most == 1:
            needed = text.advance(f"{time} ") + text.advance(whose[:NAME_LETTERS])
            return [both if needed <= inner else whose]
        if text.advance(both) <= inner:
            said = [both]
        elif text.advance(time) <= inner:
            said = [time, whose]
        else:
            said = whose.split(maxsplit=1)
        if len(said) < most:
            kind = words.kind_of(appointment, at)
            said += [part for part in (seen.aside, kind, appointment.note) if part]
        return said[:most]
