"""Trouble that is nobody's mistake is told apart, and costs nothing that was kept before."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from sqlalchemy import text

from desk.domain.errors import Busy, DeskError, DiskFull, ReadOnly, Unreachable, Unusable
from desk.store import reserve
from desk.store.database import Database
from tests import build
from tests.conftest import address_of
from tests.store.files import contents, held, run

BUSY_SECONDS = 5
# Writes until there is no more room, goes on reading, and writes again when there is room.
FILL = """
import json, resource, sys
from pathlib import Path
from desk.domain.errors import Unusable
from desk.store.database import Database
from tests import build

path, how = Path(sys.argv[1]), sys.argv[2]
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
database = Database(f"sqlite:///{path}")
with database.write("ann") as tx:
    host = build.resident(tx).id
if how == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
kept, refusal = 0, ""
while not refusal:
    try:
        with database.write("ann") as tx:
            build.entry(tx, host, note="x" * 5000)
        kept += 1
    except Unusable as error:
        refusal = type(error).__name__
with database.read() as tx:
    read = sum(line.kind == "visitor_entry" for line in build.journal(tx))
if how == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
else:
    path.with_name("ballast").unlink()
with database.write("ann") as tx:
    build.entry(tx, host)
with database.engine.connect() as connection:
    sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
database.close()
print(json.dumps([refusal, kept, read, sound]))
"""
# Opens a database for which there is no room at all.
SQUEEZE = """
import resource, sys
from desk.domain.errors import Unusable
from desk.store.database import Database
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    Database(f"sqlite:///{sys.argv[1]}").read().__enter__()
except Unusable as refusal:
    sys.stderr.close()
    print(type(refusal).__name__)
"""


@contextmanager
def small_disk(folder: Path) -> Iterator[str]:
    """Make `folder` a disk of two megabytes; where that is not allowed, limit files instead."""
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:
        yield "limit"
        return
    try:
        (folder / "ballast").write_bytes(bytes(1 << 20))
        yield "disk"
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(params=["disk", "limit"])
def little_room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder with little room in it, and what keeps the room small."""
    if request.param == "limit":
        yield tmp_path, "limit"
        return
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder) as how:
        yield folder, how


def fill(folder: Path) -> None:
    """Leave no room on the disk at all."""
    with (
        Path("/dev/zero").open("rb") as zeros,
        (folder / "more").open("wb", buffering=0) as ballast,
    ):
        with pytest.raises(OSError, match="No space left"):
            shutil.copyfileobj(zeros, ballast)
        assert ballast.tell()


def test_on_a_full_disk_reading_goes_on_and_writing_resumes_with_room(
    little_room: tuple[Path, str],
) -> None:
    folder, how = little_room

    refusal, kept, read, sound = json.loads(run(FILL, folder / "desk.db", how))

    assert refusal == "DiskFull"
    assert kept == read > 0
    assert sound == "ok"


def test_without_any_room_no_new_database_is_begun(little_room: tuple[Path, str]) -> None:
    folder, how = little_room
    if how == "disk":
        fill(folder)
    before = contents(folder)

    assert run(SQUEEZE, folder / "desk.db", how) == "DiskFull\n"
    assert contents(folder) == before


def test_without_any_room_a_database_is_left_as_it_is(
    little_room: tuple[Path, str], furnished_file: Path
) -> None:
    folder, how = little_room
    shutil.copy(furnished_file, folder / "desk.db")
    if how == "disk":
        fill(folder)
    before = contents(folder)

    assert run(SQUEEZE, folder / "desk.db", how) == "DiskFull\n"
    assert contents(folder) == before


def test_a_file_that_another_program_keeps_is_busy_after_five_seconds(database: Database) -> None:
    def write() -> float:
        start = monotonic()
        with pytest.raises(Busy), database.write("ann"):
            pass
        return monotonic() - start

    with (
        held(Path(database.where), "BEGIN IMMEDIATE"),
        ThreadPoolExecutor() as threads,
        database.read() as tx,
    ):
        waited = [each.result() for each in [threads.submit(write) for _ in range(3)]]
        assert len(build.journal(tx)) == 1  # Looking is never kept waiting.

    assert all(BUSY_SECONDS - 0.5 < seconds < BUSY_SECONDS + 1 for seconds in waited)
    with database.write("ann") as tx:
        build.resident(tx)


def test_a_write_waits_for_another_program_that_ends_in_time(database: Database) -> None:
    def write() -> None:
        with database.write("ann") as tx:
            build.resident(tx)

    with (
        ThreadPoolExecutor() as threads,
        held(Path(database.where), "BEGIN IMMEDIATE") as another,
    ):
        writing = threads.submit(write)
        assert another.stdin
        another.stdin.write("\n")
        another.stdin.flush()
        writing.result()

    assert build.last_change(database) == 2


def test_a_file_kept_by_another_program_from_the_start_is_busy(
    tmp_path: Path, furnished_file: Path
) -> None:
    path = Path(shutil.copy(furnished_file, tmp_path / "desk.db"))
    keep = ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN IMMEDIATE", "DELETE FROM alert", "COMMIT")

    with held(path, *keep):
        before = contents(tmp_path)
        with pytest.raises(Busy):
            Database(f"sqlite:///{path}").read().__enter__()
        reserved = {"desk.db.reserve": bytes(reserve.SIZE)}
        assert contents(tmp_path) == before | reserved


@pytest.mark.parametrize("kind", ["postgresql"])
def test_what_another_workplace_is_counting_is_busy_after_three_seconds(both: Database) -> None:
    beside = Database(address_of(both))

    def count() -> None:
        with beside.write("bob") as tx:
            tx.lock("day", 1)

    with both.write("ann") as tx:
        tx.lock("day", 1)
        start = monotonic()
        with pytest.raises(Busy):
            count()

    assert 2.5 < monotonic() - start < 4
    count()
    beside.close()


@pytest.mark.parametrize("kind", ["postgresql"])
@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("53100", DiskFull),
        ("55P03", Busy),
        ("40P01", Busy),
        ("57014", Busy),
        ("53300", Busy),
        ("25006", ReadOnly),
        ("42501", ReadOnly),
        ("57P01", Unreachable),
        ("08006", Unreachable),
    ],
)
def test_a_server_says_by_a_code_what_is_the_matter(
    both: Database, state: str, refusal: type[Unusable]
) -> None:
    trouble = text(f"DO $$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '{state}'; END $$")

    with pytest.raises(DeskError) as refused, both.write("ann") as tx:
        tx.session.execute(trouble)

    assert type(refused.value) is refusal


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_server_that_goes_away_is_unreachable_and_found_again(both: Database) -> None:
    def lose_it() -> None:
        with both.write("ann") as tx:
            pid = tx.session.scalar(text("SELECT pg_backend_pid()"))
            with psycopg.connect(address_of(both)) as connection:
                connection.execute("SELECT pg_terminate_backend(%s)", [pid])
            build.resident(tx)

    with pytest.raises(Unreachable):
        lose_it()

    with both.write("ann") as tx:
        build.resident(tx)
    assert build.last_change(both) == 2


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_server_database_that_must_not_be_written_says_so(both: Database) -> None:
    both.close()
    with psycopg.connect(address_of(both), autocommit=True) as connection:
        name = both.engine.url.database
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())

    with pytest.raises(ReadOnly), both.write("ann") as tx:
        build.resident(tx)


def closed_port() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"postgresql://desk:secret@127.0.0.1:{unused.getsockname()[1]}/desk"


def unknown_host() -> str:
    return "postgresql://desk:secret@desk.invalid/desk"


def missing_socket() -> str:
    return f"postgresql://desk:secret@/desk?host={tempfile.gettempdir()}/missing"


@pytest.mark.parametrize("address", [closed_port, unknown_host, missing_socket])
def test_a_server_that_is_not_there_is_unreachable(address: Callable[[], str]) -> None:
    with pytest.raises(Unreachable) as refused:
        Database(address())

    assert "secret" not in str(refused.value)


def test_a_database_that_the_server_does_not_have_is_unreachable(server: str) -> None:
    with pytest.raises(Unreachable, match="nowhere"):
        Database(server.replace("/postgres?", "/nowhere?"))
