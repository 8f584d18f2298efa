"""Document 004, GET /slots/: which slots there are in a period (contract, 1.3, 5 and 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from desk.domain.availability import Availability
from desk.domain.document_ids import hex_id
from desk.services import site
from desk.store.database import Database
from tests import build
from tests.api.slot_words import AN_HOUR, MONDAY, asked, hours, iso, locked, slot_id, statuses
from tests.api.wire_of import Wire
from tests.build import span
from tests.conftest import at


@pytest.fixture
def rossi(database: Database) -> Availability:
    """Dr. Rossi's hours of the Monday."""
    with database.write("test") as tx:
        return hours(tx, build.resource(tx).id)


def test_a_slot_says_when_it_is_whose_and_how_many_it_holds(
    reader: Wire, rossi: Availability
) -> None:
    [first, *_] = asked(reader, "&_s=startDate")

    assert first == {
        "_id": slot_id(rossi, iso(10), iso(11)),
        "status": "AVAILABLE",
        "availabilityId": hex_id(rossi.id),
        "startDate": iso(10),
        "endDate": iso(11),
        "capacity": 1,
        "resourceId": str(rossi.resource_id),
    }


def test_slots_come_with_what_a_client_keeps_with_their_availability(
    reader: Wire, database: Database
) -> None:
    with database.write("test") as tx:
        hours(tx, None, extra={"room": "Ünder", "status": "odd", "tags": [1, None]})

    [first, *_] = asked(reader)

    assert (first["room"], first["tags"], first["status"]) == ("Ünder", [1, None], "AVAILABLE")
    assert "resourceId" not in first


@pytest.mark.parametrize(
    "query",
    [
        "",
        "startDate=2030-02-04T00:00:00Z",
        "endDate=2030-02-04T00:00:00Z",
        "startDate=tomorrow&endDate=2030-02-04T00:00:00Z",
        "startDate=2030-02-04T09:00:00Z&endDate=2030-02-04T09:00:00Z",
        "startDate=2030-02-05T00:00:00Z&endDate=2030-02-04T00:00:00Z",
        "startDate=0001-01-01T00:00:00%2B14:00&endDate=2030-02-04T00:00:00Z",
        f"{MONDAY}&status=FREE",
        f"{MONDAY}&status=",
        f"{MONDAY}&_st=GONE",
        f"{MONDAY}&_l=0",
        f"{MONDAY}&_l=-1",
        f"{MONDAY}&_l=x",
        f"{MONDAY}&_sk=-1",
        f"{MONDAY}&_s=status",
        f"{MONDAY}&_s=-capacity",
        f"{MONDAY}&_q={{",
        f"{MONDAY}&_q=[]",
        f'{MONDAY}&_q={{"startDate":{{"$near":1}}}}',
        f"{MONDAY}&_id=a1",
        "_id=a10000000000000000000001",
    ],
)
def test_what_makes_no_sense_is_a_bad_request(
    reader: Wire, rossi: Availability, query: str
) -> None:
    reply = reader.get(f"/slots/?{query}")

    assert reply.status == 400
    assert reply.body["statusCode"] == 400
    assert reply.body["error"] == "Bad Request"
    assert reply.body["message"]


def test_without_a_token_nothing_is_told(public: Wire, rossi: Availability) -> None:
    assert public.get(f"/slots/?{MONDAY}").status == 401
    assert locked(public, slot_id(rossi, iso(10), iso(11))).status == 401


def test_the_latest_slot_comes_first_unless_told_otherwise(
    reader: Wire, rossi: Availability
) -> None:
    assert [each["startDate"] for each in asked(reader)] == [iso(12), iso(11), iso(10)]


@pytest.mark.parametrize("field", ["startDate", "endDate"])
def test_slots_are_sorted_by_either_of_their_ends(
    reader: Wire, rossi: Availability, database: Database, field: str
) -> None:
    with database.write("test") as tx:
        build.availability(tx, None, span(10, 30, minutes=60), timedelta(minutes=20))
        build.availability(tx, None, span(10, minutes=150), timedelta(minutes=150))

    up = [each[field] for each in asked(reader, f"&_s={field}")]
    down = [each[field] for each in asked(reader, f"&_s=-{field}")]

    assert len(up) == 7
    assert up == sorted(up)
    assert down == sorted(up, reverse=True)


@pytest.mark.parametrize("order", ["startDate", "-startDate", "endDate", "-endDate"])
def test_slots_of_one_time_come_by_availability(
    reader: Wire, database: Database, order: str
) -> None:
    with database.write("test") as tx:
        made = [hours(tx, None).id for _ in range(3)]

    found = [each["availabilityId"] for each in asked(reader, f"&_s={order}&_l=3")]

    assert found == [hex_id(key) for key in made]


def test_skipping_and_limiting_come_after_filtering_and_sorting(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        hours(tx, None)
        build.appointment(tx, rossi, span(12, minutes=60))

    free = asked(reader, "&status=AVAILABLE")

    assert len(free) == 5
    assert asked(reader, "&status=AVAILABLE&_sk=1&_l=2") == free[1:3]
    assert asked(reader, "&status=AVAILABLE&_sk=4&_l=9") == free[4:]
    assert asked(reader, "&_sk=6") == []


@pytest.mark.parametrize("status", ["AVAILABLE", "BOOKED", "UNAVAILABLE"])
def test_slots_of_one_status_are_asked_for(
    reader: Wire, rossi: Availability, database: Database, status: str
) -> None:
    with database.write("test") as tx:
        build.appointment(tx, rossi, span(10, minutes=60))
        build.closure(tx, span(11, minutes=60), rossi.resource_id)

    [found] = asked(reader, f"&status={status}")

    by_hour = {"BOOKED": iso(10), "UNAVAILABLE": iso(11), "AVAILABLE": iso(12)}
    assert (found["status"], found["startDate"]) == (status, by_hour[status])


@pytest.mark.parametrize(
    ("shut", "expected"),
    [
        (span(11, minutes=60), ["AVAILABLE", "UNAVAILABLE", "AVAILABLE"]),
        (span(10, 30, minutes=60), ["UNAVAILABLE", "UNAVAILABLE", "AVAILABLE"]),
        (span(9, minutes=60), ["AVAILABLE", "AVAILABLE", "AVAILABLE"]),
    ],
    ids=["6.3 exception 11-12", "6.3 exception 10:30-11:30", "touching is not overlapping"],
)
def test_an_exception_shuts_what_it_overlaps(
    reader: Wire, rossi: Availability, database: Database, shut: Any, expected: list[str]
) -> None:
    with database.write("test") as tx:
        build.closure(tx, shut, rossi.resource_id)

    assert statuses(reader) == expected


def test_a_slot_that_is_full_and_shut_is_unavailable(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        build.appointment(tx, rossi, span(10, minutes=60))
        build.closure(tx, span(10, minutes=60), rossi.resource_id)

    assert statuses(reader)[0] == "UNAVAILABLE"


@pytest.mark.parametrize(
    ("held_until", "expected"),
    [(at(9, 1), "BOOKED"), (at(9), "AVAILABLE"), (at(8), "AVAILABLE")],
    ids=["6.3 one booked and a live lock", "6.3 its very end", "6.3 an expired lock"],
)
def test_locks_count_as_long_as_they_live(
    reader: Wire, database: Database, held_until: Any, expected: str
) -> None:
    with database.write("test") as tx:
        two = hours(tx, None, capacity=2)
        build.appointment(tx, two, span(10, minutes=60))
        build.appointment(tx, two, span(10, minutes=60), held_until=held_until)

    [first, *_] = asked(reader, "&_s=startDate")

    assert (first["status"], first["capacity"]) == (expected, 2)


def test_without_a_resource_every_exception_shuts_every_slot(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        build.closure(tx, span(10, minutes=60), build.resource(tx, "Dr. Ian", "Lee").id)

    assert statuses(reader)[0] == "UNAVAILABLE"


def by_resource(key: int | None) -> list[str]:
    return [
        f'&_q={{"resourceId":"{key}"}}',
        f'&_q={{"$and":[{{"resourceId":{{"$in":["{key}"]}}}}]}}',
        f"&resourceId={key}",
    ]


@pytest.mark.parametrize("which", range(3))
def test_with_a_resource_only_its_own_exceptions_shut_its_slots(
    reader: Wire, rossi: Availability, database: Database, which: int
) -> None:
    with database.write("test") as tx:
        lee = hours(tx, build.resource(tx, "Dr. Ian", "Lee").id)
        build.closure(tx, span(10, minutes=60), lee.resource_id)

    own = statuses(reader, by_resource(rossi.resource_id)[which])
    other = statuses(reader, by_resource(lee.resource_id)[which])

    assert own == ["AVAILABLE"] * 3
    assert other == ["UNAVAILABLE", "AVAILABLE", "AVAILABLE"]


@pytest.mark.parametrize(("choice", "expected"), [("all", "UNAVAILABLE"), ("none", "AVAILABLE")])
def test_what_shuts_the_whole_site_shuts_each_resource_unless_the_house_says_no(
    reader: Wire, rossi: Availability, database: Database, choice: str, expected: str
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.closure_without_resource", choice)
        build.closure(tx, span(10, minutes=60))

    assert statuses(reader, by_resource(rossi.resource_id)[0])[0] == expected


def test_the_house_may_match_exceptions_by_resource_always(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.slots_match_by_resource", True)
        build.closure(tx, span(10, minutes=60), build.resource(tx, "Dr. Ian", "Lee").id)
        build.closure(tx, span(11, minutes=60), rossi.resource_id)

    assert statuses(reader) == ["AVAILABLE", "UNAVAILABLE", "AVAILABLE"]


def test_a_query_is_about_exceptions_as_well(reader: Wire, database: Database) -> None:
    with database.write("test") as tx:
        hours(tx, None, extra={"room": 5})
        hours(tx, None, extra={"room": 6})
        build.closure(tx, span(10, minutes=60), extra={"room": 5})
        build.closure(tx, span(11, minutes=60), extra={"room": 6})

    expected = ["UNAVAILABLE", "AVAILABLE", "AVAILABLE"]
    assert statuses(reader, '&_q={"room":5}') == expected
    assert statuses(reader, "&room=5") == expected


def test_only_what_is_public_has_slots_unless_a_state_is_asked_for(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        draft = hours(tx, None, shelf="DRAFT")
        build.appointment(tx, draft, span(11, minutes=60))
        build.closure(tx, span(10, minutes=60), shelf="DRAFT")

    assert {each["availabilityId"] for each in asked(reader)} == {hex_id(rossi.id)}
    assert statuses(reader, "&_st=DRAFT") == ["AVAILABLE", "BOOKED", "AVAILABLE"]
    assert len(asked(reader, "&_st=PUBLIC,DRAFT")) == 6


def test_only_slots_that_overlap_the_period_are_told(reader: Wire, rossi: Availability) -> None:
    touching = f"startDate={iso(11)}&endDate={iso(12)}"
    wider = "startDate=2030-02-04T10:59:59.999Z&endDate=2030-02-04T12:00:00.001Z"

    assert [each["startDate"] for each in asked(reader, period=touching)] == [iso(11)]
    assert len(asked(reader, period=wider)) == 3


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2030-02-04T12:00:00%2B02:00", "2030-02-04T13:00:00%2B02:00"),
        ("2030-02-04T12:00:00 02:00", "2030-02-04T13:00:00 02:00"),
        ("2030-02-04T10:00:00", "2030-02-04T11:00:00"),
        ("2030-02-04T10:00", "2030-02-04T10:00:00.001Z"),
    ],
    ids=["an offset", "a plus that became a blank", "no zone is UTC", "no seconds"],
)
def test_instants_are_read_in_every_usual_form(
    reader: Wire, rossi: Availability, start: str, end: str
) -> None:
    found = asked(reader, period=f"startDate={start}&endDate={end}")

    assert [each["startDate"] for each in found] == [iso(10)]


def test_one_slot_is_asked_for_by_its_id_which_gives_the_period(
    reader: Wire, rossi: Availability
) -> None:
    key = slot_id(rossi, iso(11), iso(12))
    no_slot = slot_id(rossi, iso(11), iso(11, 30))

    assert [each["_id"] for each in asked(reader, period=f"_id={quote(key)}")] == [key]
    assert [each["_id"] for each in asked(reader, period=f'_q={{"_id":"{key}"}}')] == [key]
    assert asked(reader, period=f"_id={quote(no_slot)}") == []
    assert asked(reader, period=f"_id={quote(key.replace('a1', 'a2', 1))}") == []


def test_a_rule_without_end_has_slots_in_any_period_however_long(
    reader: Wire, database: Database
) -> None:
    with database.write("test") as tx:
        build.availability(tx, None, slot_length=AN_HOUR, rule="FREQ=DAILY")

    far = asked(reader, "&_l=2", "startDate=0001-01-01T00:00:00Z&endDate=9000-01-01T23:59:59Z")
    near = asked(
        reader, "&_l=2&_s=startDate", "startDate=0001-01-01&endDate=9999-12-31T23:59:59.9999Z"
    )

    assert far[0]["startDate"] == "9000-01-01T11:00:00.000Z"
    assert [each["startDate"] for each in near] == [iso(9), iso(10)]


def test_slots_at_night_keep_their_dates(reader: Wire, database: Database) -> None:
    with database.write("test") as tx:
        build.availability(tx, None, span(22, minutes=240), timedelta(minutes=90))

    found = asked(reader, period="startDate=2030-02-04T00:00:00Z&endDate=2030-02-06T00:00:00Z")

    assert [(each["startDate"], each["endDate"]) for each in found] == [
        (iso(23, 30), iso(1, day=5)),
        (iso(22), iso(23, 30)),
    ]
    ended = "&_s=-endDate&_l=1"
    [last] = asked(reader, ended, "startDate=2030-02-04T00:00:00Z&endDate=2030-02-06T00:00:00Z")
    assert last["_id"].endswith(f"|{iso(23, 30)}|{iso(1, day=5)}")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("POST", "/slots/", "GET, HEAD"), ("GET", "/slots/lock/x", "PATCH")],
)
def test_other_methods_are_refused(reader: Wire, method: str, path: str, allowed: str) -> None:
    reply = reader.ask(method, path)

    assert (reply.status, reply.headers["allow"]) == (405, allowed)
