"""Turning to another month, and looking for the next free time, in a clinic with a long past."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, or_

from desk.domain.wish import Wish
from desk.services import agenda, slot_tables
from desk.store.database import Database
from desk.store.records import AppointmentRecord
from tests.benchmarks import clinic
from tests.benchmarks.registry import Figure, Place, benchmark
from tests.benchmarks.slots import by_turns, figure

FIRST = clinic.MONTH.start.astimezone(clinic.ZONE).date()
LAST = (clinic.MONTH.end - timedelta(hours=1)).astimezone(clinic.ZONE).date()


@benchmark("month-loads", goal=3.5, says="the load of a month's days; the states of its slots")
def loads(_place: Place) -> Iterator[Figure]:
    with ExitStack() as stack:
        database, forgetful = (_clinic(stack) for _ in range(2))
        _forget_other_months(forgetful)
        ours, slots = by_turns(lambda: _loads(database), lambda: _tables(database))
        yield figure("month-loads", ours, slots, 3.5)
        ours, theirs = by_turns(lambda: _loads(database), lambda: _loads(forgetful))
        yield figure("month-loads, nine other months kept as well", ours, theirs, 1.2)


@benchmark("month-free", goal=1.25, says="the next free times; the states of a month's slots")
def free(_place: Place) -> Iterator[Figure]:
    with ExitStack() as stack:
        database = _clinic(stack)
        for named, wish in (("any", Wish()), ("an hour", Wish(length=timedelta(hours=1)))):
            ours, slots = by_turns(lambda: _free(database, wish), lambda: _tables(database))  # noqa: B023
            yield figure(f"month-free, {named}", ours, slots, 1.25)


def _clinic(stack: ExitStack) -> Database:
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-bench-"))
    database = clinic.build(Path(folder) / "desk.db", distinct=True)
    stack.callback(database.close)
    return database


def _forget_other_months(database: Database) -> None:
    record, month = AppointmentRecord, clinic.MONTH
    with database.write("bench") as tx:
        others = or_(record.starts >= month.end, record.ends <= month.start)
        tx.session.execute(delete(record).where(others))


def _loads(database: Database) -> None:
    with database.read() as tx:
        found = agenda.loads(tx, FIRST, LAST)
    assert len(found) == 31
    assert sum(load.taken for load in found) > clinic.IN_THE_MONTH * 0.9


def _tables(database: Database) -> None:
    with database.read() as tx:
        assert len(slot_tables.tables(tx, clinic.MONTH)) == clinic.SLOTS


def _free(database: Database, wish: Wish) -> None:
    with database.read() as tx:
        assert len(agenda.next_free(tx, wish, after=tx.now)) == 8
