"""The words in which the tests of document 001 speak: its addresses, its slots, its books."""

from __future__ import annotations

from typing import Any

from desk.store.database import Database
from tests import build
from tests.api.wire_of import Reply, Wire

ROOT = "/v1/admin/clinic/availability"
SLOTS = f"{ROOT}/available_slots"
OF_PROVIDERS = f"{ROOT}/providers/available_slots"
BOOKS = f"{ROOT}/books"
JANE, IAN, MARIA = 456, 457, 1049
BLANK = "can't be blank"


def furnish(database: Database) -> None:
    """Dr. Jane Smith and Dr. Ian Lee, and the patient Maria Gomez, by the document's own ids."""
    with database.write("test") as tx:
        build.resource(tx, "Dr. Jane", "Smith", id=JANE)
        build.resource(tx, "Dr. Ian", "Lee", id=IAN)
        build.patient(tx, "Maria", "Gomez", id=MARIA)


def day(number: int) -> str:
    """A date of the February that begins on a Friday; the Monday of the tests is the 4th."""
    return f"2030-02-{number:02}"


def at(hour: int, minute: int = 0, on: int = 4) -> str:
    return f"{day(on)}T{hour:02}:{minute:02}:00.000Z"


def slot(hour: int = 14, on: int = 4, **given: Any) -> dict[str, Any]:
    """An hour of Dr. Smith on the Monday at 14:00 UTC, or another one."""
    times = {"start_time": at(hour, on=on), "end_time": at(hour + 1, on=on)}
    return {"provider_id": JANE, **times, **given}


def post(wire: Wire, hour: int = 14, on: int = 4, **given: Any) -> Reply:
    return wire.post(SLOTS, {"available_slot": slot(hour, on, **given)})


def opened(wire: Wire, hour: int = 14, on: int = 4, **given: Any) -> dict[str, Any]:
    """The slot as it was answered when it was opened."""
    reply = post(wire, hour, on, **given)
    assert reply.status == 201, reply.body
    found: dict[str, Any] = reply.body
    return found


def put(wire: Wire, key: int, query: str = "", **given: Any) -> Reply:
    return wire.put(f"{SLOTS}/{key}{query}", {"available_slot": given})


def book(wire: Wire, key: int, **given: Any) -> Reply:
    sent = {"available_slot_id": key, "patient_id": MARIA, **given}
    return wire.post(BOOKS, {"book": sent})


def booked(wire: Wire, key: int, **given: Any) -> dict[str, Any]:
    reply = book(wire, key, **given)
    assert reply.status == 201, reply.body
    found: dict[str, Any] = reply.body
    return found


def starts(wire: Wire, path: str = SLOTS) -> list[str]:
    """When the slots of a list begin, in its order, up to the minute."""
    reply = wire.get(path)
    assert reply.status == 200, reply.body
    return [each["start_time"][5:16] for each in reply.body]


def ids(wire: Wire, path: str) -> list[int]:
    reply = wire.get(path)
    assert reply.status == 200, reply.body
    return [each["id"] for each in reply.body]
