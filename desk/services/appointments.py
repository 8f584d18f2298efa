"""Booking, holding, moving and cancelling: what can be done with a claim to somebody's time.

Nothing here looks at whether a place is free; that is for `claims` to say. How several are
repeated, moved and cancelled together stands in `appointment_series`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from desk.domain.appointment import MAY_COME_FROM, Appointment, Details, Shelf, Standing
from desk.domain.errors import Invalid, Lapsed, NotASlot, NotFound, Unavailable
from desk.domain.span import Span
from desk.services import appointment_rows, claims, journal, offers, rows, site
from desk.services import appointment_steps as steps
from desk.services.appointment_steps import Spot, Terms
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord

_HELD = {Standing.HELD, Standing.OFFERED, Standing.LAPSED}
_CANNOT_BE_MOVED = {Standing.DONE, Standing.MISSED, Standing.OFFERED}
_CANNOT_BE_CANCELLED = {Standing.CANCELLED, Standing.IN_ROOM, Standing.DONE}
LONGEST_HOLD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Visits:
    """The appointments of a person: those to come, soonest first, and the others, latest first."""

    upcoming: list[Appointment]
    past: list[Appointment]


def one(tx: Read, appointment_id: int) -> Appointment:
    """The appointment, on whatever shelf it lies."""
    return tx.get(AppointmentRecord, appointment_id).value()


def of_person(tx: Read, person_id: int, limit: int = 50) -> Visits:
    """What a person comes for and came for, cancelled ones among the past; at most so many each."""
    kind = AppointmentRecord
    ahead = and_(appointment_rows.counting(tx.now), kind.ends > tx.now)
    shelves = [Shelf.PUBLIC.value, Shelf.TRASH.value]
    over = and_(kind.shelf.in_(shelves), kind.held_until.is_(None), ~ahead)
    theirs = kind.person_id == person_id
    return Visits(
        appointment_rows.found(tx, theirs, ahead, limit=limit),
        appointment_rows.found(tx, theirs, over, latest_first=True, limit=limit),
    )


def book(
    tx: Write,
    availability_id: int | None,
    span: Span,
    details: Details,
    *,
    resource_id: int | None = None,
    anyway: str = "",
    series_id: int | None = None,
) -> Appointment:
    """Book somebody on a slot of an availability or, with none, on the resource's time by itself.

    Whoever holds that very slot gets their hold made a booking, with the same id (contract of
    document 004, 1.1). A reason for doing it `anyway` books what is closed, full, taken or no slot
    beyond the places there are. The past can be booked as well.
    """
    spot = Spot(span=span, availability_id=availability_id, resource_id=resource_id, anyway=anyway)
    return steps.claim(tx, spot, details, Terms(series_id=series_id))


def hold(
    tx: Write,
    availability_id: int | None,
    span: Span,
    details: Details | None = None,
    *,
    resource_id: int | None = None,
    length: timedelta | None = None,
    entry_id: int | None = None,
) -> Appointment:
    """Keep a slot for somebody for `length` from now, or for as long as the house usually does.

    Whoever holds it already goes on holding it, with the same id (contract of document 004, 1.3).
    """
    spot = Spot(span=span, availability_id=availability_id, resource_id=resource_id)
    terms = Terms(held_until=tx.now + _length(tx, length), entry_id=entry_id)
    return steps.claim(tx, spot, details or Details(), terms)


def renew(tx: Write, appointment_id: int, *, length: timedelta | None = None) -> Appointment:
    """Hold for longer, from now; `Lapsed` when the time has run out and the place is gone."""
    until = tx.now + _length(tx, length)
    record = _held(tx, appointment_id)
    _require_standing_offer(tx, record)
    if not record.value().counts(tx.now):
        try:
            _take_again(tx, record)
        except Unavailable as error:
            raise Lapsed from error
    # Nobody is offered anything for longer than until it begins.
    record.held_until = until if record.entry_id is None else min(until, _too_late(record))
    return steps.kept(tx, record)


def confirm(
    tx: Write,
    appointment_id: int,
    details: Details | None = None,
    *,
    arrived: bool = False,
) -> Appointment:
    """Make a booking of a hold or an offer; `arrived` is for somebody who is there already.

    One that has run out is still good as long as nobody else has taken its place, but an offer is
    not: others wait. What the details leave empty stays as it was.
    """
    held = steps.hold_calendars(tx, [appointment_id])
    person = steps.take_person(tx, details) if details else None
    record = _require_held(tx, steps.taken(tx, [appointment_id], held)[0])
    _require_standing_offer(tx, record)
    _take_again(tx, record)
    if details is not None:
        steps.merge(record, details, person)
    record.held_until = None
    record.arrived_at = tx.now if arrived else None
    return steps.kept(tx, record)


def release(tx: Write, appointment_id: int) -> None:
    """Give a hold or an offer back."""
    given_back = _take_away(tx, _held(tx, appointment_id), Shelf.TRASH)
    offers.offer_freed(tx, offers.of_appointments(given_back))


def amend(tx: Write, appointment_id: int, details: Details, *, seen: int | None) -> Appointment:
    """Change what is said about an appointment; `seen` of none is for another machine."""
    person = steps.take_person(tx, details)
    record = rows.take_one(tx, AppointmentRecord, appointment_id)
    journal.require_seen(tx, record, seen)
    if Shelf(record.shelf) not in {Shelf.PUBLIC, Shelf.DRAFT}:
        raise steps.not_standing(tx, record)
    steps.fill(record, details, person)
    return steps.kept(tx, record)


def move(
    tx: Write,
    appointment_id: int,
    to: Span,
    *,
    seen: int | None,
    availability_id: int | None = None,
    resource_id: int | None = None,
    anyway: str = "",
) -> Appointment:
    """Give an appointment another time, another resource, or both; it need not be called about.

    Without an availability it takes the slot that the resource has at exactly that time; where
    there is none, only what had none before can stand by itself. `anyway` is as for `book`.
    """
    if availability_id is not None:
        resource_id = steps.resource_of(tx, availability_id)
    others = [] if availability_id is None and resource_id is None else [resource_id]
    held = steps.hold_calendars(tx, [appointment_id], *others)
    [record] = steps.taken(tx, [appointment_id], held)
    journal.require_seen(tx, record, seen)
    whose = resource_id if others else record.resource_id
    spot = Spot(span=to, availability_id=availability_id, resource_id=whose, anyway=anyway)
    left = record.value()
    moved = shift(tx, record, spot)
    offers.offer_freed(tx, offers.of_appointments(left))
    return moved


def shift(tx: Write, record: AppointmentRecord, spot: Spot) -> Appointment:
    """Move an appointment that has been taken, and whose calendars are held.

    What it leaves is not offered to anybody yet: whoever calls may need it for another.
    """
    steps.require_length(spot.span)
    now = record.value()
    if not now.counts(tx.now) or now.standing(tx.now) in _CANNOT_BE_MOVED:
        raise steps.not_standing(tx, record)
    spot = steps.with_slot(tx, spot, first=now.availability_id)
    if spot.availability_id is not None or now.availability_id is None:
        steps.put(tx, record, spot)
    elif not spot.anyway.strip():
        raise NotASlot(spot.span)
    else:
        # It goes on counting among those of its availability, unless it goes to somebody else.
        same = spot.resource_id == now.resource_id
        kept_on = now.availability_id if same else None
        steps.put_beyond(tx, record, replace(spot, availability_id=kept_on))
    record.flagged, record.caller, record.called_at = False, "", None
    return steps.kept(tx, record)


def cancel(tx: Write, ids: Sequence[int], *, reason: str = "") -> list[Appointment]:
    """Cancel one or several; their places are free at once, and the journal keeps the reason."""
    records = _all_taken(tx, ids)
    for record in records:
        if record.value().standing(tx.now) in _CANNOT_BE_CANCELLED:
            raise steps.not_standing(tx, record)
    journal.because(tx, reason)
    cancelled = [_take_away(tx, record, Shelf.TRASH) for record in records]
    offers.offer_freed(tx, offers.of_appointments(*cancelled))
    return cancelled


def restore(tx: Write, ids: Sequence[int]) -> list[Appointment]:
    """Take cancelled ones back; flagged where there is no place for them any more."""
    records = _all_taken(tx, ids)
    for record in records:
        if Shelf(record.shelf) is not Shelf.TRASH:
            raise steps.not_standing(tx, record)
    return [_bring_back(tx, record) for record in records]


def shelve(tx: Write, ids: Sequence[int], shelf: Shelf) -> int:
    """Put appointments on a shelf, and count those that moved.

    Those that may not come there from where they are stay (contract of document 004, 5.3). What
    is made public where there is no place is flagged (there, 1.1).
    """
    kind = AppointmentRecord
    known = tx.session.scalars(select(kind.id).where(kind.id.in_(ids))).all()
    moving = [r for r in _all_taken(tx, known) if Shelf(r.shelf) in MAY_COME_FROM[shelf]]
    for record in moving:
        if shelf is Shelf.PUBLIC:
            _bring_back(tx, record)
        else:
            _take_away(tx, record, shelf)
    offers.offer_freed(tx, offers.of_appointments(*(record.value() for record in moving)))
    return len(moving)


def arrive(tx: Write, ids: Sequence[int]) -> list[Appointment]:
    """Note that they are there; also those who had been given up."""
    records = _standing(tx, ids, {Standing.BOOKED, Standing.MISSED})
    for record in records:
        record.arrived_at, record.missed_at = tx.now, None
    return _all_kept(tx, records)


def admit(tx: Write, ids: Sequence[int]) -> list[Appointment]:
    """Note that they have gone in; whoever was not seen arriving has arrived as well."""
    records = _standing(tx, ids, {Standing.BOOKED, Standing.ARRIVED})
    for record in records:
        record.arrived_at, record.admitted_at = record.arrived_at or tx.now, tx.now
    return _all_kept(tx, records)


def complete(tx: Write, ids: Sequence[int]) -> list[Appointment]:
    """Note that they are done."""
    records = _standing(tx, ids, {Standing.BOOKED, Standing.ARRIVED, Standing.IN_ROOM})
    for record in records:
        record.completed_at = tx.now
    return _all_kept(tx, records)


def miss(tx: Write, ids: Sequence[int]) -> list[Appointment]:
    """Note that they did not come; nobody who has arrived can be given up so."""
    records = _standing(tx, ids, {Standing.BOOKED})
    for record in records:
        record.missed_at = tx.now
    return _all_kept(tx, records)


def reinstate(tx: Write, ids: Sequence[int]) -> list[Appointment]:
    """Take back the last thing that was noted: arriving, going in, being done, not coming."""
    marked = {Standing.ARRIVED, Standing.IN_ROOM, Standing.DONE, Standing.MISSED}
    records = _standing(tx, ids, marked)
    for record in records:
        match record.value().standing(tx.now):
            case Standing.MISSED:
                record.missed_at = None
            case Standing.DONE:
                record.completed_at = None
            case Standing.IN_ROOM:
                record.admitted_at = None
            case _:
                record.arrived_at = None
    return _all_kept(tx, records)


def _length(tx: Read, length: timedelta | None) -> timedelta:
    if length is None:
        return timedelta(minutes=site.setting(tx, site.HOLD_MINUTES))
    if not timedelta() <= length <= LONGEST_HOLD:
        raise Invalid(length=["must be from no time to a year"])
    return length


def _too_late(record: AppointmentRecord) -> datetime:
    """A slot is nobody's once it has begun, a day not before it is over."""
    return record.ends if record.availability_id is None else record.starts


def _held(tx: Write, appointment_id: int) -> AppointmentRecord:
    return _require_held(tx, _all_taken(tx, [appointment_id])[0])


def _require_held(tx: Read, record: AppointmentRecord) -> AppointmentRecord:
    if record.value().standing(tx.now) not in _HELD:
        raise steps.not_standing(tx, record)
    return record


def _require_standing_offer(tx: Read, record: AppointmentRecord) -> None:
    """Refuse an offer as `Lapsed` once its time has run out."""
    if record.entry_id is not None and record.value().standing(tx.now) is Standing.LAPSED:
        raise Lapsed


def _take_again(tx: Write, record: AppointmentRecord) -> None:
    steps.put(tx, record, _where(record))


def _bring_back(tx: Write, record: AppointmentRecord) -> Appointment:
    record.shelf = Shelf.PUBLIC.value
    if record.value().counts(tx.now) and not record.beyond:
        try:
            _take_again(tx, record)
        except (Unavailable, NotFound):
            record.flagged = True
    return steps.kept(tx, record)


def _take_away(tx: Write, record: AppointmentRecord, shelf: Shelf) -> Appointment:
    record.shelf = shelf.value
    claims.release(tx, record)
    return steps.kept(tx, record)


def _where(record: AppointmentRecord) -> Spot:
    return Spot(
        span=record.span,
        availability_id=record.availability_id,
        resource_id=record.resource_id,
    )


def _all_taken(tx: Write, ids: Collection[int]) -> list[AppointmentRecord]:
    return steps.taken(tx, ids, steps.hold_calendars(tx, ids))


def _standing(
    tx: Write, ids: Collection[int], allowed: Collection[Standing]
) -> list[AppointmentRecord]:
    """The appointments, each of which must have come so far."""
    records = _all_taken(tx, ids)
    for record in records:
        if record.value().standing(tx.now) not in allowed:
            raise steps.not_standing(tx, record)
    return records


def _all_kept(tx: Write, records: list[AppointmentRecord]) -> list[Appointment]:
    for record in records:
        rows.touch(tx, record)
    tx.session.flush()
    return [record.value() for record in records]
