"""What appointments, their times and what becomes of them are called."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desk.domain.appointment import Appointment, Standing
from desk.domain.directory import Person
from desk.domain.span import Span
from desk.gui import discretion, format
from desk.gui.booking.facts import Facts

translate = QCoreApplication.translate


def day(moment: datetime, facts: Facts) -> str:
    """The date in few letters: "today", "tomorrow", "Thu 12 Feb"."""
    date = moment.astimezone(facts.zone).date()
    match (date - facts.today).days:
        case 0:
            return translate("Booking", "today")
        case 1:
            return translate("Booking", "tomorrow")
        case _:
            return format.near_date(date, facts.today)


def hours(span: Span, facts: Facts) -> str:
    """From when until when: "10:30\u201311:00"."""
    return f"{format.time(span.start, facts.zone)}\u2013{format.time(span.end, facts.zone)}"


def when(span: Span, facts: Facts) -> str:
    """Date and hours in full: "Thu 12 Feb 2030, 10:30\u201311:00"."""
    date = span.start.astimezone(facts.zone).date()
    return f"{format.date(date)}, {hours(span, facts)}"


def shortly(span: Span, facts: Facts) -> str:
    """As it is said in the name of a step: "Thu 10:30"; with the date beyond the week."""
    date = span.start.astimezone(facts.zone).date()
    ahead = (date - facts.today).days
    said = format.weekday(date) if 0 <= ahead < 7 else format.near_date(date, facts.today)
    return f"{said} {format.time(span.start, facts.zone)}"


def called(appointment: Appointment) -> str:
    """Whoever it is for."""
    return discretion.name(appointment.name) or translate("Booking", "Nobody named")


def about(appointment: Appointment, facts: Facts) -> str:
    """Who, with whom, when: "Maria Gomez, Dr. Ann Smith, Thu 10:30"."""
    return whom(called(appointment), appointment.resource_id, appointment.span, facts)


def whom(name: str, resource_id: int | None, span: Span, facts: Facts) -> str:
    parts = (name, facts.provider(resource_id), shortly(span, facts))
    return ", ".join(part for part in parts if part)


def known(person: Person) -> str:
    """What stands under the name of somebody the desk knows: phone, flat, and what was noted."""
    parts = (discretion.reach(person.phone), person.unit, discretion.note(person.note))
    return " \u00b7 ".join(part for part in parts if part)


def standing(of: Standing) -> str:
    """How far it has come, in a word or two."""
    names = {
        Standing.HELD: translate("Booking", "Held"),
        Standing.OFFERED: translate("Booking", "Offered"),
        Standing.LAPSED: translate("Booking", "Lapsed"),
        Standing.BOOKED: translate("Booking", "Booked"),
        Standing.ARRIVED: translate("Booking", "Arrived"),
        Standing.IN_ROOM: translate("Booking", "In room"),
        Standing.DONE: translate("Booking", "Done"),
        Standing.MISSED: translate("Booking", "No-show"),
        Standing.CANCELLED: translate("Booking", "Cancelled"),
        Standing.DRAFT: translate("Booking", "Draft"),
    }
    return names[of]


TONES = {
    Standing.HELD: "warning",
    Standing.OFFERED: "warning",
    Standing.BOOKED: "expected",
    Standing.ARRIVED: "inside",
    Standing.IN_ROOM: "inside",
    Standing.MISSED: "full",
}


def tone(of: Standing) -> str:
    """The colours of a standing, by the names of `theme.Tokens.shade`."""
    return TONES.get(of, "left")


def waiting(length: timedelta) -> str:
    """How long somebody has been waiting: "12 min"."""
    return format.length(length)


def remaining(left: timedelta) -> str:
    """A countdown: "4:32"."""
    seconds = max(int(left.total_seconds()), 0)
    return f"{seconds // 60}:{seconds % 60:02}"
