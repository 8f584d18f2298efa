"""A hold made under a clock that was ahead is void; an offer and a booking stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import upkeep
from desk.domain.appointment import Standing
from desk.services import appointments, void_holds
from desk.store.database import Database
from tests import build
from tests.conftest import Clock

DAY = timedelta(days=1)


def standing(database: Database, appointment_id: int) -> Standing:
    with database.read() as tx:
        return appointments.one(tx, appointment_id).standing(tx.now)


@pytest.fixture
def held(both: Database, clock: Clock) -> int:
    """A hold of an hour that was taken under a clock a day ahead, which has been put right."""
    clock.advance(DAY)
    with both.write("ann") as tx:
        own = build.resource(tx).id
        made = appointments.hold(
            tx, None, build.span(9, day=3), resource_id=own, length=timedelta(hours=1)
        )
    clock.advance(-DAY)
    return made.id


def test_it_runs_out_when_the_day_is_looked_after(both: Database, held: int) -> None:
    assert standing(both, held) is Standing.HELD
    with both.read() as tx:
        assert upkeep.due(tx)

    upkeep.keep_up(both)

    assert standing(both, held) is Standing.LAPSED
    with both.read() as tx:
        assert not void_holds.due(tx)
        assert not upkeep.due(tx)


def test_one_that_was_made_a_little_ahead_stands(both: Database, clock: Clock, held: int) -> None:
    clock.advance(DAY - void_holds.AHEAD)

    upkeep.keep_up(both)

    assert standing(both, held) is Standing.HELD


def test_what_was_confirmed_meanwhile_stays_booked(both: Database, clock: Clock, held: int) -> None:
    clock.advance(DAY)
    with both.write("ann") as tx:
        appointments.confirm(tx, held)
    clock.advance(-DAY)

    upkeep.keep_up(both)

    assert standing(both, held) is Standing.BOOKED


def test_an_offer_stands_until_the_time_of_day_that_somebody_was_told(
    both: Database, clock: Clock
) -> None:
    clock.advance(DAY)
    with both.write("ann") as tx:
        own = build.resource(tx).id
        entry = build.waiting(tx, build.appointment_type(tx).id)
        offer = build.appointment(
            *(tx, None, build.span(9, day=3), ""),
            resource_id=own,
            entry_id=entry.id,
            held_until=tx.now + DAY,
        )
    clock.advance(-DAY)

    upkeep.keep_up(both)

    assert standing(both, offer.id) is Standing.OFFERED
