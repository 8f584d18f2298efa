"""Names of people as files write them."""

from __future__ import annotations


def divided(name: str) -> tuple[str, str]:
    """First and last name, such that joined by one blank they are `name` again."""
    first, _, last = name.rpartition(" ")
    whole = (first, last) != (first.strip(), last.strip())
    return ("", name) if whole else (first, last)
