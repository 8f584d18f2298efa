"""The table of the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger

from desk.domain.change import Action, JournalEntry
from desk.store.records.record import Record


class ChangeRecord(Record):
    """The journal: one row for each thing that a transaction made different.

    The last three columns seal it, see `desk.store.chain`; nobody else has to do with them.
    """

    journalled = False
    __tablename__ = "change"
    __table_args__ = (Index(None, "kind", "subject"),)

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    batch: Mapped[int] = mapped_column(BigInteger, index=True)
    kind: Mapped[str]
    subject: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]
    begins: Mapped[datetime | None]
    ends: Mapped[datetime | None]
    old: Mapped[dict[str, Any]]
    new: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    origin: Mapped[str]
    salt: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    content: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    chain: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)

    def value(self) -> JournalEntry:
        return JournalEntry(
            number=self.number,
            batch=self.batch,
            kind=self.kind,
            id=self.subject,
            action=Action(self.action),
            actor=self.actor,
            at=self.at,
            old=self.old,
            new=self.new,
            reason=self.reason,
        )
