"""The journal says of every row what stood there before a transaction, and what after it."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest

from desk.domain.change import Action, Change, JournalEntry
from desk.domain.span import Span
from desk.store.database import Database
from desk.store.records import (
    AlertRecord,
    ChangeRecord,
    DayRecord,
    PersonRecord,
    SiteRecord,
    VisitorEntryRecord,
)
from tests import build
from tests.conftest import Clock, at

DATE = dt.date(2030, 2, 4)
NO_TIME = timedelta(milliseconds=1)


@pytest.fixture
def day(both: Database) -> int:
    """A date with ten places of which two are taken."""
    with both.write("ann") as tx:
        return build.day(tx, DATE, places=10, occupied=2).id


def written(database: Database, since: int) -> list[tuple[Action, dict[str, Any], dict[str, Any]]]:
    with database.read() as tx:
        return [(line.action, line.old, line.new) for line in build.journal(tx, since)]


def test_what_is_added_is_written_down_whole(both: Database, clock: Clock) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        tx.reason = "the minister comes"
        build.day(tx, DATE, places=10, occupied=2)

    with both.read() as tx:
        lines = build.journal(tx, since)

    assert lines == [
        JournalEntry(
            number=since + 1,
            batch=since + 1,
            kind="day",
            id=1,
            action=Action.ADDED,
            actor="ann",
            at=clock(),
            old={},
            new={"id": 1, "date": "2030-02-04", "places": 10, "occupied": 2},
            reason="the minister comes",
        )
    ]


def test_of_a_change_only_what_differs_is_written_down(both: Database, day: int) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        record = tx.get(DayRecord, day)
        record.occupied = 3
        record.places = 10

    assert written(both, since) == [(Action.CHANGED, {"occupied": 2}, {"occupied": 3})]


def test_what_is_removed_is_written_down_whole(both: Database, day: int) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        tx.session.delete(tx.get(DayRecord, day))

    whole = {"id": 1, "date": "2030-02-04", "places": 10, "occupied": 2}
    assert written(both, since) == [(Action.REMOVED, whole, {})]


def test_added_and_then_changed_is_added_as_it_is_in_the_end(both: Database) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        person = tx.get(PersonRecord, build.resident(tx).id)
        person.phone = "0471 1234"
        person.last_name = "Okoro"

    [(action, old, new)] = written(both, since)
    assert (action, old) == (Action.ADDED, {})
    assert (new["first_name"], new["last_name"], new["phone"]) == ("Grace", "Okoro", "0471 1234")


def test_added_and_removed_at_once_was_never_there(both: Database) -> None:
    since = build.last_change(both)
    told: list[object] = []
    both.listen(told.append)
    with both.write("ann") as tx:
        build.day(tx, DATE)
        tx.session.delete(tx.get(DayRecord, 1))

    assert written(both, since) == []
    assert told == []
    assert tx.batch == 0


def test_changed_there_and_back_is_nothing(both: Database, day: int) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        record = tx.get(DayRecord, day)
        record.occupied, record.places = 3, 11
        tx.session.flush()
        record.occupied = 2

    assert written(both, since) == [(Action.CHANGED, {"places": 10}, {"places": 11})]


def test_changed_twice_counts_from_the_first_to_the_last(both: Database, day: int) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        record = tx.get(DayRecord, day)
        for occupied in (3, 4, 5):
            record.occupied = occupied
            tx.session.flush()

    assert written(both, since) == [(Action.CHANGED, {"occupied": 2}, {"occupied": 5})]


def test_changed_and_removed_remembers_what_was_there_first(both: Database, day: int) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        record = tx.get(DayRecord, day)
        record.occupied = 7
        tx.session.flush()
        tx.session.delete(record)

    [(action, old, new)] = written(both, since)
    assert (action, old["occupied"], new) == (Action.REMOVED, 2, {})


def test_removed_and_put_back_otherwise_is_a_change(both: Database, day: int) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        tx.session.delete(tx.get(DayRecord, day))
        tx.session.flush()
        tx.add(DayRecord(id=day, date=DATE, places=10, occupied=9))

    assert written(both, since) == [(Action.CHANGED, {"occupied": 2}, {"occupied": 9})]


def test_rows_are_numbered_in_the_order_they_were_touched(both: Database) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        host = build.resident(tx)
        build.entry(tx, host.id)
        tx.get(PersonRecord, host.id).unit = "4 B"
        build.day(tx, DATE)

    with both.read() as tx:
        lines = build.journal(tx, since)
    assert [line.kind for line in lines] == ["person", "visitor_entry", "day"]
    assert [line.number for line in lines] == [since + 1, since + 2, since + 3]
    assert {line.batch for line in lines} == {since + 1}


def test_a_moved_party_is_news_for_the_old_time_and_the_new(both: Database) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx)
        party = build.entry(tx, host.id, expected_at=at(9))
    told: list[Change] = []
    both.listen(told.extend)

    with both.write("ann") as tx:
        tx.get(VisitorEntryRecord, party.id).expected_at = at(15, day=3)

    assert told == [Change("visitor_entry", party.id, Span(at(9), at(15, day=3) + NO_TIME))]
    with both.read() as tx:
        line = tx.get(ChangeRecord, build.last_change(both))
        assert (line.begins, line.ends) == (at(9), at(15, day=3) + NO_TIME)


def test_settings_of_a_site_are_written_down(both: Database) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        tx.get(SiteRecord, 1).settings = {"days.places": 30}

    assert written(both, since) == [
        (Action.CHANGED, {"settings": {}}, {"settings": {"days.places": 30}})
    ]


def test_a_part_of_a_write_cannot_be_taken_back(both: Database) -> None:
    with both.write("ann") as tx, pytest.raises(RuntimeError, match="notes would remain"):
        tx.session.begin_nested()


def test_a_write_that_changes_nothing_leaves_no_trace(both: Database, day: int) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        tx.get(DayRecord, day).occupied = 2

    assert written(both, since) == []
    assert tx.batch == 0


def test_an_alert_until_a_date_is_written_down(both: Database) -> None:
    since = build.last_change(both)
    with both.write("ann") as tx:
        build.alert(tx, "Bo Rask", until=DATE)
        tx.get(AlertRecord, 1).until = DATE + timedelta(days=1)

    [(_, _, new)] = written(both, since)
    assert new["until"] == "2030-02-05"
