"""Document 004, availabilities and exceptions, and whom they flag (contract, 1.2 and 1.4)."""

from __future__ import annotations

from typing import Any

import pytest

from desk.services import site
from desk.store.database import Database
from tests.api.documents_of import NOBODY, booked, made, one, open_time, refused, shut, span, time
from tests.api.wire_of import Wire

ODD = {  # the example of the document: 3 slots of an hour in 3.5 hours
    "startDate": "2030-02-08T09:00:00.000Z",
    "endDate": "2030-02-08T12:30:00.000Z",
    "slotDuration": 60,
}


def flags(wire: Wire) -> dict[str, bool]:
    """Who is flagged, by owner."""
    found = wire.get("/appointments/?_s=ownerId").body
    return {each["ownerId"]: each["isFlagged"] for each in found}


def slots(wire: Wire, key: str) -> list[str]:
    query = f'startDate=2030-02-01&endDate=2030-03-01&_s=startDate&_q={{"_id":"{key}"}}'
    return [each["startDate"] for each in wire.get(f"/slots/?{query}").body]


def test_an_availability_is_answered_with_its_id(clerk: Wire) -> None:
    reply = clerk.post("/availabilities/", ODD)

    assert (reply.status, list(reply.body)) == (200, ["_id"])
    key = reply.body["_id"]
    assert one(clerk, "availabilities", key) == {
        "_id": key,
        **ODD,
        "simultaneousSlotsNumber": 1,
        "timeZone": "Europe/Rome",
        "creatorId": "a desk",
        "createdAt": "2030-02-04T09:00:00.000Z",
        "updaterId": "a desk",
        "updatedAt": "2030-02-04T09:00:00.000Z",
        "__STATE__": "PUBLIC",
    }
    assert len(slots(clerk, key)) == 3


def test_what_repeats_keeps_its_words(clerk: Wire) -> None:
    fields = {
        "simultaneousSlotsNumber": 2,
        "untilDate": "2031-01-01T00:00:00.000Z",
        "timeZone": "America/New_York",
        "resourceId": "r1",
        "color": {"a": 1},
    }
    key = open_time(clerk, each="week", on=[3, 1, 3, 0], **fields)

    document = one(clerk, "availabilities", key)

    assert {name: document[name] for name in fields} == fields
    assert (document["each"], document["on"]) == ("week", [0, 1, 3])


@pytest.mark.parametrize(
    ("each", "on"), [("day", None), ("month", None), ("day", []), ("month", [])]
)
def test_only_weeks_have_days(clerk: Wire, each: str, on: Any) -> None:
    key = open_time(clerk, each=each, **({} if on is None else {"on": on}))

    assert one(clerk, "availabilities", key)["each"] == each


def test_the_zone_is_the_one_of_the_settings_or_else_the_house(
    clerk: Wire, database: Database
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "appointments.default_time_zone", "Asia/Tokyo")

    assert one(clerk, "availabilities", open_time(clerk))["timeZone"] == "Asia/Tokyo"


@pytest.mark.parametrize("length", [0.5, 7.5, 60.0, 240])
def test_a_slot_may_last_fractions_of_a_minute_or_longer_than_the_window(
    clerk: Wire, length: float
) -> None:
    key = open_time(clerk, slotDuration=length)

    assert one(clerk, "availabilities", key)["slotDuration"] == length
    assert len(slots(clerk, key)) == int(180 / length)


@pytest.mark.parametrize(
    "change",
    [
        {"startDate": None},
        {"endDate": "x"},
        {"endDate": time(9)},
        {"endDate": time(8)},
        {"slotDuration": None},
        {"slotDuration": 0},
        {"slotDuration": -5},
        {"slotDuration": "30"},
        {"slotDuration": True},
        {"slotDuration": 1e300},
        {"slotDuration": 1e-9},
        {"simultaneousSlotsNumber": 0},
        {"simultaneousSlotsNumber": 1.5},
        {"simultaneousSlotsNumber": "2"},
        {"simultaneousSlotsNumber": True},
        {"simultaneousSlotsNumber": None},
        {"simultaneousSlotsNumber": 10**30},
        {"each": "year"},
        {"each": None},
        {"each": 5},
        {"each": "week"},
        {"each": "week", "on": []},
        {"each": "week", "on": [7]},
        {"each": "week", "on": [-1]},
        {"each": "week", "on": ["1"]},
        {"each": "week", "on": [True]},
        {"each": "week", "on": 1},
        {"each": "day", "on": [1]},
        {"each": "month", "on": [1]},
        {"each": "day", "untilDate": time(9)},
        {"each": "day", "untilDate": "never"},
        {"untilDate": 5},
        {"timeZone": "Mars/Phobos"},
        {"timeZone": "europe/rome"},
        {"timeZone": ""},
        {"timeZone": "UTC+3"},
        {"timeZone": "localtime"},
        {"timeZone": "/etc/localtime"},
        {"timeZone": None},
        {"each": "day", "endDate": "2030-02-19T09:00:01Z"},
        {"resourceId": 5},
        {"_id": NOBODY},
        {"__STATE__": "OPEN"},
        {"own": "\0"},
    ],
)
def test_open_time_that_makes_no_sense_is_refused(clerk: Wire, change: dict[str, Any]) -> None:
    body = {**span(9, 12), "slotDuration": 60, **change}

    assert refused(clerk.post("/availabilities/", body), 400)
    assert clerk.get("/availabilities/count?_st=PUBLIC,DRAFT").body == 0


@pytest.mark.parametrize("name", ["startDate", "endDate", "slotDuration"])
def test_these_fields_of_open_time_are_needed(clerk: Wire, name: str) -> None:
    body = {key: value for key, value in ODD.items() if key != name}

    assert refused(clerk.post("/availabilities/", body), 400)
    unset = {"$unset": {name: True}}
    assert refused(clerk.patch(f"/availabilities/{open_time(clerk)}", unset), 400)


def test_a_change_is_answered_with_the_document_itself(clerk: Wire) -> None:
    key = open_time(clerk, each="week", on=[1], n=1)
    body = {
        "$set": {"slotDuration": 30, "each": "day"},
        "$inc": {"n": 2},
        "$addToSet": {"tags": "a"},
    }

    reply = clerk.patch(f"/availabilities/{key}", body)

    assert reply.status == 200
    assert reply.body == one(clerk, "availabilities", key)
    assert (reply.body["slotDuration"], reply.body["each"]) == (30, "day")
    assert "on" not in reply.body
    assert (reply.body["n"], reply.body["tags"]) == (3, ["a"])


@pytest.mark.parametrize(
    "body",
    [
        {"$set": {"timeZone": "Mars/Phobos"}},
        {"$unset": {"timeZone": True}},
        {"$set": {"startDate": time(12)}},
        {"$set": {"each": "week", "on": []}},
        {"$set": {"on": [2]}},
        {"$set": {"untilDate": "x"}},
        {"$set": {"_id": NOBODY}},
        {"$what": {}},
        {"slotDuration": 5},
        5,
    ],
)
def test_a_change_that_makes_no_sense_leaves_the_old_value(clerk: Wire, body: Any) -> None:
    key = open_time(clerk)
    before = one(clerk, "availabilities", key)

    assert refused(clerk.patch(f"/availabilities/{key}", body), 400)
    assert one(clerk, "availabilities", key) == before


def test_what_repeats_can_be_made_to_happen_once(clerk: Wire) -> None:
    key = open_time(clerk, each="week", on=[1])

    document = clerk.patch(f"/availabilities/{key}", {"$unset": {"each": True}}).body

    assert "each" not in document
    assert "on" not in document


@pytest.fixture
def full(clerk: Wire) -> tuple[Wire, str]:
    """Three slots with somebody on each; the first of them is over."""
    key = open_time(clerk, resourceId="r1", each="day", **span(9, 12, "2030-01-28"))
    booked(clerk, availabilityId=key, ownerId="past", **span(9, day="2030-01-28"))
    booked(clerk, availabilityId=key, ownerId="soon")
    booked(clerk, 11, availabilityId=key, ownerId="later")
    return clerk, key


@pytest.mark.parametrize(
    ("change", "flagged"),
    [
        ({"endDate": "2030-01-28T11:00:00Z"}, {"later"}),
        ({"slotDuration": 30}, {"soon", "later"}),
        ({"slotDuration": 180}, {"soon", "later"}),
        ({"simultaneousSlotsNumber": 5}, set()),
        ({"color": "red"}, set()),
        ({"resourceId": "r2"}, set()),
        ({"untilDate": "2030-02-01T00:00:00Z"}, {"soon", "later"}),
    ],
)
def test_whoever_is_booked_on_what_is_no_slot_any_more_is_flagged(
    full: tuple[Wire, str], change: dict[str, Any], flagged: set[str]
) -> None:
    clerk, key = full

    assert clerk.patch(f"/availabilities/{key}", {"$set": change}).status == 200

    assert {owner for owner, is_flagged in flags(clerk).items() if is_flagged} == flagged


@pytest.mark.parametrize("to", ["DRAFT", "TRASH"])
def test_closing_open_time_flags_whoever_is_booked_ahead(full: tuple[Wire, str], to: str) -> None:
    clerk, key = full

    reply = clerk.post("/availabilities/state", [{"filter": {"_id": key}, "stateTo": to}])

    assert (reply.status, reply.body) == (200, 1)
    assert flags(clerk) == {"later": True, "past": False, "soon": True}
    assert slots(clerk, key) == []


@pytest.mark.parametrize("how", ["/availabilities/{key}", "/availabilities?_id={key}"])
def test_removing_open_time_flags_whoever_is_booked_ahead(full: tuple[Wire, str], how: str) -> None:
    clerk, key = full

    reply = clerk.delete(how.format(key=key))

    assert (reply.status, reply.body) == ((200, 1) if "?" in how else (204, None))
    assert flags(clerk) == {"later": True, "past": False, "soon": True}
    everything = "?_st=PUBLIC,DRAFT,TRASH,DELETED"
    assert clerk.get(f"/availabilities/{everything}").body == []
    assert refused(clerk.get(f"/availabilities/{key}{everything}"), 404)
    assert refused(clerk.delete(f"/availabilities/{key}{everything}"), 404)
    state = [{"filter": {}, "stateTo": "PUBLIC"}]
    assert clerk.post("/availabilities/state", state).body == 0
    assert refused(clerk.post(f"/availabilities/{key}/state", {"stateTo": "TRASH"}), 404)
    # What was booked goes on saying on what.
    assert clerk.get(f"/appointments/count?availabilityId={key}").body == 3


@pytest.mark.parametrize("path", ["availabilities", "exceptions"])
def test_without_a_filter_nothing_is_removed(clerk: Wire, path: str) -> None:
    for _ in range(2):
        open_time(clerk)
        shut(clerk)

    for query in ("", "/", "?_q={}", "?_l=1", "?_p=a"):
        reply = clerk.delete(f"/{path}{query}")
        assert (reply.status, reply.body) == (200, 0)
    assert refused(clerk.delete(f"/{path}?_q=x"), 400)
    assert clerk.get(f"/{path}/count").body == 2


@pytest.mark.parametrize("path", ["availabilities", "exceptions"])
def test_the_bin_is_emptied_by_its_state_alone(clerk: Wire, path: str) -> None:
    for state in ("PUBLIC", "TRASH", "TRASH"):
        open_time(clerk, __STATE__=state)
        shut(clerk, __STATE__=state)

    assert clerk.delete(f"/{path}/?_st=TRASH").body == 2
    assert clerk.get(f"/{path}/count?_st=PUBLIC,TRASH").body == 1


def test_an_exception_is_answered_with_its_id(clerk: Wire) -> None:
    body = {**span(9), "reason": "Holiday", "resourceId": "r1", "own": [1]}

    reply = clerk.post("/exceptions/", body)

    assert (reply.status, list(reply.body)) == (200, ["_id"])
    document = one(clerk, "exceptions", made(reply))
    assert {name: document[name] for name in body} == body
    assert document["__STATE__"] == "PUBLIC"
    assert document["creatorId"] == "a desk"


@pytest.mark.parametrize(
    "change",
    [
        {"startDate": None},
        {"endDate": time(9)},
        {"reason": 5},
        {"reason": None},
        {"reason": "r" * 1001},
        {"resourceId": 5},
        {"updatedAt": time(9)},
        {"own": "\0"},
    ],
)
def test_an_exception_that_makes_no_sense_is_refused(clerk: Wire, change: dict[str, Any]) -> None:
    assert refused(clerk.post("/exceptions/", {**span(9), **change}), 400)
    assert clerk.get("/exceptions/count").body == 0


def taken(clerk: Wire) -> None:
    """Appointments of two resources, on a slot and by themselves, one of them over."""
    key = open_time(clerk, resourceId="r1")
    booked(clerk, 9, availabilityId=key, ownerId="slot")
    booked(clerk, 10, ownerId="alone", resourceId="r1")
    booked(clerk, 9, ownerId="other", resourceId="r2")
    booked(clerk, 9, ownerId="nobody's")
    booked(clerk, ownerId="past", resourceId="r1", **span(9, day="2030-01-28"))


@pytest.mark.parametrize(
    ("when", "resource", "flagged"),
    [
        (span(9), "r1", {"slot"}),
        (span(8, 12), "r1", {"slot", "alone"}),
        (span(8), "r1", set()),
        (span(8, 12), None, {"slot", "alone", "other", "nobody's"}),
        ({"startDate": "2030-01-01T00:00:00Z", "endDate": "2030-02-01T00:00:00Z"}, None, set()),
    ],
)
def test_an_exception_flags_those_of_its_resource_who_are_still_to_come(
    clerk: Wire, when: dict[str, str], resource: str | None, flagged: set[str]
) -> None:
    taken(clerk)
    whose = {} if resource is None else {"resourceId": resource}

    draft = made(clerk.post("/exceptions/", {**when, **whose, "__STATE__": "DRAFT"}))
    assert not any(flags(clerk).values())
    state = [{"filter": {"_id": draft}, "stateTo": "PUBLIC"}]
    assert clerk.post("/exceptions/state", state).body == 1

    assert {owner for owner, is_flagged in flags(clerk).items() if is_flagged} == flagged


def test_a_changed_exception_flags_whom_it_hits_now_and_un_flags_nobody(clerk: Wire) -> None:
    taken(clerk)
    key = shut(clerk, resourceId="r2", reason="Holiday")
    assert flags(clerk)["other"] is True

    reply = clerk.patch(
        f"/exceptions/{key}", {"$set": {"resourceId": "r1", "own": 1}, "$unset": {"reason": True}}
    )

    assert reply.status == 200
    assert reply.body == one(clerk, "exceptions", key)
    assert "reason" not in reply.body
    assert (flags(clerk)["slot"], flags(clerk)["other"]) == (True, True)
    assert refused(clerk.patch(f"/exceptions/{key}", {"$set": {"endDate": time(9)}}), 400)
    assert one(clerk, "exceptions", key) == reply.body


def test_an_exception_is_removed_and_un_flags_nobody(clerk: Wire) -> None:
    taken(clerk)
    key = shut(clerk, resourceId="r1")
    other = shut(clerk, 11, resourceId="r1", reason="x")

    assert clerk.delete(f"/exceptions/{key}").raw == b""
    assert refused(clerk.delete(f"/exceptions/{key}"), 404)
    assert (clerk.delete("/exceptions/?reason=x").body, other != key) == (1, True)
    assert clerk.get("/exceptions/?_st=PUBLIC,TRASH").body == []
    assert flags(clerk)["slot"] is True


def test_the_ids_of_different_things_are_different(clerk: Wire) -> None:
    assert len({open_time(clerk), booked(clerk), shut(clerk)}) == 3
