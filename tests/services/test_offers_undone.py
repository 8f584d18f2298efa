"""Undoing what made an offer, or what was answered since."""

from __future__ import annotations

import pytest

from desk.domain.appointment import Details, Shelf
from desk.domain.errors import Stale
from desk.services import appointments, days, undo, waiting
from desk.store.database import Database
from tests.conftest import at
from tests.services.list_of import NINE, ask, day_type, do, full, joining, offered, states

TODAY = at(9).date()


def test_undoing_a_cancellation_takes_its_offer_back_with_it(both: Database) -> None:
    house = full(both)
    do(both, waiting.join, joining(house.type, "Ada"))
    with both.write("bob") as tx:
        appointments.cancel(tx, [house.booked[0].id])

    do(both, undo.revert, tx.batch)

    assert states(both) == {"Ada": "waiting 1"}
    assert ask(both, appointments.one, house.booked[0].id).shelf is Shelf.PUBLIC


def test_a_cancellation_whose_offer_was_answered_cannot_be_undone(both: Database) -> None:
    house = full(both)
    do(both, waiting.join, joining(house.type, "Ada"))
    with both.write("bob") as tx:
        appointments.cancel(tx, [house.booked[0].id])
    do(both, waiting.accept, 1)

    with pytest.raises(Stale):
        do(both, undo.revert, tx.batch)


def test_a_place_on_offer_since_is_not_given_back_by_undoing(both: Database) -> None:
    house = full(both, automatic=False)
    do(both, waiting.join, joining(house.type, "Ada"))
    with both.write("bob") as tx:
        appointments.cancel(tx, [house.booked[0].id])
    do(both, waiting.offer, 1)

    with pytest.raises(Stale):
        do(both, undo.revert, tx.batch)


def test_places_counted_out_and_on_offer_since_are_not_counted_in_again(both: Database) -> None:
    by_day = day_type(both, automatic=False)
    do(both, days.open, TODAY, 3)
    do(both, days.occupy, TODAY, 3)
    do(both, waiting.join, joining(by_day, dates=(TODAY,)))
    with both.write("bob") as tx:
        days.release(tx, TODAY, 1)
    do(both, waiting.offer, 1)

    with pytest.raises(Stale):
        do(both, undo.revert, tx.batch)

    do(both, waiting.decline, 1)
    do(both, undo.revert, tx.batch)
    assert ask(both, days.on, TODAY).occupied == 3


def test_undoing_a_booking_offers_the_place_that_comes_free(database: Database) -> None:
    house = full(database)
    do(database, appointments.cancel, [house.booked[0].id])
    with database.write("bob") as tx:
        appointments.book(tx, house.open.id, NINE, Details(title="Zoe"))
    do(database, waiting.join, joining(house.type, "Ada"))

    do(database, undo.revert, tx.batch)

    assert offered(database) == {"Ada": NINE}
