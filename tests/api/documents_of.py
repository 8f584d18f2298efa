"""The words in which tests speak to the appointment manager of document 004."""

from __future__ import annotations

from typing import Any

from tests.api.wire_of import Reply, Wire

# A Monday two weeks after the day on which the clock of the tests stands.
DAY = "2030-02-18"
ERROR = ["statusCode", "error", "message"]
NOBODY = "a" * 24


def time(hour: int, minute: int = 0, day: str = DAY) -> str:
    """An instant of that day as the document writes it."""
    return f"{day}T{hour:02}:{minute:02}:00.000Z"


def span(hour: int, until: int | None = None, day: str = DAY) -> dict[str, Any]:
    """From one hour to the next, or to another."""
    until = hour + 1 if until is None else until
    return {"startDate": time(hour, day=day), "endDate": time(until, day=day)}


def open_time(wire: Wire, **fields: Any) -> str:
    """An availability from nine to twelve in slots of an hour; gives its id."""
    body = {**span(9, 12), "slotDuration": 60, **fields}
    return made(wire.post("/availabilities/", body))


def booked(wire: Wire, hour: int = 9, **fields: Any) -> str:
    """An appointment; gives its id."""
    return made(wire.post("/appointments/", {**span(hour), **fields}))


def shut(wire: Wire, hour: int = 9, **fields: Any) -> str:
    """An exception; gives its id."""
    return made(wire.post("/exceptions/", {**span(hour), **fields}))


def made(reply: Reply) -> str:
    assert reply.status == 200, reply.raw
    found: str = reply.body["_id"]
    return found


def one(wire: Wire, path: str, key: str, state: str = "PUBLIC") -> dict[str, Any]:
    """The document of that id, in whichever status."""
    reply = wire.get(f"/{path}/{key}?_st={state}")
    assert reply.status == 200, reply.raw
    found: dict[str, Any] = reply.body
    return found


def refused(reply: Reply, status: int) -> bool:
    """Whether it is a refusal in the shape of the document."""
    assert reply.status == status, (reply.status, reply.raw)
    assert list(reply.body) == ERROR
    assert reply.body["statusCode"] == status
    return True
