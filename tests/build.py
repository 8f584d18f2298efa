"""The words in which tests describe a house: its people, its parties, its days, its calendar.

They write records straight into the store, so that a test of one service need not trust another.
"""

from __future__ import annotations

import datetime as dt
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from desk.domain import folding
from desk.domain.appointment import Appointment, Shelf
from desk.domain.availability import Availability
from desk.domain.change import JournalEntry
from desk.domain.closure import Closure
from desk.domain.day import Day
from desk.domain.directory import AppointmentType, Per, Person, PersonKind, Resource, Variation
from desk.domain.span import Span
from desk.domain.visitor import Alert, AlertKind, Party, VisitorEntry
from desk.domain.waiting import WaitingEntry
from desk.store.database import Database, Read, Write
from desk.store.records import (
    AlertRecord,
    AppointmentRecord,
    AppointmentTypeRecord,
    AvailabilityRecord,
    ChangeRecord,
    ClosureRecord,
    DayRecord,
    PersonRecord,
    ResourceRecord,
    SiteRecord,
    VariationRecord,
    VisitorEntryRecord,
    WaitingEntryRecord,
)
from tests.conftest import ZONE, at

HALF_AN_HOUR = timedelta(minutes=30)
WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


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


def span(hour: int, minute: int = 0, *, minutes: int = 30, day: int = 0) -> Span:
    """So many minutes from a moment of the week, told as `at` does: in UTC."""
    start = at(hour, minute, day)
    return Span(start, start + timedelta(minutes=minutes))


def resource(tx: Write, first: str = "Dr. Eva", last: str = "Rossi", **fields: Any) -> Resource:
    """A provider whose time can be taken; `key` is made up where none is given."""
    facts: dict[str, Any] = {"key": str(uuid.uuid4())} | fields
    return tx.add(ResourceRecord(first_name=first, last_name=last, **facts)).value()


def availability(
    tx: Write,
    resource_id: int | None,
    open_time: Span | None = None,
    slot_length: timedelta = HALF_AN_HOUR,
    **fields: Any,
) -> Availability:
    """Open time from nine to twelve UTC of the Monday, or another one, cut into slots."""
    open_time = open_time or span(9, minutes=180)
    record = AvailabilityRecord(
        resource_id=resource_id,
        starts=open_time.start,
        ends=open_time.end,
        slot_length=slot_length // timedelta(milliseconds=1),
        **{"zone": ZONE} | _kept(tx) | fields,
    )
    return tx.add(record).value()


def mornings(tx: Write, resource_id: int | None, **fields: Any) -> Availability:
    """The provider's mornings from Monday to Friday, each from nine to twelve UTC as it begins."""
    return availability(tx, resource_id, **{"rule": WORKDAYS} | fields)


def closure(
    tx: Write, shut: Span, resource_id: int | None = None, reason: str = "Holiday", **fields: Any
) -> Closure:
    """A provider, or the whole site, is shut for that time."""
    record = ClosureRecord(
        resource_id=resource_id,
        starts=shut.start,
        ends=shut.end,
        reason=reason,
        **_kept(tx) | fields,
    )
    return tx.add(record).value()


def appointment(
    tx: Write,
    on: Availability | None,
    taken: Span,
    title: str = "Ada Lind",
    **fields: Any,
) -> Appointment:
    """Somebody who is booked; on a slot it takes the lowest place that is free.

    Without an availability, `fields` says whose time it takes: `resource_id`.
    """
    facts = _kept(tx) | {"title": title} | fields
    if on is not None:
        facts = {"availability_id": on.id, "resource_id": on.resource_id} | facts
        if facts.get("shelf", Shelf.PUBLIC.value) == Shelf.PUBLIC and not facts.get("beyond"):
            facts = {"place": _free_place(tx, on.id, taken)} | facts
    return tx.add(AppointmentRecord(starts=taken.start, ends=taken.end, **facts)).value()


def appointment_type(
    tx: Write, code: str = "therapy", per: Per = Per.SLOT, **fields: Any
) -> AppointmentType:
    """What somebody may come and wait for; the code is its key and its name as well."""
    house = tx.session.scalar(select(SiteRecord).limit(1))
    assert house, "the house of the tests has a site"
    facts = {"key": code, "name": code.title(), "waiting_list": True} | fields
    record = AppointmentTypeRecord(site_id=house.id, code=code, per=per.value, **facts)
    return tx.add(record).value()


def variation(tx: Write, type_id: int, resource_id: int | None, name: str = "Rossi") -> Variation:
    """A type with one provider."""
    record = VariationRecord(
        appointment_type_id=type_id, key=str(uuid.uuid4()), name=name, resource_id=resource_id
    )
    return tx.add(record).value()


def waiting(tx: Write, type_id: int, name: str = "Ada Lind", **fields: Any) -> WaitingEntry:
    """Somebody who waits, whether or not there is something free."""
    facts = _kept(tx) | {"dates": (), "passed": (), "notice": timedelta()} | fields
    return tx.add(WaitingEntryRecord(type_id=type_id, name=name, **facts)).value()


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


def _kept(tx: Write) -> dict[str, Any]:
    """What every row of the calendar says of itself."""
    by = {"created_by": tx.actor, "updated_by": tx.actor}
    return {"created_at": tx.now, "updated_at": tx.now, **by}


def _free_place(tx: Read, availability_id: int, taken: Span) -> int:
    query = select(AppointmentRecord.place).where(
        AppointmentRecord.availability_id == availability_id,
        AppointmentRecord.starts == taken.start,
        AppointmentRecord.place.is_not(None),
    )
    numbers = set(tx.session.scalars(query))
    return next(n for n in range(len(numbers) + 1) if n not in numbers)
