"""Document 003: visit records are made, read, replaced, removed and let out one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.domain.directory import Person
from desk.domain.visitor import Standing, Times
from desk.services import people, visitors
from desk.store.database import Database
from tests import build
from tests.api.log_words import (
    FIELDS,
    GUID,
    NOBODY,
    VISITS,
    kept,
    made,
    renamed,
    require_problem,
    resident,
    visit,
)
from tests.api.wire_of import Wire
from tests.conftest import Clock, at

BAD, MISSING = (400, "Bad Request"), (404, "Not Found")


@pytest.fixture
def host(database: Database) -> Person:
    return resident(database)


def test_a_new_visit_has_the_eleven_documented_fields(clerk: Wire, host: Person) -> None:
    reply = clerk.post(VISITS, visit(host, vehicleColor="blue", licensePlate="ABC-123"))

    assert (reply.status, reply.headers["content-type"]) == (201, "application/json")
    assert list(reply.body) == FIELDS
    assert GUID.fullmatch(reply.body["id"])
    assert reply.body == visit(host) | {
        "id": reply.body["id"],
        "residentName": "Ana Hernandez",
        "vehicleColor": "blue",
        "licensePlate": "ABC-123",
        "departureDate": None,
        "createdAt": "2030-02-04T09:00:00.000Z",
    }


def test_where_a_new_visit_is_found_stands_in_its_answer(clerk: Wire, host: Person) -> None:
    reply = clerk.post(VISITS, visit(host))

    assert reply.headers["location"] == f"{VISITS}/{reply.body['id']}"
    assert clerk.get(reply.headers["location"]).body == reply.body


def test_what_may_be_left_out_is_null(clerk: Wire, host: Person) -> None:
    bare = made(clerk, host)
    nulls = made(clerk, host, vehicleColor=None, licensePlate=None, departureDate=None)
    blank = made(clerk, host, vehicleColor="", licensePlate=" ")

    for found in (bare, nulls, blank):
        assert (found["vehicleColor"], found["licensePlate"]) == (None, None)
        assert found["departureDate"] is None


def test_fields_nobody_knows_are_ignored(clerk: Wire, host: Person) -> None:
    found = made(clerk, host, id=NOBODY, createdAt="2001-01-01", residentName="Eve", mood="good")

    assert found["id"] != NOBODY
    assert (found["residentName"], found["createdAt"][:4]) == ("Ana Hernandez", "2030")


@pytest.mark.parametrize("shape", [str.upper, str.lower, str.title])
def test_the_case_of_properties_makes_no_difference(  # row 19
    clerk: Wire, host: Person, shape: Any
) -> None:
    body = {shape(name): value for name, value in visit(host, licensePlate="AB").items()}

    reply = clerk.post(VISITS, body)

    assert (reply.status, list(reply.body)) == (201, FIELDS)
    assert reply.body["licensePlate"] == "AB"


def test_the_case_of_the_address_makes_no_difference(clerk: Wire, host: Person) -> None:  # row 19
    found = made(clerk, host)

    assert clerk.get("/api/ResidentVisits").body == [found]
    assert clerk.get(f"/API/RESIDENTVISITS/{found['id'].upper()}").body == found
    assert clerk.get(f"/Api/residentVisits/Resident/{host.uid}/").body == [found]
    assert clerk.get("/API/RESIDENTVISITS/x/y/z").headers["content-type"] == (
        "application/problem+json"
    )


@pytest.mark.parametrize("shape", ["{}", "{{{}}}", "({})"])
def test_a_guid_may_be_written_in_any_common_way(clerk: Wire, host: Person, shape: str) -> None:
    found = made(clerk, host, residentId=shape.format(host.uid.upper()))

    assert found["residentId"] == host.uid
    assert clerk.get(f"{VISITS}/{shape.format(found['id'])}").body == found
    assert clerk.get(f"{VISITS}/{found['id'].replace('-', '')}").body == found


@pytest.mark.parametrize(("sent", "people"), [(1, 1), (9999, 9999), ("3", 3), (2.0, 2)])
def test_the_people_are_a_number_or_its_digits(  # row 13
    clerk: Wire, host: Person, sent: Any, people: int
) -> None:
    total = made(clerk, host, totalPeople=sent)["totalPeople"]

    assert (total, type(total)) == (people, int)


@pytest.mark.parametrize(
    "text",
    [
        "2030-02-04",
        "2031-07-01",
        "2030-02-04T08:30",
        "2030-02-04T08:30:15",
        "2030-02-04T08:30:15Z",
        "2030-02-04T08:30:15.5+01:00",
        "2030-02-04T08:30:15.1234567-0500",
        "1999-12-31T23:59:59.999Z",
        "2099-01-01T00:00:00+14:00",
    ],
)
def test_times_come_back_exactly_as_they_were_sent(  # row 11
    clerk: Wire, host: Person, text: str
) -> None:
    found = made(clerk, host, arrivalDate=text)
    left = made(clerk, host, arrivalDate=text, departureDate=text)

    assert clerk.get(f"{VISITS}/{found['id']}").body["arrivalDate"] == text
    assert clerk.get(f"{VISITS}/{left['id']}").body["departureDate"] == text
    assert [each["arrivalDate"] for each in clerk.get(VISITS).body] == [text, text]


def test_a_time_without_an_offset_is_on_the_clock_of_the_house(
    clerk: Wire, host: Person, database: Database
) -> None:
    entry = kept(database, made(clerk, host, arrivalDate="2030-02-04T08:30:00")["id"])

    assert entry.arrived_at == at(7, 30)


def test_a_resident_nobody_knows_cannot_be_visited(  # row 5
    clerk: Wire, host: Person, database: Database
) -> None:
    with database.write("test") as tx:
        patient = build.patient(tx)
    found = made(clerk, host)

    for uid in (NOBODY, patient.uid):
        for reply in (
            clerk.post(VISITS, visit(host, residentId=uid)),
            clerk.put(f"{VISITS}/{found['id']}", visit(host, residentId=uid)),
        ):
            assert reply.body["detail"] == "Resident not found"
            assert reply.body["errors"] == {"residentId": ["Resident not found"]}
            require_problem(reply, *BAD, "residentId")


def test_a_resident_who_was_merged_is_the_one_who_stays(
    clerk: Wire, host: Person, database: Database
) -> None:
    other = resident(database, "Anna", "Hernandez")
    found = made(clerk, other)
    with database.write("test") as tx:
        people.merge(tx, host.id, other.id)

    later = made(clerk, other)

    assert [each["residentId"] for each in clerk.get(VISITS).body] == [host.uid, host.uid]
    assert (found["residentId"], later["residentId"]) == (other.uid, host.uid)
    assert len(clerk.get(f"{VISITS}/resident/{other.uid}").body) == 2


def test_the_name_of_the_resident_is_the_present_one(  # row 15
    clerk: Wire, host: Person, database: Database
) -> None:
    found = made(clerk, host)

    renamed(database, host, "Anita")

    assert clerk.get(f"{VISITS}/{found['id']}").body["residentName"] == "Anita Hernandez"
    assert clerk.get(VISITS).body[0]["residentName"] == "Anita Hernandez"


@pytest.mark.parametrize(("method", "act"), [("GET", ""), ("PUT", ""), ("DELETE", "")])
def test_an_unknown_visit_is_not_found(clerk: Wire, host: Person, method: str, act: str) -> None:
    body = visit(host) if method == "PUT" else None

    reply = clerk.ask(method, f"{VISITS}/{NOBODY}{act}", body)

    assert reply.body["detail"] == "Visit record not found"  # row 4
    require_problem(reply, *MISSING)


def test_a_visit_is_replaced_as_a_whole(clerk: Wire, host: Person, database: Database) -> None:
    other = resident(database, "Lê", "Văn")
    found = made(clerk, host, vehicleColor="red", departureDate="2030-02-04T08:45:00Z")
    new = {
        "residentId": other.uid,
        "visitorName": "Bo Berg",
        "totalPeople": 5,
        "vehicleColor": None,
        "licensePlate": "XY-9",
        "subject": "Repair",
        "arrivalDate": "2030-02-04",
        "departureDate": "2030-02-04T12:00",
    }

    reply = clerk.put(f"{VISITS}/{found['id']}", new)

    assert reply.status == 200
    assert reply.body == found | new | {"residentName": "Lê Văn"}
    assert clerk.get(f"{VISITS}/{found['id']}").body == reply.body


def test_what_a_replacement_leaves_out_becomes_null(  # row 8
    clerk: Wire, host: Person, database: Database
) -> None:
    found = made(
        clerk, host, vehicleColor="red", licensePlate="A", departureDate="2030-02-04T08:45:00Z"
    )

    reply = clerk.put(f"{VISITS}/{found['id']}", visit(host))

    nulls = dict.fromkeys(("vehicleColor", "licensePlate", "departureDate"))
    assert reply.body == found | nulls
    assert kept(database, found["id"]).standing is Standing.INSIDE


def test_a_visit_never_gets_another_time_of_making(  # row 18
    clerk: Wire, host: Person, clock: Clock
) -> None:
    found = made(clerk, host)
    clock.advance(timedelta(hours=1, milliseconds=7))

    reply = clerk.put(f"{VISITS}/{found['id']}", visit(host))

    assert reply.body["createdAt"] == found["createdAt"] == "2030-02-04T09:00:00.000Z"
    assert made(clerk, host)["createdAt"] == "2030-02-04T10:00:00.007Z"


def test_a_replacement_keeps_what_only_the_desk_knows(
    clerk: Wire, host: Person, database: Database
) -> None:
    with database.write("ann") as tx:
        party = build.party(host.id, companions=("Bo",), badge="7", note="Cane")
        entry = visitors.enter(
            tx, party, Times(expected_at=at(8), arrived_at=at(8, 10), departed_at=at(8, 20))
        )

    body = clerk.get(f"{VISITS}/{entry.uid}").body
    clerk.put(f"{VISITS}/{entry.uid}", body)

    after = kept(database, entry.uid)
    assert (after.companions, after.badge, after.note) == (("Bo",), "7", "Cane")
    assert (after.expected_at, after.arrived_at, after.departed_at) == (
        entry.expected_at,
        entry.arrived_at,
        entry.departed_at,
    )


def test_a_removed_visit_is_gone_outside_and_in_the_bin_inside(  # row 10
    clerk: Wire, host: Person, database: Database
) -> None:
    found = made(clerk, host)
    entry = kept(database, found["id"])
    path = f"{VISITS}/{found['id']}"

    reply = clerk.delete(path)

    assert (reply.status, reply.raw) == (204, b"")
    assert "content-type" not in reply.headers
    for again in (clerk.get(path), clerk.put(path, visit(host)), clerk.delete(path)):
        require_problem(again, *MISSING)
    require_problem(clerk.post(f"{path}/checkout"), *MISSING)
    assert clerk.get(VISITS).body == clerk.get(f"{VISITS}/resident/{host.uid}").body == []
    with database.write("ann") as tx:
        visitors.restore(tx, [entry.id])
    assert clerk.get(path).body == found
