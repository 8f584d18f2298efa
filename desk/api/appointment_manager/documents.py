"""What is stored, as document 004 writes it: the fields of section 2 of the contract.

Fields of no column of their own lie in `extra`, the client's as they were sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from desk.api.access import PUBLIC
from desk.api.appointment_manager.dialect import resource_field
from desk.api.wire import instant_text
from desk.domain import recurrence
from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.closure import Closure
from desk.domain.rule_words import as_each_on
from desk.services import resource_ids
from desk.store.database import Read

Document = dict[str, Any]

AVAILABLE, BOOKED = "AVAILABLE", "BOOKED"
MINUTE = timedelta(minutes=1)
_HEX_ID = re.compile(r"[0-9a-fA-F]{24}", re.ASCII)
_DIGITS = 22


class Of(StrEnum):
    """Of what an id is; its first two digits, so that no two things have the same."""

    APPOINTMENT = "a0"
    AVAILABILITY = "a1"
    CLOSURE = "a2"


@dataclass(frozen=True, slots=True)
class House:
    """What documents are written with: the name of the resource field, and the ids in it."""

    resource_field: str
    resources: Mapping[int, str]


def house(tx: Read) -> House:
    """The house as it stands; to be asked for once a request."""
    return House(resource_field(tx), resource_ids.texts(tx))


def hex_id(number: int, of: Of = Of.AVAILABILITY) -> str:
    """The `_id` of a row: 24 hexadecimal digits."""
    return f"{of}{number:0{_DIGITS}x}"


def number_of(hex_id: str, of: Of = Of.AVAILABILITY) -> int | None:
    """The row's id, 0 where no row of the kind has such an `_id`, none where it is no `_id`."""
    if not _HEX_ID.fullmatch(hex_id):
        return None
    number = int(hex_id[2:], 16)
    return number if hex_id[:2].lower() == of and number < 1 << 31 else 0


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
    if owner := owner_of(value):
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


def owner_of(value: Appointment) -> str | None:
    """Whose it is; of a known person without another name for it, the text of the person's id."""
    if value.owner or value.person_id is None:
        return value.owner
    return str(value.person_id)


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
