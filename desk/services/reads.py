"""Who has looked at somebody's details, written down where there are accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from desk.domain.change import Action
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
