"""Places of a date are counted, given back and added, and are never fewer than the people."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from desk.domain.day import MOST_PLACES, Day
from desk.domain.errors import DayFull, Invalid, NotFound, NotSoMany, Stale
from desk.services import days, site
from desk.store.database import Database
from tests import build
from tests.conftest import MONDAY

DATE = MONDAY.date()
NEXT = DATE + timedelta(days=1)
# The database is new for each test, not for each example; a date of its own does as well.
shared = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def on(database: Database, date: dt.date = DATE) -> Day:
    with database.read() as tx:
        return days.on(tx, date)


def numbers(database: Database, date: dt.date = DATE) -> tuple[int, int]:
    day = on(database, date)
    return day.places, day.occupied


def test_row_6_a_date_that_nobody_set_has_9999_places_and_nobody_in_it(both: Database) -> None:
    assert on(both) == Day(id=0, date=DATE, places=9999)
    with both.read() as tx, pytest.raises(NotFound):
        days.stored(tx, DATE)


def test_row_6_the_house_may_choose_another_default(both: Database) -> None:
    with both.write("ann") as tx:
        site.choose(tx, site.DEFAULT_PLACES.key, 40)
        days.occupy(tx, DATE, 3)

    assert numbers(both) == (40, 3)
    assert on(both, NEXT).places == 40


def test_row_5_opening_a_day_twice_gives_the_same_record_untouched(both: Database) -> None:
    with both.write("ann") as tx:
        first, made = days.open(tx, DATE, 20)
        again, made_again = days.open(tx, DATE, 99)

    assert (made, made_again) == (True, False)
    assert again == first
    assert numbers(both) == (20, 0)


def test_row_8_past_dates_are_accepted(both: Database) -> None:
    with both.write("ann") as tx:
        opened, made = days.open(tx, dt.date(1999, 12, 31))

    assert made
    assert opened.date == dt.date(1999, 12, 31)


@pytest.mark.parametrize("places", [-1, MOST_PLACES + 1])
def test_a_number_of_places_that_makes_no_sense_is_refused(both: Database, places: int) -> None:
    for change in (days.open, days.set_places):
        with pytest.raises(Invalid) as refused, both.write("ann") as tx:
            change(tx, DATE, places)
        assert list(refused.value.reasons) == ["places"]

    assert on(both).id == 0


def test_occupying_opens_a_missing_day_with_the_default_total(both: Database) -> None:
    with both.write("ann") as tx:
        day = days.occupy(tx, DATE, 25)

    assert (day.places, day.occupied, day.free) == (9999, 25, 9974)
    assert on(both) == day


def test_a_full_day_refuses_with_the_facts_and_changes_nothing(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=10, occupied=9)

    with pytest.raises(DayFull) as refused, both.write("ann") as tx:
        days.occupy(tx, DATE, 2)

    assert (refused.value.date, refused.value.wanted, refused.value.free) == (DATE, 2, 1)
    assert numbers(both) == (10, 9)


@pytest.mark.parametrize("people", [0, -1])
def test_row_13_fewer_than_one_can_neither_come_nor_go(both: Database, people: int) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, occupied=5)

    for change in (days.occupy, days.release):
        with pytest.raises(Invalid) as refused, both.write("ann") as tx:
            change(tx, DATE, people)
        assert list(refused.value.reasons) == ["people"]
    with both.read() as tx:
        assert days.has_room(tx, DATE, 0)
    assert numbers(both) == (10, 5)


def test_more_cannot_be_given_back_than_are_taken(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, occupied=2)

    with pytest.raises(NotSoMany) as refused, both.write("ann") as tx:
        days.release(tx, DATE, 3)

    assert (refused.value.wanted, refused.value.occupied) == (3, 2)
    assert numbers(both) == (10, 2)


def test_nothing_can_be_given_back_on_a_missing_day(both: Database) -> None:
    with pytest.raises(NotSoMany), both.write("ann") as tx:
        days.release(tx, DATE)

    assert on(both).id == 0


@shared
@given(
    date=st.dates(dt.date(2031, 1, 1), dt.date(2090, 1, 1)),
    places=st.integers(0, 30),
    acts=st.lists(st.integers(-8, 8).filter(bool), max_size=12),
)
def test_places_are_taken_and_given_back_as_on_paper(
    both: Database, date: dt.date, places: int, acts: list[int]
) -> None:
    occupied = 0
    with both.write("ann") as tx:
        if known := days.on(tx, date).id:
            days.remove(tx, known)
        days.set_places(tx, date, places)
        for people in acts:
            room = days.has_room(tx, date, people)
            if people > 0 and occupied + people > places:
                assert not room
                with pytest.raises(DayFull):
                    days.occupy(tx, date, people)
            elif occupied + people < 0:
                with pytest.raises(NotSoMany):
                    days.release(tx, date, -people)
            else:
                assert people < 0 or room
                occupied += people
                change = days.occupy if people > 0 else days.release
                assert change(tx, date, abs(people)).occupied == occupied

    assert numbers(both, date) == (places, occupied)


def test_an_override_adds_the_missing_places_and_says_why_in_the_journal(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=10, occupied=8)
    number = build.last_change(both)

    with both.write("bea") as tx:
        day = days.occupy(tx, DATE, 5, override=" a school class ")

    assert (day.places, day.occupied) == (13, 13)
    with both.read() as tx:
        [written] = build.journal(tx, number)
    assert (written.actor, written.reason) == ("bea", "a school class")
    assert written.old == {"places": 10, "occupied": 8}
    assert written.new == {"places": 13, "occupied": 13}


def test_an_override_that_is_not_needed_adds_no_places(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=10)
        days.occupy(tx, DATE, 10, override="to be sure")

    assert numbers(both) == (10, 10)


def test_an_override_needs_a_reason(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=1)

    with pytest.raises(DayFull), both.write("ann") as tx:
        days.occupy(tx, DATE, 2, override="  ")


def test_no_override_goes_beyond_what_the_database_can_count(both: Database) -> None:
    with pytest.raises(Invalid), both.write("ann") as tx:
        days.occupy(tx, DATE, MOST_PLACES + 1, override="everybody")

    assert on(both).id == 0


@pytest.mark.parametrize(
    "change", ["occupied = places + 1", "occupied = -1", "places = occupied - 1"]
)
def test_the_database_itself_refuses_one_too_many(both: Database, change: str) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=10, occupied=4)

    with pytest.raises(IntegrityError), both.write("mallory") as tx:
        tx.session.execute(text(f"UPDATE day SET {change}"))

    assert numbers(both) == (10, 4)


def test_row_9_a_number_that_is_not_given_keeps_its_value(both: Database) -> None:
    with both.write("ann") as tx:
        day = build.day(tx, DATE, places=10, occupied=4)
        days.amend(tx, day.id, seen=1, date=NEXT)

    assert numbers(both, NEXT) == (10, 4)
    assert on(both, DATE).id == 0


@pytest.mark.parametrize(
    ("places", "occupied", "field"),
    [
        pytest.param(20, 21, "occupied", id="000 row 10: the body names occupied_slots"),
        pytest.param(None, 11, "occupied", id="000 row 10: the body names only occupied_slots"),
        pytest.param(3, None, "places", id="000 row 10: the body names only total_slots"),
        pytest.param(None, -1, "occupied", id="000: occupied_slots is at least 0"),
        pytest.param(-1, None, "places", id="000: total_slots is at least 0"),
    ],
)
def test_row_10_a_change_that_leaves_no_room_is_refused(
    both: Database, places: int | None, occupied: int | None, field: str
) -> None:
    with both.write("ann") as tx:
        day = build.day(tx, DATE, places=10, occupied=4)

    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        days.amend(tx, day.id, seen=1, date=DATE, places=places, occupied=occupied)

    assert list(refused.value.reasons) == [field]
    assert numbers(both) == (10, 4)


def test_a_date_has_but_one_record(both: Database) -> None:
    with both.write("ann") as tx:
        day = build.day(tx, DATE)
        build.day(tx, NEXT)

    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        days.amend(tx, day.id, seen=1, date=NEXT)

    assert list(refused.value.reasons) == ["date"]


def test_a_record_that_has_changed_since_is_not_amended(both: Database) -> None:
    with both.write("ann") as tx:
        day = build.day(tx, DATE)
    with both.write("bea") as tx:
        days.occupy(tx, DATE, 2)

    with pytest.raises(Stale), both.write("ann") as tx:
        days.amend(tx, day.id, seen=day.version, date=DATE, places=5)

    assert numbers(both) == (10, 2)


def test_places_can_be_set_down_to_the_people_but_no_further(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=10, occupied=4)
        days.set_places(tx, DATE, 4)

    with pytest.raises(Invalid), both.write("ann") as tx:
        days.set_places(tx, DATE, 3)

    assert numbers(both) == (4, 4)
    assert on(both).full


def test_a_removed_day_is_as_if_nothing_had_been_set_and_its_id_is_not_reused(
    both: Database,
) -> None:
    with both.write("ann") as tx:
        day = build.day(tx, DATE)
    with both.write("ann") as tx:
        days.remove(tx, day.id)
    with both.write("ann") as tx:
        opened, _ = days.open(tx, DATE)

    assert opened.id != day.id
    with both.read() as tx, pytest.raises(NotFound):
        days.one(tx, day.id)


def test_what_is_not_there_cannot_be_amended_or_removed(both: Database) -> None:
    with both.write("ann") as tx:
        with pytest.raises(NotFound):
            days.amend(tx, 4711, seen=1, date=DATE)
        with pytest.raises(NotFound):
            days.remove(tx, 4711)


def test_a_month_has_all_its_dates_in_order(both: Database) -> None:
    with both.write("ann") as tx:
        set_ = build.day(tx, DATE, places=10, occupied=10)
        build.day(tx, dt.date(2030, 3, 1))

    with both.read() as tx:
        month = days.month(tx, 2030, 2)

    assert [day.date.day for day in month] == list(range(1, 29))
    assert month[DATE.day - 1] == set_
    assert {day.places for day in month if day != set_} == {9999}


def test_the_next_dates_with_room_skip_those_that_are_full(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=10)
        build.day(tx, NEXT, places=10, occupied=8)
        build.day(tx, NEXT + timedelta(days=1), places=3)
        build.day(tx, NEXT + timedelta(days=2), places=0)

    with both.read() as tx:
        found = days.with_room(tx, 3, DATE, limit=2)

    assert [day.date for day in found] == [NEXT + timedelta(days=1), NEXT + timedelta(days=3)]


def test_a_house_that_is_full_for_a_year_has_no_date_to_offer(both: Database) -> None:
    with both.write("ann") as tx:
        site.choose(tx, site.DEFAULT_PLACES.key, 2)

    with both.read() as tx:
        assert days.with_room(tx, 3, DATE) == []


def test_the_end_of_the_calendar_is_a_date_like_any_other(both: Database) -> None:
    with both.write("ann") as tx:
        days.occupy(tx, dt.date.max, 1)

    with both.read() as tx:
        assert days.with_room(tx, 1, dt.date.max) == []
        assert days.month(tx, 9999, 12)[-1].occupied == 1
