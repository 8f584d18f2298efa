"""Document 004, fields of a client's own: any name that is none of the kind's own fields."""

from __future__ import annotations

from typing import Any

import pytest

from desk.services import site
from desk.store.database import Database
from tests.api.documents_of import booked, made, one, open_time, refused, shut, span
from tests.api.wire_of import Wire

DAY = "startDate=2030-02-18&endDate=2030-02-19"
ODD: dict[str, Any] = {
    "status": "open",
    "lockExpiration": 5,
    "isFlagged": [True],
    "ownerId": 7,
    "title": {"a": 1},
}
OF_EVENTS: dict[str, Any] = {"eventType": "mine", "slots": [1], "appointments": 3, "capacity": 8}


def test_an_availability_keeps_fields_that_only_appointments_know(clerk: Wire) -> None:
    key = open_time(clerk, **ODD)

    document = one(clerk, "availabilities", key)

    assert {name: document[name] for name in ODD} == ODD
    assert [each["_id"] for each in clerk.get("/availabilities/?status=open").body] == [key]
    changed = clerk.patch(f"/availabilities/{key}", {"$set": {"status": "shut"}})
    assert changed.body["status"] == "shut"


def test_an_exception_keeps_fields_that_only_appointments_know(clerk: Wire) -> None:
    key = shut(clerk, **ODD)

    document = one(clerk, "exceptions", key)

    assert {name: document[name] for name in ODD} == ODD


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ({"$inc": {"capacity": 2}}, 5),
        ({"$mul": {"capacity": 2}}, 6),
        ({"$unset": {"capacity": True}}, None),
        ({"$currentDate": {"capacity": True}}, "2030-02-04T09:00:00.000Z"),
    ],
)
def test_what_only_slots_know_is_a_field_of_the_clients_own_on_an_appointment(
    clerk: Wire, change: dict[str, Any], value: Any
) -> None:
    key = booked(clerk, capacity=3)

    changed = clerk.patch(f"/appointments/{key}", change)

    assert changed.status == 200, changed.raw
    assert changed.body["data"].get("capacity") == value


def test_a_reason_can_be_taken_from_an_appointment(clerk: Wire) -> None:
    key = booked(clerk, reason="cough", on=[1])

    assert clerk.patch(f"/appointments/{key}", {"$push": {"on": 2}}).body["data"]["on"] == [1, 2]
    assert clerk.patch(f"/appointments/{key}", {"$unset": {"reason": True}}).status == 200
    assert "reason" not in one(clerk, "appointments", key)


def test_what_a_client_keeps_does_not_pass_for_what_events_say(clerk: Wire) -> None:
    key = open_time(clerk, **OF_EVENTS)
    booked(clerk, 9, availabilityId=key, ownerId="ann", **OF_EVENTS)
    booked(clerk, 10, **OF_EVENTS)
    shut(clerk, 20, **OF_EVENTS)

    raw = clerk.get(f"/calendar/?{DAY}").raw
    events = clerk.get(f"/calendar/?{DAY}").body

    kinds = [each["eventType"] for each in events]
    assert kinds == ["Availability", "Appointment", "Exception"]
    assert [each["startDate"][11:13] for each in events[0]["slots"]] == ["09", "10", "11"]
    assert raw.count(b'"eventType":"Availability"') == raw.count(b'"eventType":"Exception"') == 1
    assert b'"eventType":"mine"' in raw  # in the appointment that is within a slot alone
    assert raw.count(b'"slots":') == 4


def test_a_booking_takes_over_what_its_availability_says_and_it_does_not(clerk: Wire) -> None:
    key = open_time(clerk, title="Morning", room="blue", reason="test", ownerId="house", floor=1)

    document = one(
        clerk,
        "appointments",
        booked(clerk, availabilityId=key, ownerId="ann", floor=2),
    )

    taken = {name: document.get(name) for name in ("title", "room", "reason", "ownerId", "floor")}
    assert taken == {
        "title": "Morning",
        "room": "blue",
        "reason": "test",
        "ownerId": "ann",
        "floor": 2,
    }


def test_a_participant_whom_the_availability_names_counts_as_one(
    clerk: Wire, database: Database
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.users", {"doctor": {}, "patients": {}})
    key = open_time(clerk, doctor="d1", simultaneousSlotsNumber=3)
    remote = {**span(9), "availabilityId": key, "ownerId": "ann", "isRemote": True}

    alone = clerk.post("/appointments/", remote)
    same = clerk.post("/appointments/", {**remote, "patients": ["d1"]})
    together = clerk.post("/appointments/", {**remote, "patients": ["p1"]})

    assert refused(alone, 400)
    assert refused(same, 400)
    assert one(clerk, "appointments", made(together))["doctor"] == "d1"
