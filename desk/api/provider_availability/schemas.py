"""What goes to and fro in document 001, as schemas, with the document's own examples."""

from __future__ import annotations

from desk.api.described import (
    FLAG,
    INSTANT,
    TEXT,
    Said,
    Schema,
    listed,
    maybe,
    thing,
)
from desk.api.provider_availability import speech
from desk.api.provider_availability.fields import LONGEST_NOTES, LONGEST_TYPE, NO_ROOT
from desk.api.wire import LARGEST_ID

ID: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
ID_IN_PATH: dict[str, Schema] = {"id": {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"}}
DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
KIND: Schema = {"type": ["string", "null"], "maxLength": LONGEST_TYPE, "example": "therapy"}
SCOPE: Schema = {
    "type": "string",
    "enum": ["future", "all"],
    "description": "The slots of its series that are meant along with it; booked ones stay.",
}
PATTERN: Schema = {
    "description": "daily, weekly, biweekly, monthly or custom; needed if recurring, else ignored",
    "example": "weekly",
}
PATTERNS = ["daily", "weekly", "biweekly", "monthly", "custom"]

SLOT_EXAMPLE = {
    "id": 789,
    "provider_id": 456,
    "start_time": "2023-10-27T14:00:00.000Z",
    "end_time": "2023-10-27T15:00:00.000Z",
    "appointment_type": "therapy",
    "available": True,
    "recurring": True,
    "recurrence_pattern": "weekly",
    "created_at": "2023-10-20T10:00:00.000Z",
    "updated_at": "2023-10-20T10:00:00.000Z",
    "provider": {"id": 456, "first_name": "Dr. Jane", "last_name": "Smith"},
}
SLOT = thing(
    {
        "id": ID,
        "provider_id": ID,
        "start_time": INSTANT,
        "end_time": INSTANT,
        "appointment_type": maybe(TEXT),
        "available": FLAG,
        "recurring": FLAG,
        "recurrence_pattern": {"enum": [*PATTERNS, None]},
        "created_at": INSTANT,
        "updated_at": INSTANT,
        "provider": thing({"id": ID, "first_name": TEXT, "last_name": TEXT}),
        "series_id": ID,
        "recurrence_rule": TEXT,
    },
    required=list(SLOT_EXAMPLE),
)
NEW_SLOT = {
    "provider_id": ID,
    "start_time": INSTANT,
    "end_time": INSTANT,
    "appointment_type": KIND,
    "recurring": {"type": ["boolean", "null"]},
    "recurrence_pattern": PATTERN,
    "recurrence_rule": {"description": "RFC 5545 text, needed for the pattern custom"},
}
SLOT_SENT = thing(
    {"available_slot": thing(NEW_SLOT, required=["provider_id", "start_time", "end_time"])}
)
SLOT_CHANGED = thing({"available_slot": thing(NEW_SLOT, required=[])})
SLOT_SENT_EXAMPLE = {
    "available_slot": {
        "provider_id": 456,
        "start_time": "2023-10-27T14:00:00.000Z",
        "end_time": "2023-10-27T15:00:00.000Z",
        "appointment_type": "therapy",
        "recurring": True,
        "recurrence_pattern": "weekly",
    }
}
BOOK_EXAMPLE = {
    "id": 123,
    "available_slot_id": 789,
    "patient_id": 1049,
    "appointment_type": "therapy",
    "notes": "Initial consultation",
    "status": "confirmed",
    "created_at": "2023-10-27T12:00:00.000Z",
    "updated_at": "2023-10-27T12:00:00.000Z",
}
STATUSES = ["confirmed", "cancelled", "completed", "no_show"]
BOOK = thing(
    {
        "id": ID,
        "available_slot_id": ID,
        "patient_id": maybe(ID),
        "appointment_type": maybe(TEXT),
        "notes": maybe(TEXT),
        "status": {"enum": STATUSES},
        "created_at": INSTANT,
        "updated_at": INSTANT,
    }
)
NOTES: Schema = {"type": ["string", "null"], "maxLength": LONGEST_NOTES}
BOOK_SENT = thing(
    {
        "book": thing(
            {"available_slot_id": ID, "patient_id": ID, "appointment_type": KIND, "notes": NOTES},
            required=["available_slot_id", "patient_id"],
        )
    }
)
BOOK_CHANGE = thing(
    {
        "available_slot_id": ID,
        "patient_id": ID,
        "appointment_type": KIND,
        "notes": NOTES,
        "status": {"enum": STATUSES},
    },
    required=[],
)
BOOK_SENT_EXAMPLE = {
    "book": {
        "available_slot_id": 789,
        "patient_id": 1049,
        "appointment_type": "therapy",
        "notes": "Initial consultation",
    }
}

ERRORS = thing({"errors": TEXT})
FAULTS = thing({"errors": {"type": "object", "additionalProperties": listed(TEXT)}})
EITHER: Schema = {"anyOf": [FAULTS, ERRORS]}
FAULTS_EXAMPLE = {
    "errors": {
        "provider_id": [speech.BLANK],
        "start_time": [speech.BLANK, speech.IN_THE_FUTURE],
        "end_time": [speech.AFTER_START],
    }
}


def refusal(meaning: str, text: str) -> Said:
    return Said(meaning, ERRORS, {"errors": text})


DOOR = {
    401: refusal("A token is needed", speech.TEXTS[401]),
    403: refusal("The token is not an admin's", speech.TEXTS[403]),
}
BAD_FILTER = refusal("A filter cannot be understood", "start_date must be a date (YYYY-MM-DD)")
NO_SLOT = refusal("There is no such slot", speech.NO_SLOT)
NO_BOOK = refusal("There is no such book", speech.NO_BOOK)
OVERLAPS = refusal("The provider is open at that time already", speech.CONFLICT)
WRONG = Said("What is wrong, by field", EITHER, FAULTS_EXAMPLE)
MEDIA = Said("The body is not JSON", ERRORS)
NO_ROOT_SAID = refusal("The body lacks its root", NO_ROOT.format(root="available_slot"))
