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
    """Where there are lines across a lane, from its corner: where hours begin, where steps do.

    Both are in order along the lane; `end` is where across it the line to the next lane stands.
    """

    hours: list[float]
    steps: list[float]
    end: float


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
        self._ground(painter, lanes, lines, clip, upright=upright)
        begin, end = _along(clip, upright=upright)
        blocks: list[Block] = []
        for _, content in lanes:
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
        lanes: Sequence[tuple[Box, Content]],
        lines: Lined,
        clip: Box,
        *,
        upright: bool,
    ) -> None:
        """Open time and what is not open, with the lines across both."""
        brushes, boxes = self._brushes, [whole for whole, _ in lanes]
        together = _together(boxes)
        for box in together:
            painter.fillRect(*box.common(clip).whole(), brushes.shaded)
        for _, content in lanes:
            for box in content.open:
                painter.fillRect(*box.whole(), brushes.surface)
        # All lanes are as long as each other, and have their lines at the same places.
        (first, _), (begin, end) = (_along(box, upright=upright) for box in (boxes[0], clip))
        steps, hours = (
            _between(places, begin - first, end - first) for places in (lines.steps, lines.hours)
        )
        painter.setPen(brushes.faint)
        painter.drawLines(_across(together, steps, upright=upright))
        painter.setPen(brushes.line)
        painter.drawLines(_across(together, hours, upright=upright))
        painter.drawLines(_across(boxes, [lines.end], upright=not upright))
        for _, content in lanes:
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


def _between(places: list[float], begin: float, end: float) -> list[float]:
    """Those of the places that lie between two."""
    return places[bisect_left(places, begin - 1) : bisect_right(places, end + 1)]


def _together(boxes: Iterable[Box]) -> list[Box]:
    """The boxes of lanes in order, those of neighbours as one."""
    found: list[Box] = []
    for box in boxes:
        if found and box.meets(found[-1]):
            found[-1] = found[-1].around(box)
        else:
            found.append(box)
    return found


def _across(boxes: Iterable[Box], places: Iterable[float], *, upright: bool) -> list[QLineF]:
    """A line across each box at each of the places along it."""
    if upright:
        return [
            QLineF(left, top + place, left + width, top + place)
            for left, top, width, _ in boxes
            for place in places
        ]
    return [
        QLineF(left + place, top, left + place, top + height)
        for left, top, _, height in boxes
        for place in places
    ]


def _baseline(ascent: float, line: float, height: float) -> float:
    """Where a single line of text stands in a row so high."""
    return (height - line) / 2 + ascent
