"""Document 000, line by line, and what the contract day-visits.md decides where it is silent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text

from desk.services import days
from desk.store.database import Database
from tests import build
from tests.api.wire_of import Wire

DAY = "2030-02-04"
NEW = {"day": DAY, "total_slots": 9999, "occupied_slots": 0, "available_slots": 9999}


def made(wire: Wire, day: str = DAY, **fields: Any) -> dict[str, Any]:
    reply = wire.post("/api/visits/create/", {"day": day, **fields})
    assert reply.status in (200, 201)
    found: dict[str, Any] = reply.body
    return found


def test_a_new_date_gets_a_record_with_the_default_places(public: Wire) -> None:
    reply = public.post("/api/visits/create/", {"day": DAY})

    assert reply.status == 201
    assert reply.headers["content-type"] == "application/json"
    assert reply.body == {"id": reply.body["id"], **NEW}
    assert type(reply.body["id"]) is int


def test_asking_for_a_date_again_gives_the_record_untouched(public: Wire) -> None:
    first = made(public, total_slots=3)

    reply = public.post("/api/visits/create/", {"day": DAY, "total_slots": 77})

    assert (reply.status, reply.body) == (200, first)


def test_what_a_client_says_is_occupied_is_ignored(public: Wire) -> None:
    assert made(public, occupied_slots=5, id=77)["occupied_slots"] == 0


def test_past_dates_are_taken(public: Wire) -> None:
    assert made(public, "1999-12-31")["day"] == "1999-12-31"


def test_all_records_are_listed_latest_first(public: Wire) -> None:
    for day in ("2030-02-04", "2030-03-01", "2029-12-31"):
        made(public, day)

    reply = public.get("/api/visits/")

    assert reply.status == 200
    assert [each["day"] for each in reply.body] == ["2030-03-01", "2030-02-04", "2029-12-31"]


def test_only_records_with_room_are_available(public: Wire) -> None:
    made(public, "2030-02-04", total_slots=0)
    open_one = made(public, "2030-02-05", total_slots=1)

    reply = public.get("/api/visits/available/")

    assert (reply.status, reply.body) == (200, {"visits": [open_one], "count": 1})


def test_a_long_list_comes_whole_and_counted(public: Wire, database: Database) -> None:
    first = dt.date(2030, 1, 1)
    with database.write("test") as tx:
        for number in range(1203):
            build.day(tx, first + dt.timedelta(number), occupied=10 if number % 2 else 0)

    listed = [each["day"] for each in public.get("/api/visits/").body]
    available = public.get("/api/visits/available/").body

    assert listed == sorted(listed, reverse=True)
    assert (len(set(listed)), available["count"]) == (1203, 602)
    assert [each["day"] for each in available["visits"]] == listed[::2]


@pytest.mark.parametrize("path", ["/api/visits/", "/api/visits/available/"])
def test_a_list_goes_out_as_it_is_read(public: Wire, path: str) -> None:
    made(public)

    reply = public.get(path)

    assert "content-length" not in reply.headers
    assert reply.raw.startswith((b'[{"id":1,', b'{"visits":[{"id":1,'))


@pytest.mark.parametrize("path", ["", "available/", "1/", "by_day/?date=2030-02-04"])
def test_a_fault_of_the_program_is_told_without_a_word_of_its_insides(
    public: Wire, database: Database, path: str
) -> None:
    with database.write("ann") as tx:
        tx.session.execute(text("ALTER TABLE day RENAME TO mislaid"))

    reply = public.get(f"/api/visits/{path}")

    assert (reply.status, list(reply.body)) == (500, ["detail"])
    assert b"day" not in reply.raw


def test_never_all_records_are_in_memory_at_once(database: Database) -> None:
    with database.write("test") as tx:
        for number in range(1, 6):
            build.day(tx, dt.date(2030, 2, number), occupied=10 if number == 4 else 0)

    with database.read() as tx:
        all_ = [[day.date.day for day in batch] for batch in days.batches(tx, size=2)]
        roomy = [
            [day.date.day for day in each] for each in days.batches(tx, with_room=True, size=2)
        ]

    assert (all_, roomy) == ([[5, 4], [3, 2], [1]], [[5, 3], [2, 1]])


@pytest.mark.parametrize("name", ["date", "day"])
def test_a_record_is_found_by_its_date(public: Wire, name: str) -> None:
    record = made(public)

    reply = public.get(f"/api/visits/by_day/?{name}={DAY}")

    assert (reply.status, reply.body) == (200, record)


def test_a_date_without_a_record_is_not_found(public: Wire) -> None:
    reply = public.get(f"/api/visits/by_day/?date={DAY}")

    assert reply.status == 404
    assert list(reply.body) == ["detail"]


@pytest.mark.parametrize("query", ["", "?date=", "?date=tomorrow", "?date=2030-02-30", "?x=1"])
def test_without_a_date_nothing_is_looked_up(public: Wire, query: str) -> None:
    reply = public.get(f"/api/visits/by_day/{query}")

    assert (reply.status, list(reply.body)) == (400, ["date"])


def test_one_record_is_found_by_its_id(public: Wire) -> None:
    record = made(public)

    reply = public.get(f"/api/visits/{record['id']}/")

    assert (reply.status, reply.body) == (200, record)


@pytest.mark.parametrize("key", ["77", "0", "-1", "x", "9" * 30, "1.0", "%00"])
def test_an_unknown_id_is_not_found(public: Wire, key: str) -> None:
    assert public.get(f"/api/visits/{key}/").status == 404


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["day"]),
        ({"day": None}, ["day"]),
        ({"day": "2030-02-30"}, ["day"]),
        ({"day": "04.02.2030"}, ["day"]),
        ({"day": 20300204}, ["day"]),
        ({"day": DAY, "total_slots": -1}, ["total_slots"]),
        ({"day": DAY, "total_slots": "many"}, ["total_slots"]),
        ({"day": DAY, "total_slots": None}, ["total_slots"]),
        ({"day": DAY, "total_slots": True}, ["total_slots"]),
        ({"day": DAY, "total_slots": 1.5}, ["total_slots"]),
        ({"day": DAY, "total_slots": 10**30}, ["total_slots"]),
        ({"total_slots": -1}, ["day", "total_slots"]),
    ],
)
def test_what_is_wrong_is_said_at_each_field(
    public: Wire, body: dict[str, Any], fields: list[str]
) -> None:
    reply = public.post("/api/visits/create/", body)

    assert (reply.status, list(reply.body)) == (400, fields)
    assert all(isinstance(text, str) for texts in reply.body.values() for text in texts)
    assert public.get("/api/visits/").body == []


@pytest.mark.parametrize("body", [b"{", b"[]", b" ", b"\xff", b"NaN", b"[" * 70 + b"]" * 70])
def test_a_body_that_is_no_object_is_refused(public: Wire, body: bytes) -> None:
    reply = public.post("/api/visits/create/", body)

    assert (reply.status, list(reply.body)) == (400, ["detail"])


@pytest.mark.parametrize("media", ["application/json", ""])
def test_where_nothing_is_sent_the_date_is_missing(public: Wire, admin: Wire, media: str) -> None:
    path = f"/api/visits/{made(public)['id']}/update/"
    said = {"content_type": media} if media else {}

    replies = [public.post("/api/visits/create/", **said), admin.ask("PUT", path, headers=said)]

    assert [(reply.status, list(reply.body)) for reply in replies] == [(400, ["day"])] * 2


@pytest.mark.parametrize(
    "media", ["application/x-www-form-urlencoded", "text/plain", "application/json; charset=latin1"]
)
def test_other_kinds_of_body_are_refused(public: Wire, media: str) -> None:
    reply = public.post("/api/visits/create/", {"day": DAY}, content_type=media)

    assert (reply.status, list(reply.body)) == (415, ["detail"])


def test_an_admin_changes_a_record(public: Wire, admin: Wire) -> None:
    record = made(public)

    reply = admin.put(
        f"/api/visits/{record['id']}/update/",
        {"day": "2030-02-05", "total_slots": 10, "occupied_slots": 4},
    )

    changed = {"day": "2030-02-05", "total_slots": 10, "occupied_slots": 4, "available_slots": 6}
    assert (reply.status, reply.body) == (200, {"id": record["id"], **changed})


def test_counts_that_are_left_out_keep_their_value(public: Wire, admin: Wire) -> None:
    record = made(public, total_slots=10)

    reply = admin.put(f"/api/visits/{record['id']}/update/", {"day": DAY, "occupied_slots": 4})

    assert reply.body == {**record, "occupied_slots": 4, "available_slots": 6}


def test_a_change_without_its_date_is_refused(public: Wire, admin: Wire) -> None:
    record = made(public)

    reply = admin.put(f"/api/visits/{record['id']}/update/", {"total_slots": 10})

    assert (reply.status, list(reply.body)) == (400, ["day"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"occupied_slots": 11}, "occupied_slots"),
        ({"total_slots": 3, "occupied_slots": 4}, "occupied_slots"),
        ({"total_slots": 1}, "total_slots"),
    ],
)
def test_more_than_there_are_places_cannot_be_occupied(
    public: Wire, admin: Wire, change: dict[str, int], field: str
) -> None:
    path = f"/api/visits/{made(public, total_slots=10)['id']}/update/"
    before = admin.put(path, {"day": DAY, "occupied_slots": 2}).body

    reply = admin.put(path, {"day": DAY, **change})

    assert (reply.status, list(reply.body)) == (400, [field])
    assert public.get(f"/api/visits/{before['id']}/").body == before


def test_a_date_that_has_a_record_cannot_be_given_to_another(public: Wire, admin: Wire) -> None:
    made(public, "2030-02-05")
    record = made(public)

    reply = admin.put(f"/api/visits/{record['id']}/update/", {"day": "2030-02-05"})

    assert (reply.status, list(reply.body)) == (400, ["day"])


def test_an_admin_removes_a_record_and_its_id_is_not_used_again(public: Wire, admin: Wire) -> None:
    record = made(public)

    reply = admin.delete(f"/api/visits/{record['id']}/delete/")

    assert (reply.status, reply.raw) == (204, b"")
    assert public.get(f"/api/visits/{record['id']}/").status == 404
    assert made(public)["id"] > record["id"]


@pytest.mark.parametrize(("method", "act"), [("PUT", "update"), ("DELETE", "delete")])
def test_only_an_admin_changes_and_removes(
    public: Wire, reader: Wire, clerk: Wire, admin: Wire, method: str, act: str
) -> None:
    path = f"/api/visits/{made(public)['id']}/{act}/"

    replies = [wire.ask(method, path, {"day": DAY}) for wire in (public, reader, clerk)]

    assert [reply.status for reply in replies] == [401, 403, 403]
    assert replies[0].headers["www-authenticate"] == "Bearer"
    assert all(list(reply.body) == ["detail"] for reply in replies)
    assert admin.ask(method, "/api/visits/77/" + act, {"day": DAY}).status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/visits/", "GET, HEAD"),
        ("GET", "/api/visits/create/", "POST"),
        ("POST", "/api/visits/1/", "GET, HEAD"),
        ("GET", "/api/visits/1/update", "PUT"),
        ("PATCH", "/api/visits/1/delete/", "DELETE"),
    ],
)
def test_other_methods_are_refused_with_those_that_are_allowed(
    public: Wire, method: str, path: str, allowed: str
) -> None:
    reply = public.ask(method, path)

    assert (reply.status, reply.headers["allow"]) == (405, allowed)
    assert list(reply.body) == ["detail"]


@pytest.mark.parametrize("path", ["/api/visits", "/api/visits/available", "/api/visits/1"])
def test_the_slash_at_the_end_makes_no_difference(public: Wire, path: str) -> None:
    made(public)

    assert public.get(path).raw == public.get(f"{path}/").raw


def test_what_is_counted_at_the_desk_is_seen_at_once(public: Wire, database: Database) -> None:
    with database.write("test") as tx:
        build.day(tx, dt.date(2030, 2, 4), places=10, occupied=3)

    assert public.get("/api/visits/").body[0]["available_slots"] == 7


def test_one_address_makes_only_so_many_new_dates_in_a_minute(
    public: Wire, admin: Wire, database: Database
) -> None:
    for number in range(1, 201):
        made(public, f"{2030 + number}-01-01")

    reply = public.post("/api/visits/create/", {"day": DAY})

    assert reply.status == 429
    assert 1 <= int(reply.headers["retry-after"]) <= 60
    assert public.get(f"/api/visits/by_day/?date={DAY}").status == 404
    assert public.post("/api/visits/create/", {"day": "2031-01-01"}).status == 200
    assert admin.post("/api/visits/create/", {"day": DAY}).status == 201
