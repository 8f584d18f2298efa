"""Which SQLite library is used.

Every SQLite from 3.7.0 to 3.51.2 can damage a file in WAL mode when two connections write and
check-point at the same instant (https://www.sqlite.org/wal.html#walresetbug). So the library that
comes with Desk is preferred to the one that comes with Python.
"""

from __future__ import annotations

import sqlite3
from types import ModuleType

SOUND = (3, 51, 3)


def module() -> ModuleType:
    """The DB-API module of the newest SQLite at hand."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    found: ModuleType = dbapi2
    return found


def version() -> str:
    """The version of the SQLite library, such as "3.53.4"."""
    return str(module().sqlite_version)


def sound() -> bool:
    """Whether several connections may safely share a file."""
    return tuple(int(part) for part in version().split(".")) >= SOUND
