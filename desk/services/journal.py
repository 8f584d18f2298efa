"""Who did what; and undoing it.

The journal keeps, for each row that a transaction made different, what stood there before and
what stands there after. That is enough to put any transaction back, as long as nobody has changed
the same things since.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import and_, inspect, select
from sqlalchemy.exc import IntegrityError

from desk.domain.change import Action, JournalEntry
from desk.domain.errors import NotFound, Stale
from desk.domain.folding import fold
from desk.domain.text import require_keepable
from desk.services import folding, rows
from desk.store.columns import read_back, written_down
from desk.store.database import Read, Write
from desk.store.records import (
    AlertRecord,
    ChangeRecord,
    DayRecord,
    PersonRecord,
    Record,
    VisitorEntryRecord,
    record_of,
)

_Values = dict[str, Any]
_Key = tuple[str, int]

_ENTRY = VisitorEntryRecord.__tablename__


def since(tx: Read, number: int, limit: int = 500) -> list[JournalEntry]:
    """The changes after `number`, earliest first."""
    query = select(ChangeRecord).where(ChangeRecord.number > number)
    ordered = query.order_by(ChangeRecord.number).limit(limit)
    return [record.value() for record in tx.session.scalars(ordered)]


def of(tx: Read, kind: str, subject: int) -> list[JournalEntry]:
    """What happened to one thing, latest first."""
    query = select(ChangeRecord).where(ChangeRecord.kind == kind, ChangeRecord.subject == subject)
    ordered = query.order_by(ChangeRecord.number.desc())
    return [record.value() for record in tx.session.scalars(ordered)]


def because(tx: Write, reason: str) -> None:
    """Let the journal keep why this is done; several reasons stand side by side."""
    require_keepable(reason=reason)
    known = tx.reason.split("; ") if tx.reason else []
    tx.reason = "; ".join(dict.fromkeys([*known, *filter(None, [reason.strip()])]))


def revert(tx: Write, batch: int) -> None:
    """Put everything back that the transaction `batch` made different.

    Refused as `Stale` when any of the same things has been changed since, and not put back: that
    would undo somebody else's work without either of them noticing. Reverting is itself a
    transaction, and can be reverted.
    """
    query = select(ChangeRecord).where(ChangeRecord.batch == batch)
    entries = [r.value() for r in tx.session.scalars(query.order_by(ChangeRecord.number.desc()))]
    if not entries:
        raise NotFound("batch", batch)
    standing = _taken(tx, entries)
    _require_untouched(entries, standing, _before_later(tx, batch, entries[0].number))
    try:
        _put_all_back(tx, entries, standing)
    except IntegrityError as error:
        # Something new stands in the way: a day opened anew, a visit to somebody just added.
        raise Stale from error


def _taken(tx: Write, entries: list[JournalEntry]) -> dict[_Key, Record]:
    """The rows that the journal speaks of, taken in the order that `rows` asks for."""
    tables = [table.name for table in Record.metadata.sorted_tables]
    order = sorted(
        {entry.kind for entry in entries},
        key=lambda kind: (kind == DayRecord.__tablename__, tables.index(kind)),
    )
    found: dict[_Key, Record] = {}
    for kind in order:
        if kind == _ENTRY:
            hosts = {e.old["resident_id"] for e in entries if "resident_id" in e.old}
            rows.take(tx, PersonRecord, hosts, shared=True)
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
    # Only visitor entries come by the thousand, and none of them depends upon another.
    for kind, several in groupby(entries, lambda entry: entry.kind):
        for entry in several:
            key = (kind, entry.id)
            if record := _put_back(tx, entry, standing.get(key)):
                standing[key] = record
            if kind != _ENTRY:
                tx.session.flush()
        tx.session.flush()
    _refold(tx, [standing[(e.kind, e.id)] for e in entries if e.action is not Action.ADDED])


def _put_back(tx: Write, entry: JournalEntry, record: Record | None) -> Record | None:
    """Put one row back; gives the row, or nothing where there is none any more."""
    kind = record_of(entry.kind)
    if entry.action is Action.ADDED:
        tx.session.delete(record)
        return None
    before = _columns(kind, entry.old)
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


def _refold(tx: Write, records: list[Record]) -> None:
    """Bring what a search looks at back in step with the rows."""
    entries = [record for record in records if isinstance(record, VisitorEntryRecord)]
    for entry in entries:
        # It still holds the person whom the row named before.
        tx.session.expire(entry, ["resident"])
    for person in records:
        if isinstance(person, PersonRecord):
            person.folded = folding.of_person(person)
            folding.refold_entries(tx, person)
    for entry in entries:
        entry.folded = folding.of_entry(entry)
    tx.session.flush()
