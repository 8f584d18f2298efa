"""The journal for whoever looks into it: who did what to which thing, and who looked at whom.

It is read from the latest backwards, a page at a time, because it may have millions of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, inspect, or_, select

from desk.domain.change import Action, JournalEntry
from desk.domain.folding import fold
from desk.services.audit_names import NAMES, Key, names, references
from desk.store import chain
from desk.store.columns import read_back
from desk.store.database import Read
from desk.store.records import ChangeRecord, PersonRecord, record_of

PAGE = 200
_AT_ONCE = 2_000
_OFTEN = 5_000
_PEOPLE = 100  # more than anybody means by a name
KINDS = tuple(NAMES)


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
    names: Mapping[Key, str]  # of the things that the fields name, by kind and number

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
    known = names(tx, entries)
    return tuple(_line(each, known) for each in entries)


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


def _line(entry: JournalEntry, known: Mapping[Key, str]) -> Line:
    theirs = {key: known[key] for key in references(entry) if known.get(key)}
    return Line(entry, known.get((entry.kind, entry.id), ""), theirs)


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
