"""Putting what opens or shuts calendars on another shelf.

What that does to who is booked, and to who waits, is for whoever calls to see to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import select

from desk.domain.appointment import Shelf
from desk.services import claims, rows
from desk.store.database import Write
from desk.store.records import AvailabilityRecord, ClosureRecord

S = TypeVar("S", AvailabilityRecord, ClosureRecord)


def move(
    tx: Write, kind: type[S], ids: Sequence[int], sources: Collection[Shelf], shelf: Shelf
) -> list[S]:
    """Put rows that lie on one of `sources` on a shelf; gives those that moved.

    Nobody else has to do with the calendars concerned until the commit.
    """
    query = select(kind.resource_id).where(kind.id.in_(ids))
    claims.shut_calendar(tx, *set(tx.session.scalars(query)))
    kept = rows.take(tx, kind, ids).values()
    moved = [record for record in kept if Shelf(record.shelf) in sources]
    for record in moved:
        record.shelf = shelf.value
        rows.touch(tx, record)
    tx.session.flush()
    return moved
