"""Document 004 over HTTP: who is told of what, who is reminded, and remote rooms (section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from desk.domain.message import Fate
from desk.store.database import Database
from tests.api.documents_of import booked, open_time, span, time
from tests.api.wire_of import Wire
from tests.delivery.room_service import RoomService, room_service
from tests.services.telling_of import HOUR_MS, reminders, talkative, told

ADA, BEN, EVA = "ada", "ben", "eva"
LINK = "linkTeleconsultation"
Told = list[tuple[str, str, str]]


@pytest.fixture(autouse=True)
def talks(database: Database) -> None:
    talkative(database)


@pytest.fixture
def service(database: Database) -> Iterator[RoomService]:
    with room_service() as running:
        talkative(database, teleconsultation_endpoint=running.address)
        yield running


def patched(clerk: Wire, key: str, **operators: Any) -> dict[str, Any]:
    reply = clerk.patch(f"/appointments/{key}", {f"${name}": v for name, v in operators.items()})
    assert reply.status == 200, reply.body
    assert reply.body["errors"] == []
    data: dict[str, Any] = reply.body["data"]
    return data


def moved(clerk: Wire, key: str, state: str) -> None:
    reply = clerk.post("/appointments/state", [{"filter": {"_id": key}, "stateTo": state}])
    assert (reply.status, reply.body) == (200, {"updated": 1, "errors": []})


# The table of section 4, one row after the other: what is done, and what it leaves behind.
def test_post_tells_all_and_sets_a_reminder_for_each(clerk: Wire, database: Database) -> None:
    key = booked(clerk, patients=[ADA, BEN], doctors=EVA, reminderMilliseconds=HOUR_MS)

    assert told(database) == [
        ("create", EVA, "d-c"),
        ("create", ADA, "p-c"),
        ("create", BEN, "p-c"),
    ]
    assert [who for who, _ in reminders(database)] == [ADA, BEN]
    document = clerk.get(f"/appointments/{key}").body
    assert len(document["reminderIds"]) == 2
    assert all(len(each) == 24 for each in document["reminderIds"])


def test_lock_tells_nobody_and_the_booking_of_it_all(clerk: Wire, database: Database) -> None:
    key = open_time(clerk)
    slot = f"{key}%7C{time(10)}%7C{time(11)}"
    assert clerk.patch(f"/slots/lock/{slot}", {"ownerId": "o"}).status == 200
    assert told(database) == []

    booked(clerk, 10, availabilityId=key, ownerId="o", patients=ADA, reminderMilliseconds=HOUR_MS)

    assert told(database) == [("create", ADA, "p-c")]
    assert len(reminders(database)) == 1


PATCHES: list[tuple[dict[str, Any], Told, list[str]]] = [
    ({"set": {"patients": [ADA, BEN]}}, [("create", BEN, "p-c")], [ADA, BEN]),
    ({"set": {"patients": []}}, [("delete", ADA, "p-d")], []),
    ({"set": {"patients": [BEN]}}, [("create", BEN, "p-c"), ("delete", ADA, "p-d")], [BEN]),
    ({"set": span(13)}, [("update", ADA, "p-u")], [ADA]),
    ({"set": {"title": "Check-up"}}, [], [ADA]),
    ({"set": {"patients": ADA}}, [], [ADA]),
    ({"unset": {"reminderMilliseconds": True}}, [], []),
    ({"set": {"reminderMilliseconds": 2 * HOUR_MS}}, [], [ADA]),
    (
        {"set": {"startDate": "2030-02-01T10:00:00Z", "endDate": "2030-02-01T11:00:00Z"}},
        [],
        [],
    ),
]


@pytest.mark.parametrize(("change", "heard", "reminded"), PATCHES)
def test_patch_tells_whom_it_concerns_and_reminds_anew(
    clerk: Wire, database: Database, change: dict[str, Any], heard: Told, reminded: list[str]
) -> None:
    key = booked(clerk, 12, patients=[ADA], doctors=EVA, reminderMilliseconds=HOUR_MS)
    before = clerk.get(f"/appointments/{key}").body["reminderIds"]

    after = patched(clerk, key, **change)

    assert told(database)[2:] == heard
    assert [who for who, _ in reminders(database)] == reminded
    assert len(after["reminderIds"]) == len(reminded)
    assert not set(after["reminderIds"]) & set(before)
    assert clerk.get(f"/appointments/{key}").body["reminderIds"] == after["reminderIds"]


def test_patch_cannot_set_what_the_desk_keeps(clerk: Wire) -> None:
    key = booked(clerk, patients=[ADA], reminderMilliseconds=HOUR_MS)

    for field, value in (("reminderIds", []), (LINK, "https://example.org")):
        reply = clerk.patch(f"/appointments/{key}", {"$set": {field: value}})
        assert reply.status == 400


def test_into_the_trash_tells_all_and_stops_reminders(clerk: Wire, database: Database) -> None:
    key = booked(clerk, patients=[ADA], doctors=EVA, reminderMilliseconds=HOUR_MS)

    moved(clerk, key, "TRASH")

    assert told(database)[2:] == [("delete", EVA, "d-d"), ("delete", ADA, "p-d")]
    assert reminders(database) == []
    assert clerk.get(f"/appointments/{key}?_st=TRASH").body["reminderIds"] == []


@pytest.mark.parametrize("states", [["DRAFT"], ["DRAFT", "PUBLIC"]])
def test_other_states_tell_nobody(clerk: Wire, database: Database, states: list[str]) -> None:
    key = booked(clerk, patients=[ADA])

    for state in states:
        reply = clerk.post("/appointments/state?", [{"filter": {"_id": key}, "stateTo": state}])
        assert reply.status == 200

    assert told(database) == [("create", ADA, "p-c")]


def test_delete_tells_nobody_and_stops_reminders(clerk: Wire, database: Database) -> None:
    key = booked(clerk, patients=[ADA], reminderMilliseconds=HOUR_MS)

    assert clerk.delete(f"/appointments/{key}").status == 204

    assert told(database) == [("create", ADA, "p-c")]
    assert reminders(database) == []
    assert len(reminders(database, Fate.ABORTED)) == 1


def test_a_draft_and_what_is_past_tell_nobody(clerk: Wire, database: Database) -> None:
    booked(clerk, patients=[ADA], reminderMilliseconds=HOUR_MS, __STATE__="DRAFT")
    past = {"startDate": "2022-10-20T09:00:00.000Z", "endDate": "2022-10-20T10:00:00.000Z"}
    assert clerk.post("/appointments/", {**past, "patients": [ADA]}).status == 200

    assert told(database) == []
    assert reminders(database) == []


def test_a_remote_appointment_is_answered_with_its_link(clerk: Wire) -> None:
    key = booked(clerk, patients=[ADA], doctors=EVA, isRemote=True)

    link = clerk.get(f"/appointments/{key}").body[LINK]
    assert link.startswith("https://meet.jit.si/desk-")
    [listed] = clerk.get("/appointments/").body
    assert listed[LINK] == link
    assert LINK not in patched(clerk, key, set={"isRemote": False})
    assert patched(clerk, key, set={"isRemote": True})[LINK] != link


def test_a_room_of_another_service_is_in_the_answer(clerk: Wire, service: RoomService) -> None:
    key = booked(clerk, patients=[ADA], doctors=EVA, isRemote=True)

    link = clerk.get(f"/appointments/{key}").body[LINK]
    assert link == f"{service.address}/room%201"
    after = patched(clerk, key, set={"patients": [ADA, BEN]})
    assert after[LINK] == link
    assert LINK not in patched(clerk, key, set={"isRemote": False})
    assert service.methods() == ["POST", "PATCH", "DELETE"]


def test_a_service_that_fails_is_in_the_errors_and_the_booking_stands(
    clerk: Wire, service: RoomService
) -> None:
    service.failing = 500
    body = {**span(10), "patients": [ADA], "doctors": EVA, "isRemote": True}

    reply = clerk.post("/appointments/", body)

    assert reply.status == 200
    [error] = reply.body["errors"]
    assert set(error) == {"service", "message", "body"}
    key = reply.body["_id"]
    assert LINK not in clerk.get(f"/appointments/{key}").body
    patch = clerk.patch(f"/appointments/{key}", {"$set": span(12)})
    assert patch.status == 200
    assert len(patch.body["errors"]) == 1
    assert patch.body["data"]["startDate"] == time(12)


def test_the_room_of_what_is_deleted_is_taken_away(clerk: Wire, service: RoomService) -> None:
    first = booked(clerk, patients=[ADA], doctors=EVA, isRemote=True)
    second = booked(clerk, 12, patients=[ADA], doctors=EVA, isRemote=True)

    assert clerk.delete(f"/appointments/{first}").status == 204
    moved(clerk, second, "TRASH")
    assert service.methods() == ["POST", "POST", "DELETE"]
    reply = clerk.post(
        "/appointments/state?_st=TRASH", [{"filter": {"_id": second}, "stateTo": "DELETED"}]
    )
    assert reply.body["updated"] == 1
    assert service.methods() == ["POST", "POST", "DELETE", "DELETE"]


def test_the_same_question_is_answered_with_the_same_errors(
    clerk: Wire, service: RoomService
) -> None:
    service.failing = 500
    body = {**span(10), "patients": [ADA], "doctors": EVA, "isRemote": True}

    first = clerk.post("/appointments/", body, Idempotency_Key="k")
    again = clerk.post("/appointments/", body, Idempotency_Key="k")

    assert first.raw == again.raw
    assert service.methods() == ["POST"]
