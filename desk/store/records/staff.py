"""The table of those who work at the desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.domain.staff import Member, Role
from desk.store.records.record import NEVER_REUSED, Record

_THERE = text("removed_at IS NULL")


class StaffRecord(Record):
    """Somebody who works at the desk; `secret` is only the hash of a PIN or password.

    `failures` counts wrong secrets since the last right one, `wait_until` is when the next may be
    tried.
    """

    __tablename__ = "staff"
    __table_args__ = (
        Index("uq_staff_name", "name", unique=True, sqlite_where=_THERE, postgresql_where=_THERE),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    secret: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    def value(self) -> Member:
        return Member(
            id=self.id,
            name=self.name,
            role=Role(self.role),
            resource_id=self.resource_id,
            has_secret=self.secret is not None,
        )
