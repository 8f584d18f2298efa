"""The journal shows whether anybody altered it after it was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from desk.store import backup, engines
from desk.store.database import Database
from desk.store.records import ChangeRecord, PersonRecord, SiteRecord
from tests import build
from tests.conftest import address_of, at
from tests.services import rivals
from tests.store.test_migrations import make_old, tables, writing

DATE = dt.date(2030, 2, 4)
WRITERS = 6
TIMES = 5
MANY = 4_500  # More than are looked at or sealed at a time.

ALTERED = {
    "old": '{"note": "other"}',
    "new": '{"note": "other"}',
    "reason": "another reason",
    "actor": "somebody else",
    "at": 1_234_567_890_123,
    "kind": "other",
    "subject": 99,
    "action": "other",
    "batch": 77,
    "content": "0" * 64,
    "chain": "0" * 64,
    "salt": "00",
}


@pytest.fixture
def lived_in(both: Database) -> Database:
    """A house in whose journal things were added, changed and removed, in words of all kinds."""
    with both.write("ann") as tx:
        tx.reason = "the minister «Çelik» comes"
        host = build.resident(tx, "Grace", "Ωkafor \U0001f600", note='a "b"\n\\c')
        build.entry(tx, host.id, expected_at=at(9))
        build.day(tx, DATE, places=10, occupied=2)
    with both.write("bob\nby proxy") as tx:
        settings = {"b": 1.5, "a": {"ten": 10, "2": [None, True, "é"]}, "big": 10**17}
        tx.get(SiteRecord, 1).settings = settings
        tx.get(PersonRecord, host.id).note = ""
    with both.write("ann") as tx:
        tx.session.delete(tx.get(PersonRecord, build.resident(tx, "Short", "Stay").id))
        build.resident(tx, "Last", "One")
    return both


def spoil(database: Database, statement: str, **values: Any) -> None:
    with writing(database.engine) as connection:
        assert connection.execute(text(statement), values).rowcount


def ids(database: Database) -> list[int]:
    with database.read() as tx:
        return [entry.number for entry in build.journal(tx)]


def test_the_journal_of_a_house_is_whole(lived_in: Database) -> None:
    assert ids(lived_in) == [1, 2, 3, 4, 5, 6, 7]
    assert backup.check(lived_in.engine) == []


@pytest.mark.parametrize("number", [1, 4, 7])
@pytest.mark.parametrize("column", ALTERED)
def test_whatever_is_altered_of_a_row_is_found(
    lived_in: Database, column: str, number: int
) -> None:
    spoil(
        lived_in,
        f"UPDATE change SET {column} = :to WHERE number = :number",
        to=ALTERED[column],
        number=number,
    )

    found = backup.check(lived_in.engine)

    assert found
    assert found[0].startswith(f"journal {number} ")


def test_altered_text_is_called_that(lived_in: Database) -> None:
    spoil(lived_in, "UPDATE change SET reason = 'x' WHERE number = 3")
    spoil(lived_in, "UPDATE change SET actor = 'x' WHERE number = 5")

    assert backup.check(lived_in.engine) == [
        "journal 3 was altered",
        "journal 5 does not follow from the one before",
    ]


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ([4], "journal 4 is missing"),
        ([4, 5], "journal 4 to 5 are missing"),
        ([1, 2, 3], "journal 1 to 3 are missing"),
    ],
)
def test_rows_that_are_gone_are_missed(lived_in: Database, gone: list[int], said: str) -> None:
    for number in gone:
        spoil(lived_in, "DELETE FROM change WHERE number = :number", number=number)

    assert backup.check(lived_in.engine) == [said]


def test_a_gap_that_was_closed_is_found(lived_in: Database) -> None:
    spoil(lived_in, "DELETE FROM change WHERE number = 4")
    for number in (5, 6, 7):
        moved = "UPDATE change SET number = number - 1 WHERE number = :number"
        spoil(lived_in, moved, number=number)

    assert backup.check(lived_in.engine)[0] == "journal 4 does not follow from the one before"


def test_rows_that_were_exchanged_are_found(lived_in: Database) -> None:
    for number, to in ((3, 100), (4, 3), (100, 4)):
        moved = "UPDATE change SET number = :to WHERE number = :number"
        spoil(lived_in, moved, number=number, to=to)

    assert backup.check(lived_in.engine) == [
        f"journal {number} does not follow from the one before" for number in (3, 4, 5)
    ]


def test_text_may_be_emptied_while_its_content_stays(lived_in: Database) -> None:
    spoil(
        lived_in,
        "UPDATE change SET old = '{}', new = '{}', reason = '', salt = NULL WHERE number > 2",
    )
    with lived_in.write("ann") as tx:
        build.resident(tx, "After", "Wards")

    assert backup.check(lived_in.engine) == []


@pytest.mark.parametrize("column", ["old", "new", "reason"])
def test_without_a_salt_nothing_may_be_written(lived_in: Database, column: str) -> None:
    spoil(lived_in, "UPDATE change SET old = '{}', new = '{}', reason = '', salt = NULL")
    altered = f"UPDATE change SET {column} = :to WHERE number = 4"
    spoil(lived_in, altered, to=ALTERED[column])

    assert backup.check(lived_in.engine) == ["journal 4 was altered"]


def test_two_rows_that_say_the_same_have_different_contents(both: Database) -> None:
    for note in ("a", "b", "a", "b"):
        with both.write("ann") as tx:
            tx.get(SiteRecord, 1).name = note

    with both.read() as tx:
        contents = {content for (content,) in tx.session.query(ChangeRecord.content)}

    assert len(contents) == len(ids(both))


def test_a_long_journal_is_whole(both: Database) -> None:
    with both.write("ann") as tx:
        build.resident(tx)
        for number in range(MANY):
            tx.session.add(SiteRecord(slug=f"s{number}", name="Door", zone="Europe/Rome"))

    assert backup.check(both.engine) == []

    spoil(both, "DELETE FROM change WHERE number BETWEEN 2000 AND 4001")
    assert backup.check(both.engine) == ["journal 2000 to 4001 are missing"]


def test_writers_at_once_leave_a_whole_chain(both: Database) -> None:
    def add(tx: Any) -> int:
        return build.resident(tx).id

    before = len(ids(both))
    for _ in range(TIMES):
        said = rivals.at_once(both, [add] * WRITERS)
        assert all(each.startswith("done") for each in said)

    assert ids(both) == list(range(1, before + WRITERS * TIMES + 1))
    assert backup.check(both.engine) == []


def test_writers_of_several_databases_at_once_leave_a_whole_chain(both: Database) -> None:
    opened = [Database(address_of(both)) for _ in range(WRITERS)]

    def add(desk: Database) -> None:
        for _ in range(TIMES):
            with desk.write("ann") as tx:
                build.resident(tx)

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(add, opened))
    for desk in opened:
        desk.close()

    assert backup.check(both.engine) == []


def with_a_journal(address: str) -> str:
    """A database of before there was a chain, with many rows in its journal."""
    make_old(address, "0008")
    engine = engines.engine(address)
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO change (number, batch, kind, subject, action, actor, at, begins, ends,"
                " old, new, reason, origin) VALUES (:number, :number, 'person', 1, 'changed',"
                " :actor, :at, NULL, NULL, :old, :new, :reason, 'abcd')"
            ),
            [
                {
                    "number": number,
                    "actor": f"ann {number} é",
                    "at": 1_700_000_000_000 + number,
                    # Not in the order, nor with the spaces, of what is written today.
                    "old": '{"b":1,  "a": "\\u00e9"}',
                    "new": f'{{"b": {number}.0, "a": "é"}}',
                    "reason": "«because»",
                }
                for number in range(1, MANY + 1)
            ],
        )
    engine.dispose()
    return address


def test_a_journal_of_before_is_sealed_when_it_is_opened(
    new_address: Callable[[], str],
) -> None:
    database = Database(with_a_journal(new_address()))
    with database.write("ann") as tx:
        build.resident(tx)

    assert ids(database) == list(range(1, MANY + 2))
    assert backup.check(database.engine) == []

    spoil(database, "UPDATE change SET actor = 'x' WHERE number = 2001")
    spoil(database, "UPDATE change SET new = '{}' WHERE number = 4000")
    assert backup.check(database.engine) == [
        "journal 2001 does not follow from the one before",
        "journal 4000 was altered",
    ]
    database.close()


def test_a_sealed_journal_of_before_lies_in_the_table_of_a_fresh_one(
    new_address: Callable[[], str],
) -> None:
    old, fresh = with_a_journal(new_address()), new_address()
    Database(old).close()
    Database(fresh).close()

    assert tables(old) == tables(fresh)
