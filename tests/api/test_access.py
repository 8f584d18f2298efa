"""Who is let in: tokens, their forms, roles, and those who fail too often."""

from __future__ import annotations

import pytest

from desk.api import access
from desk.api.access import Allowance
from desk.services import site, tokens
from desk.store.database import Database
from tests.api.wire_of import Wire, token, wire

UPDATE = "/api/visits/77/update/"
BODY = {"day": "2030-02-04"}


@pytest.mark.parametrize("scheme", ["Bearer", "Token", "X-User-Token", "bearer", "TOKEN"])
def test_a_token_is_taken_in_every_form(database: Database, scheme: str) -> None:
    caller = wire(database).holding(token(database, "admin"), scheme)

    assert caller.put(UPDATE, BODY).status == 404


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer  ", "Basic {}", "{}", "Bearer {} x", "Bearer x{}", "bearer:{}"]
)
def test_anything_else_is_nobody(database: Database, header: str) -> None:
    secret = token(database, "admin")

    reply = wire(database).put(UPDATE, BODY, authorization=header.format(secret))

    assert reply.status == 401


def test_a_token_in_the_address_is_no_token(database: Database) -> None:
    secret = token(database, "admin")

    assert wire(database).put(f"{UPDATE}?token={secret}", BODY).status == 401


def test_a_revoked_token_is_not_let_in_from_that_moment(database: Database) -> None:
    admin = wire(database).holding(token(database, "admin", "gate"))
    before = admin.put(UPDATE, BODY).status

    with database.write("test") as tx:
        tokens.revoke(tx, "gate")

    assert (before, admin.put(UPDATE, BODY).status) == (404, 401)


def test_after_too_many_failures_nobody_unknown_is_heard(
    database: Database, public: Wire, admin: Wire
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "api.failure_limit", 3)
    failed = [public.put(UPDATE, BODY).status for _ in range(3)]

    reply = public.get("/api/visits/")

    assert failed == [401, 401, 401]
    assert reply.status == 429
    assert 1 <= int(reply.headers["retry-after"]) <= 60
    assert admin.get("/api/visits/").status == 200


def test_being_known_but_not_allowed_is_no_failure(
    database: Database, public: Wire, reader: Wire
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "api.failure_limit", 1)

    assert reader.put(UPDATE, BODY).status == 403
    assert public.get("/api/visits/").status == 200


def test_an_allowance_is_there_again_after_a_minute() -> None:
    now = 100.0
    allowance = Allowance(lambda: now)
    allowance.count("10.0.0.1")
    now = 130.0
    allowance.count("10.0.0.1")

    waits = [allowance.wait("10.0.0.1", limit) for limit in (3, 2, 1)]
    now = 160.0
    later = allowance.wait("10.0.0.1", 2)

    assert waits == [0, 30, 60]
    assert (later, allowance.wait("10.0.0.2", 1)) == (0, 0)


@pytest.mark.parametrize("scheme", [frozenset({"bearer"}), frozenset({"token"})])
def test_a_dialect_takes_only_its_own_form(scheme: frozenset[str]) -> None:
    headers = {"authorization": "Bearer abc", "x-user-token": "abc"}

    assert access.secret(headers, scheme) == ("abc" if "bearer" in scheme else "")
