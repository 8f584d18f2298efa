"""Who has looked at somebody's details or taken a list along, where there are accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from desk.domain.change import Action, Taken
from desk.services import staff
from desk.store.database import Write
from desk.store.records import ChangeRecord

# Whoever looks at the same thing again within this time has not looked once more.
AGAIN = timedelta(minutes=10)


def record(tx: Write, looks: Iterable[tuple[str, int]]) -> None:
    """Write down that things were looked at, by their kinds and ids; nothing of them changes."""
    if not staff.in_use(tx):
        return
    for kind, key in dict.fromkeys(looks):
        if not _looked_lately(tx, kind, key):
            tx.notes.say(kind, key, Action.READ)


def took(tx: Write, how: Taken, kind: str, key: int = 0) -> bool:
    """Write down that things of that kind are taken out of the desk: one, or a list of them."""
    if staff.in_use(tx):
        tx.reason = how.value
        tx.notes.say(kind, key, Action.READ)
    return True


def _looked_lately(tx: Write, kind: str, key: int) -> bool:
    change = ChangeRecord
    looked = select(change.number).where(
        change.kind == kind,
        change.subject == key,
        change.action == Action.READ.value,
        change.actor == tx.actor,
        change.at > tx.now - AGAIN,
    )
    return tx.session.scalar(looked.limit(1)) is not None
