"""News: something the desk keeps is now different."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from desk.domain.span import Span


class Action(StrEnum):
    """What became of a thing; one that was read is as it was."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    READ = "read"


class Taken(StrEnum):
    """How something was taken out of the desk, which is a way of reading it."""

    EXPORTED = "exported"
    PRINTED = "printed"


class Safeguard(Enum):
    """Where the copy is made that is wanted before much is taken away at once."""

    IN_THE_MIDST = "in the midst of the transaction"
    BEFORE = "by whoever asks, who is told so as `CopyFirst`"
    MADE = "there is one"


class CopyFirst(Exception):
    """Nothing was changed: the same is to be asked for again when there is a copy."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was added, altered or removed, and the time it concerns, if any.

    An `id` of 0 says that many things of the kind changed at once, too many to name.
    """

    kind: str
    id: int
    span: Span | None = None

    def touches(self, period: Span) -> bool:
        return self.span is None or self.span.overlaps(period)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """A change as the journal keeps it: who did what, when, and what stood there before.

    `batch` is the number of the first change of the same transaction. `old` is empty for a thing
    that was added, `new` for one that was removed; both name columns and hold stored values.
    """

    number: int
    batch: int
    kind: str
    id: int
    action: Action
    actor: str
    at: datetime
    old: dict[str, Any]
    new: dict[str, Any]
    reason: str = ""
