"""The tables of what other machines may do, and of what they were answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.domain.access import Role, Token
from desk.store.records.record import NEVER_REUSED, Record

_STANDING = text("revoked_at IS NULL")


class TokenRecord(Record):
    """A token by the hash of it; the token itself is kept nowhere.

    When it was last used is not written down in the journal, and told to nobody.
    """

    __tablename__ = "token"
    __table_args__ = (
        Index(
            "uq_token_label",
            "label",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    role: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    def value(self) -> Token:
        return Token(
            id=self.id,
            label=self.label,
            role=Role(self.role),
            created_at=self.created_at,
            used_at=self.used_at,
            revoked_at=self.revoked_at,
        )


class AnswerRecord(Record):
    """What a caller was answered under a key of its own, so that it can be answered again.

    `asked` is the hash of what was asked with that key.
    """

    journalled = False
    __tablename__ = "answer"

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
