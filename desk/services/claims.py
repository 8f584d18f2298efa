"""Taking a place of a slot: whether one can be had is decided here, and nowhere else.

On PostgreSQL several desks take at once. Whoever takes, frees or withdraws time of a resource
first has its calendar to themselves, so that whoever comes next sees what they did; shutting the
whole site waits for everybody. Beneath that the database keeps two claims from ever having the
same place, so that a mistake here could refuse too much but never book too many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import IntegrityError

from desk.domain.appointment import LONGEST_SPAN, Appointment, Shelf
from desk.domain.availability import Availability
from desk.domain.errors import (
    Clash,
    NotASlot,
    NotFound,
    SlotClosed,
    SlotFull,
    Stale,
    Unavailable,
)
from desk.domain.span import Span
from desk.services import appointment_rows, rows, site, type_places
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord

_SITE = "site-calendar"
_RESOURCE = "resource"
_ANYBODY = 0  # what belongs to no resource


def hold_calendar(tx: Write, resource_ids: Iterable[int | None]) -> None:
    """Be the only one who takes or frees time of these resources, until the commit.

    To be called before looking, and once for all of them, so that nobody waits in a circle.
    """
    tx.lock(_SITE, 0, shared=True)
    for key in sorted({key or _ANYBODY for key in resource_ids}):
        tx.lock(_RESOURCE, key)


def shut_calendar(tx: Write, *resource_ids: int | None) -> None:
    """Be the only one who has to do with these calendars, until the commit.

    With none among them it is the whole site's, so that nobody books anything meanwhile.
    """
    if None in resource_ids:
        tx.lock(_SITE, 0)
    hold_calendar(tx, resource_ids)


def place_free(tx: Read, availability_id: int, span: Span, *, besides: int | None = None) -> None:
    """Refuse unless a place can be taken on exactly `span`.

    `NotFound`, `NotASlot`, `SlotClosed` or `SlotFull`, in this order (contract of document 004,
    1.1). The appointment `besides` does not stand in its own way.
    """
    availability = _open(tx, availability_id).value()
    _require_open_slot(tx, availability, span)
    _require_room(availability, _claims(tx, availability.id, span, besides), span)


def take_place(tx: Write, record: AppointmentRecord, availability_id: int, span: Span) -> None:
    """Put an appointment, new or not, on the slot; refused as by `place_free`, and unchanged."""
    taken = tx.get(AvailabilityRecord, availability_id).resource_id
    hold_calendar(tx, {record.resource_id, taken} if record.id else {taken})
    availability = _open(tx, availability_id, again=rows.several_write(tx)).value()
    if availability.resource_id != taken:
        raise Stale
    with tx.session.no_autoflush:
        _require_open_slot(tx, availability, span)
        others = _claims(tx, availability.id, span, record.id)
        _require_room(availability, others, span)
        _clear_lapsed(tx, availability.id, span, record.id)
        number = _lowest_free(tx, availability.id, span, record.id)
        record.availability_id, record.resource_id = availability.id, availability.resource_id
        record.starts, record.ends = span.start, span.end
        record.place = number
        tx.session.add(record)
    _flush(tx, [record])


def give_places(tx: Write, records: Sequence[AppointmentRecord]) -> None:
    """Put many new appointments at once where there are known to be places for all of them.

    Whoever calls has the calendars to itself and has looked; `SlotFull` if it has not.
    """
    keys = {r.availability_id for r in records if r.availability_id is not None}
    _clear_all_lapsed(tx, keys)
    taken = _places_taken(tx, records)
    for record in records:
        if record.availability_id is not None:
            numbers = taken[record.availability_id, record.starts]
            record.place = next(n for n in range(len(numbers) + 1) if n not in numbers)
            numbers.add(record.place)
    tx.session.add_all(records)
    _flush(tx, records)


def release(tx: Write, *records: AppointmentRecord) -> None:
    """Give the places of appointments back."""
    for record in records:
        record.place = None
    tx.session.flush()


def settle(tx: Write, record: AppointmentRecord) -> None:
    """Give a place again to an appointment that was put back to where it had one.

    Whether it may have it is not asked; `stands_well` tells.
    """
    appointment = record.value()
    key = appointment.availability_id
    if key is None or appointment.beyond or not appointment.counts(tx.now):
        return
    _clear_lapsed(tx, key, appointment.span, appointment.id)
    record.place = _lowest_free(tx, key, appointment.span, appointment.id)
    tx.session.flush()


def stands_well(tx: Read, appointment: Appointment) -> bool:
    """Whether nobody need care about it: it has a slot that is open, and there is room for all.

    What is flagged has no slot and somebody knows; what is past is past. Those who were booked
    beyond the places take nobody's room away.
    """
    if not appointment.counts(tx.now) or appointment.beyond:
        return True
    ahead = appointment.span.start > tx.now and not appointment.flagged
    try:
        if appointment.availability_id is None and appointment.type_id is not None:
            type_places.require_room(
                tx, appointment.type_id, appointment.span, besides=appointment.id
            )
            return True
        if appointment.availability_id is None:
            if ahead:
                _require_open(tx, appointment.resource_id, appointment.span)
            return not _beside(tx, appointment.resource_id, appointment.span, appointment.id)
        availability = tx.get(AvailabilityRecord, appointment.availability_id).value()
        if ahead and availability.shelf is not Shelf.PUBLIC:
            return False
        if ahead:
            _require_open_slot(tx, availability, appointment.span)
        others = _claims(tx, availability.id, appointment.span, appointment.id)
        _require_room(availability, [a for a in others if not a.beyond], appointment.span)
    except Unavailable:
        return False
    return True


def time_free(tx: Read, resource_id: int | None, span: Span, *, besides: int | None = None) -> None:
    """Refuse what has no slot where the resource is shut, or has something else at that time.

    `SlotClosed`, or `Clash` with the name of what is there. Whatever is nobody's time is free.
    """
    _require_open(tx, resource_id, span)
    if standing := _beside(tx, resource_id, span, besides):
        raise Clash(span, standing[0].name or standing[0].created_by)


def is_open(tx: Read, resource_id: int | None, span: Span) -> bool:
    """Whether nothing shuts the resource at that time."""
    try:
        _require_open(tx, resource_id, span)
    except SlotClosed:
        return False
    return True


def require_clear(
    tx: Write, resource_id: int | None, span: Span, *, besides: int | None = None
) -> None:
    """The same, with nobody else taking the time until the commit."""
    hold_calendar(tx, [resource_id])
    time_free(tx, resource_id, span, besides=besides)


def slot_at(
    tx: Read, resource_id: int | None, span: Span, *, first: int | None = None
) -> int | None:
    """The availability of a resource of which `span` is exactly a slot; `first` goes before."""
    kind = AvailabilityRecord
    once = and_(kind.starts >= span.start - LONGEST_SPAN, kind.ends >= span.end)
    repeated = or_(kind.until.is_(None), kind.until >= span.end)
    query = select(kind).where(
        kind.resource_id == resource_id,
        kind.shelf == Shelf.PUBLIC.value,
        kind.starts <= span.start,
        or_(and_(kind.rule.is_(None), once), and_(kind.rule.is_not(None), repeated)),
    )
    found = [record.value() for record in tx.session.scalars(query.order_by(kind.id))]
    fitting = [availability.id for availability in found if availability.has_slot(span)]
    if first in fitting:
        return first
    return fitting[0] if fitting else None


def _open(tx: Read, availability_id: int, *, again: bool = False) -> AvailabilityRecord:
    """The availability as it stands now; only what is public can be booked."""
    query = select(AvailabilityRecord).where(AvailabilityRecord.id == availability_id)
    record = tx.session.scalar(query.execution_options(populate_existing=again))
    if record is None or record.shelf != Shelf.PUBLIC.value:
        raise NotFound("availability", availability_id)
    return record


def _require_open_slot(tx: Read, availability: Availability, span: Span) -> None:
    if not availability.has_slot(span):
        raise NotASlot(span)
    _require_open(tx, availability.resource_id, span)


def _require_open(tx: Read, resource_id: int | None, span: Span) -> None:
    whose = ClosureRecord.resource_id == resource_id
    if resource_id is None or site.setting(tx, site.CLOSURE_FOR_ALL) == "all":
        whose = or_(whose, ClosureRecord.resource_id.is_(None))
    query = select(ClosureRecord.reason).where(
        ClosureRecord.shelf == Shelf.PUBLIC.value,
        ClosureRecord.ends > span.start,
        ClosureRecord.starts < span.end,
        whose,
    )
    reason = tx.session.scalar(query.order_by(ClosureRecord.starts).limit(1))
    if reason is not None:
        raise SlotClosed(span, reason)


def _claims(tx: Read, availability_id: int, span: Span, besides: int | None) -> list[Appointment]:
    """Whoever else takes up some of the span, whether or not they have the same slot."""
    return appointment_rows.overlapping(
        tx,
        span,
        None,
        AppointmentRecord.availability_id == availability_id,
        AppointmentRecord.id != (besides or 0),
        appointment_rows.counting(tx.now),
    )


def _beside(
    tx: Read, resource_id: int | None, span: Span, besides: int | None
) -> list[Appointment]:
    """What else the resource has at that time, on whatever slot or on none."""
    if resource_id is None:
        return []
    return appointment_rows.overlapping(
        tx,
        span,
        [resource_id],
        appointment_rows.counting(tx.now),
        AppointmentRecord.id != (besides or 0),
    )


def _require_room(availability: Availability, others: list[Appointment], span: Span) -> None:
    if len(others) >= availability.capacity:
        last = max(others, key=lambda other: (other.created_at, other.id))
        known = [part for part in (last.created_by, last.name) if part]
        raise SlotFull(span, ": ".join(known))


def _clear_all_lapsed(tx: Write, keys: Collection[int]) -> None:
    kind = AppointmentRecord
    clear = update(kind).where(
        kind.place.is_not(None), kind.held_until <= tx.now, kind.availability_id.in_(keys)
    )
    tx.session.execute(clear.values(place=None).execution_options(synchronize_session="fetch"))


def _places_taken(
    tx: Read, records: Sequence[AppointmentRecord]
) -> dict[tuple[int | None, datetime], set[int]]:
    """The numbers that are given away already, by availability and start."""
    kind = AppointmentRecord
    found: dict[tuple[int | None, datetime], set[int]] = defaultdict(set)
    begin = min((r.starts for r in records), default=tx.now)
    end = max((r.starts for r in records), default=tx.now)
    query = select(kind.availability_id, kind.starts, kind.place).where(
        kind.place.is_not(None),
        kind.availability_id.in_({r.availability_id for r in records}),
        kind.starts >= begin,
        kind.starts <= end,
    )
    for key, starts, place in tx.session.execute(query):
        found[key, starts].add(place or 0)
    return found


def _flush(tx: Write, records: Sequence[AppointmentRecord]) -> None:
    try:
        tx.session.flush()
    except IntegrityError as error:
        if _same_place(error):
            raise SlotFull(records[0].span) from error
        raise


def _clear_lapsed(tx: Write, availability_id: int, span: Span, besides: int | None) -> None:
    """Take their places from holds of the slot that have run out; nothing else is different."""
    kind = AppointmentRecord
    clear = update(kind).where(
        kind.availability_id == availability_id,
        kind.starts == span.start,
        kind.place.is_not(None),
        kind.held_until <= tx.now,
        kind.id != (besides or 0),
    )
    tx.session.execute(clear.values(place=None).execution_options(synchronize_session="fetch"))


def _lowest_free(tx: Read, availability_id: int, span: Span, besides: int | None) -> int:
    kind = AppointmentRecord
    query = select(kind.place).where(
        kind.availability_id == availability_id,
        kind.starts == span.start,
        kind.place.is_not(None),
        kind.id != (besides or 0),
    )
    numbers = set(tx.session.scalars(query))
    return next(number for number in range(len(numbers) + 1) if number not in numbers)


def _same_place(error: IntegrityError) -> bool:
    """Whether somebody else has just got the very place."""
    if getattr(error.orig, "sqlstate", None) is not None:
        return "uq_appointment_place" in str(error.orig)
    return str(error.orig) == (
        "UNIQUE constraint failed: appointment.availability_id, appointment.starts,"
        " appointment.place"
    )
