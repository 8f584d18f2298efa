"""Who is in the house, for the day when everybody has to leave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.domain.visitor import VisitorEntry
from desk.services import visitor_log
from desk.store.database import Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A party inside; `place` is where its host lives or works, as far as that is known."""

    entry: VisitorEntry
    place: str

    @property
    def id(self) -> int:
        return self.entry.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Everybody inside at the moment `made_at`, by name."""

    made_at: datetime
    present: tuple[Present, ...]

    @property
    def people(self) -> int:
        """Heads, not parties."""
        return sum(party.entry.people for party in self.present)


def roll(tx: Read) -> Roll:
    """Everybody who came and has not left."""
    present = (
        Present(entry=entry, place=entry.resident_unit or "") for entry in visitor_log.inside(tx)
    )
    by_name = sorted(present, key=lambda party: (party.entry.visitor.casefold(), party.id))
    return Roll(made_at=tx.now, present=tuple(by_name))
