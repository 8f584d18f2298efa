"""Looks at personal details are written down, and disturb nothing that goes by changes."""

from __future__ import annotations

from datetime import timedelta
from queue import Queue

import pytest
from sqlalchemy import make_url

from desk.api.changes import said
from desk.domain.change import Action, Change, Taken
from desk.domain.staff import Actor, Member, Role
from desk.services import journal, people, reads, staff, undo
from desk.store import backup, kept_copies
from desk.store.database import Database
from desk.store.watch import Watch
from tests import build
from tests.conftest import Clock, address_of, at

PATIENCE = 30  # seconds


@pytest.fixture
def reader(both: Database) -> Member:
    """Somebody who may only read."""
    with both.write("test") as tx:
        staff.add(tx, "Ada Lind", Role.ADMIN, None, "hash")
        return staff.add(tx, "Rea Reader", Role.READ_ONLY, None, "hash")


@pytest.fixture
def person(both: Database) -> int:
    with both.write("test") as tx:
        return build.patient(tx).id


def look(database: Database, member: Member, *ids: int) -> None:
    with database.write(Actor.of(member)) as tx:
        reads.record(tx, [("person", each) for each in ids])


def looks(database: Database) -> list[tuple[str, int, str]]:
    with database.read() as tx:
        found = [each for each in build.journal(tx) if each.action is Action.READ]
    assert all(each.old == each.new == {} for each in found)
    return [(each.kind, each.id, each.actor) for each in found]


def test_a_look_is_written_down_with_who_looked_at_what(
    both: Database, reader: Member, person: int
) -> None:
    look(both, reader, person)

    assert looks(both) == [("person", person, f"Rea Reader #{reader.id}")]


def test_the_same_look_counts_once_in_ten_minutes_for_each_person_and_record(
    both: Database, clock: Clock, reader: Member, person: int
) -> None:
    other = Member(id=1, name="Ada Lind", role=Role.ADMIN)
    with both.write("test") as tx:
        second = build.patient(tx, "Eve").id

    look(both, reader, person, person)
    clock.advance(timedelta(minutes=9))
    look(both, reader, person, second)
    look(both, other, person)
    assert len(looks(both)) == 3

    clock.advance(timedelta(minutes=1))
    look(both, reader, person)
    assert len(looks(both)) == 4


def test_without_accounts_no_look_is_written_down(both: Database, person: int) -> None:
    with both.write(Actor("ann")) as tx:
        reads.record(tx, [("person", person)])

    assert looks(both) == []


def test_a_look_is_no_news_for_anybody(both: Database, reader: Member, person: int) -> None:
    heard: list[object] = []
    both.listen(heard.append)
    afar = Database(address_of(both), clock=both.clock)
    told: Queue[tuple[Change, ...]] = Queue()
    afar.listen(told.put)
    watch = Watch(afar)
    watch.start()
    with both.read() as tx:
        before, changed = journal.last(tx), journal.last_at(tx)

    look(both, reader, person)
    assert heard == []
    with both.write("test") as tx:
        last = build.patient(tx, "Last").id
    first = told.get(timeout=PATIENCE)
    watch.stop()
    afar.close()

    assert [change.id for change in first] == [last]
    assert told.empty()
    with both.read() as tx:
        assert changed == at(9)
        assert [entry.action for entry in journal.since(tx, before)] == [Action.ADDED]
        assert all(said(each)["action"] != "read" for each in journal.since(tx, 0))
        assert [entry.action for entry in journal.of(tx, "person", person)] == [Action.ADDED]


def test_a_look_makes_no_copy_due(both: Database, clock: Clock, reader: Member) -> None:
    with both.read() as tx:
        changed = journal.last_at(tx)
    clock.advance(timedelta(hours=2))

    look(both, reader, 1)

    with both.read() as tx:
        assert journal.last_at(tx) == changed
    if kept_copies.keep(both):
        clock.advance(timedelta(hours=2))
        look(both, reader, 1)
        with both.read() as tx:
            due = kept_copies.due(make_url(address_of(both)), tx.now, journal.last_at(tx))
        assert not due


def test_what_was_looked_at_since_can_still_be_undone(
    both: Database, reader: Member, person: int
) -> None:
    with both.write("test") as tx:
        found = people.one(tx, person)
        resource = build.resource(tx)
        on = build.availability(tx, resource.id)
        booked = build.appointment(tx, on, build.span(9), person_id=found.id)
    batch = tx.batch
    with both.write(Actor.of(reader)) as tx:
        reads.record(tx, [("person", person), ("appointment", booked.id)])
        reads.record(tx, [("availability", on.id)])

    with both.write("test") as tx:
        undo.revert(tx, batch)
    again = tx.batch
    with both.write(Actor.of(reader)) as tx:
        reads.record(tx, [("person", person)])
    with both.write("test") as tx:
        undo.revert(tx, again)

    with both.read() as check:
        back = [entry.kind for entry in build.journal(check, again)]
    assert "appointment" in back


def test_looks_are_links_of_the_chain(both: Database, reader: Member, person: int) -> None:
    look(both, reader, person)
    with both.write("test") as tx:
        build.patient(tx, "After", "Wards")

    assert backup.check(both.engine) == []


def test_a_list_that_is_taken_along_is_written_down_each_time_and_tells_nobody_of_a_change(
    both: Database, reader: Member
) -> None:
    told: list[tuple[Change, ...]] = []
    both.listen(told.append)

    for how in (Taken.EXPORTED, Taken.PRINTED, Taken.PRINTED):
        with both.write(Actor.of(reader)) as tx:
            assert reads.took(tx, how, "person")

    assert looks(both) == [("person", 0, f"Rea Reader #{reader.id}")] * 3
    with both.read() as tx:
        assert [each.reason for each in build.journal(tx)][-3:] == [
            "exported",
            "printed",
            "printed",
        ]
    assert told == []


def test_without_accounts_nobody_minds_who_takes_a_list_along(both: Database) -> None:
    with both.write(Actor("ann")) as tx:
        assert reads.took(tx, Taken.EXPORTED, "person")

    assert looks(both) == []
