"""The calendar file that goes along with a mail: the appointment as its recipient may keep it.

It says no more than the mail does: neither notes nor names of anybody else. A calendar that gets
several of them keeps the one with the highest number, in whatever order they come.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from desk.delivery.clock_words import zone_of
from desk.domain.appointment import Appointment
from desk.domain.document_fields import LINK
from desk.domain.message import Event, Message
from desk.domain.span import Span
from desk.domain.wall_clock import instant
from desk.transfer import calendar_export

METHODS = {Event.CREATE: "REQUEST", Event.UPDATE: "REQUEST", Event.DELETE: "CANCEL"}
NAME = "appointment.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A calendar file and what a calendar is to do with it."""

    method: str
    text: str


def invitation(
    message: Message, appointment: Appointment, zone: ZoneInfo, *, sender: str, recipient: str
) -> Invitation | None:
    """What goes along with a message: nothing with a reminder or an offer.

    Both are addresses of e-mail. The times are those that the message tells of.
    """
    method = METHODS.get(message.event)
    span = _span(message)
    if method is None or span is None:
        return None
    zone = zone_of(message.about.get("zone"), zone)
    calendar = calendar_export.heading(zone, span)
    calendar.add("METHOD", method)
    # Later messages have higher numbers, and one that is sent again has the same.
    event = calendar_export.bare_event(
        appointment, span, zone, said_at=message.created_at, sequence=message.id
    )
    facts = {name: str(message.about.get(name) or "") for name in ("site", "provider")}
    event.add("SUMMARY", ": ".join(filter(None, facts.values())) or appointment.name)
    event.add("STATUS", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    link = appointment.extra.get(LINK)
    if place := (link if isinstance(link, str) else facts["site"]):
        event.add("LOCATION", place)
    event.add("ORGANIZER", f"mailto:{sender}")
    # Nobody reads what a calendar would answer.
    answer = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    event.add("ATTENDEE", f"mailto:{recipient}", parameters=answer)
    calendar.add_component(event)
    return Invitation(method=method, text=calendar.to_ical().decode())


def _span(message: Message) -> Span | None:
    start, end = message.about.get("startDate"), message.about.get("endDate")
    if isinstance(start, int) and isinstance(end, int) and start < end:
        return Span(instant(start), instant(end))
    return None
