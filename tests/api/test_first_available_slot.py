"""Document 004, searches: the slots that can be had first (contract, 1.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from desk.api.application import MODES, application
from desk.api.appointment_manager import examples
from desk.domain.availability import Availability
from desk.domain.document_ids import hex_id
from desk.domain.span import Span
from desk.services import site
from desk.store.database import Database
from tests import build
from tests.api.documents_of import made, open_time, refused
from tests.api.slot_words import AN_HOUR, asked, hours, iso, locked, slot_id
from tests.api.wire_of import Reply, Wire, token
from tests.build import span
from tests.conftest import at

PATH = "/searches/first-available-slot/"
# The clock of the tests stands at nine o'clock of the Monday.
TUESDAY = iso(0, day=5)
FAR = "8999-01-01T00:00:00Z"


@pytest.fixture
def rossi(database: Database) -> Availability:
    """Dr. Rossi's hours of the Monday, from ten to one."""
    with database.write("test") as tx:
        return hours(tx, build.resource(tx).id)


def search(wire: Wire, **body: Any) -> Reply:
    return wire.post(PATH, {"endDate": TUESDAY, **body})


def first(wire: Wire, **body: Any) -> list[dict[str, Any]]:
    reply = search(wire, **body)
    assert reply.status == 200, reply.raw
    found: list[dict[str, Any]] = reply.body
    return found


def starts(wire: Wire, **body: Any) -> list[str]:
    return [each["startDate"] for each in first(wire, **body)]


def test_the_earliest_slot_is_told_as_in_the_list_of_slots(
    reader: Wire, rossi: Availability
) -> None:
    # "-> array of earliest slot(s) from now"
    assert first(reader) == asked(reader, "&_s=startDate&_l=1")


@pytest.mark.parametrize("path", [PATH, PATH.rstrip("/")])
def test_it_is_asked_with_and_without_a_slash(reader: Wire, rossi: Availability, path: str) -> None:
    # "accept both `/x` and `/x/`"
    assert len(reader.post(path, {"endDate": TUESDAY}).body) == 1


def test_all_slots_that_begin_first_are_told_by_availability(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    # "-> array of earliest slot(s) from now"
    with database.write("test") as tx:
        other = hours(tx, build.resource(tx, "Dr. Ian", "Lee").id, extra={"room": 5})
        build.availability(tx, None, span(10, 30, minutes=60), AN_HOUR)

    found = first(reader)

    assert [each["availabilityId"] for each in found] == [hex_id(rossi.id), hex_id(other.id)]
    assert {each["startDate"] for each in found} == {iso(10)}
    assert found[1]["room"] == 5


def test_a_slot_that_has_begun_already_is_never_told(reader: Wire, database: Database) -> None:
    # "never one already started"
    with database.write("test") as tx:
        build.availability(tx, None, span(8, 30, minutes=120), timedelta(minutes=30))

    assert starts(reader) == [iso(9, 30)]


def test_what_is_booked_locked_or_shut_is_passed_over(
    clerk: Wire, rossi: Availability, database: Database
) -> None:
    # "UNAVAILABLE if any exception overlaps; else BOOKED if live appointments+reservations >="
    with database.write("test") as tx:
        build.appointment(tx, rossi, span(10, minutes=60))
    assert starts(clerk) == [iso(11)]

    assert locked(clerk, slot_id(rossi, iso(11), iso(12)), lockDurationMs=60_000).status == 200
    assert starts(clerk) == [iso(12)]

    with database.write("test") as tx:
        build.closure(tx, span(12, minutes=30), rossi.resource_id)
    assert first(clerk) == []


def test_a_slot_with_a_place_left_can_be_had(
    clerk: Wire, rossi: Availability, database: Database
) -> None:
    # "capacity 2: 1 booked + 1 live lock / 1 booked + 1 expired lock | BOOKED / AVAILABLE"
    with database.write("test") as tx:
        pair = build.availability(tx, None, span(9, 30, minutes=30), capacity=2)
        build.appointment(tx, pair, span(9, 30, minutes=30))

    assert starts(clerk) == [iso(9, 30)]


def test_exceptions_shut_the_slots_of_their_own_resource_alone(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    # "calendar, lock, booking and flagging always match by resource id"
    with database.write("test") as tx:
        lee = hours(tx, build.resource(tx, "Dr. Ian", "Lee").id)
        build.closure(tx, span(10, minutes=60), lee.resource_id)

    assert [each["availabilityId"] for each in first(reader)] == [hex_id(rossi.id)]


@pytest.mark.parametrize(("choice", "expected"), [("all", iso(11)), ("none", iso(10))])
def test_what_shuts_the_whole_site_counts_as_the_house_chooses(
    reader: Wire, rossi: Availability, database: Database, choice: str, expected: str
) -> None:
    # "`all` (default: it shuts the whole site) or `none`"
    with database.write("test") as tx:
        site.choose(tx, "appointments.closure_without_resource", choice)
        build.closure(tx, span(10, minutes=60))

    assert starts(reader) == [expected]


def test_only_slots_of_exactly_that_length_are_told_if_one_is_named(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    # "flexible slots (no slotDuration)"
    with database.write("test") as tx:
        build.availability(tx, None, span(9, 30, minutes=30), timedelta(minutes=7.5))

    assert starts(reader) == [iso(9, 30)]
    assert starts(reader, slotDuration=7.5) == [iso(9, 30)]
    assert starts(reader, slotDuration=60) == [iso(10)]
    assert first(reader, slotDuration=30) == []


@pytest.mark.parametrize(
    "filters",
    [
        lambda key: [key],
        lambda key: [key, "nobody"],
        lambda key: {"resourceId": key},
        lambda key: {"resourceId": {"$in": [key]}},
        lambda key: {"$or": [{"resourceId": key}, {"$and": [{"resourceId": "nobody"}]}]},
    ],
)
def test_it_looks_at_the_resources_that_are_named(
    reader: Wire, rossi: Availability, database: Database, filters: Callable[[str], Any]
) -> None:
    # "`{endDate, slotDuration?, resourceFilters?, availabilityFilters?}`"
    with database.write("test") as tx:
        lee = build.availability(tx, build.resource(tx, "Dr. Ian", "Lee").id, span(14))

    assert starts(reader, resourceFilters=filters(str(lee.resource_id))) == [iso(14)]
    assert first(reader, resourceFilters=[]) == []


def test_it_looks_at_the_availabilities_that_match(
    reader: Wire, rossi: Availability, database: Database
) -> None:
    # "`{endDate, slotDuration?, resourceFilters?, availabilityFilters?}`"
    with database.write("test") as tx:
        build.availability(tx, None, span(14), extra={"room": 5})
        build.availability(tx, None, span(9, 30), shelf="DRAFT", extra={"room": 5})

    assert starts(reader, availabilityFilters={"room": {"$gt": 4}}) == [iso(14)]
    assert starts(reader, availabilityFilters={"room": 5}, resourceFilters=["nobody"]) == []
    seen = reader.post(PATH, {"endDate": TUESDAY}, acl_rows='{"room":5}')
    assert [each["startDate"] for each in seen.body] == [iso(14)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"endDate": None},
        {"endDate": 5},
        {"endDate": "tomorrow"},
        {"endDate": iso(8)},
        {"endDate": iso(9)},
        {"endDate": TUESDAY, "slotDuration": 0},
        {"endDate": TUESDAY, "slotDuration": "60"},
        {"endDate": TUESDAY, "slotDuration": None},
        {"endDate": TUESDAY, "resourceFilters": "r1"},
        {"endDate": TUESDAY, "resourceFilters": None},
        {"endDate": TUESDAY, "resourceFilters": [5]},
        {"endDate": TUESDAY, "resourceFilters": {"room": 5}},
        {"endDate": TUESDAY, "resourceFilters": {"$or": [{"resourceId": "a"}, {"room": 5}]}},
        {"endDate": TUESDAY, "resourceFilters": {"resourceId": {"$what": 1}}},
        {"endDate": TUESDAY, "availabilityFilters": []},
        {"endDate": TUESDAY, "availabilityFilters": {"$nor": []}},
        [],
    ],
)
def test_what_makes_no_sense_is_a_bad_request(reader: Wire, rossi: Availability, body: Any) -> None:
    # "Malformed JSON body, JSON scalar where object wanted, malformed `_q`: 400"
    assert refused(reader.post(PATH, body), 400)


def test_it_is_a_look_that_any_token_allows(
    public: Wire, reader: Wire, clerk: Wire, rossi: Availability
) -> None:
    # "Readonly tokens get 403 on every write"
    assert refused(search(public), 401)
    assert search(reader).status == search(clerk).status == 200
    assert reader.get(PATH).status == 405


def test_without_slots_there_is_no_such_search(database: Database, rossi: Availability) -> None:
    # "In appointments mode `/availabilities`, `/slots`, `/exceptions` do not exist: 404"
    alone = Wire(application(database, MODES["appointments"]), token(database, "desk", "alone"))

    assert refused(search(alone), 404)


def test_the_end_bounds_where_slots_may_begin(reader: Wire, rossi: Availability) -> None:
    # "Overlap everywhere = `a.start < b.end and b.start < a.end`; touching is not overlap"
    assert first(reader, endDate=iso(10)) == []
    assert starts(reader, endDate="2030-02-04T11:00:00.001+01:00") == [iso(10)]


def test_a_slot_years_ahead_is_found_though_nobody_could_list_all_until_the_end(
    reader: Wire, database: Database
) -> None:
    # "-> array of earliest slot(s) from now"
    far = Span(*(each.replace(year=2055) for each in (at(10), at(18))))
    period = f"startDate={iso(9)}&endDate={FAR}"
    with database.write("test") as tx:
        build.availability(tx, None, far, timedelta(minutes=1), rule="FREQ=DAILY")

    assert refused(reader.get(f"/slots/?{period}"), 400)
    assert starts(reader, endDate=FAR) == ["2055-02-04T10:00:00.000Z"]


def test_a_day_after_many_that_are_shut_is_found(reader: Wire, database: Database) -> None:
    # "-> array of earliest slot(s) from now"
    with database.write("test") as tx:
        build.availability(tx, None, span(10, minutes=60), AN_HOUR, rule="FREQ=DAILY")
        build.closure(tx, Span(at(9), at(9) + timedelta(days=400)))

    assert first(reader, endDate=iso(0, day=20)) == []
    assert [each[:10] for each in starts(reader, endDate=FAR)] == ["2031-03-11"]


def test_what_is_shut_for_ever_is_looked_through_to_the_end(
    reader: Wire, database: Database
) -> None:
    # "-> array of earliest slot(s) from now"
    with database.write("test") as tx:
        build.availability(tx, None, span(10, minutes=60), AN_HOUR, rule="FREQ=WEEKLY;BYDAY=MO")
        build.closure(tx, Span(at(9), at(9).replace(year=8999)))

    assert first(reader, endDate=FAR) == []


def test_nothing_open_until_then_is_an_empty_list(reader: Wire) -> None:
    # "-> array of earliest slot(s) from now"
    assert first(reader, endDate=FAR) == []


def test_the_example_of_the_search_finds_the_example_of_a_slot(clerk: Wire) -> None:
    made(clerk.post("/availabilities/", examples.NEW_AVAILABILITY))

    [found] = clerk.post(PATH, examples.SEARCH).body

    assert list(found) == list(examples.SLOT)
    assert found["startDate"] == examples.SLOT["startDate"]


def test_what_is_found_can_be_booked_and_then_the_next_comes_first(clerk: Wire) -> None:
    # "alternative to availabilityId+dates"
    open_time(clerk)
    [found] = first(clerk, endDate="2030-03-01")

    made(clerk.post("/appointments/", {"slotId": found["_id"], "ownerId": "ann"}))

    assert starts(clerk, endDate="2030-03-01") == [found["endDate"]]
