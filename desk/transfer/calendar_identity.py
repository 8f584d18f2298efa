"""How an appointment is known in calendars, so that nothing comes in twice."""

from __future__ import annotations

from desk.domain.appointment import Appointment

# The custom field (document 004) that keeps by what another calendar knows a thing.
KEY = "calendarKey"


def uid_of(appointment: Appointment) -> str:
    """Its name in calendars that Desk writes, for good: no other appointment ever has it.

    Ids alone would not do, for another house has the same ones.
    """
    return f"{appointment.id}-{appointment.created_at:%Y%m%dT%H%M%S%f}@desk"


def keys_of(appointment: Appointment) -> set[str]:
    """By what it is known again when a calendar is brought in that has it.

    That is the key it came with, if it came so, and the one by which Desk itself sends it out.
    """
    own = f"{uid_of(appointment)}||{appointment.span.start:%Y%m%dT%H%M%SZ}"
    return {own, str(appointment.extra.get(KEY, own))}
