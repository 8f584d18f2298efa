"""Who is here for somebody today, so that a workstation can say when somebody comes.

It is asked after every change, so that it reads one provider's day and one host's, each by an
index. What is new is what was not there at the last look: the clocks of two machines differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desk.domain.appointment import Shelf
from desk.domain.directory import full_name
from desk.domain.folding import fold
from desk.domain.wall_clock import milliseconds
from desk.services import people
from desk.store.database import Read
from desk.store.records import (
    AppointmentRecord,
    PersonRecord,
    ResourceRecord,
    VisitorEntryRecord,
)

_A, _P, _V = AppointmentRecord, PersonRecord, VisitorEntryRecord


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who is here; `at` is when, `due` the time of the appointment they came for."""

    kind: str
    id: int
    name: str
    at: datetime
    due: datetime | None = None

    @property
    def key(self) -> tuple[str, int, datetime]:
        """What tells an arrival from another one of the same person."""
        return self.kind, self.id, self.at


@dataclass(frozen=True, slots=True)
class Whose:
    """The provider and the host that are looked for, by number; none where there is none."""

    resource_id: int | None = None
    host_id: int | None = None

    @property
    def nobody(self) -> bool:
        return self.resource_id is None and self.host_id is None


def whose(tx: Read, provider: str, host: str) -> Whose:
    """Whose workstation it is: a provider by key, a host by the full name."""
    wanted = select(ResourceRecord.id).where(ResourceRecord.key == provider).limit(1)
    resource_id = tx.session.scalar(wanted) if provider else None
    known = people.find(tx, host) if host else []
    found = next((each.id for each in known if fold(each.name) == fold(host)), None)
    return Whose(resource_id, found)


def here(tx: Read, of: Whose) -> list[Arrival]:
    """Who has come today for whoever is meant, in the order in which they came."""
    found = [*_for_provider(tx, of.resource_id), *_for_host(tx, of.host_id)]
    return sorted(found, key=lambda each: (each.at, each.kind, each.id))


def _for_provider(tx: Read, resource_id: int | None) -> list[Arrival]:
    if resource_id is None:
        return []
    today = tx.whole_day(tx.today)
    query = (
        select(_A.id, _A.title, _P.first_name, _P.last_name, _A.arrived_at, _A.starts)
        .join(_P, _A.person_id == _P.id, isouter=True)
        .where(
            _A.resource_id == resource_id,
            _A.starts >= today.start,
            _A.starts < today.end,
            _A.arrived_at.is_not(None),
            _A.held_until.is_(None),
            _A.shelf == Shelf.PUBLIC.value,
        )
    )
    return [
        Arrival(_A.__tablename__, key, full_name(first or "", last or "") or title, at, starts)
        for key, title, first, last, at, starts in tx.session.execute(query)
        if at is not None
    ]


def _for_host(tx: Read, host_id: int | None) -> list[Arrival]:
    if host_id is None:
        return []
    today = tx.whole_day(tx.today)
    query = select(_V.id, _V.visitor, _V.arrived_at).where(
        _V.resident_id == host_id,
        _V.arrival >= milliseconds(today.start),
        _V.arrival < milliseconds(today.end),
        _V.arrived_at.is_not(None),
        _V.removed_at.is_(None),
    )
    return [
        Arrival(_V.__tablename__, key, visitor, at)
        for key, visitor, at in tx.session.execute(query)
        if at is not None
    ]
