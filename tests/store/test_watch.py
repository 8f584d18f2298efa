"""What another process does to the database is noticed, soon and as it was."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from time import monotonic

import psycopg
import pytest
from sqlalchemy import event

from desk.domain.change import Change
from desk.domain.span import Span
from desk.store.database import Database
from desk.store.records import VisitorEntryRecord
from desk.store.watch import BREATH, BULK, MOST, Watch
from tests import build
from tests.conftest import address_of

ROOT = Path(__file__).parents[2]
PATIENCE = 20


class Ear:
    """A listener that keeps what it hears, and when."""

    def __init__(self, database: Database) -> None:
        self._heard: SimpleQueue[tuple[tuple[Change, ...], float]] = SimpleQueue()
        database.listen(lambda changes: self._heard.put((changes, monotonic())))

    def next(self) -> tuple[Change, ...]:
        """What is told next, as soon as it is."""
        return self._heard.get(timeout=PATIENCE)[0]

    def time_of_next(self) -> float:
        return self._heard.get(timeout=PATIENCE)[1]


class Another:
    """The process of `another.py`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._answer()

    def do(self, order: str) -> float:
        """Have a line carried out; gives the moment just before it was committed."""
        assert self._process.stdin
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


@pytest.fixture
def another(both: Database) -> Iterator[Another]:
    command = [sys.executable, "-m", "tests.store.another", address_of(both)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Another(process)


@pytest.fixture
def ear(both: Database) -> Ear:
    return Ear(both)


@pytest.fixture
def watch(both: Database) -> Iterator[Watch]:
    watching = Watch(both)
    watching.start()
    yield watching
    watching.stop()


def test_a_commit_of_another_process_is_told_within_a_quarter_of_a_second(
    another: Another, watch: Watch, ear: Ear
) -> None:
    another.do("entries 1")
    ear.next()

    waited = [-another.do("entries 1") + ear.time_of_next() for _ in range(9)]

    # The machine that runs this may be busy with other things; most of the time it is not.
    assert median(waited) < 0.25


def test_what_is_told_are_the_very_changes(
    both: Database, another: Another, watch: Watch, ear: Ear
) -> None:
    another.do("entries 2")

    told = ear.next()

    with both.read() as tx:
        arrived = [tx.get(VisitorEntryRecord, number).arrived_at for number in (1, 2)]
    spans = [Span(at, at + timedelta(milliseconds=1)) for at in arrived if at]
    assert told == (
        Change("person", 1),
        Change("visitor_entry", 1, spans[0]),
        Change("visitor_entry", 2, spans[1]),
    )


def test_what_this_process_did_is_told_once(
    both: Database, another: Another, watch: Watch, ear: Ear
) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx)
    another.do("entries 1")
    with both.write("ann") as tx:
        build.entry(tx, host.id)

    told = [change for _ in range(3) for change in ear.next()]

    assert sorted((change.kind, change.id) for change in told) == [
        ("person", 1),
        ("visitor_entry", 1),
        ("visitor_entry", 2),
    ]


@pytest.mark.parametrize(("entries", "pieces"), [(MOST - 1, MOST), (MOST, 2)])
def test_very_many_changes_are_told_as_one_of_each_kind(
    another: Another, watch: Watch, ear: Ear, entries: int, pieces: int
) -> None:
    another.do(f"entries {entries}")  # And the resident whom they visit.

    told = ear.next()

    assert len(told) == pieces
    assert ({change.id for change in told} == {0}) == (pieces == 2)
    assert {change.kind for change in told} == {"person", "visitor_entry"}


def test_bulk_work_in_small_steps_is_told_with_a_breath_in_between(
    another: Another, watch: Watch, ear: Ear
) -> None:
    for _ in range(2):
        another.do(f"entries {BULK - 5}")
        ear.next()

    waited = -another.do("entries 1") + ear.time_of_next()

    assert waited > BREATH / 2


def test_what_was_done_before_the_watch_began_is_not_told(
    both: Database, another: Another, ear: Ear
) -> None:
    another.do("entries 1")
    watch = Watch(both)
    watch.start()

    another.do("entries 1")

    assert [change.id for change in ear.next()] == [2]
    watch.stop()


def test_the_zone_follows_what_another_process_sets(
    both: Database, another: Another, watch: Watch, ear: Ear
) -> None:
    assert both.zone.key == "Europe/Rome"

    another.do("zone Asia/Tokyo")

    ear.next()
    assert both.zone.key == "Asia/Tokyo"


def test_stopping_ends_the_thread(both: Database) -> None:
    watch = Watch(both)
    watch.start()
    assert "watch" in {thread.name for thread in threading.enumerate()}

    watch.stop()

    assert "watch" not in {thread.name for thread in threading.enumerate()}


def test_a_watch_that_gets_no_connection_at_first_misses_nothing(
    both: Database, another: Another, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    error = both.engine.dialect.loaded_dbapi.OperationalError
    refusals = [error("the drive is not ready"), error("the drive is still not ready")]

    @event.listens_for(both.engine, "checkout")
    def refuse(*_facts: object) -> None:
        if threading.current_thread().name == "watch" and refusals:
            raise refusals.pop()

    watch = Watch(both)
    watch.start()
    another.do("entries 1")

    assert [change.kind for change in ear.next()] == ["person", "visitor_entry"]
    assert caplog.text.count("begins anew") == 2
    watch.stop()


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_watch_that_lost_its_connection_misses_nothing(
    both: Database, another: Another, watch: Watch, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    another.do("entries 1")
    ear.next()

    with psycopg.connect(address_of(both)) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
    another.do("entries 1")
    another.do("entries 1")

    told = [change.id for change in ear.next()]
    told += [] if 3 in told else [change.id for change in ear.next()]
    assert told == [2, 3]
    assert caplog.text.count("begins anew") == 1
