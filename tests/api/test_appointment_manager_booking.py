"""Document 004, `POST /appointments/`: its body, its answers, and the checks of a slot (1.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.services import site
from desk.store.database import Database
from tests import build
from tests.api.documents_of import NOBODY, booked, made, one, open_time, refused, shut, span, time
from tests.api.wire_of import Wire, token, wire
from tests.conftest import Clock

BY_ITSELF = {  # the example of the document
    "startDate": "2022-10-20T09:00:00.000Z",
    "endDate": "2022-10-20T10:00:00.000Z",
    "isRemote": False,
}


def choose(database: Database, key: str, value: object) -> None:
    with database.write("test") as tx:
        site.choose(tx, key, value)


def test_an_appointment_is_answered_with_its_id_and_no_errors(clerk: Wire) -> None:
    reply = clerk.post("/appointments/", BY_ITSELF)

    assert reply.status == 200
    assert list(reply.body) == ["_id", "errors"]
    assert reply.body["errors"] == []
    assert len(reply.body["_id"]) == 24
    assert int(reply.body["_id"], 16)


def test_a_document_has_every_field_that_the_desk_keeps(clerk: Wire) -> None:
    key = made(clerk.post("/appointments/", BY_ITSELF))

    assert one(clerk, "appointments", key) == {
        "_id": key,
        "startDate": "2022-10-20T09:00:00.000Z",
        "endDate": "2022-10-20T10:00:00.000Z",
        "isRemote": False,
        "status": "BOOKED",
        "lockExpiration": None,
        "isFlagged": False,
        "reminderIds": [],
        "creatorId": "a desk",
        "createdAt": "2030-02-04T09:00:00.000Z",
        "updaterId": "a desk",
        "updatedAt": "2030-02-04T09:00:00.000Z",
        "__STATE__": "PUBLIC",
    }


def test_what_a_client_adds_is_kept_as_it_is(clerk: Wire) -> None:
    own: dict[str, Any] = {
        "visits": 5,
        "price": 1.5,
        "paid": True,
        "note": None,
        "tags": ["a", 1, None, {"b": []}],
        "deep": {"a": {"b": "ü"}},
        "doctor": "d1",
        "title": "Check-up",
        "channels": ["sms", "email"],
        "reminderMilliseconds": 3_600_000,
    }

    document = one(clerk, "appointments", booked(clerk, **own))

    assert {name: document[name] for name in own} == own


def test_a_slot_is_booked(clerk: Wire) -> None:
    key = open_time(clerk, resourceId="r1", color="red", visits=1)

    document = one(
        clerk,
        "appointments",
        booked(clerk, 10, availabilityId=key, ownerId="nicola.moretto", visits=2, resourceId="x"),
    )

    assert document["availabilityId"] == key
    assert document["ownerId"] == "nicola.moretto"
    # The resource is that of the availability; of its own fields the missing ones are copied.
    assert (document["resourceId"], document["color"], document["visits"]) == ("r1", "red", 2)


@pytest.mark.parametrize("path", ["/appointments", "/appointments/"])
def test_the_slash_at_the_end_makes_no_difference(clerk: Wire, path: str) -> None:
    assert clerk.post(path, BY_ITSELF).status == 200


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2031-06-03T11:00:00+02:00", "2031-06-03T09:00:00.000Z"),
        ("2031-06-03T09:00:00.123Z", "2031-06-03T09:00:00.123Z"),
        ("2031-06-03T09:00:00.123999Z", "2031-06-03T09:00:00.123Z"),
        ("2031-06-03T09:00:00", "2031-06-03T09:00:00.000Z"),
        ("2031-06-03T09:00Z", "2031-06-03T09:00:00.000Z"),
        ("2031-06-03", "2031-06-03T00:00:00.000Z"),
    ],
)
def test_dates_come_in_any_offset_and_go_out_in_utc(clerk: Wire, written: str, kept: str) -> None:
    body = {"startDate": written, "endDate": "2031-06-03T20:00:00Z"}

    document = one(clerk, "appointments", made(clerk.post("/appointments/", body)))

    assert document["startDate"] == kept


@pytest.mark.parametrize(
    "change",
    [
        {"startDate": None},
        {"startDate": 5},
        {"startDate": "tomorrow"},
        {"startDate": "2030-02-30T09:00:00Z"},
        {"startDate": "0001-01-01T00:00:00Z"},
        {"endDate": "9999-12-31T23:59:59Z"},
        {"endDate": "9999-12-31T23:59:59-14:00"},
        {"startDate": time(10), "endDate": time(10)},
        {"startDate": time(11), "endDate": time(10)},
        {"isRemote": "true"},
        {"isRemote": 1},
        {"isRemote": True},
        {"isRemote": True, "doctor": "d1"},
        {"reminderMilliseconds": -1},
        {"reminderMilliseconds": "5"},
        {"reminderMilliseconds": None},
        {"reminderMilliseconds": True},
        {"channels": ["fax"]},
        {"channels": "email"},
        {"channels": [{"a": 1}]},
        {"reminderIds": []},
        {"linkTeleconsultation": "https://a"},
        {"_id": NOBODY},
        {"creatorId": "me"},
        {"createdAt": time(9)},
        {"updaterId": "me"},
        {"updatedAt": time(9)},
        {"__STATE__": "GONE"},
        {"__STATE__": 1},
        {"availabilityId": 5, "ownerId": "u1"},
        {"availabilityId": NOBODY},
        {"availabilityId": NOBODY, "ownerId": ""},
        {"availabilityId": NOBODY, "ownerId": None},
        {"ownerId": "u" * 201},
        {"ownerId": 5},
        {"title": 5},
        {"title": "t" * 201},
        {"resourceId": 5},
        {"resourceId": ""},
        {"resourceId": "r" * 201},
        {"$set": {}},
        {"own": "\0"},
        {"own": ["\ud800"]},
        {"own\0": 1},
        {"slotId": "a|b"},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_kept(
    clerk: Wire, change: dict[str, Any]
) -> None:
    assert refused(clerk.post("/appointments/", {**span(9), **change}), 400)

    assert clerk.get("/appointments/count?_st=PUBLIC,DRAFT,TRASH,DELETED").body == 0


@pytest.mark.parametrize("name", ["startDate", "endDate"])
def test_both_dates_are_needed(clerk: Wire, name: str) -> None:
    body = {key: value for key, value in span(9).items() if key != name}

    assert refused(clerk.post("/appointments/", body), 400)


@pytest.mark.parametrize("body", [b"", b"{", b"5", b"null", b"[]", b'"x"', b'{"a": 1e999}'])
def test_a_body_that_is_no_object_is_refused(clerk: Wire, body: bytes) -> None:
    assert refused(clerk.post("/appointments/", body), 400)


def test_a_body_that_is_not_json_is_refused(clerk: Wire) -> None:
    assert refused(clerk.post("/appointments/", b"a=1", content_type="text/plain"), 415)


def test_a_remote_appointment_needs_two_participants_of_the_fields_for_them(
    clerk: Wire, database: Database
) -> None:
    choose(database, "appointments.users", {"doctor": {}, "patients": {"create": "t1"}})

    def remote(**people: Any) -> int:
        return clerk.post("/appointments/", {**span(9), "isRemote": True, **people}).status

    assert remote(doctor="d1", patients=["p1", "p2"]) == 200
    assert remote(patients=["p1", "p2"]) == 200
    assert remote(doctor="d1", patients=["d1"]) == 400
    assert remote(doctor="d1", others=["p1"]) == 400
    assert remote(doctor="d1", patients=5) == 400


def test_state_can_be_chosen_once_when_it_is_made(clerk: Wire) -> None:
    key = booked(clerk, __STATE__="DRAFT")

    assert one(clerk, "appointments", key, "DRAFT")["__STATE__"] == "DRAFT"
    assert clerk.get(f"/appointments/{key}").status == 404


def test_status_lock_and_flag_of_the_body_are_ignored(clerk: Wire) -> None:
    key = booked(clerk, status="AVAILABLE", lockExpiration=time(9), isFlagged=True)

    document = one(clerk, "appointments", key)

    assert (document["status"], document["lockExpiration"]) == ("BOOKED", None)
    assert document["isFlagged"] is False


@pytest.mark.parametrize("availability", [NOBODY, "a1" + "f" * 22, "nonsense", ""])
def test_an_availability_that_is_not_there_is_404(clerk: Wire, availability: str) -> None:
    body = {**span(9), "availabilityId": availability, "ownerId": "u1"}

    assert refused(clerk.post("/appointments/", body), 404)


@pytest.mark.parametrize("state", ["DRAFT", "TRASH", "DELETED"])
def test_an_availability_that_is_not_public_is_404(clerk: Wire, state: str) -> None:
    key = open_time(clerk, __STATE__=state)
    body = {**span(9), "availabilityId": key, "ownerId": "u1"}

    assert refused(clerk.post("/appointments/", body), 404)


@pytest.mark.parametrize(
    "when",
    [
        span(8),
        span(12),
        span(9, 11),
        {"startDate": time(9, 30), "endDate": time(10, 30)},
        span(9, day="2030-02-19"),
    ],
)
def test_what_is_no_slot_is_400(clerk: Wire, when: dict[str, str]) -> None:
    key = open_time(clerk)

    assert refused(
        clerk.post("/appointments/", {**when, "availabilityId": key, "ownerId": "u1"}), 400
    )


def test_a_full_slot_is_403(clerk: Wire) -> None:
    key = open_time(clerk, simultaneousSlotsNumber=2)
    booked(clerk, availabilityId=key, ownerId="u1")
    booked(clerk, availabilityId=key, ownerId="u2")

    reply = clerk.post("/appointments/", {**span(9), "availabilityId": key, "ownerId": "u3"})

    assert refused(reply, 403)
    assert reply.body["error"] == "Forbidden"


@pytest.mark.parametrize(
    ("own", "other", "status"),
    [("r1", "r1", 403), ("r1", "r2", 200), (None, None, 403), ("r1", None, 403), (None, "r1", 200)],
)
def test_an_exception_shuts_its_own_resource_or_without_one_everybody(
    clerk: Wire, own: str | None, other: str | None, status: int
) -> None:
    key = open_time(clerk, **({} if own is None else {"resourceId": own}))
    shut(clerk, 9, **({} if other is None else {"resourceId": other}))

    reply = clerk.post("/appointments/", {**span(9), "availabilityId": key, "ownerId": "u1"})

    assert reply.status == status


def test_booking_confirms_ones_own_reservation(clerk: Wire, clock: Clock) -> None:
    key = open_time(clerk, resourceId="r1")
    slot = f"{key}%7C{time(9)}%7C{time(10)}"
    held = clerk.patch(f"/slots/lock/{slot}", {"ownerId": "u1", "lockDurationMs": 60_000}).body

    assert refused(
        clerk.post("/appointments/", {**span(9), "availabilityId": key, "ownerId": "u2"}), 403
    )
    confirmed = booked(clerk, availabilityId=key, ownerId="u1", reason="pain")

    assert confirmed == held["_id"]
    document = one(clerk, "appointments", confirmed)
    assert (document["status"], document["lockExpiration"]) == ("BOOKED", None)
    assert document["reason"] == "pain"


def test_a_reservation_that_has_expired_takes_nothing(clerk: Wire, clock: Clock) -> None:
    key = open_time(clerk)
    slot = f"{key}%7C{time(9)}%7C{time(10)}"
    clerk.patch(f"/slots/lock/{slot}", {"ownerId": "u1", "lockDurationMs": 60_000})

    clock.advance(timedelta(milliseconds=60_000))

    assert booked(clerk, availabilityId=key, ownerId="u2")


def test_a_slot_can_be_named_by_its_id(clerk: Wire) -> None:
    key = open_time(clerk)
    body = {"slotId": f"{key}|{time(10)}|{time(11)}", "ownerId": "u1"}

    document = one(clerk, "appointments", made(clerk.post("/appointments/", body)))

    assert (document["availabilityId"], document["startDate"]) == (key, time(10))
    assert refused(clerk.post("/appointments/", {**body, **span(9)}), 400)


def test_by_itself_it_stands_beside_whatever_there_is(clerk: Wire) -> None:
    booked(clerk, resourceId="r1")
    shut(clerk, resourceId="r1")

    assert booked(clerk, resourceId="r1")


def test_the_house_can_require_an_availability(clerk: Wire, database: Database) -> None:
    choose(database, "appointments.require_availability", True)

    assert refused(clerk.post("/appointments/", BY_ITSELF), 400)


def test_a_provider_is_known_by_the_text_of_its_id(clerk: Wire, database: Database) -> None:
    with database.write("test") as tx:
        rossi = build.resource(tx).id

    booked(clerk, resourceId=str(rossi))
    booked(clerk, resourceId="room 5")
    booked(clerk, resourceId="room 5")

    assert clerk.get(f"/appointments/count?resourceId={rossi}").body == 1
    assert clerk.get("/appointments/count?resourceId=room%205").body == 2


def test_the_resource_field_is_called_as_the_house_says(clerk: Wire, database: Database) -> None:
    choose(database, "appointments.resource_id_field_name", "doctorId")
    key = booked(clerk, doctorId="d1", resourceId=7)

    document = one(clerk, "appointments", key)

    assert (document["doctorId"], document["resourceId"]) == ("d1", 7)
    assert clerk.get("/appointments/count?doctorId=d1").body == 1


@pytest.mark.parametrize(
    ("header", "named"),
    [("u7", "u7"), ("", "public"), ("null", "public"), ("undefined", "public"), (None, "a desk")],
)
def test_the_header_userid_says_who_acts(clerk: Wire, header: str | None, named: str) -> None:
    headers = {} if header is None else {"userid": header}
    key = made(clerk.post("/appointments/", BY_ITSELF, **headers))
    created = one(clerk, "appointments", key)
    changed = clerk.patch(f"/appointments/{key}", {"$set": {"a": 1}}, userid="u8").body["data"]

    assert (created["creatorId"], created["updaterId"]) == (named, named)
    assert (changed["creatorId"], changed["updaterId"]) == (named, "u8")


def test_the_same_is_answered_on_the_other_kind_of_database(both: Database) -> None:
    clerk = wire(both).holding(token(both, "desk"))
    key = open_time(clerk, resourceId="r1", each="day")
    document = one(clerk, "appointments", booked(clerk, availabilityId=key, ownerId="u1", a=[1]))

    assert document["a"] == [1]
    assert clerk.get('/appointments/count?_q={"a":1,"resourceId":"r1"}').body == 1
    assert refused(clerk.post("/appointments/", {**span(9), "a": "\0"}), 400)
    assert clerk.get(f"/appointments/{'a0' + 'f' * 22}").status == 404
    assert clerk.get("/appointments/?a=9999999999999999999999").body == []
    assert clerk.get("/appointments/?startDate=0001-01-01T00:00:00Z").body == []
