"""Books: appointments on slots of providers, as document 001 lists them and lets them turn out.

A hold or an offer is none until it is confirmed; one that was cancelled stays one.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from desk.domain.appointment import Appointment, Shelf, Standing
from desk.domain.errors import NotFound
from desk.services import appointments, claims, slot_rows
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord

_A = AppointmentRecord
_MARKED = {Standing.DONE, Standing.MISSED}


def count(tx: Read) -> int:
    return tx.session.scalar(select(func.count()).select_from(_A).where(*_are_books())) or 0


def page(tx: Read, *, limit: int, skip: int = 0) -> list[Appointment]:
    """So many of the books, those made last coming first."""
    order = _A.created_at.desc(), _A.id.desc()
    # Sorting whole rows takes several times as long as sorting their ids.
    ids = select(_A.id).where(*_are_books()).order_by(*order).limit(limit).offset(skip)
    query = select(_A).where(_A.id.in_(list(tx.session.scalars(ids)))).order_by(*order)
    return [record.value() for record in tx.session.scalars(query)]


def one(tx: Read, appointment_id: int) -> Appointment:
    record = tx.session.scalar(select(_A).where(_A.id == appointment_id, *_are_books()))
    if record is None:
        raise NotFound(_A.__tablename__, appointment_id)
    return record.value()


def turn_out(tx: Write, appointment_id: int, standing: Standing) -> None:
    """Note how a book turned out: booked, done, missed or cancelled, whatever was noted before.

    One that was cancelled comes back only if its place is still free.
    """
    before = one(tx, appointment_id)
    if before.standing(tx.now) is Standing.CANCELLED:
        assert before.availability_id is not None
        claims.hold_calendar(tx, [before.resource_id])
        claims.place_free(tx, before.availability_id, before.span)
        appointments.restore(tx, [appointment_id])
    elif before.standing(tx.now) in _MARKED:
        appointments.reinstate(tx, [appointment_id])
    match standing:
        case Standing.DONE:
            appointments.complete(tx, [appointment_id])
        case Standing.MISSED:
            appointments.miss(tx, [appointment_id])
        case Standing.CANCELLED:
            appointments.cancel(tx, [appointment_id])


def _are_books() -> tuple[ColumnElement[bool], ...]:
    slot = select(AvailabilityRecord.id).where(
        AvailabilityRecord.id == _A.availability_id, slot_rows.single()
    )
    return (
        _A.shelf.in_([Shelf.PUBLIC.value, Shelf.TRASH.value]),
        _A.held_until.is_(None),
        slot.correlate(_A).exists(),
    )
