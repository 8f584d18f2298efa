"""Trouble with the database that is nobody's mistake, told apart by what the driver reports."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desk.domain.errors import (
    Busy,
    DiskFull,
    NoAnswer,
    NoSuchDatabase,
    NoSuchServer,
    NotADatabase,
    NotEncrypted,
    NotLetIn,
    ReadOnly,
    Unreachable,
    Unusable,
)
from desk.store import driver

# Names of SQLite's result codes begin with one of these; extended codes only add to them.
_SQLITE: dict[str, type[Unusable]] = {
    "SQLITE_BUSY": Busy,
    "SQLITE_LOCKED": Busy,
    "SQLITE_FULL": DiskFull,
    "SQLITE_READONLY": ReadOnly,
    "SQLITE_PERM": ReadOnly,
    "SQLITE_CORRUPT": NotADatabase,
    "SQLITE_NOTADB": NotADatabase,
}
# Copying page by page gives no code with the words.
_NAMELESS = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "database is locked": "SQLITE_BUSY",
}
# SQLite says only that the operating system refused, not why.
_ASK_FURTHER = ("SQLITE_CANTOPEN", "SQLITE_IOERR")
_POSTGRESQL: dict[str, type[Unusable]] = {
    "55P03": Busy,  # lock_not_available
    "40P01": Busy,  # deadlock_detected
    "57014": Busy,  # query_canceled by a time limit
    "53300": Busy,  # too_many_connections
    "53100": DiskFull,
    "25006": ReadOnly,
    "42501": ReadOnly,  # insufficient_privilege
}
_CONNECTION_LOST = ("08", "57P", "25P03", "28", "3D")
# While it connects the driver reports no state, only words. Its own are English; those of a server
# may be in any language, and in another one they are told as they are, as `Unreachable`.
_CONNECTING: dict[str, type[Unreachable]] = {
    "failed to resolve host": NoSuchServer,
    "could not translate host name": NoSuchServer,
    "server does not support SSL, but SSL was required": NotEncrypted,
    "no password supplied": NotLetIn,
    "password authentication failed": NotLetIn,
    'FATAL:  role "': NotLetIn,
    "pg_hba.conf": NotLetIn,
    'FATAL:  database "': NoSuchDatabase,
    "Connection refused": NoAnswer,
    "No route to host": NoAnswer,
    "Network is unreachable": NoAnswer,
    "timeout expired": NoAnswer,
}
_OPERATING_SYSTEM: dict[int, type[Unusable]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EFBIG: DiskFull,
    errno.EROFS: ReadOnly,
    errno.EACCES: ReadOnly,
    errno.EPERM: ReadOnly,
}
_MUCH = 1 << 20


@contextmanager
def known(where: Path | str) -> Iterator[None]:
    """Turn what drivers and the operating system report into refusals, unless it is a bug.

    For work on database files alone: in the midst of other work an error of the operating system
    may well be about something else.
    """
    try:
        yield
    except (DBAPIError, driver.module().Error, OSError) as error:
        found = refusal(error, str(where))
        if found is None:
            raise
        raise found from error


def refusal(error: BaseException, where: str) -> Unusable | None:
    """What an `error` amounts to at the database `where`; nothing if it is a bug."""
    if isinstance(error, PoolTimeout):
        return Busy(where, "too many of its own threads wait for it")
    if isinstance(error, DBAPIError):
        return refusal(error.orig, where) if error.orig else None
    if isinstance(error, OSError):
        kind = _OPERATING_SYSTEM.get(error.errno or 0, Unreachable)
        return kind(where, error.strerror or str(error))
    if type(error).__module__.startswith("psycopg"):
        return _of_postgresql(error, where)
    return _of_sqlite(error, where)


def _of_sqlite(error: BaseException, where: str) -> Unusable | None:
    detail = str(error).strip()
    if detail.startswith("Could not decode to UTF-8"):
        return NotADatabase(where, "it is damaged")
    name = str(getattr(error, "sqlite_errorname", "")) or _NAMELESS.get(detail, "")
    if name.startswith(_ASK_FURTHER):
        return _asked_further(Path(where), detail)
    for start, kind in _SQLITE.items():
        if name.startswith(start):
            return kind(where, detail)
    return None


def try_writing(folder: Path, size: int) -> None:
    """Write so many bytes into the folder, and take them away again; `OSError` if that fails."""
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(size))
        probe.flush()
        os.fsync(probe.fileno())


def _asked_further(path: Path, detail: str) -> Unusable:
    """Why SQLite cannot use the file: found out by writing something else beside it."""
    try:
        try_writing(path.parent, _MUCH)
    except OSError as error:
        found = refusal(error, str(path))
        assert found, "every error of the operating system is trouble"
        return found
    if path.exists() and not os.access(path, os.W_OK):
        return ReadOnly(str(path), detail)
    return Unreachable(str(path), detail)


def _of_postgresql(error: BaseException, where: str) -> Unusable | None:
    state = getattr(error, "sqlstate", None)
    if state is None:
        # Without a state it was not the server that spoke: there is no way to it.
        lost = type(error).__name__ in {"OperationalError", "ConnectionTimeout"}
        for words, why in _CONNECTING.items():
            if lost and words in str(error):
                return why(where, _first_line(error))
    else:
        lost = str(state).startswith(_CONNECTION_LOST)
    kind = Unreachable if lost else _POSTGRESQL.get(str(state))
    return kind(where, _first_line(error)) if kind else None


def _first_line(error: BaseException) -> str:
    """What is said without the further lines, which are advice to whoever runs the server."""
    return str(error).strip().partition("\n")[0]
