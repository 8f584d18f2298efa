"""Undoing in the calendar gives back what was there, unless others have built upon it since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from desk.domain.appointment import Appointment, Details, Shelf, Standing
from desk.domain.availability import Availability
from desk.domain.errors import Stale
from desk.domain.open_time import NewAvailability
from desk.services import appointments, availabilities, closures, people, undo
from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests import build
from tests.conftest import Clock
from tests.contents import contents
from tests.services.test_appointments import now_of, place_of
from tests.services.test_undo import do, refused, revert

TEN, ELEVEN = build.span(10), build.span(11)
ADA, BO, CY = Details(title="Ada Lind"), Details(title="Bo Berg"), Details(title="Cy Dahl")
A_MINUTE = timedelta(minutes=1)


def morning(database: Database, **fields: Any) -> Availability:
    with database.write("ann") as tx:
        return build.mornings(tx, build.resource(tx).id, **fields)


def booked_on(database: Database, on: Availability, **fields: Any) -> Appointment:
    with database.write("ann") as tx:
        return build.appointment(tx, on, TEN, **fields)


def as_new(there: Availability, **changes: Any) -> NewAvailability:
    """What the availability is, with some of it changed."""
    facts = {
        "resource_id": there.resource_id,
        "span": there.span,
        "slot_length": there.slot_length,
        "capacity": there.capacity,
        "rule": there.rule,
    }
    return NewAvailability(**facts | changes)


def test_a_cancelled_appointment_gets_its_place_back(both: Database) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    before = contents(both, without=("version", "updated_at", "updated_by"))
    cancelled = do(both, appointments.cancel, [booked.id], reason="ill")
    assert place_of(both, booked) is None

    revert(both, cancelled)

    assert contents(both, without=("version", "updated_at", "updated_by")) == before


def test_a_place_that_somebody_has_taken_since_is_not_given_back(both: Database) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    cancelled = do(both, appointments.cancel, [booked.id])
    taken = do(both, appointments.book, on.id, TEN, BO)

    assert refused(both, cancelled) is Stale

    revert(both, taken)
    revert(both, cancelled)
    assert now_of(both, booked).standing(TEN.start) is Standing.BOOKED


def test_where_there_is_room_for_several_another_place_will_do(both: Database) -> None:
    on = morning(both, capacity=2)
    booked = booked_on(both, on)
    cancelled = do(both, appointments.cancel, [booked.id])
    do(both, appointments.book, on.id, TEN, BO)
    assert place_of(both, booked) is None

    revert(both, cancelled)

    assert place_of(both, booked) == 1


def test_nobody_booked_beyond_the_places_stands_in_the_way(both: Database) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    cancelled = do(both, appointments.cancel, [booked.id])
    do(both, appointments.book, on.id, TEN, BO)
    with both.write("ann") as tx:
        tx.get(AppointmentRecord, 2).place = None
        tx.get(AppointmentRecord, 2).beyond = "urgent"

    revert(both, cancelled)

    assert place_of(both, booked) == 0


def test_a_hold_that_ran_out_does_not_stand_in_the_way(both: Database, clock: Clock) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    cancelled = do(both, appointments.cancel, [booked.id])
    do(both, appointments.hold, on.id, TEN, BO, length=A_MINUTE)
    assert refused(both, cancelled) is Stale
    clock.advance(A_MINUTE)

    revert(both, cancelled)

    assert place_of(both, booked) == 0


def test_a_time_that_was_closed_since_gets_nobody_back(both: Database) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    cancelled = do(both, appointments.cancel, [booked.id])
    closed = do(both, closures.close, TEN, None, "Fire drill")

    assert refused(both, cancelled) is Stale

    revert(both, closed)
    revert(both, cancelled)
    assert place_of(both, booked) == 0


def test_whoever_was_flagged_before_comes_back_flagged(both: Database) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    do(both, closures.close, TEN, None, "Fire drill")
    cancelled = do(both, appointments.cancel, [booked.id])

    revert(both, cancelled)

    now = now_of(both, booked)
    assert (now.flagged, now.shelf, place_of(both, now)) == (True, Shelf.PUBLIC, 0)


def test_a_closure_made_by_mistake_leaves_nobody_flagged(both: Database) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    before = contents(both)
    closed = do(both, closures.close, TEN, None, "Fire drill")
    assert now_of(both, booked).flagged

    revert(both, closed)

    assert contents(both) == before


def test_somebody_whom_another_closure_hits_as_well_stays_flagged(both: Database) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    first = do(both, closures.close, TEN, None, "Fire drill")
    do(both, closures.close, TEN, on.resource_id, "Training")

    assert refused(both, first) is Stale
    assert now_of(both, booked).flagged


def test_a_closure_does_not_come_back_upon_who_was_booked_since(both: Database) -> None:
    on = morning(both)
    with both.write("ann") as tx:
        shut = build.closure(tx, TEN)
    reopened = do(both, closures.reopen, [shut.id])
    booked = do(both, appointments.book, on.id, TEN, BO)

    assert refused(both, reopened) is Stale

    revert(both, booked)
    revert(both, reopened)


@pytest.mark.parametrize(
    "changes",
    [{"capacity": 2}, {"span": build.span(9, minutes=240)}, {"slot_length": timedelta(hours=1)}],
)
def test_open_time_that_somebody_was_booked_on_since_does_not_go(
    both: Database, changes: dict[str, Any]
) -> None:
    on = morning(both)
    if "capacity" in changes:
        booked_on(both, on)
    amended = do(both, availabilities.amend, on.id, as_new(on, **changes), seen=None)
    spans = {"capacity": TEN, "span": build.span(12), "slot_length": build.span(10, minutes=60)}
    booked = do(both, appointments.book, on.id, spans[next(iter(changes))], BO)

    assert refused(both, amended) is Stale

    revert(both, booked)
    revert(both, amended)


def test_new_open_time_that_somebody_was_booked_on_cannot_be_undone(both: Database) -> None:
    on = morning(both)
    added = do(both, availabilities.add, as_new(on, span=build.span(14, minutes=60), rule=None))
    with both.read() as tx:
        [new] = [each for each in availabilities.listed(tx) if each.id != on.id]
    do(both, appointments.book, new.id, build.span(14), ADA)

    assert refused(both, added) is Stale


def test_a_move_is_taken_back_unless_the_old_place_is_gone(both: Database) -> None:
    on = morning(both)
    booked = booked_on(both, on)
    moved = do(both, appointments.move, booked.id, ELEVEN, seen=None)
    taken = do(both, appointments.book, on.id, TEN, BO)

    assert refused(both, moved) is Stale

    revert(both, taken)
    revert(both, moved)
    assert now_of(both, booked).span == TEN


def test_two_who_changed_places_in_one_act_change_back(both: Database) -> None:
    on = morning(both)
    one = booked_on(both, on)
    with both.write("ann") as tx:
        other = build.appointment(tx, on, ELEVEN)
    before = contents(both)
    with both.write("ann") as tx:
        appointments.move(tx, one.id, build.span(11, 30), seen=None)
        appointments.move(tx, other.id, TEN, seen=None)
        appointments.move(tx, one.id, ELEVEN, seen=None)

    revert(both, revert(both, revert(both, tx.batch)))

    assert contents(both) == before


def test_a_booking_made_of_a_hold_is_a_hold_again_and_then_nothing(
    both: Database, clock: Clock
) -> None:
    on = morning(both)
    before = contents(both)
    held = do(both, appointments.hold, on.id, TEN, BO)
    confirmed = do(both, appointments.confirm, 1, CY)

    revert(both, confirmed)
    with both.read() as tx:
        assert appointments.one(tx, 1).standing(clock.now) is Standing.HELD
    revert(both, held)

    assert contents(both) == before


@pytest.mark.parametrize(
    "act",
    [appointments.arrive, appointments.admit, appointments.complete, appointments.miss],
    ids=lambda act: str(act.__name__),
)
def test_a_mark_set_by_mistake_is_gone(both: Database, act: Callable[..., object]) -> None:
    booked = booked_on(both, morning(both))
    before = contents(both)
    marked = do(both, act, [booked.id])

    revert(both, marked)

    assert contents(both) == before


def test_people_made_one_by_mistake_have_their_own_appointments_again(both: Database) -> None:
    on = morning(both)
    with both.write("ann") as tx:
        keep, other = build.patient(tx, "Ana", "Ruiz").id, build.patient(tx, "Anna", "Reis").id
    booked = booked_on(both, on, person_id=other)
    merged = do(both, people.merge, keep, other)
    assert now_of(both, booked).name == "Ana Ruiz"

    with both.write("ann") as tx:
        undo.revert(tx, merged)
        assert tx.get(AppointmentRecord, booked.id).value().name == "Anna Reis"

    assert now_of(both, booked).person_id == other


def test_booking_and_the_hold_before_it_are_undone_in_one_step(both: Database) -> None:
    on = morning(both)
    before = contents(both)
    held = do(both, appointments.hold, on.id, TEN)
    confirmed = do(both, appointments.confirm, 1, ADA)
    after = contents(both)

    with both.write("ann") as tx:
        undo.revert(tx, confirmed)
        undo.revert(tx, held)
    assert contents(both) == before

    revert(both, tx.batch)
    assert contents(both) == after
    with both.read() as look:
        assert look.get(AppointmentRecord, 1).place == 0
