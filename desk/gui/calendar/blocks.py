"""Which of several things that overlap stands where, so that each can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Part(NamedTuple):
    """The part of a lane's width that something has: `first` to `last` of `parts` equal ones."""

    first: int
    last: int
    parts: int


WHOLE = Part(0, 0, 1)


def side_by_side(stretches: Sequence[tuple[float, float]]) -> list[Part]:
    """A part for each stretch, so that no two that overlap share one.

    Stretches that touch do not overlap. What overlaps, directly or by way of others, is divided
    into equally many parts; the one that begins first, and then the longer, stands first, and each
    has as much room behind it as nobody needs.
    """
    found = [WHOLE] * len(stretches)
    order = sorted(range(len(stretches)), key=lambda at: (stretches[at][0], -stretches[at][1]))
    group: list[int] = []
    until = float("-inf")
    for at in order:
        begin, end = stretches[at]
        if group and begin >= until:
            _divide(stretches, group, found)
            group = []
        group.append(at)
        until = max(until, end) if len(group) > 1 else end
    if group:
        _divide(stretches, group, found)
    return found


def _divide(stretches: Sequence[tuple[float, float]], group: list[int], found: list[Part]) -> None:
    """Give each of a group its part; they come in the order in which they begin."""
    if len(group) == 1:
        return
    ends: list[float] = []
    columns: list[list[int]] = []
    for at in group:
        begin, end = stretches[at]
        free = next((number for number, last in enumerate(ends) if last <= begin), len(ends))
        if free == len(ends):
            ends.append(end)
            columns.append([at])
        else:
            ends[free] = end
            columns[free].append(at)
    for number, column in enumerate(columns):
        for at in column:
            found[at] = Part(number, _last(stretches, columns, number, at), len(columns))


def _last(
    stretches: Sequence[tuple[float, float]], columns: list[list[int]], number: int, at: int
) -> int:
    """The last part that it can have without covering anything."""
    begin, end = stretches[at]
    last = number
    for following in columns[number + 1 :]:
        if any(stretches[other][0] < end and begin < stretches[other][1] for other in following):
            break
        last += 1
    return last
