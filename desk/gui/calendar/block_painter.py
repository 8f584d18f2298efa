"""Draws the blocks of appointments: a ground with a bar, an icon, and as many words as fit.

What looks alike is gathered and drawn at once, because each change of a pen or a brush takes time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

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


Rect = tuple[int, int, int, int]  # cheaper than Qt's, of which each is an object of its own
Shown = tuple[Rect, Appointment, Look]
Line = tuple[str, float | None]  # and how wide it is, where that is known already


@dataclass(slots=True)
class Said:
    """What is to be written of blocks in one state. A `strike` goes through a name."""

    texts: list[tuple[int, int, str]] = field(default_factory=list)
    strikes: list[Rect] = field(default_factory=list)


class BlockPainter:
    """Draws blocks with the brushes of one view."""

    def __init__(self, brushes: Brushes) -> None:
        self._brushes = brushes
        self._before = BAR + PADDING - 1  # what stands before the words of a block
        self._space = brushes.text.advance(" ")

    def draw(self, painter: QPainter, blocks: Iterable[Block], at: Moment) -> None:
        """Draw these blocks."""
        by_state: dict[str, list[Shown]] = defaultdict(list)
        for box, _, item, _ in blocks:
            if item is not None and item.appointment is not None:
                seen = look.of(item.appointment, at)
                by_state[seen.state].append((box.whole(), item.appointment, seen))
        for state, shown in by_state.items():
            self._grounds(painter, state, shown)
            self._words(painter, state, shown, at)

    def _grounds(self, painter: QPainter, state: str, shown: Iterable[Shown]) -> None:
        """What lies behind the words: filled, or dashed for what is not settled or is over."""
        brushes, fill = self._brushes, painter.fillRect
        soft, mark = brushes.softs[state], brushes.marks[state]
        frames: list[QRectF] = []
        for (left, top, width, height), _, seen in shown:
            fill(left + 1, top + 1, width - 3, height - 2, soft)
            if seen.open or seen.struck:
                frames.append(QRectF(left + 1.5, top + 1.5, width - 4, height - 3))
            else:
                bar = left + width - 2 - BAR if brushes.mirrored else left + 1
                fill(bar, top + 1, BAR, height - 2, mark)
        if frames:
            painter.setPen(brushes.outlines[state])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRects(frames)

    def _words(self, painter: QPainter, state: str, shown: Iterable[Shown], at: Moment) -> None:
        """The icons and the words of the blocks in one state."""
        brushes, least, said = self._brushes, self._before + PADDING + ICON, Said()
        for box, appointment, seen in shown:
            if box[2] >= least:
                self._write(painter, box, appointment, seen, at, said)
        painter.setPen(brushes.inks[state])
        write = painter.drawText
        for text in said.texts:
            write(*text)
        for strike in said.strikes:
            painter.fillRect(*strike, brushes.muted)

    def _write(
        self,
        painter: QPainter,
        box: Rect,
        appointment: Appointment,
        seen: Look,
        at: Moment,
        into: Said,
    ) -> None:
        """The icon of a block, and the words that are to be written."""
        brushes, text, before = self._brushes, self._brushes.text, self._before
        left, top, width, height = box
        begin = left + width - 2 if brushes.mirrored else left
        line, room, indent = text.height, width - before - PADDING, before
        fit = int((height - 4) // line)
        first = top + (3 + text.ascent if fit > 1 else (height - line) / 2 + text.ascent)
        if height >= ICON and seen.state != PLAIN:
            y = int(first - text.ascent + (line - ICON) / 2)
            icon = brushes.icon(seen.icon, seen.state)
            painter.drawPixmap(brushes.left(begin, before, ICON), y, icon)
            indent += ICON + GAP
            room -= ICON + GAP
        if room < 1.4 * line:
            return  # a single letter says nothing
        for said, known in self._lines(appointment, seen, at, room, max(fit, 1)):
            wide = text.advance(said) if known is None else known
            if wide > room:
                said = text.short(said, room)  # noqa: PLW2901
                wide = text.advance(said)
            x = int(begin - indent - wide) if brushes.mirrored else begin + indent
            into.texts.append((x, int(first), said))
            if seen.struck and indent != before:
                into.strikes.append((x, int(first - text.ascent / 3), int(wide), 1))
            room += indent - before
            indent = before
            first += line

    def _lines(
        self, appointment: Appointment, seen: Look, at: Moment, inner: float, most: int
    ) -> list[Line]:
        """What a block says in so many lines; `inner` is the room for the first."""
        advance = self._brushes.text.advance
        time = at.clock(appointment.span.start)
        whose = appointment.name or words.name(appointment)
        clock = advance(time)
        left = inner - clock - self._space  # the room behind the time
        if most == 1:
            fits = advance(whose[:NAME_LETTERS]) <= left
            return [(f"{time} {whose}" if fits else whose, None)]
        said: list[Line]
        if (name := advance(whose)) <= left:
            said = [(f"{time} {whose}", clock + self._space + name)]
        elif clock <= inner:
            said = [(time, clock), (whose, name)]
        else:
            said = [(part, None) for part in whose.split(maxsplit=1)]
        if len(said) < most:
            kind = words.kind_of(appointment, at)
            said += [(part, None) for part in (seen.aside, kind, appointment.note) if part]
        return said[:most]
