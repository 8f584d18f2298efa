"""Document 001 on both kinds of database: what is too large or odd is refused, never a crash."""

from __future__ import annotations

from typing import Any

import pytest

from desk.store.database import Database
from tests.api.clinic import (
    BOOKS,
    JANE,
    MARIA,
    OF_PROVIDERS,
    SLOTS,
    at,
    booked,
    furnish,
    ids,
    opened,
    post,
    put,
    slot,
)
from tests.api.wire_of import Wire, token, wire

LARGE = (2**31, 2**63, 10**30)


@pytest.fixture
def admin(both: Database) -> Wire:
    furnish(both)
    return wire(both).holding(token(both, "admin"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        *[({"provider_id": number}, "provider_id") for number in LARGE],
        ({"appointment_type": "a\0b"}, "appointment_type"),
        ({"appointment_type": "\ud800"}, "appointment_type"),
        ({"start_time": "0001-01-01T00:00:00+14:00"}, "start_time"),
        ({"start_time": "0002-01-01T00:00:00Z"}, "start_time"),
        ({"end_time": "9999-12-31T23:59:59.999-14:00"}, "end_time"),
        ({"end_time": "9999-12-31T23:59:59.999Z"}, "end_time"),
        ({"end_time": "8999-12-31T23:59:59.999Z"}, "end_time"),
    ],
)
def test_a_slot_beyond_all_limits_is_refused(
    admin: Wire, given: dict[str, Any], field: str
) -> None:
    made = opened(admin, 16)

    replies = [post(admin, **given), put(admin, made["id"], **given)]

    assert [reply.status for reply in replies] == [422, 422]
    assert all(field in reply.body["errors"] for reply in replies)


@pytest.mark.parametrize("number", LARGE)
def test_an_id_beyond_all_limits_is_nobodys(admin: Wire, number: int) -> None:
    root: dict[str, Any] = {"available_slot": {}}
    asked = [admin.ask(method, f"{SLOTS}/{number}", root) for method in ("GET", "PUT", "DELETE")]
    listed = [f"{SLOTS}?provider_id={number}", f"{OF_PROVIDERS}?provider_ids[]={number}"]
    book = {"available_slot_id": number, "patient_id": number}
    taken_back = {"provider_id": JANE, "slot_ids": [number]}

    assert [reply.status for reply in asked] == [404, 404, 404]
    assert [ids(admin, path) for path in listed] == [[], []]
    assert admin.post(BOOKS, {"book": book}).status == 422
    assert admin.delete(f"{OF_PROVIDERS}/destroy_in_batch", taken_back).status == 422


@pytest.mark.parametrize("digits", ["9" * 30, "-" + "9" * 5000])
def test_a_number_of_any_length_is_a_number(admin: Wire, digits: str) -> None:
    opened(admin)

    assert ids(admin, f"{SLOTS}?provider_id={digits}") == []
    assert len(ids(admin, f"{SLOTS}?page_size={digits}")) == 1
    assert admin.get(f"{SLOTS}/search?duration={digits}").status in (200, 400)


def test_the_last_page_there_could_be_is_empty(admin: Wire) -> None:
    opened(admin)

    assert ids(admin, f"{SLOTS}?page={'9' * 30}&page_size=100") == []
    assert ids(admin, f"{BOOKS}?page={'9' * 30}&page_size=100") == []


def test_notes_that_cannot_be_kept_are_refused(admin: Wire) -> None:
    made = opened(admin)
    book = {"available_slot_id": made["id"], "patient_id": MARIA}

    for notes in ("a\0b", "\ud800"):
        reply = admin.post(BOOKS, {"book": {**book, "notes": notes}})
        assert (reply.status, list(reply.body["errors"])) == (422, ["notes"])


def test_a_day_at_the_clinic(admin: Wire) -> None:
    batch = {"provider_id": JANE, "slots": [slot(10), slot(11), slot(10)]}
    made = admin.post(f"{OF_PROVIDERS}/create_in_batch", batch).body
    first, second = made["slot_ids"]
    book = booked(admin, first, notes="Initial consultation")
    again = admin.post(BOOKS, {"book": {"available_slot_id": first, "patient_id": MARIA}})
    moved = admin.put(f"{BOOKS}/{book['id']}", {"book": {"available_slot_id": second}})
    weekly = put(admin, first, recurring=True, recurrence_pattern="weekly")
    shifted = put(admin, first, "?scope=future", start_time=at(10, 30))
    gone = admin.delete(f"{SLOTS}/{first}?scope=all")

    assert (made["created_slots"], made["failed_slots"], again.status) == (2, 1, 409)
    assert [moved.status, weekly.status, shifted.status, gone.status] == [200, 200, 200, 204]
    assert ids(admin, SLOTS) == [second]
    assert admin.delete(f"{BOOKS}/{book['id']}").status == 204
    assert ids(admin, f"{SLOTS}/search") == [second]
