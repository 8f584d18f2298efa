"""The steps of which acts upon appointments are made.

Whoever takes or frees a place has the calendars of the resources to itself first, then the people
it speaks of, then the appointments, so that nobody waits in a circle; see `claims` and `rows`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select

from desk.domain import participants
from desk.domain.appointment import LONGEST_SPAN, Appointment, Details, Shelf
from desk.domain.errors import Invalid, NotFound, NotStanding, Stale, Unavailable
from desk.domain.span import Span
from desk.services import claims, directory, journal, people, rows, type_places
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord, PersonRecord

KIND = AppointmentRecord.__tablename__


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where an appointment is to stand: on a slot of an availability, or by itself.

    `anyway` is the reason for standing there although there is no place.
    """

    span: Span
    availability_id: int | None = None
    resource_id: int | None = None
    anyway: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long a claim lasts unless confirmed, for whom who waits, and in which series it is."""

    held_until: datetime | None = None
    entry_id: int | None = None
    series_id: int | None = None


def claim(tx: Write, spot: Spot, details: Details, terms: Terms) -> Appointment:
    """Make a claim, or the same owner's hold of the very slot into one."""
    require_length(spot.span)
    spot, usual_type = _with_resource(tx, spot)
    claims.hold_calendar(tx, [spot.resource_id])
    person = take_person(tx, details)
    own = _own_hold(tx, spot, details)
    if own is None:
        made = replace(details, appointment_type=details.appointment_type or usual_type)
        record = AppointmentRecord(created_at=tx.now, created_by=tx.actor)
        fill(record, made, person)
        rows.touch(tx, record)
        record.held_until, record.entry_id = terms.held_until, terms.entry_id
        record.series_id = terms.series_id
        if spot.availability_id is None:
            record.type_id = type_places.of_code(tx, record.appointment_type)
        put(tx, record, spot)
        return record.value()
    put(tx, own, spot)
    merge(own, details, person)
    own.held_until = terms.held_until and _later(terms.held_until, own)
    own.entry_id = terms.entry_id or own.entry_id
    own.series_id = terms.series_id or own.series_id
    return kept(tx, own)


def put(tx: Write, record: AppointmentRecord, spot: Spot) -> None:
    """Put an appointment, new or not, where it is to stand; refused, it stays as it is."""
    reason = spot.anyway.strip()
    if reason and not _can_be_had(tx, record, spot):
        put_beyond(tx, record, spot)
    elif spot.availability_id is not None:
        claims.take_place(tx, record, spot.availability_id, spot.span)
        record.beyond = ""
    else:
        _require_time(tx, record, spot)
        stand(tx, record, spot)


def put_beyond(tx: Write, record: AppointmentRecord, spot: Spot) -> None:
    """Put an appointment where there is no place for it, and let the journal say why."""
    journal.because(tx, spot.anyway)
    stand(tx, record, spot, spot.anyway.strip())


def with_slot(tx: Read, spot: Spot, *, first: int | None) -> Spot:
    """The spot on the slot that its resource has at exactly that time, if it has any."""
    if spot.availability_id is not None:
        return spot
    found = claims.slot_at(tx, spot.resource_id, spot.span, first=first)
    return replace(spot, availability_id=found)


def hold_calendars(tx: Write, ids: Iterable[int], *others: int | None) -> set[int | None]:
    """Have the calendars of these appointments and of `others` to oneself; gives the resources."""
    kind = AppointmentRecord
    query = select(kind.resource_id).where(kind.id.in_(list(ids)))
    held = {*tx.session.scalars(query), *others}
    claims.hold_calendar(tx, held)
    return held


def taken(tx: Write, ids: Collection[int], held: Collection[int | None]) -> list[AppointmentRecord]:
    """The appointments as they stand now, in the order of `ids`; all are of calendars held."""
    found = rows.take(tx, AppointmentRecord, ids)
    for key in ids:
        if key not in found:
            raise NotFound(KIND, key)
        if found[key].resource_id not in held:
            raise Stale  # It was moved to another resource this very moment.
    return [found[key] for key in dict.fromkeys(ids)]


def take_person(tx: Write, details: Details) -> PersonRecord | None:
    """Whom the details name, taken with others so that nobody merges them meanwhile."""
    details.require_sense()
    return None if details.person_id is None else people.take(tx, details.person_id)


def fill(record: AppointmentRecord, details: Details, person: PersonRecord | None) -> None:
    """Set everything that is said about an appointment."""
    record.person, record.person_id = person, person.id if person else None
    record.title = details.title.strip()
    record.owner = (details.owner or "").strip() or None
    record.appointment_type = (details.appointment_type or "").strip() or None
    record.note = details.note
    record.extra = participants.of_those_present(details.extra, owner_of(record))


def owner_of(record: AppointmentRecord) -> str | None:
    """Whose it is in the words of another machine."""
    return participants.owner(record.owner, record.person_id)


def merge(record: AppointmentRecord, details: Details, person: PersonRecord | None) -> None:
    """Set what the details say, and leave the rest as it is."""
    before = record.value()
    merged = Details(
        title=details.title if details.title.strip() else before.title,
        owner=details.owner or before.owner,
        appointment_type=details.appointment_type or before.appointment_type,
        note=details.note or before.note,
        extra={**before.extra, **details.extra},
    )
    fill(record, merged, person or record.person)


def kept(tx: Write, record: AppointmentRecord) -> Appointment:
    """Write down who changed it and when; gives it as it is now."""
    rows.touch(tx, record)
    tx.session.flush()
    return record.value()


def not_standing(tx: Read, record: AppointmentRecord) -> NotStanding:
    """The refusal that says how far the appointment has come."""
    appointment = record.value()
    return NotStanding(appointment.name, appointment.standing(tx.now).value)


def require_length(span: Span) -> None:
    if span.length > LONGEST_SPAN:
        raise Invalid(end=["must be within a year of the start"])


def resource_of(tx: Read, availability_id: int) -> int | None:
    """Whose time an availability is."""
    return tx.get(AvailabilityRecord, availability_id).resource_id


def _with_resource(tx: Read, spot: Spot) -> tuple[Spot, str | None]:
    """The spot with the resource it is about, and what is usual to come for there."""
    if spot.availability_id is None:
        directory.require_resource(tx, spot.resource_id)
        return spot, None
    availability = tx.get(AvailabilityRecord, spot.availability_id)
    return replace(spot, resource_id=availability.resource_id), availability.appointment_type


def _own_hold(tx: Write, spot: Spot, details: Details) -> AppointmentRecord | None:
    """What the same owner or person holds there already, whether or not it has run out.

    An offer that has run out is nobody's.
    """
    kind = AppointmentRecord
    if spot.availability_id is None:
        return None
    if details.owner:
        whose = kind.owner == details.owner
    elif details.person_id is not None:
        whose = kind.person_id == details.person_id
    else:
        return None
    query = select(kind.id).where(
        kind.availability_id == spot.availability_id,
        kind.starts == spot.span.start,
        kind.ends == spot.span.end,
        kind.shelf == Shelf.PUBLIC.value,
        kind.held_until.is_not(None),
        or_(kind.entry_id.is_(None), kind.held_until > tx.now),
        whose,
    )
    found = tx.session.scalar(query.order_by(kind.held_until.desc(), kind.id.desc()).limit(1))
    return None if found is None else rows.take(tx, kind, [found]).get(found)


def _later(deadline: datetime, own: AppointmentRecord) -> datetime:
    """The deadline of a hold; whoever has been offered the place keeps it as long as was said."""
    stands = own.held_until if own.entry_id is not None else None
    return deadline if stands is None else max(deadline, stands)


def _can_be_had(tx: Write, record: AppointmentRecord, spot: Spot) -> bool:
    """Whether there is a place after all, so that no reason is needed."""
    try:
        if spot.availability_id is None:
            _require_time(tx, record, spot)
        else:
            claims.place_free(tx, spot.availability_id, spot.span, besides=record.id)
    except Unavailable:
        return False
    return True


def _require_time(tx: Write, record: AppointmentRecord, spot: Spot) -> None:
    """Refuse what has no slot where the time, or a place of the day or the stock, is not free."""
    if record.type_id is None or spot.resource_id is not None:
        claims.require_clear(tx, spot.resource_id, spot.span, besides=record.id)
    if record.type_id is not None:
        type_places.take(tx, record.type_id, spot.span, besides=record.id)


def stand(tx: Write, record: AppointmentRecord, spot: Spot, beyond: str = "") -> None:
    """Let it stand there without taking a place, `beyond` the places if there is a reason."""
    record.availability_id, record.resource_id = spot.availability_id, spot.resource_id
    record.starts, record.ends = spot.span.start, spot.span.end
    record.beyond = beyond
    tx.session.add(record)
    claims.release(tx, record)
