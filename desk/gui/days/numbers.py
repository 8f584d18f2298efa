"""How many people somebody types: `25` come, `-2` turn back."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([+\-\u2212]?)\s*(\d{1,6})")


def read_people(text: str) -> int | None:
    """The number, below nought for places given back; None for anything else, nought included."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    number = int(found[2])
    return (-number if found[1] in "-\u2212" and found[1] else number) or None
