"""A database in use: the store, who may change it, and what follows from every change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desk.services import erasing, messages, rights
from desk.store.database import Database, Write, system_clock


def opened(url: str, *, clock: Callable[[], datetime] = system_clock) -> Database:
    """The database at this address, opened as by `Database`: what changes in it is told.

    What was erased before, and is there again because an older copy was put back, is erased again
    before anybody sees it.
    """
    database = Database(url, clock=clock, follow=follow)
    try:
        erasing.catch_up(database)
    except BaseException:
        database.close()
        raise
    return database


def follow(tx: Write) -> None:
    """At the end of a write: whether whoever is at the desk may do it, and who is told of it."""
    rights.require(tx)
    messages.follow(tx)
