"""When many want the same slot at the same moment, the right number gets it and the others know."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import chain
from threading import Event

import pytest
from sqlalchemy import insert, text

from desk.domain.appointment import Details, Shelf
from desk.domain.availability import Availability
from desk.domain.errors import SlotFull
from desk.services import appointment_rows, appointments, people, undo
from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests import build
from tests.conftest import Clock, address_of, at
from tests.services.rivals import at_once, book, close, confirm, each_elsewhere, elsewhere
from tests.services.test_races import kinds

TEN = build.span(10)
START = TEN.start.isoformat()
ADA = Details(title="Ada Lind")
FULL = "SlotFull rival: Ada Lind"


def morning(database: Database, capacity: int = 1) -> Availability:
    with database.write("ann") as tx:
        return build.mornings(tx, build.resource(tx).id, capacity=capacity)


def places(database: Database, on: Availability) -> list[int]:
    """The places that are taken on the slot."""
    with database.read() as tx:
        there = appointment_rows.overlapping(
            tx, TEN, None, AppointmentRecord.availability_id == on.id
        )
        records = [tx.get(AppointmentRecord, each.id) for each in there]
        return sorted(record.place for record in records if record.place is not None)


def unheard(database: Database) -> int:
    """How many are booked in closed time without anybody being told."""
    with database.read() as tx:
        return sum(not each.flagged for each in appointment_rows.overlapping(tx, TEN, None))


@pytest.mark.parametrize("capacity", [1, 3])
def test_of_twenty_threads_as_many_get_a_slot_as_it_has_places(
    both: Database, capacity: int
) -> None:
    on = morning(both, capacity)

    outcomes = at_once(both, [partial(book, availability=str(on.id), start=START)] * 20)

    assert kinds(outcomes) == {"done": capacity, "SlotFull": 20 - capacity}
    assert outcomes.count(FULL) == 20 - capacity
    assert places(both, on) == list(range(capacity))


@pytest.mark.parametrize("capacity", [1, 3])
def test_of_twenty_attempts_by_four_programs_as_many_get_a_slot_as_it_has_places(
    both: Database, capacity: int
) -> None:
    on = morning(both, capacity)

    outcomes = elsewhere(address_of(both), 4, 5, "book", str(on.id), START)

    assert kinds(outcomes) == {"done": capacity, "SlotFull": 20 - capacity}
    assert outcomes.count(FULL) == 20 - capacity
    assert places(both, on) == list(range(capacity))


def test_of_twenty_who_would_hold_a_slot_one_does(both: Database) -> None:
    on = morning(both)

    outcomes = at_once(both, [lambda tx: appointments.hold(tx, on.id, TEN).id] * 20)

    assert kinds(outcomes) == {"done": 1, "SlotFull": 19}


@pytest.mark.parametrize("whose", ["site", "resource"])
def test_nobody_is_booked_in_closed_time_without_being_flagged(both: Database, whose: str) -> None:
    for _ in range(8):
        on = morning(both)
        shut = partial(close, whose=whose if whose == "site" else str(on.resource_id), start=START)
        take = partial(book, availability=str(on.id), start=START)

        outcomes = at_once(both, [take, take, shut, take])

        assert kinds(outcomes)["done"] in (1, 2)
        assert outcomes[2].startswith("done")
        assert set(kinds(outcomes)) <= {"done", "SlotFull", "SlotClosed"}
        assert unheard(both) == 0
        clear(both)


@pytest.mark.parametrize("whose", ["site", "resource"])
def test_other_programs_book_nobody_in_closed_time_either(both: Database, whose: str) -> None:
    on = morning(both, 3)
    shut = ("close", whose if whose == "site" else str(on.resource_id), START)
    take = ("book", str(on.id), START)

    closed, *booked = each_elsewhere(address_of(both), 2, [shut, take, take])

    assert kinds(closed) == {"done": 2}
    assert set(kinds(list(chain(*booked)))) <= {"done", "SlotFull", "SlotClosed"}
    assert unheard(both) == 0


def clear(database: Database) -> None:
    """Let nothing be closed, and nobody booked."""
    with database.write("ann") as tx:
        tx.session.execute(text("DELETE FROM closure"))
        tx.session.execute(text("DELETE FROM appointment"))


def test_a_hold_that_just_ran_out_goes_to_one_of_those_who_want_it(
    both: Database, clock: Clock
) -> None:
    for _ in range(8):
        on = morning(both)
        with both.write("ann") as tx:
            held = appointments.hold(tx, on.id, TEN, length=timedelta(minutes=1))
        clock.advance(timedelta(minutes=1))

        take = partial(book, availability=str(on.id), start=START)
        outcomes = at_once(both, [partial(confirm, appointment=str(held.id)), take, take])

        assert kinds(outcomes) == {"done": 1, "SlotFull": 2}
        assert places(both, on) == [0]


def test_other_programs_share_a_hold_that_ran_out_no_better(both: Database) -> None:
    on = morning(both)
    with both.write("ann") as tx:
        # Theirs is the clock on the wall.
        held = build.appointment(tx, on, TEN, held_until=at(9, day=-5000))
    give = ("confirm", str(held.id))
    take = ("book", str(on.id), START)

    outcomes = list(chain(*each_elsewhere(address_of(both), 2, [give, take, take])))

    assert kinds(outcomes)["done"] == 1
    assert set(kinds(outcomes)) <= {"done", "SlotFull", "NotStanding"}
    assert places(both, on) == [0]


def test_a_hold_is_confirmed_once(both: Database) -> None:
    on = morning(both)
    with both.write("ann") as tx:
        held = appointments.hold(tx, on.id, TEN)

    outcomes = at_once(both, [partial(confirm, appointment=str(held.id))] * 8)

    assert kinds(outcomes) == {"done": 1, "NotStanding": 7}


def test_a_live_hold_is_its_holder_s_whoever_else_comes(both: Database) -> None:
    on = morning(both)
    with both.write("ann") as tx:
        held = appointments.hold(tx, on.id, TEN)

    take = partial(book, availability=str(on.id), start=START)
    outcomes = at_once(both, [take, partial(confirm, appointment=str(held.id)), take, take])

    assert kinds(outcomes) == {"done": 1, "SlotFull": 3}
    assert outcomes[1].startswith("done")


def test_those_who_move_to_and_fro_between_providers_never_stand_still(both: Database) -> None:
    one, other = morning(both), morning(both)
    with both.write("ann") as tx:
        spans = [build.span(9), build.span(9, 30), build.span(10), build.span(10, 30)]
        here = [build.appointment(tx, one, span).id for span in spans[:2]]
        there = [build.appointment(tx, other, span).id for span in spans[2:]]

    outcomes = at_once(
        both,
        [
            partial(
                appointments.move,
                appointment_id=key,
                to=span,
                seen=None,
                resource_id=to.resource_id,
            )
            for keys, to in ((here, other), (there, one))
            for key, span in zip(keys, spans[:2] if to is other else spans[2:], strict=True)
        ],
    )

    assert kinds(outcomes) == {"done": 4}


def test_two_who_would_move_onto_one_slot_do_not_both_get_it(both: Database) -> None:
    on = morning(both)
    with both.write("ann") as tx:
        ids = [build.appointment(tx, on, build.span(9, minute)).id for minute in (0, 30)]

    outcomes = at_once(
        both, [partial(appointments.move, appointment_id=key, to=TEN, seen=None) for key in ids]
    )

    assert kinds(outcomes) == {"done": 1, "SlotFull": 1}
    assert places(both, on) == [0]


def test_a_cancelled_place_is_given_back_or_given_on_but_not_both(both: Database) -> None:
    for _ in range(8):
        on = morning(both)
        with both.write("ann") as tx:
            booked = appointments.book(tx, on.id, TEN, ADA)
        with both.write("ann") as tx:
            appointments.cancel(tx, [booked.id])

        put_back = partial(undo.revert, batch=tx.batch)
        outcomes = at_once(both, [put_back, partial(book, availability=str(on.id), start=START)])

        assert kinds(outcomes)["done"] == 1
        assert set(kinds(outcomes)) <= {"done", "Stale", "SlotFull"}
        assert places(both, on) == [0]


def test_a_mark_is_set_once(both: Database) -> None:
    with both.write("ann") as tx:
        booked = build.appointment(tx, None, TEN, resource_id=build.resource(tx).id)

    outcomes = at_once(both, [partial(appointments.arrive, ids=[booked.id])] * 6)

    assert kinds(outcomes) == {"done": 1, "NotStanding": 5}


def test_an_appointment_made_during_a_merge_is_that_of_who_stays(both: Database) -> None:
    for _ in range(8):
        on = morning(both)
        with both.write("ann") as tx:
            keep, other = build.patient(tx).id, build.patient(tx).id
        who = Details(person_id=other)

        merged, booked = at_once(
            both,
            [
                partial(people.merge, keep_id=keep, duplicate_id=other),
                partial(appointments.book, availability_id=on.id, span=TEN, details=who),
            ],
        )

        assert merged.startswith("done")
        with both.read() as tx:
            assert appointments.of_person(tx, other).upcoming == []
            came = len(appointments.of_person(tx, keep).upcoming)
        assert booked == "Invalid" if came == 0 else booked.startswith("done")


def test_a_place_that_was_taken_past_all_locks_is_full_and_no_fault(
    new_server_database: Callable[[str], str], clock: Clock
) -> None:
    database = Database(new_server_database("furnished"), clock=clock)
    on = morning(database)
    row = {
        "availability_id": on.id,
        "starts": TEN.start,
        "ends": TEN.end,
        "place": 0,
        "shelf": Shelf.PUBLIC.value,
        **dict.fromkeys(("title", "note", "beyond", "caller", "created_by", "updated_by"), ""),
        **{"flagged": False, "extra": {}, "version": 1},
        **{"created_at": clock.now, "updated_at": clock.now},
    }

    with ThreadPoolExecutor(1) as thread:
        with database.write("ann") as tx:
            tx.session.execute(insert(AppointmentRecord), [row])
            outcome = thread.submit(booked, database, on)
            wait_until_somebody_waits(database)
        assert outcome.result() is SlotFull
    database.close()


def booked(database: Database, on: Availability) -> type[Exception] | None:
    try:
        with database.write("bob") as tx:
            appointments.book(tx, on.id, TEN, ADA)
    except SlotFull as refusal:
        return type(refusal)
    return None


def wait_until_somebody_waits(database: Database) -> None:
    """Until another connection waits for a lock that this one has."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(1000):
        with database.read() as tx:
            if tx.session.scalar(waiting):
                return
        Event().wait(0.01)
    raise AssertionError("nobody came")
