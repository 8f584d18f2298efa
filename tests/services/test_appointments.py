"""Booking, holding, moving and cancelling, and what of it is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.domain.appointment import Appointment, Details, Standing
from desk.domain.availability import Availability
from desk.domain.errors import (
    Clash,
    DeskError,
    Invalid,
    Lapsed,
    NotASlot,
    NotFound,
    NotStanding,
    SlotClosed,
    SlotFull,
    Stale,
)
from desk.services import appointments, journal, people
from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests import build
from tests.conftest import Clock, at
from tests.contents import contents

NINE, TEN, LATE = build.span(9), build.span(10), build.span(18)
ADA = Details(title="Ada Lind")
BO = Details(title="Bo Berg", owner="u1")
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def morning(database: Database) -> Availability:
    """Mornings from nine to twelve in slots of half an hour, for one each."""
    with database.write("ann") as tx:
        return build.mornings(tx, build.resource(tx).id)


def do(database: Database, service: Any, *args: Any, **kwargs: Any) -> Any:
    """What comes of a service that bob carries out."""
    with database.write("bob") as tx:
        return service(tx, *args, **kwargs)


def refused(database: Database, service: Any, *args: Any, **kwargs: Any) -> DeskError:
    """Why a service is refused, having seen that nothing is different for it."""
    before = contents(database, without=())
    with pytest.raises(DeskError) as refusal, database.write("bob") as tx:
        service(tx, *args, **kwargs)
    assert contents(database, without=()) == before
    return refusal.value


def now_of(database: Database, appointment: Appointment) -> Appointment:
    with database.read() as tx:
        return appointments.one(tx, appointment.id)


def place_of(database: Database, appointment: Appointment) -> int | None:
    with database.read() as tx:
        return tx.get(AppointmentRecord, appointment.id).place


def test_a_booking_says_all_that_was_said_of_it(database: Database, morning: Availability) -> None:
    with database.write("ann") as tx:
        person = build.patient(tx, "Ana", "Ruiz").id
    details = Details(
        person_id=person,
        title=" Check-up ",
        owner="u7",
        appointment_type="consultation",
        note="first time",
        extra={"room": 3},
    )

    booked = do(database, appointments.book, morning.id, NINE, details)

    assert now_of(database, booked) == booked
    assert (booked.name, booked.title, booked.note) == ("Ana Ruiz", "Check-up", "first time")
    assert (booked.owner, booked.extra, booked.appointment_type) == (
        *("u7", {"room": 3}, "consultation"),
    )
    assert (booked.resource_id, booked.created_by) == (morning.resource_id, "bob")
    assert booked.standing(at(9)) is Standing.BOOKED


def test_the_type_is_that_of_the_slot_unless_another_is_given(database: Database) -> None:
    with database.write("ann") as tx:
        on = build.mornings(tx, build.resource(tx).id, appointment_type="vaccination")

    plain = do(database, appointments.book, on.id, NINE, ADA)
    other = do(database, appointments.book, on.id, TEN, Details(appointment_type="x-ray"))

    assert (plain.appointment_type, other.appointment_type) == ("vaccination", "x-ray")


def test_the_past_can_be_booked(database: Database, morning: Availability) -> None:
    long_ago = build.span(9, minutes=180, day=-700)
    with database.write("ann") as tx:
        old = build.availability(tx, morning.resource_id, long_ago, rule=build.WORKDAYS)

    booked = do(database, appointments.book, old.id, build.span(9, day=-693), ADA)

    assert booked.span.end < at(9)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details(title="x" * 201), "title"),
        (Details(appointment_type="x" * 65), "appointment_type"),
        (Details(note="a\0b"), "note"),
        (Details(person_id=4711), "person"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(
    database: Database, morning: Availability, details: Details, field: str
) -> None:
    refusal = refused(database, appointments.book, morning.id, NINE, details)

    assert isinstance(refusal, Invalid)
    assert set(refusal.reasons) == {field}


def test_nobody_is_booked_who_was_merged_into_somebody_else(
    database: Database, morning: Availability
) -> None:
    with database.write("ann") as tx:
        keep, other = build.patient(tx).id, build.patient(tx).id
        people.merge(tx, keep, other)

    assert isinstance(
        refused(database, appointments.book, morning.id, NINE, Details(person_id=other)), Invalid
    )


def test_a_slot_that_cannot_be_had_is_refused(database: Database, morning: Availability) -> None:
    with database.write("ann") as tx:
        build.closure(tx, TEN, reason="Training")
    do(database, appointments.book, morning.id, NINE, ADA)

    book = appointments.book
    assert isinstance(refused(database, book, morning.id, NINE, BO), SlotFull)
    assert isinstance(refused(database, book, morning.id, TEN, BO), SlotClosed)
    assert isinstance(refused(database, book, morning.id, LATE, BO), NotASlot)
    assert isinstance(refused(database, book, 4711, NINE, BO), NotFound)
    assert isinstance(refused(database, book, None, NINE, BO, resource_id=4711), Invalid)


def test_with_a_reason_whatever_cannot_be_had_is_booked_beyond_the_places(
    database: Database, morning: Availability
) -> None:
    with database.write("ann") as tx:
        build.closure(tx, TEN)
    do(database, appointments.book, morning.id, NINE, ADA)
    since = build.last_change(database)

    for span in (NINE, TEN, LATE):
        booked = do(database, appointments.book, morning.id, span, BO, anyway=" urgent ")
        assert (booked.beyond, booked.span) == ("urgent", span)
        assert place_of(database, booked) is None

    with database.read() as tx:
        assert {each.reason for each in journal.since(tx, since)} == {"urgent"}


def test_a_reason_that_was_not_needed_is_not_kept(
    database: Database, morning: Availability
) -> None:
    since = build.last_change(database)

    booked = do(database, appointments.book, morning.id, NINE, ADA, anyway="urgent")

    assert (booked.beyond, place_of(database, booked)) == ("", 0)
    with database.read() as tx:
        assert {each.reason for each in journal.since(tx, since)} == {""}


def test_what_has_no_slot_stands_by_itself_where_the_time_is_free(
    database: Database, morning: Availability
) -> None:
    whose = {"resource_id": morning.resource_id}
    do(database, appointments.book, morning.id, NINE, ADA)
    staff = Details(title="Staff meeting")

    alone = do(database, appointments.book, None, LATE, staff, **whose)

    assert (alone.availability_id, alone.resource_id) == (None, morning.resource_id)
    refusal = refused(database, appointments.book, None, build.span(9, 15), staff, **whose)
    assert isinstance(refusal, Clash)
    assert refusal.detail == "Ada Lind"
    over = do(database, appointments.book, None, NINE, staff, anyway="asked for", **whose)
    assert over.beyond == "asked for"


def test_a_hold_lasts_as_long_as_the_house_says_or_as_long_as_it_is_told(
    database: Database, morning: Availability, clock: Clock
) -> None:
    usual = do(database, appointments.hold, morning.id, NINE)
    short = do(database, appointments.hold, morning.id, TEN, BO, length=A_MINUTE)

    assert usual.held_until == clock.now + timedelta(minutes=5)
    assert short.held_until == clock.now + A_MINUTE
    assert isinstance(refused(database, appointments.book, morning.id, NINE, ADA), SlotFull)
    refusal = refused(database, appointments.hold, morning.id, LATE, length=-A_MINUTE)
    assert isinstance(refusal, Invalid)


def test_whoever_holds_a_slot_again_goes_on_holding_it(
    database: Database, morning: Availability, clock: Clock
) -> None:
    held = do(database, appointments.hold, morning.id, NINE, BO, length=A_MINUTE)
    clock.advance(A_MINUTE / 2)

    again = do(database, appointments.hold, morning.id, NINE, BO, length=A_MINUTE)

    assert again.id == held.id
    assert again.held_until == clock.now + A_MINUTE
    other = Details(owner="u2")
    assert isinstance(refused(database, appointments.hold, morning.id, NINE, other), SlotFull)


@pytest.mark.parametrize("passed", [A_MINUTE / 2, A_MINUTE, 9 * A_MINUTE])
def test_booking_what_one_holds_makes_a_booking_of_the_hold(
    database: Database, morning: Availability, clock: Clock, passed: timedelta
) -> None:
    held = do(
        database, appointments.hold, morning.id, NINE, Details(owner="u1", extra={"a": 1, "b": 1})
    )
    clock.advance(passed)
    said = Details(owner="u1", title="Bo Berg", extra={"b": 2})

    booked = do(database, appointments.book, morning.id, NINE, said)

    assert booked.id == held.id
    assert (booked.held_until, booked.name, booked.extra) == (None, "Bo Berg", {"a": 1, "b": 2})
    assert place_of(database, booked) == 0


def test_a_person_is_known_as_the_holder_as_well(database: Database, morning: Availability) -> None:
    with database.write("ann") as tx:
        details = Details(person_id=build.patient(tx).id)
    held = do(database, appointments.hold, morning.id, NINE, details)

    booked = do(database, appointments.book, morning.id, NINE, details)

    assert booked.id == held.id


def test_what_the_owner_has_booked_already_does_count(
    database: Database, morning: Availability
) -> None:
    do(database, appointments.book, morning.id, NINE, BO)

    assert isinstance(refused(database, appointments.book, morning.id, NINE, BO), SlotFull)
    assert isinstance(refused(database, appointments.hold, morning.id, NINE, BO), SlotFull)


def test_a_hold_that_ran_out_is_renewed_as_long_as_nobody_has_the_place(
    database: Database, morning: Availability, clock: Clock
) -> None:
    held = do(database, appointments.hold, morning.id, NINE, BO, length=A_MINUTE)
    clock.advance(A_MINUTE)

    renewed = do(database, appointments.renew, held.id, length=A_MINUTE)
    assert renewed.standing(clock.now) is Standing.HELD

    clock.advance(A_MINUTE)
    do(database, appointments.book, morning.id, NINE, ADA)
    assert isinstance(refused(database, appointments.renew, held.id), Lapsed)


def test_a_hold_is_confirmed_with_what_has_been_typed_meanwhile(
    database: Database, morning: Availability, clock: Clock
) -> None:
    held = do(database, appointments.hold, morning.id, NINE, Details(note="window seat"))

    booked = do(database, appointments.confirm, held.id, ADA)

    assert (booked.id, booked.name, booked.note) == (held.id, "Ada Lind", "window seat")
    assert booked.standing(clock.now) is Standing.BOOKED


def test_somebody_at_the_counter_is_booked_and_there_in_one_act(
    database: Database, morning: Availability, clock: Clock
) -> None:
    held = do(database, appointments.hold, morning.id, NINE)

    there = do(database, appointments.confirm, held.id, ADA, arrived=True)

    assert (there.standing(clock.now), there.arrived_at) == (Standing.ARRIVED, clock.now)


def test_a_hold_that_ran_out_is_confirmed_if_the_place_is_still_there(
    database: Database, morning: Availability, clock: Clock
) -> None:
    held = do(database, appointments.hold, morning.id, NINE, BO, length=A_MINUTE)
    other = do(database, appointments.hold, morning.id, TEN, BO, length=A_MINUTE)
    clock.advance(A_MINUTE)
    do(database, appointments.book, morning.id, TEN, ADA)

    assert do(database, appointments.confirm, held.id).standing(clock.now) is Standing.BOOKED
    refusal = refused(database, appointments.confirm, other.id)
    assert isinstance(refusal, SlotFull)
    assert refusal.detail == "bob: Ada Lind"


def test_a_hold_whose_slot_was_closed_meanwhile_cannot_be_confirmed(
    database: Database, morning: Availability
) -> None:
    held = do(database, appointments.hold, morning.id, NINE)
    with database.write("ann") as tx:
        build.closure(tx, NINE, reason="Fire drill")

    refusal = refused(database, appointments.confirm, held.id, ADA)

    assert isinstance(refusal, SlotClosed)
    assert refusal.detail == "Fire drill"


def test_a_hold_that_is_given_back_frees_its_place_at_once(
    database: Database, morning: Availability
) -> None:
    held = do(database, appointments.hold, morning.id, NINE)

    do(database, appointments.release, held.id)

    assert place_of(database, held) is None
    assert do(database, appointments.book, morning.id, NINE, ADA)
    for act in (appointments.release, appointments.confirm, appointments.renew):
        refusal = refused(database, act, held.id)
        assert isinstance(refusal, NotStanding)
        assert refusal.standing == "cancelled"


def test_a_booking_is_no_hold_that_could_be_renewed(
    database: Database, morning: Availability
) -> None:
    booked = do(database, appointments.book, morning.id, NINE, ADA)

    for act in (appointments.release, appointments.confirm, appointments.renew):
        refusal = refused(database, act, booked.id)
        assert isinstance(refusal, NotStanding)
        assert (refusal.name, refusal.standing) == ("Ada Lind", "booked")


def test_what_is_said_is_changed_only_by_who_has_seen_it(
    database: Database, morning: Availability
) -> None:
    booked = do(database, appointments.book, morning.id, NINE, ADA)
    with database.write("ann") as tx:
        person = build.patient(tx, "Ana", "Ruiz").id

    changed = do(
        database,
        appointments.amend,
        booked.id,
        Details(person_id=person, note="call first"),
        seen=booked.version,
    )

    assert (changed.name, changed.title, changed.note) == ("Ana Ruiz", "", "call first")
    assert (changed.span, place_of(database, changed)) == (NINE, 0)
    assert isinstance(
        refused(database, appointments.amend, booked.id, ADA, seen=booked.version), Stale
    )
    assert do(database, appointments.amend, booked.id, ADA, seen=None).name == "Ada Lind"
    do(database, appointments.cancel, [booked.id])
    assert isinstance(refused(database, appointments.amend, booked.id, ADA, seen=None), NotStanding)


def test_a_duplicate_of_somebody_leaves_the_appointments_to_who_stays(
    database: Database, morning: Availability
) -> None:
    with database.write("ann") as tx:
        keep, other = build.patient(tx, "Ana", "Ruiz").id, build.patient(tx, "Anna", "Reis").id
    booked = do(database, appointments.book, morning.id, NINE, Details(person_id=other))

    do(database, people.merge, keep, other)

    now = now_of(database, booked)
    assert (now.person_id, now.name) == (keep, "Ana Ruiz")
