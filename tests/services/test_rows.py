"""Rows are taken as they stand now, and what somebody else has just added is told from a bug."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from desk.domain.errors import Invalid, NotFound, Stale
from desk.services import rows
from desk.services.rows import LARGEST_ID
from desk.store.database import Database
from desk.store.records import DayRecord, PersonRecord
from tests import build
from tests.conftest import MONDAY

DATE = MONDAY.date()


def test_rows_are_taken_by_id_and_those_gone_are_left_out(both: Database) -> None:
    with both.write("ann") as tx:
        ids = [build.resident(tx).id for _ in range(3)]
        taken = rows.take(tx, PersonRecord, [ids[2], 4711, ids[0], ids[2]])

        assert {key: record.id for key, record in taken.items()} == {ids[0]: ids[0], ids[2]: ids[2]}
        assert rows.take_one(tx, PersonRecord, ids[1], shared=True).id == ids[1]
        assert rows.take(tx, PersonRecord, []) == {}


def test_what_is_not_there_cannot_be_taken(both: Database) -> None:
    with pytest.raises(NotFound) as refused, both.write("ann") as tx:
        rows.take_one(tx, DayRecord, 4711)

    assert (refused.value.kind, refused.value.key) == ("day", 4711)


def test_what_this_transaction_has_changed_is_not_lost_by_taking_it(both: Database) -> None:
    with both.write("ann") as tx:
        record = tx.get(DayRecord, build.day(tx, DATE).id)
        record.occupied = 7

        assert rows.take(tx, DayRecord, [record.id])[record.id].occupied == 7


def test_a_row_that_another_desk_has_added_since_is_no_bug(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE)
    # SQLite lets one write at a time, so there nobody can have come in between.
    expected = Stale if both.engine.dialect.name == "postgresql" else IntegrityError

    with pytest.raises(expected), both.write("ann") as tx:
        rows.add(tx, DayRecord(date=DATE, places=1, occupied=0))


def test_a_row_that_makes_no_sense_stays_a_bug(both: Database) -> None:
    with pytest.raises(IntegrityError), both.write("ann") as tx:
        rows.add(tx, DayRecord(date=DATE, places=1, occupied=2))


def test_ids_go_on_after_one_that_was_given(both: Database) -> None:
    with both.write("ann") as tx:
        rows.add(tx, DayRecord(id=40, date=DATE, places=1, occupied=0))
        rows.add(tx, DayRecord(id=7, date=DATE.replace(day=7), places=1, occupied=0))
        assert build.day(tx, DATE.replace(day=8)).id == 41


@pytest.mark.parametrize("wanted", [None, 0, -1, LARGEST_ID + 1, 10**30])
def test_an_id_that_no_row_can_have_is_left_to_the_database(
    both: Database, wanted: int | None
) -> None:
    with both.read() as tx:
        assert rows.free_id(tx, DayRecord, wanted) is None
        assert rows.free_id(tx, DayRecord, LARGEST_ID) == LARGEST_ID


def test_every_key_at_fault_is_named_by_its_field() -> None:
    rows.require_key(key="smith", slug="x" * rows.LONGEST_KEY)
    for wrong in ("", "\t", "x" * (rows.LONGEST_KEY + 1), "a\0b", "\ud800"):
        with pytest.raises(Invalid) as refused:
            rows.require_key(slug=wrong)
        assert list(refused.value.reasons) == ["slug"]


def test_raw_sql_of_another_program_is_seen_when_a_row_is_taken(both: Database) -> None:
    with both.write("ann") as tx:
        day = build.day(tx, DATE)
    with both.write("ann") as tx:
        tx.session.execute(text("UPDATE day SET occupied = 3"))
        assert rows.take_one(tx, DayRecord, day.id).occupied == 3
