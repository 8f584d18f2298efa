"""Draws lanes: open, shut and missing time, free slots, and the blocks of appointments.

Everything is drawn in the coordinates of the whole picture; `clip` says which part of it is wanted,
and nothing outside is touched. What the mouse or the keyboard are at is not drawn here: it changes
all the time, and lanes are kept as pictures.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from desk.gui.calendar import words
from desk.gui.calendar.block_painter import BAR, GAP, PADDING, BlockPainter
from desk.gui.calendar.brushes import ICON, Brushes
from desk.gui.calendar.grid import Box
from desk.gui.calendar.items import Moment
from desk.gui.calendar.lanes import Block, Content

OFTEN = 240.0  # pixels after which the reason of a closure is said again


class Lined(NamedTuple):
    """The lines across a lane, from its corner: where hours begin, and where steps do.

    Both are in order along the lane, and come with their places along it; `end` is the line
    between a lane and the next.
    """

    hours: list[QLineF]
    steps: list[QLineF]
    end: QLineF
    hours_at: list[float]
    steps_at: list[float]


class LanePainter:
    """Draws the contents of lanes with the brushes of one view."""

    def __init__(self, brushes: Brushes) -> None:
        self._brushes = brushes
        self._blocks = BlockPainter(brushes)

    def draw(
        self,
        painter: QPainter,
        lanes: Sequence[tuple[Box, Content]],
        lines: Lined,
        clip: Box,
        at: Moment,
        *,
        upright: bool,
    ) -> None:
        """Draw what of these lanes lies in `clip`; each comes with all of its box."""
        begin, end = _along(clip, upright=upright)
        blocks: list[Block] = []
        # All lanes are as long as each other, and have their lines at the same places.
        first = lanes[0][0].top if upright else lanes[0][0].left
        steps = _between(lines.steps, lines.steps_at, begin - first, end - first)
        hours = [*_between(lines.hours, lines.hours_at, begin - first, end - first), lines.end]
        for whole, content in lanes:
            self._ground(painter, whole, content, steps, hours, clip)
            if upright:
                blocks += [
                    block
                    for block in content.blocks
                    if block.box.top < end and block.box.top + block.box.height > begin
                ]
            else:
                blocks += [
                    block
                    for block in content.blocks
                    if block.box.left < end and block.box.left + block.box.width > begin
                ]
        self._slots(painter, blocks, at)
        for _, content in lanes:
            self._closures(painter, content, clip, upright=upright)
        self._blocks.draw(painter, blocks, at)

    def _ground(
        self,
        painter: QPainter,
        whole: Box,
        content: Content,
        steps: list[QLineF],
        hours: list[QLineF],
        clip: Box,
    ) -> None:
        """Open time and what is not open, with the lines across both."""
        brushes = self._brushes
        painter.fillRect(*whole.common(clip).whole(), brushes.shaded)
        for box in content.open:
            painter.fillRect(*box.whole(), brushes.surface)
        painter.translate(whole.left, whole.top)
        painter.setPen(brushes.faint)
        painter.drawLines(steps)
        painter.setPen(brushes.line)
        painter.drawLines(hours)
        painter.translate(-whole.left, -whole.top)
        for box in content.missing:
            painter.fillRect(QRectF(*box), brushes.missing)

    def _slots(self, painter: QPainter, blocks: Iterable[Block], at: Moment) -> None:
        """Free slots: cards with the time they begin at, and how many places they have."""
        brushes = self._brushes
        text, inner = brushes.text, []
        for block in blocks:
            if block.slot is None:
                continue
            left, top, width, height = block.box.whole()
            if height < 5 or width < 5:
                continue
            over = block.span.end <= at.now
            outline = brushes.line if over else brushes.free
            painter.fillRect(left + 2, top + 1, width - 4, height - 2, outline)
            painter.fillRect(left + 4, top + 2, width - 7, height - 4, brushes.surface)
            said = at.clock(block.span.start)
            roomy = height >= text.height and text.advance(said) <= width - 2 * PADDING - BAR
            if roomy:
                places = block.slot.free
                if places > 1:
                    said = f"{said}  {words.free(places)}"
                inner.append((left, top, width, height, said))
        painter.setPen(brushes.muted)
        for left, top, width, height, said in inner:
            shown = text.short(said, width - 2 * PADDING - BAR)
            begin = left + width if brushes.mirrored else left
            x = brushes.left(begin, PADDING + BAR, text.advance(shown))
            painter.drawText(x, int(top + _baseline(text.ascent, text.height, height)), shown)

    def _closures(self, painter: QPainter, content: Content, clip: Box, *, upright: bool) -> None:
        """What is shut: hatched, with the reason wherever there is room between what is booked."""
        for box, item in content.closed:
            if not box.touches(clip) or item.closure is None:
                continue
            painter.fillRect(QRectF(*box), self._brushes.shut)
            said = (words.closed(item.closure), item.closure.reason)
            for gap in _gaps(box, content.blocks, upright=upright):
                if gap.touches(clip):
                    self._label(painter, gap, said)

    def _label(self, painter: QPainter, box: Box, said: tuple[str, str]) -> None:
        """An icon and words on their own ground, where a box begins; the shorter if need be."""
        brushes, text = self._brushes, self._brushes.text
        room = box.width - 4 * PADDING - ICON - GAP
        if room < 2 * text.height or box.height < text.height + 4:
            return
        long, short = said
        shown = long if not short or text.advance(long) <= room else text.short(short, room)
        shown = text.short(shown, room)
        width = int(text.advance(shown)) + ICON + GAP + 2 * PADDING
        begin = box.right if brushes.mirrored else box.left
        left, top = brushes.left(begin, PADDING, width), int(box.top) + 3
        painter.fillRect(left, top, width, int(text.height) + 2, brushes.surface)
        edge = left + width if brushes.mirrored else left
        middle = top + 1 + (int(text.height) - ICON) // 2
        painter.drawPixmap(brushes.left(edge, PADDING, ICON), middle, brushes.icon("ban", ""))
        painter.setPen(brushes.ink)
        x = brushes.left(edge, PADDING + ICON + GAP, text.advance(shown))
        painter.drawText(x, int(top + 1 + text.ascent), shown)


def _gaps(box: Box, blocks: Sequence[Block], *, upright: bool) -> Iterator[Box]:
    """What of a box no block covers, cut so that a label in each part is never far."""
    begin, end = _along(box, upright=upright)
    taken = sorted(_along(b.box, upright=upright) for b in blocks if b.box.touches(box))
    for first, last in (*taken, (end, end)):
        while first > begin:
            part = min(first - begin, OFTEN)
            if upright:
                yield Box(box.left, begin, box.width, part)
            else:
                yield Box(begin, box.top, part, box.height)
            begin += part
        begin = max(begin, last)


def _along(box: Box, *, upright: bool) -> tuple[float, float]:
    """From where to where a box lies along its lane."""
    return (box.top, box.bottom) if upright else (box.left, box.right)


def _between(lines: list[QLineF], places: list[float], begin: float, end: float) -> list[QLineF]:
    """Those of the lines that lie between two places along their lane."""
    return lines[bisect_left(places, begin - 1) : bisect_right(places, end + 1)]


def _baseline(ascent: float, line: float, height: float) -> float:
    """Where a single line of text stands in a row so high."""
    return (height - line) / 2 + ascent
