"""Document 002, vouchers that are sent by hand (contract waiting-list.md, 1.8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desk.services import appointments, days, site, undo, waiting, waiting_line
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
    path_of,
    send,
)
from tests.api.wire_of import Reply, Wire
from tests.services.list_of import joining


@pytest.fixture
def house(database: Database) -> House:
    return furnished(database, automatic=False)


@pytest.fixture
def queue(database: Database) -> Wire:
    return caller(database)


def capacity(database: Database, places: int) -> None:
    with database.write("ann") as tx:
        waiting.set_capacity(tx, "pass", places)


def reasons(reply: Reply) -> list[str]:
    """Why no voucher was sent, having seen that it is a list of one sentence (1.10 E)."""
    assert (reply.status, type(reply.body), len(reply.body)) == (400, list, 1), reply.raw
    assert reply.body[0].endswith(".")
    found: list[str] = reply.body
    return found


def test_a_voucher_is_a_claim_held_for_the_entry(
    house: House, queue: Wire, database: Database
) -> None:
    made = joined(queue, house.pass_)
    capacity(database, 1)

    reply = queue.ask("POST", f"{path_of(made)}send_voucher/")

    assert (reply.status, reply.raw, reply.headers["vary"]) == (204, b"", "Accept")
    assert "content-type" not in reply.headers
    with database.read() as tx:
        offer = waiting_line.one(tx, made["id"]).offer
    assert offer is not None
    assert entry(queue, made) == {**made, "voucher": offer.voucher}
    assert offer.held_until is not None


def test_a_voucher_takes_its_place(house: House, queue: Wire, database: Database) -> None:
    first, second = joined(queue, house.pass_), joined(queue, house.pass_, "bo@example.org")
    capacity(database, 1)

    assert send(queue, second).status == 204  # The desk may pick anybody.

    reasons(send(queue, first))
    assert entry(queue, first) == first


def test_without_a_place_there_is_no_voucher(house: House, queue: Wire) -> None:
    made = joined(queue, house.pass_)

    reasons(send(queue, made))
    assert entry(queue, made) == made


def test_nobody_is_sent_two_vouchers(house: House, queue: Wire, database: Database) -> None:
    made = joined(queue, house.pass_)
    capacity(database, 1)
    send(queue, made)

    sold_out = reasons(send(queue, made))
    capacity(database, 2)
    has_one = reasons(send(queue, made))

    # Where it is sold out as well, that is the reason given.
    assert sold_out != has_one


def test_a_voucher_that_was_given_back_stays_one(
    house: House, queue: Wire, database: Database
) -> None:
    made = joined(queue, house.pass_)
    capacity(database, 1)
    send(queue, made)
    before = entry(queue, made)
    with database.write("ann") as tx:
        waiting.decline(tx, made["id"])

    assert entry(queue, made) == before
    reasons(send(queue, made))
    assert queue.delete(path_of(made)).status == 403  # contract, 1.10 H


def test_a_voucher_that_was_used_stays_one(house: House, queue: Wire, database: Database) -> None:
    made = joined(queue, house.pass_)
    capacity(database, 1)
    send(queue, made)
    before = entry(queue, made)
    with database.write("ann") as tx:
        [booked] = waiting.accept(tx, made["id"])
    with database.write("ann") as tx:
        appointments.cancel(tx, [booked.id])

    assert entry(queue, made) == before


def test_a_voucher_taken_back_by_the_desk_lets_the_entry_wait_again(
    house: House, queue: Wire, database: Database
) -> None:
    made = joined(queue, house.pass_)
    capacity(database, 1)
    send(queue, made)
    with database.write("ann") as tx:
        waiting.withdraw(tx, made["id"], back=True)

    assert entry(queue, made) == made


def test_what_is_not_an_address_gets_no_voucher(
    house: House, queue: Wire, database: Database
) -> None:
    with database.write("ann") as tx:
        waiting.join(tx, joining(house.pass_, email="blanked"))
    capacity(database, 1)

    reasons(send(queue, {"id": 1}))
    assert queue.get(f"{PATH}1/").body["voucher"] is None
    assert joined(queue, house.slot)["id"] == 2


@pytest.mark.parametrize("ahead", [0, 400])
def test_a_voucher_for_a_day_takes_a_place_of_it(both: Database, ahead: int) -> None:
    house, queue = furnished(both), caller(both)
    with both.write("ann") as tx:
        site.choose(tx, "waiting_list.automatic", False)
    date = dt.date(2030, 2, 6) + dt.timedelta(days=ahead)
    with both.write("ann") as tx:
        day = build.day(tx, date, places=1, occupied=1)
    made = joined(queue, house.day, subevent=day.id)
    reasons(send(queue, made))
    with both.write("ann") as tx:
        days.set_places(tx, date, 2)

    assert send(queue, made).status == 204

    assert queue.get(f"/api/visits/{day.id}/").body["available_slots"] == 0


def test_a_day_without_a_limit_has_a_place(queue: Wire, database: Database) -> None:
    house = furnished(database)  # contract, 1.10 K
    with database.write("ann") as tx:
        waited_for = build.waiting(
            tx, house.day.id, email=ADA, dates=("2030-02-09",), name="", notice=dt.timedelta()
        )

    assert send(queue, {"id": waited_for.id}).status == 204


def test_what_comes_free_is_sent_by_itself(queue: Wire, database: Database) -> None:
    house = furnished(database)
    first, second = joined(queue, house.pass_), joined(queue, house.pass_, "bo@example.org")

    capacity(database, 1)

    assert [entry(queue, each)["voucher"] for each in (first, second)] == [1, None]


def test_sending_can_be_undone_at_the_desk(house: House, queue: Wire, database: Database) -> None:
    made: dict[str, Any] = joined(queue, house.pass_)
    capacity(database, 1)
    send(queue, made)
    with database.write("ann") as tx:
        undo.revert(tx, build.journal(tx)[-1].batch)

    assert entry(queue, made) == made
