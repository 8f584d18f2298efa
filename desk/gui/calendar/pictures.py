"""Keeps what has been drawn of lanes, so that scrolling only copies.

Lanes are kept in tiles, some lanes side by side in each: the fewer there are to copy, the faster.
What is drawn for the first time is drawn at once; what has to be drawn a second time is drawn into
a picture, which is copied from then on. Nothing is kept that nobody turns back to, so opening the
calendar costs no more than drawing it. Of a lane that is different now only that lane is redrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from desk.gui.calendar.grid import Box, Grid

LENGTH, WIDTH = 1024, 320  # logical pixels of a tile, along lanes and across them
MOST_PIXELS = 24_000_000  # device pixels that are kept, some 96 MB

Key = tuple[int, int]  # a group of lanes, and a tile of it
Draw = Callable[[QPainter, Sequence[int], Box], None]


@dataclass(slots=True)
class Tile:
    """A picture of some lanes; the `stale` ones are to be drawn anew before it is shown."""

    picture: QPixmap
    stale: set[int] = field(default_factory=set)

    @property
    def pixels(self) -> int:
        return self.picture.width() * self.picture.height()


class Pictures:
    """The tiles of one view. `draw` draws what of some lanes lies in a box."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._grid: Grid | None = None
        self._together = 1
        self._kept: dict[Key, Tile] = {}
        self._drawn_once: set[Key] = set()
        self._pixels = 0

    def fit(self, grid: Grid | None) -> None:
        """Have the lanes of this grid from now on."""
        self._grid = grid
        if grid is not None and grid.lanes:
            first = grid.lane(0)
            across = first.width if grid.upright else first.height
            self._together = max(int(WIDTH // across), 1)
        self.forget()

    def paint(self, painter: QPainter, seen: Box, scale: float) -> None:
        """Draw or copy what of the lanes lies in `seen`, in the coordinates of the whole."""
        new: dict[int, Box] = {}  # of each group all that is drawn for the first time, at once
        for key, whole in self._tiles(seen):
            part = whole.common(seen)
            if key in self._kept or key in self._drawn_once:
                self._copy(painter, key, whole, part, scale)
            else:
                self._drawn_once.add(key)
                known = new.get(key[0])
                new[key[0]] = part if known is None else known.around(part)
        for group, part in new.items():
            self._draw_lanes(painter, self._lanes(group), part)

    def forget(self, lane: int | None = None) -> None:
        """Draw a lane anew, or all of them."""
        if lane is None:
            self._kept.clear()
            self._drawn_once.clear()
            self._pixels = 0
            return
        for (group, _), tile in self._kept.items():
            if group == lane // self._together:
                tile.stale.add(lane)

    def make_room(self) -> None:
        """Let go of what was looked at longest ago."""
        while self._pixels > MOST_PIXELS and len(self._kept) > 1:
            self._pixels -= self._kept.pop(next(iter(self._kept))).pixels

    def _copy(self, painter: QPainter, key: Key, whole: Box, part: Box, scale: float) -> None:
        """Copy a part of a tile, which is made and put right if need be."""
        tile = self._kept.pop(key, None) or self._made(key, whole, scale)
        self._kept[key] = tile
        if tile.stale:
            self._put_right(tile, whole)
        source = part.moved(-whole.left, -whole.top)
        painter.drawPixmap(
            int(part.left),
            int(part.top),
            tile.picture,
            *(round(side * scale) for side in source),
        )

    def _made(self, key: Key, whole: Box, scale: float) -> Tile:
        picture = QPixmap(QSize(round(whole.width * scale), round(whole.height * scale)))
        picture.setDevicePixelRatio(scale)
        tile = Tile(picture, set(self._lanes(key[0])))
        self._pixels += tile.pixels
        return tile

    def _put_right(self, tile: Tile, whole: Box) -> None:
        painter = QPainter(tile.picture)
        painter.translate(-whole.left, -whole.top)
        self._draw_lanes(painter, sorted(tile.stale), whole)
        painter.end()
        tile.stale.clear()

    def _draw_lanes(self, painter: QPainter, lanes: Sequence[int], part: Box) -> None:
        """Draw what of these lanes lies in a part, and nothing outside."""
        grid = self._grid
        assert grid is not None, "there are tiles where there are lanes"
        seen = [lane for lane in lanes if grid.lane(lane).touches(part)]
        if seen:
            painter.save()
            painter.setClipRect(QRectF(*part))
            self._draw(painter, seen, part)
            painter.restore()

    def _lanes(self, group: int) -> range:
        assert self._grid is not None, "there are groups where there are lanes"
        first = group * self._together
        return range(first, min(first + self._together, self._grid.lanes))

    def _tiles(self, seen: Box) -> Iterator[tuple[Key, Box]]:
        """The tiles of which something is to be seen."""
        grid = self._grid
        if grid is None or not grid.lanes or seen.width <= 0 or seen.height <= 0:
            return
        ends = grid.lane_at(seen.left, seen.top), grid.lane_at(seen.right - 1, seen.bottom - 1)
        begin, end = (seen.top, seen.bottom) if grid.upright else (seen.left, seen.right)
        length = grid.size[1] if grid.upright else grid.size[0]
        for group in range(min(ends) // self._together, max(ends) // self._together + 1):
            lanes = self._lanes(group)
            one, other = grid.lane(lanes[0]), grid.lane(lanes[-1])
            left, top = min(one.left, other.left), min(one.top, other.top)
            right, bottom = max(one.right, other.right), max(one.bottom, other.bottom)
            number = max(int(begin // LENGTH), 0)
            while number * LENGTH < min(end, length):
                first = number * LENGTH
                size = min(LENGTH, length - first)
                if grid.upright:
                    yield (group, number), Box(left, first, right - left, size)
                else:
                    yield (group, number), Box(first, top, size, bottom - top)
                number += 1
