"""Document 000, day visits: one record a date, with its places (contract day-visits.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from desk.api import refusals, wire
from desk.api.call import Call
from desk.api.described import DATE, WHOLE, Described, Said, Schema, listed, thing
from desk.api.dialect import Dialect
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.day import MOST_PLACES
from desk.domain.errors import DeskError, Invalid, NotFound
from desk.services import days, site
from desk.store.database import Read, Write

PREFIX = "/api/visits/"
TEXTS = {
    401: "Authentication credentials were not provided.",
    403: "You do not have permission to perform this action.",
    404: "Not found.",
}
REQUIRED = "This field is required."
NO_DATE = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
NO_NUMBER = "A valid integer is required."
NULL = "This field may not be null."
# How the services call the fields, and how this document does.
_FIELDS = {"date": "day", "places": "total_slots", "occupied": "occupied_slots"}


def spelt(error: Refused) -> Answer:
    """`{"detail": text}`, or a list of texts for each field."""
    if error.fields:
        return Answer(error.fields, error.status)
    return Answer({"detail": refusals.text(error, TEXTS)}, error.status)


def translated(error: DeskError) -> Refused:
    match error:
        case NotFound():
            return Refused(404)
        case Invalid(reasons=reasons):
            return Refused(
                400,
                fields={
                    _FIELDS.get(name, name): [f"This field {why}." for why in all_]
                    for name, all_ in reasons.items()
                },
            )
        case _:
            return Refused(400, str(error))


DIALECT = Dialect(
    title="Day visits",
    prefixes=(PREFIX,),
    spelt=spelt,
    translated=translated,
    closed=False,
)

EXAMPLE = {
    "id": 1,
    "day": "2030-02-04",
    "total_slots": 9999,
    "occupied_slots": 0,
    "available_slots": 9999,
}
COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": MOST_PLACES}
VISIT = thing(
    {
        "id": WHOLE,
        "day": DATE,
        "total_slots": COUNT,
        "occupied_slots": COUNT,
        "available_slots": COUNT,
    }
)
FAULTS: Schema = {"type": "object"}
DETAIL = thing({"detail": {"type": "string"}})
NUMBER_IN_PATH: dict[str, Schema] = {"id": {"type": "string", "pattern": "^[0-9]{1,9}$"}}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
BAD = Said("What is wrong, by field", FAULTS, {"day": [NO_DATE]})
NONE = Said("There is none", DETAIL, {"detail": TEXTS[404]})
NOT_KNOWN = Said("A token is needed", DETAIL, {"detail": TEXTS[401]})
NOT_ALLOWED = Said("The token is not an admin's", DETAIL, {"detail": TEXTS[403]})
MEDIA = Said("The body is not JSON", DETAIL)
THROTTLED = Said("Too many new days in a minute from one address", DETAIL)
FOUND = Said("The record", VISIT, EXAMPLE)


@DIALECT.reads(
    PREFIX,
    Described(
        summary="All records, the latest date first",
        answers={200: Said("The records", listed(VISIT), [EXAMPLE])},
    ),
    needs=None,
)
def every(_call: Call, tx: Read) -> Answer:
    found = (day.as_document() for batch in days.batches(tx) for day in batch)
    return Answer(wire.array(found), streams=True)


@DIALECT.reads(
    f"{PREFIX}available/",
    Described(
        summary="The records with places free, the latest date first",
        answers={
            200: Said(
                "The records, and how many there are",
                thing({"visits": listed(VISIT), "count": WHOLE}),
                {"visits": [EXAMPLE], "count": 1},
            )
        },
    ),
    needs=None,
)
def available(_call: Call, tx: Read) -> Answer:
    return Answer(_counted(tx), streams=True)


@DIALECT.writes(
    "POST",
    f"{PREFIX}create/",
    Described(
        summary="The record of a date, made where there is none",
        body=thing({"day": DAY, "total_slots": COUNT}, required=["day"]),
        example={"day": "2030-02-04"},
        answers={
            200: Said("The record that was there already, untouched", VISIT, EXAMPLE),
            201: Said("The new record", VISIT, EXAMPLE),
            400: BAD,
            415: MEDIA,
            429: THROTTLED,
        },
    ),
    needs=None,
)
def create(call: Call, tx: Write) -> Answer:
    faults: dict[str, list[str]] = {}
    sent = fields_of(call)
    date = date_of(sent, faults)
    places = count_of(sent, "total_slots", faults)
    if faults or date is None:
        raise Refused(400, fields=faults)
    day, new = days.open(tx, date, places)
    if new and call.caller.token is None:
        call.allowance.spend(call.caller.address, site.setting(tx, site.NEW_DAYS_LIMIT))
    return Answer(day.as_document(), 201 if new else 200)


@DIALECT.reads(
    f"{PREFIX}by_day/",
    Described(
        summary="The record of a date",
        query={"date": DAY, "day": DAY},
        required=frozenset({"date"}),
        answers={200: FOUND, 400: BAD, 404: NONE},
    ),
    needs=None,
)
def by_day(call: Call, tx: Read) -> Answer:
    text = call.one("date")
    text = call.one("day") if text is None else text
    if text is None:
        raise Refused(400, fields={"date": [REQUIRED]})
    date = wire.date(text)
    if date is None:
        raise Refused(400, fields={"date": [NO_DATE]})
    return Answer(days.stored(tx, date).as_document())


@DIALECT.reads(
    f"{PREFIX}{{id}}/",
    Described(summary="One record", path=NUMBER_IN_PATH, answers={200: FOUND, 404: NONE}),
    needs=None,
    quick=True,
)
def one(call: Call, tx: Read) -> Answer:
    return Answer(days.one(tx, call.row_id()).as_document())


@DIALECT.writes(
    "PUT",
    f"{PREFIX}{{id}}/update/",
    Described(
        summary="Change a record; counts that are left out keep their value",
        path=NUMBER_IN_PATH,
        body=thing({"day": DAY, "total_slots": COUNT, "occupied_slots": COUNT}, required=["day"]),
        example={"day": "2030-02-04", "total_slots": 40},
        answers={200: FOUND, 400: BAD, 401: NOT_KNOWN, 403: NOT_ALLOWED, 404: NONE, 415: MEDIA},
    ),
    needs=Role.ADMIN,
)
def update(call: Call, tx: Write) -> Answer:
    known = days.one(tx, call.row_id())
    faults: dict[str, list[str]] = {}
    sent = fields_of(call)
    date = date_of(sent, faults)
    places = count_of(sent, "total_slots", faults)
    occupied = count_of(sent, "occupied_slots", faults)
    if faults or date is None:
        raise Refused(400, fields=faults)
    day = days.amend(tx, known.id, seen=known.version, date=date, places=places, occupied=occupied)
    return Answer(day.as_document())


@DIALECT.writes(
    "DELETE",
    f"{PREFIX}{{id}}/delete/",
    Described(
        summary="Remove a record",
        path=NUMBER_IN_PATH,
        answers={204: Said("Removed"), 401: NOT_KNOWN, 403: NOT_ALLOWED, 404: NONE},
    ),
    needs=Role.ADMIN,
)
def delete(call: Call, tx: Write) -> Answer:
    days.remove(tx, call.row_id())
    return Answer(status=204)


def _counted(tx: Read) -> Iterator[bytes]:
    """The records with places free as they come, and then how many there were."""
    number = 0

    def found() -> Iterator[dict[str, Any]]:
        nonlocal number
        for batch in days.batches(tx, with_room=True):
            number += len(batch)
            yield from (day.as_document() for day in batch)

    pieces = wire.array(found())
    yield b'{"visits":' + next(pieces)
    yield from pieces
    yield b',"count":%d}' % number


def fields_of(call: Call) -> dict[str, Any]:
    """What was sent; where nothing was, there are no fields."""
    return call.fields if call.raw else {}


def date_of(sent: dict[str, Any], faults: dict[str, list[str]]) -> dt.date | None:
    """What `day` says; what is wrong with it goes to the faults."""
    if "day" not in sent:
        faults["day"] = [REQUIRED]
        return None
    date = wire.date(sent["day"])
    if date is None:
        faults["day"] = [NULL if sent["day"] is None else NO_DATE]
    return date


def count_of(sent: dict[str, Any], name: str, faults: dict[str, list[str]]) -> int | None:
    """What a count says, nothing if it was left out; what is wrong with it goes to the faults."""
    if name not in sent:
        return None
    value = sent[name]
    value = wire.whole(value)
    if type(value) is not int:
        faults[name] = [NULL if value is None else NO_NUMBER]
        return None
    if value < 0:
        faults[name] = ["Ensure this value is greater than or equal to 0."]
    elif value > MOST_PLACES:
        faults[name] = [f"Ensure this value is less than or equal to {MOST_PLACES}."]
    return value
