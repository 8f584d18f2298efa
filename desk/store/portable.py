"""A server's database as a file, and a file's as a server's: the way from either to the other.

The file is a whole database file of this program, like any copy of one, so that it can be opened,
checked and put back everywhere. Reading one into a server happens in one transaction, after what
stood there has been written into such a file beside it; nobody else may have that database open.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, exists, select, text

from desk.domain.errors import Busy, Unreachable
from desk.store import backup, carrying, engines, look, opening
from desk.store.engines import BUSY_SECONDS, WRITES
from desk.store.trouble import known

Save = Callable[[Connection, Path], None]

_ALL = ", ".join(map(carrying.name, carrying.TABLES))
_LOOK_AGAIN = 0.05  # seconds
# A program that has just been closed is counted until the server has noticed.
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()
"""


def save(server: Connection, to: Path) -> None:
    """Write all that the transaction sees into the file `to`, replacing one of that name."""
    with (
        known(to.parent),
        tempfile.TemporaryDirectory(prefix=f".{to.name}-", dir=to.parent) as folder,
    ):
        rough = Path(folder) / to.name
        made = engines.engine(f"sqlite:///{rough}")
        try:
            opening.create(made)
            _fill(made, server)
        finally:
            made.dispose()
        backup.place(rough, to)


def restore(copy: Path, engine: Engine, keep_in: Path, keep: Save) -> Path | None:
    """Put what a file holds in the place of all that the server behind `engine` has.

    Gives the file in the folder `keep_in` to which `keep` has written what stood there; none, if
    nothing did. Whenever this is interrupted, all of the old is there or all of the new.
    """
    where = engines.where(engine.url)
    with reading(copy) as file, known(where):
        opening.prepare(engine)
        writing = engine.connect().execution_options(**{WRITES: BUSY_SECONDS})
        with writing as server, server.begin():
            _have_to_oneself(server, where)
            kept = _kept_as(keep_in, engine) if _holds_anything(server) else None
            if kept is not None:
                keep(server, kept)
            carrying.to_server(file, server, str(copy))
            server.execute(text(f"ANALYZE {_ALL}"))  # Else its first questions would be slow.
    return kept


@contextmanager
def reading(copy: Path) -> Iterator[Any]:
    """The driver's connection to what a sound file holds, in the tables as they are now.

    One of an older revision is brought up to date in a copy; the file itself stays as it is.
    """
    found = look.at(copy)
    if found is None:
        raise Unreachable(str(copy), "there is no such file")
    if found == opening.HEAD:
        with look.reading(copy) as file:
            with known(copy):
                look.require_sound(file, str(copy))
            yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        newer = Path(folder) / "desk.db"
        backup.restore(copy, newer)
        engine = engines.engine(f"sqlite:///{newer}")
        try:
            opening.migrate(engine)
        finally:
            engine.dispose()
        with look.reading(newer) as file:
            yield file


def _fill(made: Engine, server: Connection) -> None:
    writing = made.connect().execution_options(**{WRITES: BUSY_SECONDS})
    with writing as file:
        raw: Any = file.connection.driver_connection
        # Nobody needs a file that did not become whole.
        for setting in ("journal_mode = OFF", "synchronous = OFF"):
            raw.execute(f"PRAGMA {setting}")
        with file.begin():
            carrying.to_file(server, file)


def _have_to_oneself(server: Connection, where: str) -> None:
    """Keep everybody out until the end of the transaction; `Busy` while somebody is in."""
    # Saving what is there may take a while in which this connection has nothing to ask.
    server.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    until = monotonic() + BUSY_SECONDS
    while _others(server) and monotonic() < until:
        time.sleep(_LOOK_AGAIN)
    server.execute(text(f"LOCK TABLE {_ALL} IN ACCESS EXCLUSIVE MODE"))
    if _others(server):
        raise Busy(where, "others have it open")


def _others(server: Connection) -> bool:
    server.execute(text("SELECT pg_stat_clear_snapshot()"))  # Else it answers the same for ever.
    return bool(server.scalar(text(_OTHERS)))


def _holds_anything(server: Connection) -> bool:
    return any(server.scalar(select(exists().select_from(table))) for table in carrying.TABLES)


def _kept_as(folder: Path, engine: Engine) -> Path:
    name = re.sub(r"[^\w-]", "_", engine.url.database or "desk")
    return backup.free_name(folder / f"{name}.replaced-{number}.db" for number in count(1))
