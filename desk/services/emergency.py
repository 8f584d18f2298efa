"""Who is in the house, for the day when everybody has to leave it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desk.domain.appointment import Shelf
from desk.domain.directory import full_name
from desk.services import visitor_log
from desk.store.database import Read
from desk.store.records import AppointmentRecord, PersonRecord, ResourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A party inside: visitors, or a patient who has come and has not been seen off.

    `host` is whom they came to see, `place` is where that is, as far as it is known. `id` is one's
    own on a roll: even for visitors, odd for patients.
    """

    id: int
    name: str
    companions: tuple[str, ...] = ()
    people: int = 1
    host: str
    place: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Everybody inside at the moment `made_at`, by name."""

    made_at: datetime
    present: tuple[Present, ...]

    @property
    def people(self) -> int:
        """Heads, not parties."""
        return sum(party.people for party in self.present)


def roll(tx: Read) -> Roll:
    """Everybody who came and has not left."""
    present = [*_visitors(tx), *_patients(tx)]
    by_name = sorted(present, key=lambda party: (party.name.casefold(), party.id))
    return Roll(made_at=tx.now, present=tuple(by_name))


def _visitors(tx: Read) -> Iterator[Present]:
    for entry in visitor_log.inside(tx):
        yield Present(
            id=2 * entry.id,
            name=entry.visitor,
            companions=entry.companions,
            people=entry.people,
            host=entry.resident_name,
            place=entry.resident_unit or "",
            since=entry.arrival,
        )


def _patients(tx: Read) -> Iterator[Present]:
    """Whoever came for an appointment of today and is neither done nor gone."""
    kept, today = AppointmentRecord, tx.whole_day(tx.today)
    person, resource = PersonRecord, ResourceRecord
    query = (
        select(
            kept.id,
            kept.title,
            kept.arrived_at,
            person.first_name,
            person.last_name,
            resource.first_name,
            resource.last_name,
            resource.team,
        )
        .outerjoin(person, person.id == kept.person_id)
        .outerjoin(resource, resource.id == kept.resource_id)
        .where(
            kept.starts.between(today.start, today.end),
            kept.arrived_at.is_not(None),
            kept.completed_at.is_(None),
            kept.missed_at.is_(None),
            kept.shelf == Shelf.PUBLIC.value,
        )
    )
    for key, title, arrived, first, last, host_first, host_last, team in tx.session.execute(query):
        assert arrived, "the query asks for nobody else"
        yield Present(
            id=2 * key + 1,
            name=full_name(first or "", last or "") or title,
            host=full_name(host_first or "", host_last or ""),
            place=team or "",
            since=arrived,
        )
