"""The same asked twice under one key is done once (server contract, "Dialects", rule 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.store.database import Database
from tests.api.wire_of import Wire, token
from tests.conftest import Clock

CREATE = "/api/visits/create/"
DAY = {"day": "2030-02-04"}


def test_the_same_key_and_body_get_the_same_answer(admin: Wire) -> None:
    first = admin.post(CREATE, DAY, idempotency_key="k1")
    admin.delete(f"/api/visits/{first.body['id']}/delete/")

    again = admin.post(CREATE, DAY, idempotency_key="k1")

    assert (again.status, again.raw) == (201, first.raw)
    assert admin.get("/api/visits/").body == []


def test_without_a_key_everything_is_done_anew(admin: Wire) -> None:
    statuses = [admin.post(CREATE, DAY).status for _ in range(2)]

    assert statuses == [201, 200]


@pytest.mark.parametrize("path", [CREATE, f"{CREATE}?x=1"])
def test_a_key_for_something_else_is_refused(admin: Wire, path: str) -> None:
    admin.post(CREATE, DAY, idempotency_key="k1")

    reply = admin.post(path, {"day": "2030-02-05"}, idempotency_key="k1")

    assert (reply.status, list(reply.body)) == (422, ["detail"])
    assert len(admin.get("/api/visits/").body) == 1


def test_with_and_without_the_slash_at_the_end_it_is_the_same(admin: Wire) -> None:
    first = admin.post(CREATE, DAY, idempotency_key="k1")

    again = admin.post(CREATE.rstrip("/"), DAY, idempotency_key="k1")

    assert (first.status, again.status, again.raw) == (201, 201, first.raw)


def test_the_keys_of_another_caller_are_other_keys(
    admin: Wire, database: Database, public: Wire
) -> None:
    other = public.holding(token(database, "admin", "another"))
    admin.post(CREATE, DAY, idempotency_key="k1")

    assert other.post(CREATE, {"day": "2030-02-05"}, idempotency_key="k1").status == 201
    assert public.post(CREATE, {"day": "2030-02-06"}, idempotency_key="k1").status == 201


def test_a_refusal_is_remembered_too(admin: Wire) -> None:
    refused = admin.put("/api/visits/1/update/", DAY, idempotency_key="k1")
    admin.post(CREATE, DAY)

    again = admin.put("/api/visits/1/update/", DAY, idempotency_key="k1")

    assert (refused.status, again.status, again.raw) == (404, 404, refused.raw)


def test_after_a_day_a_key_is_forgotten(admin: Wire, clock: Clock) -> None:
    admin.post(CREATE, DAY, idempotency_key="k1")
    clock.advance(timedelta(hours=24, seconds=1))

    assert admin.post(CREATE, DAY, idempotency_key="k1").status == 200


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_1_to_255_characters(admin: Wire, key: str) -> None:
    assert admin.post(CREATE, DAY, idempotency_key=key).status == 400
    assert admin.post(CREATE, DAY, idempotency_key="x" * 255).status == 201
