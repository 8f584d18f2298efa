"""Document 001, lists of slots: filters, order, pages, search; contract rows 1-3, 12-15, 28."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.store.database import Database
from tests import build
from tests.api.clinic import (
    IAN,
    JANE,
    OF_PROVIDERS,
    SLOTS,
    booked,
    furnish,
    ids,
    opened,
    starts,
)
from tests.api.wire_of import Wire, token, wire
from tests.build import span
from tests.conftest import Clock
from tests.conftest import at as moment

SEARCH = f"{SLOTS}/search"


@pytest.fixture(autouse=True)
def clinic(both: Database) -> None:
    furnish(both)


@pytest.fixture
def admin(both: Database) -> Wire:
    return wire(both).holding(token(both, "admin"))


def test_slots_are_listed_by_start_and_then_by_id(admin: Wire) -> None:
    late, early, other = opened(admin, 16), opened(admin, 10), opened(admin, 10, provider_id=IAN)

    assert admin.get(SLOTS).body == [early, other, late]


def test_slots_of_providers_are_listed_by_provider_and_then_by_start(admin: Wire) -> None:
    ian, late, early = opened(admin, 10, provider_id=IAN), opened(admin, 16), opened(admin, 12)

    assert admin.get(OF_PROVIDERS).body == [early, late, ian]
    assert ids(admin, f"{OF_PROVIDERS}?provider_ids[]={IAN}") == [ian["id"]]
    both = f"{OF_PROVIDERS}?provider_ids[]={IAN}&provider_ids[]={JANE}&available=true"
    assert ids(admin, both) == [early["id"], late["id"], ian["id"]]
    assert ids(admin, f"{OF_PROVIDERS}?provider_id={JANE}&page_size=1&page=2") == [late["id"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [5, 6, 7]),
        ("start_date=2030-02-06", [6, 7]),
        ("end_date=2030-02-06", [5, 6]),
        ("start_date=2030-02-06&end_date=2030-02-06", [6]),
        ("start_date=2030-02-07&end_date=2030-02-05", []),
        ("start_date=0001-01-01&end_date=9999-12-31", [5, 6, 7]),
        ("start_date=9999-12-31", []),
        ("end_date=0001-01-01", []),
        ("provider_id=456", [5, 6, 7]),
        ("provider_id=457", []),
        ("provider_id=999", []),
        ("provider_id=0", []),
        ("provider_id=999999999999999999", []),
        ("available=true", [5, 7]),
        ("available=1", [5, 7]),
        ("available=false", [6]),
        ("available=0&start_date=2030-02-06", [6]),
        ("provider_id=456&start_date=2030-02-06&available=true", [7]),
        ("unknown=1", [5, 6, 7]),
    ],
)
def test_the_filters_narrow_the_list(admin: Wire, query: str, expected: list[int]) -> None:
    # At 23:30 UTC it is the next date in Rome (row 13).
    opened(admin, on=4, start_time="2030-02-04T23:30:00Z", end_time="2030-02-05T00:30:00Z")
    taken = opened(admin, on=6)
    opened(admin, on=7)
    booked(admin, taken["id"])

    found = starts(admin, f"{SLOTS}?{query}")

    by_day = {"02-04T23:30": 5, "02-06T14:00": 6, "02-07T14:00": 7}
    assert [by_day[each] for each in found] == expected


@pytest.mark.parametrize("path", [SLOTS, OF_PROVIDERS])
@pytest.mark.parametrize(
    "query",
    [
        "provider_id=abc",
        "provider_id=",
        "provider_id=1.5",
        "start_date=tomorrow",
        "start_date=2030-02-30",
        "start_date=2030-2-4",
        "end_date=",
        "end_date=2030-02-04T00:00:00Z",
        "available=maybe",
        "available=",
        "available=TRUE",
    ],
)
def test_a_filter_that_cannot_be_understood_is_refused(admin: Wire, path: str, query: str) -> None:
    reply = admin.get(f"{path}?{query}")

    assert (reply.status, list(reply.body)) == (400, ["errors"])
    assert isinstance(reply.body["errors"], str)


@pytest.mark.parametrize(
    ("query", "page", "size", "shown"),
    [
        ("", 1, 25, 25),
        ("?page=2", 2, 25, 5),
        ("?page=3", 3, 25, 0),
        ("?page=0", 1, 25, 25),
        ("?page=-7", 1, 25, 25),
        ("?page=two", 1, 25, 25),
        ("?page=99999999999999999999", 10**9, 25, 0),
        ("?page_size=7&page=5", 5, 7, 2),
        ("?page_size=100", 1, 100, 30),
        ("?page_size=1000", 1, 100, 30),
        ("?page_size=0", 1, 25, 25),
        ("?page_size=many", 1, 25, 25),
    ],
)
def test_lists_come_in_pages_and_the_headers_tell(
    admin: Wire, both: Database, query: str, page: int, size: int, shown: int
) -> None:
    with both.write("test") as tx:
        for number in range(30):
            build.availability(tx, JANE, span(12, number, minutes=1), timedelta(minutes=1))

    reply = admin.get(SLOTS + query)

    assert len(reply.body) == shown
    assert {name: reply.headers[f"x-{name}"] for name in ("total-count", "page", "page-size")} == {
        "total-count": "30",
        "page": str(page),
        "page-size": str(size),
    }
    assert reply.headers["x-total-pages"] == str(-(-30 // size))


def test_links_lead_to_the_other_pages(admin: Wire) -> None:
    for hour in (10, 12, 14):
        opened(admin, hour)

    header = admin.get(f"{SLOTS}?page_size=1&page=2&provider_id=456").headers["link"]

    links = {way: link for link, way in (part.split("; ") for part in header.split(", "))}
    address = "<http://127.0.0.1:8765" + SLOTS
    assert links == {
        f'rel="{way}"': f"{address}?page_size=1&provider_id=456&page={number}>"
        for way, number in {"first": 1, "prev": 1, "next": 3, "last": 3}.items()
    }


def test_an_empty_list_has_no_page(admin: Wire) -> None:
    reply = admin.get(SLOTS)

    assert (reply.status, reply.body) == (200, [])
    assert (reply.headers["x-total-count"], reply.headers["x-total-pages"]) == ("0", "0")


def test_a_head_tells_the_same_of_a_list(admin: Wire) -> None:
    opened(admin)

    reply = admin.ask("HEAD", SLOTS)

    assert (reply.status, reply.headers["x-total-count"]) == (200, "1")


def test_only_a_confirmed_book_makes_a_slot_unavailable(admin: Wire, both: Database) -> None:
    # Row 12.
    with both.write("ann") as tx:
        free, held, done, off = (build.availability(tx, JANE, span(h)) for h in range(10, 14))
        build.appointment(tx, held, held.span, held_until=moment(9, 5))
        build.appointment(tx, done, done.span)
        build.appointment(tx, off, off.span, shelf="TRASH")

    assert {each["id"]: each["available"] for each in admin.get(SLOTS).body} == {
        free.id: True,
        held.id: True,
        done.id: False,
        off.id: True,
    }


def test_the_search_finds_what_is_free_and_has_not_begun(admin: Wire, both: Database) -> None:
    with both.write("ann") as tx:
        slots = [build.availability(tx, JANE, span(hour)) for hour in range(8, 16)]
        free, held, lapsed, taken, shut, busy = slots[2:]
        build.appointment(tx, held, held.span, held_until=moment(9, 5))
        build.appointment(tx, lapsed, lapsed.span, held_until=moment(8, 59))
        build.appointment(tx, taken, taken.span)
        build.closure(tx, shut.span)
        build.appointment(tx, None, busy.span, resource_id=JANE)
        everybodys = build.availability(tx, IAN, span(15))

    assert ids(admin, SEARCH) == [free.id, lapsed.id, everybodys.id]
    assert ids(admin, SLOTS) == sorted([each.id for each in slots] + [everybodys.id])


def test_what_lasts_for_days_is_in_the_way_of_a_search(admin: Wire, both: Database) -> None:
    with both.write("ann") as tx:
        away = span(9, minutes=3 * 24 * 60)
        build.appointment(tx, None, away, resource_id=JANE)
        build.availability(tx, JANE, span(10, day=2))
        later = build.availability(tx, JANE, span(10, day=3))

    assert ids(admin, SEARCH) == [later.id]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["any", "long", "typed", "ian"]),
        ("?provider_id=457", ["ian"]),
        ("?date=2030-02-04", ["any", "long", "typed"]),
        ("?date=2030-02-06", []),
        ("?date=9999-12-31", []),
        ("?duration=60", ["any", "long", "typed", "ian"]),
        ("?duration=61", ["long"]),
        ("?duration=0", ["any", "long", "typed", "ian"]),
        ("?duration=999999999999999999", []),
        ("?appointment_type=therapy", ["any", "long", "typed"]),
        ("?appointment_type=consultation", ["any", "long", "ian"]),
        ("?appointment_type=other", ["any", "long"]),
        ("?appointment_type=%00", ["any", "long", "typed", "ian"]),
        (
            "?provider_id=456&date=2030-02-04&duration=60&appointment_type=therapy",
            ["any", "long", "typed"],
        ),
        ("?page_size=1&page=2", ["long"]),
    ],
)
def test_the_search_is_narrowed(admin: Wire, query: str, expected: list[str]) -> None:
    # Row 15: the type is equal or the slot has none.
    names = {
        opened(admin, 10)["id"]: "any",
        opened(admin, 12, end_time="2030-02-04T13:30:00Z")["id"]: "long",
        opened(admin, 14, appointment_type="therapy")["id"]: "typed",
        opened(admin, 9, 5, provider_id=IAN, appointment_type="consultation")["id"]: "ian",
    }

    assert [names[each] for each in ids(admin, SEARCH + query)] == expected


@pytest.mark.parametrize(
    "query", ["duration=long", "duration=-1", "duration=", "date=today", "date=", "provider_id=x"]
)
def test_a_search_that_cannot_be_understood_is_refused(admin: Wire, query: str) -> None:
    reply = admin.get(f"{SEARCH}?{query}")

    assert (reply.status, list(reply.body)) == (400, ["errors"])


def test_a_slot_that_begins_is_no_longer_found(admin: Wire, clock: Clock) -> None:
    opened(admin)
    clock.advance(timedelta(hours=5))

    assert (ids(admin, SEARCH), len(ids(admin, SLOTS))) == ([], 1)
