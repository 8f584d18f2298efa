"""How a long list becomes another one without anybody losing what they hold on to.

Only some rows are known: those on the screen, the current one, the ends of selections. They are
held in place; between them the list stretches or shrinks as much as it must.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away the rows from `first` to `last`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Put new rows in, so that they stand from `first` to `last`."""

    first: int
    last: int


Step = Remove | Insert
T = TypeVar("T")


def steps(
    kept: Sequence[tuple[int, int]], gone: Collection[int], before: int, after: int
) -> Iterator[Step]:
    """What to do, in this order, to a list of `before` rows so that it has `after`.

    `kept` are rows that are still there, as old and new place, both rising; `gone` are old places
    of rows that are not. Later places come first, so that each step finds the earlier ones where
    they were.
    """
    held = [(-1, -1), *kept, (before, after)]
    for (old, new), (next_old, next_new) in reversed(list(pairwise(held))):
        lost = sorted(row for row in gone if old < row < next_old)
        for first, last in reversed(list(runs(lost))):
            yield Remove(first, last)
        more = (next_new - new) - (next_old - old) + len(lost)
        if more > 0:
            yield Insert(old + 1, old + more)
        elif more < 0:
            yield Remove(old + 1, old - more)


def shifted(rows: dict[int, T], step: Step) -> dict[int, T]:
    """What stands in which row after a step, where it is known."""
    match step:
        case Insert(first, last):
            by = last - first + 1
            return {row + by if row >= first else row: thing for row, thing in rows.items()}
        case Remove(first, last):
            by = last - first + 1
            left = {row: thing for row, thing in rows.items() if not first <= row <= last}
            return {row - by if row > last else row: thing for row, thing in left.items()}


def runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as stretches without a gap: first and last of each."""
    begin = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end] != rows[end - 1] + 1:
            yield rows[begin], rows[end - 1]
            begin = end
