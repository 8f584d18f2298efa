"""Offers made by hand, and what becomes of them: accepted, declined, withdrawn, run out."""

from __future__ import annotations

from datetime import time, timedelta

from desk.domain.appointment import Details, Standing
from desk.domain.errors import (
    AlreadyOffered,
    Frozen,
    Invalid,
    Lapsed,
    NothingFree,
    NotOnOffer,
    SlotClosed,
)
from desk.domain.waiting import Place
from desk.services import appointments, closures, days, waiting, waiting_line
from desk.store.database import Database
from tests.conftest import Clock, at
from tests.services.list_of import (
    HALF_PAST,
    NINE,
    TEN,
    ask,
    day_type,
    do,
    full,
    joining,
    offered,
    refused,
    states,
    stock,
)

TODAY = at(9).date()


def test_an_offer_by_hand_holds_the_place_and_freezes_the_entry(database: Database) -> None:
    house = full(database, automatic=False)
    ada = do(database, waiting.join, joining(house.type))
    do(database, appointments.cancel, [house.booked[1].id])

    made = do(database, waiting.offer, ada.id, reason="She rang")

    assert (made.entry_id, made.span, made.held_until) == (ada.id, HALF_PAST, at(10))
    assert made.voucher == made.ids[0]
    assert states(database) == {"Ada Lind": "offered 10:00"}
    with database.read() as tx:
        claim = appointments.one(tx, made.voucher)
    assert claim.standing(at(9)) is Standing.OFFERED
    assert (claim.name, claim.appointment_type) == ("Ada Lind", "therapy")
    change = joining(house.type, note="?")
    assert isinstance(refused(database, waiting.amend, ada.id, change, seen=None), Frozen)
    assert isinstance(refused(database, waiting.leave, [ada.id]), Frozen)


def test_nothing_free_is_said_before_anything_else(database: Database) -> None:
    house = full(database, automatic=False)
    ada = do(database, waiting.join, joining(house.type))
    assert isinstance(refused(database, waiting.offer, ada.id), NothingFree)
    do(database, appointments.cancel, [house.booked[1].id])
    do(database, waiting.offer, ada.id)

    assert isinstance(refused(database, waiting.offer, ada.id), NothingFree)

    do(database, appointments.cancel, [house.booked[2].id])
    assert isinstance(refused(database, waiting.offer, ada.id), AlreadyOffered)


def test_a_certain_place_can_be_offered_if_it_suits(database: Database) -> None:
    house = full(database, automatic=False)
    ada = do(database, waiting.join, joining(house.type))
    bo = do(database, waiting.join, joining(house.type, "Bo", since=time(17)))
    do(database, appointments.cancel, [house.booked[0].id, house.booked[2].id])
    late: Place = ask(database, waiting_line.suiting, ada.id)[1]

    assert isinstance(refused(database, waiting.offer, bo.id, late), NothingFree)
    do(database, waiting.offer, ada.id, late)

    assert offered(database) == {"Ada Lind": TEN}


def test_an_accepted_offer_is_a_booking_and_stays_spent(both: Database) -> None:
    house = full(both, automatic=False)
    ada = do(both, waiting.join, joining(house.type))
    do(both, appointments.cancel, [house.booked[0].id])
    made = do(both, waiting.offer, ada.id)

    [booked] = do(both, waiting.accept, ada.id)

    assert (booked.id, booked.standing(at(9))) == (made.voucher, Standing.BOOKED)
    assert states(both) == {"Ada Lind": "accepted"}
    do(both, appointments.cancel, [booked.id])
    assert states(both) == {"Ada Lind": "accepted"}
    error = refused(both, waiting.accept, ada.id)
    assert isinstance(error, NotOnOffer)
    assert isinstance(refused(both, waiting.offer, ada.id), AlreadyOffered)


def test_an_offer_that_has_run_out_cannot_be_accepted(database: Database, clock: Clock) -> None:
    house = full(database, automatic=False)
    ada = do(database, waiting.join, joining(house.type))
    do(database, appointments.cancel, [house.booked[2].id])
    made = do(database, waiting.offer, ada.id)
    clock.advance(timedelta(hours=1))

    assert states(database) == {"Ada Lind": "lapsed"}
    for act in (waiting.accept, waiting.decline):
        assert isinstance(refused(database, act, ada.id), Lapsed)
    for direct in (appointments.confirm, appointments.renew):
        assert isinstance(refused(database, direct, made.voucher), Lapsed)


def test_a_declined_place_is_free_at_once(database: Database) -> None:
    house = full(database, automatic=False)
    ada = do(database, waiting.join, joining(house.type))
    do(database, appointments.cancel, [house.booked[0].id])
    do(database, waiting.offer, ada.id)

    assert do(database, waiting.decline, ada.id, reason="On holiday") == []

    assert states(database) == {"Ada Lind": "declined"}
    assert do(database, appointments.book, house.open.id, NINE, Details(title="Bo"))


def test_an_offer_made_by_mistake_returns_the_person_to_the_queue(database: Database) -> None:
    house = full(database)
    do(database, waiting.join, joining(house.type, "Ada"))
    do(database, waiting.join, joining(house.type, "Bo", since=time(11)))
    do(database, appointments.cancel, [house.booked[0].id])
    assert states(database) == {"Ada": "offered 09:30", "Bo": "waiting 1"}

    do(database, waiting.withdraw, 1, back=True, reason="Wrong Ada")

    assert states(database) == {"Ada": "waiting 1", "Bo": "waiting 2"}
    assert do(database, waiting.sweep) == []
    do(database, appointments.cancel, [house.booked[1].id])
    assert offered(database) == {"Ada": HALF_PAST}


def test_whoever_returns_to_the_queue_is_offered_at_once_what_is_free_besides(
    database: Database,
) -> None:
    house = full(database)
    ada = do(database, waiting.join, joining(house.type, "Ada"))
    do(database, appointments.cancel, [each.id for each in house.booked[:2]])
    first = offered(database)["Ada"]

    made = do(database, waiting.withdraw, ada.id, back=True, reason="Wrong time")

    assert [offer.entry_id for offer in made] == [ada.id]
    assert offered(database)["Ada"] != first
    assert do(database, waiting.sweep) == []


def test_an_offer_can_be_withdrawn_for_good(database: Database) -> None:
    house = full(database, automatic=False)
    ada = do(database, waiting.join, joining(house.type))
    do(database, appointments.cancel, [house.booked[0].id])
    do(database, waiting.offer, ada.id)

    do(database, waiting.withdraw, ada.id, back=False)

    assert states(database) == {"Ada Lind": "declined"}
    assert isinstance(refused(database, waiting.withdraw, ada.id, back=True), NotOnOffer)


def test_a_place_that_was_closed_meanwhile_cannot_be_accepted(database: Database) -> None:
    house = full(database, automatic=False)
    ada = do(database, waiting.join, joining(house.type))
    do(database, appointments.cancel, [house.booked[0].id])
    do(database, waiting.offer, ada.id)
    do(database, closures.close, NINE, house.resource.id, "Ill")

    assert isinstance(refused(database, waiting.accept, ada.id), SlotClosed)
    do(database, waiting.withdraw, ada.id, back=True)
    assert states(database) == {"Ada Lind": "waiting 1"}


def test_a_party_gets_a_place_for_each_and_answers_as_one(database: Database) -> None:
    house = full(database, capacity=3, automatic=False)
    trio = do(database, waiting.join, joining(house.type, party=3))
    do(database, appointments.cancel, [each.id for each in house.booked[:2]])
    assert isinstance(refused(database, waiting.offer, trio.id), NothingFree)
    do(database, appointments.cancel, [house.booked[2].id])

    made = do(database, waiting.offer, trio.id)
    booked = do(database, waiting.accept, trio.id)

    assert len(made.ids) == 3
    assert [each.id for each in booked] == list(made.ids)
    assert states(database) == {"Ada Lind": "accepted"}


def test_a_place_of_a_day_is_held_and_taken_like_any_other(both: Database) -> None:
    by_day = day_type(both, automatic=False)
    do(both, days.open, TODAY, 10)
    do(both, days.occupy, TODAY, 10)
    ada = do(both, waiting.join, joining(by_day, dates=(TODAY,)))
    do(both, days.release, TODAY, 1)

    do(both, waiting.offer, ada.id)

    day = ask(both, days.on, TODAY)
    assert (day.occupied, day.counted, day.claimed, day.free) == (10, 9, 1, 0)
    assert not ask(both, days.has_room, TODAY)
    [booked] = do(both, waiting.accept, ada.id)
    assert ask(both, days.on, TODAY).free == 0
    do(both, appointments.cancel, [booked.id])
    assert ask(both, days.on, TODAY).free == 1


def test_a_day_offer_that_lapses_leaves_the_day_by_the_clock(
    database: Database, clock: Clock
) -> None:
    by_day = day_type(database, automatic=False)
    do(database, days.open, TODAY, 1)
    do(database, days.occupy, TODAY, 1)
    ada = do(database, waiting.join, joining(by_day, dates=(TODAY,)))
    do(database, days.release, TODAY, 1)
    do(database, waiting.offer, ada.id)
    assert ask(database, days.on, TODAY).free == 0

    clock.advance(timedelta(hours=1))

    assert ask(database, days.on, TODAY).free == 1


def test_a_stock_has_so_many_places_and_no_more(both: Database) -> None:
    yoga = stock(both, places=0)
    ids = [do(both, waiting.join, joining(yoga, name)).id for name in ("Ada", "Bo", "Cleo")]

    do(both, waiting.set_capacity, "class", 1)

    assert offered(both).keys() == {"Ada"}
    do(both, waiting.accept, ids[0])
    do(both, waiting.set_capacity, str(yoga.id), 2)
    assert offered(both).keys() == {"Bo"}
    do(both, waiting.decline, ids[1])
    assert offered(both).keys() == {"Cleo"}


def test_only_a_stock_has_a_number_to_be_set(database: Database) -> None:
    house = full(database)

    assert isinstance(refused(database, waiting.set_capacity, house.type.key, 3), Invalid)


def test_an_offer_can_be_let_lapse_before_its_time(database: Database) -> None:
    house = full(database)
    ada = do(database, waiting.join, joining(house.type, "Ada"))
    do(database, waiting.join, joining(house.type, "Bo"))
    do(database, appointments.cancel, [house.booked[0].id])

    [following] = do(database, waiting.expire, ada.id)

    assert following.span == NINE
    assert states(database) == {"Ada": "lapsed", "Bo": "offered 09:30"}
