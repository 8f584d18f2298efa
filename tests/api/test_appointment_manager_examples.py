"""Document 004's own examples, sent as they stand; what comes back is as they say."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from desk.api.appointment_manager import examples
from tests.api.documents_of import made, open_time
from tests.api.wire_of import Wire

# What differs from house to house, from clock to clock and from one row to the next.
_OWN = {"_id", "creatorId", "createdAt", "updaterId", "updatedAt", "availabilityId"}
_OWN |= {"lockExpiration"}


def alike(found: Any, example: Any) -> bool:
    """Whether it is what the example says, but for what each house says its own way."""
    if isinstance(example, list):
        return len(found) == len(example) and all(map(alike, found, example))
    if not isinstance(example, dict):
        return bool(found == example)
    return list(found) == list(example) and all(
        alike(found[name], value) for name, value in example.items() if name not in _OWN
    )


def booked(wire: Wire) -> str:
    """The example's appointment on a slot of the example's hour; gives its id."""
    key = open_time(wire, **{**examples.NEW_AVAILABILITY, **times(examples.NEW_APPOINTMENT)})
    reply = wire.post("/appointments/", {**examples.NEW_APPOINTMENT, "availabilityId": key})

    assert alike(reply.body, examples.BOOKED)
    return made(reply)


def times(example: dict[str, Any]) -> dict[str, Any]:
    return {name: example[name] for name in ("startDate", "endDate")}


def test_the_appointment_of_the_document_is_booked_read_and_changed(clerk: Wire) -> None:
    key = booked(clerk)

    assert alike(clerk.get(f"/appointments/{key}").body, examples.APPOINTMENT)
    assert alike(clerk.get("/appointments/").body, [examples.APPOINTMENT])
    changed = clerk.patch(f"/appointments/{key}", examples.APPOINTMENT_CHANGE)
    assert alike(changed.body, examples.APPOINTMENT_CHANGED)


def test_the_appointment_of_the_document_is_put_into_the_bin(clerk: Wire) -> None:
    [example] = examples.MOVES
    moves = [{**example, "filter": {"_id": booked(clerk)}}]

    assert clerk.post("/appointments/state", moves).body == examples.MOVED
    assert clerk.post("/appointments/state", examples.MOVES).status == 200


def test_the_availability_of_the_document_is_opened_read_and_changed(clerk: Wire) -> None:
    reply = clerk.post("/availabilities/", examples.NEW_AVAILABILITY)

    assert alike(reply.body, examples.new_id(examples.AVAILABILITY))
    key = made(reply)
    assert alike(clerk.get(f"/availabilities/{key}").body, examples.AVAILABILITY)
    assert alike(clerk.get("/availabilities/").body, [examples.AVAILABILITY])
    changed = clerk.patch(f"/availabilities/{key}", examples.AVAILABILITY_CHANGE)
    assert alike(changed.body, examples.AVAILABILITY_CHANGED)


def test_the_availability_of_the_document_has_three_slots_one_of_which_is_locked(
    clerk: Wire,
) -> None:
    made(clerk.post("/availabilities/", examples.NEW_AVAILABILITY))
    period = "startDate=2030-02-08T09:00:00Z&endDate=2030-02-08T12:30:00Z&_s=startDate"

    slots = clerk.get(f"/slots/?{period}").body

    assert len(slots) == 3
    assert alike(slots[:1], [examples.SLOT])
    locked = clerk.patch(f"/slots/lock/{quote(slots[0]['_id'], safe='')}", examples.LOCK)
    assert alike(locked.body, examples.RESERVATION)


def test_the_exception_of_the_document_is_made_read_shown_and_changed(clerk: Wire) -> None:
    reply = clerk.post("/exceptions/", examples.NEW_EXCEPTION)

    assert alike(reply.body, examples.new_id(examples.EXCEPTION))
    key = made(reply)
    assert alike(clerk.get(f"/exceptions/{key}").body, examples.EXCEPTION)
    assert alike(clerk.get("/exceptions/").body, [examples.EXCEPTION])
    period = "startDate=2022-10-20&endDate=2022-10-21"
    assert alike(clerk.get(f"/calendar/?{period}").body, [examples.EVENT])
    changed = clerk.patch(f"/exceptions/{key}", examples.EXCEPTION_CHANGE)
    assert alike(changed.body, examples.EXCEPTION_CHANGED)
