"""What the days bring is done when a database is opened, and when the date changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import running, upkeep
from desk.domain.availability import Pattern
from desk.services import availabilities, provider_slots
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, address_of
from tests.services.opened import slot


@pytest.fixture
def weekly(database: Database) -> Database:
    """A provider who has a slot each week."""
    with database.write("ann") as tx:
        resource = build.resource(tx)
        provider_slots.add_slot(tx, slot(resource.id, pattern=Pattern.WEEKLY))
    return database


def count(database: Database) -> int:
    with database.read() as tx:
        return len(availabilities.listed(tx))


def test_rows_that_are_due_are_made_and_written_down_as_the_desks(
    weekly: Database, clock: Clock
) -> None:
    clock.advance(timedelta(weeks=2))
    before = build.last_change(weekly)

    upkeep.keep_up(weekly)

    with weekly.read() as tx:
        assert {entry.actor for entry in build.journal(tx, before)} == {upkeep.ACTOR}
        assert not upkeep.due(tx)
    assert count(weekly) == 14


def test_nothing_is_written_when_nothing_is_due(weekly: Database) -> None:
    before = build.last_change(weekly)

    upkeep.keep_up(weekly)

    assert build.last_change(weekly) == before


def test_rows_that_are_due_are_there_as_soon_as_a_database_is_open(
    weekly: Database, clock: Clock
) -> None:
    clock.now = clock.now.replace(year=2020)
    with weekly.write("ann") as tx:
        later = slot(build.resource(tx).id, build.span(9, day=-3650), pattern=Pattern.WEEKLY)
        provider_slots.add_slot(tx, later)
    before = count(weekly)

    opened = running.load(address_of(weekly))

    try:
        assert count(weekly) > before + 52
    finally:
        opened.close()
