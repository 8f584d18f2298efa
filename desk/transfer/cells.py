"""Cells of tables that other programs will open.

A spreadsheet takes a cell that begins with certain characters for a formula, and a formula can
fetch, send and start things. Such a cell is given a leading apostrophe; reading it back removes
the apostrophe again, so that nothing is ever altered by going out and coming in.
"""

from __future__ import annotations

import re

# Not only the characters themselves: a text that has apostrophes before one of them is given one
# more, or the one it came with would be lost on the way back.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def guarded(text: str) -> str:
    """`text` as no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
