"""The work list of those who must be called, worked on by several people at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.domain.appointment import Appointment
from desk.domain.directory import Resource
from desk.domain.errors import BeingCalled, NotStanding, SlotFull, Stale
from desk.services import appointments, closures, flags
from desk.store.database import Database, Write
from tests import build
from tests.build import span
from tests.conftest import Clock, at


@pytest.fixture
def lee(database: Database) -> Resource:
    with database.write("ann") as tx:
        return build.resource(tx, "Dr. Ian", "Lee")


@pytest.fixture
def ada(database: Database, lee: Resource) -> Appointment:
    """Booked with Lee at ten, who is ill this morning; Lee is there every other morning."""
    with database.write("ann") as tx:
        booked = build.appointment(tx, build.mornings(tx, lee.id), span(10), "Ada")
        closures.close(tx, span(9, minutes=180), lee.id, "Ill")
        return appointments.one(tx, booked.id)


def other_mornings(tx: Write) -> Resource:
    rossi = build.resource(tx)
    build.mornings(tx, rossi.id)
    return rossi


def typed(appointment: Appointment, appointment_type: str) -> Appointment:
    return replace(appointment, appointment_type=appointment_type)


def test_the_work_list_has_the_earliest_first_with_how_to_reach_them(database: Database) -> None:
    with database.write("ann") as tx:
        milan = build.patient(tx, phone="0300 123", email="milan@example.org")
        build.appointment(tx, None, span(12), "Later", flagged=True)
        build.appointment(tx, None, span(10), "", flagged=True, person_id=milan.id)
        build.appointment(tx, None, span(11), "Nothing the matter")

        listed = flags.calls(tx)

        assert [(each.appointment.name, each.phone, each.email) for each in listed] == [
            ("Milan Novak", "0300 123", "milan@example.org"),
            ("Later", None, None),
        ]
        assert flags.count(tx) == 2


def test_what_is_over_cancelled_or_only_held_need_not_be_called(database: Database) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, None, span(8), "Over", flagged=True)
        build.appointment(tx, None, span(10), "Cancelled", flagged=True, shelf="TRASH")
        build.appointment(tx, None, span(10), "Held", flagged=True, held_until=at(9, 5))

        assert flags.flagged(tx) == []
        assert flags.count(tx) == 0


def test_a_call_is_one_clerks_and_the_other_is_told_whose(
    database: Database, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        flags.claim_call(tx, ada.id)

    with database.write("ben") as tx, pytest.raises(BeingCalled) as refused:
        flags.claim_call(tx, ada.id)

    assert (refused.value.name, refused.value.caller) == ("Ada", "ann")
    with database.read() as tx:
        assert [call.caller for call in flags.calls(tx)] == ["ann"]


def test_a_call_that_was_given_up_is_free_again_after_some_minutes(
    database: Database, clock: Clock, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        flags.claim_call(tx, ada.id)

    clock.advance(flags.LEASE)

    with database.write("ben") as tx:
        assert [call.caller for call in flags.calls(tx)] == [""]
        assert flags.claim_call(tx, ada.id).caller == "ben"


def test_claiming_again_keeps_the_call_for_longer(
    database: Database, clock: Clock, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        flags.claim_call(tx, ada.id)
    clock.advance(flags.LEASE - timedelta(minutes=1))
    with database.write("ann") as tx:
        flags.claim_call(tx, ada.id)

    clock.advance(timedelta(minutes=5))

    with database.read() as tx:
        assert [call.caller for call in flags.calls(tx)] == ["ann"]


def test_only_whoever_has_a_call_gives_it_back(database: Database, ada: Appointment) -> None:
    with database.write("ann") as tx:
        flags.claim_call(tx, ada.id)

    with database.write("ben") as tx:
        flags.release_call(tx, ada.id)
        assert [call.caller for call in flags.calls(tx)] == ["ann"]
    with database.write("ann") as tx:
        flags.release_call(tx, ada.id)
        assert [call.caller for call in flags.calls(tx)] == [""]


def test_nobody_is_called_about_what_is_all_right(database: Database, lee: Resource) -> None:
    with database.write("ann") as tx:
        booked = build.appointment(tx, build.mornings(tx, lee.id), span(10))

        with pytest.raises(NotStanding):
            flags.claim_call(tx, booked.id)


def test_settling_takes_somebody_off_the_list_where_they_stand(
    database: Database, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        flags.claim_call(tx, ada.id)

        after = flags.settle(tx, ada.id)

        assert (after.flagged, after.caller, after.span) == (False, "", ada.span)
        assert flags.count(tx) == 0


def test_a_time_with_the_same_provider_and_one_with_another_are_proposed(
    database: Database, lee: Resource, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        rossi = other_mornings(tx)

        proposed = flags.proposals(tx, ada.id)

        assert [(free.resource_id, free.span) for free in proposed] == [
            (lee.id, span(9, day=1)),
            (rossi.id, span(9)),
        ]


def test_nothing_in_the_past_or_before_the_old_day_is_proposed(
    database: Database, clock: Clock, lee: Resource, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        wednesday = build.appointment(tx, None, span(10, day=2), resource_id=lee.id, flagged=True)
    clock.now = at(9, 10, day=1)

    with database.read() as tx:
        for_ada, for_wednesday = (flags.proposals(tx, id, 1) for id in (ada.id, wednesday.id))

    assert [free.span for free in for_ada] == [span(9, 30, day=1)]
    assert [free.span.start.date().day for free in for_wednesday] == [6]


def test_a_slot_that_somebody_holds_is_not_proposed(
    database: Database, lee: Resource, ada: Appointment
) -> None:
    with database.write("ben") as tx:
        assert ada.availability_id is not None
        appointments.hold(tx, ada.availability_id, span(9, day=1))

    with database.read() as tx:
        proposed = flags.proposals(tx, ada.id, 1)

    assert [free.span for free in proposed] == [span(9, 30, day=1)]


def test_only_slots_as_long_and_of_the_same_type_are_proposed(
    database: Database, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        short, vaccinating = build.resource(tx), build.resource(tx)
        build.mornings(tx, short.id, slot_length=timedelta(minutes=10))
        build.mornings(tx, vaccinating.id, appointment_type="vaccination")
        appointments.amend(tx, ada.id, typed(ada, "consultation"), seen=None)

        proposed = flags.proposals(tx, ada.id, 5)

        assert {free.resource_id for free in proposed} == {ada.resource_id}


def test_no_place_is_proposed_to_two_people_of_the_list(
    database: Database, lee: Resource, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        other_mornings(tx)
        build.appointment(tx, None, span(11), "Bea", resource_id=lee.id, flagged=True)
        build.appointment(tx, None, span(11, 30), "Cy", resource_id=lee.id, flagged=True)

        proposed = flags.proposed(tx, flags.flagged(tx))

        places = [(free.availability_id, free.span) for each in proposed.values() for free in each]
        assert len(places) == len(set(places)) == 6


def test_taking_a_proposal_moves_and_takes_off_the_list(
    database: Database, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        claimed = flags.claim_call(tx, ada.id)
        proposal = flags.proposals(tx, ada.id)[0]

        after = flags.take(tx, ada.id, proposal, seen=claimed.version)

        assert (after.span, after.flagged, after.caller) == (proposal.span, False, "")
        assert flags.count(tx) == 0


def test_a_proposal_that_was_taken_meanwhile_leaves_the_person_on_the_list(
    database: Database, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        proposal = flags.proposals(tx, ada.id)[0]
    with database.write("ben") as tx:
        appointments.book(tx, proposal.availability_id, proposal.span, typed(ada, "x"))

    with database.write("ann") as tx, pytest.raises(SlotFull):
        flags.take(tx, ada.id, proposal, seen=ada.version)

    with database.read() as tx:
        assert flags.count(tx) == 1


def test_nobody_takes_a_proposal_for_a_person_whom_another_is_calling(
    database: Database, ada: Appointment
) -> None:
    with database.write("ann") as tx:
        proposal = flags.proposals(tx, ada.id)[0]
        flags.claim_call(tx, ada.id)

    with database.write("ben") as tx, pytest.raises((BeingCalled, Stale)):
        flags.take(tx, ada.id, proposal, seen=ada.version)
