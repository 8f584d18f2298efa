"""Rows taken for oneself before they are looked at, and new ones that somebody may add as well.

On PostgreSQL several desks write at once. Whoever decides by what a row says takes it first, so
that two who would decide the same thing come one after the other and the second sees what the
first did. Rows are taken in one order, so that nobody waits in a circle: the calendars first, that
of the site before those of resources (see `claims`); then people before closures, series and
availabilities, these before appointments, these before visitor entries, these before days; and the
lowest id first. On SQLite a writer has the whole file to itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from desk.domain.errors import Invalid, NotFound, Stale
from desk.domain.text import keepable
from desk.store.database import Read, Write
from desk.store.records import (
    AppointmentRecord,
    AvailabilityRecord,
    ClosureRecord,
    Record,
    WaitingEntryRecord,
)

R = TypeVar("R", bound=Record)
Signed = AppointmentRecord | AvailabilityRecord | ClosureRecord | WaitingEntryRecord

LARGEST_ID = 2_147_483_647  # as PostgreSQL numbers rows
LONGEST_KEY = 200
_AT_ONCE = 500
_BROKEN_BY_ANOTHER = {"23503", "23505"}  # foreign_key_violation, unique_violation


def several_write(tx: Write) -> bool:
    """Whether other desks may be writing at this very moment."""
    return bool(tx.session.get_bind().dialect.name == "postgresql")


def take(tx: Write, kind: type[R], ids: Iterable[int], *, shared: bool = False) -> dict[int, R]:
    """The rows of these ids as they stand now, by id; nobody else changes them before the commit.

    With `shared` others may take them so as well. Those that are not there are left out.
    """
    mapper = inspect(kind)
    key = mapper.primary_key[0]
    several = several_write(tx)
    found: dict[int, R] = {}
    waiting = iter(sorted(set(ids)))
    while some := list(islice(waiting, _AT_ONCE)):
        if several:
            tx.session.flush()
            held = select(key).where(key.in_(some)).order_by(key)
            tx.session.execute(held.with_for_update(read=shared))
        query = select(kind).where(key.in_(some)).execution_options(populate_existing=several)
        found |= {mapper.primary_key_from_instance(r)[0]: r for r in tx.session.scalars(query)}
    return found


def take_one(tx: Write, kind: type[R], key: int, *, shared: bool = False) -> R:
    """The row of that id, taken as by `take`, or `NotFound`."""
    if not several_write(tx):
        return tx.get(kind, key)
    record = take(tx, kind, [key], shared=shared).get(key)
    if record is None:
        raise NotFound(kind.__tablename__, key)
    return record


def add(tx: Write, record: R) -> R:
    """Keep a new record; `Stale` when somebody else has just added the same.

    Whoever calls has looked for it before, so that only the same moment can have brought it.
    """
    given = inspect(record).mapper.primary_key_from_instance(record)[0]
    try:
        tx.add(record)
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", None) in _BROKEN_BY_ANOTHER:
            raise Stale from error
        raise
    if given is not None:
        count_on(tx, type(record), given)
    return record


def add_many(tx: Write, kind: type[Record], values: Sequence[dict[str, Any]]) -> None:
    """Keep new rows, each with an id of its own and the highest last, as fast as can be.

    Only the last one is in the journal, to say that there is something new. Not for what a person
    does: it could not be undone.
    """
    if not values:
        return
    if len(values) > 1:
        tx.session.connection().execute(insert(kind), values[:-1])
    add(tx, kind(**values[-1]))


def touch(tx: Write, record: Signed) -> None:
    """Write down on a row who changed it and when."""
    record.updated_at, record.updated_by = tx.now, tx.actor


def take_house(tx: Write) -> None:
    """Be the only one who describes the house: its sites and settings, providers and types."""
    tx.lock("house", 0)


def free_id(tx: Read, kind: type[R], wanted: int | None) -> int | None:
    """`wanted` if nothing of the kind has it yet, else none, so that the database gives one."""
    if wanted is None or not 1 <= wanted <= LARGEST_ID or tx.session.get(kind, wanted) is not None:
        return None
    return wanted


def require_key(**keys: str) -> None:
    """Refuse what cannot be a house's own short name for a thing, naming the field at fault."""
    for field, key in keys.items():
        if not key.strip():
            raise Invalid(**{field: ["must not be empty"]})
        if len(key) > LONGEST_KEY or not keepable(key):
            raise Invalid(**{field: [f"must be plain text of at most {LONGEST_KEY} characters"]})


def count_on(tx: Write, kind: type[Record], given: int) -> None:
    """Let no row of the kind get the id `given` or a lower one, now that somebody chose it.

    SQLite sees to that by itself.
    """
    if several_write(tx):
        sequence = f"{kind.__tablename__}_id_seq"
        statement = (
            f"SELECT setval('{sequence}', :given) FROM {sequence} WHERE last_value <= :given"
        )
        tx.session.execute(text(statement), {"given": given})
