"""Looking at a database file without touching it.

Merely opening another program's file can change it, and reading one with a write-ahead log leaves
files beside it. So its first bytes are read as they are; only a file that bears our mark is opened
at all, and then in a way that writes nothing.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from desk.domain.errors import (
    ForeignDatabase,
    NewerDatabase,
    NotADatabase,
    Unreachable,
    Unusable,
)
from desk.store import driver
from desk.store.engines import APPLICATION_ID, BUSY_SECONDS
from desk.store.records import Record
from desk.store.revisions import HEAD, require_known
from desk.store.trouble import known

# A file of a million entries takes a second and a half to look through; `backup.check` does that.
LOOK_SECONDS = 0.3

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_IDENTITY = slice(68, 72)
_USER_VERSION = slice(60, 64)
# How a log begins; one that was cut off by a failure of power may begin with nothing at all.
_LOG_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\0\0\0\0", b"")
_LOOKS = 5


def at(path: Path) -> str | None:
    """The revision of the tables in the file, none if there is no file.

    Raises a kind of `Unusable` for a file that is not a sound database of ours. Neither the file
    nor anything beside it is changed.
    """
    if not path.parent.is_dir():
        raise Unreachable(str(path), "there is no such folder")
    # Asked for first: a program that is making the file at this moment makes its log after it.
    left = log(path).exists()
    if not path.exists():
        _require_nothing_left(path, left)
        return None
    if not path.is_file():
        raise NotADatabase(str(path), "it is a folder" if path.is_dir() else "it is no file")
    _require_our_mark(path)
    _require_log(path)
    for _ in range(_LOOKS):
        before = _state(path)
        try:
            return _look_inside(path)
        except Unusable:
            # What was read is worth nothing if somebody was writing the while.
            if _state(path) == before:
                raise
    return _look_inside(path)


def _require_nothing_left(path: Path, log_left: bool) -> None:
    """Refuse a place from which a file is gone: what is left would spoil a new one."""
    if path.is_symlink():
        raise Unreachable(str(path), "it is a link that leads nowhere")
    if log_left:
        raise Unreachable(str(path), "the file is gone and only its log is left")


def _require_our_mark(path: Path) -> None:
    with known(path), path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        raise NotADatabase(str(path), "it is empty")
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise NotADatabase(str(path), "it holds something else")
    if int.from_bytes(header[_IDENTITY], "big") != APPLICATION_ID:
        raise ForeignDatabase(str(path))
    if version := int.from_bytes(header[_USER_VERSION], "big"):
        raise NewerDatabase(str(path), f"version {version}")  # No version so far has set one.


def _require_log(path: Path) -> None:
    """Refuse a log that is none: SQLite would throw it away, with whatever it once held."""
    with known(path):
        try:
            with log(path).open("rb") as file:
                begin = file.read(4)
        except FileNotFoundError:
            return
    if begin not in _LOG_MAGIC:
        raise NotADatabase(str(path), "its log is damaged")


def _state(path: Path) -> tuple[object, ...]:
    """What changes whenever anybody writes to the file or to its log."""
    stats = [file.stat() for file in (path, log(path)) if file.exists()]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)


def _look_inside(path: Path) -> str:
    try:
        with known(path), reading(path) as connection:
            return _revision(connection, str(path))
    except (driver.module().Error, UnicodeError) as error:
        # A table of ours that does not answer as it should is not what it was.
        raise NotADatabase(str(path), str(error)) from error


def log(path: Path) -> Path:
    """Where SQLite has what it has not moved into the file yet."""
    return path.with_name(f"{path.name}-wal")


@contextmanager
def reading(path: Path) -> Iterator[Any]:
    """A connection of the driver's to the file that leaves no trace."""
    if not log(path).exists():
        # Nobody has it open, so SQLite need not guard against others, nor leave files for them.
        with contextlib.closing(_connect(path, "immutable=1")) as connection:
            yield connection
    elif not _index(path).exists():
        # A log without its index was copied here or survived a crash: nobody has it open either.
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copy(path, folder))
            shutil.copy(log(path), folder)
            with contextlib.closing(_connect(copy, "mode=ro")) as connection:
                yield connection
    else:
        with contextlib.closing(_connect_beside_others(path)) as connection:
            yield connection


def _connect_beside_others(path: Path) -> Any:
    connection = _connect(path, "mode=ro&readonly_shm=1")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except driver.module().OperationalError:
        # Somebody is just about to set the index up, so it is there to be used with them.
        connection.close()
        return _connect(path, "mode=ro")
    except driver.module().DatabaseError:
        connection.close()
        raise
    return connection


def _connect(path: Path, how: str) -> Any:
    address = f"{path.absolute().as_uri()}?{how}"
    return driver.module().connect(address, uri=True, timeout=BUSY_SECONDS)


def require_sound(connection: Any, where: str) -> None:
    """Refuse as `NotADatabase` a file in which SQLite finds a damaged table or index.

    `backup.check` looks also at pages that nothing uses, and whether the index of the search agrees
    with itself. That takes longer than everything else, and the index can be made anew.
    """
    for name in _tables(connection):
        (verdict,) = connection.execute(f'PRAGMA quick_check("{name}")').fetchone()
        if verdict != "ok":
            raise NotADatabase(where, "it is damaged")


def _tables(connection: Any) -> list[str]:
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    return [str(name) for (name,) in connection.execute(tables).fetchall()]


def _revision(connection: Any, where: str) -> str:
    if "alembic_version" not in _tables(connection):
        raise NotADatabase(where, "its tables are missing")
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found is None:
        raise NotADatabase(where, "its revision is missing")
    require_known(str(found[0]), where)
    _require_sound_so_far(connection, where)
    if found[0] == HEAD:
        _require_all_tables(connection, where)
    return str(found[0])


def _require_sound_so_far(connection: Any, where: str) -> None:
    """Refuse a file that SQLite finds damaged, as far as it gets in `LOOK_SECONDS`."""
    until = monotonic() + LOOK_SECONDS
    connection.set_progress_handler(lambda: monotonic() > until, 1000)
    try:
        require_sound(connection, where)
    except driver.module().OperationalError as error:
        if str(error) != "interrupted":
            raise
    finally:
        connection.set_progress_handler(None, 0)


def _require_all_tables(connection: Any, where: str) -> None:
    """Refuse a file that lacks a table or a column: only half of it was made or brought over."""
    columns = (
        "SELECT made.name, its.name FROM sqlite_master made, pragma_table_xinfo(made.name) its"
        " WHERE made.type = 'table' AND made.rootpage > 0"
    )
    there = set(connection.execute(columns).fetchall())
    tables = Record.metadata.tables.values()
    if any((table.name, column.name) not in there for table in tables for column in table.c):
        raise NotADatabase(where, "a part of its tables is missing")


def _index(path: Path) -> Path:
    return path.with_name(f"{path.name}-shm")
