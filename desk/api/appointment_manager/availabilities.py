"""Open time: `/availabilities/` (contract of document 004, 1.2)."""

from __future__ import annotations

from desk.api.appointment_manager import bodies, documents, examples, patch, query
from desk.api.appointment_manager.collections import Called, Collection, offer, offer_removal
from desk.api.appointment_manager.dialect import (
    AVAILABILITIES,
    DIALECT,
    ID_IN_PATH,
    NONE,
    WRITING,
    acting,
)
from desk.api.appointment_manager.documents import Document, House
from desk.api.appointment_manager.patch import ALL_OPERATORS
from desk.api.appointment_manager.schemas import (
    AVAILABILITY,
    COUNT,
    MOVES,
    NEW_AVAILABILITY,
    NEW_ID,
)
from desk.api.appointment_manager.schemas import patch as patch_schema
from desk.api.call import Call
from desk.api.described import Described, Said
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.appointment import Shelf
from desk.domain.availability import Availability
from desk.domain.document_ids import Of, hex_id
from desk.domain.open_time import NewAvailability
from desk.services import availabilities, resource_ids, site
from desk.services.document_lists import AVAILABILITIES as LISTS
from desk.store.database import Write

ONE = f"{AVAILABILITIES}{{id}}"
NEEDED = ("timeZone", "startDate", "endDate", "slotDuration")

THEM = Collection(Of.AVAILABILITY, LISTS, documents.availability, availabilities.shelve)
CALLED = Called(
    one="an availability",
    several="availabilities",
    schema=AVAILABILITY,
    example=examples.AVAILABILITY,
)
offer(THEM, AVAILABILITIES, CALLED, "Availabilities as they were made, not their occurrences")
offer_removal(
    THEM, AVAILABILITIES, CALLED, availabilities.remove, "; whoever is booked on it is flagged"
)


@DIALECT.writes(
    "POST",
    AVAILABILITIES,
    Described(
        summary="Open time, once or repeatedly",
        body=NEW_AVAILABILITY,
        example=examples.NEW_AVAILABILITY,
        answers={200: Said("Its id", NEW_ID, examples.new_id(examples.AVAILABILITY)), **WRITING},
    ),
    needs=Role.DESK,
)
def create(call: Call, tx: Write) -> Answer:
    acting(call, tx)
    fields = bodies.new(call)
    shelf = bodies.shelf(fields)
    made = availabilities.add(tx, _wanted(tx, documents.house(tx), fields, shelf=shelf))
    return Answer({"_id": hex_id(made.id)})


@DIALECT.writes(
    "POST",
    f"{AVAILABILITIES}state",
    Described(
        summary="Put availabilities into a state; whoever is booked on what closes is flagged",
        body=MOVES,
        example=examples.MOVES,
        answers={200: Said("How many have moved", COUNT, 3), **WRITING},
    ),
    needs=Role.DESK,
)
def move(call: Call, tx: Write) -> Answer:
    return Answer(THEM.moved(call, tx))


@DIALECT.writes(
    "PATCH",
    ONE,
    Described(
        summary="Change an availability; whoever is booked on what is no slot any more is flagged",
        path=ID_IN_PATH,
        query=query.FILTERS,
        body=patch_schema(*ALL_OPERATORS),
        example=examples.AVAILABILITY_CHANGE,
        answers={
            200: Said("The availability as it is now", AVAILABILITY, examples.AVAILABILITY_CHANGED),
            **WRITING,
            404: NONE,
        },
    ),
    needs=Role.DESK,
)
def change(call: Call, tx: Write) -> Answer:
    acting(call, tx)
    said = patch.change(call.body, ALL_OPERATORS)
    house = documents.house(tx)
    before = THEM.found(call, tx, house)
    wanted = patch.finite(patch.applied(THEM.document(tx, house, before), said, tx.now))
    for name in NEEDED:
        if name not in wanted:
            raise Refused(400, f"{name} cannot be without a value.")
    if "each" in wanted:
        wanted.pop("recurrenceRule", None)
    if wanted.get("each") != "week" and not patch.speaks_of(said, "on"):
        wanted.pop("on", None)  # It was there for the weeks of before.
    new = _wanted(tx, house, wanted, before=before)
    changed = availabilities.amend(tx, before.id, new, seen=None)
    return Answer(THEM.document(tx, house, changed))


def _wanted(
    tx: Write,
    house: House,
    fields: Document,
    *,
    shelf: Shelf = Shelf.PUBLIC,
    before: Availability | None = None,
) -> NewAvailability:
    body = bodies.availability(fields, house.resource_field)
    return NewAvailability(
        resource_id=None if body.resource is None else resource_ids.taken(tx, body.resource),
        span=body.span,
        slot_length=body.slot_length,
        capacity=body.capacity,
        rule=body.rule,
        until=body.until,
        zone=site.among(house.chosen, site.MANAGER_ZONE) if body.zone is None else body.zone,
        appointment_type=None if before is None else before.appointment_type,
        shelf=shelf,
        extra=body.extra,
    )
