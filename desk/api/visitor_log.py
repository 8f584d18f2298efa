"""Document 003, the visitor log of residents (contract visitor-log.md)."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from desk.api import refusals, visitor_form, wire
from desk.api.call import OTHER_MEDIA, Call
from desk.api.described import INSTANT, Described, Said, Schema, listed, maybe, thing
from desk.api.dialect import USED_OTHERWISE, Dialect
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.directory import PersonKind
from desk.domain.errors import AlreadyLeft, DeskError, Invalid, NotFound, Stale
from desk.domain.visitor import LONGEST, MOST_PEOPLE, Standing, Times, VisitorEntry
from desk.domain.wall_clock import instant_text
from desk.services import log_choices, people, visitor_log, visitors
from desk.services.log_choices import Choice
from desk.store.database import Read, Write
from desk.transfer.moments import written

PREFIX = "/api/residentvisits"
PROBLEM = "application/problem+json"
TEXTS = {
    401: "A token is needed: Authorization: Bearer TOKEN.",
    403: "This token does not allow that.",
    404: "There is no such address.",
    405: "This address cannot be asked so.",
}
FAULTY = "One or more values are not valid."
NOT_FOUND = "Visit record not found"
NO_RESIDENT = "Resident not found"
CHANGED = "Somebody else has changed the visit record meanwhile."
LEFT = "The visitor has left already."
NOT_YET = "The visitor is expected later, and cannot leave before arriving."
_log = logging.getLogger(__name__)


def spelt(error: Refused) -> Answer:
    """A problem (RFC 9457); its trace id is in the log as well."""
    trace = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"
    _log.info("%s: refused with %d", trace, error.status)
    title = HTTPStatus(error.status).phrase
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": error.status,
        "detail": FAULTY if error.fields and not error.text else refusals.text(error, TEXTS),
        "traceId": trace,
    }
    if error.fields:
        body["errors"] = error.fields
    return Answer(body, error.status, media=PROBLEM)


def translated(error: DeskError) -> Refused:
    match error:
        case NotFound():
            return Refused(404, NOT_FOUND)
        case Invalid(reasons=reasons) if "resident" in reasons:
            return Refused(400, NO_RESIDENT, fields={"residentId": [NO_RESIDENT]})
        case Invalid():
            return Refused(400, fields=visitor_form.faults_of(error))
        case AlreadyLeft():
            return Refused(409, LEFT)
        case Stale():
            return Refused(409, CHANGED)
        case _:
            return Refused(400, str(error))


DIALECT = Dialect(
    title="Visitor log",
    prefixes=(f"{PREFIX}/",),
    spelt=spelt,
    translated=translated,
    schemes=frozenset({"bearer"}),
    any_case=True,
)

GUID: Schema = {
    "type": "string",
    "format": "uuid",
    "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
}
_YEAR = "(000[2-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"
_DAY = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|[12][0-9]))"
)
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?"
_OFFSET = "(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)"
_MOMENT = f"{_YEAR}-{_DAY}(T{_TIME}{_OFFSET}?)?"
MOMENT: Schema = {
    "type": "string",
    "description": "ISO 8601: a date, or a date and time; without an offset on the house's clock",
    "pattern": f"^{_MOMENT}$",
}
# In an address what is empty chooses nothing.
EDGE: Schema = {**MOMENT, "pattern": f"^({_MOMENT})?$"}
TOTAL: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_PEOPLE}
DIGITS: Schema = {"type": "string", "pattern": "^0{0,5}[1-9][0-9]{0,3}$"}


def text(longest: int, pattern: str = "^[^\\u0000]*$") -> Schema:
    return {"type": "string", "maxLength": longest, "pattern": pattern}


FILLED = "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$"
WRITTEN: dict[str, Schema] = {
    "visitorName": text(LONGEST["visitor"], FILLED),
    "vehicleColor": maybe(text(LONGEST["vehicle_color"])),
    "licensePlate": maybe(text(LONGEST["license_plate"])),
    "subject": text(LONGEST["subject"], FILLED),
    "arrivalDate": MOMENT,
    "departureDate": maybe(MOMENT),
}
VISIT = thing(
    {
        "id": GUID,
        "residentId": GUID,
        "residentName": {"type": "string"},
        "totalPeople": TOTAL,
        **WRITTEN,
        "createdAt": INSTANT,
    }
)
NEW = thing(
    {"residentId": GUID, "totalPeople": {"anyOf": [TOTAL, DIGITS]}, **WRITTEN},
    required=list(visitor_form.REQUIRED),
)
FAULTS: Schema = {"type": "object", "additionalProperties": listed({"type": "string"})}
PROBLEM_BODY = thing(
    {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "traceId": {"type": "string"},
        "errors": FAULTS,
    },
    required=["type", "title", "status", "detail", "traceId"],
)
EXAMPLE = {
    "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "residentId": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "residentName": "Ana Hernandez",
    "visitorName": "Maria Gomez",
    "totalPeople": 2,
    "vehicleColor": "blue",
    "licensePlate": "ABC-123",
    "subject": "Family visit",
    "arrivalDate": "2030-02-04T10:00:00+01:00",
    "departureDate": None,
    "createdAt": "2030-02-04T09:00:12.345Z",
}
SENT = {
    name: value
    for name, value in EXAMPLE.items()
    if name not in ("id", "residentName", "createdAt", "departureDate")
}
ID = {"id": GUID}
FILTERS: dict[str, Schema] = {
    "active": {"type": "string", "pattern": "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])?$"},
    "from": EDGE,
    "to": EDGE,
    "plate": text(LONGEST["license_plate"]),
}


def problem(status: int, meaning: str, detail: str, **errors: list[str]) -> Said:
    example: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "traceId": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
    }
    if errors:
        example["errors"] = errors
    return Said(meaning, PROBLEM_BODY, example, PROBLEM)


FOUND = Said("The visit record", VISIT, EXAMPLE)
ALL = Said("The visit records", listed(VISIT), [EXAMPLE])
NOT_KNOWN = problem(401, "A token is needed", TEXTS[401])
NOT_ALLOWED = problem(403, "The token allows only to read", TEXTS[403])
BAD = problem(400, "What is wrong, by field", FAULTY, residentId=[visitor_form.NO_GUID])
NONE = problem(404, NOT_FOUND, NOT_FOUND)
READING = {400: BAD, 401: NOT_KNOWN}
USED = problem(422, "Not what was asked before", USED_OTHERWISE)
WRITING = {**READING, 403: NOT_ALLOWED, 422: USED}
SENDING = {
    **WRITING,
    413: problem(413, "The body is too large", refusals.TEXTS[413]),
    415: problem(415, "The body is not JSON", OTHER_MEDIA),
}


@DIALECT.reads(
    PREFIX,
    Described(
        summary="All visit records, the latest arrival first",
        query=FILTERS,
        answers={200: ALL, **READING},
    ),
    needs=Role.READONLY,
)
def every(call: Call, tx: Read) -> Answer:
    return Answer(wire.array(entries(tx, chosen(call, tx))), streams=True)


@DIALECT.reads(
    f"{PREFIX}/resident/{{residentId}}",
    Described(
        summary="The visit records of a resident, the latest arrival first; perhaps none",
        path={"residentId": GUID},
        query=FILTERS,
        answers={200: ALL, **READING},
    ),
    needs=Role.READONLY,
)
def of_resident(call: Call, tx: Read) -> Answer:
    host = in_path(call, "residentId")
    wanted = chosen(call, tx)
    try:
        resident = people.by_uid(tx, PersonKind.RESIDENT, host)
    except NotFound:
        return Answer([])
    return Answer(wire.array(entries(tx, replace(wanted, resident_id=resident.id))), streams=True)


@DIALECT.reads(
    f"{PREFIX}/{{id}}",
    Described(summary="One visit record", path=ID, answers={200: FOUND, **READING, 404: NONE}),
    needs=Role.READONLY,
    quick=True,
)
def one(call: Call, tx: Read) -> Answer:
    return Answer(said(tx, visitor_log.by_uid(tx, in_path(call, "id"))))


@DIALECT.writes(
    "POST",
    PREFIX,
    Described(
        summary="Write a visit down; an arrival to come is an expected visitor",
        body=NEW,
        example=SENT,
        answers={201: Said("The new visit record", VISIT, EXAMPLE), **SENDING},
    ),
    needs=Role.DESK,
)
def create(call: Call, tx: Write) -> Answer:
    form = visitor_form.read(call.fields, tx)
    party = replace(form.party, resident_id=host_of(tx, form.host))
    entry = visitors.enter(tx, party, form.times(tx.now))
    return Answer(said(tx, entry), 201, {"Location": f"{PREFIX}/{entry.uid}"})


@DIALECT.writes(
    "PUT",
    f"{PREFIX}/{{id}}",
    Described(
        summary="Replace a visit record; what may be left out and is becomes null",
        path=ID,
        body=NEW,
        example=SENT,
        answers={200: FOUND, **SENDING, 404: NONE},
    ),
    needs=Role.DESK,
)
def update(call: Call, tx: Write) -> Answer:
    uid = in_path(call, "id")
    form = visitor_form.read(call.fields, tx)
    entry = visitor_log.by_uid(tx, uid)
    # What the document knows nothing of stays as the desk wrote it.
    party = replace(
        form.party,
        resident_id=host_of(tx, form.host),
        companions=entry.companions,
        badge=entry.badge,
        note=entry.note,
    )
    times = form.times(tx.now, entry)
    return Answer(said(tx, visitors.amend(tx, entry.id, party, times, seen=None)))


@DIALECT.writes(
    "DELETE",
    f"{PREFIX}/{{id}}",
    Described(
        summary="Remove a visit record",
        path=ID,
        answers={204: Said("Removed"), **WRITING, 404: NONE},
    ),
    needs=Role.DESK,
)
def delete(call: Call, tx: Write) -> Answer:
    visitors.remove(tx, [visitor_log.by_uid(tx, in_path(call, "id")).id])
    return Answer(status=204)


@DIALECT.writes(
    "POST",
    f"{PREFIX}/{{id}}/checkout",
    Described(
        summary="Let the visitor leave now; nothing needs to be sent",
        path=ID,
        answers={200: FOUND, **WRITING, 404: NONE, 409: problem(409, "Not inside", LEFT)},
    ),
    needs=Role.DESK,
)
def check_out(call: Call, tx: Write) -> Answer:
    entry = visitor_log.by_uid(tx, in_path(call, "id"))
    return Answer(said(tx, visitors.depart(tx, [arrived(tx, entry).id])[0]))


def arrived(tx: Write, entry: VisitorEntry) -> VisitorEntry:
    """The entry of a party that is inside; whoever was expected came at the time announced.

    Other machines know no other way of coming in than that the time has come.
    """
    if entry.standing is not Standing.EXPECTED:
        return entry
    if entry.arrival > tx.now:
        raise Refused(409, NOT_YET)
    came = Times(
        expected_at=entry.expected_at,
        arrived_at=entry.expected_at,
        arrival_text=entry.arrival_text,
    )
    return visitors.amend(tx, entry.id, entry, came, seen=entry.version)


def chosen(call: Call, tx: Read) -> Choice:
    return visitor_form.choice(call.request.query_params.multi_items(), tx)


def entries(tx: Read, wanted: Choice) -> Iterator[dict[str, Any]]:
    """The entries as this document writes them."""
    for batch in log_choices.batches(tx, wanted):
        for entry in batch:
            yield said(tx, entry)


def said(tx: Read, entry: VisitorEntry) -> dict[str, Any]:
    """An entry as this document writes it; times that came as text go out as the same text."""
    departure = entry.departure_text
    if departure is None and entry.departed_at:
        departure = written(entry.departed_at, tx.zone)
    return {
        "id": entry.uid,
        "residentId": entry.resident_uid,
        "residentName": entry.resident_name,
        "visitorName": entry.visitor,
        "totalPeople": entry.people,
        "vehicleColor": entry.vehicle_color,
        "licensePlate": entry.license_plate,
        "subject": entry.subject,
        "arrivalDate": entry.arrival_text or written(entry.arrival, tx.zone),
        "departureDate": departure,
        "createdAt": instant_text(entry.created_at),
    }


def in_path(call: Call, name: str) -> str:
    """The GUID in the path."""
    found = visitor_form.guid(call.path[name])
    if not found:
        raise Refused(400, fields={name: [visitor_form.NO_GUID]})
    return found


def host_of(tx: Read, uid: str) -> int:
    """Whom the party visits."""
    try:
        return people.by_uid(tx, PersonKind.RESIDENT, uid).id
    except NotFound as error:
        raise Refused(400, NO_RESIDENT, fields={"residentId": [NO_RESIDENT]}) from error
