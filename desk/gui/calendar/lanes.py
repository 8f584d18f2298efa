"""What stands on each lane of a view: which rows of the model, which slots, and exactly where.

Worked out for a lane when it is first looked at, and kept until the rows or slots of that lane are
other ones; so a booking has one lane worked out and drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise, repeat
from operator import itemgetter
from typing import NamedTuple

from desk.domain.directory import Resource
from desk.domain.slot import Slot
from desk.domain.span import Span
from desk.gui.calendar.blocks import WHOLE, side_by_side
from desk.gui.calendar.grid import Box, Grid
from desk.gui.calendar.items import Item, Kind, Picture, merged

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lane:
    """Whose time it is, and which dates are drawn; nobody's is what has no provider."""

    resource: Resource | None
    span: Span

    @property
    def resource_id(self) -> int | None:
        return self.resource.id if self.resource else None


class Block(NamedTuple):
    """Something on a lane: a row of the model, or a slot that has free places."""

    box: Box
    span: Span
    item: Item | None = None
    slot: Slot | None = None


@dataclass(slots=True)
class Content:
    """What a lane shows. `closed` has each closure with where it lies."""

    items: tuple[Item, ...] = ()
    slots: Sequence[Slot] = ()
    blocks: list[Block] = field(default_factory=list)
    open: list[Box] = field(default_factory=list)
    closed: list[tuple[Box, Item]] = field(default_factory=list)
    missing: list[Box] = field(default_factory=list)

    @property
    def taken(self) -> Iterator[Block]:
        """What appointments there are, in the order of time."""
        return (block for block in self.blocks if block.item is not None)

    def at(self, x: float, y: float) -> Block | None:
        """What lies at a point of the whole picture; an appointment rather than a slot."""
        found = [
            block
            for block in self.blocks
            if block.box.left <= x < block.box.right and block.box.top <= y < block.box.bottom
        ]
        return next((block for block in found if block.item), found[0] if found else None)

    def slot_at(self, moment: datetime) -> Slot | None:
        """The slot in which a moment lies, whatever stands on it."""
        return next((s for s in self.slots if s.span.start <= moment < s.span.end), None)


class LaneBook:
    """The lanes of one view, and what is on them."""

    def __init__(self) -> None:
        self.lanes: Sequence[Lane] = ()
        self._items: list[tuple[Item, ...]] = []
        self._contents: dict[int, Content] = {}
        self._slots: dict[int, Sequence[Slot]] = {}
        self._places: dict[int, int] = {}
        self._picture: Picture | None = None
        self._grid: Grid | None = None
        self._least = 0.0

    def lay_out(self, lanes: Sequence[Lane], grid: Grid, least: float) -> None:
        """Have these lanes from now on; nothing on them is drawn shorter than `least` pixels."""
        if self._grid != grid or self._least != least or self.lanes != lanes:
            self._contents.clear()
        others = self.lanes != lanes
        self.lanes, self._grid, self._least = lanes, grid, least
        if others:
            self._slots.clear()
            self._share_out()

    def show(self, picture: Picture) -> list[int]:
        """Have the rows and slots of `picture`; gives back the lanes that are different now."""
        before, self._picture = self._items, picture
        self._share_out()
        known = dict(self._slots)
        self._slots.clear()
        changed = []
        for lane, items in enumerate(self._items):
            same = lane < len(before) and before[lane] == items
            # Slots that nobody has looked at yet cannot have been drawn.
            if same and (lane not in known or known[lane] == self.slots(lane)):
                continue
            self._contents.pop(lane, None)
            changed.append(lane)
        return changed

    def forget(self, lanes: Iterable[int]) -> None:
        """Work these lanes out anew when they are looked at next."""
        for lane in lanes:
            self._contents.pop(lane, None)

    def content(self, lane: int) -> Content:
        """What a lane shows."""
        known = self._contents.get(lane)
        if known is None:
            known = self._contents[lane] = self._worked_out(lane)
        return known

    def slots(self, lane: int) -> Sequence[Slot]:
        """The slots of a lane, earliest first."""
        if lane not in self._slots:
            spec = self.lanes[lane]
            picture = self._picture
            self._slots[lane] = picture.slots(spec.resource_id, spec.span) if picture else ()
        return self._slots[lane]

    def lanes_of(self, item: Item) -> list[int]:
        """The lanes that show a row."""
        first = self._places.get(item.id)
        if first is None:
            return []
        return [lane for lane in range(first, len(self.lanes)) if _concerns(item, self.lanes[lane])]

    def lane_of(self, resource_id: int | None, span: Span) -> int:
        """The lane on which something of that provider begins, or -1."""
        for lane, spec in enumerate(self.lanes):
            if spec.resource_id == resource_id and spec.span.start <= span.start < spec.span.end:
                return lane
        return -1

    def box(self, item: Item) -> Box | None:
        """Where a row is drawn: the first place, if there are several."""
        grid = self._grid
        first = self._places.get(item.id)
        if first is None or grid is None:
            return None
        for block in self.content(first).blocks:
            if block.item is not None and block.item.id == item.id:
                return block.box
        begin_end = next(grid.stretches(first, item.span), None)
        return grid.box(first, begin_end, WHOLE) if begin_end else None

    def _share_out(self) -> None:
        """Say for each lane which rows it shows."""
        whose: dict[int | None, list[tuple[int, Span]]] = {}
        for number, lane in enumerate(self.lanes):
            whose.setdefault(lane.resource_id, []).append((number, lane.span))
        found: list[list[Item]] = [[] for _ in self.lanes]
        self._places = {}
        for item in self._picture.items if self._picture and self.lanes else ():
            start, end = item.span.start, item.span.end
            shuts_all = item.kind is Kind.CLOSURE and item.resource_id is None
            for lanes in whose.values() if shuts_all else (whose.get(item.resource_id, ()),):
                for number, span in lanes:
                    if span.start >= end:
                        break  # the lanes of a provider are in the order of time
                    if start < span.end:
                        found[number].append(item)
                        self._places.setdefault(item.id, number)
        self._items = [tuple(items) for items in found]

    def _worked_out(self, lane: int) -> Content:
        grid = self._grid
        assert grid is not None, "lanes are laid out before they are looked at"
        items, slots = self._items[lane], self.slots(lane)
        content = Content(items, slots)
        open_time = merged(s for slot in slots for s in grid.stretches(lane, slot.span))
        content.open = [grid.box(lane, stretch, WHOLE) for stretch in open_time]
        content.missing = [grid.box(lane, stretch, WHOLE) for stretch in grid.missing(lane)]
        content.closed = [
            (grid.box(lane, stretch, WHOLE), item)
            for item in items
            if item.kind is Kind.CLOSURE
            for stretch in grid.stretches(lane, item.span)
        ]
        content.blocks = self._blocks(grid, lane, items, slots)
        return content

    def _blocks(
        self, grid: Grid, lane: int, items: Iterable[Item], slots: Iterable[Slot]
    ) -> list[Block]:
        """Appointments and free slots, side by side where they would cover each other."""
        things: list[tuple[Stretch, Span, Item | None, Slot | None]] = [
            (stretch, item.span, item, None)
            for item in items
            if item.kind is Kind.APPOINTMENT
            for stretch in grid.stretches(lane, item.span)
        ]
        things += [
            (stretch, slot.span, None, slot)
            for slot in slots
            if slot.free
            for stretch in grid.stretches(lane, slot.span)
        ]
        things.sort(key=itemgetter(0))
        # What is short is drawn longer, so that it can be read, and must not cover what follows.
        least = self._least
        drawn = [
            (stretch[0], stretch[0] + least)
            if item is not None and stretch[1] < stretch[0] + least
            else stretch
            for stretch, _, item, _ in things
        ]
        apart = all(one[1] <= other[0] for one, other in pairwise(drawn))
        parts = repeat(WHOLE, len(drawn)) if apart else side_by_side(drawn)
        box = grid.box
        return [
            Block(box(lane, stretch, part), span, item, slot)
            for (_, span, item, slot), stretch, part in zip(things, drawn, parts, strict=True)
        ]


def _concerns(item: Item, lane: Lane) -> bool:
    mine = item.resource_id == lane.resource_id
    shuts_all = item.kind is Kind.CLOSURE and item.resource_id is None
    return (mine or shuts_all) and item.span.overlaps(lane.span)
