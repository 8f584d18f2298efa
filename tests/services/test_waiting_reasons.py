"""Why somebody has no place yet, and how well the list fills what comes free."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from desk.domain.appointment import Details
from desk.domain.span import Span
from desk.domain.waiting import Reason, Why
from desk.services import (
    appointments,
    closures,
    days,
    waiting,
    waiting_figures,
    waiting_line,
    waiting_reasons,
)
from desk.store.database import Database
from tests.conftest import Clock, at
from tests.services.list_of import (
    HALF_PAST,
    NINE,
    Full,
    ask,
    choose,
    day_type,
    do,
    full,
    joining,
    stock,
)

TODAY = at(9).date()


def why(database: Database, entry_id: int) -> dict[Why, int]:
    return {each.why: each.number for each in ask(database, waiting_reasons.explain, entry_id)}


def ada(database: Database, house: Full, **wish: object) -> int:
    entry_id: int = do(database, waiting.join, joining(house.type, "Ada", **wish)).id
    return entry_id


def test_what_is_full_and_what_is_closed_is_counted(database: Database) -> None:
    house = full(database)
    do(database, closures.close, NINE, house.resource.id, "Ill")

    assert why(database, ada(database, house)) == {Why.FULL: 2, Why.CLOSED: 1}


def test_offers_that_hold_places_are_named(database: Database) -> None:
    house = full(database)
    do(database, waiting.join, joining(house.type, "Bo"))
    do(database, appointments.cancel, [house.booked[0].id])
    entry_id = ada(database, house)

    reasons = ask(database, waiting_reasons.explain, entry_id)

    [offered] = ask(database, waiting_line.offers_on, [house.booked[0].id])
    assert Reason(Why.HELD_BY_OFFERS, 1, offered.offer.ids) in reasons
    assert offered.entry.name == "Bo"
    assert why(database, 1) == {Why.SERVED: 0}


def test_what_begins_too_soon_is_told_apart(database: Database) -> None:
    house = full(database, automatic=True)
    entry_id = ada(database, house, notice=timedelta(hours=1))
    other = do(database, waiting.join, joining(house.type, "Bo", until=time(10, 30))).id
    third = do(database, waiting.join, joining(house.type, "Cleo", until=time(11))).id
    choose(database, closing_minutes=45)
    do(database, appointments.cancel, [house.booked[0].id])

    assert why(database, entry_id) == {Why.FULL: 2, Why.NOTICE_TOO_SHORT: 1}
    assert why(database, other) == {Why.NOTHING_OPEN: 1}
    assert why(database, third) == {Why.PAST_CLOSING: 1}


def test_a_party_that_is_too_large_is_told_so(database: Database) -> None:
    house = full(database, capacity=2)
    trio = ada(database, house, party=3)
    pair = do(database, waiting.join, joining(house.type, "Pair", party=2)).id
    do(database, appointments.cancel, [house.booked[0].id])

    assert why(database, trio) == {Why.PARTY_TOO_LARGE: 3}
    assert why(database, pair) == {Why.FULL: 2, Why.PARTY_TOO_LARGE: 1}
    solo = do(database, waiting.join, joining(house.type, "Solo")).id
    assert why(database, solo)[Why.KEPT_FOR_A_PARTY] == 1


def test_a_house_that_suggests_says_so_and_who_is_ahead(database: Database) -> None:
    house = full(database, automatic=False)
    do(database, waiting.join, joining(house.type, "Bo"))
    entry_id = ada(database, house)
    do(database, appointments.cancel, [house.booked[0].id])

    assert why(database, entry_id) == {Why.AUTOMATIC_OFF: 1, Why.FULL: 2, Why.BEHIND_OTHERS: 1}
    whole = ask(database, waiting_reasons.why_nobody, house.type.id)
    assert [each.why for each in whole] == [Why.AUTOMATIC_OFF, Why.FULL]


def test_a_wish_that_is_over_or_was_withdrawn_is_told(database: Database, clock: Clock) -> None:
    house = full(database)
    entry_id = ada(database, house, latest=TODAY)
    do(database, appointments.cancel, [house.booked[0].id])
    do(database, waiting.withdraw, entry_id, back=True)

    assert why(database, entry_id) == {Why.FULL: 2, Why.WITHDRAWN: 1}
    clock.advance(timedelta(days=1))
    assert why(database, entry_id) == {Why.WISH_PAST: 1}
    do(database, waiting.leave, [entry_id])
    assert why(database, entry_id) == {Why.LEFT: 0}


def test_days_and_stocks_are_full_or_closed_as_well(database: Database) -> None:
    by_day, yoga = day_type(database), stock(database, 0)
    for number, places in enumerate((0, 1)):
        date = TODAY + timedelta(days=number)
        do(database, days.open, date, places)
    do(database, days.occupy, TODAY + timedelta(days=1), 1)
    dates = (TODAY, TODAY + timedelta(days=1))
    first = do(database, waiting.join, joining(by_day, "Ada", dates=dates)).id
    second = do(database, waiting.join, joining(yoga, "Bo")).id

    assert why(database, first) == {Why.CLOSED: 1, Why.FULL: 1}
    assert why(database, second) == {Why.CLOSED: 1}
    do(database, waiting.set_capacity, "class", 1)
    third = do(database, waiting.join, joining(yoga, "Cleo")).id
    assert why(database, third) == {Why.FULL: 1, Why.HELD_BY_OFFERS: 1}


def test_a_place_left_shows_who_could_take_it_in_their_order(database: Database) -> None:
    house = full(database, automatic=False)
    wishes: dict[str, dict[str, Any]] = {
        "early": {"until": time(11)},
        "late": {"since": time(17)},
        "many": {"party": 2},
        "any": {},
    }
    for name, wish in wishes.items():
        do(database, waiting.join, joining(house.type, name, phone=f"06 {name}", **wish))
    do(database, waiting.prioritise, 4, 1, "In pain", seen=None)
    do(database, appointments.cancel, [house.booked[0].id])

    [place] = ask(database, waiting_line.places_left, [house.booked[0].id])
    matches = ask(database, waiting_line.could_take, place)

    assert (place.span, place.free) == (NINE, 1)
    assert [(each.entry.name, each.entry.phone) for each in matches] == [
        ("any", "06 any"),
        ("early", "06 early"),
    ]
    assert all(each.fits for each in matches)
    do(database, waiting.offer, 4, place)
    assert ask(database, waiting_line.places_left, [house.booked[0].id]) == []


def test_the_share_of_freed_places_that_the_list_has_filled(database: Database) -> None:
    house = full(database)
    for name in ("Ada", "Bo", "Cleo"):
        do(database, waiting.join, joining(house.type, name))
    do(database, appointments.cancel, [each.id for each in house.booked])
    do(database, waiting.accept, 1)
    do(database, waiting.decline, 2)
    do(database, appointments.book, house.open.id, HALF_PAST, Details(title="Zoe"))

    found = ask(database, waiting_figures.fill_rate, Span(at(0), at(0, day=1)))

    assert (found.freed, found.filled, found.otherwise) == (3, 1, 1)
    assert (found.offers, found.accepted, found.declined, found.open) == (3, 1, 1, 1)
    assert found.rate == 1 / 3
    tomorrow = Span(at(0, day=1), at(0, day=2))
    assert ask(database, waiting_figures.fill_rate, tomorrow).rate is None
