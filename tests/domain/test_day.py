"""How many fit into a date, whatever its numbers are."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.day import UNLIMITED, Day
from tests.strategies import days

DATE = dt.date(2030, 2, 4)


@given(days())
def test_free_and_occupied_places_add_up_to_all_of_them(day: Day) -> None:
    assert day.free + day.occupied == day.places
    assert (day.full or day.closed) == (day.free == 0)


@given(days(), st.integers(0, 400))
def test_a_day_has_room_for_as_many_as_are_free_and_no_more(day: Day, people: int) -> None:
    assert day.has_room(people) == (people <= day.free)


@given(days())
def test_nobody_always_fits_as_row_13_says(day: Day) -> None:
    assert day.has_room(0)


def test_a_day_that_nobody_set_anything_for_has_9999_places_as_row_6_says() -> None:
    day = Day(id=0, date=DATE)

    assert (day.places, day.occupied) == (9999, 0)
    assert not day.limited
    assert Day(id=0, date=DATE, places=UNLIMITED - 1).limited


def test_a_day_without_any_places_is_closed_and_not_full() -> None:
    closed = Day(id=1, date=DATE, places=0)

    assert closed.closed
    assert not closed.full
    assert not closed.has_room()
