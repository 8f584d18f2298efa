"""Document 004, the appointment manager: appointments, open time, slots and what shuts them."""

from __future__ import annotations

from desk.api.appointment_manager import (
    about,
    appointments,
    availabilities,
    calendar,
    dialect,
    exceptions,
    participation,
    searches,
    slots,
)
from desk.api.appointment_manager.dialect import ALONE, DIALECT

ALONE.taken_from(DIALECT, dialect.APPOINTMENTS, dialect.CALENDAR)

__all__ = [
    "ALONE",
    "DIALECT",
    "about",
    "appointments",
    "availabilities",
    "calendar",
    "exceptions",
    "participation",
    "searches",
    "slots",
]
