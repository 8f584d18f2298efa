"""Searching: `/searches/`, the slots that can be had first (contract of document 004, 1.6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from desk.api.appointment_manager import bodies, choosing, documents, examples, query, slots
from desk.api.appointment_manager.conditions import condition
from desk.api.appointment_manager.dialect import DIALECT, MEDIA, READING, SEARCHES
from desk.api.appointment_manager.documents import House
from desk.api.appointment_manager.moments import array
from desk.api.appointment_manager.schemas import MINUTES, QUERY
from desk.api.appointment_manager.slot_text import SlotList, pieces
from desk.api.appointment_manager.words import Words, words
from desk.api.call import Call
from desk.api.described import INSTANT, TEXT, Described, Said, listed, thing
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.document_ids import Of
from desk.domain.filter import Compare, Condition, Operator
from desk.domain.slot import State
from desk.services import first_slots
from desk.services.slot_lists import Choice
from desk.store.database import Read

_MILLISECOND = timedelta(milliseconds=1)
_OF_SEVERAL = ("$and", "$or")

SEARCH = thing(
    {
        "endDate": {
            **INSTANT,
            "description": "Until when to look, still to come; a slot must begin before it.",
        },
        "slotDuration": {
            **MINUTES,
            "description": "Minutes: only slots of exactly that length. Without it, of any.",
        },
        "resourceFilters": {
            "anyOf": [QUERY, listed(TEXT)],
            "description": "Whose slots: a query as `_q` is, which speaks of the field of "
            "resources and no other, or a list of ids. An empty list names nobody.",
        },
        "availabilityFilters": {
            **QUERY,
            "description": "Of which availabilities: a query as `_q` is on `/availabilities/`.",
        },
    },
    required=["endDate"],
)


@DIALECT.reads(
    f"{SEARCHES}first-available-slot/",
    Described(
        summary="The free slots that begin first from now on: all of one start, or none. Only "
        "public availabilities have any; exceptions and bookings count as they do in booking",
        body=SEARCH,
        example=examples.SEARCH,
        answers={
            200: Said(
                "The slots, by availability; an empty list if there is none until then",
                listed(slots.SLOT),
                [examples.SLOT],
            ),
            **READING,
            400: choosing.ENDLESS,
            415: MEDIA,
        },
    ),
    needs=Role.READONLY,
    method="POST",
)
def first_available(call: Call, tx: Read) -> Answer:
    end = _end(call, tx.now)
    house = documents.house(tx)
    found = first_slots.before(tx, end, _choice(call, house))
    listing = SlotList(
        slots.fields_of(house.knowing_all(tx)), {State.FREE}, by_end=False, latest_first=False
    )
    return Answer(array(pieces(listing.days(found), 0, None)), streams=True)


def _end(call: Call, now: datetime) -> datetime:
    """Until when to look."""
    end = bodies.moment(call.fields, "endDate")
    if end is None:
        raise Refused(400, "endDate is missing.")
    if end <= now:
        raise Refused(400, "endDate must be in the future.")
    return end


def _choice(call: Call, house: House) -> Choice:
    """Of which availabilities to look at the slots."""
    fields, of = call.fields, words(house, Of.AVAILABILITY)
    parts = query.rows_allowed(call, of)
    if "resourceFilters" in fields:
        parts.append(_of_resources(of, fields["resourceFilters"]))
    if "availabilityFilters" in fields:
        parts.append(condition(of, fields["availabilityFilters"]))
    if "slotDuration" in fields:
        length = bodies.slot_length(fields) // _MILLISECOND
        parts.append(Compare(("slot_length",), Operator.EQ, float(length)))
    return Choice(opened=choosing.all_of(parts))


def _of_resources(of: Words, said: Any) -> Condition:
    """Those of some resources, by a query or by their ids."""
    if isinstance(said, list):
        if not all(isinstance(each, str) for each in said):
            raise Refused(400, "resourceFilters takes ids that are texts.")
        return condition(of, {of.resource_field: {"$in": said}})
    made = condition(of, said)
    if not _speaks_only_of(said, of.resource_field):
        raise Refused(400, f"resourceFilters can speak of {of.resource_field} only.")
    return made


def _speaks_only_of(asked: dict[str, Any], field: str) -> bool:
    return all(
        all(_speaks_only_of(each, field) for each in value)
        if name in _OF_SEVERAL
        else name == field
        for name, value in asked.items()
    )
