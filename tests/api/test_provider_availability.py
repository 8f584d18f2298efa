"""Document 001, opening, changing and taking back a slot; contract provider-availability.md."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.store.database import Database
from tests import build
from tests.api.clinic import (
    BLANK,
    IAN,
    JANE,
    SLOTS,
    at,
    booked,
    furnish,
    opened,
    post,
    put,
    starts,
)
from tests.api.wire_of import Wire
from tests.build import span
from tests.conftest import Clock

CONFLICT = {"errors": "Time slot conflicts with existing availability"}
NOT_FOUND = {"errors": "Available slot not found"}
HAS_BOOKINGS = {"errors": "Available slot has bookings"}
FUTURE = "must be in the future"
AFTER = "must be after start time"


@pytest.fixture(autouse=True)
def clinic(database: Database) -> None:
    furnish(database)


def test_a_new_slot_is_answered_with_the_fields_of_the_document(admin: Wire) -> None:
    reply = post(admin, appointment_type="therapy", recurring=False)

    assert reply.status == 201
    assert reply.headers["content-type"] == "application/json"
    assert reply.body == {
        "id": reply.body["id"],
        "provider_id": 456,
        "start_time": "2030-02-04T14:00:00.000Z",
        "end_time": "2030-02-04T15:00:00.000Z",
        "appointment_type": "therapy",
        "available": True,
        "recurring": False,
        "recurrence_pattern": None,
        "created_at": "2030-02-04T09:00:00.000Z",
        "updated_at": "2030-02-04T09:00:00.000Z",
        "provider": {"id": 456, "first_name": "Dr. Jane", "last_name": "Smith"},
    }
    assert type(reply.body["id"]) is int


def test_what_the_server_decides_is_ignored_in_what_is_sent(admin: Wire) -> None:
    made = opened(admin, id=77, available=False, created_at="1999-01-01", colour="red")

    assert (made["available"], made["created_at"]) == (True, "2030-02-04T09:00:00.000Z")
    assert (made["id"] != 77, "colour" in made) == (True, False)


@pytest.mark.parametrize(
    "written",
    [
        "2030-02-04T15:00:00.000+01:00",
        "2030-02-04T14:00Z",
        "2030-02-04T14:00:00.0009Z",
        "2030-02-04T15:00:00",
    ],
)
def test_times_are_answered_in_utc_whatever_the_offset(admin: Wire, written: str) -> None:
    # Without an offset the clocks of the house count.
    assert opened(admin, start_time=written)["start_time"] == "2030-02-04T14:00:00.000Z"


@pytest.mark.parametrize("body", [{}, {"slot": {}}, {"available_slot": None}, [], "x", None, 1])
def test_without_its_root_a_slot_is_refused(admin: Wire, body: Any) -> None:
    reply = admin.post(SLOTS, b"null" if body is None else body)

    text = "param is missing or the value is empty: available_slot"
    assert (reply.status, reply.body) == (400, {"errors": text})


@pytest.mark.parametrize("body", [b"{", b"", b"\xff", b"NaN", b"[" * 70 + b"]" * 70])
def test_what_is_no_json_is_refused(admin: Wire, body: bytes) -> None:
    reply = admin.post(SLOTS, body)

    assert (reply.status, reply.body) == (400, {"errors": "Invalid JSON"})


def test_the_documents_own_refusal_is_given_word_for_word(admin: Wire) -> None:
    # Row 7: exactly the map of the document's example.
    reply = admin.post(SLOTS, {"available_slot": {"end_time": at(15)}})

    assert reply.status == 422
    assert reply.body == {
        "errors": {
            "provider_id": [BLANK],
            "start_time": [BLANK, FUTURE],
            "end_time": [AFTER],
        }
    }


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"start_time": None}, {"start_time": [BLANK, FUTURE], "end_time": [AFTER]}),
        ({"start_time": "soon"}, {"start_time": [BLANK, FUTURE], "end_time": [AFTER]}),
        ({"start_time": 1}, {"start_time": [BLANK, FUTURE], "end_time": [AFTER]}),
        (
            {"start_time": "2030-02-30T10:00:00Z"},
            {"start_time": [BLANK, FUTURE], "end_time": [AFTER]},
        ),
        ({"start_time": at(8)}, {"start_time": [FUTURE]}),
        ({"start_time": at(9)}, {"start_time": [FUTURE]}),
        ({"start_time": "0001-01-01T00:00:00Z"}, {"start_time": [FUTURE]}),
        ({"end_time": None}, {"end_time": [BLANK, AFTER]}),
        ({"end_time": ""}, {"end_time": [BLANK, AFTER]}),
        ({"end_time": "later"}, {"end_time": [BLANK, AFTER]}),
        ({"end_time": at(14)}, {"end_time": [AFTER]}),
        ({"end_time": at(13)}, {"end_time": [AFTER]}),
        ({"provider_id": None}, {"provider_id": [BLANK]}),
        ({"provider_id": ""}, {"provider_id": [BLANK]}),
        ({"provider_id": 999}, {"provider_id": ["must exist"]}),
        ({"provider_id": "abc"}, {"provider_id": ["must exist"]}),
        ({"provider_id": True}, {"provider_id": ["must exist"]}),
        ({"provider_id": 10**30}, {"provider_id": ["must exist"]}),
        ({"provider_id": -456}, {"provider_id": ["must exist"]}),
        ({"provider_id": [456]}, {"provider_id": ["must exist"]}),
        (
            {"appointment_type": "x" * 65},
            {"appointment_type": ["is too long (maximum is 64 characters)"]},
        ),
        ({"appointment_type": 5}, {"appointment_type": ["must be a text"]}),
        ({"recurring": "yes"}, {"recurring": ["is not included in the list"]}),
    ],
)
def test_what_is_wrong_is_said_at_each_field(
    admin: Wire, given: dict[str, Any], faults: dict[str, list[str]]
) -> None:
    reply = post(admin, **given)

    assert (reply.status, reply.body) == (422, {"errors": faults})
    assert admin.get(SLOTS).body == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"appointment_type": "a\0b"}, "appointment_type"),
        ({"appointment_type": "\ud800"}, "appointment_type"),
        ({"start_time": "9999-12-31T23:00:00Z", "end_time": "9999-12-31T23:30:00Z"}, "end_time"),
        ({"start_time": at(14), "end_time": "9999-12-31T23:59:59.999-10:00"}, "end_time"),
        ({"end_time": "2031-02-04T15:00:00Z"}, "end_time"),
    ],
)
def test_what_cannot_be_kept_is_refused(admin: Wire, given: dict[str, Any], field: str) -> None:
    reply = post(admin, **given)

    assert (reply.status, list(reply.body["errors"])) == (422, [field])


@pytest.mark.parametrize("kind", [None, "", "group_therapy", "a kind of our own", "ü" * 64])
def test_a_type_is_any_text_or_none(admin: Wire, kind: str | None) -> None:
    assert opened(admin, appointment_type=kind)["appointment_type"] == (kind or None)


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (at(14), at(15), 409),
        (at(14, 30), at(15, 30), 409),
        (at(13, 30), at(14, 1), 409),
        (at(13), at(16), 409),
        (at(13), at(14), 201),
        (at(15), at(16), 201),
    ],
)
def test_slots_of_a_provider_may_touch_but_not_overlap(
    admin: Wire, start: str, end: str, status: int
) -> None:
    opened(admin)

    reply = post(admin, start_time=start, end_time=end)

    assert reply.status == status
    assert status == 201 or reply.body == CONFLICT
    assert post(admin, provider_id=IAN, start_time=start, end_time=end).status == 201


def test_open_time_of_another_door_is_in_the_way_but_not_listed(
    admin: Wire, database: Database
) -> None:
    with database.write("ann") as tx:
        several = build.availability(tx, JANE, span(13, minutes=120))

    assert (post(admin).status, admin.get(SLOTS).body) == (409, [])
    for method in ("GET", "PUT", "DELETE"):
        reply = admin.ask(method, f"{SLOTS}/{several.id}", {"available_slot": {}})
        assert (reply.status, reply.body) == (404, NOT_FOUND)


def test_one_slot_made_by_another_door_is_a_slot_here(admin: Wire, database: Database) -> None:
    with database.write("ann") as tx:
        open_time = build.availability(tx, JANE, span(13))

    assert admin.get(f"{SLOTS}/{open_time.id}").body["end_time"] == at(13, 30)


def test_a_slot_is_found_by_its_id(admin: Wire) -> None:
    made = opened(admin)

    reply = admin.get(f"{SLOTS}/{made['id']}")

    assert (reply.status, reply.body) == (200, made)


@pytest.mark.parametrize("key", ["77", "0", "-1", "x", "9" * 30, "1.0", "%00"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_id_is_not_found(admin: Wire, method: str, key: str) -> None:
    reply = admin.ask(method, f"{SLOTS}/{key}", {"available_slot": {}})

    assert (reply.status, reply.body) == (404, NOT_FOUND)


def test_only_the_fields_that_are_sent_change(admin: Wire, clock: Clock) -> None:
    made = opened(admin, appointment_type="therapy")
    clock.advance(timedelta(minutes=5))

    reply = put(admin, made["id"], end_time=at(14, 30))

    changed = {"end_time": at(14, 30), "updated_at": "2030-02-04T09:05:00.000Z"}
    assert (reply.status, reply.body) == (200, {**made, **changed})


def test_a_slot_sent_back_as_it_came_stays_as_it_is(admin: Wire, clock: Clock) -> None:
    made = opened(admin, appointment_type="therapy", recurring=True, recurrence_pattern="weekly")
    clock.advance(timedelta(hours=7))

    assert put(admin, made["id"], **made).body == made
    assert put(admin, made["id"]).body == made


def test_a_slot_may_be_given_to_another_provider_and_lose_its_type(admin: Wire) -> None:
    made = opened(admin, appointment_type="therapy")

    changed = put(admin, made["id"], provider_id=IAN, appointment_type=None).body

    assert (changed["provider"]["last_name"], changed["appointment_type"]) == ("Lee", None)


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"start_time": at(8)}, {"start_time": [FUTURE]}),
        ({"start_time": None}, {"start_time": [BLANK, FUTURE], "end_time": [AFTER]}),
        ({"start_time": at(16)}, {"end_time": [AFTER]}),
        ({"end_time": ""}, {"end_time": [BLANK, AFTER]}),
        ({"provider_id": 999}, {"provider_id": ["must exist"]}),
        ({"provider_id": None}, {"provider_id": [BLANK]}),
        ({"recurring": True}, {"recurrence_pattern": [BLANK]}),
    ],
)
def test_a_change_is_judged_as_a_new_slot_is(
    admin: Wire, given: dict[str, Any], faults: dict[str, list[str]]
) -> None:
    made = opened(admin)

    reply = put(admin, made["id"], **given)

    assert (reply.status, reply.body) == (422, {"errors": faults})
    assert admin.get(f"{SLOTS}/{made['id']}").body == made


def test_a_start_that_is_past_may_stay_but_not_be_chosen(admin: Wire, clock: Clock) -> None:
    # Row 9.
    made = opened(admin)
    clock.advance(timedelta(hours=10))

    assert put(admin, made["id"], start_time=made["start_time"], end_time=at(16)).status == 200
    assert put(admin, made["id"], start_time=at(13)).status == 422


def test_a_slot_cannot_be_moved_onto_another(admin: Wire) -> None:
    made, _ = opened(admin), opened(admin, 16)

    replies = [
        put(admin, made["id"], start_time=at(15), end_time=at(17)),
        put(admin, made["id"], start_time=at(14, 30), end_time=at(16)),
    ]

    assert [reply.status for reply in replies] == [409, 200]
    assert replies[0].body == CONFLICT


def test_a_booked_slot_keeps_its_time_and_provider(admin: Wire) -> None:
    # Row 29.
    made = opened(admin)
    booked(admin, made["id"])

    for given in ({"end_time": at(16)}, {"start_time": at(13)}, {"provider_id": IAN}):
        reply = put(admin, made["id"], **given)
        assert (reply.status, reply.body) == (409, HAS_BOOKINGS)
    assert put(admin, made["id"], appointment_type="assessment").status == 200


def test_a_change_needs_its_root(admin: Wire) -> None:
    reply = admin.put(f"{SLOTS}/{opened(admin)['id']}", {"start_time": at(16)})

    assert (reply.status, list(reply.body)) == (400, ["errors"])


def test_a_slot_that_is_taken_back_is_gone(admin: Wire) -> None:
    made, stays = opened(admin), opened(admin, 16)

    reply = admin.delete(f"{SLOTS}/{made['id']}")

    assert (reply.status, reply.raw) == (204, b"")
    assert admin.get(f"{SLOTS}/{made['id']}").status == 404
    assert admin.delete(f"{SLOTS}/{made['id']}").status == 404
    assert admin.get(SLOTS).body == [stays]
    assert opened(admin)["id"] > stays["id"]


def test_a_booked_slot_is_not_taken_back(admin: Wire) -> None:
    made = opened(admin)
    booked(admin, made["id"])

    reply = admin.delete(f"{SLOTS}/{made['id']}")

    assert (reply.status, reply.body) == (409, HAS_BOOKINGS)
    assert starts(admin) == ["02-04T14:00"]
