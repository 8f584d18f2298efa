"""The database that a command is about."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desk import settings
from desk.commands.answers import Refused
from desk.domain.errors import BadSettings, Unreachable
from desk.sentences import sentence
from desk.services import house
from desk.settings import Settings
from desk.store import backup, look
from desk.store.database import Database
from desk.store.revisions import HEAD


def address(options: argparse.Namespace) -> str:
    """Where the database is: as asked for, else the environment, the settings, the usual place."""
    url = settings.database_url(options.database, _machine())
    scheme = url.partition("://")[0].partition("+")[0]
    if scheme == "postgresql" or settings.file_of(url):
        return url
    raise Refused(
        f"{url} is no address of a database. Nothing was changed;"
        " give the name of a file, or an address that begins with postgresql://."
    )


def file(options: argparse.Namespace) -> Path:
    """The file of the database, for commands that are about files."""
    found = maybe_file(options)
    if found is None:
        raise Refused(
            "This database is kept by a PostgreSQL server, of which Desk makes no copies by itself."
            " Nothing was changed; make one with desk backup, or with the server's own pg_dump."
        )
    return found


def maybe_file(options: argparse.Namespace) -> Path | None:
    """The file of the database; none if a server keeps it."""
    return settings.file_of(address(options))


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Database]:
    """The database, made where there is none yet, and closed afterwards."""
    with closing(_open(address(options))) as database:
        yield database


@contextmanager
def existing(options: argparse.Namespace) -> Iterator[Database]:
    """The database, for commands that make no sense without one."""
    path = maybe_file(options)
    if path is not None and look.at(path) is None:
        raise Unreachable(str(path), "there is no such file")
    with opened(options) as database:
        yield database


@contextmanager
def for_trial(options: argparse.Namespace) -> Iterator[Database]:
    """The database to try something out on without changing it.

    In place of one that is not there, or that would first have to be brought up to date, a copy
    for the purpose is given.
    """
    path = maybe_file(options)
    if path is None or look.at(path) == HEAD:
        with opened(options) as database:
            yield database
        return
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "trial.db"
        if path.exists():
            backup.restore(path, trial)
        with closing(_open(settings.address(str(trial)))) as database:
            yield database


def _open(url: str) -> Database:
    try:
        return house.opened(url)
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise Refused(
            "Desk was installed without psycopg, which PostgreSQL needs. Nothing was changed;"
            " install Desk with its extra postgres."
        ) from error


def _machine() -> Settings:
    try:
        return settings.load()
    except BadSettings as error:
        print(sentence(error), file=sys.stderr)
        return Settings()
