"""Document 001, batches; contract rows 23 to 27."""

from __future__ import annotations

from typing import Any

import pytest

from desk.store.database import Database
from tests import build
from tests.api.clinic import (
    BLANK,
    IAN,
    JANE,
    OF_PROVIDERS,
    SLOTS,
    at,
    booked,
    furnish,
    opened,
    starts,
)
from tests.api.wire_of import Reply, Wire
from tests.build import span

CREATE = f"{OF_PROVIDERS}/create_in_batch"
DESTROY = f"{OF_PROVIDERS}/destroy_in_batch"
CONFLICT = "Time slot conflicts with existing availability"
NOT_FOUND = "Available slot not found"


@pytest.fixture(autouse=True)
def clinic(database: Database) -> None:
    furnish(database)


def item(hour: int, **given: Any) -> dict[str, Any]:
    times = {"start_time": at(hour), "end_time": at(hour + 1), "appointment_type": "therapy"}
    return {**times, **given}


def create(wire: Wire, *items: Any) -> Reply:
    return wire.post(CREATE, {"provider_id": JANE, "slots": list(items)})


def destroy(wire: Wire, *ids: Any) -> Reply:
    return wire.delete(DESTROY, {"provider_id": JANE, "slot_ids": list(ids)})


def test_a_batch_is_answered_as_the_document_shows(admin: Wire) -> None:
    reply = create(admin, item(10), item(11))

    assert reply.status == 201
    ids = [each["id"] for each in admin.get(SLOTS).body]
    assert reply.body == {"created_slots": 2, "failed_slots": 0, "slot_ids": ids, "errors": []}
    assert {each["appointment_type"] for each in admin.get(SLOTS).body} == {"therapy"}


def test_good_items_are_kept_and_bad_ones_told(admin: Wire) -> None:
    opened(admin, 14)

    reply = create(
        admin,
        item(8),
        item(10),
        item(14),
        {"end_time": at(12)},
        item(16, end_time=at(16)),
        "x",
        item(17, appointment_type="x" * 65),
        item(18),
    )

    future = "must be in the future"
    after = "must be after start time"
    assert reply.status == 201
    assert (reply.body["created_slots"], reply.body["failed_slots"]) == (2, 6)
    assert starts(admin) == ["02-04T10:00", "02-04T14:00", "02-04T18:00"]
    assert reply.body["errors"] == [
        {"index": 0, "errors": {"start_time": [future]}},
        {"index": 2, "errors": CONFLICT},
        {"index": 3, "errors": {"start_time": [BLANK, future], "end_time": [after]}},
        {"index": 4, "errors": {"end_time": [after]}},
        {"index": 5, "errors": {"start_time": [BLANK, future], "end_time": [BLANK, after]}},
        {
            "index": 6,
            "errors": {"appointment_type": ["is too long (maximum is 64 characters)"]},
        },
    ]


def test_of_items_that_clash_the_later_one_fails(admin: Wire) -> None:
    # Row 24.
    reply = create(admin, item(10), item(10, end_time=at(12)), item(11))

    assert reply.body["errors"] == [{"index": 1, "errors": CONFLICT}]
    assert starts(admin) == ["02-04T10:00", "02-04T11:00"]


def test_a_batch_of_which_nothing_is_good_is_refused_with_the_counts(admin: Wire) -> None:
    reply = create(admin, item(8), item(7))

    assert reply.status == 422
    assert (reply.body["created_slots"], reply.body["failed_slots"]) == (0, 2)
    assert (reply.body["slot_ids"], len(reply.body["errors"])) == ([], 2)


def test_the_documents_own_example_lies_in_the_past(admin: Wire) -> None:
    example = [
        {"start_time": f"2023-10-27T{hour:02}:00:00.000Z", "end_time": f"2023-10-27T{hour + 1}:00Z"}
        for hour in (9, 10)
    ]

    reply = create(admin, *example)

    past = {"start_time": ["must be in the future"]}
    assert (reply.status, [each["errors"] for each in reply.body["errors"]]) == (422, [past] * 2)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"provider_id", "slots"}),
        ([], {"provider_id", "slots"}),
        ({"provider_id": JANE}, {"slots"}),
        ({"provider_id": JANE, "slots": None}, {"slots"}),
        ({"provider_id": JANE, "slots": []}, {"slots"}),
        ({"provider_id": JANE, "slots": {}}, {"slots"}),
        ({"provider_id": JANE, "slots": "x"}, {"slots"}),
        ({"provider_id": JANE, "slots": [{}] * 501}, {"slots"}),
        ({"provider_id": 999, "slots": [{}]}, {"provider_id"}),
        ({"slots": [{}]}, {"provider_id"}),
    ],
)
def test_a_batch_needs_a_provider_and_from_1_to_500_slots(
    admin: Wire, body: Any, fields: set[str]
) -> None:
    reply = admin.post(CREATE, body)

    assert (reply.status, set(reply.body["errors"])) == (422, fields)


def test_as_many_as_500_are_opened_at_once(admin: Wire) -> None:
    items = [
        {
            "start_time": f"2030-03-01T{n // 60:02}:{n % 60:02}:00Z",
            "end_time": f"2030-03-01T{n // 60:02}:{n % 60:02}:59Z",
        }
        for n in range(500)
    ]

    assert create(admin, *items).body["created_slots"] == 500


def test_slots_are_taken_back_in_a_batch(admin: Wire) -> None:
    ids = create(admin, item(10), item(11), item(12)).body["slot_ids"]

    reply = destroy(admin, *ids[:2])

    assert reply.status == 200
    assert reply.body == {"deleted_slots": 2, "failed_slots": 0, "slot_ids": ids[:2], "errors": []}
    assert starts(admin) == ["02-04T12:00"]


def test_foreign_unknown_and_booked_slots_stay(admin: Wire, database: Database) -> None:
    # Row 26.
    mine, taken = create(admin, item(10), item(11)).body["slot_ids"]
    foreign = opened(admin, provider_id=IAN)["id"]
    booked(admin, taken)
    with database.write("ann") as tx:
        several = build.availability(tx, JANE, span(13, minutes=120)).id

    reply = destroy(admin, foreign, taken, mine, 9999, mine, several, "x", 10**30)

    assert reply.status == 200
    assert (reply.body["deleted_slots"], reply.body["failed_slots"]) == (1, 7)
    assert reply.body["slot_ids"] == [mine]
    assert reply.body["errors"] == [
        {"slot_id": foreign, "errors": NOT_FOUND},
        {"slot_id": taken, "errors": "Available slot has bookings"},
        {"slot_id": 9999, "errors": NOT_FOUND},
        {"slot_id": mine, "errors": NOT_FOUND},
        {"slot_id": several, "errors": NOT_FOUND},
        {"slot_id": None, "errors": NOT_FOUND},
        {"slot_id": 10**30, "errors": NOT_FOUND},
    ]


def test_when_nothing_can_be_taken_back_the_counts_come_with_422(admin: Wire) -> None:
    reply = destroy(admin, 77, "\ud800")

    assert reply.status == 422
    assert (reply.body["deleted_slots"], reply.body["failed_slots"]) == (0, 2)


@pytest.mark.parametrize("name", ["slot_ids[]", "slot_ids"])
def test_a_client_without_a_body_names_the_slots_in_the_address(admin: Wire, name: str) -> None:
    # Row 27.
    ids = create(admin, item(10), item(11)).body["slot_ids"]
    query = "&".join(f"{name}={each}" for each in ids)

    reply = admin.delete(f"{DESTROY}?provider_id={JANE}&{query}")

    assert (reply.status, reply.body["slot_ids"]) == (200, ids)


@pytest.mark.parametrize(
    ("query", "body", "fields"),
    [
        ("", None, {"provider_id", "slot_ids"}),
        ("", {}, {"provider_id", "slot_ids"}),
        ("?provider_id=abc&slot_ids[]=1", None, {"provider_id"}),
        ("?provider_id=456", None, {"slot_ids"}),
        ("", {"provider_id": JANE, "slot_ids": []}, {"slot_ids"}),
        ("", {"provider_id": JANE, "slot_ids": 5}, {"slot_ids"}),
        ("", {"provider_id": JANE, "slot_ids": [1] * 501}, {"slot_ids"}),
        ("", {"slot_ids": [1]}, {"provider_id"}),
    ],
)
def test_what_is_to_be_taken_back_has_to_be_said(
    admin: Wire, query: str, body: Any, fields: set[str]
) -> None:
    reply = admin.delete(DESTROY + query, body)

    assert (reply.status, set(reply.body["errors"])) == (422, fields)
