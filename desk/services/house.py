"""A database in use: the store, who may change it, and what follows from every change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desk.domain.appointment import Shelf
from desk.domain.change import Action, CopyFirst, Safeguard
from desk.services import erasing, messages, rights
from desk.store import kept_copies
from desk.store.clock import now
from desk.store.database import Database, Write

MUCH = 50  # things that disappear in one transaction


def opened(url: str, *, clock: Callable[[], datetime] = now) -> Database:
    """The database at this address, opened as by `Database`: what changes in it is told.

    What was erased before, and is there again because an older copy was put back, is erased again
    before anybody sees it. Before much is taken away at once there is a copy, as there is before
    an import.
    """

    def follow_and_guard(tx: Write) -> None:
        follow(tx)
        if tx.safeguard is Safeguard.MADE or not _takes_much_away(tx):
            return
        if tx.safeguard is Safeguard.BEFORE and kept_copies.lacking(database):
            raise CopyFirst
        kept_copies.safeguard(database)

    database = Database(url, clock=clock, follow=follow_and_guard)
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


def _takes_much_away(tx: Write) -> bool:
    """Whether as much disappears at once, for good or into the bin, as nobody does by hand.

    What is erased leaves nothing in the journal, and is to be in no copy either.
    """
    gone = (
        note
        for note in tx.notes.all()
        if (note.action is Action.REMOVED and note.old)
        or note.new.get("removed_at") is not None
        or note.new.get("shelf") == Shelf.TRASH.value
    )
    return sum(1 for _ in gone) >= MUCH
