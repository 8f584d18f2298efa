"""Document 002, entries in pages and one by one (contract waiting-list.md, 1.3 and 1.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.services import waiting
from desk.store.database import Database
from tests import build
from tests.api.waiting_of import (
    ADA,
    PATH,
    House,
    caller,
    entry,
    furnished,
    joined,
    send,
)
from tests.api.wire_of import Wire
from tests.conftest import Clock
from tests.services.list_of import joining

HERE = f"http://127.0.0.1:8765{PATH}"


@pytest.fixture
def house(database: Database) -> House:
    return furnished(database)


@pytest.fixture
def queue(database: Database) -> Wire:
    return caller(database)


def many(database: Database, house: House, number: int) -> None:
    """So many who wait, all of the same moment."""
    with database.write("ann") as tx:
        for each in range(1, number + 1):
            build.waiting(tx, house.slot.id, email=f"{each}@example.org")


def found(queue: Wire, query: str = "") -> list[int]:
    """The ids that a list has, in its order."""
    reply = queue.get(f"{PATH}?{query}")
    assert reply.status == 200, reply.raw
    return [each["id"] for each in reply.body["results"]]


def test_an_empty_list_has_one_page(house: House, queue: Wire) -> None:
    reply = queue.get(PATH)

    assert (reply.status, reply.headers["vary"]) == (200, "Accept")
    assert reply.body == {"count": 0, "next": None, "previous": None, "results": []}
    assert queue.get(f"{PATH}?page=1").body == queue.get(f"{PATH}?page=last").body == reply.body


def test_a_list_has_the_entries_as_they_are_told_one_by_one(house: House, queue: Wire) -> None:
    made = [joined(queue, house.slot), joined(queue, house.day, subevent=house.full_day)]

    reply = queue.get(PATH)

    assert (reply.body["count"], reply.body["results"]) == (2, made)
    assert [entry(queue, each) for each in made] == made


@pytest.mark.parametrize("key", ["77", "0", "-1", "x", "1.0", "9" * 30, "2147483648", "%00"])
def test_an_id_that_nobody_has_is_not_found(both: Database, key: str) -> None:
    furnished(both)
    queue = caller(both)

    for method, end in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "send_voucher/")):
        reply = queue.ask(method, f"{PATH}{key}/{end}", b"{")

        assert (reply.status, reply.body) == (404, {"detail": "Not found."})


def test_an_entry_of_another_event_is_not_found(house: House, queue: Wire) -> None:
    annex = PATH.replace("main", "annex")
    made = queue.post(annex, {"email": ADA, "item": house.elsewhere.id}).body

    assert queue.get(f"{PATH}{made['id']}/").status == 404
    assert (found(queue), queue.get(annex).body["results"]) == ([], [made])


def test_whoever_has_no_address_is_left_out(house: House, queue: Wire, database: Database) -> None:
    with database.write("ann") as tx:
        waiting.join(tx, joining(house.slot, phone="+39 06 123456"))
        milan = build.patient(tx, email="milan@example.org")
        waiting.join(tx, joining(house.slot, "", person_id=milan.id))

    reply = queue.get(PATH)

    assert queue.get(f"{PATH}1/").status == 404
    assert [each["email"] for each in reply.body["results"]] == ["milan@example.org"]
    assert reply.body["count"] == 1


def test_fifty_entries_stand_on_a_page(house: House, queue: Wire, database: Database) -> None:
    many(database, house, 101)

    first, second, third = (queue.get(f"{PATH}?page={page}").body for page in (1, 2, 3))

    assert [len(each["results"]) for each in (first, second, third)] == [50, 50, 1]
    assert {each["count"] for each in (first, second, third)} == {101}
    assert (first["previous"], first["next"]) == (None, f"{HERE}?page=2")
    assert (second["previous"], second["next"]) == (HERE, f"{HERE}?page=3")
    assert (third["previous"], third["next"]) == (f"{HERE}?page=2", None)
    assert queue.get(f"{PATH}?page=last").body == third


@pytest.mark.parametrize("page", ["0", "-1", "4", "x", "", "1.0", "9" * 30, "%00"])
def test_a_page_that_is_not_there_is_not_found(
    house: House, queue: Wire, database: Database, page: str
) -> None:
    many(database, house, 3)

    reply = queue.get(f"{PATH}?page_size=1&page={page}")

    assert (reply.status, reply.body) == (404, {"detail": "Invalid page."})


@pytest.mark.parametrize(  # contract, 1.10 G
    ("size", "stand"), [("1", 1), ("50", 50), ("51", 50), ("0", 50), ("-1", 50), ("x", 50)]
)
def test_a_page_can_be_made_smaller(
    house: House, queue: Wire, database: Database, size: str, stand: int
) -> None:
    many(database, house, 52)

    assert len(found(queue, f"page_size={size}")) == stand


def test_links_keep_what_else_was_asked_in_order(
    house: House, queue: Wire, database: Database
) -> None:
    many(database, house, 3)
    asked = "x=%C3%A9&page=2&page_size=1&locale=en&x=a%2Bb&email="

    reply = queue.get(f"{PATH}?{asked}", host="desk.localhost:80", origin="")

    assert reply.status == 421
    reply = queue.get(f"{PATH}?{asked}", host="localhost:99")
    kept = f"http://localhost:99{PATH}?email=&locale=en"
    assert reply.body["previous"] == f"{kept}&page_size=1&x=%C3%A9&x=a%2Bb"
    assert reply.body["next"] == f"{kept}&page=3&page_size=1&x=%C3%A9&x=a%2Bb"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("email=ada@example.org", [1, 3, 4]),
        ("email=ADA@example.org", []),
        ("email=bo%2Bx@example.org", [2]),
        ("email=", [1, 2, 3, 4]),
        ("email=%00", []),
        ("locale=de", [2]),
        ("locale=%00", []),
        ("has_voucher=true", [4]),
        ("has_voucher=TRUE", [4]),
        ("has_voucher=1", [4]),
        ("has_voucher=false", [1, 2, 3]),
        ("has_voucher=0", [1, 2, 3]),
        ("has_voucher=maybe", [1, 2, 3, 4]),
        ("has_voucher=", [1, 2, 3, 4]),
        ("item=SLOT", [1, 2]),
        ("item=77", []),
        ("item=x", []),
        ("item=%00", []),
        ("item=9999999999999999999", []),
        ("variation=VARIATION", [3]),
        ("variation=77", []),
        ("subevent=DAY", [4]),
        ("subevent=77", []),
        ("subevent=x", []),
        ("item=77&item=SLOT", [1, 2]),
        ("item=SLOT&locale=de", [2]),
        ("item=SLOT&has_voucher=true", []),
        ("nonsense=1", [1, 2, 3, 4]),
    ],
)
def test_a_list_can_be_narrowed_down(both: Database, query: str, ids: list[int]) -> None:
    house, queue = furnished(both), caller(both)
    joined(queue, house.slot)
    joined(queue, house.slot, "bo+x@example.org", locale="de")
    joined(queue, house.with_rossi, variation=house.variation)
    by_day = joined(queue, house.day, subevent=house.full_day)
    with both.write("ann") as tx:
        build.appointment(tx, None, build.span(9), type_id=house.day.id, entry_id=by_day["id"])
    named = {"SLOT": house.slot.id, "VARIATION": house.variation, "DAY": house.full_day}
    for name, key in named.items():
        query = query.replace(name, str(key))

    assert found(queue, query) == ids
    assert queue.get(f"{PATH}?{query}").body["count"] == len(ids)


@pytest.mark.parametrize(
    ("ordering", "ids"),
    [
        ("", [2, 3, 4, 1]),
        ("created", [2, 3, 4, 1]),
        ("-created", [1, 2, 3, 4]),
        ("id", [1, 2, 3, 4]),
        ("-id", [4, 3, 2, 1]),
        ("email", [3, 1, 4, 2]),
        ("-email", [2, 4, 1, 3]),
        ("item", [1, 3, 4, 2]),
        ("item,-email", [4, 1, 3, 2]),
        ("-item, created", [2, 3, 4, 1]),
        ("voucher", [2, 3, 4, 1]),
        ("--id", [2, 3, 4, 1]),
        ("voucher,-id", [4, 3, 2, 1]),
        ("%00", [2, 3, 4, 1]),
    ],
)
def test_a_list_can_be_ordered(
    house: House, queue: Wire, database: Database, clock: Clock, ordering: str, ids: list[int]
) -> None:
    with database.write("ann") as tx:
        for number, (type_, email) in enumerate(
            [(house.slot, "b"), (house.other_slot, "d"), (house.slot, "a"), (house.slot, "c")]
        ):
            later = timedelta(0 if number else 1)
            build.waiting(tx, type_.id, email=email, created_at=tx.now + later)

    assert found(queue, f"ordering={ordering}") == ids


def test_a_served_entry_tells_its_voucher(queue: Wire, database: Database) -> None:
    house = furnished(database, automatic=False)
    made = joined(queue, house.pass_)
    with database.write("ann") as tx:
        waiting.set_capacity(tx, "pass", 1)
    assert send(queue, made).status == 204

    assert entry(queue, made) == {**made, "voucher": 1}


def test_what_the_document_has_no_word_for_is_left_unsaid(
    house: House, queue: Wire, database: Database
) -> None:
    with database.write("ann") as tx:
        any_of = tuple(tx.today + timedelta(days=days) for days in range(2))
        known: dict[str, Any] = {"email": ADA, "dates": tuple(map(str, any_of))}
        build.waiting(tx, house.day.id, **known)
        build.waiting(tx, house.slot.id, **{**known, "dates": known["dates"][:1]})
        build.waiting(tx, house.day.id, **{**known, "dates": ("2030-02-09",)})

    assert [each["subevent"] for each in queue.get(PATH).body["results"]] == [None, None, None]
