"""How document 004 calls rows: by 24 hexadecimal digits (its contract, section 2, `_id`)."""

from __future__ import annotations

import re
from enum import StrEnum

_HEX_ID = re.compile(r"[0-9a-fA-F]{24}", re.ASCII)
_DIGITS = 22
_ROWS = 1 << 31


class Of(StrEnum):
    """Of what an id is; its first two digits, so that no two things have the same."""

    APPOINTMENT = "a0"
    AVAILABILITY = "a1"
    CLOSURE = "a2"
    MESSAGE = "a3"


def hex_id(number: int, of: Of = Of.AVAILABILITY) -> str:
    """The `_id` of a row."""
    return f"{of}{number:0{_DIGITS}x}"


def number_of(hex_id: str, of: Of = Of.AVAILABILITY) -> int | None:
    """The row's id, 0 where no row of the kind has such an `_id`, none where it is no `_id`."""
    if not _HEX_ID.fullmatch(hex_id):
        return None
    number = int(hex_id[2:], 16)
    return number if hex_id[:2].lower() == of and number < _ROWS else 0
