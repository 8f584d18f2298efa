"""Document 004, GET /calendar/ and its count: all that goes on in a period (contract, 1.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from desk.api.appointment_manager import documents
from desk.domain.availability import Availability
from desk.domain.document_ids import Of, hex_id
from desk.services import appointments, availabilities, site
from desk.store.database import Database
from tests import build
from tests.api.slot_words import AN_HOUR, MONDAY, hours, iso, slot_id
from tests.api.wire_of import Wire
from tests.build import span
from tests.conftest import at

Event = dict[str, Any]


def events(wire: Wire, query: str = MONDAY) -> list[Event]:
    """The events; the count always says how many."""
    reply, count = wire.get(f"/calendar/?{query}"), wire.get(f"/calendar/count?{query}")
    assert (reply.status, count.status) == (200, 200), reply.raw
    found: list[Event] = reply.body
    assert count.body == len(found)
    return found


def slots(found: list[Event]) -> list[Event]:
    return [slot for each in found for slot in each.get("slots", [])]


def told(found: list[Event]) -> list[tuple[str, str]]:
    return [(each["eventType"], each["startDate"]) for each in found]


@pytest.fixture
def rossi(database: Database) -> Availability:
    """Dr. Rossi's hours of the Monday."""
    with database.write("test") as tx:
        return hours(tx, build.resource(tx).id)


def test_an_availability_comes_with_its_slots(reader: Wire, rossi: Availability) -> None:
    [found] = events(reader)

    assert found == {
        "eventType": "Availability",
        "_id": hex_id(rossi.id),
        "startDate": iso(10),
        "endDate": iso(13),
        "creatorId": "test",
        "createdAt": iso(9),
        "updaterId": "test",
        "updatedAt": iso(9),
        "__STATE__": "PUBLIC",
        "resourceId": str(rossi.resource_id),
        "slotDuration": 60,
        "simultaneousSlotsNumber": 1,
        "timeZone": "Europe/Rome",
        "slots": [
            {
                "_id": slot_id(rossi, iso(hour), iso(hour + 1)),
                "startDate": iso(hour),
                "endDate": iso(hour + 1),
                "status": "AVAILABLE",
                "availabilityId": hex_id(rossi.id),
                "capacity": 1,
                "appointments": [],
            }
            for hour in (10, 11, 12)
        ],
    }


def test_each_occurrence_is_an_event_with_the_id_of_its_availability(
    reader: Wire, database: Database
) -> None:
    with database.write("test") as tx:
        daily = build.mornings(tx, None, rule="FREQ=DAILY", extra={"room": "5"})

    found = events(reader, "startDate=2030-02-04T12:00:00Z&endDate=2030-02-07T09:00:00.001Z")

    assert {each["_id"] for each in found} == {hex_id(daily.id)}
    assert [each["startDate"] for each in found] == [iso(9, day=day) for day in (5, 6, 7)]
    assert [each["endDate"] for each in found] == [iso(12, day=day) for day in (5, 6, 7)]
    assert [(each["each"], each["room"]) for each in found] == [("day", "5")] * 3


def test_an_occurrence_that_reaches_into_the_period_has_all_its_slots(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        build.appointment(tx, rossi, span(12, minutes=60))

    [found] = events(reader, f"startDate={iso(9)}&endDate={iso(10, 30)}")

    assert [slot["status"] for slot in found["slots"]] == ["AVAILABLE", "AVAILABLE", "BOOKED"]
    assert len(found["slots"][2]["appointments"]) == 1


def test_whoever_has_a_slot_is_told_in_it_and_nowhere_else(
    reader: Wire, database: Database
) -> None:
    with database.write("test") as tx:
        three = hours(tx, build.resource(tx).id, capacity=3)
        milan = build.patient(tx)
        build.appointment(tx, three, span(10, minutes=60), "", person_id=milan.id)
        build.appointment(tx, three, span(10, minutes=60), held_until=at(9, 5), owner="ann")
        build.appointment(tx, three, span(10, minutes=60), held_until=at(8), owner="bob")

    [found] = events(reader)
    first, second = found["slots"][0]["appointments"]

    assert found["slots"][0]["status"] == "AVAILABLE"
    assert (first["status"], first["lockExpiration"], first["title"]) == (
        "BOOKED",
        None,
        "Milan Novak",
    )
    assert (second["status"], second["lockExpiration"]) == ("AVAILABLE", iso(9, 5))
    assert second["ownerId"] == "ann"


def test_appointments_are_written_as_everywhere_else(reader: Wire, database: Database) -> None:
    with database.write("test") as tx:
        many = hours(tx, build.resource(tx).id, capacity=9)
        milan = build.patient(tx)
        made = [
            build.appointment(tx, many, span(10, minutes=60), **fields)
            for fields in (
                {"title": 'Ünal "Ü" \\ \n'},
                {"title": "", "owner": "ann", "created_by": "", "updated_by": "u7"},
                {"title": "", "person_id": milan.id},
                {"title": "x", "person_id": milan.id, "owner": "7", "held_until": at(9, 1)},
                {"extra": {"isRemote": True, "room": [1, {"a": None}], "reminderIds": ["r"]}},
                {"extra": {"status": "odd"}, "held_until": at(9, 1), "person_id": milan.id},
            )
        ]
        flagged = build.appointment(tx, many, span(11, minutes=60), flagged=True)
    with database.read() as tx:
        house = documents.house(tx).knowing_all(tx)
        expected = [
            documents.appointment(house, appointments.one(tx, each.id)) for each in (*made, flagged)
        ]

    found = events(reader)

    assert slots(found)[0]["appointments"] == expected[:-1]
    assert [e for e in found if e["eventType"] == "Appointment"] == [
        {"eventType": "Appointment", **expected[-1]}
    ]


def test_who_is_flagged_or_has_no_slot_is_an_event(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        draft = hours(tx, None, shelf="DRAFT")
        apart = [
            build.appointment(tx, rossi, span(10, minutes=60), flagged=True),
            build.appointment(tx, rossi, span(11, minutes=30)),
            build.appointment(tx, None, span(12, minutes=15), resource_id=rossi.resource_id),
            build.appointment(tx, None, span(13), resource_id=rossi.resource_id, held_until=at(10)),
            build.appointment(tx, draft, span(11, minutes=60)),
        ]
        build.appointment(tx, None, span(14), resource_id=rossi.resource_id, held_until=at(9))
        build.appointment(tx, None, span(14), resource_id=rossi.resource_id, shelf="TRASH")

    found = events(reader)

    own = {each["_id"] for each in found if each["eventType"] == "Appointment"}
    assert own == {hex_id(each.id, Of.APPOINTMENT) for each in apart}
    assert [slot["appointments"] for slot in slots(found)] == [[], [], []]
    assert [slot["status"] for slot in slots(found)] == ["BOOKED", "BOOKED", "AVAILABLE"]


def test_exceptions_are_events_and_shut_the_slots_of_their_resource(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        lee = hours(tx, build.resource(tx, "Dr. Ian", "Lee").id)
        shut = build.closure(tx, span(10, 30, minutes=60), rossi.resource_id, "Ill")
        build.closure(tx, span(10), shelf="DRAFT")
        build.closure(tx, span(8, minutes=60, day=1), rossi.resource_id)

    found = events(reader)

    [exception] = [each for each in found if each["eventType"] == "Exception"]
    assert exception == {
        "eventType": "Exception",
        "_id": hex_id(shut.id, Of.CLOSURE),
        "startDate": iso(10, 30),
        "endDate": iso(11, 30),
        "reason": "Ill",
        "resourceId": str(rossi.resource_id),
        "creatorId": "test",
        "createdAt": iso(9),
        "updaterId": "test",
        "updatedAt": iso(9),
        "__STATE__": "PUBLIC",
    }
    by_whom = {each["_id"]: [s["status"] for s in each.get("slots", [])] for each in found}
    assert by_whom[hex_id(rossi.id)] == ["UNAVAILABLE", "UNAVAILABLE", "AVAILABLE"]
    assert by_whom[hex_id(lee.id)] == ["AVAILABLE"] * 3


def test_events_come_by_their_start_then_type_then_id(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        other = hours(tx, None)
        build.closure(tx, span(10))
        build.appointment(tx, None, span(10), resource_id=rossi.resource_id)
        build.closure(tx, span(8))

    found = events(reader)

    assert told(found) == [
        ("Exception", iso(8)),
        ("Appointment", iso(10)),
        ("Availability", iso(10)),
        ("Availability", iso(10)),
        ("Exception", iso(10)),
    ]
    assert [each["_id"] for each in found[2:4]] == [hex_id(rossi.id), hex_id(other.id)]


@pytest.mark.parametrize("query", ["&resourceId={0}", '&_q={{"resourceId":"{0}"}}'])
def test_a_resource_chooses_its_events_of_all_types(
    reader: Wire, rossi: Availability, database: Database, query: str
) -> None:
    with database.write("test") as tx:
        lee = hours(tx, build.resource(tx, "Dr. Ian", "Lee").id)
        for each in (rossi, lee):
            build.closure(tx, span(10), each.resource_id)
            build.appointment(tx, None, span(15), resource_id=each.resource_id)
        site_shut = build.closure(tx, span(12, minutes=60))

    found = events(reader, MONDAY + query.format(lee.resource_id))

    assert [each["eventType"] for each in found] == [
        *("Availability", "Exception", "Exception", "Appointment"),
    ]
    assert found[2]["_id"] == hex_id(site_shut.id, Of.CLOSURE)
    of_one = [each.get("resourceId") for each in found]
    assert of_one == [str(lee.resource_id), str(lee.resource_id), None, str(lee.resource_id)]
    assert [slot["status"] for slot in slots(found)] == ["UNAVAILABLE", "AVAILABLE", "UNAVAILABLE"]


def test_what_shuts_the_site_is_of_no_resource_where_the_house_says_so(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.closure_without_resource", "none")
        build.closure(tx, span(12, minutes=60))

    found = events(reader, f"{MONDAY}&resourceId={rossi.resource_id}")

    assert [each["eventType"] for each in found] == ["Availability"]
    assert [slot["status"] for slot in slots(found)] == ["AVAILABLE"] * 3


def test_a_query_chooses_availabilities_and_exceptions(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        five = hours(tx, None, extra={"room": 5})
        build.closure(tx, span(10), extra={"room": 5})
        build.closure(tx, span(11), extra={"room": 6})
        build.appointment(tx, rossi, span(10, minutes=60))

    found = events(reader, f'{MONDAY}&_q={{"room":5}}')

    assert [each["eventType"] for each in found] == ["Availability", "Exception"]
    assert found[0]["_id"] == hex_id(five.id)


PERIODS = [
    '{"startDate":"2030-02-04T00:00:00Z","endDate":"2030-02-05T00:00:00Z"}',
    '{"startDate":"2030-02-04T00:00:00Z","endDate":"endDate=2030-02-05T00:00:00Z"}',
    '{"and":[{"startDate":"2030-02-04T00:00:00Z"},{"endDate":"endDate=2030-02-05T00:00:00Z"}]}',
    '{"and":[{"startDate":{"eq":"2030-02-04T00:00:00Z"}},'
    '{"endDate":{"eq":"endDate=2030-02-05T00:00:00Z"}}]}',
    '{"$and":[{"startDate":{"$eq":"2030-02-04T00:00:00Z"}},{"endDate":"2030-02-05T00:00:00Z"}]}',
    '{"$and":[{"startDate":{"$lte":"2030-02-05T00:00:00Z"}},'
    '{"endDate":{"$gte":"2030-02-04T00:00:00Z"}}]}',
    '{"startDate":{"$gte":"2030-02-04T00:00:00Z","$lt":"2030-02-05T00:00:00Z"}}',
]


@pytest.mark.parametrize("query", PERIODS)
def test_the_period_may_stand_in_the_query(reader: Wire, database: Database, query: str) -> None:
    with database.write("test") as tx:
        build.mornings(tx, None, open_time=span(9, minutes=180, day=-7))

    assert told(events(reader, f"_q={quote(query)}")) == [("Availability", iso(9))]


def test_the_address_goes_before_the_query_for_each_end_by_itself(
    reader: Wire, rossi: Availability
) -> None:
    late = '{"startDate":"2030-02-04T20:00:00Z","endDate":"2030-02-05T00:00:00Z"}'

    assert len(events(reader, f"startDate={iso(0)}&_q={quote(late)}&_l=1&_sk=5")) == 1
    assert len(events(reader, f"{MONDAY}&_q={quote(late)}")) == 1
    assert events(reader, f"_q={quote(late)}") == []


def test_what_else_is_in_the_query_goes_on_choosing(reader: Wire, database: Database) -> None:
    with database.write("test") as tx:
        five = hours(tx, None, extra={"room": 5})
        hours(tx, None, extra={"room": 6})
    query = f'{{"and":[{PERIODS[0]},{{"room":{{"eq":5}}}}]}}'

    found = events(reader, f"_q={quote(query)}")

    assert [each["_id"] for each in found] == [hex_id(five.id)]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "startDate=2030-02-04T00:00:00Z",
        'startDate=2030-02-04T00:00:00Z&_q={"endDate":7}',
        'startDate=2030-02-04T00:00:00Z&_q={"endDate":"soon"}',
        "startDate=2030-02-05T00:00:00Z&endDate=2030-02-04T00:00:00Z",
        f"{MONDAY}&_q={{",
        f"{MONDAY}&_q=[]",
        f'{MONDAY}&_q={{"and":{{}}}}',
        f'{MONDAY}&_q={{"reason":{{"$where":1}}}}',
    ],
)
@pytest.mark.parametrize("path", ["/calendar/", "/calendar/count"])
def test_without_a_sensible_period_or_query_it_is_a_bad_request(
    reader: Wire, path: str, query: str
) -> None:
    reply = reader.get(f"{path}?{query}")

    assert (reply.status, list(reply.body)) == (400, ["statusCode", "error", "message"])


def test_days_on_which_the_clocks_change_have_their_own_number_of_slots(
    reader: Wire, database: Database
) -> None:
    # 6.2: Rome daily 01-05 has three hours on 2031-03-30 and four on the days beside it.
    with database.write("test") as tx:
        build.availability(tx, None, span(0, minutes=240), AN_HOUR, rule="FREQ=DAILY")

    found = events(reader, "startDate=2031-03-29T12:00:00Z&endDate=2031-04-01T12:00:00Z")

    assert [len(each["slots"]) for each in found] == [3, 4, 4]
    assert found[0]["startDate"] == "2031-03-30T00:00:00.000Z"
    assert found[0]["endDate"] == "2031-03-30T03:00:00.000Z"


def test_nights_keep_the_dates_of_their_slots(reader: Wire, database: Database) -> None:
    with database.write("test") as tx:
        night = build.availability(tx, None, span(22, minutes=240), timedelta(minutes=90))
        build.appointment(tx, night, span(23, 30, minutes=90))

    [found] = events(reader)

    assert [slot["_id"] for slot in found["slots"]] == [
        slot_id(night, iso(22), iso(23, 30)),
        slot_id(night, iso(23, 30), iso(1, day=5)),
    ]
    assert [len(slot["appointments"]) for slot in found["slots"]] == [0, 1]


def test_who_loses_the_slot_is_an_event_from_then_on(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    with database.write("test") as tx:
        build.appointment(tx, rossi, span(10, minutes=60))
        availabilities.withdraw(tx, rossi.id)

    [found] = events(reader)

    assert (found["eventType"], found["isFlagged"]) == ("Appointment", True)


def test_any_period_however_long_is_answered(reader: Wire, rossi: Availability) -> None:
    whole = "startDate=0001-01-01T00:00:00Z&endDate=9999-12-31T23:59:59.999Z"

    assert told(events(reader, whole)) == [("Availability", iso(10))]


@pytest.mark.parametrize("path", ["/calendar/", "/calendar/count"])
def test_without_a_token_nothing_is_told(public: Wire, path: str) -> None:
    assert public.get(f"{path}?{MONDAY}").status == 401
