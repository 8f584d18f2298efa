"""How a connection to either database is made, and how a transaction on it begins.

On SQLite a writer takes its turn at once: one that began by reading could find half-way that
another has written meanwhile, and no waiting would then help it. On PostgreSQL a writer takes
advisory locks for what it is about to count, see `Write.lock`. On neither can a transaction that
did not say so write at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from desk.store import driver
from desk.store.login import Login

APPLICATION_ID = 0x4445534B  # "DESK", so that a file can be told from another program's
BUSY_SECONDS = 5
CONNECT_SECONDS = 2  # libpq takes no less
# The execution option of a connection that is to write: for how many seconds it may wait.
WRITES = "desk_writes"

# A server that is gone without a word is noticed: by whoever asks it something within two seconds,
# where the system can measure that, and by whoever only listens within half a minute.
_KEEP_ALIVE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 2000,
}
_LOOKING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
# A workplace that hangs in the middle of a write must not keep all the others waiting.
_WRITING = """
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = '3s';
SET LOCAL idle_in_transaction_session_timeout = '60s'
"""


def is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path | None:
    """The file of a database; none of one on a server, whose copies are its administrator's."""
    return Path(str(url.database)) if is_file(url) else None


def engine(url: str, password: str | None = None) -> Engine:
    """An engine for `url`: `sqlite:///file` or `postgresql://server/name`.

    A `password` is for a server, instead of the one this computer would use.
    """
    parsed = make_url(url)
    return _sqlite(parsed) if is_file(parsed) else _postgresql(parsed, password)


def where(url: URL) -> str:
    """The file or the server, without any password."""
    if is_file(url):
        return str(url.database)
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def _sqlite(url: URL) -> Engine:
    made = create_engine(
        url, module=driver.module(), connect_args={"timeout": BUSY_SECONDS}, pool_size=8
    )

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # Transactions are begun below, not by the driver.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = FAST")

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        patience = connection.get_execution_options().get(WRITES)
        raw = connection.connection.driver_connection
        if connection.info.get("looking") is not (patience is None):
            # Only where it is different: this makes SQLite forget every statement it has read.
            raw.execute(f"PRAGMA query_only = {'ON' if patience is None else 'OFF'}")
            connection.info["looking"] = patience is None
        if patience is None:
            connection.exec_driver_sql("BEGIN")
            return
        raw.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    return made


def _postgresql(url: URL, password: str | None) -> Engine:
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=8,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS} | _KEEP_ALIVE,
    )

    if url.password is None:
        event.listen(made, "do_connect", Login(url, password))

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        if connection.get_execution_options().get(WRITES) is None:
            connection.exec_driver_sql(_LOOKING)
        else:
            connection.exec_driver_sql(_WRITING)

    return made
