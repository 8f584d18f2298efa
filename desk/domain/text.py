"""Which texts the desk can keep: those that every database gives back letter for letter.

The zero character ends a text on some databases, and half a surrogate pair is no letter at all;
both come from broken files and programs, never from a keyboard.
"""

from __future__ import annotations

import math
import re

from desk.domain.errors import Invalid

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
UNKEEPABLE = "must not hold characters that cannot be kept"


def keepable(text: str) -> bool:
    """Whether a database gives `text` back as it is."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def keepable_all(value: object) -> bool:
    """The same of every text in a value of JSON; a number must be one that databases know."""
    match value:
        case str():
            return keepable(value)
        case dict():
            return all(keepable(key) and keepable_all(each) for key, each in value.items())
        case list():
            return all(map(keepable_all, value))
        case int() | float():
            return keepable_number(value)
        case _:
            return True


def unkeepable(**texts: str | None) -> dict[str, list[str]]:
    """The fields at fault among `texts`, in the form of `Invalid.reasons`."""
    return {name: [UNKEEPABLE] for name, text in texts.items() if text and not keepable(text)}


def require_keepable(**texts: str | None) -> None:
    """Refuse texts that cannot be kept, naming every field at fault."""
    if reasons := unkeepable(**texts):
        raise Invalid(**reasons)


def keepable_number(number: float) -> bool:
    """Whether it is a number that every database knows."""
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def is_language(code: str) -> bool:
    """Whether it is written like the code of a language: `de`, `pt-BR`."""
    return LANGUAGE.fullmatch(code) is not None
