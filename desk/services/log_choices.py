"""What other machines choose from the visitor log: all that fits, however much, batch by batch.

The latest arrival comes first, and of one instant the entry that was made last (contract of
document 003, row 16).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, or_, type_coerce

from desk.domain.folding import fold, words
from desk.domain.visitor import VisitorEntry
from desk.domain.wall_clock import milliseconds
from desk.services.log_queries import ENTRY
from desk.store import entry_rows, search
from desk.store.database import Read

_CREATED = type_coerce(ENTRY.created_at, BigInteger)
_LATEST_FIRST = (ENTRY.arrival.desc(), _CREATED.desc(), ENTRY.id.desc())
_BETWEEN = " -./"  # what people write between the parts of a plate


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice from all entries that are not in the bin.

    `left` tells those that have a departure from those that have none, the latter also when they
    are yet to come. The arrival is not before `since` and before `until`. Of `plate` letters and
    digits count, in capitals or not.
    """

    resident_id: int | None = None
    left: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    plate: str = ""


def batches(tx: Read, choice: Choice, size: int = 500) -> Iterator[list[VisitorEntry]]:
    """The entries chosen, `size` at a time and never all at once."""
    query, values = _chosen(tx, choice)
    query = query.order_by(*_LATEST_FIRST).limit(size)
    beyond = query.where(_beyond())
    entries = entry_rows.read(tx.session, query, values)
    while entries:
        yield entries
        if len(entries) < size:
            return
        entries = entry_rows.read(tx.session, beyond, values | _end(entries[-1]))


def _chosen(tx: Read, choice: Choice) -> tuple[Select[Any], dict[str, Any]]:
    """The query for a choice, and its parameters."""
    conditions: list[ColumnElement[bool]] = []
    if choice.left is not None:
        gone = ENTRY.departed_at.is_not(None)
        conditions.append(gone if choice.left else ENTRY.departed_at.is_(None))
    # In this order the indexes have it, and SQLite takes the first that will do.
    conditions.append(ENTRY.removed_at.is_(None))
    if choice.resident_id is not None:
        conditions.append(ENTRY.resident_id == choice.resident_id)
    if choice.since:
        conditions.append(ENTRY.arrival >= milliseconds(choice.since))
    if choice.until:
        conditions.append(ENTRY.arrival < milliseconds(choice.until))
    query = entry_rows.ENTRIES.where(*conditions)
    return _with_plate(tx, query, choice.plate) if choice.plate else (query, {})


def _with_plate(tx: Read, query: Select[Any], plate: str) -> tuple[Select[Any], dict[str, Any]]:
    """Only those with the plate; whatever can be searched for is looked up that way first."""
    query = query.where(_same_plate(plate))
    sought = words(fold(_bare(plate)))
    if not sought:
        return query, {}
    values = search.parameters(tx.session.connection(), sought)
    found = search.matching(len(sought), indexed="wanted" in values).order_by(None).subquery()
    return query.join(found, found.c.id == ENTRY.id), values


def _same_plate(plate: str) -> ColumnElement[bool]:
    bare = func.lower(ENTRY.license_plate)
    for mark in _BETWEEN:
        bare = func.replace(bare, mark, "")
    typed = _bare(plate)
    # SQLite leaves letters beyond ASCII as they are, so each way of writing them is tried.
    ways = [func.lower(typed), func.lower(typed.lower()), func.lower(typed.upper())]
    return or_(ENTRY.license_plate == plate, bare.in_(ways))


def _bare(plate: str) -> str:
    return "".join(letter for letter in plate if letter.isalnum())


def _beyond() -> ColumnElement[bool]:
    """Whether an entry comes after the one in the parameters."""
    arrival = bindparam("end_arrival", type_=BigInteger)
    created = bindparam("end_created", type_=BigInteger)
    same_moment = (created == _CREATED) & (ENTRY.id < bindparam("end_id"))
    made_before = or_(created > _CREATED, same_moment)
    # The first half says nothing new, but lets the index begin in the right place.
    return (ENTRY.arrival <= arrival) & ((ENTRY.arrival < arrival) | made_before)


def _end(entry: VisitorEntry) -> dict[str, int]:
    return {
        "end_arrival": milliseconds(entry.arrival),
        "end_created": milliseconds(entry.created_at),
        "end_id": entry.id,
    }
