"""Document 002, putting somebody on the list, and who may ask (contract waiting-list.md)."""

from __future__ import annotations

from typing import Any

import pytest

from desk.services import waiting
from desk.store.database import Database
from tests import build
from tests.api.waiting_of import ADA, PATH, House, caller, faults, furnished, joined, send
from tests.api.wire_of import Wire
from tests.conftest import Clock, at

NEW = {"email": "waiting@example.org", "variation": None, "locale": "de", "subevent": None}
FIELDS = ["id", "created", "email", "voucher", "item", "variation", "locale", "subevent"]


@pytest.fixture
def house(database: Database) -> House:
    return furnished(database)


@pytest.fixture
def queue(database: Database) -> Wire:
    return caller(database)


def test_the_example_of_the_document_makes_an_entry(house: House, queue: Wire) -> None:
    reply = queue.post(
        PATH, {**NEW, "item": house.slot.id}, accept="application/json, text/javascript"
    )

    assert (reply.status, list(reply.body)) == (201, FIELDS)
    assert reply.body == {
        **NEW,
        "id": 1,
        "created": "2030-02-04T09:00:00Z",
        "voucher": None,
        "item": house.slot.id,
    }
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["vary"] == "Accept"
    assert "location" not in reply.headers
    assert queue.get(f"{PATH}1/").body == reply.body


def test_parts_of_a_second_are_told_only_where_there_are_any(
    house: House, queue: Wire, clock: Clock
) -> None:
    clock.now = at(9).replace(microsecond=250_000)

    assert joined(queue, house.slot)["created"] == "2030-02-04T09:00:00.250000Z"


def test_what_need_not_be_said_has_a_default(house: House, queue: Wire) -> None:
    made = joined(queue, house.slot)

    assert [made[name] for name in ("variation", "locale", "subevent")] == [None, "en", None]


def test_what_belongs_to_the_server_is_ignored(house: House, queue: Wire) -> None:
    made = joined(queue, house.slot, id=77, created="2001-01-01T00:00:00Z", voucher=5, name="Ada")

    assert (made["id"], made["created"], made["voucher"]) == (1, "2030-02-04T09:00:00Z", None)


def test_an_address_is_kept_as_typed_but_for_blanks_around_it(house: House, queue: Wire) -> None:
    assert joined(queue, house.slot, "  Ada.Lind@Example.org ")["email"] == "Ada.Lind@Example.org"


@pytest.mark.parametrize("write", [str, float, lambda key: f" {key} "])
def test_an_id_may_be_written_as_digits(house: House, queue: Wire, write: Any) -> None:
    made = queue.post(PATH, {"email": ADA, "item": write(house.slot.id)})

    assert (made.status, made.body["item"]) == (201, house.slot.id)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": None}, "email"),
        ({"email": " "}, "email"),
        ({"email": "ada"}, "email"),
        ({"email": "ada@"}, "email"),
        ({"email": 5}, "email"),
        ({"email": True}, "email"),
        ({"email": [ADA]}, "email"),
        ({"email": f"{'a' * 243}@example.org"}, "email"),
        ({"email": "a\0b@example.org"}, "email"),
        ({"email": "ada@ex\ud800mple.org"}, "email"),
        ({"item": None}, "item"),
        ({"item": True}, "item"),
        ({"item": "therapy"}, "item"),
        ({"item": 1.5}, "item"),
        ({"item": {}}, "item"),
        ({"item": 77}, "item"),
        ({"item": 0}, "item"),
        ({"item": -1}, "item"),
        ({"item": 2**31}, "item"),
        ({"item": 10**30}, "item"),
        ({"item": 1e300}, "item"),
        ({"variation": "x"}, "variation"),
        ({"variation": 77}, "variation"),
        ({"variation": 2**63}, "variation"),
        ({"subevent": False}, "subevent"),
        ({"subevent": 77}, "subevent"),
        ({"subevent": 10**30}, "subevent"),
        ({"locale": None}, "locale"),
        ({"locale": " "}, "locale"),
        ({"locale": 5}, "locale"),
        ({"locale": "d" * 191}, "locale"),
        ({"locale": "d\0"}, "locale"),
        ({"locale": "\ud800"}, "locale"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(
    both: Database, change: dict[str, Any], field: str
) -> None:
    house, queue = furnished(both), caller(both)

    reply = queue.post(PATH, {"email": ADA, "item": house.slot.id, **change})

    assert faults(reply) == [field]
    assert queue.get(PATH).body["count"] == 0


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_nothing_is_as_good_as_an_empty_object(house: House, queue: Wire, body: bytes) -> None:
    assert faults(queue.post(PATH, body)) == ["email", "item"]


def test_all_fields_that_cannot_be_taken_are_named_at_once(house: House, queue: Wire) -> None:
    reply = queue.post(PATH, {"item": 77, "variation": "x", "locale": None})

    assert faults(reply) == ["email", "item", "locale", "variation"]


@pytest.mark.parametrize("body", [b"[]", b"null", b"5", b'"ada"'])
def test_a_body_that_is_no_object_is_wrong_as_a_whole(
    house: House, queue: Wire, body: bytes
) -> None:
    assert faults(queue.post(PATH, body)) == ["non_field_errors"]


@pytest.mark.parametrize("body", [b"{", b"\xff", b"NaN", b"[" * 70 + b"]" * 70])
def test_a_body_that_is_no_json_is_refused(house: House, queue: Wire, body: bytes) -> None:
    reply = queue.post(PATH, body)

    assert (reply.status, list(reply.body)) == (400, ["detail"])


@pytest.mark.parametrize("media", ["application/x-www-form-urlencoded", "text/plain"])
def test_other_kinds_of_body_are_refused(house: House, queue: Wire, media: str) -> None:
    reply = queue.post(PATH, {"email": ADA}, content_type=media)

    assert (reply.status, list(reply.body)) == (415, ["detail"])


@pytest.mark.parametrize("email", [ADA, "ADA@example.org"])  # contract, 1.10 D
def test_nobody_waits_twice_for_the_same(house: House, queue: Wire, email: str) -> None:
    joined(queue, house.slot)

    reply = queue.post(PATH, {"email": email, "item": house.slot.id})

    assert faults(reply) == ["non_field_errors"]
    assert joined(queue, house.other_slot)["id"] == 2


def test_whoever_was_served_can_join_again(house: House, queue: Wire, database: Database) -> None:
    first = joined(queue, house.slot)
    with database.write("ann") as tx:
        build.availability(tx, None, build.span(10))
    assert send(queue, first).status == 204

    assert joined(queue, house.slot)["id"] > first["id"]


def test_an_item_of_another_event_is_refused(house: House, queue: Wire) -> None:
    assert faults(queue.post(PATH, {"email": ADA, "item": house.elsewhere.id})) == [
        "non_field_errors"
    ]


def test_a_variation_has_to_be_one_of_the_item(house: House, queue: Wire) -> None:
    typed, own = house.with_rossi.id, house.variation

    refused = [
        queue.post(PATH, {"email": ADA, "item": typed}),
        queue.post(PATH, {"email": ADA, "item": house.slot.id, "variation": own}),  # 1.10 I
    ]

    assert [faults(each) for each in refused] == [["non_field_errors"]] * 2
    assert joined(queue, house.with_rossi, variation=own)["variation"] == own


def test_a_subevent_is_for_items_by_the_day_alone(house: House, queue: Wire) -> None:
    refused = [
        queue.post(PATH, {"email": ADA, "item": house.day.id}),
        queue.post(PATH, {"email": ADA, "item": house.slot.id, "subevent": house.full_day}),
        queue.post(PATH, {"email": ADA, "item": house.pass_.id, "subevent": house.full_day}),
    ]

    assert [faults(each) for each in refused] == [["non_field_errors"]] * 3
    assert joined(queue, house.day, subevent=house.full_day)["subevent"] == house.full_day


def test_nobody_waits_for_what_can_be_had(queue: Wire, database: Database) -> None:
    house = furnished(database, places=1)

    reply = queue.post(PATH, {"email": ADA, "item": house.pass_.id})  # 1.10 A
    by_day = queue.post(PATH, {"email": ADA, "item": house.day.id, "subevent": house.free_day})

    assert faults(reply) == faults(by_day) == ["non_field_errors"]


def test_whoever_waits_counts_as_if_they_had_a_place(queue: Wire, database: Database) -> None:
    house = furnished(database, automatic=False)
    joined(queue, house.pass_)
    with database.write("ann") as tx:
        waiting.set_capacity(tx, "pass", 1)

    second = queue.post(PATH, {"email": "bo@example.org", "item": house.pass_.id})
    with database.write("ann") as tx:
        waiting.set_capacity(tx, "pass", 3)
    third = queue.post(PATH, {"email": "cy@example.org", "item": house.pass_.id})

    assert (second.status, faults(third)) == (201, ["non_field_errors"])


@pytest.mark.parametrize("what", ["list", "date"])  # contract, 1.10 A
def test_where_nobody_can_wait_it_is_not_allowed(house: House, queue: Wire, what: str) -> None:
    wanted = {
        "list": {"item": house.closed.id},
        "date": {"item": house.day.id, "subevent": house.past_day},
    }

    reply = queue.post(PATH, {"email": ADA, **wanted[what]})

    assert (reply.status, list(reply.body)) == (403, ["detail"])


def test_without_a_token_of_its_form_nothing_is_told(
    house: House, queue: Wire, public: Wire, admin: Wire
) -> None:
    for wire in (public, admin, public.holding("x" * 64, "Token"), public.holding("", "Token")):
        for path in (PATH, f"{PATH}1/", PATH.replace("main", "nowhere"), "/api/v1/organizers/x/"):
            reply = wire.get(path)

            assert (reply.status, list(reply.body)) == (401, ["detail"])
            assert reply.headers["www-authenticate"] == "Token"


def test_the_word_token_may_be_written_in_any_case(house: House, database: Database) -> None:
    queue = caller(database)

    assert queue.holding(queue._token, "tOKEN").get(PATH).status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", PATH),
        *((name, f"{PATH}1/") for name in ("PUT", "PATCH", "DELETE")),
        ("POST", f"{PATH}1/send_voucher/"),
    ],
)
def test_whoever_may_only_read_changes_nothing(
    house: House, queue: Wire, database: Database, method: str, path: str
) -> None:
    made = joined(queue, house.slot)
    reader = caller(database, "readonly")

    reply = reader.ask(method, path, b"{")

    assert (reply.status, list(reply.body)) == (403, ["detail"])
    assert reader.get(f"{PATH}1/").body == made


@pytest.mark.parametrize(
    "path",
    [
        PATH.replace("bigclinic", "x"),
        *(PATH.replace("main", slug) for slug in ("x", "%00", "MAIN")),
    ],
)
def test_an_unknown_event_is_not_allowed_rather_than_not_found(both: Database, path: str) -> None:
    furnished(both)
    queue = caller(both)

    replies = [
        queue.get(path),
        queue.post(path, b"{"),
        queue.get(f"{path}1/"),
        queue.delete(f"{path}x/"),
        queue.ask("POST", f"{path}1/send_voucher/"),
        queue.ask("OPTIONS", path),
    ]

    assert {reply.status for reply in replies} == {403}
    assert len({reply.raw for reply in replies}) == 1


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        (PATH, "GET, HEAD, OPTIONS, POST"),
        (f"{PATH}1/", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        (f"{PATH}1/send_voucher/", "OPTIONS, POST"),
    ],
)
def test_what_can_be_asked_is_told(house: House, queue: Wire, path: str, methods: str) -> None:
    joined(queue, house.slot)

    asked, refused = queue.ask("OPTIONS", path), queue.ask("TRACE", path)

    assert (asked.status, asked.headers["allow"]) == (200, methods)
    assert (refused.status, refused.headers["allow"]) == (405, methods)
    assert list(refused.body) == ["detail"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("text/html, */*;q=0.1", 200),
        ("application/*", 200),
        ("text/html", 406),
        ("application/json;q=0, */*", 406),
    ],
)
def test_whoever_takes_no_json_gets_nothing(
    house: House, queue: Wire, accept: str, status: int
) -> None:
    assert queue.get(PATH, accept=accept).status == status
    assert queue.post(PATH, {}, accept=accept).status == (400 if status == 200 else 406)


def test_the_slash_at_the_end_makes_no_difference(house: House, queue: Wire) -> None:
    made = queue.post(PATH.rstrip("/"), {"email": ADA, "item": house.slot.id})

    assert made.status == 201
    assert queue.get(f"{PATH}1").body == made.body
    assert queue.delete(f"{PATH}1").status == 204
    assert queue.get(PATH.rstrip("/")).body["count"] == 0


def test_the_same_asked_twice_under_one_key_joins_once(house: House, queue: Wire) -> None:
    body = {"email": ADA, "item": house.slot.id}

    first, again = (queue.post(PATH, body, idempotency_key="k") for _ in range(2))

    assert (first.status, first.raw) == (again.status, again.raw)
    other = queue.post(PATH, {**body, "locale": "de"}, idempotency_key="k")
    assert (other.status, list(other.body)) == (422, ["detail"])


@pytest.mark.parametrize("path", ["/api/v1/organizers/x/", f"{PATH}1/vouchers/"])
def test_other_addresses_are_not_there(house: House, queue: Wire, path: str) -> None:
    reply = queue.get(path)

    assert (reply.status, reply.body) == (404, {"detail": "Not found."})
