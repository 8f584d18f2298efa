"""All that the desk keeps about one person, as values, to be shown or given to that person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desk.domain.appointment import Appointment
from desk.domain.change import JournalEntry
from desk.domain.directory import Person
from desk.domain.message import Message
from desk.domain.privacy import Hold
from desk.domain.visitor import Alert, VisitorEntry
from desk.domain.waiting import WaitingEntry
from desk.services import alerts, belongings, emptying, holds
from desk.services.emptying import APPOINTMENT, ENTRY, MESSAGE, PERSON, WAITING, Ids
from desk.store.database import Read
from desk.store.records import ChangeRecord

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What there is about a person, who comes first among `people`; then come duplicates.

    The entries, appointments and those who wait that bear just the same name are with the others:
    `namesakes` says how many they are, for they may be of somebody else.
    """

    people: tuple[Person, ...]
    appointments: tuple[Appointment, ...]
    takes_part: tuple[Appointment, ...]
    visits: tuple[VisitorEntry, ...]
    waiting: tuple[WaitingEntry, ...]
    messages: tuple[Message, ...]
    alerts: tuple[Alert, ...]
    holds: tuple[Hold, ...]
    journal: tuple[JournalEntry, ...]
    namesakes: int


def of(tx: Read, person_id: int) -> Dossier:
    """Everything about the person, or about whomever they were merged into."""
    found = belongings.of(tx, person_id)
    same = found.namesakes
    ids = {
        PERSON: found.people,
        APPOINTMENT: (*found.appointments, *same.appointments),
        ENTRY: (*found.entries, *same.visitor, *same.companion),
        WAITING: (*found.waiting, *same.waiting),
        MESSAGE: (*found.messages, *same.messages),
    }
    people = {each.id: each for each in _values(tx, PERSON, found.people)}
    return Dossier(
        people=tuple(people[number] for number in found.people),
        appointments=tuple(_values(tx, APPOINTMENT, ids[APPOINTMENT])),
        takes_part=tuple(_values(tx, APPOINTMENT, found.takes_part)),
        visits=tuple(_values(tx, ENTRY, ids[ENTRY])),
        waiting=tuple(_values(tx, WAITING, ids[WAITING])),
        messages=tuple(_values(tx, MESSAGE, ids[MESSAGE])),
        alerts=tuple(alerts.matching(tx, [each.name for each in people.values()])),
        holds=tuple(holds.upon(tx, ids)),
        journal=tuple(_journal(tx, ids)),
        namesakes=same.count,
    )


def _values(tx: Read, kind: str, ids: Iterable[int]) -> list[Any]:
    found = emptying.of(tx, kind, sorted(set(ids)))
    return [record.value() for record in sorted(found, key=lambda record: record.id)]


def _journal(tx: Read, ids: Ids) -> list[JournalEntry]:
    """What was done to any of this, in order."""
    found: list[JournalEntry] = []
    for kind, several in ids.items():
        found += [each for some in _parts(several) for each in _done_to(tx, kind, some)]
    return sorted(found, key=lambda each: each.number)


def _done_to(tx: Read, kind: str, ids: Collection[int]) -> list[JournalEntry]:
    query = select(ChangeRecord).where(ChangeRecord.kind == kind, ChangeRecord.subject.in_(ids))
    return [record.value() for record in tx.session.scalars(query)]


def _parts(ids: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
