"""Appointments as an iCalendar file that other calendars can subscribe to or bring in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

import desk
from desk.domain.appointment import Appointment
from desk.domain.span import Span
from desk.transfer.calendar_identity import uid_of
from desk.transfer.calendar_zone_out import definition
from desk.transfer.files_out import replacing

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_END = b"END:VCALENDAR\r\n"


def write(
    path: Path,
    appointments: Iterable[Appointment],
    providers: Callable[[int | None], str],
    zone: ZoneInfo,
    period: Span,
) -> int:
    """Write appointments of `period` to a file, times on the clock of `zone`; how many.

    `providers` names whoever has that id.
    """
    with replacing(path) as rough, rough.open("wb") as file:
        return _write(file, appointments, providers, zone, period)


def _write(
    file: BinaryIO,
    appointments: Iterable[Appointment],
    providers: Callable[[int | None], str],
    zone: ZoneInfo,
    period: Span,
) -> int:
    # One after the other: a calendar of years need not be in memory as a whole.
    file.write(heading(zone, period).to_ical().removesuffix(_END))
    number = 0
    for appointment in appointments:
        file.write(_event(appointment, providers(appointment.resource_id), zone).to_ical())
        number += 1
    file.write(_END)
    return number


def heading(zone: ZoneInfo, period: Span) -> Calendar:
    """A calendar with nothing in it yet but what the clock of `zone` does in `period`."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("PRODID", f"-//Desk//Desk {desk.__version__}//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add_component(definition(zone, period))
    return calendar


def bare_event(
    appointment: Appointment, span: Span, zone: ZoneInfo, *, said_at: datetime, sequence: int
) -> Event:
    """An appointment in a calendar, without a word of what it is about.

    `sequence` is higher each time that something else is said of it.
    """
    from icalendar import Event

    event = Event()
    event.add("UID", uid_of(appointment))
    event.add("DTSTAMP", said_at.astimezone(UTC))
    event.add("CREATED", appointment.created_at.astimezone(UTC))
    event.add("LAST-MODIFIED", said_at.astimezone(UTC))
    event.add("SEQUENCE", sequence)
    event.add("DTSTART", _shown(span.start, zone))
    event.add("DTEND", _shown(span.end, zone))
    return event


def _event(appointment: Appointment, provider: str, zone: ZoneInfo) -> Event:
    event = bare_event(
        appointment,
        appointment.span,
        zone,
        said_at=appointment.updated_at,
        sequence=appointment.version - 1,
    )
    event.add("SUMMARY", appointment.name)
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    if appointment.note:
        event.add("DESCRIPTION", appointment.note)
    if appointment.appointment_type:
        event.add("CATEGORIES", [appointment.appointment_type])
    more = {
        "X-DESK-PROVIDER": provider,
        "X-DESK-APPOINTMENT-TYPE": appointment.appointment_type,
        "X-DESK-BEYOND": appointment.beyond,
    }
    for name, text in more.items():
        if text:
            event.add(name, text)
    return event


def _shown(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment on the clock of `zone`; in UTC when that clock shows it for the second time."""
    local = moment.astimezone(zone)
    return moment.astimezone(UTC) if local.fold else local
