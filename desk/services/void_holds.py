"""Holds that were made in the future: under a clock that was set ahead, and has been put right.

Their deadline means nothing, and would keep a place from everybody for as long as the clock was
ahead. So they are void, which is said in the one way that everybody who counts places knows: they
have run out. An offer is not touched, because its deadline was told to somebody as a time of day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from desk.domain.appointment import Shelf
from desk.services import appointment_steps as steps
from desk.services import rows
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord

AHEAD = timedelta(minutes=1)  # by which clocks of computers beside each other may differ


def due(tx: Read) -> bool:
    """Whether there is such a hold."""
    return bool(_found(tx))


def end(tx: Write) -> None:
    """Let every such hold run out now."""
    held = steps.hold_calendars(tx, _found(tx))
    # Looked up again: before the calendars were ours, somebody may have confirmed one.
    for record in steps.taken(tx, _found(tx), held):
        record.held_until = tx.now
        rows.touch(tx, record)
    tx.session.flush()


def _found(tx: Read) -> Sequence[int]:
    kind = AppointmentRecord
    query = select(kind.id).where(
        kind.held_until > tx.now,
        kind.updated_at > tx.now + AHEAD,
        kind.entry_id.is_(None),
        kind.shelf == Shelf.PUBLIC.value,
    )
    return tx.session.scalars(query).all()
