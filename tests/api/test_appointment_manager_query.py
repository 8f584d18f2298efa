"""Document 004: what the address of a list can ask for (contract, 5.1)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.documents_of import DAY, NOBODY, booked, open_time, refused, shut, span, time
from tests.api.wire_of import Wire

PEOPLE: dict[str, dict[str, Any]] = {
    "ann": {"ownerId": "u1", "visits": 5, "tags": ["a", "b"], "room": {"floor": 2}},
    "bob": {"ownerId": "u2", "visits": "5", "tags": ["b"], "lines": [{"sku": "x", "n": 2}]},
    "cid": {"ownerId": "u3", "visits": 7.5, "tags": "b", "vip": True},
    "dan": {"name": "Dan", "visits": None},
}


@pytest.fixture
def house(clerk: Wire) -> Wire:
    """Four appointments, an hour after one another."""
    for number, (title, fields) in enumerate(PEOPLE.items()):
        booked(clerk, 9 + number, title=title, **fields)
    return clerk


def titles(wire: Wire, query: str) -> list[str]:
    reply = wire.get(f"/appointments/?{query}")
    assert reply.status == 200, reply.raw
    return [each["title"] for each in reply.body]


def q(query: Any) -> str:
    return f"_q={json.dumps(query, separators=(',', ':'))}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["ann", "bob", "cid", "dan"]),
        ("ownerId=u2", ["bob"]),
        ("ownerId=u1&ownerId=u2", ["ann", "bob"]),
        ("visits=5", ["ann", "bob"]),
        ("visits=7.5", ["cid"]),
        ("tags=b", ["ann", "bob", "cid"]),
        ("tags=b&visits=5", ["ann", "bob"]),
        ("room.floor=2", ["ann"]),
        ("vip=true", ["cid"]),
        ("unknown=1", []),
        (f"startDate={time(10)}", ["bob"]),
        ("startDate=2030-02-18T11:00:00+01:00", ["bob"]),
        ("startDate=2030-02-18T11:00:00%2B01:00", ["bob"]),
        ("isFlagged=false", ["ann", "bob", "cid", "dan"]),
        ("isRemote=true", []),
        ("title=dan", ["dan"]),
        ("creatorId=a desk", ["ann", "bob", "cid", "dan"]),
        (f"_id={NOBODY}", []),
        ("availabilityId=nonsense", []),
        ("_s=-startDate", ["dan", "cid", "bob", "ann"]),
        ("_s=-startDate&_l=2", ["dan", "cid"]),
        ("_s=startDate&_l=2&_sk=1", ["bob", "cid"]),
        ("_s=ownerId", ["dan", "ann", "bob", "cid"]),
        ("_s=-visits,title", ["bob", "cid", "ann", "dan"]),
        ("_s=visits&_s=-title", ["dan", "ann", "cid", "bob"]),
        ("_useEstimate=true", ["ann", "bob", "cid", "dan"]),
    ],
)
def test_a_list_is_filtered_and_ordered_by_what_the_address_says(
    house: Wire, query: str, found: list[str]
) -> None:
    assert titles(house, query) == found
    if "_l" not in query:
        assert house.get(f"/appointments/count?{query}").body == len(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["ann", "bob", "cid", "dan"]),
        ({"ownerId": "u1"}, ["ann"]),
        ({"ownerId": {"$in": ["u1", "u2", 5]}}, ["ann", "bob"]),
        ({"ownerId": {"$nin": ["u1", "u2"]}}, ["cid", "dan"]),
        ({"ownerId": None}, ["dan"]),
        ({"ownerId": {"$ne": "u1"}}, ["bob", "cid", "dan"]),
        ({"ownerId": {"$exists": False}}, ["dan"]),
        ({"ownerId": {"$gt": "u1"}}, ["bob", "cid"]),
        ({"ownerId": {"$gt": 1}}, []),
        ({"ownerId": {"$ne": 1}}, ["ann", "bob", "cid", "dan"]),
        ({"ownerId": {"$regex": "^U[12]$", "$options": "i"}}, ["ann", "bob"]),
        ({"name": {"$regex": "^D"}}, ["dan"]),
        ({"visits": 5}, ["ann"]),
        ({"visits": {"$gt": 4}}, ["ann", "cid"]),
        ({"visits": {"$gte": 5, "$lt": 7}}, ["ann"]),
        ({"visits": None}, ["dan"]),
        ({"tags": "b"}, ["ann", "bob", "cid"]),
        ({"tags": ["b"]}, ["bob"]),
        ({"tags": {"$all": ["a", "b"]}}, ["ann"]),
        ({"tags": {"$size": 2}}, ["ann"]),
        ({"tags": {"$in": ["a"]}}, ["ann"]),
        ({"lines": {"$elemMatch": {"sku": "x", "n": {"$gt": 1}}}}, ["bob"]),
        ({"lines.sku": "x"}, ["bob"]),
        ({"room.floor": {"$exists": True}}, ["ann"]),
        ({"$or": [{"ownerId": "u1"}, {"vip": True}]}, ["ann", "cid"]),
        ({"$and": [{"tags": "b"}, {"ownerId": {"$ne": "u2"}}]}, ["ann", "cid"]),
        ({"startDate": {"$gte": "2030-02-18T12:00:00+01:00"}}, ["cid", "dan"]),
        ({"startDate": {"$lt": "2030-02-18"}}, []),
        ({"startDate": time(9)}, ["ann"]),
        ({"startDate": 5}, []),
        ({"_id": {"$exists": True}}, ["ann", "bob", "cid", "dan"]),
        ({"_id": {"$gt": "a0" + "0" * 21 + "2"}}, ["cid", "dan"]),
        ({"_id": {"$lt": "b0" + "0" * 22}}, ["ann", "bob", "cid", "dan"]),
        ({"isRemote": False}, ["ann", "bob", "cid", "dan"]),
        ({"reminderMilliseconds": {"$exists": True}}, []),
        ({"unknown": "x"}, []),
        ({"ownerId": "\0"}, []),
        ({"ownerId": {"$ne": "\ud800"}}, ["ann", "bob", "cid", "dan"]),
        ({"a\0": {"$regex": "x"}}, []),
        ({'a"b': 1}, []),
    ],
)
def test_a_query_is_understood_as_the_document_base_does(
    house: Wire, query: dict[str, Any], found: list[str]
) -> None:
    assert titles(house, q(query)) == found
    assert house.get(f"/appointments/count?{q(query)}").body == len(found)


@pytest.mark.parametrize(
    "query",
    [
        "_q=",
        "_q={",
        "_q=5",
        "_q=[]",
        "_q=null",
        '_q={"$nor":[]}',
        '_q={"a":{"$not":1}}',
        '_q={"$where":"1"}',
        '_q={"$what":1}',
        '_q={"a":{"$what":1}}',
        '_q={"a":{"$gt":1,"b":2}}',
        '_q={"$and":[]}',
        '_q={"$and":{}}',
        '_q={"$or":[5]}',
        '_q={"a":{"$in":5}}',
        '_q={"a":{"$size":"2"}}',
        '_q={"a":{"$exists":"x"}}',
        '_q={"a":{"$elemMatch":5}}',
        '_q={"a":{"$regex":"("}}',
        '_q={"a":{"$regex":5}}',
        '_q={"a":{"$regex":"(a%2B)%2B"}}',
        '_q={"a":{"$regex":"a","$options":"q"}}',
        '_q={"a":{"$options":"i"}}',
        '_q={"$text":{"$search":"x"}}',
        '_q={"_id":"x"}',
        '_q={"startDate":"tomorrow"}',
        '_q={"a":{"$in":[' + ",".join(map(str, range(500))) + "]}}",
        "_id=x",
        "startDate=tomorrow",
        "isFlagged=maybe",
        "_st=",
        "_st=OPEN",
        "_st=PUBLIC,",
        "_st=public",
        "_s=",
        "_s=-",
        "_s=a,,b",
        "_s=$a",
        "_l=0",
        "_l=-1",
        "_l=x",
        "_l=1.5",
        "_l=99999999999",
        "_sk=-1",
        "_sk=x",
        "_rawp=x",
        "_rawp=[]",
        '_rawp={"a":"$$ROOT"}',
        '_rawp={"a":2}',
        '_rawp={"a":1,"b":0}',
        '_rawp={"$a":1}',
        '_rawp={"a":1}&_p=a',
    ],
)
def test_what_cannot_be_asked_is_refused(house: Wire, query: str) -> None:
    assert refused(house.get(f"/appointments/?{query}"), 400)


def test_an_operator_that_is_not_known_is_named(house: Wire) -> None:
    unknown = house.get('/appointments/?_q={"$what":1}').body["message"]
    unsupported = house.get('/appointments/?_q={"$nor":[]}').body["message"]

    assert (unknown, unsupported) == ("Unknown operator: $what", "Unsupported operator: $nor")


def test_the_example_of_the_contract_gives_what_it_says(house: Wire) -> None:
    query = {
        "$and": [
            {"startDate": {"$gte": "2030-02-18T00:00:00Z"}},
            {"ownerId": {"$in": ["u1", "u2"]}},
        ]
    }

    reply = house.get(f"/appointments/?{q(query)}&_s=-startDate&_l=2&_p=ownerId,startDate")

    assert [sorted(each) for each in reply.body] == [["_id", "ownerId", "startDate"]] * 2
    assert [each["startDate"] for each in reply.body] == [time(10), time(9)]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("_p=title", {"_id", "title"}),
        ("_p=title,none&_p=ownerId", {"_id", "title", "ownerId"}),
        ('_rawp={"title":1}', {"_id", "title"}),
        ('_rawp={"title":true,"_id":0}', {"title"}),
        ('_rawp={"_id":1}', {"_id"}),
    ],
)
def test_only_the_fields_that_are_asked_for_are_answered(
    house: Wire, query: str, fields: set[str]
) -> None:
    assert set(house.get(f"/appointments/?ownerId=u1&{query}").body[0]) == fields


def test_fields_can_be_left_out(house: Wire) -> None:
    whole = house.get("/appointments/?ownerId=u1").body[0]

    part = house.get('/appointments/?ownerId=u1&_rawp={"title":0,"room.floor":0}').body[0]

    assert set(whole) - set(part) == {"title"}
    assert part["room"] == {}


def test_a_query_can_come_in_base64(house: Wire) -> None:
    text = base64.b64encode(b'{"ownerId":"u1"}').decode()
    header = {"json_query_params_encoding": "base64"}

    assert [each["title"] for each in house.get(f"/appointments/?_q={text}", **header).body] == [
        "ann"
    ]
    assert refused(house.get("/appointments/?_q=!!", **header), 400)


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("filled", [True, False])
def test_either_alphabet_of_base64_will_do_filled_up_or_not(
    clerk: Wire, encode: Callable[[bytes], bytes], filled: bool
) -> None:
    query = json.dumps({"ownerId": "~~~???ÿ>"}, ensure_ascii=False).encode()
    text = encode(query).decode()
    key = booked(clerk, ownerId="~~~???ÿ>")
    header = {"json_query_params_encoding": "base64"}

    assert {"+", "/"} & set(text) or {"-", "_"} & set(text)
    found = clerk.get(f"/appointments/?_q={text if filled else text.rstrip('=')}", **header)
    assert [each["_id"] for each in found.body] == [key]


def test_a_gateway_can_say_which_rows_are_seen(house: Wire) -> None:
    def seen(rows: str) -> list[str]:
        return [each["title"] for each in asked(house, rows).body]

    def asked(wire: Wire, rows: str) -> Any:
        return wire.get("/appointments/", acl_rows=rows)

    assert seen('{"ownerId":"u1"}') == ["ann"]
    assert seen('[{"tags":"b"},{"visits":{"$gt":6}}]') == ["cid"]
    assert refused(asked(house, "{"), 400)


def test_states_are_those_that_are_asked_for(clerk: Wire) -> None:
    for hour, state in enumerate(("PUBLIC", "DRAFT", "TRASH", "DELETED"), 9):
        booked(clerk, hour, title=state, __STATE__=state)

    assert titles(clerk, "") == ["PUBLIC"]
    assert titles(clerk, "_st=DRAFT,TRASH") == ["DRAFT", "TRASH"]
    assert titles(clerk, "_st=PUBLIC&_st=DELETED") == ["PUBLIC", "DELETED"]


def test_only_what_is_booked_is_listed_unless_the_status_is_spoken_of(clerk: Wire) -> None:
    key = open_time(clerk)
    slot = f"{key}%7C{time(9)}%7C{time(10)}"
    clerk.patch(f"/slots/lock/{slot}", {"ownerId": "u1", "lockDurationMs": 60_000})
    booked(clerk, 10, availabilityId=key, ownerId="u2")

    def owners(query: str) -> list[str]:
        found = [each["ownerId"] for each in clerk.get(f"/appointments/?{query}").body]
        assert clerk.get(f"/appointments/count?{query}").body == len(found)
        return found

    assert owners("") == ["u2"]
    assert owners("status=BOOKED") == ["u2"]
    assert owners("status=AVAILABLE") == ["u1"]
    assert owners("status=AVAILABLE&status=BOOKED") == ["u1", "u2"]
    assert owners('_q={"status":"AVAILABLE"}') == ["u1"]
    assert owners('_q={"$or":[{"status":"AVAILABLE"},{"status":"BOOKED"}]}') == ["u1", "u2"]
    assert owners('_q={"ownerId":{"$exists":true}}') == ["u2"]
    assert owners(
        f'_q={{"status":"AVAILABLE","lockExpiration":{{"$gt":"{time(8, day="2030-02-04")}"}}}}'
    ) == ["u1"]


def test_availabilities_are_found_by_their_fields(clerk: Wire) -> None:
    weekly = open_time(clerk, each="week", on=[1, 3], slotDuration=30, room="a")
    once = open_time(clerk, simultaneousSlotsNumber=3, resourceId="r1")

    def found(query: str) -> list[str]:
        keys = [each["_id"] for each in clerk.get(f"/availabilities/?{query}").body]
        assert clerk.get(f"/availabilities/count?{query}").body == len(keys)
        return keys

    assert found("") == [weekly, once]
    assert found("each=week") == [weekly]
    assert found("on=3") == [weekly]
    assert found("slotDuration=30") == [weekly]
    assert found("simultaneousSlotsNumber=3") == [once]
    assert found("timeZone=Europe/Rome") == [weekly, once]
    assert found("resourceId=r1") == [once]
    assert found('_q={"slotDuration":{"$gt":30}}') == [once]
    assert found('_q={"each":{"$exists":false}}') == [once]
    assert found('_q={"room":"a","on":[1,3]}') == [weekly]
    assert refused(clerk.get("/availabilities/?slotDuration=long"), 400)


def test_exceptions_are_found_by_their_fields(clerk: Wire) -> None:
    holiday = shut(clerk, 9, reason="Holiday", resourceId="r1")
    other = shut(clerk, 10)

    assert [each["_id"] for each in clerk.get("/exceptions/?reason=Holiday").body] == [holiday]
    assert [each["_id"] for each in clerk.get('/exceptions/?_q={"reason":null}').body] == [other]
    assert clerk.get(f'/exceptions/count?_q={{"startDate":{{"$gte":"{DAY}"}}}}').body == 2
    assert span(9)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/x-ndjson", "application/x-ndjson"),
        ("text/html, application/x-ndjson;q=0.9, */*;q=0.8", "application/x-ndjson"),
        ("text/html, application/x-ndjson;q=0.9, */*", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/html", "application/json"),
    ],
)
def test_a_list_can_come_a_document_a_line(house: Wire, accept: str, media: str) -> None:
    reply = house.get("/appointments/?_p=title", accept=accept)

    assert reply.headers["content-type"].startswith(media)
    if media == "application/x-ndjson":
        found = [json.loads(line) for line in reply.raw.splitlines()]
        assert [each["title"] for each in found] == list(PEOPLE)
    else:
        assert len(reply.body) == len(PEOPLE)
