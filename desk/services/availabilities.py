"""When providers can be had: saying so, changing it, and taking it back.

Whoever is booked ahead on a slot that is no longer one is flagged; nobody is ever thrown out, and
what is past stays as it was (contract of document 004, 1.2). Rules may lie over each other; what
is added by the batch may not (contract of document 001, rows 23 to 26).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from sqlalchemy import func, or_, select

from desk.domain.appointment import MAY_COME_FROM, Appointment, Shelf
from desk.domain.availability import Availability
from desk.domain.errors import DeskError, HasBookings, NotFound, Overlap
from desk.domain.open_time import NewAvailability
from desk.domain.span import Span
from desk.services import (
    appointment_rows,
    claims,
    directory,
    journal,
    offers,
    open_already,
    rows,
    shelves,
    stranding,
)
from desk.services.open_already import OpenAlready
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord

MILLISECOND = timedelta(milliseconds=1)
LOOK_AHEAD = timedelta(days=366)  # how far a rule is compared with what is open already


def add(tx: Write, new: NewAvailability) -> Availability:
    """Open time; refused as `Invalid` with every field at fault. It may overlap what is open."""
    made = require_sense(tx, new)
    hold_opening(tx, [made.resource_id])
    added = tx.add(record_of(tx, made)).value()
    offers.offer_freed(tx, offers.of_open_time(tx, added))
    return added


def add_all(tx: Write, items: Sequence[NewAvailability]) -> list[Availability | DeskError]:
    """Open several times; for each, in order, what came of it.

    What makes no sense or overlaps what is open, or an earlier item, is left out and the rest is
    kept (contract of document 001, rows 23 and 24).
    """
    hold_opening(tx, [item.resource_id for item in items])
    known = _open_around(tx, items)
    outcomes: list[AvailabilityRecord | DeskError] = []
    for item in items:
        try:
            made = require_sense(tx, item)
            _require_no_overlap(known[item.resource_id], made)
            outcomes.append(record_of(tx, made))
        except DeskError as refusal:
            outcomes.append(refusal)
    added = [outcome for outcome in outcomes if isinstance(outcome, AvailabilityRecord)]
    tx.session.add_all(added)
    tx.session.flush()
    offers.offer_freed(tx, offers.of_open_time(tx, *(record.value() for record in added)))
    return [o if isinstance(o, DeskError) else o.value() for o in outcomes]


def amend(
    tx: Write, availability_id: int, new: NewAvailability, *, seen: int | None
) -> Availability:
    """Change an availability; its shelf stays.

    Whoever is booked ahead on what is no longer a slot of it is flagged, and its claims go along to
    another provider; fewer places flag nobody. `seen` is the version that the person was looking
    at, none for another machine.
    """
    made = require_sense(tx, new)
    record = taken(tx, availability_id, seen=seen, others=[made.resource_id])
    fill(tx, record, made)
    tx.session.flush()
    after = record.value()
    _follow_resource(tx, after)
    flag_stranded(tx, after)
    offers.offer_freed(tx, offers.of_open_time(tx, after))
    return after


def withdraw(tx: Write, availability_id: int, *, shelf: Shelf = Shelf.TRASH) -> list[Appointment]:
    """Take an availability back; gives whoever is booked on it and has been flagged."""
    record = taken(tx, availability_id)
    record.shelf = shelf.value
    rows.touch(tx, record)
    tx.session.flush()
    return flag_stranded(tx, record.value())


def withdraw_all(tx: Write, resource_id: int, ids: Sequence[int]) -> list[int | DeskError]:
    """Take several of a provider back; for each, in order, its id or why it stays.

    What is of another provider or not there fails, and so does what somebody is booked on (contract
    of document 001, row 26).
    """
    claims.shut_calendar(tx, resource_id)
    found = rows.take(tx, AvailabilityRecord, ids)
    booked = bookings(tx, found)
    outcomes: list[int | DeskError] = []
    for availability_id in ids:
        record = found.get(availability_id)
        public = record is not None and record.shelf == Shelf.PUBLIC.value
        if record is None or not public or record.resource_id != resource_id:
            outcomes.append(NotFound("availability", availability_id))
        elif availability_id in booked:
            outcomes.append(HasBookings(booked[availability_id]))
        else:
            record.shelf = Shelf.TRASH.value
            rows.touch(tx, record)
            outcomes.append(availability_id)
    tx.session.flush()
    return outcomes


def shelve(tx: Write, ids: Sequence[int], shelf: Shelf) -> int:
    """Put availabilities on a shelf, and count those that moved.

    Those that may not come there from where they are stay (contract of document 004, 5.3); whoever
    is booked on what is no longer public is flagged.
    """
    return _move(tx, ids, MAY_COME_FROM[shelf], shelf)


def remove(tx: Write, ids: Sequence[int]) -> None:
    """Take availabilities away for good; whoever is booked ahead on one is flagged.

    The row stays as long as there is an appointment that was made on it.
    """
    query = select(AvailabilityRecord.resource_id).where(AvailabilityRecord.id.in_(ids))
    claims.shut_calendar(tx, *set(tx.session.scalars(query)))
    for record in rows.take(tx, AvailabilityRecord, ids).values():
        of_it = AppointmentRecord.availability_id == record.id
        if tx.session.scalar(select(AppointmentRecord.id).where(of_it).limit(1)) is None:
            tx.session.delete(record)
            continue
        record.shelf = Shelf.GONE.value
        rows.touch(tx, record)
        tx.session.flush()
        flag_stranded(tx, record.value())
    tx.session.flush()


def restore(tx: Write, ids: Sequence[int]) -> None:
    """Take availabilities out of the bin; nobody is un-flagged by that.

    A single slot must not overlap what has been opened since (`Overlap`): slots of a provider never
    do (contract of document 001, row 11).
    """
    wanted = [one(tx, availability_id) for availability_id in ids]
    open_already.lock(tx, [each.resource_id for each in wanted])
    for each in wanted:
        single = each.rule is None and each.slot_length == each.span.length
        if single and OpenAlready(tx, each.resource_id, each.span).meets(each.span):
            raise Overlap(each.span)
    _move(tx, ids, {Shelf.TRASH}, Shelf.PUBLIC)


def affected(
    tx: Read, availability_id: int, new: NewAvailability | None = None
) -> list[Appointment]:
    """Who is booked ahead and would be flagged by this change, or by withdrawing it."""
    on_it = AppointmentRecord.availability_id == availability_id
    booked = stranding.booked_ahead(tx, on_it)
    if new is None:
        return booked
    made = new.made(tx.now, tx.zone.key)
    return [appointment for appointment in booked if not made.has_slot(appointment.span)]


def one(tx: Read, availability_id: int) -> Availability:
    return tx.get(AvailabilityRecord, availability_id).value()


def listed(
    tx: Read,
    resources: Collection[int] | None = None,
    *,
    shelf: Shelf = Shelf.PUBLIC,
    period: Span | None = None,
) -> list[Availability]:
    """The availabilities on a shelf, by provider and start; those that can touch the period."""
    record = AvailabilityRecord
    query = select(record).where(record.shelf == shelf.value)
    if resources is not None:
        query = query.where(record.resource_id.in_(resources))
    if period is not None:
        query = query.where(
            record.starts < period.end,
            or_(record.rule.is_not(None), record.ends > period.start),
            or_(record.rule.is_(None), record.until.is_(None), record.until > period.start),
        )
    ordered = query.order_by(record.resource_id, record.starts, record.id)
    return [found.value() for found in tx.session.scalars(ordered)]


def bookings(tx: Read, ids: Iterable[int]) -> dict[int, int]:
    """How many claims count on each of these, past and to come; those with none are left out."""
    record = AppointmentRecord
    counted = select(record.availability_id, func.count()).where(
        record.availability_id.in_(list(ids)), appointment_rows.counting(tx.now)
    )
    grouped = counted.group_by(record.availability_id)
    return {key: number for key, number in tx.session.execute(grouped) if key is not None}


def require_sense(tx: Read, new: NewAvailability) -> Availability:
    """What it would be, or `Invalid`."""
    directory.require_resource(tx, new.resource_id)
    return new.made(tx.now, tx.zone.key)


def hold_opening(tx: Write, resources: Collection[int | None]) -> None:
    """Be the only one who opens times of these providers, or books them, until the commit."""
    open_already.lock(tx, resources)
    claims.hold_calendar(tx, resources)


def taken(
    tx: Write,
    availability_id: int,
    *,
    seen: int | None = None,
    others: Collection[int | None] = (),
) -> AvailabilityRecord:
    """The row, to be changed, with nobody booking on it or on `others` until the commit."""
    before = tx.get(AvailabilityRecord, availability_id).resource_id
    open_already.lock(tx, {before, *others})
    claims.shut_calendar(tx, *{before, *others})
    record = rows.take_one(tx, AvailabilityRecord, availability_id)
    journal.require_seen(tx, record, seen)
    return record


def record_of(tx: Write, made: Availability) -> AvailabilityRecord:
    """A new row that says the same."""
    record = AvailabilityRecord(
        shelf=made.shelf.value,
        series_id=made.series_id,
        created_at=tx.now,
        created_by=tx.actor,
    )
    fill(tx, record, made)
    return record


def fill(tx: Write, record: AvailabilityRecord, made: Availability) -> None:
    """Let the row say what `made` says, but for its shelf and its series."""
    record.resource_id = made.resource_id
    record.starts, record.ends = made.span.start, made.span.end
    record.slot_length, record.capacity = made.slot_length // MILLISECOND, made.capacity
    record.rule, record.until, record.zone = made.rule, made.until, made.zone
    record.appointment_type, record.extra = made.appointment_type, dict(made.extra)
    rows.touch(tx, record)


def flag_stranded(tx: Write, availability: Availability) -> list[Appointment]:
    """Flag whoever is booked ahead on what is no slot of it; only what is public has slots."""
    public = availability.shelf is Shelf.PUBLIC
    return stranding.flag(
        tx,
        AppointmentRecord.availability_id == availability.id,
        gone=lambda booked: not (public and availability.has_slot(booked.span)),
    )


def _move(tx: Write, ids: Sequence[int], sources: Collection[Shelf], shelf: Shelf) -> int:
    moved = shelves.move(tx, AvailabilityRecord, ids, sources, shelf)
    if shelf is not Shelf.PUBLIC:
        for record in moved:
            flag_stranded(tx, record.value())
    else:
        offers.offer_freed(tx, offers.of_open_time(tx, *(record.value() for record in moved)))
    return len(moved)


def _follow_resource(tx: Write, availability: Availability) -> None:
    """Let the claims on a slot that are to come be upon whoever has the availability now."""
    record = AppointmentRecord
    ids = tx.session.scalars(
        select(record.id).where(
            record.availability_id == availability.id,
            record.shelf == Shelf.PUBLIC.value,
            record.starts > tx.now,
            record.resource_id.is_distinct_from(availability.resource_id),
        )
    )
    for claim in rows.take(tx, record, ids).values():
        claim.resource_id = availability.resource_id
        rows.touch(tx, claim)
    tx.session.flush()


def _open_around(tx: Read, items: Sequence[NewAvailability]) -> dict[int | None, OpenAlready]:
    around: dict[int | None, list[NewAvailability]] = {}
    for item in items:
        around.setdefault(item.resource_id, []).append(item)
    known = {}
    for resource_id, several in around.items():
        last = max(item.span.end + (LOOK_AHEAD if item.rule else timedelta()) for item in several)
        period = Span(min(item.span.start for item in several), last)
        known[resource_id] = OpenAlready(tx, resource_id, period)
    return known


def _require_no_overlap(known: OpenAlready, made: Availability) -> None:
    if made.shelf is not Shelf.PUBLIC:
        return
    spans = list(made.occurrences(Span(made.span.start, made.span.end + LOOK_AHEAD)))
    for span in spans:
        if known.meets(span):
            raise Overlap(span)
    for span in spans:
        known.add(span)
