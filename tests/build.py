"""The words in which tests describe a house: its residents, its parties, its days.

They write records straight into the store, so that a test of one service need not trust another.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select

from desk.domain import folding
from desk.domain.change import JournalEntry
from desk.domain.day import Day
from desk.domain.directory import Person, PersonKind
from desk.domain.visitor import Alert, AlertKind, Party, VisitorEntry
from desk.store.database import Database, Read, Write
from desk.store.records import (
    AlertRecord,
    ChangeRecord,
    DayRecord,
    PersonRecord,
    VisitorEntryRecord,
)


def resident(tx: Write, first: str = "Grace", last: str = "Okafor", **fields: Any) -> Person:
    """Somebody who lives here and can be visited."""
    return _person(tx, PersonKind.RESIDENT, first, last, fields)


def patient(tx: Write, first: str = "Milan", last: str = "Novak", **fields: Any) -> Person:
    """Somebody who comes for an appointment."""
    return _person(tx, PersonKind.PATIENT, first, last, fields)


def party(resident_id: int, visitor: str = "Ada Lind", **fields: Any) -> Party:
    """Somebody who comes to see a resident, as the desk would type it in."""
    facts: dict[str, Any] = {"subject": "Tea"} | fields
    return Party(visitor=visitor, resident_id=resident_id, **facts)


def entry(tx: Write, resident_id: int, visitor: str = "Ada Lind", **fields: Any) -> VisitorEntry:
    """A party in the log; inside since now, unless `fields` has other times for it."""
    if not fields.keys() & {"expected_at", "arrived_at"}:
        fields["arrived_at"] = tx.now
    facts: dict[str, Any] = {"people": 1, "subject": "Tea", "companions": ()} | fields
    host = tx.get(PersonRecord, resident_id).value().name
    texts = [visitor, *facts["companions"], host, facts["subject"]]
    texts += [facts.get("license_plate") or "", facts.get("note", "")]
    record = VisitorEntryRecord(
        uid=str(uuid.uuid4()),
        resident_id=resident_id,
        visitor=visitor,
        created_at=tx.now,
        folded=folding.fold("\n".join(texts)),
        **facts,
    )
    return tx.add(record).value()


def day(tx: Write, date: dt.date, places: int = 10, occupied: int = 0) -> Day:
    """A date with so many places, some of them perhaps taken."""
    return tx.add(DayRecord(date=date, places=places, occupied=occupied)).value()


def alert(tx: Write, name: str, kind: AlertKind = AlertKind.REFUSE, **fields: Any) -> Alert:
    """A note that speaks up when the name is typed."""
    facts = {"reason": "by order of the house", "folded": folding.fold(name)} | fields
    return tx.add(AlertRecord(kind=kind.value, name=name, **facts)).value()


def journal(tx: Read, since: int = 0) -> list[JournalEntry]:
    """What was written down after the change numbered `since`, in order."""
    found = select(ChangeRecord).where(ChangeRecord.number > since).order_by(ChangeRecord.number)
    return [record.value() for record in tx.session.scalars(found)]


def last_change(database: Database) -> int:
    """The number of the change that was written down last."""
    with database.read() as tx:
        return max((written.number for written in journal(tx)), default=0)


def _person(tx: Write, kind: PersonKind, first: str, last: str, fields: dict[str, Any]) -> Person:
    record = PersonRecord(
        uid=str(uuid.uuid4()),
        kind=kind.value,
        first_name=first,
        last_name=last,
        folded=folding.fold(f"{first} {last}"),
        **fields,
    )
    return tx.add(record).value()
