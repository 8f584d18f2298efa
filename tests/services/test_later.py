"""What was done at the counter without the server is written down once, with the moment of then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.domain.errors import AlreadyLeft, NotAdmitted
from desk.domain.queued import Deed, Queued
from desk.domain.visitor import AlertKind, Standing
from desk.services import later, people, visitor_log, visitors
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at

STRANGER = Queued(
    key="k1",
    deed=Deed.CHECK_IN,
    at=at(8, 40),
    actor="ann",
    visitor="Ada Lind",
    host="Grace Okafor",
    subject="Tea",
    people=2,
)


def write_down(database: Database, queued: Queued) -> None:
    with database.write("ann") as tx:
        later.write_down(tx, queued)


def test_a_party_that_came_is_inside_since_it_came(both: Database) -> None:
    with both.write("ann") as tx:
        grace = build.resident(tx)

    write_down(both, STRANGER)

    with both.read() as tx:
        [entry] = visitors.inside(tx)
        assert people.count(tx) == 1
    assert (entry.visitor, entry.resident_id, entry.people) == ("Ada Lind", grace.id, 2)
    assert entry.arrived_at == at(8, 40)


def test_a_host_whom_nobody_has_written_down_is_written_down(both: Database) -> None:
    write_down(both, STRANGER)

    with both.read() as tx:
        assert visitors.inside(tx)[0].resident_name == "Grace Okafor"


def test_an_announced_party_comes_in_as_it_was_announced(both: Database) -> None:
    with both.write("ann") as tx:
        announced = build.entry(tx, build.resident(tx).id, expected_at=at(9), people=3)

    write_down(both, replace(STRANGER, entry_id=announced.id))

    with both.read() as tx:
        entry = visitor_log.one(tx, announced.id)
    assert (entry.standing, entry.arrived_at, entry.people) == (Standing.INSIDE, at(8, 40), 3)


def test_a_party_that_went_has_left_when_it_went(both: Database) -> None:
    with both.write("ann") as tx:
        inside = build.entry(tx, build.resident(tx).id, arrived_at=at(8))

    write_down(both, replace(STRANGER, deed=Deed.CHECK_OUT, entry_id=inside.id))

    with both.read() as tx:
        assert visitor_log.one(tx, inside.id).departed_at == at(8, 40)


def test_the_same_deed_tried_again_is_written_once(both: Database, clock: Clock) -> None:
    write_down(both, STRANGER)
    clock.advance(timedelta(hours=1))

    write_down(both, STRANGER)

    with both.read() as tx:
        assert len(visitors.inside(tx)) == 1


def test_who_has_been_let_out_by_a_colleague_is_refused(both: Database) -> None:
    with both.write("bob") as tx:
        inside = build.entry(tx, build.resident(tx).id)
        visitors.depart(tx, [inside.id])

    with pytest.raises(AlreadyLeft):
        write_down(both, replace(STRANGER, deed=Deed.CHECK_OUT, entry_id=inside.id))


def test_who_must_not_be_let_in_is_refused_and_not_written(both: Database) -> None:
    with both.write("bob") as tx:
        build.alert(tx, "Ada Lind", kind=AlertKind.REFUSE)

    with pytest.raises(NotAdmitted):
        write_down(both, STRANGER)

    with both.read() as tx:
        assert visitors.inside(tx) == []
