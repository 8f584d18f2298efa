"""What only another machine does with appointments: draft them, rewrite them whole, remove them.

The rules are those of document 004 (contract, 1.1). What has no slot there stands wherever it is
put, whatever else there is; it is then booked beyond the places, for the reason that is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.domain.appointment import Appointment, Details, Shelf
from desk.domain.span import Span
from desk.services import appointment_steps as steps
from desk.services import appointments, claims, messages, offers, rows
from desk.services.appointment_steps import Spot
from desk.store.database import Write
from desk.store.records import AppointmentRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An appointment as it is to be, but for its shelf and whether it is flagged.

    `resource_id` counts only without an availability.
    """

    span: Span
    details: Details
    availability_id: int | None = None
    resource_id: int | None = None
    held_until: datetime | None = None


def write(tx: Write, text: Text, shelf: Shelf, *, reason: str) -> Appointment:
    """Book it; what is for another shelf than the public one must have a place, but takes none."""
    made = appointments.book(
        tx,
        text.availability_id,
        text.span,
        text.details,
        resource_id=text.resource_id,
        anyway="" if text.availability_id is not None else reason,
    )
    if shelf is Shelf.PUBLIC:
        return made
    record = rows.take_one(tx, AppointmentRecord, made.id)
    record.shelf = shelf.value
    claims.release(tx, record)
    return record.value()


def rewrite(tx: Write, appointment_id: int, text: Text, *, reason: str) -> Appointment:
    """Let an appointment say what the text says; refused as by `claims.place_free` if it moves.

    One that has moved to where it can be had need not be called about any more. Reminders are made
    again in any case (there, section 4).
    """
    spot = _spot(tx, text, reason)
    held = steps.hold_calendars(tx, [appointment_id], spot.resource_id)
    [record] = steps.taken(tx, [appointment_id], held)
    steps.require_length(text.span)
    text.details.require_sense()
    before = record.value()
    steps.fill(record, text.details, record.person)
    record.held_until = text.held_until
    counts = record.value().counts(tx.now)
    moves = (before.availability_id, before.span) != (text.availability_id, text.span)
    other_time = text.availability_id is None and before.resource_id != spot.resource_id
    if moves or other_time or (counts and not before.counts(tx.now)):
        _place(tx, record, spot, counts=counts)
    if moves and claims.is_open(tx, record.resource_id, text.span):
        record.flagged, record.caller, record.called_at = False, "", None
    steps.kept(tx, record)
    if moves:
        offers.offer_freed(tx, offers.of_appointments(before))
    messages.follow(tx, anew=[record.id])
    return record.value()


def remove(tx: Write, appointment_id: int) -> None:
    """Take an appointment away for good, and what it took is free.

    An offer stays for the sake of who was on the waiting list, and cannot be seen any more.
    """
    held = steps.hold_calendars(tx, [appointment_id])
    [record] = steps.taken(tx, [appointment_id], held)
    gone = record.value()
    claims.release(tx, record)
    if record.entry_id is None:
        tx.session.delete(record)
    else:
        record.shelf = Shelf.GONE.value
        rows.touch(tx, record)
    tx.session.flush()
    offers.offer_freed(tx, offers.of_appointments(gone))


def _spot(tx: Write, text: Text, reason: str) -> Spot:
    if text.availability_id is None:
        return Spot(span=text.span, resource_id=text.resource_id, anyway=reason)
    whose = steps.resource_of(tx, text.availability_id)
    return Spot(span=text.span, availability_id=text.availability_id, resource_id=whose)


def _place(tx: Write, record: AppointmentRecord, spot: Spot, *, counts: bool) -> None:
    """Put it there; what does not count only has to be where it could have a place."""
    if counts:
        steps.put(tx, record, spot)
        return
    if spot.availability_id is not None:
        claims.place_free(tx, spot.availability_id, spot.span, besides=record.id)
    steps.stand(tx, record, spot)
