"""Entries read as plain rows are the same values that their records give."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from desk.store import entry_rows
from desk.store.database import Database
from desk.store.records import VisitorEntryRecord
from tests import build


def test_a_row_is_the_value_that_its_record_gives(both: Database) -> None:
    with both.write("test") as tx:
        host = build.resident(tx, unit="4B").id
        build.entry(tx, host, companions=("Bo", "Cy"), people=3, license_plate="AB-1", note="Tall")
        build.entry(tx, host, expected_at=tx.now, arrival_text="2030-02-04", vehicle_color="red")
        gone = tx.now + timedelta(hours=1)
        build.entry(tx, host, arrived_at=tx.now, departed_at=gone, seen_leaving=False)
        build.entry(tx, host, arrived_at=tx.now, removed_at=gone, import_key="x/1", badge="7")

    with both.read() as tx:
        records = tx.session.scalars(select(VisitorEntryRecord).order_by(VisitorEntryRecord.id))
        values = [record.value() for record in records]
        order = VisitorEntryRecord.__table__.c.id

        assert entry_rows.read(tx.session, entry_rows.ENTRIES.order_by(order)) == values


def test_what_is_not_yet_flushed_is_read_too(database: Database) -> None:
    with database.write("test") as tx:
        entry = build.entry(tx, build.resident(tx).id)
        tx.get(VisitorEntryRecord, entry.id).visitor = "Somebody Else"

        found = entry_rows.read(tx.session, entry_rows.ENTRIES)

    assert [entry.visitor for entry in found] == ["Somebody Else"]
