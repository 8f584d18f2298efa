"""What comes free goes to those who wait, in the very transaction in which it comes free."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from desk.domain.appointment import Details, Shelf
from desk.domain.availability import Pattern
from desk.domain.errors import SlotFull
from desk.domain.scope import Scope
from desk.domain.waiting import State
from desk.services import (
    appointments,
    availabilities,
    booking,
    closures,
    provider_slots,
    slot_tables,
    splitting,
    waiting,
    waiting_line,
)
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.conftest import Clock, address_of, at
from tests.services import opened
from tests.services.list_of import (
    HALF_PAST,
    MORNING,
    NINE,
    TEN,
    Full,
    ask,
    choose,
    do,
    full,
    joining,
    offered,
    states,
)

TODAY = at(9).date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def house(database: Database) -> Full:
    """A full morning, for which Ada waits and then Bo."""
    found = full(database)
    for name in ("Ada", "Bo"):
        do(database, waiting.join, joining(found.type, name))
    return found


def free(database: Database) -> int:
    """How many places of the morning anybody could see free."""
    with database.read() as tx:
        return sum(slot.free for slot in slot_tables.tables(tx, MORNING).slots())


FREEING: dict[str, Callable[[Any, Full], object]] = {
    "cancel": lambda tx, house: appointments.cancel(tx, [house.booked[0].id]),
    "bin": lambda tx, house: appointments.shelve(tx, [house.booked[0].id], Shelf.TRASH),
    "draft": lambda tx, house: appointments.shelve(tx, [house.booked[0].id], Shelf.DRAFT),
    "move": lambda tx, house: appointments.move(
        tx, house.booked[0].id, span(18), seen=None, anyway="urgent"
    ),
    "more places": lambda tx, house: availabilities.amend(
        tx, house.open.id, opened.hours(house.resource.id, MORNING, capacity=2), seen=None
    ),
    "open": lambda tx, house: availabilities.add(tx, opened.hours(house.resource.id, span(14))),
    "open several": lambda tx, house: availabilities.add_all(
        tx, [opened.hours(house.resource.id, span(14))]
    ),
    "a slot": lambda tx, house: provider_slots.add_slot(tx, opened.slot(house.resource.id)),
    "a series": lambda tx, house: provider_slots.add_slot(
        tx, opened.slot(house.resource.id, pattern=Pattern.WEEKLY)
    ),
    "split": lambda tx, house: splitting.split(
        tx,
        house.open.id,
        TODAY,
        Scope.ALL,
        opened.hours(house.resource.id, MORNING, capacity=2),
        seen=None,
    ),
}


@pytest.mark.parametrize("act", FREEING.values(), ids=FREEING)
def test_whatever_frees_or_makes_a_place_offers_it_to_the_first(
    database: Database, house: Full, act: Callable[[Any, Full], object]
) -> None:
    do(database, act, house)

    got = offered(database)
    assert next(iter(got)) == "Ada"
    assert len(got) == 2 or free(database) == 0


def test_a_place_that_was_shut_is_offered_when_it_opens_again(database: Database) -> None:
    house = full(database)
    shut = do(database, closures.close, NINE, house.resource.id)
    site = do(database, closures.close, TEN, None)
    do(database, appointments.cancel, [house.booked[0].id, house.booked[2].id])
    for name in ("Ada", "Bo"):
        do(database, waiting.join, joining(house.type, name))

    do(database, closures.reopen, [shut.id])
    assert offered(database) == {"Ada": NINE}

    later = span(15)
    do(database, closures.amend, site.id, later, None, "Later", seen=None)
    assert offered(database) == {"Ada": NINE, "Bo": TEN}


def test_open_time_from_the_bin_is_offered_as_well(database: Database) -> None:
    house = full(database)
    with database.write("ann") as tx:
        other = build.availability(tx, house.resource.id, span(14), shelf=Shelf.TRASH.value)
    do(database, waiting.join, joining(house.type))

    do(database, availabilities.restore, [other.id])

    assert offered(database) == {"Ada Lind": span(14)}


def test_a_hold_given_back_goes_to_those_who_wait(database: Database) -> None:
    house = full(database, capacity=1)
    do(database, appointments.cancel, [house.booked[0].id])
    held = do(database, appointments.hold, house.open.id, NINE)
    do(database, waiting.join, joining(house.type))

    do(database, appointments.release, held.id)

    assert offered(database) == {"Ada Lind": NINE}


def test_a_hold_that_ran_out_is_found_by_the_sweep(database: Database, clock: Clock) -> None:
    house = full(database)
    do(database, appointments.cancel, [house.booked[0].id])
    do(database, appointments.hold, house.open.id, NINE)
    do(database, waiting.join, joining(house.type))
    assert not ask(database, waiting.due)
    assert ask(database, waiting.next_deadline) == at(9, 5)
    clock.advance(timedelta(minutes=5))

    assert ask(database, waiting.due)
    [made] = do(database, waiting.sweep)

    assert made.span == NINE
    assert do(database, waiting.sweep) == []


def test_declining_goes_on_to_the_next_and_so_does_the_clock(
    database: Database, house: Full, clock: Clock
) -> None:
    do(database, appointments.cancel, [house.booked[2].id])

    [following] = do(database, waiting.decline, 1)
    assert (following.entry_id, following.span) == (2, TEN)
    do(database, waiting.join, joining(house.type, "Cleo"))
    clock.advance(timedelta(hours=1))
    do(database, waiting.sweep)

    assert states(database) == {"Ada": "declined", "Bo": "lapsed", "Cleo": "offered 10:30"}


def test_who_waits_for_something_else_blocks_nobody(database: Database) -> None:
    house = full(database)
    with database.write("ann") as tx:
        other = build.resource(tx, "Dr. Ian", "Lee")
        with_lee = build.variation(tx, house.type.id, other.id)
        with_rossi = build.variation(tx, house.type.id, house.resource.id)
        massage = build.appointment_type(tx, "massage")
        typed = build.availability(tx, house.resource.id, span(13), appointment_type="Massage")
        taken = build.appointment(tx, typed, span(13))
    wishes: dict[str, dict[str, Any]] = {
        "of Lee": {"variation_id": with_lee.id},
        "tomorrow": {"dates": (TOMORROW,)},
        "later": {"since": time(17)},
        "early": {"until": time(10)},
        "next week": {"earliest": TODAY + timedelta(days=7)},
        "too soon": {"notice": timedelta(hours=2)},
        "many": {"party": 2},
        "fits": {"variation_id": with_rossi.id, "dates": (TODAY,), "latest": TODAY},
    }
    for name, fields in wishes.items():
        do(database, waiting.join, joining(house.type, name, **fields))
    do(database, waiting.join, joining(massage, "massage"))

    do(database, appointments.cancel, [house.booked[0].id])
    assert offered(database) == {"fits": NINE}

    do(database, appointments.cancel, [taken.id])
    assert offered(database) == {"fits": NINE, "massage": span(13)}


def test_nobody_is_offered_what_begins_sooner_than_they_can_come(
    database: Database, clock: Clock
) -> None:
    house = full(database)
    do(database, waiting.join, joining(house.type, notice=timedelta(minutes=60)))
    do(database, appointments.cancel, [house.booked[0].id])
    assert offered(database) == {}

    do(database, appointments.cancel, [house.booked[1].id])

    assert offered(database) == {"Ada Lind": HALF_PAST}


def test_what_has_begun_is_nobodys_any_more(database: Database, house: Full, clock: Clock) -> None:
    clock.advance(timedelta(minutes=30))

    do(database, appointments.cancel, [house.booked[0].id])

    assert offered(database) == {}


def test_an_offer_never_stands_longer_than_until_its_start(database: Database, house: Full) -> None:
    do(database, appointments.cancel, [house.booked[0].id, house.booked[2].id])

    first, second = ask(database, waiting_line.listed, states=[State.OFFERED])

    assert first.offer.held_until == at(9, 30)
    assert second.offer.held_until == at(10)


def test_the_time_of_an_offer_runs_only_while_the_desk_is_open(database: Database) -> None:
    house = full(database)
    with database.write("ann") as tx:
        late = build.availability(tx, house.resource.id, span(12, day=1))
        taken = build.appointment(tx, late, span(12, day=1))
    choose(database, opening_hours="08:00-10:20", offer_minutes=60)
    do(database, waiting.join, joining(house.type, dates=(TOMORROW,)))

    do(database, appointments.cancel, [taken.id])

    [made] = ask(database, waiting_line.listed, states=[State.OFFERED])
    # Nine in UTC is ten here: twenty minutes today, the others from eight tomorrow.
    assert made.offer.held_until == at(7, 40, day=1)


def test_nothing_is_offered_that_begins_before_anybody_can_be_reached(
    database: Database, house: Full
) -> None:
    choose(database, opening_hours="12:00-18:00")

    do(database, appointments.cancel, [each.id for each in house.booked])

    assert offered(database) == {}
    assert do(database, waiting.offer, 1).span == NINE


def test_shortly_before_its_start_a_place_is_not_offered_any_more(
    database: Database, house: Full
) -> None:
    choose(database, closing_minutes=45)

    do(database, appointments.cancel, [house.booked[0].id])
    assert offered(database) == {}

    do(database, appointments.cancel, [house.booked[1].id])
    assert offered(database) == {"Ada": HALF_PAST}


def test_a_type_can_have_its_own_time_for_offers(database: Database) -> None:
    house = full(database, offer_length=timedelta(minutes=10))
    do(database, waiting.join, joining(house.type))

    do(database, appointments.cancel, [house.booked[2].id])

    [made] = ask(database, waiting_line.listed)
    assert made.offer.held_until == at(9, 10)


@pytest.mark.parametrize(
    ("site", "own", "by_itself"),
    [(True, None, True), (True, False, False), (False, None, False), (False, True, True)],
)
def test_offers_go_by_themselves_where_the_type_or_the_house_says_so(
    database: Database, site: bool, own: bool | None, by_itself: bool
) -> None:
    house = full(database, automatic=own)
    choose(database, automatic=site)
    do(database, waiting.join, joining(house.type))

    do(database, appointments.cancel, [house.booked[0].id])

    assert bool(offered(database)) is by_itself


def test_a_party_waits_until_there_are_places_for_all_of_it(database: Database) -> None:
    house = full(database, capacity=3)
    do(database, waiting.join, joining(house.type, "Pair", party=2))
    solo = do(database, waiting.join, joining(house.type, "Solo"))

    do(database, appointments.cancel, [house.booked[0].id])
    assert states(database) == {"Pair": "waiting 1", "Solo": "waiting 2"}

    do(database, appointments.cancel, [house.booked[1].id])
    assert offered(database) == {"Pair": NINE}
    do(database, appointments.cancel, [house.booked[2].id])
    assert offered(database) == {"Pair": NINE, "Solo": NINE}
    assert solo.party == 1


def test_a_smaller_party_goes_ahead_only_when_somebody_says_so(database: Database) -> None:
    house = full(database, capacity=3)
    do(database, waiting.join, joining(house.type, "Pair", party=2))
    solo = do(database, waiting.join, joining(house.type, "Solo"))
    do(database, appointments.cancel, [house.booked[0].id])

    do(database, waiting.reorder, solo.id, 1, "A pair does not fit today")

    assert states(database) == {"Solo": "offered 09:30", "Pair": "waiting 1"}


def test_what_was_kept_for_a_party_is_free_for_others_when_it_leaves(database: Database) -> None:
    house = full(database, capacity=2)
    pair = do(database, waiting.join, joining(house.type, "Pair", party=2))
    do(database, waiting.join, joining(house.type, "Solo"))
    do(database, appointments.cancel, [house.booked[0].id])

    do(database, waiting.leave, [pair.id])

    assert offered(database) == {"Solo": NINE}


def test_a_visit_that_moves_offers_only_what_it_leaves_in_the_end(
    database: Database, house: Full
) -> None:
    with database.write("ann") as tx:
        lee = build.resource(tx, "Dr. Ian", "Lee")
        there = build.availability(tx, lee.id, span(15, minutes=90))
        run = [build.appointment(tx, there, part, "Zoe") for part in (span(15), span(15, 30))]
        last = build.appointment(tx, there, span(16), "Last")
        to = booking.place_at(tx, lee.id, span(15, 30, minutes=60))
        appointments.cancel(tx, [last.id])
    assert offered(database) == {"Ada": span(16)}
    do(database, waiting.withdraw, 1, back=False)
    assert offered(database) == {"Bo": span(16)}
    do(database, waiting.withdraw, 2, back=False)
    do(database, waiting.join, joining(house.type, "Cleo", until=time(16, 30)))

    do(database, booking.move, run, to)

    assert offered(database) == {"Cleo": span(15)}


def test_the_freed_place_is_never_seen_free_by_another_workstation(both: Database) -> None:
    house = full(both)
    do(both, waiting.join, joining(house.type))
    elsewhere = Database(address_of(both), clock=both.clock)

    with both.write("bob") as tx:
        appointments.cancel(tx, [house.booked[0].id])
        if both.engine.dialect.name == "sqlite":
            assert free(elsewhere) == 0

    assert free(elsewhere) == 0
    with pytest.raises(SlotFull), elsewhere.write("eve") as tx:
        appointments.book(tx, house.open.id, NINE, Details(title="Eve"))
    elsewhere.close()
