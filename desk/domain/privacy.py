"""What has to be kept, and what is to be forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.domain.folding import fold

# What the law and custom of many places suggest for a visitor log.
USUAL_DAYS = 90


class Kept(StrEnum):
    """A kind of thing that is forgotten after a while, if the house has chosen so."""

    VISITS = "visits"
    APPOINTMENTS = "appointments"
    WAITING = "waiting"
    MESSAGES = "messages"
    JOURNAL = "journal"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How many of a kind would be forgotten now, and of when the oldest and the newest are."""

    kind: Kept
    days: int | None
    count: int
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Somebody or something that must not be erased until the hold is lifted.

    `subject` is its number in the table `kind`, and `name` what people call it.
    """

    id: int
    kind: str
    subject: int
    name: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What was just erased: the numbers by kind, and by which names, folded, it was known."""

    ids: Mapping[str, frozenset[int]]
    names: frozenset[str] = frozenset()

    def has(self, kind: str, number: object) -> bool:
        return number in self.ids.get(kind, ())

    def is_named_in(self, text: str) -> bool:
        """Whether one of the names stands in a text, as words of its own."""
        folded = fold(text)
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded) for name in self.names)
