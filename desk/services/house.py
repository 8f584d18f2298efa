"""A database in use: the store, and what follows from every change to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desk.services import messages
from desk.store.database import Database, system_clock


def opened(url: str, *, clock: Callable[[], datetime] = system_clock) -> Database:
    """The database at this address, opened as by `Database`: what changes in it is told."""
    return Database(url, clock=clock, follow=messages.follow)
