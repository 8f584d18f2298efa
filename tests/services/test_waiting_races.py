"""When several desks serve the waiting list at the same moment, each place goes to one of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import cycle

import pytest

from desk.services import appointment_rows, appointments, days, waiting, waiting_line
from desk.store.database import Database, Write
from desk.store.records import AppointmentRecord
from tests.conftest import Clock, address_of, at
from tests.services.list_of import (
    NINE,
    ask,
    day_type,
    do,
    full,
    joining,
    offered,
    states,
    stock,
)
from tests.services.onlooker import looking
from tests.services.rivals import at_once, elsewhere
from tests.services.test_races import kinds

TODAY = at(9).date()


def offer(tx: Write, entry_id: int) -> int:
    return waiting.offer(tx, entry_id).voucher


def sweep(tx: Write) -> int:
    return len(waiting.sweep(tx))


def accept(tx: Write, entry_id: int) -> int:
    return waiting.accept(tx, entry_id)[0].id


def leave(tx: Write, entry_id: int) -> int:
    return waiting.leave(tx, [entry_id])


def cancel(tx: Write, appointment_id: int) -> int:
    return appointments.cancel(tx, [appointment_id])[0].id


def live(database: Database) -> int:
    """How many claims stand on offer or are booked for somebody who waited."""
    with database.read() as tx:
        kind = AppointmentRecord
        wanted = (kind.entry_id.is_not(None), appointment_rows.counting(tx.now))
        return len(appointment_rows.found(tx, *wanted))


def test_other_programs_never_get_what_a_cancellation_offers(both: Database) -> None:
    house = full(both)
    do(both, waiting.join, joining(house.type, "Bo"))
    act = ("book", str(house.open.id), NINE.start.isoformat())

    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(elsewhere, address_of(both), 2, 6, *act)
        do(both, appointments.cancel, [house.booked[0].id])
        outcomes = [*others.result(), *elsewhere(address_of(both), 1, 2, *act)]

    assert [outcome.split()[0] for outcome in outcomes] == ["SlotFull"] * 14
    assert offered(both) == {"Bo": NINE}


def test_another_program_is_never_shown_as_free_what_is_on_offer(both: Database) -> None:
    house = full(both)
    ada, bo = [do(both, waiting.join, joining(house.type, name)) for name in ("Ada", "Bo")]
    looks = []

    with looking(address_of(both), NINE) as seen:
        do(both, appointments.cancel, [house.booked[0].id])
        assert offered(both) == {"Ada": NINE}
        looks.append(seen())
        do(both, waiting.decline, ada.id)
        assert offered(both) == {"Bo": NINE}
        looks.append(seen())
        booked = do(both, waiting.accept, bo.id)
        looks.append(seen())
        # Nobody waits any more, and so it would have been noticed.
        do(both, appointments.cancel, [each.id for each in booked])
        seen()
        looks.append(seen())

    assert [most for _, most in looks] == [0, 0, 0, 1]
    assert all(often for often, _ in looks)


def test_six_offers_for_one_place_make_one(both: Database) -> None:
    house = full(both, automatic=False)
    ids = [do(both, waiting.join, joining(house.type, f"No {n}")).id for n in range(6)]
    do(both, appointments.cancel, [house.booked[0].id])

    outcomes = at_once(both, [partial(offer, entry_id=key) for key in ids])

    assert kinds(outcomes) == {"done": 1, "NothingFree": 5}
    assert live(both) == 1


def test_six_offers_for_one_person_make_one(both: Database) -> None:
    house = full(both, automatic=False)
    ada = do(both, waiting.join, joining(house.type))
    do(both, appointments.cancel, [each.id for each in house.booked])

    outcomes = at_once(both, [partial(offer, entry_id=ada.id)] * 6)

    assert kinds(outcomes) == {"done": 1, "AlreadyOffered": 5}
    assert live(both) == 1


@pytest.mark.parametrize("per", ["day", "stock"])
def test_six_offers_for_one_place_of_a_day_or_a_stock_make_one(both: Database, per: str) -> None:
    type_ = day_type(both, automatic=False) if per == "day" else stock(both, 0, automatic=False)
    if per == "day":
        do(both, days.open, TODAY, 0)
    wish = {"dates": (TODAY,)} if per == "day" else {}
    ids = [do(both, waiting.join, joining(type_, f"No {n}", **wish)).id for n in range(6)]
    if per == "day":
        do(both, days.set_places, TODAY, 1)
    else:
        do(both, waiting.set_capacity, type_.key, 1)

    outcomes = at_once(both, [partial(offer, entry_id=key) for key in ids])

    assert kinds(outcomes) == {"done": 1, "NothingFree": 5}
    assert live(both) == 1


@pytest.mark.parametrize("turn", range(3))
def test_whoever_leaves_while_being_offered_a_place_does_one_or_the_other(
    both: Database, turn: int
) -> None:
    house = full(both, automatic=False)
    entry = do(both, waiting.join, joining(house.type))
    do(both, appointments.cancel, [house.booked[turn].id])

    outcomes = at_once(both, [partial(offer, entry_id=entry.id), partial(leave, entry_id=entry.id)])

    told = tuple(each.split()[0] for each in outcomes)
    assert told in {("done", "Frozen"), ("Frozen", "done")}
    state = states(both)["Ada Lind"].split()[0]
    assert state == ("offered" if told[0] == "done" else "left")


def test_an_offer_is_accepted_or_goes_to_the_next_when_it_lapses(both: Database) -> None:
    moments = cycle([at(9, 59), at(10)])
    house = full(both)
    ada = do(both, waiting.join, joining(house.type, "Ada"))
    do(both, waiting.join, joining(house.type, "Bo"))
    do(both, appointments.cancel, [house.booked[2].id])
    assert isinstance(both.clock, Clock)
    still = both.clock
    both.clock = lambda: next(moments)

    outcomes = at_once(both, [partial(accept, entry_id=ada.id), partial(sweep), partial(sweep)])

    both.clock = still
    still.advance(timedelta(hours=1))
    assert outcomes[0].split()[0] in {"done", "Lapsed", "SlotFull"}
    do(both, waiting.sweep)
    assert live(both) == 1
    accepted = outcomes[0].startswith("done")
    assert states(both)["Ada"] == ("accepted" if accepted else "lapsed")
    assert (offered(both).keys() == {"Bo"}) is not accepted


def test_six_that_cancel_at_once_serve_six_in_their_order(both: Database) -> None:
    house = full(both, capacity=2)
    for number in range(6):
        do(both, waiting.join, joining(house.type, f"No {number}"))

    outcomes = at_once(both, [partial(cancel, appointment_id=a.id) for a in house.booked])

    assert kinds(outcomes) == {"done": 6}
    assert live(both) == 6
    assert len(offered(both)) == 6


def test_those_who_cancel_and_those_who_sweep_never_give_a_place_twice(both: Database) -> None:
    house = full(both, capacity=2)
    for number in range(4):
        do(both, waiting.join, joining(house.type, f"No {number}"))

    acts = [partial(cancel, appointment_id=each.id) for each in house.booked[:3]]
    outcomes = at_once(both, [*acts, sweep, sweep, sweep])

    assert kinds(outcomes) == {"done": 6}
    assert list(offered(both)) == ["No 0", "No 1", "No 2"]
    assert live(both) == 3


def test_another_program_serves_nobody_twice_either(both: Database) -> None:
    house = full(both, automatic=False)
    ada = do(both, waiting.join, joining(house.type))
    do(both, appointments.cancel, [house.booked[0].id])
    other = Database(address_of(both), clock=both.clock)

    do(other, waiting.offer, ada.id)

    outcomes = at_once(both, [partial(offer, entry_id=ada.id)] * 2)
    assert kinds(outcomes) == {"NothingFree": 2}
    assert ask(both, waiting_line.count) == waiting_line.Counts(0, 1)
    other.close()
