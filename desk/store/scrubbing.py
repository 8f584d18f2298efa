"""Taking what was deleted out of a database file for good.

SQLite overwrites what it deletes where that costs nothing, and leaves the rest in pages that are
free; an older state of a page also stands in the log until that is emptied. Writing the file anew
and emptying its log leaves nothing behind.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from desk.store import backup, driver, look
from desk.store.engines import BUSY_SECONDS


def thoroughly(connection: object) -> None:
    """Let this connection of the driver's overwrite all that it deletes, also in free pages."""
    connection.execute("PRAGMA secure_delete = ON")  # type: ignore[attr-defined]


def write_anew(engine: Engine, to: Path) -> None:
    """Write all that the file of `engine` holds into a new one, and nothing of what it held."""
    raw = engine.raw_connection()
    try:
        connection = raw.driver_connection
        assert connection is not None, "a connection that was just given is open"
        connection.execute("VACUUM INTO ?", (str(to),))
    finally:
        raw.close()
    backup.settle(to)


def scrub(engine: Engine, patience: float) -> bool:
    """Write the file anew and empty its log; whether nobody still reads from the log.

    False also when somebody else was writing for all of the `patience`, in seconds.
    """
    raw = engine.raw_connection()
    connection = raw.driver_connection
    assert connection is not None, "a connection that was just given is open"
    try:
        connection.execute("PRAGMA query_only = OFF")
        raw.info["looking"] = False
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        try:
            connection.execute("VACUUM")
        except driver.module().OperationalError as error:
            if "locked" not in str(error):
                raise
            return False
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        # SQLite does not wait until the disk has a log for good that was emptied.
        backup.settle(look.log(Path(str(engine.url.database))))
        return not busy
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        raw.close()
