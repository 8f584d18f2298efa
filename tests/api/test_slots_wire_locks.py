"""Document 004, PATCH /slots/lock/:id: keeping a slot for a while (contract, 1.3 and 6.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from desk.domain.availability import Availability
from desk.domain.document_ids import Of, hex_id
from desk.services import site
from desk.store.database import Database
from tests import build
from tests.api.slot_words import hours, iso, locked, slot_id, statuses
from tests.api.wire_of import Wire
from tests.build import span
from tests.conftest import Clock


@pytest.fixture
def rossi(database: Database) -> Availability:
    """Dr. Rossi's hours of the Monday."""
    with database.write("test") as tx:
        return hours(tx, build.resource(tx).id)


def test_a_lock_is_answered_with_the_whole_reservation(clerk: Wire, rossi: Availability) -> None:
    reply = locked(clerk, slot_id(rossi, iso(10), iso(11)), lockDurationMs=60_000)

    assert reply.status == 200
    assert reply.body == {
        "_id": hex_id(1, Of.APPOINTMENT),
        "startDate": iso(10),
        "endDate": iso(11),
        "creatorId": "a desk",
        "createdAt": iso(9),
        "updaterId": "a desk",
        "updatedAt": iso(9),
        "__STATE__": "PUBLIC",
        "status": "AVAILABLE",
        "lockExpiration": iso(9, 1),
        "isFlagged": False,
        "isRemote": False,
        "reminderIds": [],
        "availabilityId": hex_id(rossi.id),
        "ownerId": "ann",
        "resourceId": str(rossi.resource_id),
    }


def test_a_slot_is_locked_for_as_long_as_the_house_says(
    clerk: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.default_lock_duration_ms", 120_000)

    assert locked(clerk, slot_id(rossi, iso(10), iso(11))).body["lockExpiration"] == iso(9, 2)


def test_without_any_duration_nothing_is_locked(
    clerk: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.default_lock_duration_ms", None)

    assert locked(clerk, slot_id(rossi, iso(10), iso(11))).status == 400


def test_the_owner_locks_again_and_it_lasts_longer(
    clerk: Wire, rossi: Availability, clock: Clock
) -> None:
    key = slot_id(rossi, iso(10), iso(11))
    first = locked(clerk, key, lockDurationMs=60_000).body
    clock.advance(timedelta(minutes=30))

    again = locked(clerk, key, lockDurationMs=60_000).body

    assert again["_id"] == first["_id"]
    assert (again["lockExpiration"], again["createdAt"]) == (iso(9, 31), iso(9))


def test_nobody_else_locks_what_is_locked_until_it_has_run_out(
    clerk: Wire, rossi: Availability, clock: Clock
) -> None:
    key = slot_id(rossi, iso(10), iso(11))
    locked(clerk, key, lockDurationMs=60_000)
    refused = locked(clerk, key, ownerId="bob")
    clock.advance(timedelta(minutes=1))

    assert (refused.status, refused.body["error"]) == (403, "Forbidden")
    assert locked(clerk, key, ownerId="bob").status == 200
    assert locked(clerk, key).status == 403


def test_whoever_has_booked_the_slot_cannot_lock_it(
    clerk: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        build.appointment(tx, rossi, span(10, minutes=60), owner="ann")

    assert locked(clerk, slot_id(rossi, iso(10), iso(11))).status == 403


def test_an_exception_of_its_resource_keeps_a_slot_from_being_locked(
    clerk: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        build.closure(tx, span(10, minutes=60), rossi.resource_id)
        build.closure(tx, span(11, minutes=60), build.resource(tx, "Dr. Ian", "Lee").id)

    assert locked(clerk, slot_id(rossi, iso(10), iso(11))).status == 403
    assert locked(clerk, slot_id(rossi, iso(11), iso(12))).status == 200


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("nonsense", 400),
        ("a10000000000000000000001", 400),
        (f"a1|{iso(10)}|{iso(11)}", 400),
        (f"a10000000000000000000001|{iso(10)}|today", 400),
        (f"a10000000000000000000001|{iso(11)}|{iso(10)}", 400),
        (f"a10000000000000000000001|{iso(10)}|{iso(11)}|x", 400),
        (f"a10000000000000000000001|{iso(10)}|{iso(11, 30)}", 400),
        (f"a10000000000000000000001|{iso(9)}|{iso(10)}", 400),
        (f"a10000000000000000000077|{iso(10)}|{iso(11)}", 404),
        (f"a0ffffffffffffffffffffff|{iso(10)}|{iso(11)}", 404),
        (f"a1ffffffffffffffffffffff|{iso(10)}|{iso(11)}", 404),
    ],
)
def test_only_a_slot_can_be_locked(clerk: Wire, rossi: Availability, key: str, status: int) -> None:
    assert rossi.id == 1
    reply = locked(clerk, key)

    assert reply.status == status
    assert list(reply.body) == ["statusCode", "error", "message"]


def test_a_draft_has_no_slot_to_lock(clerk: Wire, database: Database) -> None:
    with database.write("test") as tx:
        draft = hours(tx, None, shelf="DRAFT")

    assert locked(clerk, slot_id(draft, iso(10), iso(11))).status == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ownerId": None},
        {"ownerId": ""},
        {"ownerId": "  "},
        {"ownerId": 7},
        {"ownerId": "x" * 201},
        {"ownerId": "a\0b"},
        {"ownerId": "ann", "lockDurationMs": -1},
        {"ownerId": "ann", "lockDurationMs": "60000"},
        {"ownerId": "ann", "lockDurationMs": None},
        {"ownerId": "ann", "lockDurationMs": True},
        {"ownerId": "ann", "lockDurationMs": 10**30},
        {"ownerId": "ann", "note": "\ud800"},
    ],
)
def test_a_lock_needs_an_owner_and_a_sensible_duration(
    clerk: Wire, rossi: Availability, body: dict[str, Any]
) -> None:
    reply = clerk.patch(f"/slots/lock/{quote(slot_id(rossi, iso(10), iso(11)))}", body)

    assert reply.status == 400
    assert statuses(clerk) == ["AVAILABLE"] * 3


def test_a_lock_of_no_time_has_run_out_at_once(clerk: Wire, rossi: Availability) -> None:
    key = slot_id(rossi, iso(10), iso(11))

    assert locked(clerk, key, lockDurationMs=0).body["lockExpiration"] == iso(9)
    assert statuses(clerk) == ["AVAILABLE"] * 3


def test_what_is_no_field_of_ours_is_kept_with_the_reservation(
    clerk: Wire, rossi: Availability
) -> None:
    key = slot_id(rossi, iso(10), iso(11))

    reply = locked(clerk, key, patient="p7", status="BOOKED", isFlagged=True, resourceId="x")

    assert (reply.body["patient"], reply.body["status"]) == ("p7", "AVAILABLE")
    assert (reply.body["isFlagged"], reply.body["resourceId"]) == (False, str(rossi.resource_id))


def test_the_header_says_who_locks(clerk: Wire, rossi: Availability) -> None:
    path = f"/slots/lock/{quote(slot_id(rossi, iso(10), iso(11)))}"

    reply = clerk.patch(path, {"ownerId": "ann"}, userid="u7")

    assert (reply.body["creatorId"], reply.body["updaterId"]) == ("u7", "u7")


def test_whoever_only_reads_cannot_lock(reader: Wire, rossi: Availability) -> None:
    assert locked(reader, slot_id(rossi, iso(10), iso(11))).status == 403
