"""How the documents of 004 look, for other programs; a document may have any further fields."""

from __future__ import annotations

from desk.api.appointment_manager.dialect import HEX_ID
from desk.api.appointment_manager.documents import AVAILABLE, BOOKED
from desk.api.described import FLAG, INSTANT, TEXT, Schema, listed, maybe, thing
from desk.domain.day import MOST_PLACES
from desk.domain.document_fields import CHANNELS
from desk.domain.participants import Reply
from desk.domain.zone import zones

STATE: Schema = {"type": "string", "enum": ["PUBLIC", "DRAFT", "TRASH", "DELETED"]}
REPLY: Schema = {"type": "string", "enum": [reply.value for reply in Reply]}
STATUS: Schema = {"type": "string", "enum": [AVAILABLE, BOOKED]}
MINUTES: Schema = {"type": "number", "exclusiveMinimum": 0, "maximum": 34_560}
COUNT: Schema = {"type": "integer", "minimum": 0}
MILLISECONDS: Schema = {"type": "number", "minimum": 0}
CHANNEL_LIST = listed({"type": "string", "enum": list(CHANNELS)})
EACH: Schema = {"type": "string", "enum": ["day", "week", "month"]}
ON: Schema = listed({"type": "integer", "minimum": 0, "maximum": 6})
PLACES: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_PLACES}
ZONE: Schema = {"type": "string", "enum": sorted(zones())}
# Parts with dots between them, the first of which begins with no dollar.
NAME: Schema = {"pattern": "^[^.$\\x00][^.\\x00]*(\\.[^.\\x00]+){0,9}$"}
SOME_ID: Schema = {"type": "string", "minLength": 1, "maxLength": 200}
# Names that are no operators; what else a query may say is told in words alone.
QUERY: Schema = {"type": "object", "propertyNames": {"pattern": "^(?!\\$)"}}

# `type` is the field that names them; the owner is named by none.
PARTICIPANT = thing({"id": TEXT, "status": REPLY, "type": TEXT}, required=["id", "status"])

_CRUD: dict[str, Schema] = {
    "_id": HEX_ID,
    "startDate": INSTANT,
    "endDate": INSTANT,
    "creatorId": TEXT,
    "createdAt": INSTANT,
    "updaterId": TEXT,
    "updatedAt": INSTANT,
    "__STATE__": STATE,
}


def _document(always: dict[str, Schema], sometimes: dict[str, Schema]) -> Schema:
    return thing({**_CRUD, **always, **sometimes}, required=[*_CRUD, *always])


APPOINTMENT = _document(
    {
        "status": STATUS,
        "lockExpiration": maybe(INSTANT),
        "isFlagged": FLAG,
        "isRemote": FLAG,
        "reminderIds": listed(TEXT),
    },
    {
        "availabilityId": HEX_ID,
        "ownerId": TEXT,
        "title": TEXT,
        "linkTeleconsultation": TEXT,
        "reminderMilliseconds": MILLISECONDS,
        "channels": CHANNEL_LIST,
        "participants": listed(PARTICIPANT),
    },
)
AVAILABILITY = _document(
    {"slotDuration": MINUTES, "simultaneousSlotsNumber": PLACES, "timeZone": TEXT},
    {"each": EACH, "on": ON, "untilDate": INSTANT, "recurrenceRule": TEXT},
)
EXCEPTION = _document({}, {"reason": TEXT})
# With `_p` or `_rawp` any of the fields may be missing.
PART: Schema = {"type": "object"}

ERRORS = listed(thing({"service": TEXT, "message": {}, "body": {}}))
NEW_ID = thing({"_id": HEX_ID})

NEW_APPOINTMENT = thing(
    {
        "startDate": INSTANT,
        "endDate": INSTANT,
        "availabilityId": HEX_ID,
        "ownerId": SOME_ID,
        "isRemote": FLAG,
        "reminderMilliseconds": MILLISECONDS,
        "channels": CHANNEL_LIST,
        "title": {"type": "string", "maxLength": 200},
        "__STATE__": STATE,
    },
    required=["startDate", "endDate"],
)
NEW_AVAILABILITY = thing(
    {
        "startDate": INSTANT,
        "endDate": INSTANT,
        "slotDuration": MINUTES,
        "simultaneousSlotsNumber": PLACES,
        "each": EACH,
        "on": ON,
        "untilDate": INSTANT,
        "timeZone": ZONE,
        "__STATE__": STATE,
    },
    required=["startDate", "endDate", "slotDuration"],
)
_WEEKLY: Schema = {"properties": {"each": {"const": "week"}}, "required": ["each"]}
NEW_AVAILABILITY |= {
    "if": _WEEKLY,
    "then": {"properties": {"on": {"minItems": 1}}, "required": ["on"]},
    "else": {"properties": {"on": {"maxItems": 0}}},
}
NEW_EXCEPTION = thing(
    {
        "startDate": INSTANT,
        "endDate": INSTANT,
        "reason": {"type": "string", "maxLength": 1000},
        "__STATE__": STATE,
    },
    required=["startDate", "endDate"],
)

MOVES: Schema = {
    **listed(thing({"filter": QUERY, "stateTo": STATE})),
    "minItems": 1,
}
MOVE = thing({"stateTo": STATE})


def patch(*operators: str) -> Schema:
    """A change in these operators."""
    return {
        "type": "object",
        "properties": {
            name: {
                "type": "object",
                "propertyNames": NAME,
                "additionalProperties": _VALUES.get(name, {}),
            }
            for name in operators
        },
        "additionalProperties": False,
    }


_VALUES: dict[str, Schema] = {
    "$unset": {"const": True},
    "$currentDate": {"const": True},
    "$inc": {"type": "number"},
    "$mul": {"type": "number"},
}
