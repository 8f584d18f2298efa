"""Rooms in which remote appointments meet (contract of document 004, 1.6).

Usually they are on a Jitsi Meet server, which needs no account: whoever knows the name of a room
can enter it, so that it is one that nobody guesses, and there is nothing to make or to take away.
Where another service makes the rooms, what it has to be told is written down with the change and
told afterwards; a service that is away delays a room but never a booking.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from desk.domain import participants
from desk.domain.appointment import Shelf
from desk.domain.document_fields import LINK
from desk.domain.span import Span
from desk.services import message_settings, rows, site
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, RoomRecord

REMOTE = "isRemote"
_SECRET_BYTES = 16
_KEEPING = {Shelf.PUBLIC.value, Shelf.DRAFT.value, Shelf.TRASH.value}
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_A = AppointmentRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a service of rooms has to be told about an appointment, in its `version`.

    Without a `room` one is to be made; one that is not `wanted` is to be taken away.
    """

    appointment_id: int
    room: str | None
    wanted: bool
    span: Span | None
    participants: tuple[str, ...]
    version: int


def follow(tx: Write, ids: Sequence[int], chosen: Mapping[str, Any]) -> None:
    """Give rooms to those of these appointments that are remote, and take them from the others.

    `chosen` are the settings of the house.
    """
    if not site.among(chosen, site.TELECONSULTATION):
        return
    elsewhere = site.among(chosen, site.TELECONSULTATION_ENDPOINT) is not None
    known = rows.take(tx, RoomRecord, ids)
    users = site.among(chosen, site.USERS)
    for key in ids:
        record = tx.session.get(_A, key)
        wanted = record is not None and _is_remote(record)
        if key in known or (elsewhere and wanted):
            asked = _asked(record, users) if record is not None and wanted else ""
            _wish(tx, known.get(key), key, record, asked)
        elif record is not None and wanted != (LINK in record.extra):
            _set_link(record, _own_link(chosen) if wanted else None)
    tx.session.flush()


def due(tx: Read, ids: Sequence[int] = ()) -> list[Wish]:
    """What the service of rooms has to be told now, of these appointments or of all."""
    kind = RoomRecord
    query = select(kind).where(kind.due <= tx.now)
    if ids:
        query = query.where(kind.appointment_id.in_(ids))
    return [_as_wish(tx, record) for record in tx.session.scalars(query.order_by(kind.due))]


def is_due(tx: Read) -> bool:
    """Whether the service has to be told anything now."""
    found = next_due(tx)
    return found is not None and found <= tx.now


def next_due(tx: Read) -> datetime | None:
    """When the service has to be told something next; none if never."""
    return tx.session.scalar(select(func.min(RoomRecord.due)))


def told(tx: Write, wish: Wish, room: str | None, link: str | None) -> None:
    """Note that the service did what was wished, in which room, and by which link it is entered."""
    record = rows.take(tx, RoomRecord, [wish.appointment_id]).get(wish.appointment_id)
    if record is None:
        return
    record.room, record.link, record.error, record.tries = room, link, "", 0
    appointment = rows.take(tx, _A, [wish.appointment_id]).get(wish.appointment_id)
    if record.version == wish.version:
        record.due = None
        if not wish.wanted:
            tx.session.delete(record)
    if appointment is not None and wish.wanted and _is_remote(appointment):
        _set_link(appointment, link)
    tx.session.flush()


def refused(tx: Write, wish: Wish, why: str) -> None:
    """Note that the service could not be told; it is told again after a while."""
    record = rows.take(tx, RoomRecord, [wish.appointment_id]).get(wish.appointment_id)
    if record is not None:
        record.error, record.tries = why, record.tries + 1
        record.due = tx.now + min(_FIRST_WAIT * 2 ** min(record.tries - 1, 10), _LONGEST_WAIT)


def _wish(tx: Write, known: RoomRecord | None, key: int, record: _A | None, asked: str) -> None:
    """Write down what is to be told, if it is news, and show the link that is known already."""
    room = known
    if room is None:
        room = RoomRecord(appointment_id=key, asked="", tries=0, error="", version=0)
        tx.session.add(room)
    if room.asked != asked:
        room.asked, room.wanted, room.due = asked, bool(asked), tx.now
        room.version += 1
    if record is not None:
        _set_link(record, room.link if room.wanted else None)


def _asked(record: _A, users: dict[str, Any]) -> str:
    """What the service has to know of an appointment; another text for anything that changes."""
    return repr((record.starts, record.ends, _participants(record, users)))


def _as_wish(tx: Read, room: RoomRecord) -> Wish:
    record = tx.session.get(_A, room.appointment_id)
    users = site.setting(tx, site.USERS)
    return Wish(
        appointment_id=room.appointment_id,
        room=room.room,
        wanted=room.wanted,
        span=None if record is None else record.span,
        participants=() if record is None else tuple(_participants(record, users)),
        version=room.version,
    )


def _participants(record: _A, users: Iterable[str]) -> list[str]:
    return sorted({user for name in users for user in participants.named(record.extra, name)})


def _is_remote(record: _A) -> bool:
    booked = record.held_until is None and record.shelf in _KEEPING
    return booked and record.extra.get(REMOTE) is True


def _set_link(record: _A, link: str | None) -> None:
    if record.extra.get(LINK) != link:
        others = {name: value for name, value in record.extra.items() if name != LINK}
        record.extra = others if link is None else {**others, LINK: link}


def _own_link(chosen: Mapping[str, Any]) -> str:
    base = site.among(chosen, message_settings.ROOM_BASE).rstrip("/")
    return f"{base}/desk-{secrets.token_urlsafe(_SECRET_BYTES)}"
