"""Appointments that another machine drafts, rewrites and removes, and open time it removes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.domain.appointment import Appointment, Details, Shelf
from desk.domain.availability import Availability
from desk.domain.errors import NotASlot, NotFound, SlotClosed, SlotFull
from desk.services import appointment_documents as documents
from desk.services import appointments, availabilities, closures
from desk.services.appointment_documents import Text
from desk.store.database import Database, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord
from tests import build
from tests.conftest import Clock, at

NINE, TEN = build.span(9, 30), build.span(10)
ANN = Details(title="Ann", owner="u1", extra={"a": 1})


@pytest.fixture
def morning(both: Database) -> Availability:
    with both.write("test") as tx:
        return build.availability(tx, build.resource(tx).id)


def write(tx: Write, morning: Availability | None, shelf: Shelf = Shelf.PUBLIC) -> Appointment:
    key = None if morning is None else morning.id
    text = Text(span=NINE, details=ANN, availability_id=key)
    return documents.write(tx, text, shelf, reason="asked for")


def rewrite(tx: Write, before: Appointment, **changes: Any) -> Appointment:
    text = Text(
        span=before.span,
        details=Details(title=before.title, owner=before.owner, extra=before.extra),
        availability_id=before.availability_id,
        resource_id=before.resource_id,
        held_until=before.held_until,
    )
    return documents.rewrite(tx, before.id, replace(text, **changes), reason="asked for")


def test_a_draft_must_have_a_place_but_takes_none(both: Database, morning: Availability) -> None:
    with both.write("test") as tx:
        assert write(tx, morning, Shelf.DRAFT).shelf is Shelf.DRAFT
        assert write(tx, morning).shelf is Shelf.PUBLIC
        with pytest.raises(SlotFull):
            write(tx, morning, Shelf.DRAFT)


def test_by_itself_it_stands_wherever_it_is_put(both: Database, morning: Availability) -> None:
    with both.write("test") as tx:
        build.closure(tx, NINE, morning.resource_id)
        booked = rewrite(tx, write(tx, None), resource_id=morning.resource_id)

        assert booked.resource_id == morning.resource_id
        assert booked.beyond == "asked for"


def test_what_stays_where_it_is_is_not_asked_for_its_place(
    both: Database, morning: Availability
) -> None:
    with both.write("test") as tx:
        booked = write(tx, morning)
        closures.close(tx, NINE, morning.resource_id)
        flagged = appointments.one(tx, booked.id)

        after = rewrite(tx, flagged, details=replace(ANN, note="x"))

        assert (after.note, after.flagged) == ("x", True)


def test_a_move_is_refused_where_there_is_no_place(both: Database, morning: Availability) -> None:
    with both.write("test") as tx:
        booked = write(tx, morning)
        build.appointment(tx, morning, TEN)
        build.closure(tx, build.span(11), morning.resource_id)

        for span, refusal in (
            (TEN, SlotFull),
            (build.span(11), SlotClosed),
            (build.span(13), NotASlot),
        ):
            with pytest.raises(refusal):
                rewrite(tx, booked, span=span)
        with pytest.raises(NotFound):
            rewrite(tx, booked, availability_id=4711)


def test_what_is_not_public_moves_to_a_place_without_taking_it(
    both: Database, morning: Availability
) -> None:
    with both.write("test") as tx:
        draft = write(tx, morning, Shelf.DRAFT)

        assert rewrite(tx, draft, span=TEN).span == TEN
        assert tx.get(AppointmentRecord, draft.id).place is None
        build.appointment(tx, morning, NINE)
        with pytest.raises(SlotFull):
            rewrite(tx, draft, span=NINE)


def test_one_that_ran_out_is_booked_if_its_place_is_still_free(
    both: Database, morning: Availability, clock: Clock
) -> None:
    with both.write("test") as tx:
        held = appointments.hold(tx, morning.id, NINE, ANN)
        other = appointments.hold(tx, morning.id, TEN, ANN)
    clock.now = at(9, 20)

    with both.write("test") as tx:
        assert rewrite(tx, held, held_until=None).held_until is None
        build.appointment(tx, morning, TEN)
        with pytest.raises(SlotFull):
            rewrite(tx, other, held_until=None)


def test_what_is_removed_is_gone_and_frees_its_place(both: Database, morning: Availability) -> None:
    with both.write("test") as tx:
        booked = write(tx, morning)
        documents.remove(tx, booked.id)

        assert tx.session.get(AppointmentRecord, booked.id) is None
        assert write(tx, morning).id != booked.id


def test_an_offer_that_is_removed_stays_for_the_waiting_list(
    both: Database, morning: Availability
) -> None:
    with both.write("test") as tx:
        entry = build.waiting(tx, build.appointment_type(tx).id)
        offer = build.appointment(tx, morning, NINE, entry_id=entry.id, held_until=at(10))
        documents.remove(tx, offer.id)

        assert appointments.one(tx, offer.id).shelf is Shelf.GONE


def test_removed_open_time_stays_only_for_what_was_booked_on_it(
    both: Database, morning: Availability
) -> None:
    with both.write("test") as tx:
        booked = write(tx, morning)
        unused = build.availability(tx, None)

        availabilities.remove(tx, [morning.id, unused.id, 4711])

        assert tx.session.get(AvailabilityRecord, unused.id) is None
        assert availabilities.one(tx, morning.id).shelf is Shelf.GONE
        assert appointments.one(tx, booked.id).flagged
        assert availabilities.shelve(tx, [morning.id], Shelf.PUBLIC) == 0


def test_removed_closures_are_gone_and_the_time_is_open_again(
    both: Database, morning: Availability
) -> None:
    with both.write("test") as tx:
        shut = closures.close(tx, NINE, morning.resource_id)
        closures.remove(tx, [shut.id])

        assert tx.session.get(ClosureRecord, shut.id) is None
        assert write(tx, morning)
