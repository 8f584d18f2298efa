"""Opening a database: look first, and touch only what is certainly ours.

A file is read without being changed in any way until it has proved to be a sound database of
this program and of a version it knows. Only then is it brought up to date, after a copy of it
has been put aside. A new file gets its name when it is complete, so that no half one is ever found.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from desk.domain.errors import (
    DiskFull,
    ForeignDatabase,
    NotADatabase,
    OldServer,
    ReadOnly,
    Unreachable,
)
from desk.store import backup, engines, folders, kept_copies, look, reserve, revisions
from desk.store.engines import APPLICATION_ID, BUSY_SECONDS, WRITES, is_file, where
from desk.store.records import ChangeRecord, Record
from desk.store.trouble import known, refusal, try_writing

HEAD = revisions.HEAD
OLDEST_SERVER = 14  # version of PostgreSQL

# What SQLite takes up beside a file as soon as it is opened, and a little more.
_ROOM = 1 << 16
_log = logging.getLogger(__name__)

# As Alembic makes it, which is not imported for the sake of one table.
_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def prepare(engine: Engine) -> None:
    """Make the database behind `engine` usable, or refuse with a kind of `Unusable`."""
    if is_file(engine.url):
        _open_file(engine, Path(str(engine.url.database)))
    else:
        _prepare_server(engine)


def revision(connection: Connection) -> str | None:
    """Which revision of the tables the database has; none if it has no tables of ours."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def create(engine: Engine) -> None:
    """Make all tables at once, unless somebody else has just done so."""
    writing = engine.connect().execution_options(**{WRITES: BUSY_SECONDS})
    with writing as connection, connection.begin():
        _wait_for_others(connection)
        if revision(connection) is not None:
            return
        if is_file(engine.url):
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        Record.metadata.create_all(connection)
        _VERSION.create(connection)
        connection.execute(insert(_VERSION).values(version_num=HEAD))


def migrate(engine: Engine, to: str = HEAD) -> None:
    """Bring the tables up to date in one transaction, unless somebody else has just done so.

    A file is copied first; the copy's name says before which revision it was made.
    """
    # Slow to import, and needed only on the day after an update.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    writing = engine.connect().execution_options(**{WRITES: BUSY_SECONDS})
    with writing as connection, connection.begin():
        _wait_for_others(connection)
        if revision(connection) == to:
            return
        if is_file(engine.url):
            path = Path(str(engine.url.database))
            backup.copy(engine, path.with_name(f"{path.name}.before-{to}"))
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def look_at_server(engine: Engine) -> str | None:
    """Which revision of our tables a server's database has, none if it is empty; else refuse.

    Nothing is changed.
    """
    with engine.connect() as connection:
        _require_new_enough(connection)
        found = revision(connection)
        tables = set(inspect(connection).get_table_names())
    if found is None and not tables:
        return None
    if ChangeRecord.__tablename__ not in tables:
        raise ForeignDatabase(where(engine.url))
    if found is None:
        raise NotADatabase(where(engine.url), "its revision is missing")
    revisions.require_known(found, where(engine.url))
    return found


def _require_new_enough(connection: Connection) -> None:
    version = connection.dialect.server_version_info
    if version is not None and int(version[0]) < OLDEST_SERVER:
        raise OldServer(where(connection.engine.url), ".".join(map(str, version)))


def _open_file(engine: Engine, path: Path) -> None:
    """Make a file usable, if need be in the room of its reserve."""
    try:
        with known(path):
            _prepare_file(engine, path)
    except DiskFull:
        if not reserve.let_go(path):
            raise
        engine.dispose()
        _prepare_file(engine, path)
    reserve.keep(path)


def _prepare_file(engine: Engine, path: Path) -> None:
    folders.require_safe(path)
    # Asked for first: a program that is making the file at this moment makes copies after it.
    copies = kept_copies.listed(path)
    found = look.at(path)
    if found is None and copies:
        raise Unreachable(str(path), "the file is gone, and copies of it are there")
    if found is not None and not os.access(path, os.W_OK):
        raise ReadOnly(str(path))
    with known(path):  # SQLite would leave something behind if it were the first to try.
        try_writing(path.parent, _ROOM)
    if found is None:
        _make(engine.url, path)
        found = look.at(path)
    if found is not None and found != HEAD:
        _bring_over(engine, path, found)


def _bring_over(engine: Engine, path: Path, found: str) -> None:
    """Migrate a file, or find that its tables are not what their revision says."""
    try:
        migrate(engine)
    except DBAPIError as error:
        if refusal(error, str(path)) is not None:
            raise
        _log.exception("%s could not be brought from revision %s to %s", path, found, HEAD)
        detail = f"its tables are not those of revision {found}"
        raise NotADatabase(str(path), detail) from error


def _make(url: URL, path: Path) -> None:
    """Make a new file beside its place and give it its name, unless another has taken it."""
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        rough = Path(folder) / path.name
        engine = engines.engine(url.set(database=str(rough)).render_as_string())
        try:
            create(engine)
        finally:
            engine.dispose()
        backup.settle(rough)
        with contextlib.suppress(FileExistsError):
            backup.name_anew(rough, path)
    backup.settle(path.parent)


def _prepare_server(engine: Engine) -> None:
    found = look_at_server(engine)
    if found is None:
        create(engine)
    elif found != HEAD:
        migrate(engine)


def _wait_for_others(connection: Connection) -> None:
    """Let one at a time make or alter the tables; a writer on SQLite is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('tables'))"))
