"""A place is taken only where there is one, and every refusal says what stands in the way."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from desk.domain.appointment import Appointment, Shelf
from desk.domain.availability import Availability
from desk.domain.errors import (
    Clash,
    DeskError,
    NotASlot,
    NotFound,
    SlotClosed,
    SlotFull,
    Unavailable,
)
from desk.domain.span import Span
from desk.services import appointment_rows, claims, site
from desk.store.database import Database, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord
from tests import build
from tests.conftest import Clock, at

NINE = build.span(9)
A_MINUTE = timedelta(minutes=1)


def morning(database: Database, **fields: Any) -> Availability:
    """Mornings from nine to twelve in slots of half an hour, for one each unless told otherwise."""
    with database.write("ann") as tx:
        return build.mornings(tx, build.resource(tx).id, **fields)


def refusal_of(database: Database, on: Availability, span: Span) -> DeskError | None:
    """Why no place can be had there; nothing if one can."""
    try:
        with database.read() as tx:
            claims.place_free(tx, on.id, span)
    except DeskError as refusal:
        return refusal
    return None


def take(tx: Write, on: Availability, span: Span, **fields: Any) -> Appointment:
    """A new claim to the slot."""
    who = {"created_at": tx.now, "created_by": tx.actor, "updated_at": tx.now, "updated_by": ""}
    record = AppointmentRecord(**{"title": "Bo Berg"} | who | fields)
    claims.take_place(tx, record, on.id, span)
    return record.value()


def places(database: Database, *ids: int) -> list[int | None]:
    with database.read() as tx:
        return [tx.get(AppointmentRecord, key).place for key in ids]


def test_a_place_is_taken_and_the_slot_is_full(both: Database) -> None:
    on = morning(both)

    with both.write("bob") as tx:
        taken = take(tx, on, NINE)

    assert (taken.availability_id, taken.resource_id) == (on.id, on.resource_id)
    assert places(both, taken.id) == [0]
    refusal = refusal_of(both, on, NINE)
    assert isinstance(refusal, SlotFull)
    assert refusal.detail == "bob: Bo Berg"


def test_whoever_is_known_is_named_as_in_the_directory(both: Database) -> None:
    on = morning(both)
    with both.write("bob") as tx:
        take(tx, on, NINE, person_id=build.patient(tx, "Ana", "Ruiz").id, title="")

    refusal = refusal_of(both, on, NINE)

    assert isinstance(refusal, SlotFull)
    assert refusal.detail == "bob: Ana Ruiz"


@pytest.mark.parametrize(
    "span",
    [
        build.span(8, 30),
        build.span(9, 15),
        build.span(9, minutes=60),
        build.span(9, minutes=15),
        build.span(12),
        build.span(9, day=5),
    ],
)
def test_only_exactly_a_slot_can_be_booked(database: Database, span: Span) -> None:
    on = morning(database)

    assert isinstance(refusal_of(database, on, span), NotASlot)


def test_what_is_not_public_has_no_slots_at_all(database: Database) -> None:
    for shelf in (Shelf.DRAFT, Shelf.TRASH, Shelf.DELETED):
        on = morning(database, shelf=shelf.value)

        assert isinstance(refusal_of(database, on, NINE), NotFound)


@pytest.mark.parametrize(
    ("shut", "closed"),
    [
        (build.span(9), True),
        (build.span(8, minutes=90), True),
        (build.span(9, 29, minutes=10), True),
        (build.span(9, 30), False),
        (build.span(8, minutes=60), False),
    ],
)
def test_a_closure_of_the_resource_shuts_what_it_overlaps(
    database: Database, shut: Span, closed: bool
) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        build.closure(tx, shut, on.resource_id, "Training")

    refusal = refusal_of(database, on, NINE)

    assert isinstance(refusal, SlotClosed) is closed
    if isinstance(refusal, SlotClosed):
        assert refusal.detail == "Training"


def test_a_closure_of_somebody_else_or_in_the_bin_shuts_nothing(database: Database) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        build.closure(tx, NINE, build.resource(tx, "Dr. Ugo").id)
        build.closure(tx, NINE, on.resource_id, shelf=Shelf.TRASH.value)

    assert refusal_of(database, on, NINE) is None


def test_a_closure_of_nobody_shuts_the_site_unless_the_house_says_no(database: Database) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        build.closure(tx, NINE)
    assert isinstance(refusal_of(database, on, NINE), SlotClosed)

    with database.write("ann") as tx:
        site.choose(tx, site.CLOSURE_FOR_ALL.key, "none")

    assert refusal_of(database, on, NINE) is None


def test_closed_is_said_before_full(database: Database) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        build.appointment(tx, on, NINE)
        build.closure(tx, NINE)

    assert isinstance(refusal_of(database, on, NINE), SlotClosed)


def test_a_slot_for_several_takes_them_one_after_the_other(both: Database) -> None:
    on = morning(both, capacity=3)
    with both.write("ann") as tx:
        taken = [take(tx, on, NINE).id for _ in range(3)]

    with pytest.raises(SlotFull), both.write("ann") as tx:
        take(tx, on, NINE)

    assert places(both, *taken) == [0, 1, 2]


def test_the_lowest_place_that_is_free_is_taken(database: Database) -> None:
    on = morning(database, capacity=3)
    with database.write("ann") as tx:
        taken = [take(tx, on, NINE) for _ in range(3)]
        gone = tx.get(AppointmentRecord, taken[1].id)
        gone.shelf = Shelf.TRASH.value
        claims.release(tx, gone)

        again = take(tx, on, NINE)

    assert places(database, again.id) == [1]


def test_a_hold_stops_counting_at_the_very_instant_it_runs_out(
    both: Database, clock: Clock
) -> None:
    on = morning(both, capacity=2)
    with both.write("ann") as tx:
        build.appointment(tx, on, NINE)
        build.appointment(tx, on, NINE, held_until=clock.now + A_MINUTE)

    clock.advance(A_MINUTE - timedelta(milliseconds=1))
    assert isinstance(refusal_of(both, on, NINE), SlotFull)

    clock.advance(timedelta(milliseconds=1))
    assert refusal_of(both, on, NINE) is None


def test_the_place_of_a_hold_that_ran_out_is_given_on(both: Database, clock: Clock) -> None:
    on = morning(both)
    with both.write("ann") as tx:
        held = build.appointment(tx, on, NINE, held_until=clock.now + A_MINUTE)
    clock.advance(A_MINUTE)

    with both.write("bob") as tx:
        taken = take(tx, on, NINE)

    assert places(both, held.id, taken.id) == [None, 0]


def test_an_appointment_does_not_stand_in_its_own_way(database: Database) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        taken = take(tx, on, NINE)
        claims.take_place(tx, tx.get(AppointmentRecord, taken.id), on.id, NINE)
        claims.place_free(tx, on.id, NINE, besides=taken.id)

    assert places(database, taken.id) == [0]


def test_whoever_keeps_a_slot_that_was_cut_anew_still_counts(database: Database) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        build.appointment(tx, on, NINE, flagged=True)
        # From now on a quarter of an hour later.
        record = tx.get(AvailabilityRecord, on.id)
        record.starts += timedelta(minutes=15)

    assert isinstance(refusal_of(database, on, build.span(9, 15)), SlotFull)
    assert refusal_of(database, on, build.span(9, 45)) is None


def test_whoever_was_booked_beyond_the_places_counts_as_well(database: Database) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        build.appointment(tx, on, NINE, beyond="urgent")

    assert isinstance(refusal_of(database, on, NINE), SlotFull)


def test_a_slot_of_several_days_counts_whoever_came_long_ago(database: Database) -> None:
    week = Span(at(9), at(9, day=7))
    with database.write("ann") as tx:
        hall = build.resource(tx).id
        on = build.availability(tx, hall, week, slot_length=timedelta(days=7))
        build.appointment(tx, on, week)

        [found] = appointment_rows.overlapping(tx, build.span(11, day=6), [hall])

    assert found.span == week
    assert isinstance(refusal_of(database, on, week), SlotFull)


def test_refused_a_record_stays_as_it_was(database: Database) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        taken = take(tx, on, NINE)
        build.appointment(tx, on, build.span(10))
    with database.write("ann") as tx:
        record = tx.get(AppointmentRecord, taken.id)
        for to in (build.span(10), build.span(10, 10)):
            with pytest.raises(Unavailable):
                claims.take_place(tx, record, on.id, to)

        assert record.value() == taken
    assert places(database, taken.id) == [0]


def test_the_database_itself_gives_no_place_twice(both: Database) -> None:
    on = morning(both)
    with both.write("ann") as tx:
        taken = take(tx, on, NINE)
        row = dict(tx.session.execute(select(AppointmentRecord.__table__)).mappings().one())

    with pytest.raises(IntegrityError), both.write("ann") as tx:
        tx.session.execute(insert(AppointmentRecord).values(row | {"id": taken.id + 1}))


def test_a_place_that_was_never_given_back_is_left_alone(both: Database) -> None:
    on = morning(both, capacity=2)
    with both.write("ann") as tx:
        build.appointment(tx, on, NINE, held_until=tx.now + A_MINUTE)
    with both.write("ann") as tx:
        tx.session.execute(update(AppointmentRecord).values(shelf="TRASH"))

    # It counts no more but was never made to give its place back.
    with both.write("bob") as tx:
        assert take(tx, on, NINE).id

    assert places(both, 1, 2) == [0, 1]


def test_time_of_a_resource_clashes_with_whatever_it_has_there(database: Database) -> None:
    on = morning(database)
    with database.write("ann") as tx:
        build.appointment(tx, on, NINE, "Cy Dahl")
        build.appointment(tx, None, build.span(14), "Staff", resource_id=on.resource_id)

    for span, name in ((build.span(9, 15), "Cy Dahl"), (build.span(14, 10), "Staff")):
        with pytest.raises(Clash) as refusal, database.write("ann") as tx:
            claims.require_clear(tx, on.resource_id, span)
        assert refusal.value.detail == name
    with database.write("ann") as tx:
        claims.require_clear(tx, on.resource_id, build.span(9, 30))
        claims.require_clear(tx, None, NINE)


@pytest.mark.parametrize("wanted", [None, 1, 2])
def test_the_slot_at_a_time_is_found_among_those_of_the_resource(
    database: Database, wanted: int | None
) -> None:
    with database.write("ann") as tx:
        whose = build.resource(tx).id
        ids = [
            build.mornings(tx, whose).id,
            build.availability(tx, whose).id,
            build.availability(tx, whose, slot_length=timedelta(minutes=20)).id,
            build.mornings(tx, build.resource(tx, "Dr. Ugo").id).id,
        ]

        found = claims.slot_at(tx, whose, NINE, first=wanted)
        short = claims.slot_at(tx, whose, build.span(9, 20, minutes=20))
        none = claims.slot_at(tx, whose, build.span(9, 10, minutes=20))

    assert found == (wanted or ids[0])
    assert short == ids[2]
    assert none is None


def test_a_list_has_each_appointment_once_and_in_order(both: Database) -> None:
    on = morning(both, capacity=9)
    other = morning(both)
    day = build.span(0, minutes=24 * 60)
    with both.write("ann") as tx:
        person = build.patient(tx, "Ana", "Ruiz").id
        spans = [
            Span(at(9, day=-40), at(9, day=40)),
            Span(at(9, day=-1), at(10)),
            Span(at(0, day=-1), at(0)),
            build.span(11),
            build.span(9),
            Span(at(0, day=1), at(1, day=1)),
        ]
        made = [build.appointment(tx, on, span, person_id=person, title="") for span in spans]
        elsewhere = build.appointment(tx, other, build.span(10))

        def seen(resources: Collection[int] | None) -> list[Appointment]:
            return appointment_rows.overlapping(tx, day, resources)

        assert seen([on.resource_id or 0]) == [made[n] for n in (0, 1, 4, 3)]
        assert seen(None) == [made[0], made[1], made[4], elsewhere, made[3]]
        assert seen([]) == []


def test_a_row_says_all_that_its_record_does(both: Database) -> None:
    on = morning(both, capacity=2)
    with both.write("ann") as tx:
        person = build.patient(tx, "Ana", "Ruiz").id
        known: dict[str, Any] = {
            "person_id": person,
            "extra": {"a": [1]},
            "flagged": True,
            "missed_at": at(8),
        }
        made = {build.appointment(tx, on, NINE, **fields).id for fields in (known, {})}

    with both.read() as tx:
        values = [tx.get(AppointmentRecord, key).value() for key in sorted(made)]

        assert appointment_rows.found(tx) == values
