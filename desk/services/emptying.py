"""Taking personal text out of the database for good, row by row.

An appointment and an entry of the waiting list stay, for they count; they keep when and where, and
lose who and why. People, visitor entries and messages go. What the journal holds of any of them
is emptied, in a way that its chain knows (see `desk.store.chain`); where it gives a reason for
several things at once, that reason may speak of them, and goes too. So does what other machines
were answered with a text of theirs in it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select, update

from desk.domain.directory import full_name
from desk.services import rows
from desk.store import scrubbing
from desk.store.database import Read, Write
from desk.store.records import (
    AnswerRecord,
    AppointmentRecord,
    ChangeRecord,
    LegalHoldRecord,
    MessageRecord,
    PersonRecord,
    RoomRecord,
    VisitorEntryRecord,
    WaitingEntryRecord,
)

PERSON = PersonRecord.__tablename__
ENTRY = VisitorEntryRecord.__tablename__
APPOINTMENT = AppointmentRecord.__tablename__
WAITING = WaitingEntryRecord.__tablename__
MESSAGE = MessageRecord.__tablename__
HOLD = LegalHoldRecord.__tablename__
# In the order in which rows are taken, see `rows`.
KINDS = {
    PERSON: PersonRecord,
    APPOINTMENT: AppointmentRecord,
    WAITING: WaitingEntryRecord,
    MESSAGE: MessageRecord,
    ENTRY: VisitorEntryRecord,
    HOLD: LegalHoldRecord,
}
# Stands where there was a reason, for there is a place too many all the same.
BEYOND = "erased"
_TELLING = {
    PERSON: ("uid", "email", "phone", "last_name"),
    APPOINTMENT: ("title", "owner"),
    WAITING: ("name", "email", "phone"),
    ENTRY: ("uid", "visitor", "license_plate"),
}
_SHORTEST = 3
_AT_ONCE = 500
_C = ChangeRecord
_EMPTY: dict[str, Any] = {"old": {}, "new": {}, "reason": "", "salt": None}

Ids = Mapping[str, Collection[int]]


def empty(tx: Write, ids: Ids) -> None:
    """Take all text out of these rows and out of whatever repeats it; ids by name of the table.

    Whoever calls has seen to it that nothing else needs them: that nobody of them is still to come.
    """
    if not rows.several_write(tx):
        raw = tx.session.connection().connection.driver_connection
        scrubbing.thoroughly(raw)
    found: dict[str, dict[int, Any]] = {
        kind: dict(rows.take(tx, KINDS[kind], ids.get(kind, ()))) for kind in KINDS
    }
    said = set(_texts(found))
    for kind, named in found.items():
        tx.notes.silence(kind, named)
    for appointment in found[APPOINTMENT].values():
        _empty_appointment(appointment)
    for waits in found[WAITING].values():
        _empty_waiting(waits)
    _empty_rooms(tx, found[APPOINTMENT])
    people = found[PERSON].values()
    for person in people:
        person.merged_into = None
    tx.session.flush()
    for kind in (ENTRY, MESSAGE, HOLD, PERSON):
        for record in found[kind].values():
            tx.session.delete(record)
        tx.session.flush()
    empty_journal(tx, ids)
    _empty_answers(tx, said)


def of(tx: Read, kind: str, ids: Collection[int]) -> list[Any]:
    """The rows of these ids, to be looked at only."""
    table = KINDS[kind]
    found: list[Any] = []
    for _, some in _in_parts({kind: ids}):
        found += tx.session.scalars(select(table).where(table.__table__.c.id.in_(some)))
    return found


def empty_journal(tx: Write, ids: Ids) -> None:
    """Empty what the journal holds of these rows, and every reason that was given for them."""
    for kind, some in _in_parts(ids):
        theirs = (_C.kind == kind, _C.subject.in_(some))
        batches = tx.session.scalars(select(_C.batch).where(*theirs).distinct()).all()
        forget(tx, *theirs)
        for start in range(0, len(batches), _AT_ONCE):
            forget(tx, _C.batch.in_(batches[start : start + _AT_ONCE]), _C.reason != "")


def forget(tx: Write, *conditions: ColumnElement[bool]) -> None:
    """Empty what the journal holds of which all this is true."""
    emptying = update(_C).where(*conditions).values(**_EMPTY)
    tx.session.execute(emptying, execution_options={"synchronize_session": False})


def has_text() -> ColumnElement[bool]:
    """Whether an appointment still says anything of anybody."""
    kind = AppointmentRecord
    return (
        kind.person_id.is_not(None)
        | (kind.title != "")
        | (kind.note != "")
        | kind.owner.is_not(None)
    )


def still_says() -> ColumnElement[bool]:
    """Whether an entry of the waiting list still says anything of anybody."""
    kind = WaitingEntryRecord
    return (
        kind.person_id.is_not(None)
        | (kind.name != "")
        | kind.phone.is_not(None)
        | kind.email.is_not(None)
        | (kind.note != "")
    )


def _empty_appointment(record: AppointmentRecord) -> None:
    record.person = None
    record.person_id = record.owner = None
    record.title = record.note = record.caller = ""
    record.beyond = BEYOND if record.beyond else ""
    record.extra = {}


def _empty_waiting(record: WaitingEntryRecord) -> None:
    record.person = None
    record.person_id = record.phone = record.email = None
    record.name = record.note = record.priority_reason = ""
    record.phone_digits = record.email_folded = ""
    record.extra = {}


def _empty_rooms(tx: Write, appointments: Collection[int]) -> None:
    """Let a room not say who was to meet in it; a service that has it is still told to close it."""
    for room in rows.take(tx, RoomRecord, appointments).values():
        if room.due is None and room.room is None:
            tx.session.delete(room)
        elif room.wanted:
            room.asked, room.wanted, room.due = "", False, tx.now
            room.version += 1
        room.error = ""


def _empty_answers(tx: Write, said: Collection[str]) -> None:
    """Empty the answers that repeat any of these texts; that they were given stays known."""
    spellings = {text.encode() for text in said}
    spellings |= {json.dumps(text)[1:-1].encode() for text in said}
    kind = AnswerRecord
    query = select(kind.caller, kind.key, kind.body).execution_options(yield_per=_AT_ONCE)
    speaking = [
        (caller, key)
        for caller, key, body in tx.session.execute(query)
        if any(text in body for text in spellings)
    ]
    for caller, key in speaking:
        record = tx.session.get_one(kind, (caller, key))
        record.body, record.headers = b"", {}
    tx.session.flush()


def _texts(found: Mapping[str, Mapping[int, Any]]) -> Iterator[str]:
    """The texts by which an answer can be told to speak of any of these rows."""
    for kind, names in _TELLING.items():
        for record in found[kind].values():
            texts = [getattr(record, name) or "" for name in names]
            yield from (text for text in texts if len(text) >= _SHORTEST)
    for person in found[PERSON].values():
        yield full_name(person.first_name, person.last_name)
    for entry in found[ENTRY].values():
        yield from entry.companions


def _in_parts(ids: Ids) -> Iterator[tuple[str, list[int]]]:
    for kind, several in ids.items():
        ordered = sorted(several)
        for start in range(0, len(ordered), _AT_ONCE):
            yield kind, ordered[start : start + _AT_ONCE]
