"""Appointments whose time is closed or withdrawn after they were booked: finding and flagging them.

Only what is still to come is flagged, so that somebody calls. What is past has happened, and a
hold that loses its slot simply cannot be confirmed (contract of document 004, 1.2 and 1.4).
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, select

from desk.domain.appointment import Appointment, Shelf
from desk.services import appointment_rows, rows
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord

Condition = ColumnElement[bool]


def booked_ahead(tx: Read, *where: Condition) -> list[Appointment]:
    """Who is booked for a time to come, the earliest first; held and offered times are not."""
    return appointment_rows.found(tx, *_ahead(tx), *where)


def flag(
    tx: Write, *where: Condition, gone: Callable[[Appointment], bool] = lambda _: True
) -> list[Appointment]:
    """Flag those booked ahead whose time is `gone`; gives all of them, flagged before or not."""
    ids = tx.session.scalars(select(AppointmentRecord.id).where(*_ahead(tx), *where))
    stranded = []
    for record in rows.take(tx, AppointmentRecord, ids).values():
        appointment = record.value()
        booked = appointment.shelf is Shelf.PUBLIC and appointment.held_until is None
        if not (booked and appointment.span.start > tx.now and gone(appointment)):
            continue  # Somebody has moved or cancelled it before it could be taken.
        if not record.flagged:
            record.flagged, record.caller, record.called_at = True, "", None
            rows.touch(tx, record)
        stranded.append(record)
    tx.session.flush()
    values = [record.value() for record in stranded]
    return sorted(values, key=lambda appointment: (appointment.span, appointment.id))


def _ahead(tx: Read) -> tuple[Condition, ...]:
    """Future means that it starts after now (contract of document 004, 1.0)."""
    return appointment_rows.booked(), AppointmentRecord.starts > tx.now
