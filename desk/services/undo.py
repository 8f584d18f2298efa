"""Putting back what was done, as long as nobody has built upon it.

The journal keeps what stood in each row before a transaction and after it. That is enough to put
any of them back: the rows themselves, the place that an appointment had, and what a search finds.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import and_, inspect, select
from sqlalchemy.exc import IntegrityError

from desk.domain.change import Action, JournalEntry
from desk.domain.errors import Erased, NotFound, Stale
from desk.domain.folding import fold
from desk.services import claims, folding, offers, rows, undo_calendar
from desk.store.columns import read_back, written_down
from desk.store.database import Read, Write
from desk.store.records import (
    AlertRecord,
    AppointmentRecord,
    AvailabilityRecord,
    ChangeRecord,
    DayRecord,
    MessageRecord,
    PersonRecord,
    Record,
    VisitorEntryRecord,
    WaitingEntryRecord,
    record_of,
)

_Values = dict[str, Any]
_Key = tuple[str, int]

_ENTRY = VisitorEntryRecord.__tablename__
_APPOINTMENT = AppointmentRecord.__tablename__
_WAITING = WaitingEntryRecord.__tablename__
_MESSAGE = MessageRecord.__tablename__
# They come by the thousand, and none depends upon another of its kind.
_MANY = {_ENTRY, _APPOINTMENT, AvailabilityRecord.__tablename__}
_WHOSE = {_ENTRY: "resident_id", _APPOINTMENT: "person_id", _WAITING: "person_id"}


def revert(tx: Write, batch: int) -> None:
    """Put everything back that the transaction `batch` made different.

    Refused as `Stale` when any of the same things has been changed since, and not put back: that
    would undo somebody else's work without either of them noticing. So it is when a place that was
    given up has been taken, or something booked that would have no slot. Refused as `Erased` when
    the journal does not say any more what some of it was. Reverting is itself a transaction, and
    can be reverted.
    """
    # What was told stays told; that it was taken back is told as well, or not (see `messages`).
    query = select(ChangeRecord).where(ChangeRecord.batch == batch, ChangeRecord.kind != _MESSAGE)
    entries = [r.value() for r in tx.session.scalars(query.order_by(ChangeRecord.number.desc()))]
    if not entries:
        raise NotFound("batch", batch)
    if any(not (entry.old or entry.new) for entry in entries):
        raise Erased
    freed = undo_calendar.hold(tx, entries)
    standing = _taken(tx, entries)
    _require_untouched(entries, standing, _before_later(tx, batch, entries[0].number))
    try:
        _put_all_back(tx, entries, standing)
    except IntegrityError as error:
        # Something new stands in the way: a day opened anew, a visit to somebody just added.
        raise Stale from error
    undo_calendar.require_sense(tx, entries)
    taken_back = {e.new.get("entry_id") or 0 for e in entries if e.action is Action.ADDED}
    offers.offer_freed(tx, freed, besides=taken_back)


def _taken(tx: Write, entries: list[JournalEntry]) -> dict[_Key, Record]:
    """The rows that the journal speaks of, taken in the order that `rows` asks for."""
    tables = [table.name for table in Record.metadata.sorted_tables]
    order = sorted(
        {entry.kind for entry in entries},
        key=lambda kind: (kind == DayRecord.__tablename__, kind == _ENTRY, tables.index(kind)),
    )
    found: dict[_Key, Record] = {}
    for kind in order:
        if whose := _WHOSE.get(kind):
            named = {e.old[whose] for e in entries if e.kind == kind and e.old.get(whose)}
            rows.take(tx, PersonRecord, named, shared=True)
        ids = [entry.id for entry in entries if entry.kind == kind]
        found |= {(kind, key): row for key, row in rows.take(tx, record_of(kind), ids).items()}
    return found


def _before_later(tx: Read, batch: int, last: int) -> dict[_Key, _Values]:
    """What stood in the rows of `batch` before anything that was done to them after `last`."""
    mine = select(ChangeRecord.kind, ChangeRecord.subject).where(ChangeRecord.batch == batch)
    same = mine.distinct().subquery()
    query = select(ChangeRecord).join(
        same, and_(ChangeRecord.kind == same.c.kind, ChangeRecord.subject == same.c.subject)
    )
    stood: dict[_Key, _Values] = {}
    later = query.where(ChangeRecord.number > last).order_by(ChangeRecord.number)
    for record in tx.session.scalars(later):
        values = stood.setdefault((record.kind, record.subject), {})
        stood[(record.kind, record.subject)] = record.old | values
    return stood


def _require_untouched(
    entries: list[JournalEntry],
    standing: dict[_Key, Record],
    before_later: dict[_Key, _Values],
) -> None:
    for entry in entries:
        key = (entry.kind, entry.id)
        record = standing.get(key)
        if (record is None) != (entry.action is Action.REMOVED):
            raise Stale
        if record is not None:
            expected = before_later.get(key, {}) | entry.new
            if any(written_down(getattr(record, name)) != expected[name] for name in expected):
                raise Stale


def _put_all_back(tx: Write, entries: list[JournalEntry], standing: dict[_Key, Record]) -> None:
    claimed = [entry.id for entry in entries if undo_calendar.claims_anew(entry)]
    places = [standing[key] for key in ((_APPOINTMENT, n) for n in claimed) if key in standing]
    claims.release(tx, *(record for record in places if isinstance(record, AppointmentRecord)))
    for kind, several in groupby(entries, lambda entry: entry.kind):
        for entry in several:
            key = (kind, entry.id)
            if record := _put_back(tx, entry, standing.get(key)):
                standing[key] = record
            if kind not in _MANY:
                tx.session.flush()
        tx.session.flush()
    left = [standing[(e.kind, e.id)] for e in entries if e.action is not Action.ADDED]
    _read_again(tx, left)
    for record in left:
        if isinstance(record, AppointmentRecord) and record.id in claimed:
            claims.settle(tx, record)


def _put_back(tx: Write, entry: JournalEntry, record: Record | None) -> Record | None:
    """Put one row back; gives the row, or nothing where there is none any more."""
    kind = record_of(entry.kind)
    if entry.action is Action.ADDED:
        tx.session.delete(record)
        return None
    before = _columns(kind, entry.old)
    if "updated_at" in inspect(kind).columns:
        before |= {"updated_at": tx.now, "updated_by": tx.actor}
    if record is None:
        record = kind(**before)
        tx.session.add(record)
    for name, value in before.items():
        setattr(record, name, value)
    if isinstance(record, AlertRecord):
        record.folded = fold(record.name)
    return record


def _columns(kind: type[Record], stored: _Values) -> _Values:
    columns = inspect(kind).columns
    return {name: read_back(columns[name], value) for name, value in stored.items()}


def _read_again(tx: Write, records: list[Record]) -> None:
    """Bring people's names, and what a search looks at, back in step with the rows."""
    entries = [record for record in records if isinstance(record, VisitorEntryRecord)]
    for record in records:
        # They still hold the person whom the row named before.
        if isinstance(record, VisitorEntryRecord):
            tx.session.expire(record, ["resident"])
        elif isinstance(record, AppointmentRecord | WaitingEntryRecord):
            tx.session.expire(record, ["person"])
    for person in records:
        if isinstance(person, PersonRecord):
            person.folded = folding.of_person(person)
            folding.refold_entries(tx, person)
    for entry in entries:
        entry.folded = folding.of_entry(entry)
    tx.session.flush()
