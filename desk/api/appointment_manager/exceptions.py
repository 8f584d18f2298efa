"""What shuts: `/exceptions/` (contract of document 004, 1.4)."""

from __future__ import annotations

from desk.api.appointment_manager import bodies, documents, examples, patch, query
from desk.api.appointment_manager.bodies import ExceptionBody
from desk.api.appointment_manager.collections import Called, Collection, offer, offer_removal
from desk.api.appointment_manager.dialect import (
    DIALECT,
    EXCEPTIONS,
    ID_IN_PATH,
    NONE,
    WRITING,
    acting,
)
from desk.api.appointment_manager.patch import ALL_OPERATORS
from desk.api.appointment_manager.schemas import (
    COUNT,
    EXCEPTION,
    MOVES,
    NEW_EXCEPTION,
    NEW_ID,
)
from desk.api.appointment_manager.schemas import patch as patch_schema
from desk.api.call import Call
from desk.api.described import Described, Said
from desk.api.wire import Answer
from desk.domain.access import Role
from desk.domain.document_ids import Of, hex_id
from desk.services import closures, resource_ids
from desk.services.document_lists import CLOSURES as LISTS
from desk.store.database import Write

ONE = f"{EXCEPTIONS}{{id}}"

THEM = Collection(Of.CLOSURE, LISTS, documents.closure, closures.shelve)
CALLED = Called(
    one="an exception", several="exceptions", schema=EXCEPTION, example=examples.EXCEPTION
)
offer(THEM, EXCEPTIONS, CALLED, "Exceptions")
offer_removal(THEM, EXCEPTIONS, CALLED, closures.remove)


@DIALECT.writes(
    "POST",
    EXCEPTIONS,
    Described(
        summary="Shut a resource, or all of the site; whoever is booked then is flagged",
        body=NEW_EXCEPTION,
        example=examples.NEW_EXCEPTION,
        answers={200: Said("Its id", NEW_ID, examples.new_id(examples.EXCEPTION)), **WRITING},
    ),
    needs=Role.DESK,
)
def create(call: Call, tx: Write) -> Answer:
    acting(call, tx)
    fields = bodies.new(call)
    shelf = bodies.shelf(fields)
    body = bodies.exception(fields, documents.house(tx).resource_field)
    made = closures.close(
        tx, body.span, _resource(tx, body), body.reason, shelf=shelf, extra=body.extra
    )
    return Answer({"_id": hex_id(made.id, Of.CLOSURE)})


@DIALECT.writes(
    "POST",
    f"{EXCEPTIONS}state",
    Described(
        summary="Put exceptions into a state",
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
        summary="Change an exception; whoever is booked in it as it is then is flagged",
        path=ID_IN_PATH,
        query=query.FILTERS,
        body=patch_schema(*ALL_OPERATORS),
        example=examples.EXCEPTION_CHANGE,
        answers={
            200: Said("The exception as it is now", EXCEPTION, examples.EXCEPTION_CHANGED),
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
    body = bodies.exception(wanted, house.resource_field)
    changed = closures.amend(
        tx,
        before.id,
        body.span,
        _resource(tx, body),
        body.reason,
        seen=None,
        extra=body.extra,
    )
    return Answer(THEM.document(tx, house, changed))


def _resource(tx: Write, body: ExceptionBody) -> int | None:
    return None if body.resource is None else resource_ids.taken(tx, body.resource)
