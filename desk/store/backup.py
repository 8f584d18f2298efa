"""Copies of a database file that are whole even while others write to it.

A copy is made in one step under a temporary name, checked, put safely on the disk, and only then
given its name: a file with that name is always a good one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from desk.domain.errors import ForeignDatabase, NewerDatabase, NotADatabase, Unreachable
from desk.domain.fault import Broken, Fault
from desk.store import chain, driver, folders, look
from desk.store.engines import BUSY_SECONDS, is_file
from desk.store.trouble import known, refusal

_OFTEN = 0.05  # seconds
_INSTRUCTIONS = 100_000  # of SQLite's, some milliseconds
_Question = Callable[[Connection], Iterable[str]]


def copy(engine: Engine, to: Path) -> None:
    """Copy the SQLite database behind `engine` to the file `to`, replacing one of that name."""
    with known(to):
        raw = engine.raw_connection()
        try:
            _copy(raw.driver_connection, to)
        finally:
            raw.close()


def restore(copy: Path, to: Path) -> Path | None:
    """Put a copy in the place of the database file `to`, which nobody may have open.

    The copy is looked at first, and stays where it is. What stood in its place is kept beside it
    under the name that is given back; none, if nothing stood there. Whenever this is interrupted,
    the old database or the new one is there.
    """
    folders.require_safe(to)
    if look.at(copy) is None:
        raise Unreachable(str(copy), "there is no such file")
    with known(to):
        rough = to.with_name(f"{to.name}.new")
        with look.reading(copy) as source:
            _copy(source, rough)
        kept = _put_aside(to) if to.exists() else None
        if kept is None:
            _put_log_aside(to, aside(to))
        # Else a log that is gone could be back after a power cut, beside a file it does not fit.
        settle(to.parent)
        rough.replace(to)
        settle(to.parent)
    return kept


def aside(path: Path) -> Path:
    """Under which name `restore` keeps what stands there now."""
    names = (path.with_name(f"{path.name}.replaced-{number}") for number in count(1))
    return next(name for name in names if not (name.exists() or look.log(name).exists()))


class Stopped(Exception):
    """Somebody changed their mind; what was found by then says nothing of the whole."""


def check(
    engine: Engine,
    *,
    told: Callable[[int], object] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> list[str]:
    """Every fault: damaged pages, rows that point nowhere, broken rules, an altered journal.

    On a million visitor entries this takes some seconds. `told` hears how far it is, in parts of a
    hundred; when `stop` says so it ends as `Stopped`.
    """
    of_files = (_damage, _strays, _unfindable) if is_file(engine.url) else ()
    questions: Sequence[_Question] = (*of_files, _overfull, chain.faults)
    found: list[str] = []
    with (
        known(str(engine.url.database)),
        engine.connect() as connection,
        _asking(connection, stop),
    ):
        for number, question in enumerate(questions):
            told(100 * number // len(questions))
            if stop():
                raise Stopped
            try:
                found += question(connection)
            except DBAPIError as error:
                if stop():
                    raise Stopped from error
                if not isinstance(refusal(error, str(engine.url.database)), NotADatabase):
                    raise
                found.append(str(error.orig))
    return found


@contextlib.contextmanager
def _asking(connection: Connection, stop: Callable[[], bool]) -> Iterator[None]:
    """Let SQLite ask now and then, in the midst of a question, whether it is to stop."""
    raw = connection.connection.driver_connection
    if not is_file(connection.engine.url) or raw is None:
        yield
        return
    raw.set_progress_handler(stop, _INSTRUCTIONS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


def _damage(connection: Connection) -> list[str]:
    lines = connection.execute(text("PRAGMA integrity_check")).scalars()
    return [str(line) for line in lines if line != "ok"]


def _strays(connection: Connection) -> list[Fault]:
    rows = connection.execute(text("PRAGMA foreign_key_check"))
    return [
        Fault(Broken.STRAY, table=table, row=row, parent=parent) for table, row, parent, _ in rows
    ]


def _unfindable(connection: Connection) -> list[Fault]:
    indexed = "SELECT id FROM visitor_gram_docsize"
    missing = f"SELECT id FROM visitor_entry WHERE id NOT IN ({indexed}) ORDER BY id"
    ids = connection.execute(text(missing)).scalars()
    return [Fault(Broken.UNFINDABLE, number=number) for number in ids]


def _overfull(connection: Connection) -> list[Fault]:
    days = "SELECT date, occupied, places FROM day WHERE occupied > places ORDER BY date"
    rows = connection.execute(text(days))
    return [
        Fault(
            Broken.OVERFULL,
            date=dt.date.fromisoformat(str(date)),
            occupied=occupied,
            places=places,
        )
        for date, occupied, places in rows
    ]


def place(rough: Path, to: Path) -> None:
    """Give a finished file that name, once it is sound and safely on the disk."""
    with contextlib.closing(driver.module().connect(str(rough))) as connection:
        look.require_sound(connection, str(to))
    settle(rough)
    rough.replace(to)
    settle(to.parent)


def free_name(names: Iterable[Path]) -> Path:
    """The first of the names that no file has."""
    return next(name for name in names if not name.exists())


def settle(path: Path) -> None:
    """Wait until the disk has the file, or the folder's list of files, for good."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open folders, and does this by itself.
    # Windows flushes a file only for one who may write to it.
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def settling(path: Path) -> Iterator[None]:
    """Have the disk take in bit by bit what is written into the file meanwhile.

    All at once would keep it busy for so long that whoever writes to the database has to wait.
    """
    done = threading.Event()

    def settle_often() -> None:
        while not done.wait(_OFTEN):
            if path.exists():
                settle(path)

    with ThreadPoolExecutor(1) as aside:
        going_on = aside.submit(settle_often)
        try:
            yield
        finally:
            done.set()
        going_on.result()  # A disk tells only once that it failed.


def name_anew(file: Path, name: Path) -> None:
    """Give a file another name; `FileExistsError` if that is taken already."""
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError:
        # Some drives, such as memory sticks, know no second name for a file.
        if name.exists():
            raise FileExistsError(name) from None
        file.rename(name)
    else:
        file.unlink()


def _copy(source: Any, to: Path) -> None:
    rough = to.with_name(f"{to.name}.part")
    rough.unlink(missing_ok=True)
    try:
        with (
            settling(rough),
            contextlib.closing(driver.module().connect(str(rough))) as target,
        ):
            for setting in ("journal_mode", "synchronous"):  # What is cut off is thrown away.
                target.execute(f"PRAGMA {setting} = OFF")
            source.backup(target)
        place(rough, to)
    finally:
        rough.unlink(missing_ok=True)


def _put_aside(path: Path) -> Path:
    """Keep a database under another name as well, whole; it stays in its place, to be replaced."""
    with contextlib.suppress(NotADatabase, ForeignDatabase, NewerDatabase):
        look.at(path)
        _require_alone(path)
    kept = aside(path)
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
    _put_log_aside(path, kept)
    return kept


def _put_log_aside(path: Path, kept: Path) -> None:
    """Let a log follow its file: with another it would do harm.

    Only a file that is not ours, damaged or gone still has one.
    """
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(kept.with_name(kept.name + ending))


def _require_alone(path: Path) -> None:
    """Refuse as `Busy` while anybody has the file open; move what its log holds into it."""
    connection = driver.module().connect(str(path), timeout=BUSY_SECONDS)
    with contextlib.closing(connection):
        connection.execute("PRAGMA journal_mode = DELETE")
