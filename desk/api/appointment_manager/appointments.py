"""Appointments: `/appointments/` (contract of document 004, 1.1).

In the mode in which there are appointments only, there is no availability that one could name.
"""

from __future__ import annotations

from typing import Any

from desk.api.appointment_manager import bodies, documents, examples, patch, query
from desk.api.appointment_manager.bodies import AppointmentBody
from desk.api.appointment_manager.collections import Called, Collection, offer
from desk.api.appointment_manager.conditions import instant, mentions
from desk.api.appointment_manager.dialect import (
    ALONE,
    APPOINTMENTS,
    DIALECT,
    ID_IN_PATH,
    NONE,
    TAKEN,
    WRITING,
    acting,
)
from desk.api.appointment_manager.documents import AVAILABLE, BOOKED, Document, House
from desk.api.appointment_manager.remote import arranged
from desk.api.appointment_manager.schemas import (
    APPOINTMENT,
    COUNT,
    ERRORS,
    MOVES,
    NEW_APPOINTMENT,
    NEW_ID,
)
from desk.api.appointment_manager.schemas import patch as patch_schema
from desk.api.call import Call
from desk.api.described import Described, Said, thing
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.appointment import Appointment, Details, Shelf
from desk.domain.document_fields import OF_APPOINTMENT
from desk.domain.document_ids import Of, hex_id, number_of
from desk.domain.filter import ALWAYS, Compare, Condition, Operator
from desk.services import appointment_documents, appointments, availabilities, resource_ids, site
from desk.services.appointment_documents import Text
from desk.services.document_lists import APPOINTMENTS as LISTS
from desk.store.database import Read, Write

ONE = f"{APPOINTMENTS}{{id}}"
REASON = "appointment manager"
NO_SLOTS = "availabilityId cannot be used: there are appointments only."
_UNSET = {"availabilityId", "channels", "ownerId", "reminderMilliseconds"}
_OF_CUSTOM = ("$inc", "$mul", "$currentDate", "$push")
_OPERATORS = ("$set", "$unset", *_OF_CUSTOM)
# What a client cannot set (contract, 1.1).
_MANAGED = {*bodies.MANAGED, "isFlagged"}

THEM = Collection(Of.APPOINTMENT, LISTS, documents.appointment, appointments.shelve)

CREATE = Described(
    summary="Book an appointment, on a slot or by itself",
    body=NEW_APPOINTMENT,
    example=examples.NEW_APPOINTMENT,
    answers={
        200: Said("Its id", thing({**NEW_ID["properties"], "errors": ERRORS}), examples.BOOKED),
        **WRITING,
        403: TAKEN,
        404: NONE,
    },
)
CHANGE = Described(
    summary="Change an appointment",
    path=ID_IN_PATH,
    query=query.FILTERS,
    body=patch_schema(*_OPERATORS),
    example=examples.APPOINTMENT_CHANGE,
    answers={
        200: Said(
            "The appointment as it is now",
            thing({"data": APPOINTMENT, "errors": ERRORS}),
            examples.APPOINTMENT_CHANGED,
        ),
        **WRITING,
        403: TAKEN,
        404: NONE,
    },
)


def _usual(call: Call) -> Condition:
    """Only what is booked, unless the status is spoken of (contract, 1.1)."""
    if call.several("status") or mentions(query.queried(call), "status"):
        return ALWAYS
    return Compare(("status",), Operator.EQ, BOOKED)


offer(
    THEM,
    APPOINTMENTS,
    Called(
        one="an appointment",
        several="appointments",
        schema=APPOINTMENT,
        example=examples.APPOINTMENT,
    ),
    "Appointments; only booked ones, unless a filter speaks of the status",
    _usual,
)


@DIALECT.writes("POST", APPOINTMENTS, CREATE, needs=Role.DESK)
def create(call: Call, tx: Write) -> Answer:
    return _created(call, tx, slots=True)


@ALONE.writes("POST", APPOINTMENTS, CREATE, needs=Role.DESK)
def create_alone(call: Call, tx: Write) -> Answer:
    return _created(call, tx, slots=False)


@DIALECT.writes("PATCH", ONE, CHANGE, needs=Role.DESK)
def change(call: Call, tx: Write) -> Answer:
    return _changed(call, tx, slots=True)


@ALONE.writes("PATCH", ONE, CHANGE, needs=Role.DESK)
def change_alone(call: Call, tx: Write) -> Answer:
    return _changed(call, tx, slots=False)


@DIALECT.writes(
    "POST",
    f"{APPOINTMENTS}state",
    Described(
        summary="Put appointments into a state, those that can come there",
        body=MOVES,
        example=examples.MOVES,
        answers={
            200: Said(
                "How many have moved", thing({"updated": COUNT, "errors": ERRORS}), examples.MOVED
            ),
            **WRITING,
        },
    ),
    needs=Role.DESK,
)
def move(call: Call, tx: Write) -> Answer:
    answer = Answer({"updated": THEM.moved(call, tx), "errors": []})
    return arranged(tx, documents.house(tx), answer)


@DIALECT.writes(
    "DELETE",
    ONE,
    Described(
        summary="Remove an appointment for good",
        path=ID_IN_PATH,
        query=query.FILTERS,
        answers={204: Said("Removed"), **WRITING, 404: NONE},
    ),
    needs=Role.DESK,
)
def remove(call: Call, tx: Write) -> Answer:
    acting(call, tx)
    house = documents.house(tx)
    appointment_documents.remove(tx, THEM.found(call, tx, house).id)
    return arranged(tx, house, Answer(status=204))


def _created(call: Call, tx: Write, *, slots: bool) -> Answer:
    acting(call, tx)
    fields = _with_slot(bodies.new(call))
    if found := next((name for name in bodies.MANAGED if name in fields), None):
        raise Refused(400, f"{found} cannot be set.")
    house = documents.house(tx)
    body = _body(fields, house)
    shelf = bodies.shelf(fields)
    _require_mode(house, body, slots=slots)
    availability_id = None
    if body.availability is not None:
        availability_id = number_of(body.availability) or 0
        body = _body({**_of_availability(tx, availability_id), **fields}, house)
    _require_company(body, house)
    text = Text(
        span=body.span,
        details=Details(title=body.title, owner=body.owner, extra=body.extra),
        availability_id=availability_id,
        resource_id=None if availability_id is not None else _resource(tx, body),
    )
    made = appointment_documents.write(tx, text, shelf, reason=REASON)
    answer = Answer({"_id": hex_id(made.id, Of.APPOINTMENT), "errors": []})
    return arranged(tx, house, answer)


def _changed(call: Call, tx: Write, *, slots: bool) -> Answer:
    acting(call, tx)
    said = patch.change(call.body, _OPERATORS)
    house = documents.house(tx)
    _require_allowed(said, house.resource_field)
    if not slots and patch.speaks_of(said, "availabilityId"):
        raise Refused(400, NO_SLOTS)
    before = THEM.found(call, tx, house)
    document = THEM.document(tx, house, before)
    wanted = patch.finite(patch.applied(document, said, tx.now))
    text = _text(tx, house, before, document, wanted)
    after = appointment_documents.rewrite(tx, before.id, text, reason=REASON)

    def written(now: Read) -> Document:
        return {"data": THEM.document(now, house, appointments.one(now, after.id))}

    return arranged(
        tx, house, Answer({"data": THEM.document(tx, house, after), "errors": []}), written
    )


def _text(
    tx: Write, house: House, before: Appointment, document: Document, wanted: Document
) -> Text:
    """The appointment as it is wanted; what stays the same is kept as it is stored."""
    moved = wanted.get("availabilityId") != document.get("availabilityId")
    body = _body(wanted, house, needs_owner=moved or before.owner is not None)
    _require_company(body, house)
    availability_id = before.availability_id
    if moved:
        availability_id = None if body.availability is None else number_of(body.availability) or 0
    same_resource = body.resource == document.get(house.resource_field)
    details = Details(
        person_id=before.person_id,
        title=before.title if body.title == document.get("title") else body.title,
        owner=before.owner if body.owner == document.get("ownerId") else body.owner,
        appointment_type=before.appointment_type,
        note=before.note,
        extra=body.extra,
    )
    return Text(
        span=body.span,
        details=details,
        availability_id=availability_id,
        resource_id=before.resource_id if same_resource else _resource(tx, body),
        held_until=_deadline(tx, before, wanted),
    )


def _deadline(tx: Write, before: Appointment, wanted: Document) -> Any:
    """Until when it is only held: never, for what is booked."""
    status = wanted.get("status")
    if status not in (AVAILABLE, BOOKED):
        raise Refused(400, f"status is one of {AVAILABLE} and {BOOKED}.")
    if wanted.get("lockExpiration") is None:
        return None if status == BOOKED else before.held_until or tx.now
    until = bodies.moment(wanted, "lockExpiration")
    return None if status == BOOKED else until


def _body(fields: Document, house: House, *, needs_owner: bool = True) -> AppointmentBody:
    users = site.among(house.chosen, site.USERS)
    return bodies.appointment(fields, house.resource_field, users, needs_owner=needs_owner)


def _require_company(body: AppointmentBody, house: House) -> None:
    users = site.among(house.chosen, site.USERS)
    bodies.require_company(body, users)


def _with_slot(fields: Document) -> Document:
    """The same with what `slotId` stands for, where it is used."""
    if (slot := bodies.text(fields, "slotId")) is None:
        return fields
    parts = slot.split("|")
    if len(parts) != 3:
        raise Refused(400, "slotId is no id of a slot.")
    meant = dict(zip(("availabilityId", "startDate", "endDate"), parts, strict=True))
    if any(name in fields and not _same(fields[name], value) for name, value in meant.items()):
        raise Refused(400, "slotId is of another slot than the other fields.")
    return {**fields, **meant}


def _same(said: Any, meant: str) -> bool:
    """Whether it says the same, an instant in whatever zone."""
    found = instant(said) if isinstance(said, str) else None
    return bool(said == meant) or (found is not None and found == instant(meant))


def _require_mode(house: House, body: AppointmentBody, *, slots: bool) -> None:
    if body.availability is not None and not slots:
        raise Refused(400, NO_SLOTS)
    required = slots and site.among(house.chosen, site.REQUIRE_AVAILABILITY)
    if required and body.availability is None:
        raise Refused(400, "availabilityId is missing.")


def _of_availability(tx: Read, availability_id: int) -> Document:
    """The client's own fields of a public availability, which go along with what is booked."""
    found = availabilities.one(tx, availability_id)
    if found.shelf is not Shelf.PUBLIC:
        raise Refused(404)
    own = OF_APPOINTMENT - {"title"}
    return {name: value for name, value in found.extra.items() if name not in own}


def _resource(tx: Write, body: AppointmentBody) -> int | None:
    return None if body.resource is None else resource_ids.taken(tx, body.resource)


def _require_allowed(said: patch.Change, of_resource: str) -> None:
    """Refuse operators on fields that they are not for (contract, 1.1)."""
    patch.allow(said, "$set", lambda name: name not in _MANAGED)
    own = OF_APPOINTMENT
    patch.allow(said, "$unset", lambda name: name in _UNSET or name not in own - {"title"})
    for operator in _OF_CUSTOM:
        patch.allow(said, operator, lambda name: name not in own | {of_resource})
