"""Document 001 at the door: who may call, which methods there are, what a refusal looks like."""

from __future__ import annotations

import pytest

from desk.store.database import Database
from tests.api.clinic import ROOT, SLOTS, furnish, slot
from tests.api.wire_of import Wire, token


@pytest.fixture(autouse=True)
def clinic(database: Database) -> None:
    furnish(database)


CALLS = [
    ("GET", "/available_slots"),
    ("GET", "/available_slots/search"),
    ("POST", "/available_slots"),
    ("GET", "/available_slots/1"),
    ("PUT", "/available_slots/1"),
    ("DELETE", "/available_slots/1"),
    ("GET", "/providers/available_slots"),
    ("POST", "/providers/available_slots/create_in_batch"),
    ("DELETE", "/providers/available_slots/destroy_in_batch"),
    ("GET", "/books"),
    ("POST", "/books"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_every_call_is_for_admins_alone(
    public: Wire, reader: Wire, clerk: Wire, method: str, path: str
) -> None:
    unknown = public.holding("x" * 64, "X-User-Token")

    replies = [who.ask(method, ROOT + path, {}) for who in (public, unknown, reader, clerk)]

    refused = {"errors": "You are not authorized to perform this action."}
    forbidden = {"errors": "Admin access required"}
    assert [(reply.status, reply.body) for reply in replies] == [
        *[(401, refused)] * 2,
        *[(403, forbidden)] * 2,
    ]


@pytest.mark.parametrize("scheme", ["X-User-Token", "Bearer", "Token"])
def test_the_token_is_taken_in_every_form(database: Database, public: Wire, scheme: str) -> None:
    admin = public.holding(token(database, "admin"), scheme)

    assert admin.get(SLOTS).status == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/available_slots", "GET, HEAD, POST"),
        ("POST", "/available_slots/1", "DELETE, GET, HEAD, PUT"),
        ("PUT", "/available_slots/search", "GET, HEAD"),
        ("GET", "/providers/available_slots/create_in_batch", "POST"),
        ("POST", "/providers/available_slots/destroy_in_batch", "DELETE"),
        ("DELETE", "/books", "GET, HEAD, POST"),
    ],
)
def test_other_methods_are_refused_with_those_that_are_allowed(
    admin: Wire, method: str, path: str, allowed: str
) -> None:
    reply = admin.ask(method, ROOT + path)

    assert (reply.status, reply.headers["allow"]) == (405, allowed)
    assert list(reply.body) == ["errors"]


def test_other_kinds_of_body_and_unknown_addresses_are_refused_in_this_dialect(
    admin: Wire,
) -> None:
    media = admin.post(SLOTS, {"available_slot": slot()}, content_type="text/plain")
    nowhere = [admin.get(f"{ROOT}/{path}") for path in ("nothing", "books/1", "books/a%0Ab")]

    assert [(reply.status, list(reply.body)) for reply in (media, *nowhere)] == [
        (415, ["errors"]),
        (404, ["errors"]),
        (405, ["errors"]),
        (405, ["errors"]),
    ]


def test_the_slash_at_the_end_makes_no_difference(admin: Wire) -> None:
    made = admin.post(f"{SLOTS}/", {"available_slot": slot()})

    assert made.status == 201
    assert admin.get(f"{SLOTS}/").body == admin.get(SLOTS).body == [made.body]
    assert admin.delete(f"{SLOTS}/{made.body['id']}/").status == 204


def test_the_same_key_opens_only_one_slot(admin: Wire) -> None:
    sent = {"available_slot": slot()}

    replies = [admin.post(SLOTS, sent, idempotency_key="k") for _ in range(2)]
    other = admin.post(SLOTS, {"available_slot": slot(16)}, idempotency_key="k")

    assert replies[0].body == replies[1].body
    assert (other.status, list(other.body)) == (422, ["errors"])
