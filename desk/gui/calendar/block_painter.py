"""Draws the blocks of appointments: a ground with a bar, an icon, and as many words as fit.

What looks alike is gathered and drawn at once, because each change of a pen or a brush takes time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from desk.domain.appointment import Appointment
from desk.gui import discretion
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


class Places(NamedTuple):
    """Where things stand in blocks that are alike: an `icon`, if any, and lines of words.

    All are measured from its top but `indent`, where the first line begins behind the icon;
    `strike` goes through that line.
    """

    icon: int | None
    indent: int
    lines: tuple[int, ...]
    strike: int


Shown = tuple[Rect, Places, Appointment, Look]


class BlockPainter:
    """Draws blocks with the brushes of one view."""

    def __init__(self, brushes: Brushes) -> None:
        self._brushes = brushes
        self._before = BAR + PADDING - 1  # what stands before the words of a block
        self._space = brushes.text.widths[" "]
        self._places: dict[tuple[str, int], Places] = {}  # by state and height

    def draw(self, painter: QPainter, blocks: Iterable[Block], at: Moment) -> None:
        """Draw these blocks."""
        by_state: dict[str, list[Shown]] = defaultdict(list)
        known = self._places
        for box, _, item, _ in blocks:
            if item is not None and item.appointment is not None:
                seen, rect = look.of(item.appointment, at), box.whole()
                state, height = seen.state, rect[3]
                places = known.get((state, height)) or self._placed(state, height)
                by_state[state].append((rect, places, item.appointment, seen))
        for state, shown in by_state.items():
            self._grounds(painter, state, shown)
            if state != PLAIN:
                self._icons(painter, state, shown)
            painter.setPen(self._brushes.inks[state])
            self._words(painter, shown, at)

    def _grounds(self, painter: QPainter, state: str, shown: Iterable[Shown]) -> None:
        """What lies behind the words: filled, or dashed for what is not settled or is over."""
        brushes, fill = self._brushes, painter.fillRect
        soft, mark, mirrored = brushes.softs[state], brushes.marks[state], brushes.mirrored
        frames: list[QRectF] = []
        for (left, top, width, height), _, _, seen in shown:
            fill(left + 1, top + 1, width - 3, height - 2, soft)
            if seen.open or seen.struck:
                frames.append(QRectF(left + 1.5, top + 1.5, width - 4, height - 3))
            else:
                bar = left + width - 2 - BAR if mirrored else left + 1
                fill(bar, top + 1, BAR, height - 2, mark)
        if frames:
            painter.setPen(brushes.outlines[state])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRects(frames)

    def _icons(self, painter: QPainter, state: str, shown: Iterable[Shown]) -> None:
        """What says in which state they are, where there is room for it."""
        brushes, before = self._brushes, self._before
        least, back = before + PADDING + ICON, before + ICON + 2
        draw, icon, mirrored = painter.drawPixmap, brushes.icon, brushes.mirrored
        for (left, top, width, _), (down, _, _, _), _, seen in shown:
            if down is not None and width >= least:
                x = left + width - back if mirrored else left + before
                draw(x, top + down, icon(seen.icon, state))

    def _words(self, painter: QPainter, shown: Iterable[Shown], at: Moment) -> None:
        """As many words as there is room for."""
        brushes, before, write = self._brushes, self._before, painter.drawText
        mirrored, widths, short = brushes.mirrored, brushes.text.widths, brushes.text.short
        least = 1.4 * brushes.text.height
        for (left, top, width, _), (_, indent, baselines, strike), appointment, seen in shown:
            room = width - indent - PADDING
            if room < least:
                continue  # a single letter says nothing
            behind = indent
            lines = self._lines(appointment, seen, at, room, len(baselines))
            for baseline, said in zip(baselines, lines):  # noqa: B905 - whatever has a line
                if widths[said] > room:
                    said = short(said, room)  # noqa: PLW2901
                x = int(left + width - 2 - behind - widths[said]) if mirrored else left + behind
                write(x, top + baseline, said)
                if seen.struck and behind != before:
                    painter.fillRect(x, top + strike, int(widths[said]), 1, brushes.muted)
                room += behind - before
                behind = before

    def _placed(self, state: str, height: int) -> Places:
        """Where things stand in blocks of that state and height."""
        text, before = self._brushes.text, self._before
        line, ascent = text.height, text.ascent
        fit = int((height - 4) // line)
        first = 3 + ascent if fit > 1 else (height - line) / 2 + ascent
        icon = state != PLAIN and height >= ICON
        made = self._places[state, height] = Places(
            icon=int(first - ascent + (line - ICON) / 2) if icon else None,
            indent=before + ICON + GAP if icon else before,
            lines=tuple(int(first + number * line) for number in range(max(fit, 1))),
            strike=int(first - ascent / 3),
        )
        return made

    def _lines(
        self, appointment: Appointment, seen: Look, at: Moment, inner: float, most: int
    ) -> list[str]:
        """What a block says in so many lines; `inner` is the room for the first."""
        widths = self._brushes.text.widths
        time = at.clock(appointment.span.start)
        whose = words.name(appointment)
        clock = widths[time]
        left = inner - clock - self._space  # the room behind the time
        if most == 1:
            return [f"{time} {whose}" if widths[whose[:NAME_LETTERS]] <= left else whose]
        if widths[whose] <= left:
            lines = [f"{time} {whose}"]
        elif clock <= inner:
            lines = [time, whose]
        else:
            lines = whose.split(maxsplit=1)
        if len(lines) < most:
            kind = words.kind_of(appointment, at)
            lines += [
                said for said in (seen.aside, kind, discretion.note(appointment.note)) if said
            ]
        return lines
