"""What is stored, as document 004 writes it: the fields of section 2 of the contract.

Fields of no column of their own lie in `extra`, the client's as they were sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from desk.api.access import PUBLIC
from desk.domain import participants, recurrence
from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.closure import Closure
from desk.domain.document_ids import Of, hex_id
from desk.domain.rule_words import as_each_on
from desk.domain.wall_clock import instant_text
from desk.services import resource_ids, site
from desk.store.database import Read

Document = dict[str, Any]

AVAILABLE, BOOKED = "AVAILABLE", "BOOKED"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class House:
    """What documents are read and written with: what the house chose, and the ids of resources.

    `chosen` is for `site.among`; `resource_field` is what the house calls the field that says whose
    time something is.
    """

    chosen: Mapping[str, Any]
    resource_field: str
    resources: Mapping[int, str] = field(default_factory=dict)

    def knowing_all(self, tx: Read) -> House:
        """The same with the ids of all resources, for many documents."""
        return replace(self, resources=resource_ids.texts(tx))

    def knowing(self, tx: Read, value: Appointment | Availability | Closure) -> House:
        """The same with what it takes to write this one."""
        needed = [] if value.resource_id is None else [value.resource_id]
        return replace(self, resources=resource_ids.texts(tx, needed))


def house(tx: Read) -> House:
    """The house as it stands; to be asked for once a request, all that it chose is read at once."""
    chosen = site.chosen(tx)
    return House(chosen, site.among(chosen, site.RESOURCE_ID_FIELD))


def appointment(house: House, value: Appointment) -> Document:
    """An appointment or a reservation."""
    made = _of_all(house, value, Of.APPOINTMENT)
    made |= {
        "status": BOOKED if value.held_until is None else AVAILABLE,
        "lockExpiration": None if value.held_until is None else instant_text(value.held_until),
        "isFlagged": value.flagged,
        "isRemote": value.extra.get("isRemote", False),
        "reminderIds": value.extra.get("reminderIds", []),
    }
    if value.availability_id is not None:
        made["availabilityId"] = hex_id(value.availability_id)
    if owner := participants.owner(value.owner, value.person_id):
        made["ownerId"] = owner
    if title := value.title or value.name:
        made["title"] = title
    return made


def availability(house: House, value: Availability) -> Document:
    """An availability, with the dates of its first occurrence."""
    made = _of_all(house, value, Of.AVAILABILITY)
    made |= {
        "slotDuration": minutes(value.slot_length),
        "simultaneousSlotsNumber": value.capacity,
        "timeZone": value.zone,
    }
    if value.rule is not None:
        made |= _repeating(value, value.rule)
    if value.until is not None:
        made["untilDate"] = instant_text(value.until)
    return made


def closure(house: House, value: Closure) -> Document:
    """An exception."""
    made = _of_all(house, value, Of.CLOSURE)
    if value.reason:
        made["reason"] = value.reason
    return made


def minutes(length: timedelta) -> int | float:
    """As many minutes, with a fraction only where there is one."""
    whole, rest = divmod(length, MINUTE)
    return length / MINUTE if rest else whole


def _of_all(house: House, value: Appointment | Availability | Closure, of: Of) -> Document:
    """What every document has: the client's own fields, and those no client may set."""
    made: Document = {
        "_id": hex_id(value.id, of),
        "startDate": instant_text(value.span.start),
        "endDate": instant_text(value.span.end),
        "creatorId": value.created_by or PUBLIC,
        "createdAt": instant_text(value.created_at),
        "updaterId": value.updated_by or PUBLIC,
        "updatedAt": instant_text(value.updated_at),
        "__STATE__": value.shelf.value,
    }
    if value.resource_id is not None:
        made[house.resource_field] = house.resources.get(value.resource_id, str(value.resource_id))
    return {**value.extra, **made}


def _repeating(value: Availability, rule: str) -> Document:
    """`each` and `on`; the rule itself where those words cannot say it."""
    first = value.span.start.astimezone(ZoneInfo(value.zone)).date()
    words = as_each_on(recurrence.rule(rule), first)
    if words is None:
        return {"recurrenceRule": rule}
    each, on = words
    return {"each": each, "on": on} if each == "week" else {"each": each}
