"""The words in which the tests of document 003 speak of residents and their visits."""

from __future__ import annotations

import re
from typing import Any

from desk.domain.directory import Person
from desk.domain.visitor import VisitorEntry
from desk.services import people, visitor_log
from desk.services.people import Details
from desk.store.database import Database
from tests import build
from tests.api.wire_of import Reply, Wire

VISITS = "/api/residentvisits"
NOBODY = "00000000-0000-0000-0000-000000000000"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TRACE = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00")
FIELDS = [
    "id",
    "residentId",
    "residentName",
    "visitorName",
    "totalPeople",
    "vehicleColor",
    "licensePlate",
    "subject",
    "arrivalDate",
    "departureDate",
    "createdAt",
]


def resident(database: Database, first: str = "Ana", last: str = "Hernandez") -> Person:
    with database.write("test") as tx:
        return build.resident(tx, first, last)


def renamed(database: Database, person: Person, first: str) -> None:
    with database.write("test") as tx:
        details = Details(kind=person.kind, first_name=first, last_name=person.last_name)
        people.amend(tx, person.id, details, seen=person.version)


def visit(host: Person, **changed: Any) -> dict[str, Any]:
    """A body with what is required, changed in places."""
    body = {
        "residentId": host.uid,
        "visitorName": "Maria Gomez",
        "totalPeople": 2,
        "subject": "Family visit",
        "arrivalDate": "2030-02-04T08:30:00Z",
    }
    return body | changed


def made(wire: Wire, host: Person, **changed: Any) -> dict[str, Any]:
    reply = wire.post(VISITS, visit(host, **changed))
    assert reply.status == 201, reply.body
    found: dict[str, Any] = reply.body
    return found


def kept(database: Database, visit_id: str) -> VisitorEntry:
    """The entry as the desk sees it."""
    with database.read() as tx:
        return visitor_log.by_uid(tx, visit_id)


def require_problem(reply: Reply, status: int, title: str, *fields: str) -> None:
    """It is a problem as the contract has it, row 3, with a fault of each of these fields."""
    assert reply.status == status, reply.raw
    assert reply.headers["content-type"] == "application/problem+json"
    body = reply.body
    errors = body.pop("errors", {})
    assert list(body) == ["type", "title", "status", "detail", "traceId"]
    assert (body["type"], body["title"], body["status"]) == ("about:blank", title, status)
    assert body["detail"]
    assert TRACE.fullmatch(body["traceId"])
    assert sorted(errors) == sorted(fields)
    assert all(why and isinstance(text, str) for why in errors.values() for text in why)
