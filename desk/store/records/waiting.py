"""The table of those who wait for a place."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.domain.waiting import WaitingEntry
from desk.store.records.directory import PersonRecord
from desk.store.records.record import NEVER_REUSED, Record

_MIDNIGHT = datetime(1, 1, 1)
_HERE = text("left_at IS NULL")


class WaitingEntryRecord(Record):
    """Somebody who waits, was served or has left: the claims held for the entry tell which.

    Dates lie as texts of one line each, times of day as lengths since midnight. `email_folded` and
    `phone_digits` are what the contact is compared by.
    """

    __tablename__ = "waiting_entry"
    __table_args__ = (
        CheckConstraint("party >= 1", name="somebody"),
        Index(
            "ix_waiting_entry_turn",
            *("type_id", "priority", "created_at"),
            sqlite_where=_HERE,
            postgresql_where=_HERE,
        ),
        Index("ix_waiting_entry_person", "person_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("appointment_type.id"))
    variation_id: Mapped[int | None] = mapped_column(ForeignKey("variation.id"))
    dates: Mapped[tuple[str, ...]]
    since: Mapped[timedelta | None]
    until: Mapped[timedelta | None]
    earliest: Mapped[dt.date | None]
    latest: Mapped[dt.date | None]
    notice: Mapped[timedelta]
    party: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    email: Mapped[str | None]
    phone_digits: Mapped[str] = mapped_column(default="")
    email_folded: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="en")
    note: Mapped[str] = mapped_column(default="")
    priority: Mapped[int] = mapped_column(default=0)
    priority_reason: Mapped[str] = mapped_column(default="")
    passed: Mapped[tuple[str, ...]]
    left_at: Mapped[datetime | None]
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    person: Mapped[PersonRecord | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> WaitingEntry:
        known = self.person
        return WaitingEntry(
            id=self.id,
            type_id=self.type_id,
            variation_id=self.variation_id,
            dates=tuple(map(dt.date.fromisoformat, self.dates)),
            since=None if self.since is None else (_MIDNIGHT + self.since).time(),
            until=None if self.until is None else (_MIDNIGHT + self.until).time(),
            earliest=self.earliest,
            latest=self.latest,
            notice=self.notice,
            party=self.party,
            person_id=self.person_id,
            name=known.value().name if known else self.name,
            phone=self.phone or (known.phone if known else None),
            email=self.email or (known.email if known else None),
            locale=self.locale,
            note=self.note,
            priority=self.priority,
            priority_reason=self.priority_reason,
            passed=self.passed,
            left_at=self.left_at,
            extra=self.extra,
            created_at=self.created_at,
            created_by=self.created_by,
            updated_at=self.updated_at,
            updated_by=self.updated_by,
            version=self.version,
        )
