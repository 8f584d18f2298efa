"""Places of dates go to those who wait for the day, and count as taken while they are on offer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.domain.appointment import Details
from desk.domain.errors import SlotFull, Stale
from desk.services import appointments, days, waiting
from desk.store.database import Database
from tests.conftest import at
from tests.services.list_of import ask, day_type, do, joining, offered

TODAY = at(9).date()
TOMORROW = TODAY + timedelta(days=1)


def test_places_of_a_day_are_offered_when_somebody_is_counted_out(database: Database) -> None:
    by_day = day_type(database)
    for date in (TODAY, TOMORROW):
        do(database, days.open, date, 0)
    do(database, waiting.join, joining(by_day, "Ada", dates=(TODAY,)))
    do(database, waiting.join, joining(by_day, "Bo", dates=(TOMORROW,)))
    do(database, waiting.join, joining(by_day, "Cleo", dates=(TODAY, TOMORROW)))

    do(database, days.set_places_between, TODAY, TOMORROW, 1)
    assert offered(database).keys() == {"Ada", "Bo"}
    do(database, days.set_places, TOMORROW, 2)
    assert offered(database).keys() == {"Ada", "Bo", "Cleo"}
    assert [ask(database, days.on, date).free for date in (TODAY, TOMORROW)] == [0, 0]


def test_a_cancelled_day_booking_goes_to_the_next(database: Database) -> None:
    by_day = day_type(database)
    do(database, days.open, TODAY, 1)
    with database.write("ann") as tx:
        booked = appointments.book(
            tx, None, tx.whole_day(TODAY), Details(title="Zoe", appointment_type="DAY")
        )
    with pytest.raises(SlotFull), database.write("ann") as tx:
        appointments.book(tx, None, tx.whole_day(TODAY), Details(appointment_type="day"))
    do(database, waiting.join, joining(by_day, "Ada", dates=(TODAY,)))

    do(database, appointments.cancel, [booked.id])

    assert offered(database).keys() == {"Ada"}
    with pytest.raises(Stale):
        do(database, days.amend, 1, seen=9, date=TODAY)


def test_a_day_whose_date_is_changed_keeps_those_who_are_booked(database: Database) -> None:
    by_day = day_type(database)
    do(database, days.open, TODAY, 0)
    do(database, waiting.join, joining(by_day, dates=(TODAY,)))
    do(database, days.set_places, TODAY, 1)

    day = ask(database, days.on, TODAY)
    do(database, days.amend, day.id, seen=day.version, date=TODAY, places=day.places, occupied=1)

    assert replace(ask(database, days.on, TODAY), version=0) == replace(day, version=0)
