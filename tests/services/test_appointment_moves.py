"""What becomes of an appointment: another time, the bin, somebody who comes or does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from desk.domain.appointment import Appointment, Details, Shelf, Standing
from desk.domain.availability import Availability
from desk.domain.change import Change
from desk.domain.errors import Clash, NotASlot, NotFound, NotStanding, SlotClosed, SlotFull, Stale
from desk.domain.span import Span
from desk.services import appointments, journal
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.services.test_appointments import do, now_of, place_of, refused

NINE, HALF_PAST, TEN, LATE = build.span(9), build.span(9, 30), build.span(10), build.span(18)
ADA, BO = Details(title="Ada Lind"), Details(title="Bo Berg", owner="u1")
A_MINUTE = timedelta(minutes=1)

Act = Callable[..., object]


@pytest.fixture
def morning(database: Database) -> Availability:
    """Mornings from nine to twelve in slots of half an hour, for one each."""
    with database.write("ann") as tx:
        return build.mornings(tx, build.resource(tx).id)


def booked_on(
    database: Database, on: Availability, span: Span, details: Details = ADA, **fields: Any
) -> Appointment:
    with database.write("ann") as tx:
        return build.appointment(tx, on, span, details.title, owner=details.owner, **fields)


def test_a_move_frees_the_old_place_and_takes_the_new_one(
    database: Database, morning: Availability
) -> None:
    booked = booked_on(database, morning, NINE)

    moved = do(database, appointments.move, booked.id, TEN, seen=booked.version)

    assert (moved.id, moved.span, moved.availability_id) == (booked.id, TEN, morning.id)
    assert place_of(database, moved) == 0
    assert do(database, appointments.book, morning.id, NINE, BO)
    assert isinstance(refused(database, appointments.book, morning.id, TEN, BO), SlotFull)


def test_the_journal_keeps_where_an_appointment_stood_and_who_moved_it(
    database: Database, morning: Availability
) -> None:
    booked = booked_on(database, morning, NINE)
    do(database, appointments.move, booked.id, TEN, seen=booked.version)

    with database.read() as tx:
        latest, first = journal.of(tx, "appointment", booked.id)

    assert (latest.actor, first.actor) == ("bob", "ann")
    assert latest.old == {name: first.new[name] for name in ("starts", "ends")}
    assert latest.new == {name: value + 3_600_000 for name, value in latest.old.items()}


def test_news_of_a_move_are_about_the_old_time_and_the_new(
    database: Database, morning: Availability
) -> None:
    heard: list[Change] = []
    booked = booked_on(database, morning, NINE)
    database.listen(heard.extend)

    do(database, appointments.move, booked.id, TEN, seen=booked.version)

    assert heard == [Change("appointment", booked.id, Span(NINE.start, TEN.end))]


def test_a_refused_move_changes_nothing(database: Database, morning: Availability) -> None:
    booked = booked_on(database, morning, NINE)
    booked_on(database, morning, TEN, BO)
    with database.write("ann") as tx:
        build.closure(tx, build.span(11))

    for to, kind in ((TEN, SlotFull), (build.span(11), SlotClosed), (LATE, NotASlot)):
        move = {"seen": booked.version}
        assert isinstance(refused(database, appointments.move, booked.id, to, **move), kind)
    seen = booked.version - 1
    assert isinstance(refused(database, appointments.move, booked.id, TEN, seen=seen), Stale)


def test_an_appointment_moved_between_slots_that_overlap_does_not_count_itself(
    database: Database,
) -> None:
    with database.write("ann") as tx:
        whose = build.resource(tx).id
        hours = build.availability(tx, whose, slot_length=timedelta(hours=1))
        later = build.availability(tx, whose, build.span(9, 30, minutes=120), timedelta(hours=1))
    booked = booked_on(database, hours, build.span(9, minutes=60))
    to = build.span(9, 30, minutes=60)

    moved = do(database, appointments.move, booked.id, to, seen=booked.version)

    assert (moved.span, moved.availability_id) == (to, later.id)


def test_a_move_finds_the_slot_that_another_provider_has_then(
    database: Database, morning: Availability
) -> None:
    booked = booked_on(database, morning, NINE)
    with database.write("ann") as tx:
        other = build.mornings(tx, build.resource(tx, "Dr. Ugo").id)

    there = do(
        database, appointments.move, booked.id, TEN, seen=None, resource_id=other.resource_id
    )
    back = do(database, appointments.move, booked.id, NINE, seen=None, availability_id=morning.id)

    assert (there.availability_id, there.resource_id) == (other.id, other.resource_id)
    assert (back.availability_id, back.resource_id) == (morning.id, morning.resource_id)


def test_moved_to_a_good_place_nobody_need_be_called_any_more(
    database: Database, morning: Availability, clock: Clock
) -> None:
    booked = booked_on(database, morning, NINE, flagged=True, caller="ann", called_at=clock.now)

    moved = do(database, appointments.move, booked.id, TEN, seen=None)

    assert (moved.flagged, moved.caller, moved.called_at) == (False, "", None)


def test_out_of_its_slots_an_appointment_goes_only_for_a_reason(
    database: Database, morning: Availability
) -> None:
    booked = booked_on(database, morning, NINE)

    moved = do(database, appointments.move, booked.id, LATE, seen=None, anyway="asked for it")

    assert (moved.span, moved.beyond) == (LATE, "asked for it")
    assert (moved.availability_id, place_of(database, moved)) == (morning.id, None)
    back = do(database, appointments.move, booked.id, NINE, seen=None)
    assert (back.beyond, place_of(database, back)) == ("", 0)


def test_what_stands_by_itself_takes_a_slot_or_none(
    database: Database, morning: Availability
) -> None:
    with database.write("ann") as tx:
        alone = build.appointment(tx, None, LATE, "Staff", resource_id=morning.resource_id)
    booked_on(database, morning, NINE)

    later = do(database, appointments.move, alone.id, build.span(18, 10), seen=None)
    assert later.availability_id is None
    clash = refused(database, appointments.move, alone.id, build.span(9, 10), seen=None)
    assert isinstance(clash, Clash)
    slot = do(database, appointments.move, alone.id, TEN, seen=None)
    assert slot.availability_id == morning.id


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"shelf": "TRASH"}, "cancelled"),
        ({"shelf": "DRAFT"}, "draft"),
        ({"held_until": at(8)}, "lapsed"),
        ({"completed_at": at(8)}, "done"),
        ({"missed_at": at(8)}, "missed"),
    ],
)
def test_what_is_over_is_not_moved(
    database: Database, morning: Availability, fields: dict[str, Any], standing: str
) -> None:
    booked = booked_on(database, morning, NINE, **fields)

    refusal = refused(database, appointments.move, booked.id, TEN, seen=None)

    assert isinstance(refusal, NotStanding)
    assert (refusal.name, refusal.standing) == ("Ada Lind", standing)


def test_several_are_cancelled_at_once_and_the_journal_says_why(
    database: Database, morning: Availability
) -> None:
    ids = [booked_on(database, morning, span).id for span in (NINE, TEN)]
    since = build.last_change(database)

    gone = do(database, appointments.cancel, ids, reason="doctor is ill")

    assert [each.id for each in gone] == ids
    assert {each.shelf for each in gone} == {Shelf.TRASH}
    with database.read() as tx:
        assert {each.reason for each in journal.since(tx, since)} == {"doctor is ill"}
    assert do(database, appointments.book, morning.id, NINE, BO)


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"shelf": "TRASH"}, "cancelled"),
        ({"arrived_at": at(8), "admitted_at": at(8)}, "in room"),
        ({"completed_at": at(8)}, "done"),
    ],
)
def test_what_is_over_or_under_way_is_not_cancelled(
    database: Database, morning: Availability, fields: dict[str, Any], standing: str
) -> None:
    good = booked_on(database, morning, TEN)
    bad = booked_on(database, morning, NINE, **fields)

    refusal = refused(database, appointments.cancel, [good.id, bad.id])

    assert isinstance(refusal, NotStanding)
    assert refusal.standing == standing


def test_what_was_cancelled_comes_back_to_its_place_or_is_flagged(
    database: Database, morning: Availability
) -> None:
    ids = [booked_on(database, morning, span).id for span in (NINE, HALF_PAST, TEN)]
    do(database, appointments.cancel, ids)
    do(database, appointments.book, morning.id, HALF_PAST, BO)
    with database.write("ann") as tx:
        build.closure(tx, TEN)

    back = do(database, appointments.restore, ids)

    assert [each.flagged for each in back] == [False, True, True]
    assert [place_of(database, each) for each in back] == [0, None, None]
    assert {each.shelf for each in back} == {Shelf.PUBLIC}
    assert isinstance(refused(database, appointments.restore, ids[:1]), NotStanding)


@pytest.mark.parametrize("target", list(Shelf))
@pytest.mark.parametrize("source", list(Shelf))
def test_only_the_moves_between_shelves_that_the_contract_allows_are_made(
    database: Database, morning: Availability, source: Shelf, target: Shelf
) -> None:
    allowed = {
        (Shelf.DRAFT, Shelf.PUBLIC),
        (Shelf.PUBLIC, Shelf.DRAFT),
        (Shelf.TRASH, Shelf.DRAFT),
        (Shelf.PUBLIC, Shelf.TRASH),
        (Shelf.DRAFT, Shelf.TRASH),
        (Shelf.DELETED, Shelf.TRASH),
        (Shelf.TRASH, Shelf.DELETED),
    }
    there = booked_on(database, morning, NINE, shelf=source.value)

    moved = do(database, appointments.shelve, [there.id, 4711], target)

    goes = (source, target) in allowed
    assert moved == int(goes)
    assert now_of(database, there).shelf is (target if goes else source)
    public = now_of(database, there).shelf is Shelf.PUBLIC
    assert place_of(database, there) == (0 if public else None)


def test_a_draft_made_public_where_there_is_no_place_is_flagged(
    database: Database, morning: Availability
) -> None:
    booked_on(database, morning, NINE, BO)
    draft = booked_on(database, morning, NINE, shelf="DRAFT")

    assert do(database, appointments.shelve, [draft.id], Shelf.PUBLIC) == 1

    now = now_of(database, draft)
    assert (now.shelf, now.flagged, place_of(database, now)) == (Shelf.PUBLIC, True, None)


def test_somebody_comes_goes_in_and_is_done(
    database: Database, morning: Availability, clock: Clock
) -> None:
    booked = booked_on(database, morning, NINE)
    seen = []
    for act in (appointments.arrive, appointments.admit, appointments.complete):
        clock.advance(A_MINUTE)
        [now] = do(database, act, [booked.id])
        seen.append((now.standing(clock.now), now.waited(clock.now)))

    assert seen == [
        (Standing.ARRIVED, timedelta()),
        (Standing.IN_ROOM, A_MINUTE),
        (Standing.DONE, A_MINUTE),
    ]


def test_the_last_mark_is_taken_back_one_after_the_other(
    database: Database, morning: Availability, clock: Clock
) -> None:
    booked = booked_on(database, morning, NINE)
    for act in (appointments.arrive, appointments.admit, appointments.complete):
        do(database, act, [booked.id])

    standings = [
        do(database, appointments.reinstate, [booked.id])[0].standing(clock.now) for _ in range(3)
    ]

    assert standings == [Standing.IN_ROOM, Standing.ARRIVED, Standing.BOOKED]
    assert isinstance(refused(database, appointments.reinstate, [booked.id]), NotStanding)


def test_somebody_who_goes_straight_in_has_arrived(
    database: Database, morning: Availability, clock: Clock
) -> None:
    [now] = do(database, appointments.admit, [booked_on(database, morning, NINE).id])

    assert (now.arrived_at, now.admitted_at) == (clock.now, clock.now)


def test_somebody_who_was_given_up_may_come_after_all(
    database: Database, morning: Availability, clock: Clock
) -> None:
    booked = booked_on(database, morning, NINE)
    [missed] = do(database, appointments.miss, [booked.id])

    [there] = do(database, appointments.arrive, [booked.id])

    assert missed.standing(clock.now) is Standing.MISSED
    assert (there.standing(clock.now), there.missed_at) == (Standing.ARRIVED, None)


@pytest.mark.parametrize(
    ("fields", "refusing"),
    [
        ({"shelf": "TRASH"}, {"arrive", "admit", "complete", "miss", "reinstate"}),
        ({"shelf": "DRAFT"}, {"arrive", "admit", "complete", "miss", "reinstate"}),
        ({"held_until": at(10)}, {"arrive", "admit", "complete", "miss", "reinstate"}),
        ({"held_until": at(8)}, {"arrive", "admit", "complete", "miss", "reinstate"}),
        ({}, {"reinstate"}),
        ({"arrived_at": at(8)}, {"arrive", "miss"}),
        ({"arrived_at": at(8), "admitted_at": at(8)}, {"arrive", "admit", "miss"}),
        ({"completed_at": at(8)}, {"arrive", "admit", "complete", "miss"}),
        ({"missed_at": at(8)}, {"admit", "complete", "miss"}),
    ],
)
def test_a_mark_that_makes_no_sense_is_refused(
    database: Database, morning: Availability, fields: dict[str, Any], refusing: set[str]
) -> None:
    acts: dict[str, Act] = {
        "arrive": appointments.arrive,
        "admit": appointments.admit,
        "complete": appointments.complete,
        "miss": appointments.miss,
        "reinstate": appointments.reinstate,
    }
    good = booked_on(database, morning, NINE, arrived_at=at(8))

    for day, (name, act) in enumerate(acts.items()):
        booked = booked_on(database, morning, build.span(10, day=day), **fields)
        if name in refusing:
            assert isinstance(refused(database, act, [good.id, booked.id]), NotStanding)
        else:
            assert do(database, act, [booked.id])


def test_what_is_not_there_is_not_found(database: Database) -> None:
    for act in (appointments.arrive, appointments.cancel, appointments.restore):
        assert isinstance(refused(database, act, [4711]), NotFound)


def test_a_person_has_what_is_to_come_and_what_was(
    database: Database, morning: Availability, clock: Clock
) -> None:
    with database.write("ann") as tx:
        ana = Details(person_id=build.patient(tx, "Ana", "Ruiz").id)
    spans = [build.span(9, day=day) for day in (1, 2, 3, 4)]
    first, gone, later, held = (
        do(database, appointments.hold if day == 4 else appointments.book, morning.id, span, ana)
        for day, span in enumerate(spans, 1)
    )
    do(database, appointments.cancel, [gone.id])
    clock.advance(timedelta(days=1, hours=3))

    with database.read() as tx:
        visits = appointments.of_person(tx, ana.person_id or 0)
        few = appointments.of_person(tx, ana.person_id or 0, limit=1)

    assert [each.id for each in visits.upcoming] == [later.id]
    assert [each.id for each in visits.past] == [gone.id, first.id]
    assert [each.id for each in few.past] == [gone.id]
    assert not held.counts(clock.now)
