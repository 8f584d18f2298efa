"""Many slots of one provider at once: the good ones are taken, the others told (rows 23 to 27)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desk.api import wire
from desk.api.call import Call
from desk.api.described import INSTANT, TEXT, WHOLE, Described, Said, Schema, listed, thing
from desk.api.provider_availability import fields, schemas, slots
from desk.api.provider_availability.fields import Faults
from desk.api.provider_availability.speech import BLANK, DIALECT, NO_SLOT, PREFIX, by_field, words
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.errors import DeskError, Invalid
from desk.domain.open_time import NewAvailability, NewSlot
from desk.services import availabilities, slot_rows
from desk.store.database import Read, Write

MOST = 500  # row 25
ITEM = thing(
    {
        "start_time": INSTANT,
        "end_time": INSTANT,
        "appointment_type": schemas.KIND,
    },
    required=["start_time", "end_time"],
)
SENT = thing(
    {
        "provider_id": schemas.ID,
        "slots": {"type": "array", "items": ITEM, "minItems": 1, "maxItems": MOST},
    }
)
SENT_EXAMPLE = {
    "provider_id": 456,
    "slots": [
        {
            "start_time": f"2023-10-27T{hour:02}:00:00.000Z",
            "end_time": f"2023-10-27T{hour + 1:02}:00:00.000Z",
            "appointment_type": "therapy",
        }
        for hour in (9, 10)
    ],
}
_IDS: Schema = {"type": "array", "items": schemas.ID, "minItems": 1, "maxItems": MOST}
FAILED = listed(thing({"index": WHOLE, "errors": {"anyOf": [TEXT, {"type": "object"}]}}))
KEPT = listed(thing({"slot_id": {"type": ["integer", "null"]}, "errors": TEXT}))


def _counts(done: str, errors: Schema) -> Schema:
    return thing({done: WHOLE, "failed_slots": WHOLE, "slot_ids": listed(WHOLE), "errors": errors})


def _answers(status: int, done: str, errors: Schema) -> dict[int, Said]:
    counts = _counts(done, errors)
    example = {done: 2, "failed_slots": 0, "slot_ids": [789, 790], "errors": list[Any]()}
    return {
        status: Said("How many, which, and what is wrong with the others", counts, example),
        400: Said("The body is not valid JSON", schemas.ERRORS, {"errors": "Invalid JSON"}),
        **schemas.DOOR,
        415: schemas.MEDIA,
        422: Said("Nothing could be done", {"anyOf": [counts, schemas.FAULTS, schemas.ERRORS]}),
    }


@DIALECT.writes(
    "POST",
    f"{PREFIX}providers/available_slots/create_in_batch",
    Described(
        summary="Open several slots of a provider",
        body=SENT,
        example=SENT_EXAMPLE,
        answers=_answers(201, "created_slots", FAILED),
    ),
    needs=Role.ADMIN,
)
def create(call: Call, tx: Write) -> Answer:
    faults: Faults = {}
    given = fields.sent(call)
    provider_id = slots.provider(tx, given, faults)
    items = _several(given.get("slots"), "slots", faults)
    if faults:
        raise Refused(422, fields=faults)
    read = [_read(tx, item, provider_id) for item in items]
    made = iter(availabilities.add_all(tx, [one for one in read if not isinstance(one, Refused)]))
    ids: list[int] = []
    errors: list[dict[str, Any]] = []
    for index, one in enumerate(read):
        outcome = one if isinstance(one, Refused) else next(made)
        if isinstance(outcome, (Refused, DeskError)):
            errors.append({"index": index, "errors": _told(outcome)})
        else:
            ids.append(outcome.id)
    return _counted("created_slots", ids, errors, 201)


@DIALECT.writes(
    "DELETE",
    f"{PREFIX}providers/available_slots/destroy_in_batch",
    Described(
        summary="Take several slots of a provider back; a client that sends no body names them in"
        " the address",
        query={"provider_id": WHOLE, "slot_ids[]": listed(WHOLE)},
        body=thing({"provider_id": schemas.ID, "slot_ids": _IDS}),
        example={"provider_id": 456, "slot_ids": [789, 790]},
        needs_body=False,
        answers=_answers(200, "deleted_slots", KEPT),
    ),
    needs=Role.ADMIN,
)
def destroy(call: Call, tx: Write) -> Answer:
    faults: Faults = {}
    given = {**_in_address(call), **(fields.sent(call) if call.raw else {})}
    provider_id = slots.provider(tx, given, faults)
    wanted = _several(given.get("slot_ids"), "slot_ids", faults)
    if faults:
        raise Refused(422, fields=faults)
    numbers = [fields.number(each) for each in wanted]
    known = slot_rows.known(tx, {each for each in numbers if each is not None})
    there = [each for each in numbers if each in known]
    outcomes = iter(_taken_back(tx, provider_id, there))
    ids: list[int] = []
    errors: list[dict[str, Any]] = []
    for said, key in zip(wanted, numbers, strict=True):
        outcome = next(outcomes) if key in known else NO_SLOT
        if isinstance(outcome, int):
            ids.append(outcome)
        else:
            errors.append({"slot_id": said if type(said) is int else None, "errors": outcome})
    return _counted("deleted_slots", ids, errors, 200)


def _read(tx: Read, item: Any, provider_id: int) -> NewAvailability | Refused:
    """The slot that an item describes, or what is wrong with it."""
    faults: Faults = {}
    given = item if isinstance(item, dict) else {}
    span = slots.times(tx, given, faults)
    kind = fields.text(given, "appointment_type", fields.LONGEST_TYPE, faults)
    if faults or span is None:
        return Refused(422, fields=faults)
    return NewSlot(resource_id=provider_id, span=span, appointment_type=kind).opening()


def _taken_back(tx: Write, provider_id: int, ids: list[int]) -> Iterable[int | str]:
    """For each its id, or why it stays."""
    for outcome in availabilities.withdraw_all(tx, provider_id, ids):
        yield words(outcome) if isinstance(outcome, DeskError) else outcome


def _several(value: Any, name: str, faults: Faults) -> list[Any]:
    """The items of a field that has to list some, but not too many."""
    if fields.is_blank(value) or value == []:
        faults[name] = [BLANK]
    elif not isinstance(value, list):
        faults[name] = ["must be an array"]
    elif len(value) > MOST:
        faults[name] = [f"is too long (maximum is {MOST} items)"]
    else:
        return value
    return []


def _in_address(call: Call) -> dict[str, Any]:
    """What a client says in the address whose bodies do not arrive; what is no id stays text."""
    given: dict[str, Any] = {}
    if (provider_id := call.one("provider_id")) is not None:
        given["provider_id"] = wire.row_id(provider_id) or provider_id
    if ids := call.several("slot_ids[]", "slot_ids"):
        given["slot_ids"] = [wire.row_id(each) or each for each in ids]
    return given


def _told(error: Refused | DeskError) -> str | Faults:
    match error:
        case Refused(fields=faults):
            return faults
        case Invalid():
            return by_field(error)
        case _:
            return words(error)


def _counted(done: str, ids: list[int], errors: list[dict[str, Any]], status: int) -> Answer:
    counts = {done: len(ids), "failed_slots": len(errors), "slot_ids": ids, "errors": errors}
    return Answer(counts, status if ids else 422)
