"""Document 001, booking management; contract rows 30 to 33."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.domain.appointment import Details
from desk.services import appointments, people
from desk.store.database import Database
from tests import build
from tests.api.clinic import (
    BLANK,
    BOOKS,
    JANE,
    MARIA,
    SLOTS,
    book,
    booked,
    furnish,
    ids,
    opened,
)
from tests.api.wire_of import Wire
from tests.build import span
from tests.conftest import Clock
from tests.conftest import at as moment

TAKEN = {"errors": "Available slot is already booked"}


@pytest.fixture(autouse=True)
def clinic(database: Database) -> None:
    furnish(database)


def available(wire: Wire, key: int) -> bool:
    found: bool = wire.get(f"{SLOTS}/{key}").body["available"]
    return found


def put(wire: Wire, key: int, **given: Any) -> Any:
    return wire.put(f"{BOOKS}/{key}", {"book": given})


def test_a_book_is_answered_with_the_fields_of_the_document(admin: Wire) -> None:
    slot = opened(admin)

    reply = book(admin, slot["id"], appointment_type="therapy", notes="Initial consultation")

    assert reply.status == 201
    assert reply.body == {
        "id": reply.body["id"],
        "available_slot_id": slot["id"],
        "patient_id": 1049,
        "appointment_type": "therapy",
        "notes": "Initial consultation",
        "status": "confirmed",
        "created_at": "2030-02-04T09:00:00.000Z",
        "updated_at": "2030-02-04T09:00:00.000Z",
    }
    assert not available(admin, slot["id"])


def test_a_book_has_the_type_of_its_slot_unless_it_says_another(admin: Wire) -> None:
    # Row 33.
    first, second, untyped = (
        opened(admin, 10, appointment_type="therapy"),
        opened(admin, 12, appointment_type="therapy"),
        opened(admin, 14),
    )

    assert booked(admin, first["id"])["appointment_type"] == "therapy"
    assert booked(admin, second["id"], appointment_type="talk")["appointment_type"] == "talk"
    plain = booked(admin, untyped["id"])
    assert (plain["appointment_type"], plain["notes"]) == (None, None)


def test_a_book_is_an_appointment_of_the_desk(admin: Wire, database: Database) -> None:
    slot = opened(admin)
    made = booked(admin, slot["id"], notes="Initial consultation")

    with database.read() as tx:
        kept = appointments.one(tx, made["id"])

    assert (kept.name, kept.resource_id) == ("Maria Gomez", JANE)
    assert (kept.span, kept.note) == (span(14, minutes=60), "Initial consultation")


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, {"available_slot_id": [BLANK], "patient_id": [BLANK]}),
        (
            {"available_slot_id": None, "patient_id": ""},
            {"available_slot_id": [BLANK], "patient_id": [BLANK]},
        ),
        (
            {"available_slot_id": 999, "patient_id": 998},
            {"available_slot_id": ["must exist"], "patient_id": ["must exist"]},
        ),
        (
            {"available_slot_id": "x", "patient_id": 10**30},
            {"available_slot_id": ["must exist"], "patient_id": ["must exist"]},
        ),
    ],
)
def test_a_book_needs_a_slot_and_a_patient(
    admin: Wire, given: dict[str, Any], faults: dict[str, list[str]]
) -> None:
    reply = admin.post(BOOKS, {"book": given})

    assert (reply.status, reply.body) == (422, {"errors": faults})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"appointment_type": "x" * 65}, "appointment_type"),
        ({"appointment_type": ["therapy"]}, "appointment_type"),
        ({"notes": "x" * 4001}, "notes"),
        ({"notes": "a\0b"}, "notes"),
        ({"notes": "\ud800"}, "notes"),
        ({"notes": {}}, "notes"),
    ],
)
def test_texts_that_cannot_be_kept_are_refused(
    admin: Wire, given: dict[str, Any], field: str
) -> None:
    slot = opened(admin)

    reply = book(admin, slot["id"], **given)

    assert (reply.status, list(reply.body["errors"])) == (422, [field])
    assert available(admin, slot["id"])


@pytest.mark.parametrize("body", [{}, [], {"book": None}, {"book": []}])
def test_without_its_root_a_book_is_refused(admin: Wire, body: Any) -> None:
    reply = admin.post(BOOKS, body)

    text = "param is missing or the value is empty: book"
    assert (reply.status, reply.body) == (400, {"errors": text})


def test_a_resident_or_open_time_of_several_slots_cannot_be_booked_here(
    admin: Wire, database: Database
) -> None:
    with database.write("ann") as tx:
        several = build.availability(tx, JANE, span(10, minutes=60)).id
        resident = build.resident(tx).id

    reply = book(admin, several, patient_id=resident)

    missing = {"available_slot_id": ["must exist"], "patient_id": ["must exist"]}
    assert (reply.status, reply.body["errors"]) == (422, missing)


def test_whoever_was_merged_is_booked_as_who_stays(admin: Wire, database: Database) -> None:
    with database.write("ann") as tx:
        keep = build.patient(tx, "Maria", "Gomez")
        people.merge(tx, keep.id, MARIA)

    assert booked(admin, opened(admin)["id"])["patient_id"] == keep.id


def test_a_slot_is_booked_only_once(admin: Wire) -> None:
    # Row 30.
    slot = opened(admin)
    booked(admin, slot["id"])

    reply = book(admin, slot["id"])

    assert (reply.status, reply.body) == (409, TAKEN)
    assert len(admin.get(BOOKS).body) == 1


def test_what_somebody_else_holds_cannot_be_booked(admin: Wire, database: Database) -> None:
    slot = opened(admin)
    with database.write("ann") as tx:
        appointments.hold(tx, slot["id"], span(14, minutes=60), Details(title="Ada"))

    assert (book(admin, slot["id"]).body, admin.get(BOOKS).body) == (TAKEN, [])


def test_what_is_shut_cannot_be_booked(admin: Wire, database: Database) -> None:
    slot = opened(admin)
    with database.write("ann") as tx:
        build.closure(tx, span(14))

    reply = book(admin, slot["id"])

    assert (reply.status, reply.body) == (409, {"errors": "Available slot is closed"})


def test_a_slot_can_be_booked_until_it_ends(admin: Wire, clock: Clock) -> None:
    # Row 31.
    slot, other = opened(admin), opened(admin, 14, provider_id=457)
    clock.advance(timedelta(hours=5, minutes=59))

    assert book(admin, slot["id"]).status == 201
    clock.advance(timedelta(minutes=1))
    reply = book(admin, other["id"])
    assert (reply.status, list(reply.body["errors"])) == (422, ["available_slot_id"])


def test_books_are_listed_latest_first_in_pages(admin: Wire, clock: Clock) -> None:
    # Row 3.
    made = []
    for hour in (10, 12, 14, 16):
        made.append(booked(admin, opened(admin, hour)["id"]))
        clock.advance(timedelta(minutes=1 if hour > 10 else 0))

    reply = admin.get(f"{BOOKS}?page_size=3")

    assert reply.body == made[:0:-1]
    assert (reply.headers["x-total-count"], reply.headers["x-total-pages"]) == ("4", "2")
    assert admin.get(f"{BOOKS}?page_size=3&page=2").body == made[:1]
    assert admin.get(f"{BOOKS}?page=9").body == []


def test_bookings_of_any_door_are_listed_as_they_turned_out(
    admin: Wire, database: Database
) -> None:
    with database.write("ann") as tx:
        facts: list[dict[str, Any]] = [
            {},
            {"shelf": "TRASH"},
            {"completed_at": moment(9)},
            {"missed_at": moment(9)},
            {"arrived_at": moment(9)},
        ]
        for hour, fact in enumerate(facts, 10):
            one = build.availability(tx, JANE, span(hour))
            build.appointment(tx, one, one.span, **fact)
        several = build.availability(tx, JANE, span(16, minutes=60))
        build.appointment(tx, several, span(16))
        held = build.availability(tx, JANE, span(18))
        build.appointment(tx, held, held.span, held_until=moment(9, 5))
        build.appointment(tx, held, held.span, held_until=moment(8), shelf="TRASH")

    found = admin.get(BOOKS).body

    statuses = [each["status"] for each in reversed(found)]
    assert statuses == ["confirmed", "cancelled", "completed", "no_show", "confirmed"]
    assert {each["patient_id"] for each in found} == {None}


def test_a_book_that_is_removed_is_cancelled_and_frees_its_slot(admin: Wire) -> None:
    # Row 32: an extension.
    slot = opened(admin)
    made = booked(admin, slot["id"])

    reply = admin.delete(f"{BOOKS}/{made['id']}")

    assert (reply.status, available(admin, slot["id"])) == (204, True)
    assert admin.get(BOOKS).body[0]["status"] == "cancelled"
    assert admin.delete(f"{BOOKS}/{made['id']}").status == 409
    assert book(admin, slot["id"]).status == 201
    again = put(admin, made["id"], status="confirmed")
    assert (again.status, again.body) == (409, TAKEN)


def test_how_a_book_turned_out_can_be_noted_and_noted_otherwise(admin: Wire) -> None:
    made = booked(admin, opened(admin)["id"])

    for status in ("completed", "no_show", "confirmed", "cancelled", "confirmed", "confirmed"):
        reply = put(admin, made["id"], status=status)
        assert (reply.status, reply.body["status"]) == (200, status)


def test_a_book_is_changed_in_part_and_moved_to_another_slot(admin: Wire) -> None:
    first, second = opened(admin, 10), opened(admin, 12)
    made = booked(admin, first["id"], notes="Bring papers")

    changed = put(admin, made["id"], available_slot_id=second["id"], appointment_type="talk").body

    assert changed == {**made, "available_slot_id": second["id"], "appointment_type": "talk"}
    assert (available(admin, first["id"]), available(admin, second["id"])) == (True, False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"status": "lost"}, "status"),
        ({"patient_id": 999}, "patient_id"),
        ({"available_slot_id": None}, "available_slot_id"),
        ({"notes": 5}, "notes"),
    ],
)
def test_a_change_of_a_book_that_makes_no_sense_is_refused(
    admin: Wire, given: dict[str, Any], field: str
) -> None:
    reply = put(admin, booked(admin, opened(admin)["id"])["id"], **given)

    assert (reply.status, list(reply.body["errors"])) == (422, [field])


@pytest.mark.parametrize("key", ["77", "x", "0", "9" * 30])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_book_is_not_found(admin: Wire, method: str, key: str) -> None:
    reply = admin.ask(method, f"{BOOKS}/{key}", {"book": {}})

    assert (reply.status, reply.body) == (404, {"errors": "Book not found"})


def test_slots_that_are_booked_are_not_searched(admin: Wire) -> None:
    taken, free = opened(admin, 10), opened(admin, 12)
    booked(admin, taken["id"])

    assert ids(admin, f"{SLOTS}/search") == [free["id"]]
