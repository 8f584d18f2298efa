"""The tables of what is not to be purged yet, and of what was erased for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from desk.store.records.record import NEVER_REUSED, Record


class LegalHoldRecord(Record):
    """Something that has to be kept, however old it grows, until the hold is lifted."""

    __tablename__ = "legal_hold"
    __table_args__ = (Index("ix_legal_hold_subject", "kind", "subject"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    created_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class ErasureRecord(Record):
    """Something that was erased for good: which, and when, and nothing of what it was."""

    __tablename__ = "erasure"
    __table_args__ = (Index("ix_erasure_subject", "kind", "subject"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[str | None]
    created_at: Mapped[datetime]
