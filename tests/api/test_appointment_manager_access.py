"""Document 004: who may call what, how it says no, and the mode in which there are no slots."""

from __future__ import annotations

from typing import Any

import pytest

from desk.api.application import MODES, application
from desk.services import site
from desk.store.database import Database
from tests.api.documents_of import booked, one, open_time, refused, shut, span
from tests.api.wire_of import Wire, token

READS = [
    "/appointments/",
    "/appointments/count",
    "/availabilities/",
    "/availabilities/count",
    "/exceptions/",
    "/exceptions/count",
]
WRITES: list[tuple[str, str, Any]] = [
    ("POST", "/appointments/", span(9)),
    ("POST", "/appointments/state", [{"filter": {}, "stateTo": "TRASH"}]),
    ("PATCH", "/appointments/{appointment}", {}),
    ("PATCH", "/appointments/{appointment}/status", {"userId": "ann", "status": "accepted"}),
    ("DELETE", "/appointments/{appointment}", None),
    ("POST", "/availabilities/", {**span(9), "slotDuration": 60}),
    ("POST", "/availabilities/state", [{"filter": {}, "stateTo": "TRASH"}]),
    ("PATCH", "/availabilities/{availability}", {}),
    ("DELETE", "/availabilities/{availability}", None),
    ("DELETE", "/availabilities/", None),
    ("POST", "/exceptions/", span(9)),
    ("POST", "/exceptions/state", [{"filter": {}, "stateTo": "TRASH"}]),
    ("PATCH", "/exceptions/{exception}", {}),
    ("DELETE", "/exceptions/{exception}", None),
    ("DELETE", "/exceptions/", None),
]


@pytest.mark.parametrize("path", READS)
def test_reading_needs_a_token_of_any_role(
    public: Wire, reader: Wire, clerk: Wire, admin: Wire, path: str
) -> None:
    replies = [wire.get(path) for wire in (public, reader, clerk, admin)]

    assert [reply.status for reply in replies] == [401, 200, 200, 200]
    assert refused(replies[0], 401)
    assert replies[0].headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_writing_needs_a_token_of_the_desk(
    public: Wire, reader: Wire, clerk: Wire, method: str, path: str, body: Any
) -> None:
    path = path.format(
        appointment=booked(clerk, ownerId="ann"),
        availability=open_time(clerk),
        exception=shut(clerk),
    )

    assert refused(public.ask(method, path, body), 401)
    assert refused(reader.ask(method, path, body), 403)
    assert clerk.ask(method, path, body).status in (200, 204)


@pytest.mark.parametrize("scheme", ["Bearer", "Token", "X-User-Token"])
def test_a_token_is_taken_in_any_of_its_forms(
    database: Database, public: Wire, scheme: str
) -> None:
    held = token(database, "readonly", "another")

    assert public.holding(held, scheme).get("/appointments/").status == 200


def test_the_house_can_open_it_to_everybody(
    database: Database, public: Wire, reader: Wire, clerk: Wire
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "api.public_appointments", True)

    assert public.get("/appointments/").status == 200
    assert public.holding("nobody's token").get("/appointments/").status == 200
    key = booked(public)
    assert one(public, "appointments", key)["creatorId"] == "public"
    named = public.post("/appointments/", span(9), userid="u1")
    assert one(public, "appointments", named.body["_id"])["creatorId"] == "u1"
    assert refused(reader.post("/appointments/", span(9)), 403)
    assert public.delete(f"/appointments/{key}").status == 204
    assert public.get("/api/residentvisits/residents").status == 401


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/appointments/", "GET, HEAD, POST"),
        ("PUT", "/appointments/", "GET, HEAD, POST"),
        ("POST", "/appointments/count", "GET, HEAD"),
        ("GET", "/appointments/state", "POST"),
        ("PUT", "/appointments/a00000000000000000000001", "DELETE, GET, HEAD, PATCH"),
        ("PUT", "/availabilities", "DELETE, GET, HEAD, POST"),
        ("PATCH", "/exceptions/", "DELETE, GET, HEAD, POST"),
    ],
)
def test_other_methods_are_refused_with_those_that_are_allowed(
    clerk: Wire, method: str, path: str, allowed: str
) -> None:
    reply = clerk.ask(method, path)

    assert refused(reply, 405)
    assert reply.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/appointments/a/b/c", "/slots/x/y", "/exceptions/1/2/3"])
def test_other_addresses_are_not_found_in_its_own_words(clerk: Wire, path: str) -> None:
    assert refused(clerk.get(path), 404)


def test_the_same_key_gets_the_same_answer_and_books_once(clerk: Wire) -> None:
    first = clerk.post("/appointments/", span(9), idempotency_key="k1")
    again = clerk.post("/appointments/", span(9), idempotency_key="k1")
    other = clerk.post("/appointments/", span(10), idempotency_key="k1")

    assert first.raw == again.raw
    assert refused(other, 422)
    assert clerk.get("/appointments/count").body == 1


def test_a_list_says_of_head_what_it_says_of_get(clerk: Wire) -> None:
    assert clerk.ask("HEAD", "/appointments/").status == 200


@pytest.fixture
def alone(database: Database) -> Wire:
    """The desk in the mode in which there are appointments and a calendar only."""
    return Wire(application(database, MODES["appointments"]), token(database, "desk", "alone"))


@pytest.mark.parametrize(
    "path", ["/availabilities/", "/slots/", "/exceptions/", "/exceptions/count"]
)
def test_without_slots_there_is_nothing_at_their_addresses(alone: Wire, path: str) -> None:
    assert refused(alone.get(path), 404)
    assert refused(alone.post(path, {}), 404)


def test_without_slots_appointments_stand_by_themselves(alone: Wire, clerk: Wire) -> None:
    availability = open_time(clerk)
    key = booked(alone)
    slot = {**span(9), "availabilityId": availability, "ownerId": "u1"}
    on_slot = {"$set": {"availabilityId": availability, "ownerId": "u1"}}

    assert refused(alone.post("/appointments/", slot), 400)
    assert refused(alone.patch(f"/appointments/{key}", on_slot), 400)
    assert alone.patch(f"/appointments/{key}", {"$set": span(13)}).status == 200
    assert alone.get("/appointments/count").body == 1
    assert alone.get("/calendar/?startDate=2030-02-18&endDate=2030-02-19").status == 200
    assert alone.delete(f"/appointments/{key}").status == 204


def test_without_slots_no_change_may_speak_of_an_availability(alone: Wire) -> None:
    key = booked(alone)

    assert refused(alone.patch(f"/appointments/{key}", {"$unset": {"availabilityId": True}}), 400)


def test_it_says_what_it_is_to_anybody(public: Wire, alone: Wire) -> None:
    paths = [
        set(wire.get("/documentation/json").body["paths"]) for wire in (public, alone.holding(""))
    ]

    assert public.get("/documentation/json").body["info"]["title"] == "appointment-manager"
    assert "/availabilities/" in paths[0]
    assert {path.split("/")[1] for path in paths[1]} == {
        "appointments",
        "calendar",
        "documentation",
    }
