"""Copies of a database as people ask for them, wherever it is kept.

A copy is always a database file, of a file as of a server, and goes into either of them again. With
a password it is sealed. What is in it is then never written in the clear where the sealed one goes,
which may be a stick that gets lost: a file is copied beside itself first, a server's database into
the folder for what is temporary, and that copy is removed afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url

from desk.domain.errors import Unusable
from desk.store import backup, engines, folders, portable, reserve, sealed_copy
from desk.store.trouble import known


def save(engine: Engine, to: Path, password: str | None = None) -> None:
    """Copy the database behind `engine` to the file `to`, replacing one of that name."""
    file = engines.file_of(engine.url)
    if file is None:
        with known(engines.where(engine.url)), engine.connect() as server:
            _save_of_server(server, to, password=password)
    elif password is None:
        backup.copy(engine, to)
    else:
        reserve.require_room_for_copy(file)
        with _private_folder(engine.url) as folder:
            backup.copy(engine, folder / "plain.db")
            sealed_copy.seal(folder / "plain.db", to, password)


def is_sealed(copy: Path) -> bool:
    """Whether a password is needed to restore it."""
    return sealed_copy.is_one(copy)


def restore(copy: Path, url: str, password: str | None = None) -> Path | None:
    """Put a copy in the place of the database at `url`, which nobody else may have open.

    Gives the file that keeps what stood there: beside the database where that is a file, else
    beside the copy, sealed if that is; none, if nothing stood there. The password is asked for
    as `PasswordNeeded` or `WrongPassword`; it does not matter where the copy is not sealed.
    """
    target = make_url(url)
    if not sealed_copy.is_one(copy):
        return _restore(copy, target, copy.parent, None)
    if (file := engines.file_of(target)) is not None:
        folders.require_safe(file)
    with _private_folder(target) as folder:
        plain = folder / copy.name
        sealed_copy.unseal(copy, plain, password)
        try:
            return _restore(plain, target, copy.parent, password)
        except Unusable as error:
            if error.where != str(plain):
                raise
            raise type(error)(str(copy), error.detail) from error


def where(url: str) -> str:
    """The file or the server at an address, without any password."""
    return engines.where(make_url(url))


def _restore(plain: Path, target: URL, keep_in: Path, password: str | None) -> Path | None:
    if (file := engines.file_of(target)) is not None:
        return backup.restore(plain, file)
    engine = engines.engine(target.render_as_string(hide_password=False))
    try:
        keep = partial(_save_of_server, password=password)
        return portable.restore(plain, engine, keep_in, keep)
    finally:
        engine.dispose()


def _save_of_server(server: Connection, to: Path, *, password: str | None) -> None:
    if password is None:
        portable.save(server, to)
        return
    with _private_folder(server.engine.url) as folder:
        portable.save(server, folder / "plain.db")
        sealed_copy.seal(folder / "plain.db", to, password)


@contextmanager
def _private_folder(url: URL) -> Iterator[Path]:
    """A folder for what is to be sealed, or was: beside a database file, and gone afterwards."""
    path = engines.file_of(url) or Path(tempfile.gettempdir(), "desk")
    with (
        known(path.parent),
        tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder,
    ):
        yield Path(folder)
