"""The one box: people by name or part of their telephone number, and appointments by theirs."""

from __future__ import annotations

from dataclasses import dataclass, field

from desk.domain.appointment import Appointment
from desk.domain.directory import Person
from desk.domain.folding import fold, words
from desk.services import appointment_rows, people, rows
from desk.store.database import Read
from desk.store.records import AppointmentRecord

MOST = 8
MOST_BY_TITLE = 2000  # of those to come who are no people of the directory
ENOUGH = 2  # letters before anybody is looked for


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the directory, and what he or she comes for next, if anything."""

    person: Person
    next: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the typed words may mean; `appointments` are found by number or by a bare name."""

    people: list[Known] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)


def find(tx: Read, typed: str, limit: int = MOST) -> Found:
    """Whoever is meant, those with an appointment to come first; `#77` is that booking alone."""
    plain = typed.strip()
    number = plain.removeprefix("#")
    by_number = _numbered(tx, int(number)) if _could_be_one(number) else []
    if plain.startswith("#") or len(plain) < ENOUGH:
        return Found([], by_number)
    known = people.find(tx, plain, limit=limit)
    ahead = _ahead(tx, [person.id for person in known])
    found = [Known(person, ahead.get(person.id)) for person in known]
    return Found(
        sorted(found, key=lambda each: each.next is None),
        [*by_number, *_by_title(tx, plain, limit)],
    )


def _could_be_one(number: str) -> bool:
    return number.isdecimal() and 1 <= int(number) <= rows.LARGEST_ID


def _numbered(tx: Read, number: int) -> list[Appointment]:
    kind = AppointmentRecord
    return appointment_rows.found(tx, kind.id == number, kind.held_until.is_(None))


def _ahead(tx: Read, ids: list[int]) -> dict[int, Appointment]:
    """What each of these people comes for next."""
    kind = AppointmentRecord
    conditions = (kind.person_id.in_(ids), kind.ends > tx.now, appointment_rows.booked())
    found = appointment_rows.found(tx, *conditions) if ids else []
    return {each.person_id: each for each in reversed(found) if each.person_id is not None}


def _by_title(tx: Read, typed: str, limit: int) -> list[Appointment]:
    """Those to come for whom only a name was noted."""
    kind = AppointmentRecord
    sought = words(fold(typed))
    if not sought:
        return []
    bare = (kind.person_id.is_(None), kind.title != "", kind.starts >= tx.now)
    found = appointment_rows.found(tx, *bare, appointment_rows.booked(), limit=MOST_BY_TITLE)
    return [each for each in found if all(word in fold(each.title) for word in sought)][:limit]
