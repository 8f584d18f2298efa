"""Who did what, and why.

The journal keeps, for each row that a transaction made different, what stood there before and
what stands there after. That is enough for `undo` to put any transaction back. Who has read
personal details stands there too, and changes nothing: only `audit` gives it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy import func, select

from desk.domain.change import Action, JournalEntry
from desk.domain.errors import ChangedBy, Stale
from desk.domain.staff import Actor
from desk.domain.text import require_keepable
from desk.store.database import Read, Write
from desk.store.records import ChangeRecord

# What changes along with everything else.
_BY_ITSELF = {"folded", "updated_at", "updated_by"}


class Versioned(Protocol):
    """A row that counts how often it was changed."""

    __tablename__: str

    @property
    def id(self) -> int: ...

    @property
    def version(self) -> int: ...


_CHANGES = select(ChangeRecord).where(ChangeRecord.action != Action.READ.value)


def since(tx: Read, number: int, limit: int = 500) -> list[JournalEntry]:
    """The changes after `number`, earliest first."""
    query = _CHANGES.where(ChangeRecord.number > number)
    ordered = query.order_by(ChangeRecord.number).limit(limit)
    return [record.value() for record in tx.session.scalars(ordered)]


def last(tx: Read) -> int:
    """The number of the latest change, 0 before there is any."""
    return tx.session.scalar(select(func.max(ChangeRecord.number))) or 0


def count_after(tx: Read, moment: datetime) -> int:
    """How many changes were made after that moment."""
    # Looked for from the end, because it lies near it: there is no order of moments to look in.
    ordered = select(ChangeRecord.number).order_by(ChangeRecord.number.desc())
    before = tx.session.scalar(ordered.where(ChangeRecord.at <= moment).limit(1)) or 0
    later = select(func.count()).select_from(ChangeRecord).where(ChangeRecord.number > before)
    return tx.session.scalar(later) or 0


def of(tx: Read, kind: str, subject: int) -> list[JournalEntry]:
    """What happened to one thing, latest first."""
    query = _CHANGES.where(ChangeRecord.kind == kind, ChangeRecord.subject == subject)
    ordered = query.order_by(ChangeRecord.number.desc())
    return [record.value() for record in tx.session.scalars(ordered)]


def require_seen(tx: Read, record: Versioned, seen: int | None) -> None:
    """Refuse as `Stale` what stands at another version than somebody has `seen`.

    The refusal names who made the latest change, and all that is different since. Another machine
    that replaces a whole thing knowingly has seen none.
    """
    if seen is None or record.version == seen:
        return
    happened = of(tx, record.__tablename__, record.id)
    since = [each for each in happened if each.action is Action.CHANGED]
    # A transaction may have counted more than one version, but never less than one.
    since = since[: max(record.version - seen, 1)]
    if not since:
        raise Stale
    changed = (name for each in reversed(since) for name in each.new if name not in _BY_ITSELF)
    raise ChangedBy(Actor.said(since[0].actor), since[0].at, tuple(dict.fromkeys(changed)))


def because(tx: Write, reason: str) -> None:
    """Let the journal keep why this is done; several reasons stand side by side."""
    require_keepable(reason=reason)
    known = tx.reason.split("; ") if tx.reason else []
    tx.reason = "; ".join(dict.fromkeys([*known, *filter(None, [reason.strip()])]))


def last_at(tx: Read) -> datetime | None:
    """When anything was changed last."""
    changed = select(ChangeRecord.at).where(ChangeRecord.action != Action.READ.value)
    return tx.session.scalar(changed.order_by(ChangeRecord.number.desc()).limit(1))
