"""A server's database becomes a file and a file's a server's, and nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from desk.domain.errors import Busy, NotADatabase, Unreachable
from desk.store import backup, copies, engines, look, portable
from desk.store.database import Database
from desk.store.records import DayRecord, PersonRecord
from desk.store.revisions import HEAD
from tests import build
from tests.store import every_table
from tests.store.files import ROOT, contents, opened
from tests.store.test_migrations import PEOPLE, make_old

DATE = dt.date(2030, 2, 4)


@pytest.fixture
def new_server(new_server_database: Callable[[str], str]) -> Iterator[Callable[[], Engine]]:
    made = []

    def make() -> Engine:
        made.append(engines.engine(new_server_database("template0")))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.fixture
def full(database: Database, tmp_path: Path) -> Path:
    every_table.fill(database)
    database.close()
    return tmp_path / "desk.db"


def test_there_and_back_every_row_of_every_table_is_the_same(
    full: Path, tmp_path: Path, new_server: Callable[[], Engine]
) -> None:
    before, server = every_table.rows(full), new_server()
    assert [name for name, found in before.items() if not found] == []

    assert portable.restore(full, server, tmp_path, portable.save) is None
    assert backup.check(server) == []
    copies.save(server, tmp_path / "back.db")

    assert every_table.rows(tmp_path / "back.db") == before
    assert look.at(tmp_path / "back.db") == HEAD
    with closing(Database(f"sqlite:///{tmp_path}/back.db")) as back:
        assert backup.check(back.engine) == []


def test_numbers_of_rows_that_are_gone_are_not_given_away_again(
    full: Path, tmp_path: Path, new_server: Callable[[], Engine]
) -> None:
    server = new_server()
    portable.restore(full, server, tmp_path, portable.save)
    last = dict(every_table.rows(full)["sqlite_sequence"])["person"]

    with closing(Database(address(server))) as moved, moved.write("ann") as tx:
        assert build.resident(tx).id == last + 1
    copies.save(server, tmp_path / "back.db")

    with closing(Database(f"sqlite:///{tmp_path}/back.db")) as back, back.write("ann") as tx:
        assert build.resident(tx).id == last + 2


def test_what_stood_there_is_kept_in_a_file_of_its_own(
    full: Path, tmp_path: Path, new_server: Callable[[], Engine]
) -> None:
    server = new_server()
    with closing(Database(address(server))) as old, old.write("ann") as tx:
        build.resident(tx, "Ada", "Old")
    copies.save(server, tmp_path / "before.db")

    names = [portable.restore(full, server, tmp_path, portable.save) for _ in range(2)]

    name = server.url.database
    assert names == [tmp_path / f"{name}.replaced-{number}.db" for number in (1, 2)]
    first, second = (every_table.rows(kept) for kept in names if kept)
    assert first == every_table.rows(tmp_path / "before.db")
    assert second == every_table.rows(full)


def test_a_database_that_others_have_open_is_not_replaced(
    full: Path, tmp_path: Path, new_server: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portable, "BUSY_SECONDS", 0.1)
    server = new_server()
    with closing(Database(address(server))) as old:
        with old.write("ann") as tx:
            build.resident(tx)
        before = contents(tmp_path)
        with pytest.raises(Busy):
            portable.restore(full, server, tmp_path, portable.save)
        with old.read() as tx:
            assert tx.get(PersonRecord, 1).first_name == "Grace"

    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET merged_into = 99999 WHERE id = 2",
        "UPDATE appointment SET type_id = 9999999999 WHERE id = 1",
        "UPDATE visitor_entry SET visitor = 'a' || char(0) WHERE id = 1",
    ],
)
def test_rows_that_a_server_cannot_hold_leave_it_as_it_was(
    full: Path, tmp_path: Path, new_server: Callable[[], Engine], statement: str
) -> None:
    server = new_server()
    with closing(Database(address(server))) as old, old.write("ann") as tx:
        build.resident(tx)
    copies.save(server, tmp_path / "before.db")
    with opened(full) as file:
        file.execute(statement)

    with pytest.raises(NotADatabase) as refused:
        portable.restore(full, server, tmp_path, portable.save)

    assert refused.value.where == str(full)
    copies.save(server, tmp_path / "after.db")
    before, after = (every_table.rows(tmp_path / f"{name}.db") for name in ("before", "after"))
    assert before == after


def test_a_file_of_an_older_revision_is_brought_up_to_date_elsewhere(
    tmp_path: Path, new_server: Callable[[], Engine]
) -> None:
    (tmp_path / "old").mkdir()
    path = tmp_path / "old" / "desk.db"
    make_old(f"sqlite:///{path}")
    before, server = contents(path.parent), new_server()

    portable.restore(path, server, tmp_path, portable.save)

    assert contents(path.parent) == before
    with closing(Database(address(server))) as moved, moved.read() as tx:
        assert tx.get(PersonRecord, PEOPLE).first_name
    assert backup.check(server) == []


def test_a_file_shows_one_moment_while_others_write(
    tmp_path: Path, new_server: Callable[[], Engine]
) -> None:
    server, done = new_server(), threading.Event()
    with closing(Database(address(server))) as database, ThreadPoolExecutor() as threads:

        def write() -> None:
            while not done.is_set():
                with database.write("ann") as tx:
                    build.resident(tx)
                    build.day(tx, DATE + dt.timedelta(days=tx.session.query(DayRecord).count()))

        writing = threads.submit(write)
        for number in range(4):
            copies.save(server, tmp_path / f"{number}.db")
        done.set()
        writing.result()

    for number in range(4):
        found = every_table.rows(tmp_path / f"{number}.db")
        assert len(found["person"]) == len(found["day"])
        assert 2 * len(found["day"]) == len(found["change"])


def test_a_killed_restoring_leaves_the_old_rows_or_the_new(
    full: Path, tmp_path: Path, new_server: Callable[[], Engine]
) -> None:
    server = new_server()
    with closing(Database(address(server))) as old, old.write("ann") as tx:
        build.resident(tx, "Ada", "Old")
    copies.save(server, tmp_path / "before.db")
    before, after = every_table.rows(tmp_path / "before.db"), every_table.rows(full)
    server.dispose()
    attempts = tmp_path / "attempts"
    attempts.mkdir()
    program = "tests.store.killed_carrying"
    command = [sys.executable, "-m", program, str(full), address(server), str(attempts)]

    subprocess.run(command, cwd=ROOT, check=True)

    there = sorted(attempts.iterdir(), key=lambda path: int(path.stem))
    found = [every_table.rows(path) for path in there]
    assert len(found) > 5
    assert found[-1] == after
    assert all(each == before for each in found[:-1])


def test_a_file_is_not_written_where_there_is_no_folder(
    tmp_path: Path, new_server: Callable[[], Engine]
) -> None:
    server = new_server()
    Database(address(server)).close()

    with pytest.raises(Unreachable):
        copies.save(server, tmp_path / "missing" / "desk.db")


def address(server: Engine) -> str:
    url = server.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)
