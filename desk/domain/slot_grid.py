"""Where the slots of an open time begin, and how many places of each are taken, in whole numbers.

Instants are milliseconds since 1970 in UTC. Slots that lie alike share one shape, whatever instant
the first of them begins at: nine to five each working day is the same on every corridor, whether
one begins at five past or at ten. Counts are a byte for each slot, or numbers in a list where a
byte is too small.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

Stretch = tuple[int, int]
Counts = bytearray | list[int]

_MOST_IN_A_BYTE = 255


class Shape:
    """How slots of one length lie: how far each begins after the first, in order, each once.

    `mixed` says that some of them overlap: where the clocks push one stretch into the next.
    """

    def __init__(self, offsets: list[int], length: int, *, mixed: bool) -> None:
        self.offsets = offsets
        self.length = length
        self.mixed = mixed

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each slot by its offset, which the database says in digits.

        None for mixed ones, where a claim that begins with a slot may overlap another as well.
        """
        if self.mixed:
            return {}
        return {str(offset): number for number, offset in enumerate(self.offsets)}


@lru_cache(maxsize=512)
def shape(blocks: tuple[Stretch, ...], length: int) -> Shape:
    """The shape of blocks of slots, each the offset of its first slot and how many there are."""
    offsets: list[int] = []
    for offset, count in blocks:
        offsets.extend(range(offset, offset + count * length, length))
    mixed = any(
        later < earlier + count * length for (earlier, count), (later, _) in pairwise(blocks)
    )
    return Shape(sorted(set(offsets)) if mixed else offsets, length, mixed=mixed)


class Claims(NamedTuple):
    """What overlaps the slots of an availability and counts.

    `alike` tells of those that are as long as a slot how far each begins after the first slot: a
    text of numbers with commas, in which a slot is found without anything becoming a number.
    `others` has the rest by start and end.
    """

    alike: str = ""
    others: Sequence[Stretch] = ()


class Grid:
    """Slots of a shape that begin at an instant."""

    def __init__(self, begin: int, shape: Shape) -> None:
        self.begin = begin
        self.shape = shape

    def __len__(self) -> int:
        return len(self.shape.offsets)

    @property
    def length(self) -> int:
        """How long each slot is."""
        return self.shape.length

    @property
    def end(self) -> int:
        """The instant at which the last one ends."""
        return self.begin + self.shape.offsets[-1] + self.shape.length

    @cached_property
    def starts(self) -> list[int]:
        """The instants at which they begin."""
        begin = self.begin
        return [begin + offset for offset in self.shape.offsets]

    def touching(self, start: int, end: int) -> range:
        """The numbers of the slots that overlap this time."""
        offsets, begin = self.shape.offsets, self.begin
        first = bisect_right(offsets, start - begin - self.shape.length)
        return range(first, bisect_left(offsets, end - begin, first))

    def at(self, start: int) -> int | None:
        """The number of the slot that begins there, if one does."""
        offset = start - self.begin
        number = bisect_left(self.shape.offsets, offset)
        found = number < len(self) and self.shape.offsets[number] == offset
        return number if found else None

    def stretches(self, offsets: str, length: int) -> list[Stretch]:
        """The times so long that begin so far after the first slot."""
        starts = [self.begin + int(offset) for offset in _each(offsets)]
        return [(start, start + length) for start in starts]

    def counted(self, claims: Claims) -> Counts:
        """How many claims overlap each slot."""
        taken: Counts = bytearray(len(self))
        numbers, strange = self.shape.numbers, claims.others
        try:
            for offset in _each(claims.alike):
                taken[numbers[offset]] += 1
        except (KeyError, ValueError):
            # One lies across several slots, or there are more of them than a byte can count.
            taken = bytearray(len(self))
            strange = self._all(claims)
        for start, end in strange:
            taken = add(taken, self.touching(start, end), 1)
        return taken

    def touched(self, claims: Claims) -> bytearray:
        """A 1 for each slot that a claim overlaps."""
        touched = bytearray(len(self))
        numbers, strange = self.shape.numbers, claims.others
        try:
            for offset in _each(claims.alike):
                touched[numbers[offset]] = 1
        except KeyError:
            strange = self._all(claims)
        for start, end in strange:
            for number in self.touching(start, end):
                touched[number] = 1
        return touched

    def _all(self, claims: Claims) -> list[Stretch]:
        """Claims by start and end, those as long as a slot as well."""
        return [*self.stretches(claims.alike, self.length), *claims.others]


def _each(offsets: str) -> list[str]:
    return offsets.split(",") if offsets else []


def add(taken: Counts, slots: range, by: int) -> Counts:
    """Count so many more for these slots; in a list once a number outgrows its byte."""
    if isinstance(taken, bytearray) and any(taken[slot] + by > _MOST_IN_A_BYTE for slot in slots):
        taken = list(taken)
    for slot in slots:
        taken[slot] += by
    return taken
