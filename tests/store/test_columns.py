"""Values come back from the columns, and from the journal, as they went in."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Column, Date, Integer, Text

from desk.domain.wall_clock import instant, milliseconds
from desk.store.columns import Instant, Length, Lines, read_back, written_down
from desk.store.database import Database
from desk.store.records import AppointmentTypeRecord, VisitorEntryRecord
from tests import build
from tests.conftest import at

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=zones)
names = st.text(min_size=1).filter(lambda text: "\n" not in text)
KINDS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (Instant(), moments.map(lambda moment: instant(milliseconds(moment)))),
    (Length(), st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds))),
    (Lines(), st.lists(names).map(tuple)),
    (Date(), st.dates()),
    (Text(), st.text()),
    (Integer(), st.integers()),
    (Boolean(), st.booleans()),
    (JSON(), st.dictionaries(st.text(), st.integers())),
]


@given(moments)
def test_an_instant_comes_back_to_the_millisecond(moment: datetime) -> None:
    kept = instant(milliseconds(moment))

    assert timedelta() <= moment - kept < timedelta(milliseconds=1)
    assert kept.tzinfo is UTC


def test_a_time_without_a_zone_is_not_taken() -> None:
    with pytest.raises(TypeError):
        milliseconds(datetime(2030, 2, 4, 9))


@given(st.data())
def test_the_journal_gives_back_what_was_written_down(data: st.DataObject) -> None:
    kind, values = data.draw(st.sampled_from(KINDS))
    value: Any = data.draw(st.none() | values)

    assert read_back(Column("column", kind), written_down(value)) == value


def test_milliseconds_and_lines_come_back_from_the_database(both: Database) -> None:
    arrived = at(9, 30).replace(microsecond=123_000)
    there = arrived.astimezone(timezone(timedelta(hours=5, minutes=45)))
    with both.write("ann") as tx:
        host = build.resident(tx)
        build.entry(tx, host.id, arrived_at=there, companions=("Bo Lind", "Cy Lind"))

    with both.read() as tx:
        kept = tx.get(VisitorEntryRecord, 1).value()

    assert kept.arrived_at == arrived
    assert kept.arrived_at.tzinfo is UTC
    assert kept.departed_at is None
    assert kept.companions == ("Bo Lind", "Cy Lind")


def test_lengths_and_dates_come_back_from_the_database(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, dt.date(2030, 2, 4))
        tx.add(
            AppointmentTypeRecord(
                key="visit",
                site_id=1,
                name="Visit",
                per="slot",
                code="v",
                length=timedelta(minutes=20),
                waiting_list=True,
            )
        )

    with both.read() as tx:
        kept = tx.get(AppointmentTypeRecord, 1).value()

    assert kept.length == timedelta(minutes=20)
    assert kept.waiting_list is True
