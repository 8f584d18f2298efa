"""Booking at the desk in one transaction: runs of slots, new people, what moves as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.appointment import Details, Shelf, Standing
from desk.domain.directory import PersonKind
from desk.domain.errors import Clash, NotASlot, SlotFull
from desk.domain.span import Span
from desk.services import appointments, booking, people
from desk.services.appointment_series import Repetition
from desk.services.booking import Booking, Place
from desk.store.database import Database
from tests.build import WORKDAYS, availability, resource, span
from tests.conftest import at

QUARTER = timedelta(minutes=15)
NAMED = Booking(details=Details(title="Ada Lind"))


@pytest.fixture
def place(both: Database) -> Place:
    """Half an hour that is two quarters of a provider."""
    with both.write("test") as tx:
        provider = resource(tx)
        availability(tx, provider.id, slot_length=QUARTER, rule=WORKDAYS)
        return booking.place_at(tx, provider.id, span(10))


def test_a_stretch_of_time_is_the_slots_that_make_it_up(both: Database, place: Place) -> None:
    assert place.availability_id == 1
    assert place.parts == (span(10, minutes=15), span(10, 15, minutes=15))
    with both.read() as tx:
        assert booking.place_at(tx, 1, span(10, minutes=15)).parts == (span(10, minutes=15),)
        assert booking.place_at(tx, 1, span(10, 5)).availability_id is None
        assert booking.place_at(tx, 1, span(20)).parts == ()


def test_a_run_is_held_and_booked_as_a_whole(both: Database, place: Place) -> None:
    with both.write("ann") as tx:
        held = [each.id for each in booking.hold(tx, place)]

    with both.write("ann") as tx:
        booked = booking.complete(tx, place, NAMED, held)

        assert [each.id for each in booked] == held
        assert {each.name for each in booked} == {"Ada Lind"}
        assert booking.visit(tx, booked[1]) == booked


def test_of_a_run_all_or_nothing_is_booked(both: Database, place: Place) -> None:
    with both.write("ben") as tx:
        appointments.book(tx, 1, span(10, 15, minutes=15), Details(title="Rival"))

    with pytest.raises(SlotFull), both.write("ann") as tx:
        booking.complete(tx, place, NAMED)

    with both.read() as tx:
        refusal = booking.why_not(tx, place)
        assert isinstance(refusal, SlotFull)
        assert refusal.detail == "ben: Rival"


def test_a_new_person_is_written_down_in_the_same_transaction(both: Database, place: Place) -> None:
    new = people.Details(kind=PersonKind.PATIENT, first_name="Xenia", last_name="Orlova")
    with both.write("ann") as tx:
        booked = booking.complete(tx, place, Booking(details=Details(title="X"), new_person=new))

        assert {each.name for each in booked} == {"Xenia Orlova"}
        assert {each.title for each in booked} == {""}


def test_whoever_is_there_already_arrives_with_the_booking(both: Database, place: Place) -> None:
    with both.write("ann") as tx:
        there = Booking(details=Details(title="Ada Lind"), arrived=True)
        booked = booking.complete(tx, place, there)

        assert {each.standing(tx.now) for each in booked} == {Standing.ARRIVED}


def test_without_a_slot_only_a_reason_books_what_is_in_the_way(
    both: Database, place: Place
) -> None:
    bare = Place(resource_id=1, span=span(10, 5))
    with both.write("ann") as tx:
        booking.complete(tx, place, NAMED)

    with pytest.raises(Clash), both.write("ann") as tx:
        booking.hold(tx, bare)
    with both.write("ann") as tx:
        pressing = Booking(details=Details(title="Bo"), anyway="by order of the doctor")
        [booked] = booking.complete(tx, bare, pressing)

    assert booked.beyond == "by order of the doctor"


def test_a_visit_moves_as_a_whole_and_only_to_as_many_slots(both: Database, place: Place) -> None:
    with both.write("ann") as tx:
        booked = booking.complete(tx, place, NAMED)
        later = booking.place_at(tx, 1, Span(at(10, 15), at(10, 45)))

    with both.write("ann") as tx:
        moved = booking.move(tx, booked, later)

        assert [each.span for each in moved] == list(later.parts)
        with pytest.raises(NotASlot):
            booking.move(tx, moved, booking.place_at(tx, 1, span(11, minutes=15)))


def test_a_repetition_is_looked_at_date_by_date_before_it_is_saved(
    both: Database, place: Place
) -> None:
    weekly = Repetition(rule="FREQ=WEEKLY", count=3)
    with both.write("ben") as tx:
        appointments.book(tx, 1, span(10, 15, minutes=15, day=7), Details(title="Rival"))

    with both.read() as tx:
        dates = booking.planned(tx, place, weekly)

    assert [date.span for date in dates] == [span(10), span(10, day=7), span(10, day=14)]
    assert [type(date.refusal) for date in dates] == [type(None), SlotFull, type(None)]
    repeated = Booking(details=Details(title="Ada Lind"), repetition=weekly)
    with pytest.raises(SlotFull), both.write("ann") as tx:
        booking.complete(tx, place, repeated)


def test_what_was_held_in_vain_is_given_back(both: Database, place: Place) -> None:
    with both.write("ann") as tx:
        held = [each.id for each in booking.hold(tx, place)]

    with both.write("ann") as tx:
        booking.give_back(tx, held)

        assert {appointments.one(tx, number).shelf for number in held} == {Shelf.TRASH}
        assert booking.why_not(tx, place) is None


def test_details_are_changed_for_the_whole_visit(both: Database, place: Place) -> None:
    with both.write("ann") as tx:
        booked = booking.complete(tx, place, NAMED)

    with both.write("ann") as tx:
        said = Booking(details=Details(title="Ada Lind", note="by taxi"))
        changed = booking.amend(tx, booked, said)

    assert {each.note for each in changed} == {"by taxi"}
