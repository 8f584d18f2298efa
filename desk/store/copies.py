"""Copies of a database as people ask for them, wherever it is kept.

A copy is always a database file, of a file as of a server, and goes into either of them again.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from desk.store import backup, engines, opening, portable


def save(engine: Engine, to: Path) -> None:
    """Copy the database behind `engine` to the file `to`, replacing one of that name."""
    if engines.is_file(engine.url):
        backup.copy(engine, to)
    else:
        portable.write(engine, to)


def restore(copy: Path, url: str) -> Path | None:
    """Put a copy in the place of the database at `url`, which nobody else may have open.

    Gives the file that keeps what stood there: beside the database where that is a file, else
    beside the copy; none, if nothing stood there.
    """
    parsed = make_url(url)
    if engines.is_file(parsed):
        return backup.restore(copy, Path(str(parsed.database)))
    engine = engines.engine(url)
    try:
        return portable.restore(copy, engine, portable.save)
    finally:
        engine.dispose()


def where(url: str) -> str:
    """The file or the server at an address, without any password."""
    return opening.where(make_url(url))
