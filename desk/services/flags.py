"""The work list of those whose time is gone and who must be called (document 004, `isFlagged`).

Several people may work on it at once: whoever takes a call upon them has it for some minutes, and
nobody else is told to call the same person. A call given up by a closed window is free again by
itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, text

from desk.domain.appointment import Appointment
from desk.domain.errors import BeingCalled, NotStanding
from desk.domain.wish import Free, Wish
from desk.services import agenda, appointment_rows, appointments, rows
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, PersonRecord, ResourceRecord

LEASE = timedelta(minutes=10)  # for how long a call is somebody's


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody to be called: the appointment, how to reach them, and who is doing so just now."""

    appointment: Appointment
    phone: str | None
    email: str | None
    caller: str

    @property
    def id(self) -> int:
        return self.appointment.id


def flagged(tx: Read) -> list[Appointment]:
    """Everybody booked whose time is gone and not over yet, the earliest first."""
    return appointment_rows.found(tx, _to_call(tx))


def calls(tx: Read) -> list[Call]:
    """The work list: whoever is flagged, with what is needed to call them; the earliest first."""
    waiting = flagged(tx)
    ids = {each.person_id for each in waiting if each.person_id is not None}
    person = PersonRecord
    query = select(person.id, person.phone, person.email).where(person.id.in_(ids))
    known = {key: (phone, email) for key, phone, email in tx.session.execute(query)}
    listed = []
    for each in waiting:
        phone, email = known.get(each.person_id or 0, (None, None))
        listed.append(Call(appointment=each, phone=phone, email=email, caller=caller(tx, each)))
    return listed


def count(tx: Read) -> int:
    """How many have to be called."""
    query = select(func.count()).select_from(AppointmentRecord).where(_to_call(tx))
    return tx.session.scalar(query) or 0


def caller(tx: Read, appointment: Appointment) -> str:
    """Who is calling them at this moment, if anybody is."""
    if appointment.called_at is None or tx.now >= appointment.called_at + LEASE:
        return ""
    return appointment.caller


def claim_call(tx: Write, appointment_id: int) -> Appointment:
    """Take it upon oneself to call this person; again to have them for longer.

    `BeingCalled` names who else is doing so; `NotStanding` when there is nothing to call about any
    more.
    """
    record = _flagged(tx, appointment_id)
    record.caller, record.called_at = tx.actor, tx.now
    tx.session.flush()
    return record.value()


def release_call(tx: Write, appointment_id: int) -> None:
    """Let others call this person; what is somebody else's call stays theirs."""
    record = rows.take_one(tx, AppointmentRecord, appointment_id)
    if caller(tx, record.value()) in ("", tx.actor):
        record.caller, record.called_at = "", None
        tx.session.flush()


def settle(tx: Write, appointment_id: int) -> Appointment:
    """Note that nobody need be called any more, though the appointment stays where it is."""
    record = _flagged(tx, appointment_id)
    record.flagged, record.caller, record.called_at = False, "", None
    rows.touch(tx, record)
    tx.session.flush()
    return record.value()


def take(tx: Write, appointment_id: int, free: Free, *, seen: int | None) -> Appointment:
    """Move somebody who was called to a proposed time, in one act; refused as moving is.

    A proposal is always one slot.
    """
    # Whoever takes the call between this look and the move makes the appointment another version.
    _require_to_call(tx, tx.get(AppointmentRecord, appointment_id))
    return appointments.move(
        tx, appointment_id, free.span, seen=seen, availability_id=free.availability_id
    )


def proposals(tx: Read, appointment_id: int, limit: int = 2) -> list[Free]:
    """New times for somebody flagged: as long, of the same type, and nobody's hold.

    The first is with the same provider where there is one, the next with another one; both are the
    nearest that begin on or after the day of the old one, and never in the past.
    """
    return proposed(tx, [appointments.one(tx, appointment_id)], limit)[appointment_id]


def proposed(tx: Read, waiting: Sequence[Appointment], limit: int = 2) -> dict[int, list[Free]]:
    """As `proposals`, for several at once: no place is proposed to two of them."""
    given: Counter[tuple[int, datetime]] = Counter()
    search = _Search(tx, limit * len(waiting))
    found = {}
    for appointment in waiting:
        same, others = (
            [free for free in some if given[_place(free)] < free.free]
            for some in search.near(appointment)
        )
        chosen = (same[:1] + others[:1] + same[1:] + others[1:])[:limit]
        given.update(map(_place, chosen))
        found[appointment.id] = chosen
    return found


class _Search:
    """Looks for times, so many at a time; once for all to whom the same would do."""

    def __init__(self, tx: Read, limit: int) -> None:
        self._tx = tx
        self._limit = limit
        self._known: dict[tuple[Wish, datetime], list[Free]] = {}

    def near(self, appointment: Appointment) -> tuple[list[Free], list[Free]]:
        """Times with the same provider, and times with others."""
        tx, own = self._tx, appointment.resource_id
        since = max(tx.now, tx.whole_day(tx.date_of(appointment.span.start)).start)
        wish = Wish(length=appointment.span.length, appointment_type=appointment.appointment_type)
        anybody = self._next(wish, since)
        if own is None:
            return [], anybody
        same = self._next(replace(wish, resources=(own,)), since)
        others = [free for free in anybody if free.resource_id != own]
        if not others and len(anybody) == self._limit:
            query = select(ResourceRecord.id).where(ResourceRecord.id != own)
            wish = replace(wish, resources=tuple(tx.session.scalars(query)))
            others = self._next(wish, since)
        return same, others

    def _next(self, wish: Wish, since: datetime) -> list[Free]:
        key = (wish, since)
        if key not in self._known:
            self._known[key] = agenda.next_free(
                self._tx, wish, after=since, limit=self._limit, runs=False
            )
        return self._known[key]


def _place(free: Free) -> tuple[int, datetime]:
    return free.availability_id, free.span.start


def _flagged(tx: Write, appointment_id: int) -> AppointmentRecord:
    """The row of somebody to be called, whom nobody else is calling."""
    record = rows.take_one(tx, AppointmentRecord, appointment_id)
    _require_to_call(tx, record)
    return record


def _require_to_call(tx: Write, record: AppointmentRecord) -> None:
    appointment = record.value()
    if not record.flagged or not appointment.counts(tx.now):
        raise NotStanding(appointment.name, appointment.standing(tx.now).value)
    busy = caller(tx, appointment)
    if busy not in ("", tx.actor):
        raise BeingCalled(appointment.name, busy)


def _to_call(tx: Read) -> ColumnElement[bool]:
    # Word for word as the index of the flagged ones has it, or it would not be used.
    return and_(text("flagged"), appointment_rows.booked(), AppointmentRecord.ends > tx.now)
