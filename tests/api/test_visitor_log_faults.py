"""Document 003: what cannot be written into the log is refused, and said at its field."""

from __future__ import annotations

from typing import Any

import pytest

from desk.domain.directory import Person
from desk.store.database import Database
from tests.api.log_words import NOBODY, VISITS, made, require_problem, resident, visit
from tests.api.wire_of import Wire

BAD, MISSING = (400, "Bad Request"), (404, "Not Found")


@pytest.fixture
def host(database: Database) -> Person:
    return resident(database)


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"residentId": None}, "residentId"),
    ({"residentId": "r1"}, "residentId"),
    ({"residentId": 7}, "residentId"),
    ({"residentId": f"{{{NOBODY})"}, "residentId"),
    ({"visitorName": None}, "visitorName"),
    ({"visitorName": ""}, "visitorName"),
    ({"visitorName": " \t"}, "visitorName"),
    ({"visitorName": 5}, "visitorName"),
    ({"visitorName": "x" * 201}, "visitorName"),
    ({"visitorName": "a\0b"}, "visitorName"),
    ({"visitorName": "\ud800"}, "visitorName"),
    ({"totalPeople": None}, "totalPeople"),
    ({"totalPeople": 0}, "totalPeople"),
    ({"totalPeople": -1}, "totalPeople"),
    ({"totalPeople": 10_000}, "totalPeople"),
    ({"totalPeople": 10**40}, "totalPeople"),
    ({"totalPeople": 1.5}, "totalPeople"),
    ({"totalPeople": 1e300}, "totalPeople"),
    ({"totalPeople": True}, "totalPeople"),
    ({"totalPeople": "two"}, "totalPeople"),
    ({"totalPeople": "10000"}, "totalPeople"),
    ({"totalPeople": ""}, "totalPeople"),
    ({"totalPeople": [2]}, "totalPeople"),
    ({"subject": None}, "subject"),
    ({"subject": "  "}, "subject"),
    ({"subject": "x" * 2001}, "subject"),
    ({"subject": {}}, "subject"),
    ({"vehicleColor": "x" * 51}, "vehicleColor"),
    ({"vehicleColor": 3}, "vehicleColor"),
    ({"licensePlate": "x" * 21}, "licensePlate"),
    ({"licensePlate": "\0"}, "licensePlate"),
    ({"arrivalDate": None}, "arrivalDate"),
    ({"arrivalDate": ""}, "arrivalDate"),
    ({"arrivalDate": "today"}, "arrivalDate"),
    ({"arrivalDate": "2030-02-30"}, "arrivalDate"),
    ({"arrivalDate": "2030-02-04T25:00"}, "arrivalDate"),
    ({"arrivalDate": "04.02.2030"}, "arrivalDate"),
    ({"arrivalDate": "2030-02-04T08:30:00 01:00"}, "arrivalDate"),
    ({"arrivalDate": " 2030-02-04"}, "arrivalDate"),
    ({"arrivalDate": 1_900_000_000}, "arrivalDate"),
    ({"arrivalDate": "0001-01-01"}, "arrivalDate"),
    ({"arrivalDate": "0001-01-01T00:00:00"}, "arrivalDate"),
    ({"arrivalDate": "0002-01-01"}, "arrivalDate"),
    ({"arrivalDate": "9999-12-31"}, "arrivalDate"),
    ({"arrivalDate": "9999-12-31T23:59:59Z"}, "arrivalDate"),
    ({"arrivalDate": "9999-12-31T23:59:59-10:00"}, "arrivalDate"),
    ({"departureDate": ""}, "departureDate"),
    ({"departureDate": "later"}, "departureDate"),
    ({"departureDate": 5}, "departureDate"),
    ({"departureDate": "9999-12-31"}, "departureDate"),
    ({"departureDate": "2030-02-04T08:29:59Z"}, "departureDate"),
    ({"departureDate": "2030-02-04T09:29:59+01:00"}, "departureDate"),
    ({"departureDate": "2030-02-03"}, "departureDate"),
]


@pytest.mark.parametrize(("change", "field"), FAULTS)
def test_what_is_wrong_is_said_at_its_field(
    clerk: Wire, host: Person, change: dict[str, Any], field: str
) -> None:
    found = made(clerk, host)

    require_problem(clerk.post(VISITS, visit(host, **change)), *BAD, field)
    require_problem(clerk.put(f"{VISITS}/{found['id']}", visit(host, **change)), *BAD, field)

    assert clerk.get(VISITS).body == [found]


def test_texts_may_be_as_long_as_they_are_allowed_to_be(clerk: Wire, host: Person) -> None:
    longest = {
        "visitorName": "ń" * 200,
        "subject": "x" * 2000,
        "vehicleColor": "c" * 50,
        "licensePlate": "P" * 20,
    }  # row 14

    assert made(clerk, host, **longest).items() >= longest.items()


def test_all_that_is_missing_is_said_at_once(clerk: Wire, host: Person) -> None:
    required = ["residentId", "visitorName", "totalPeople", "subject", "arrivalDate"]

    require_problem(clerk.post(VISITS, {}), *BAD, *required)
    for name in required:
        body = visit(host)
        del body[name]
        require_problem(clerk.post(VISITS, body), *BAD, name)


def test_several_faults_are_said_together(clerk: Wire, host: Person) -> None:
    wrong = {"totalPeople": 0, "subject": "", "departureDate": "2029-01-01", "visitorName": 1}

    require_problem(clerk.post(VISITS, visit(host, **wrong)), *BAD, *wrong)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"null", b"", b"\xff", b"[" * 70])
def test_a_body_that_is_no_object_is_refused(clerk: Wire, body: bytes) -> None:
    require_problem(clerk.post(VISITS, body), *BAD)


@pytest.mark.parametrize("media", ["text/plain", "application/json; charset=latin1", ""])
def test_other_kinds_of_body_are_refused(clerk: Wire, host: Person, media: str) -> None:
    reply = clerk.post(VISITS, visit(host), content_type=media)

    require_problem(reply, 415, "Unsupported Media Type")


@pytest.mark.parametrize("key", ["7", "x", "null", f"{NOBODY}0", NOBODY[:-1], "%00", "resident"])
def test_what_is_no_guid_is_refused(clerk: Wire, host: Person, key: str) -> None:  # row 7
    for reply in (
        clerk.get(f"{VISITS}/{key}"),
        clerk.put(f"{VISITS}/{key}", visit(host)),
        clerk.delete(f"{VISITS}/{key}"),
        clerk.post(f"{VISITS}/{key}/checkout") if key != "resident" else clerk.get(f"{VISITS}/x"),
    ):
        require_problem(reply, *BAD, "id")
    require_problem(clerk.get(f"{VISITS}/resident/{key}"), *BAD, "residentId")


def test_a_bad_body_is_refused_before_anything_is_looked_up(  # row 9
    clerk: Wire, host: Person
) -> None:
    path = f"{VISITS}/{NOBODY}"

    require_problem(clerk.put(path, visit(host, totalPeople=0)), *BAD, "totalPeople")
    require_problem(clerk.put(path, visit(host, residentId=NOBODY)), *MISSING)
    require_problem(clerk.put(path, visit(host)), *MISSING)
