"""How much of what repeats somebody means."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """Only one of several that repeat, that one and those after it, or all of them."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"
