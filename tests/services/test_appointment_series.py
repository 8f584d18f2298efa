"""Appointments that repeat are looked at date by date, and saved together or not at all."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest

from desk.domain.appointment import Appointment, Details, Shelf, Standing
from desk.domain.availability import Availability
from desk.domain.errors import (
    Clash,
    DeskError,
    Invalid,
    NotASlot,
    NotStanding,
    SlotClosed,
    SlotFull,
    Stale,
)
from desk.domain.scope import Scope
from desk.services import appointment_series, appointments, journal, undo
from desk.services.appointment_series import Repetition
from desk.store.database import Database
from tests import build
from tests.conftest import MONDAY, Clock, at
from tests.contents import contents
from tests.services.test_appointments import do, now_of, refused

NINE = build.span(9)
ADA = Details(title="Ada Lind")
WEEKLY = Repetition(rule="FREQ=WEEKLY", count=4)


@pytest.fixture
def morning(database: Database) -> Availability:
    """Mornings from nine to twelve in slots of half an hour, for one each."""
    with database.write("ann") as tx:
        return build.mornings(tx, build.resource(tx).id)


def series(database: Database, on: Availability, how: Repetition = WEEKLY) -> list[Appointment]:
    repeated = do(database, appointment_series.repeat, on.id, NINE, ADA, how)
    assert not repeated.failed
    booked: list[Appointment] = repeated.booked
    return booked


def days(several: list[Appointment]) -> list[int]:
    """On which days after Monday they are."""
    return [(each.span.start - MONDAY).days for each in several]


def test_each_date_takes_a_slot_of_its_own(database: Database, morning: Availability) -> None:
    booked = series(database, morning)

    assert days(booked) == [0, 7, 14, 21]
    assert len({each.series_id for each in booked}) == 1
    assert {each.availability_id for each in booked} == {morning.id}


def test_ten_o_clock_stays_ten_when_the_clocks_change(
    database: Database, morning: Availability
) -> None:
    eight_weeks = Repetition(rule="FREQ=WEEKLY", count=9)

    booked = series(database, morning, eight_weeks)

    walls = {each.span.start.astimezone(database.zone).time() for each in booked}
    assert walls == {dt.time(10)}
    assert booked[-1].span.start == at(8, day=56)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"rule": "FREQ=DAILY", "until": at(9, 30, day=2)}, [0, 1, 2]),
        ({"rule": "FREQ=DAILY", "until": at(9, 29, day=2)}, [0, 1]),
        ({"rule": "FREQ=DAILY;COUNT=2"}, [0, 1]),
        ({"rule": "FREQ=DAILY", "count": 3, "skip": [dt.date(2030, 2, 5)]}, [0, 2]),
        ({"rule": "FREQ=WEEKLY;BYDAY=TU,TH", "count": 3}, [1, 3, 8]),
    ],
)
def test_it_ends_as_was_said_and_leaves_out_what_is_skipped(
    database: Database, morning: Availability, how: dict[str, Any], expected: list[int]
) -> None:
    assert days(series(database, morning, Repetition(**how))) == expected


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"rule": "FREQ=WEEKLY"}, "until"),
        ({"rule": "FREQ=WEEKLY", "count": 0}, "count"),
        ({"rule": "FREQ=DAILY", "count": 400}, "count"),
        ({"rule": "every week", "count": 2}, "recurrence_rule"),
        ({"rule": "FREQ=HOURLY", "count": 2}, "recurrence_rule"),
        ({"rule": "FREQ=WEEKLY", "until": at(8)}, "recurrence_rule"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(
    database: Database, morning: Availability, how: dict[str, Any], field: str
) -> None:
    refusal = refused(database, appointment_series.repeat, morning.id, NINE, ADA, Repetition(**how))

    assert isinstance(refusal, Invalid)
    assert set(refusal.reasons) == {field}


def in_the_way(database: Database, on: Availability) -> None:
    """The second date is full, the third closed."""
    with database.write("ann") as tx:
        build.appointment(tx, on, build.span(9, day=7), "Bo Berg")
        build.closure(tx, build.span(9, day=14), reason="Training")


def test_every_date_is_looked_at_before_anything_is_saved(
    database: Database, morning: Availability
) -> None:
    in_the_way(database, morning)
    before = contents(database)

    repeated = do(database, appointment_series.repeat, morning.id, NINE, ADA, WEEKLY)
    with database.read() as tx:
        looked = appointment_series.check(tx, morning.id, NINE, WEEKLY)

    assert contents(database) == before
    assert repeated.booked == []
    full, closed = (date.refusal for date in repeated.failed)
    assert isinstance(full, SlotFull)
    assert full.detail == "ann: Bo Berg"
    assert isinstance(closed, SlotClosed)
    assert [type(date.refusal) for date in looked] == [
        *(type(None), SlotFull, SlotClosed, type(None)),
    ]


def test_the_dates_that_are_good_are_saved_when_asked_for(
    database: Database, morning: Availability
) -> None:
    in_the_way(database, morning)

    repeated = do(
        database, appointment_series.repeat, morning.id, NINE, ADA, WEEKLY, good_only=True
    )

    assert days(repeated.booked) == [0, 21]
    assert [date.span for date in repeated.failed] == [
        build.span(9, day=7),
        build.span(9, day=14),
    ]


def test_a_date_without_a_slot_fails(database: Database, morning: Availability) -> None:
    daily = Repetition(rule="FREQ=DAILY", count=6)

    repeated = do(database, appointment_series.repeat, morning.id, NINE, ADA, daily)

    [saturday] = repeated.failed
    assert isinstance(saturday.refusal, NotASlot)


def test_each_date_finds_whichever_slot_the_provider_has(database: Database) -> None:
    with database.write("ann") as tx:
        whose = build.resource(tx).id
        rows = [
            build.availability(tx, whose, build.span(9, day=day), series_id=None)
            for day in (0, 7, 14, 21)
        ]

    booked = series(database, rows[0])

    assert [each.availability_id for each in booked] == [row.id for row in rows]


def test_what_stands_by_itself_repeats_where_the_time_is_free(
    database: Database, morning: Availability
) -> None:
    late = build.span(18)
    with database.write("ann") as tx:
        build.appointment(tx, None, build.span(18, day=7), "Bo", resource_id=morning.resource_id)
    whose = {"resource_id": morning.resource_id}

    repeated = do(
        database, appointment_series.repeat, None, late, ADA, WEEKLY, good_only=True, **whose
    )

    assert days(repeated.booked) == [0, 14, 21]
    [failed] = repeated.failed
    assert isinstance(failed.refusal, Clash)


def test_dates_that_meet_each_other_are_not_both_booked(
    database: Database, morning: Availability
) -> None:
    long = build.span(18, minutes=25 * 60, day=5)
    daily = Repetition(rule="FREQ=DAILY", count=3)
    whose = {"resource_id": morning.resource_id}

    before = contents(database)
    clash = refused(database, appointment_series.repeat, None, long, ADA, daily, **whose)
    assert isinstance(clash, Clash)
    assert contents(database) == before
    some = do(database, appointment_series.repeat, None, long, ADA, daily, good_only=True, **whose)

    assert [len(some.booked), len(some.failed)] == [2, 1]


def test_what_is_held_already_becomes_the_first_of_the_series(
    database: Database, morning: Availability
) -> None:
    held = do(database, appointments.hold, morning.id, NINE)

    repeated = do(database, appointment_series.repeat, morning.id, NINE, ADA, WEEKLY, first=held.id)

    assert [repeated.booked[0].id, len(repeated.booked)] == [held.id, 4]
    assert {each.name for each in repeated.booked} == {"Ada Lind"}
    assert len({each.series_id for each in repeated.booked}) == 1


def test_undoing_takes_the_whole_series_back_in_one_step(
    database: Database, morning: Availability
) -> None:
    before = contents(database)
    with database.write("ann") as tx:
        appointment_series.repeat(tx, morning.id, NINE, ADA, WEEKLY)
    after = contents(database)

    with database.write("ann") as back:
        undo.revert(back, tx.batch)
    assert contents(database) == before
    with database.write("ann") as again:
        undo.revert(again, back.batch)
    assert contents(database) == after


@pytest.mark.parametrize(
    ("scope", "expected"),
    [(Scope.THIS, [14]), (Scope.FOLLOWING, [14, 21]), (Scope.ALL, [7, 14, 21])],
)
def test_one_or_those_to_come_or_all_that_is_ahead_are_cancelled(
    database: Database, morning: Availability, clock: Clock, scope: Scope, expected: list[int]
) -> None:
    booked = series(database, morning)
    clock.advance(timedelta(days=2))
    since = build.last_change(database)

    gone = do(database, appointment_series.cancel_series, booked[2].id, scope, reason="moved away")

    assert days(gone) == expected
    assert {each.shelf for each in gone} == {Shelf.TRASH}
    with database.read() as tx:
        assert {entry.reason for entry in journal.since(tx, since)} == {"moved away"}


def test_of_a_series_what_is_cancelled_already_is_left_alone(
    database: Database, morning: Availability
) -> None:
    booked = series(database, morning)
    do(database, appointments.cancel, [booked[1].id])

    gone = do(database, appointment_series.cancel_series, booked[0].id, Scope.ALL)

    assert days(gone) == [0, 14, 21]
    cancelled = refused(database, appointment_series.cancel_series, booked[1].id, Scope.THIS)
    assert isinstance(cancelled, NotStanding)


def test_what_is_in_no_series_is_meant_alone(database: Database, morning: Availability) -> None:
    booked = do(database, appointments.book, morning.id, NINE, ADA)

    assert len(do(database, appointment_series.cancel_series, booked.id, Scope.ALL)) == 1


@pytest.mark.parametrize(
    ("to", "scope", "expected"),
    [
        (build.span(10, day=7), Scope.THIS, [0, 7, 14, 21]),
        (build.span(10, day=8), Scope.FOLLOWING, [0, 8, 15, 22]),
        (build.span(9, day=14), Scope.FOLLOWING, [0, 14, 21, 28]),
        (build.span(9, day=8), Scope.ALL, [1, 8, 15, 22]),
    ],
)
def test_a_series_moves_as_a_whole_and_is_not_in_its_own_way(
    database: Database,
    morning: Availability,
    clock: Clock,
    to: Any,
    scope: Scope,
    expected: list[int],
) -> None:
    clock.advance(timedelta(hours=-1))
    booked = series(database, morning)

    moved = do(database, appointment_series.move_series, booked[1].id, to, scope, seen=None)

    with database.read() as tx:
        now = [appointments.one(tx, each.id) for each in booked]
    assert days(now) == expected
    assert {each.span.start.time() for each in moved} == {to.start.time()}
    assert {each.standing(clock.now) for each in now} == {Standing.BOOKED}


def test_a_series_moves_to_another_provider(database: Database, morning: Availability) -> None:
    booked = series(database, morning)
    with database.write("ann") as tx:
        other = build.mornings(tx, build.resource(tx, "Dr. Ugo").id)

    moved = do(
        database,
        appointment_series.move_series,
        *(booked[1].id, booked[1].span, Scope.FOLLOWING),
        seen=booked[1].version,
        resource_id=other.resource_id,
    )

    assert {each.availability_id for each in moved} == {other.id}
    assert days(moved) == [7, 14, 21]


def test_where_one_finds_no_place_none_is_moved(database: Database, morning: Availability) -> None:
    booked = series(database, morning)
    with database.write("ann") as tx:
        build.appointment(tx, morning, build.span(10, day=21), "Bo Berg")
    to, move = build.span(10), appointment_series.move_series

    refusal: DeskError = refused(
        database, move, booked[0].id, to, Scope.FOLLOWING, seen=booked[0].version
    )

    assert isinstance(refusal, SlotFull)
    assert refusal.span == build.span(10, day=21)
    assert now_of(database, booked[0]).span == NINE
    stale = refused(database, move, booked[0].id, to, Scope.THIS, seen=booked[0].version - 1)
    assert isinstance(stale, Stale)
