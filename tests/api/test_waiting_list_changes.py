"""Document 002, changing and removing entries (contract waiting-list.md, 1.6 and 1.7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desk.services import days, people, waiting
from desk.store.database import Database
from tests import build
from tests.api.waiting_of import (
    ADA,
    PATH,
    House,
    caller,
    entry,
    faults,
    furnished,
    joined,
    path_of,
    send,
)
from tests.api.wire_of import Wire
from tests.conftest import Clock
from tests.services.list_of import joining

WHOLE = ["non_field_errors"]


@pytest.fixture
def house(database: Database) -> House:
    return furnished(database)


@pytest.fixture
def queue(database: Database) -> Wire:
    return caller(database)


@pytest.fixture
def served(queue: Wire, database: Database) -> dict[str, Any]:
    """An entry that was sent a voucher."""
    house = furnished(database, automatic=False)
    made = joined(queue, house.pass_)
    with database.write("ann") as tx:
        waiting.set_capacity(tx, "pass", 1)
    assert send(queue, made).status == 204
    return entry(queue, made)


def test_the_example_of_the_document_changes_the_item_alone(
    house: House, queue: Wire, clock: Clock
) -> None:
    made = joined(queue, house.slot, locale="de")
    clock.advance(timedelta(hours=1))

    reply = queue.patch(path_of(made), {"item": house.other_slot.id})

    assert (reply.status, reply.body) == (200, {**made, "item": house.other_slot.id})
    assert reply.headers["vary"] == "Accept"
    assert entry(queue, made) == reply.body


@pytest.mark.parametrize("body", [{}, {"id": 9, "voucher": 9, "created": None, "name": "X"}])
def test_a_change_that_says_nothing_changes_nothing(
    house: House, queue: Wire, body: dict[str, Any]
) -> None:
    made = joined(queue, house.slot, locale="de")

    reply = queue.patch(path_of(made), body)

    assert (reply.status, reply.body) == (200, made)
    assert queue.patch(path_of(made), b"").body == made


def test_what_was_told_can_be_put_back_as_it_is(house: House, queue: Wire) -> None:
    entries = [
        joined(queue, house.slot, locale="de"),
        joined(queue, house.with_rossi, variation=house.variation),
        joined(queue, house.day, subevent=house.full_day),
    ]

    assert [queue.put(path_of(each), each).body for each in entries] == entries


def test_what_a_put_leaves_out_is_as_by_default(house: House, queue: Wire) -> None:
    made = joined(queue, house.with_rossi, variation=house.variation, locale="de")

    reply = queue.put(path_of(made), {"email": "bo@example.org", "item": house.slot.id})

    changed = {"email": "bo@example.org", "item": house.slot.id}
    assert (reply.status, reply.body) == (
        200,
        {**made, **changed, "variation": None, "locale": "en"},
    )


def test_a_put_needs_address_and_item(house: House, queue: Wire) -> None:
    made = joined(queue, house.slot)

    assert faults(queue.put(path_of(made), {})) == ["email", "item"]
    assert faults(queue.put(path_of(made), b"[]")) == WHOLE
    assert queue.put(path_of(made), b"{").status == 400
    assert queue.patch(path_of(made), {}, content_type="text/plain").status == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"email": "x"}, ["email"]),
        ({"email": None, "locale": ""}, ["email", "locale"]),
        ({"item": 77}, ["item"]),
        ({"item": None}, ["item"]),
        ({"variation": 77}, ["variation"]),
        ({"subevent": 77}, ["subevent"]),
        ({"subevent": "DAY"}, WHOLE),
        ({"variation": "VARIATION"}, WHOLE),
        ({"item": "TYPED"}, WHOLE),
        ({"item": "BY_DAY"}, WHOLE),
        ({"item": "ELSEWHERE"}, WHOLE),
    ],
)
def test_a_refused_change_leaves_the_entry_as_it_was(
    house: House, queue: Wire, method: str, change: dict[str, Any], fields: list[str]
) -> None:
    made = joined(queue, house.slot)
    named = {
        "DAY": house.full_day,
        "VARIATION": house.variation,
        "TYPED": house.with_rossi.id,
        "BY_DAY": house.day.id,
        "ELSEWHERE": house.elsewhere.id,
    }
    body = {name: named.get(str(value), value) for name, value in change.items()}
    kept = {"email": ADA, "item": house.slot.id} if method == "PUT" else {}

    assert faults(queue.ask(method, path_of(made), {**kept, **body})) == fields
    assert entry(queue, made) == made


def test_an_item_without_the_variation_has_to_be_told_so(house: House, queue: Wire) -> None:
    made = joined(queue, house.with_rossi, variation=house.variation)
    other = {"item": house.slot.id}

    assert faults(queue.patch(path_of(made), other)) == WHOLE
    assert queue.patch(path_of(made), {**other, "variation": None}).body == {
        **made,
        **other,
        "variation": None,
    }


def test_an_item_by_the_slot_has_to_be_told_of_no_day(house: House, queue: Wire) -> None:
    made = joined(queue, house.day, subevent=house.full_day)
    other = {"item": house.slot.id}

    assert faults(queue.patch(path_of(made), other)) == WHOLE
    changed = queue.patch(path_of(made), {**other, "subevent": None})
    assert changed.body == {**made, **other, "subevent": None}


def test_an_entry_is_not_its_own_double_but_another_is(house: House, queue: Wire) -> None:
    made = joined(queue, house.slot)
    other = joined(queue, house.slot, "bo@example.org")

    assert queue.patch(path_of(made), {"email": "ADA@example.org"}).status == 200
    assert faults(queue.patch(path_of(other), {"email": ADA})) == WHOLE


def test_whether_there_is_a_place_is_asked_when_the_item_is_named(
    queue: Wire, database: Database
) -> None:
    house = furnished(database, automatic=False)
    made = joined(queue, house.pass_)
    with database.write("ann") as tx:
        waiting.set_capacity(tx, "pass", 2)

    assert queue.patch(path_of(made), {"locale": "de"}).status == 200
    assert faults(queue.patch(path_of(made), {"item": house.pass_.id})) == WHOLE
    assert faults(queue.put(path_of(made), made)) == WHOLE


def test_another_date_with_room_need_not_be_waited_for(house: House, queue: Wire) -> None:
    made = joined(queue, house.day, subevent=house.full_day)

    assert faults(queue.patch(path_of(made), {"subevent": house.free_day})) == WHOLE  # 1.10 J
    assert entry(queue, made) == made


@pytest.mark.parametrize("what", ["list", "date"])
def test_what_nobody_can_wait_for_is_not_allowed(house: House, queue: Wire, what: str) -> None:
    made = joined(queue, house.day, subevent=house.full_day)
    change = {
        "list": {"item": house.closed.id, "subevent": None},
        "date": {"subevent": house.past_day},
    }

    reply = queue.patch(path_of(made), change[what])

    assert (reply.status, list(reply.body)) == (403, ["detail"])


def test_a_change_keeps_the_turn(queue: Wire, database: Database) -> None:
    house = furnished(database)
    first, second = (joined(queue, house.pass_, f"{name}@example.org") for name in "ab")
    queue.patch(path_of(first), {"locale": "de"})

    with database.write("ann") as tx:
        waiting.set_capacity(tx, "pass", 1)

    assert entry(queue, first)["voucher"]
    assert entry(queue, second)["voucher"] is None


def test_what_the_desk_knows_besides_stays(house: House, queue: Wire, database: Database) -> None:
    with database.write("ann") as tx:
        milan = build.patient(tx, email="milan@example.org")
        wish = joining(
            house.day,
            "",
            person_id=milan.id,
            note="Rings twice",
            dates=(dt.date(2030, 2, 4), dt.date(2030, 2, 10)),
        )
        days.set_places(tx, dt.date(2030, 2, 10), 0)
        before = waiting.join(tx, wish)

    told = queue.get(f"{PATH}1/").body
    replies = [queue.patch(f"{PATH}1/", {"locale": "de"}), queue.put(f"{PATH}1/", told)]

    assert [reply.status for reply in replies] == [200, 200]
    with database.write("ann") as tx:
        after = waiting.known(tx, before.id)
        assert replace(after, version=1, updated_by="ann", updated_at=tx.now) == replace(
            before, updated_at=tx.now
        )
        people.amend(
            tx,
            milan.id,
            people.Details(kind=milan.kind, last_name="N", email="new@example.org"),
            seen=milan.version,
        )
    assert queue.get(f"{PATH}1/").body["email"] == "new@example.org"


@pytest.mark.parametrize("body", [b"{}", b'{"email": 5}', b"{"])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_whoever_was_served_is_left_as_they_are(
    queue: Wire, served: dict[str, Any], method: str, body: bytes
) -> None:
    reply = queue.ask(method, path_of(served), body)  # contract, 1.10 C

    assert (reply.status, list(reply.body)) == (403, ["detail"])
    assert entry(queue, served) == served


def test_whoever_was_removed_is_gone(house: House, queue: Wire) -> None:
    made = joined(queue, house.slot)

    reply = queue.delete(path_of(made))

    assert (reply.status, reply.raw, reply.headers["vary"]) == (204, b"", "Accept")
    asked = [
        queue.delete(path_of(made)),
        queue.get(path_of(made)),
        queue.patch(path_of(made), {}),
        send(queue, made),
    ]
    assert [(each.status, each.body) for each in asked] == [(404, {"detail": "Not found."})] * 4
    assert queue.get(PATH).body["count"] == 0


def test_whoever_was_removed_can_join_at_the_end(house: House, queue: Wire, clock: Clock) -> None:
    made = joined(queue, house.slot)
    joined(queue, house.slot, "bo@example.org")
    queue.delete(path_of(made))
    clock.advance(timedelta(hours=1))

    again = joined(queue, house.slot)

    assert (again["id"], again["created"]) == (3, "2030-02-04T10:00:00Z")
