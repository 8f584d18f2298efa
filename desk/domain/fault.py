"""What a check finds wrong with the data: a sentence, and the facts to say it in other words."""

from __future__ import annotations

from enum import StrEnum


class Broken(StrEnum):
    """The kinds of faults, as a command line says them."""

    STRAY = "{table} {row} points to a missing {parent}"
    UNFINDABLE = "visitor_entry {number} is missing from the search"
    OVERFULL = "{date} has {occupied} people on {places} places"
    ALTERED = "journal {number} was altered"
    LOOSE = "journal {number} does not follow from the one before"
    MISSING = "journal {number} is missing"
    ALL_MISSING = "journal {first} to {last} are missing"


class Fault(str):
    """One fault; what SQLite itself finds damaged is no more than a text of its own."""

    what: Broken
    facts: dict[str, object]

    def __new__(cls, what: Broken, **facts: object) -> Fault:
        made = super().__new__(cls, what.format(**facts))
        made.what, made.facts = what, facts
        return made
