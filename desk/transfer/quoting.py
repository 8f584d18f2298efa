"""Words of a file repeated to a person."""

from __future__ import annotations

_SHOWN = 40


def quoted(text: str) -> str:
    """The beginning of `text`, as a person would recognise it and no terminal obeys it."""
    shown = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:_SHOWN]
    )
    return f'"{shown}"' if len(text) <= _SHOWN else f'"{shown}..."'
