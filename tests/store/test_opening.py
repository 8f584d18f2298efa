"""A new database is there when it is complete; one that cannot be written is refused at once."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from desk.domain.errors import ForeignDatabase, NewerDatabase, NotADatabase, Unusable
from desk.store import opening
from desk.store.database import Database
from tests.store.files import contents, killed_while_opening, opened, run

KILLS = 20
# Opens a database as somebody who has no special rights, and says what came of it.
POWERLESS = """
import os, sys, tempfile
from desk.domain.errors import Unusable
from desk.store.database import Database
with tempfile.TemporaryDirectory() as folder:  # So that all is imported that it takes.
    Database(f"sqlite:///{folder}/desk.db").close()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    Database(sys.argv[1]).close()
except Unusable as refusal:
    print(type(refusal).__name__)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody on the machine can reach."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o777)
        yield path
        path.chmod(0o777)


def test_a_new_file_has_all_it_needs_and_its_reserve_beside_it(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path}/desk.db").close()

    assert {path.name for path in tmp_path.iterdir()} == {"desk.db", "desk.db.reserve"}
    with opened(tmp_path / "desk.db") as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x4445534B,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_many_that_open_a_new_database_at_once_make_one(new_address: Callable[[], str]) -> None:
    address = new_address()
    with ThreadPoolExecutor(8) as pool:
        for each in [pool.submit(Database, address) for _ in range(8)]:
            each.result().close()

    database = Database(address)
    with database.engine.connect() as connection:
        assert opening.revision(connection) == opening.HEAD
        assert inspect(connection).has_table("visitor_entry")
    database.close()


def test_a_database_killed_while_it_was_made_is_made_next_time(
    new_address: Callable[[], str],
) -> None:
    attempts = [(new_address(), moment) for moment in range(1, KILLS + 1)]

    assert killed_while_opening(attempts) == [-signal.SIGKILL] * KILLS

    for address, _ in attempts:
        path = make_url(address).database
        assert not Path(str(path)).exists()
        Database(address).close()


@pytest.mark.parametrize(
    ("file_mode", "folder_mode"),
    [(0o444, 0o777), (0o666, 0o555), (0o000, 0o777), (None, 0o555)],
    ids=["file", "folder", "unreadable file", "folder without a file"],
)
def test_what_cannot_be_written_is_refused_and_stays_as_it_was(
    folder: Path, furnished_file: Path, file_mode: int | None, folder_mode: int
) -> None:
    if file_mode is not None:
        Path(shutil.copy(furnished_file, folder / "desk.db")).chmod(file_mode)
    folder.chmod(folder_mode)
    before = states(folder)

    said = run(POWERLESS, f"sqlite:///{folder}/desk.db")

    assert said == "ReadOnly\n"
    assert states(folder) == before


def states(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What may be known of files even without the right to read them."""
    stats = {path.name: path.stat() for path in folder.iterdir()}
    return {name: (stat.st_mode, stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}


def foreign(connection: psycopg.Connection) -> None:
    connection.execute("CREATE TABLE bookmark (id integer)")


def migrated_by_another(connection: psycopg.Connection) -> None:
    connection.execute("CREATE TABLE alembic_version (version_num varchar(32))")
    connection.execute("INSERT INTO alembic_version VALUES ('8f2c')")


def newer(connection: psycopg.Connection) -> None:
    connection.execute("UPDATE alembic_version SET version_num = '0099'")


def without_revision(connection: psycopg.Connection) -> None:
    connection.execute("DELETE FROM alembic_version")


@pytest.mark.parametrize(
    ("model", "spoil", "refusal"),
    [
        ("template0", foreign, ForeignDatabase),
        ("template0", migrated_by_another, ForeignDatabase),
        ("furnished", newer, NewerDatabase),
        ("furnished", without_revision, NotADatabase),
    ],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_a_server_database_that_is_not_ours_is_refused(
    new_server_database: Callable[[str], str],
    model: str,
    spoil: Callable[[psycopg.Connection], None],
    refusal: type[Unusable],
) -> None:
    address = new_server_database(model)
    with psycopg.connect(address) as connection:
        spoil(connection)
        before = server_tables(connection)

    with pytest.raises(Unusable) as refused:
        Database(address)

    assert type(refused.value) is refusal
    with psycopg.connect(address) as connection:
        assert server_tables(connection) == before


def server_tables(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    return connection.execute(query).fetchall()


def test_a_refused_file_can_be_taken_away_at_once(tmp_path: Path, furnished_file: Path) -> None:
    path = Path(shutil.copy(furnished_file, tmp_path / "desk.db"))
    with opened(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")

    with pytest.raises(NewerDatabase):
        Database(f"sqlite:///{path}")

    path.unlink()
    Database(f"sqlite:///{path}").close()
    assert list(contents(tmp_path)) == ["desk.db", "desk.db.reserve"]
