"""Books: the appointments that document 001 lists, and how they turn out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.appointment import Standing
from desk.domain.availability import Availability
from desk.domain.errors import NotFound, SlotFull
from desk.services import books
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.conftest import Clock, at


@pytest.fixture
def ten(both: Database) -> Availability:
    """One slot at ten, not of a rule."""
    with both.write("ann") as tx:
        return build.availability(tx, build.resource(tx).id, span(10))


def test_only_what_is_or_was_booked_on_a_single_slot_is_a_book(
    both: Database, clock: Clock, ten: Availability
) -> None:
    with both.write("ann") as tx:
        several = build.availability(tx, ten.resource_id, span(12, minutes=60))
        build.appointment(tx, several, span(12))
        build.appointment(tx, ten, ten.span, held_until=at(10))
        cancelled = build.appointment(tx, ten, ten.span, shelf="TRASH")
        build.appointment(tx, ten, ten.span, shelf="DRAFT")
    clock.advance(timedelta(minutes=1))
    with both.write("ann") as tx:
        booked = build.appointment(tx, build.availability(tx, ten.resource_id, span(9)), span(9))

        assert [each.id for each in books.page(tx, limit=10)] == [booked.id, cancelled.id]
        assert [each.id for each in books.page(tx, limit=1, skip=1)] == [cancelled.id]
        assert books.count(tx) == 2
        assert books.one(tx, booked.id) == booked
        with pytest.raises(NotFound):
            books.one(tx, 999)


def test_how_a_book_turned_out_is_noted_whatever_was_noted_before(
    both: Database, ten: Availability
) -> None:
    with both.write("ann") as tx:
        book = build.appointment(tx, ten, ten.span)
        for standing in (
            Standing.DONE,
            Standing.MISSED,
            Standing.CANCELLED,
            Standing.DONE,
            Standing.BOOKED,
        ):
            books.turn_out(tx, book.id, standing)

            assert books.one(tx, book.id).standing(tx.now) is standing


def test_a_cancelled_book_whose_place_is_taken_does_not_come_back(
    both: Database, ten: Availability
) -> None:
    with both.write("ann") as tx:
        cancelled = build.appointment(tx, ten, ten.span, shelf="TRASH")
        build.appointment(tx, ten, ten.span)

        with pytest.raises(SlotFull):
            books.turn_out(tx, cancelled.id, Standing.BOOKED)
