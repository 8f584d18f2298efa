"""How full a date looks."""

from __future__ import annotations

from desk.domain.day import Day

# From which share of its places on a date looks so full: begun, half full, nearly full.
BEGUN, HALF, NEARLY = 1, 2, 3
EMPTY, FULL = 0, 4


def fullness(day: Day) -> int:
    """How full a date looks, from `EMPTY` to `FULL`, so that each step can have its shade.

    A closed date looks empty: it is nothing to worry about.
    """
    if day.full:
        return FULL
    if not day.occupied:
        return EMPTY
    share = day.occupied / day.places
    if share < 0.5:
        return BEGUN
    return HALF if share < 0.8 else NEARLY
