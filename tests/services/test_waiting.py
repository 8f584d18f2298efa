"""Joining the waiting list, changing what is wanted, and leaving it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from desk.domain.directory import PersonKind
from desk.domain.errors import (
    AlreadyWaiting,
    Frozen,
    Invalid,
    ListClosed,
    Stale,
    StillAvailable,
)
from desk.domain.waiting import State
from desk.services import appointments, days, people, undo, waiting, waiting_line
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.services.list_of import (
    ask,
    choose,
    day_type,
    do,
    full,
    joining,
    refused,
    states,
)

TODAY = at(9).date()


def test_whoever_joins_stands_behind_those_who_came_before(database: Database) -> None:
    house = full(database)

    ada = do(database, waiting.join, joining(house.type, "Ada Lind", phone="+39 06 1"))
    do(database, waiting.join, joining(house.type, "Bo Berg"))

    assert (ada.name, ada.phone, ada.created_by) == ("Ada Lind", "+39 06 1", "bob")
    assert states(database) == {"Ada Lind": "waiting 1", "Bo Berg": "waiting 2"}


def test_a_person_of_the_directory_lends_name_and_telephone_number(database: Database) -> None:
    house = full(database)
    with database.write("ann") as tx:
        milan = build.patient(tx, phone="+39 06 7", email="milan@example.org")

    entry = do(database, waiting.join, joining(house.type, "", person_id=milan.id))

    assert (entry.name, entry.phone, entry.email) == ("Milan Novak", milan.phone, milan.email)


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"name": ""}, "name"),
        ({"party": 0}, "party"),
        ({"priority": 3}, "priority_reason"),
        ({"since": time(12), "until": time(9)}, "until"),
        ({"earliest": TODAY, "latest": TODAY - timedelta(days=1)}, "latest"),
        ({"notice": timedelta(minutes=-1)}, "notice"),
        ({"dates": (TODAY - timedelta(days=1),)}, "dates"),
        ({"latest": TODAY - timedelta(days=1)}, "latest"),
        ({"dates": (TODAY,), "earliest": TODAY + timedelta(days=2)}, "dates"),
        ({"variation_id": 77}, "variation_id"),
        ({"type_id": 77}, "type_id"),
        ({"person_id": 77}, "person"),
        ({"locale": " "}, "locale"),
        ({"note": "a\0b"}, "note"),
    ],
)
def test_what_makes_no_sense_is_named(
    database: Database, fields: dict[str, Any], at_fault: str
) -> None:
    house = full(database)

    error = refused(database, waiting.join, joining(house.type, **fields))

    assert isinstance(error, Invalid)
    assert list(error.reasons) == [at_fault]


def test_nobody_need_wait_while_there_is_something_to_take(database: Database) -> None:
    house = full(database)
    do(database, appointments.cancel, [house.booked[0].id, house.booked[1].id])

    error = refused(database, waiting.join, joining(house.type))

    assert isinstance(error, StillAvailable)
    assert error.free == 2


def test_those_who_wait_count_as_if_they_had_a_place_already(database: Database) -> None:
    house = full(database, automatic=False)
    do(database, waiting.join, joining(house.type, "Ada"))
    do(database, appointments.cancel, [house.booked[0].id])

    bo = do(database, waiting.join, joining(house.type, "Bo"))

    do(database, waiting.leave, [bo.id])
    do(database, appointments.cancel, [house.booked[1].id])
    assert isinstance(refused(database, waiting.join, joining(house.type, "Cleo")), StillAvailable)


def test_whoever_waits_for_something_else_does_not_count(database: Database) -> None:
    house = full(database, automatic=False)
    evening = joining(house.type, "Ada", since=time(17))
    do(database, waiting.join, evening)
    do(database, appointments.cancel, [house.booked[0].id])

    assert isinstance(refused(database, waiting.join, joining(house.type, "Bo")), StillAvailable)


def test_a_party_for_whom_there_is_no_room_may_wait(database: Database) -> None:
    house = full(database, capacity=2, automatic=False)
    do(database, appointments.cancel, [house.booked[0].id])

    pair = do(database, waiting.join, joining(house.type, party=2))

    assert pair.party == 2


def test_a_day_without_a_limit_is_always_to_be_had(database: Database) -> None:
    by_day = day_type(database)

    error = refused(database, waiting.join, joining(by_day, dates=(TODAY,)))

    assert isinstance(error, StillAvailable)


def test_a_type_without_a_list_cannot_be_waited_for(database: Database) -> None:
    house = full(database, waiting_list=False)

    assert isinstance(refused(database, waiting.join, joining(house.type)), ListClosed)


SAME = [
    ({"email": "Ada@example.org"}, {"email": "ada@EXAMPLE.org"}),
    ({"phone": "+39 06 123456"}, {"name": "A. Lind", "phone": "39-06-123456"}),
    ({"person_id": 1}, {"person_id": 1, "email": "other@example.org"}),
    ({"person_id": 1}, {"email": "MILAN@example.org"}),
    ({"person_id": 1}, {"phone": "0039 12345678"}),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_nobody_waits_twice_for_the_same(
    both: Database, first: dict[str, Any], second: dict[str, Any]
) -> None:
    house = full(both)
    with both.write("ann") as tx:
        people.add(
            tx,
            people.Details(
                kind=PersonKind.PATIENT,
                last_name="Novak",
                phone="0039 12345678",
                email="milan@example.org",
            ),
        )
    do(both, waiting.join, joining(house.type, **first))

    assert isinstance(refused(both, waiting.join, joining(house.type, **second)), AlreadyWaiting)


@pytest.mark.parametrize(
    "second",
    [
        {"dates": (TODAY,)},
        {"email": "other@example.org"},
        {"person_id": 1, "email": None, "phone": None},
    ],
)
def test_somebody_else_or_something_else_is_not_the_same(
    database: Database, second: dict[str, Any]
) -> None:
    house = full(database)
    with database.write("ann") as tx:
        build.patient(tx, phone="06 123456", email="milan@example.org")
    known = {"email": "ada@example.org", "phone": "06 123456"}
    do(database, waiting.join, joining(house.type, **known))

    entry = do(database, waiting.join, joining(house.type, **known | second))

    assert entry.id == 2


def test_a_change_keeps_the_place_in_the_queue(database: Database, clock: Clock) -> None:
    house = full(database)
    ada = do(database, waiting.join, joining(house.type, "Ada"))
    do(database, waiting.join, joining(house.type, "Bo"))
    clock.advance(timedelta(hours=1))

    changed = do(
        database, waiting.amend, ada.id, joining(house.type, "Ada", note="Rings twice"), seen=1
    )

    assert (changed.note, changed.created_at, changed.version) == ("Rings twice", at(9), 2)
    assert states(database) == {"Ada": "waiting 1", "Bo": "waiting 2"}
    again = joining(house.type, "Ada")
    assert isinstance(refused(database, waiting.amend, ada.id, again, seen=1), Stale)


def test_wanting_something_else_is_refused_where_it_can_be_had(database: Database) -> None:
    house = full(database, automatic=False)
    evening = joining(house.type, since=time(17))
    ada = do(database, waiting.join, evening)
    do(database, appointments.cancel, [house.booked[0].id])
    wider = replace(evening, since=None)

    assert isinstance(refused(database, waiting.amend, ada.id, wider, seen=None), StillAvailable)
    same = do(database, waiting.amend, ada.id, replace(evening, locale="it"), seen=None)
    assert same.locale == "it"


def test_the_same_wish_is_looked_at_anew_only_when_asked(database: Database) -> None:
    house = full(database, automatic=False)
    ada = do(database, waiting.join, joining(house.type))
    do(database, appointments.cancel, [each.id for each in house.booked])

    do(database, waiting.amend, ada.id, joining(house.type, locale="de"), seen=None)

    error = refused(database, waiting.amend, ada.id, joining(house.type), seen=None, anew=True)
    assert isinstance(error, StillAvailable)


def test_whoever_has_left_is_gone_and_joins_again_at_the_end(
    database: Database, clock: Clock
) -> None:
    house = full(database)
    ada = do(database, waiting.join, joining(house.type, "Ada", priority=5, priority_reason="VIP"))
    do(database, waiting.join, joining(house.type, "Bo"))

    assert do(database, waiting.leave, [ada.id], reason="Moved away") == 1
    clock.advance(timedelta(minutes=1))
    again = do(database, waiting.join_again, ada.id)

    assert again.id != ada.id
    listed = ask(database, waiting_line.listed, states=[State.WAITING])
    assert [(each.entry.name, each.position) for each in listed] == [("Bo", 1), ("Ada", 2)]
    assert isinstance(refused(database, waiting.leave, [ada.id]), Frozen)


def test_leaving_can_be_undone(database: Database) -> None:
    house = full(database)
    ada = do(database, waiting.join, joining(house.type, "Ada"))
    with database.write("bob") as tx:
        waiting.leave(tx, [ada.id])

    do(database, undo.revert, tx.batch)

    assert states(database) == {"Ada": "waiting 1"}


def test_a_priority_puts_somebody_ahead_and_its_reason_is_kept(database: Database) -> None:
    house = full(database)
    do(database, waiting.join, joining(house.type, "Ada"))
    bo = do(database, waiting.join, joining(house.type, "Bo"))

    do(database, waiting.prioritise, bo.id, 1, "In pain", seen=bo.version)

    assert states(database) == {"Bo": "waiting 1", "Ada": "waiting 2"}
    with database.read() as tx:
        last = build.journal(tx)[-1]
    assert (last.kind, last.reason) == ("waiting_entry", "In pain")
    error = refused(database, waiting.prioritise, bo.id, 2, " ", seen=None)
    assert isinstance(error, Invalid)


@pytest.mark.parametrize(
    ("moving", "before", "order"),
    [
        (3, 1, "DABC"),
        (0, 3, "BCAD"),
        (0, None, "BCDA"),
        (2, 1, "ACBD"),
        (1, 0, "BACD"),
    ],
)
def test_somebody_is_put_where_they_were_dragged(
    database: Database, moving: int, before: int | None, order: str
) -> None:
    house = full(database)
    ids = [do(database, waiting.join, joining(house.type, name)).id for name in "ABCD"]
    wanted = {3: ids[0], 0: ids[3], 2: ids[1], 1: ids[0]}[moving]

    target = None if before is None else wanted
    do(database, waiting.reorder, ids[moving], target, "By agreement")

    listed = ask(database, waiting_line.listed)
    assert "".join(each.entry.name for each in listed) == order


def test_who_is_dragged_again_and_again_keeps_the_others_in_order(database: Database) -> None:
    house = full(database)
    ids = {name: do(database, waiting.join, joining(house.type, name)).id for name in "ABCDE"}
    order = list("ABCDE")
    for moving, before in map(tuple, ["EB", "AC", "BE", "DA", "CD", "EA", "BC", "AE"]):
        do(database, waiting.reorder, ids[moving], ids[before], "By agreement")
        order.remove(moving)
        order.insert(order.index(before), moving)

        assert [each.entry.name for each in ask(database, waiting_line.listed)] == order


def test_a_merged_person_waits_as_the_one_who_stays(database: Database) -> None:
    house = full(database)
    with database.write("ann") as tx:
        keep, duplicate = build.patient(tx).id, build.patient(tx, "M.", "Novak").id
    do(database, waiting.join, joining(house.type, "", person_id=duplicate))

    do(database, people.merge, keep, duplicate)

    assert states(database) == {"Milan Novak": "waiting 1"}


def test_a_list_is_found_by_state_type_and_words(database: Database) -> None:
    house = full(database, automatic=False)
    by_day = day_type(database)
    do(database, days.open, TODAY, 0)
    do(database, waiting.join, joining(house.type, "José Luk", phone="06 77 88"))
    do(database, waiting.join, joining(by_day, "Bo", dates=(TODAY,)))

    def names(**wanted: Any) -> list[str]:
        return [each.entry.name for each in ask(database, waiting_line.listed, **wanted)]

    assert names(typed="jose") == names(typed="7788") == ["José Luk"]
    assert names(type_id=by_day.id) == ["Bo"]
    assert names(states=[State.LEFT]) == []
    assert ask(database, waiting_line.count) == waiting_line.Counts(2, 0)


def test_settings_make_sense_before_they_are_kept(database: Database) -> None:
    for name, value in [
        ("opening_hours", "18:00-08:00"),
        ("weekdays", "MO,XX"),
        ("offer_minutes", 0),
        ("horizon_days", 0),
        ("closing_minutes", -1),
    ]:
        with pytest.raises(Invalid):
            choose(database, **{name: value})


def test_a_date_in_the_past_never_comes_back(database: Database, clock: Clock) -> None:
    house = full(database)
    do(database, waiting.join, joining(house.type, dates=(TODAY,)))
    clock.advance(timedelta(days=1))

    do(database, appointments.cancel, [house.booked[0].id])

    assert states(database) == {"Ada Lind": "waiting 1"}
    assert dt.date(2030, 2, 4) == TODAY
