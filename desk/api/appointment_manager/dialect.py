"""Document 004, the appointment manager: its addresses, how it says no, and who acts."""

from __future__ import annotations

from http import HTTPStatus

from desk.api import refusals
from desk.api.access import PUBLIC
from desk.api.call import Call
from desk.api.described import Said, Schema, thing
from desk.api.dialect import Dialect
from desk.api.wire import Answer, Refused
from desk.domain.errors import DeskError, Invalid, Lapsed, NotASlot, NotFound, Stale, Unavailable
from desk.domain.text import keepable
from desk.services import site
from desk.store.database import Write

APPOINTMENTS = "/appointments/"
AVAILABILITIES = "/availabilities/"
SLOTS = "/slots/"
EXCEPTIONS = "/exceptions/"
CALENDAR = "/calendar/"
SEARCHES = "/searches/"
DOCUMENTATION = "/documentation/"
PREFIXES = (APPOINTMENTS, AVAILABILITIES, SLOTS, EXCEPTIONS, CALENDAR, SEARCHES, DOCUMENTATION)

TEXTS = {
    401: "A token is needed: Authorization: Bearer TOKEN.",
    403: "The token does not allow this.",
    404: "There is no such thing.",
    429: "Too many failures from this address; wait a minute.",
}
_NOBODY = {"", "null", "undefined"}
_LONGEST_NAME = 200
# How the services call the fields, and how this document does.
FIELDS = {
    "start": "startDate",
    "end": "endDate",
    "slot_length": "slotDuration",
    "capacity": "simultaneousSlotsNumber",
    "recurrence_rule": "each",
    "until": "untilDate",
    "zone": "timeZone",
    "owner": "ownerId",
    "resource_id": "resource id",
    "length": "lockDurationMs",
}


def spelt(error: Refused) -> Answer:
    """`{"statusCode": n, "error": phrase, "message": text}` (contract, 1.0)."""
    phrase = HTTPStatus(error.status).phrase
    faults = "; ".join(f"{name} {why[0]}" for name, why in error.fields.items())
    text = faults if faults and not error.text else refusals.text(error, TEXTS)
    body = {"statusCode": error.status, "error": phrase, "message": text}
    return Answer(body, error.status)


def translated(error: DeskError) -> Refused:
    match error:
        case NotFound(kind=kind):
            return Refused(404, f"There is no such {kind}.")
        case Invalid(reasons=reasons):
            fields = {FIELDS.get(name, name): why for name, why in reasons.items()}
            return Refused(400, fields=fields)
        case NotASlot():
            return Refused(400, "startDate and endDate do not match a slot of the availability.")
        case Unavailable():
            return Refused(403, "The slot is not available.")
        case Lapsed():
            return Refused(403, "The reservation has expired, and the slot is taken.")
        case Stale():
            return Refused(409, "Somebody else changed it at the same time; try again.")
        case _:
            return Refused(400, str(error))


DIALECT = Dialect(
    title="Appointment manager",
    prefixes=PREFIXES,
    spelt=spelt,
    translated=translated,
    opened_by=site.PUBLIC_APPOINTMENTS,
)
# The same in the mode in which there are appointments and a calendar only (contract, 1.0); what it
# does otherwise is registered here, the rest is taken over from the other.
ALONE = Dialect(
    title=DIALECT.title,
    prefixes=PREFIXES,
    spelt=spelt,
    translated=translated,
    opened_by=site.PUBLIC_APPOINTMENTS,
)

ERROR = thing(
    {
        "statusCode": {"type": "integer"},
        "error": {"type": "string"},
        "message": {"type": "string"},
    }
)
HEX_ID: Schema = {"type": "string", "pattern": "^[0-9a-fA-F]{24}$"}
ID_IN_PATH: dict[str, Schema] = {"id": HEX_ID}


def refusal(status: int, meaning: str) -> Said:
    """How a refusal is described, with itself as its example."""
    phrase = HTTPStatus(status).phrase
    return Said(meaning, ERROR, {"statusCode": status, "error": phrase, "message": meaning})


BAD = refusal(400, "Something in the request is wrong")
NOT_KNOWN = refusal(401, "A token is needed")
NOT_ALLOWED = refusal(403, "The token does not allow this")
TAKEN = refusal(403, "The slot is not available, or the token does not allow this")
NONE = refusal(404, "There is none")
MEANWHILE = refusal(409, "Somebody else changed it at the same time")
MEDIA = refusal(415, "The body is not JSON")
READING = {400: BAD, 401: NOT_KNOWN}
WRITING = {400: BAD, 401: NOT_KNOWN, 403: NOT_ALLOWED, 409: MEANWHILE, 415: MEDIA}


def acting(call: Call, tx: Write) -> None:
    """Let what is done be signed by whom the header `userid` names, the token's holder without it.

    To be called before anything is changed (contract, "Also decided").
    """
    tx.actor = actor(call)


def actor(call: Call) -> str:
    """Who acts: the header `userid`, else the token's label, else the public."""
    named = call.request.headers.get("userid")
    if named is None:
        return call.caller.name
    named = named.strip()
    if len(named) > _LONGEST_NAME or not keepable(named):
        raise Refused(400, f"The header userid must have at most {_LONGEST_NAME} characters.")
    return PUBLIC if named in _NOBODY else named
