"""The journal for whoever looks into it: who did what to which thing, and who looked at whom.

It is read from the latest backwards, a page at a time, because it may have millions of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, inspect, or_, select

from desk.domain.change import Action, JournalEntry
from desk.domain.folding import fold
from desk.store import chain
from desk.store.columns import read_back
from desk.store.database import Read
from desk.store.records import (
    AppointmentRecord,
    ChangeRecord,
    PersonRecord,
    Record,
    WaitingEntryRecord,
    record_of,
)

PAGE = 200
_AT_ONCE = 2_000
_OFTEN = 5_000
_PEOPLE = 100  # more than anybody means by a name
# What a row of each table is called by.
_NAMES = {
    "alert": ("name",),
    "appointment": ("title",),
    "appointment_type": ("name",),
    "availability": (),
    "closure": ("reason",),
    "day": ("date",),
    "erasure": (),
    "legal_hold": (),
    "message": (),
    "organisation": ("name",),
    "person": ("first_name", "last_name"),
    "resource": ("first_name", "last_name"),
    "series": (),
    "site": ("name",),
    "staff": ("name",),
    "template": (),
    "token": ("label",),
    "variation": ("name",),
    "visitor_entry": ("visitor",),
    "waiting_entry": ("name",),
}
KINDS = tuple(_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which rows are meant; `who` is part of the name of who did it, or of the person it is about.

    `since` belongs to the period, `until` no longer does. Without a `kind` all are meant.
    """

    who: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    reads: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the journal, and what the thing it is about is called, as far as that is known."""

    entry: JournalEntry
    subject: str

    @property
    def id(self) -> int:
        return self.entry.number


def page(
    tx: Read, sought: Sought, before: int | None = None, limit: int = PAGE
) -> tuple[Line, ...]:
    """The latest rows that are meant, of those with a number below `before`; latest first."""
    query = select(ChangeRecord).where(*_meant(tx, sought))
    if before is not None:
        query = query.where(ChangeRecord.number < before)
    latest = query.order_by(ChangeRecord.number.desc()).limit(limit)
    entries = [record.value() for record in tx.session.scalars(latest)]
    names = _names(tx, entries)
    return tuple(Line(each, names.get((each.kind, each.id), "")) for each in entries)


def every(tx: Read, sought: Sought) -> Iterator[Line]:
    """All the rows that are meant, latest first."""
    before: int | None = None
    while found := page(tx, sought, before, _AT_ONCE):
        yield from found
        before = found[-1].id
        tx.session.expunge_all()


def faults(tx: Read) -> tuple[str, ...]:
    """What is wrong with the chain of the journal, a sentence for each place; takes long."""
    return tuple(chain.faults(tx.session.connection()))


def spelled(kind: str, name: str, value: Any) -> Any:
    """The value that the journal keeps of a column, as it was before it was written down."""
    columns = inspect(record_of(kind)).columns
    return read_back(columns[name], value) if name in columns else value


def _meant(tx: Read, sought: Sought) -> Iterator[Any]:
    change = ChangeRecord
    if who := sought.who.strip():
        theirs = and_(change.kind == PersonRecord.__tablename__, change.subject.in_(_called(who)))
        yield or_(change.actor.icontains(who, autoescape=True), theirs)
    if sought.kind:
        # Of a kind that is all over the journal, the latest are soonest found one after the other;
        # added to something, the column is not looked up in its index.
        often = _is_often(tx, sought.kind)
        yield (change.kind + "" if often else change.kind) == sought.kind
    if sought.since is not None:
        yield change.at >= sought.since
    if sought.until is not None:
        yield change.at < sought.until
    if not sought.reads:
        yield change.action != Action.READ.value


def _is_often(tx: Read, kind: str) -> bool:
    some = select(ChangeRecord.kind).where(ChangeRecord.kind == kind).limit(_OFTEN).subquery()
    return tx.session.scalar(select(func.count()).select_from(some)) == _OFTEN


def _called(who: str) -> Any:
    named = PersonRecord.folded.contains(fold(who), autoescape=True)
    return select(PersonRecord.id).where(named).limit(_PEOPLE)


def _names(tx: Read, entries: Sequence[JournalEntry]) -> Mapping[tuple[str, int], str]:
    """What the things are called now; those that are gone, what they were called."""
    found: dict[tuple[str, int], str] = {}
    for entry in entries:
        told = _name(_NAMES.get(entry.kind, ()), entry.old | entry.new)
        if told and not found.get((entry.kind, entry.id)):
            found[(entry.kind, entry.id)] = told
    for kind, columns in _NAMES.items():
        ids = {entry.id for entry in entries if entry.kind == kind}
        if ids and columns:
            for row in _rows(tx, record_of(kind), ids, columns):
                found[(kind, row[0])] = _name(columns, dict(zip(columns, row[1:], strict=True)))
    for record in (AppointmentRecord, WaitingEntryRecord):
        kind = record.__tablename__
        unnamed = {e.id for e in entries if e.kind == kind and not found.get((kind, e.id))}
        found |= {(kind, key): name for key, name in _whose(tx, record, unnamed)}
    return found


def _whose(
    tx: Read, record: type[AppointmentRecord | WaitingEntryRecord], ids: Iterable[int]
) -> Iterator[tuple[int, str]]:
    """The people that rows without a name of their own are about."""
    person = PersonRecord
    query = select(record.id, person.first_name, person.last_name).join(
        person, person.id == record.person_id
    )
    for key, first, last in tx.session.execute(query.where(record.id.in_(ids))):
        yield key, f"{first} {last}".strip()


def _rows(
    tx: Read, kind: type[Record], ids: Iterable[int], columns: Sequence[str]
) -> Iterable[Sequence[Any]]:
    mapper = inspect(kind)
    key = mapper.primary_key[0]
    query = select(key, *(mapper.columns[name] for name in columns)).where(key.in_(ids))
    return [tuple(row) for row in tx.session.execute(query)]


def _name(columns: Sequence[str], values: Mapping[str, Any]) -> str:
    return " ".join(str(values[name]) for name in columns if values.get(name))
