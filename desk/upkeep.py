"""What is to be done as the days go by, whoever sits at the desk.

It belongs to no request: the window does it when it opens a database, when the date changes, and
when an offer to somebody on the waiting list runs out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Importing the store takes longer than painting the first window; see desk/app.py.
    from desk.store.database import Database, Read

ACTOR = "desk"


def due(tx: Read) -> bool:
    """Whether there is anything to be done; asked often, and quick to tell."""
    from desk.services import provider_slots, waiting

    return provider_slots.due(tx) or waiting.anybody(tx)


def next_moment(tx: Read) -> timedelta | None:
    """In how long something may have to be done that nobody's act brings about."""
    from desk.services import waiting

    deadline = waiting.next_deadline(tx) if waiting.anybody(tx) else None
    return None if deadline is None else deadline - tx.now


def keep_up(database: Database) -> None:
    """Do what is due; does no harm when another window does the same at this moment."""
    from desk.services import provider_slots, waiting

    with database.read() as tx:
        rows, offers = provider_slots.due(tx), waiting.due(tx)
    if rows:
        with database.write(ACTOR) as write:
            provider_slots.roll_forward(write)
    if offers:
        with database.write(ACTOR) as write:
            waiting.sweep(write)
