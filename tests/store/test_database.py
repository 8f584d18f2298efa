"""Everything the desk keeps is written all or nothing, in turn, and told when it is there."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from desk.domain.change import Change
from desk.domain.errors import NotFound, ReadOnly, Stale
from desk.domain.span import Span
from desk.store.database import Database
from desk.store.records import DayRecord, PersonRecord, SiteRecord
from tests import build
from tests.conftest import Clock, address_of, at

DATE = dt.date(2030, 2, 4)
WRITERS, WRITES = 4, 10


@pytest.fixture
def beside(both: Database) -> Iterator[Database]:
    """The same database, opened a second time as another process would."""
    opened = Database(address_of(both), clock=both.clock)
    yield opened
    opened.close()


def people(database: Database) -> int:
    with database.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(PersonRecord)) or 0


def test_a_write_that_fails_leaves_nothing(both: Database) -> None:
    since = build.last_change(both)
    told: list[object] = []
    both.listen(told.append)

    def add_and_miss() -> None:
        with both.write("ann") as tx:
            build.resident(tx)
            tx.get(PersonRecord, 99)

    with pytest.raises(NotFound):
        add_and_miss()

    assert people(both) == 0
    assert build.last_change(both) == since
    assert told == []


def test_listeners_are_told_on_the_same_thread_once_it_is_committed(
    both: Database, beside: Database
) -> None:
    heard: list[tuple[object, int, str]] = []
    both.listen(
        lambda changes: heard.append((changes, people(beside), threading.current_thread().name))
    )

    with ThreadPoolExecutor(1, "clerk") as pool:
        pool.submit(_add_person, both).result()

    assert heard == [((Change("person", 1),), 1, "clerk_0")]


def _add_person(database: Database) -> None:
    with database.write("ann") as tx:
        build.resident(tx)


def test_a_look_sees_one_picture_whatever_happens_meanwhile(
    both: Database, beside: Database
) -> None:
    counted = select(func.count()).select_from(PersonRecord)
    with both.read() as tx:
        before = tx.session.scalar(counted)
        _add_person(beside)
        after = tx.session.scalar(counted)

    assert (before, after, people(both)) == (0, 0, 1)


def test_who_only_looks_cannot_write(both: Database) -> None:
    def look_and_write() -> None:
        with both.read() as tx:
            tx.session.add(DayRecord(date=DATE, places=1))
            tx.session.flush()

    with pytest.raises(ReadOnly):
        look_and_write()

    with both.write("ann") as tx:
        build.day(tx, DATE)


@pytest.mark.parametrize("kind", ["postgresql"])
def test_two_who_change_the_same_row_at_once_do_not_undo_each_other(
    both: Database, beside: Database
) -> None:
    _add_person(both)

    def change_too_late() -> None:
        with both.write("ann") as tx:
            person = tx.get(PersonRecord, 1)
            with beside.write("bob") as other:
                other.get(PersonRecord, 1).unit = "4 B"
            person.unit = "5 C"

    with pytest.raises(Stale):
        change_too_late()

    with both.read() as tx:
        assert tx.get(PersonRecord, 1).unit == "4 B"


def test_numbers_have_no_gaps_and_none_turns_up_late(both: Database, beside: Database) -> None:
    done = threading.Event()

    def write(database: Database) -> None:
        for _ in range(WRITES):
            with database.write("ann") as tx:
                build.resident(tx)
                build.resident(tx)

    def look() -> list[list[int]]:
        seen = []
        while not done.is_set():
            with both.read() as tx:
                seen.append([line.number for line in build.journal(tx)])
        return seen

    with ThreadPoolExecutor() as pool:
        looking = pool.submit(look)
        writing = [pool.submit(write, each) for each in [both, beside] * (WRITERS // 2)]
        for each in writing:
            each.result()
        done.set()
        seen = looking.result()

    with both.read() as tx:
        lines = build.journal(tx)
    assert len(lines) == 1 + 2 * WRITERS * WRITES
    for numbers in [*seen, [line.number for line in lines]]:
        assert numbers == list(range(1, len(numbers) + 1))
    assert all(line.batch in {line.number, line.number - 1} for line in lines)


def test_an_id_is_never_given_to_something_else(both: Database) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE)
        last = build.day(tx, DATE + timedelta(days=1)).id
    with both.write("ann") as tx:
        tx.session.delete(tx.get(DayRecord, last))

    with both.write("ann") as tx:
        assert build.day(tx, DATE + timedelta(days=1)).id == last + 1


def test_the_clock_stands_still_during_a_transaction(both: Database, clock: Clock) -> None:
    with both.write("ann") as tx:
        clock.advance(timedelta(hours=1))

        assert tx.now == at(9)
        assert tx.today == DATE


def test_dates_are_those_of_the_house(both: Database) -> None:
    with both.read() as tx:
        assert tx.zone.key == "Europe/Rome"
        assert tx.date_of(at(23, 30)) == DATE + timedelta(days=1)
        assert tx.whole_day(DATE) == Span(at(23, day=-1), at(23))


def test_a_house_that_moves_has_other_dates_at_once(both: Database) -> None:
    with both.write("ann") as tx:
        tx.get(SiteRecord, 1).zone = "Pacific/Auckland"

    with both.read() as tx:
        assert tx.date_of(at(12)) == DATE + timedelta(days=1)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_write_inside_a_write_is_a_mistake_and_not_a_wait(both: Database) -> None:
    with both.write("ann"), pytest.raises(RuntimeError, match="inside another"):
        _add_person(both)

    _add_person(both)
    assert people(both) == 1


def test_a_listener_may_write_itself(both: Database) -> None:
    def answer(changes: tuple[Change, ...]) -> None:
        if changes[0].kind == "person":
            with both.write("ann") as tx:
                build.day(tx, DATE)

    both.listen(answer)
    _add_person(both)

    with both.read() as tx:
        assert tx.get(DayRecord, 1).date == DATE


def test_an_untold_clock_tells_the_time_in_utc(database: Database) -> None:
    opened = Database(address_of(database))

    with opened.read() as tx:
        assert tx.now.tzinfo is UTC
        assert abs(tx.now - datetime.now(UTC)) < timedelta(minutes=1)
    opened.close()
