"""Document 004, slots: which there are in a period, and keeping one (contract, 1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from desk.api.appointment_manager import choosing, documents, examples, query
from desk.api.appointment_manager.choosing import ENDLESS, Chosen, moment
from desk.api.appointment_manager.dialect import (
    DIALECT,
    NONE,
    READING,
    SLOTS,
    TAKEN,
    WRITING,
    acting,
)
from desk.api.appointment_manager.documents import House
from desk.api.appointment_manager.moments import array
from desk.api.appointment_manager.schemas import APPOINTMENT
from desk.api.appointment_manager.slot_text import STATUS, Fields, SlotList, pieces
from desk.api.appointment_manager.words import Words, words
from desk.api.call import Call
from desk.api.described import INSTANT, TEXT, Described, Said, Schema, listed, thing
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.appointment import Details, Shelf
from desk.domain.document_ids import Of, number_of
from desk.domain.filter import ALWAYS, Compare, Condition, Operator
from desk.domain.slot import State
from desk.domain.span import Span
from desk.domain.text import keepable_all
from desk.domain.wall_clock import milliseconds
from desk.services import appointments, site, slot_lists
from desk.services.slot_lists import Choice, Run
from desk.store.database import Read, Write

LOCK = f"{SLOTS}lock/{{id}}"
ORDERS = ("startDate", "-startDate", "endDate", "-endDate")
STATES = {name: state for state, name in STATUS.items()}
MOST_MS = appointments.LONGEST_HOLD // timedelta(milliseconds=1)
_ID_PARTS = 3
_DATE = "[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
_INSTANT = rf"{_DATE}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{{3}}Z"
_OWN = {"ownerId", "lockDurationMs", "slotId", "channels", "reminderMilliseconds", "reminderIds"}
_OWN |= {"linkTeleconsultation", "participants"}
SLOT_ID: Schema = {
    "type": "string",
    # Dates after the 28th are written in the same way.
    "pattern": rf"^[0-9a-fA-F]{{24}}\|{_INSTANT}\|{_INSTANT}$",
}
SLOT = thing(
    {
        "_id": TEXT,
        "startDate": INSTANT,
        "endDate": INSTANT,
        "status": {"enum": list(STATES)},
        "availabilityId": TEXT,
        "capacity": {"type": "integer", "minimum": 1},
    }
)


class SlotId(NamedTuple):
    """What the `_id` of a slot says: the availability, and the time."""

    availability_id: int
    span: Span


@DIALECT.reads(
    SLOTS,
    Described(
        summary="The slots that overlap a period, the latest first unless told otherwise",
        query={
            "startDate": INSTANT,
            "endDate": INSTANT,
            "status": {"enum": list(STATES)},
            "_st": query.STATES_SCHEMA,
            "_q": query.QUERY_SCHEMA,
            "_l": query.LIMIT_SCHEMA,
            "_sk": query.SKIP_SCHEMA,
            "_s": {"enum": list(ORDERS)},
        },
        required=frozenset({"startDate", "endDate"}),
        answers={200: Said("The slots", listed(SLOT), [examples.SLOT]), **READING, 400: ENDLESS},
    ),
    needs=Role.READONLY,
)
def every(call: Call, tx: Read) -> Answer:
    asked = query.queried(call)
    picked = _picked(call, asked)
    if picked is not None and isinstance(asked, dict):
        asked = {name: value for name, value in asked.items() if name != "_id"}
    period = _period(call, picked)
    house = documents.house(tx)
    chosen = choosing.chosen(call, house, {} if asked is None else asked)
    choice = _choice(call, house, chosen, picked)
    order = call.one("_s")
    order = "-startDate" if order is None else order
    if order not in ORDERS:
        raise Refused(400, f"_s takes one of {', '.join(ORDERS)}.")
    how = {"by_end": "endDate" in order, "latest_first": order.startswith("-")}
    slots = SlotList(fields_of(house.knowing_all(tx)), _states(call), **how)
    skip, limit = query.count(call, "_sk", least=0) or 0, query.count(call, "_l", least=1)
    days = (
        day
        for stretch in slot_lists.stretches(tx, period, choice, **how)
        for day in slots.days(stretch if picked is None else _only(stretch, picked.span))
    )
    return Answer(array(pieces(days, skip, limit)), streams=True)


@DIALECT.writes(
    "PATCH",
    LOCK,
    Described(
        summary="Keep a slot for its owner for a while, or for longer",
        path={"id": SLOT_ID},
        body=thing(
            {
                "ownerId": {"type": "string", "minLength": 1, "maxLength": 200},
                "lockDurationMs": {"type": "number", "minimum": 0, "maximum": MOST_MS},
            },
            required=["ownerId"],
        ),
        example=examples.LOCK,
        answers={
            200: Said("The reservation", APPOINTMENT, examples.RESERVATION),
            **WRITING,
            403: TAKEN,
            404: NONE,
        },
    ),
    needs=Role.DESK,
)
def lock(call: Call, tx: Write) -> Answer:
    wanted = slot_id(call.path["id"])
    fields = call.fields
    owner = fields.get("ownerId")
    if not isinstance(owner, str) or not owner.strip():
        raise Refused(400, "ownerId must be a text that is not empty.")
    house = documents.house(tx)
    extra = _extra(fields, words(house, Of.APPOINTMENT))
    acting(call, tx)
    held = appointments.hold(
        tx,
        wanted.availability_id,
        wanted.span,
        Details(owner=owner.strip(), extra=extra),
        length=_length(house, fields),
    )
    return Answer(documents.appointment(house.knowing(tx, held), held))


def slot_id(text: str) -> SlotId:
    """What the `_id` of a slot names; 400 where it is none."""
    parts = text.split("|")
    number = number_of(parts[0])
    if len(parts) != _ID_PARTS or number is None:
        raise Refused(400, "The _id of a slot is availabilityId|startDate|endDate.")
    start, end = moment("The _id of a slot", parts[1]), moment("The _id of a slot", parts[2])
    if start >= end:
        raise Refused(400, "In the _id of a slot startDate must be before endDate.")
    return SlotId(number, Span(start, end))


def _picked(call: Call, asked: Any) -> SlotId | None:
    """The one slot that is asked for by its `_id`."""
    text = call.one("_id")
    if text is not None:
        return slot_id(text)
    named = asked.get("_id") if isinstance(asked, dict) else None
    if isinstance(named, dict) and list(named) == ["$eq"]:
        named = named["$eq"]
    return slot_id(named) if isinstance(named, str) and "|" in named else None


def _period(call: Call, picked: SlotId | None) -> Span:
    if picked is not None and None in (call.one("startDate"), call.one("endDate")):
        return choosing.period(picked.span.start, picked.span.end)
    return choosing.period(*(moment(name, call.one(name)) for name in ("startDate", "endDate")))


def _choice(call: Call, house: House, chosen: Chosen, picked: SlotId | None) -> Choice:
    shelves = query.states(call)
    assert isinstance(shelves, Compare)
    one: Condition = ALWAYS
    if picked is not None:
        one = Compare(("id",), Operator.EQ, picked.availability_id)
    matched = site.among(house.chosen, site.MATCH_SLOTS)
    exact = chosen.by_resource or picked is not None or matched
    return Choice(
        shelves=frozenset(map(Shelf, shelves.value)),
        opened=choosing.all_of([chosen.opened, one]),
        shut=chosen.shut,
        everywhere=not exact,
    )


def _states(call: Call) -> frozenset[State]:
    status = call.one("status")
    if status is not None and status not in STATES:
        raise Refused(400, f"status takes one of {', '.join(STATES)}.")
    return frozenset(State) if status is None else frozenset({STATES[status]})


def _only(stretch: Sequence[Run], span: Span) -> list[Run]:
    """The slot of exactly that time, if there is one."""
    start = milliseconds(span.start)
    return [
        run._replace(first=number, last=number + 1)
        for run in stretch
        if run.table.find(span) is not None
        and (number := run.table.grid.at(start)) is not None
        and run.first <= number < run.last
    ]


def fields_of(house: House) -> Fields:
    """What else a slot says: the resource, and what another machine keeps with its availability."""

    def fields(run: Run) -> Mapping[str, Any]:
        number = run.table.resource_id
        if number is None:
            return run.extra
        return {**run.extra, house.resource_field: house.resources.get(number, str(number))}

    return fields


def _length(house: House, fields: dict[str, Any]) -> timedelta:
    """For how long to keep the slot."""
    length = fields.get("lockDurationMs", site.among(house.chosen, site.LOCK_MS))
    if isinstance(length, bool) or not isinstance(length, int | float):
        raise Refused(400, "lockDurationMs must be a number of milliseconds.")
    if not 0 <= length <= MOST_MS:
        raise Refused(400, f"lockDurationMs must be from 0 to {MOST_MS}.")
    return timedelta(milliseconds=length)


def _extra(fields: dict[str, Any], of: Words) -> dict[str, Any]:
    """What the client keeps with the reservation: whatever is no field of ours."""
    found = {
        name: value
        for name, value in fields.items()
        if name not in _OWN and of.word(name).path[:2] == ("extra", name)
    }
    if not keepable_all(found):
        raise Refused(400, "The body holds characters or numbers that cannot be kept.")
    return found
