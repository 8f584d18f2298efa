"""What the appointment manager of document 004 can be told (its contract, sections 2 and 3).

The names of its fields are here because the name of the resource field and those of participants
are settings, and must not be any of them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from desk.domain.participants import FIELD as PARTICIPANTS

CHANNELS = ("email", "push", "sms")
EVENTS = ("create", "update", "delete", "reminder")
LINK, REMINDER_IDS = "linkTeleconsultation", "reminderIds"
# Set by the desk alone, on every document.
CRUD_FIELDS = frozenset({"_id", "creatorId", "createdAt", "updaterId", "updatedAt", "__STATE__"})
# The fields of an appointment that are no client's own.
OF_APPOINTMENT = CRUD_FIELDS | {
    *("startDate", "endDate", "availabilityId", "ownerId", "status", "lockExpiration"),
    *("isFlagged", "isRemote", LINK, "reminderMilliseconds", REMINDER_IDS, "channels", "title"),
    *("slotId", PARTICIPANTS),
}
OWN_FIELDS = OF_APPOINTMENT | {
    *("slotDuration", "simultaneousSlotsNumber", "each", "on", "untilDate", "timeZone", "reason"),
    *("capacity", "slots", "appointments", "eventType", "recurrenceRule"),
}
_LONGEST = 100


def is_field(name: str) -> bool:
    """Whether a field of somebody's own may be called so."""
    plain = 0 < len(name) <= _LONGEST and name[0] not in "$_" and "." not in name
    return plain and name.strip() == name and name not in OWN_FIELDS


def are_channels(value: list[Any]) -> bool:
    """Whether these are ways by which messages go out, none of them twice."""
    return all(each in CHANNELS for each in value) and len(value) == len(set(map(str, value)))


def are_users(value: dict[str, Any]) -> bool:
    """Whether these are fields that name participants, with the id of a template for each event."""
    return all(
        is_field(name)
        and isinstance(templates, dict)
        and all(
            event in EVENTS and isinstance(template, str) and template
            for event, template in templates.items()
        )
        for name, templates in value.items()
    )


def is_address(text: str) -> bool:
    """Whether it is the address of a service."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
