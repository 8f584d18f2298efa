"""Answers of those who take part in an appointment (contract of document 004, 1.6).

An answer changes nothing else: it books, frees and tells nobody anything.
"""

from __future__ import annotations

from desk.domain import participants
from desk.domain.appointment import Appointment
from desk.domain.errors import Invalid
from desk.domain.participants import Reply
from desk.services import appointment_steps as steps
from desk.services import rows, site
from desk.store.database import Write
from desk.store.records import AppointmentRecord


def answer(tx: Write, appointment_id: int, user: str, reply: Reply) -> Appointment:
    """Keep what the user answers; refused where they are neither named nor the owner."""
    record = rows.take_one(tx, AppointmentRecord, appointment_id)
    categories = site.setting(tx, site.USERS)
    who = participants.takes_part(record.extra, steps.owner_of(record), categories, user)
    if who is None:
        raise Invalid(user=["does not take part in the appointment"])
    record.extra = participants.with_answer(record.extra, who, reply)
    return steps.kept(tx, record)
