"""The tables of the visitor log: its entries, and the notes that speak up at the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import BigInteger

from desk.domain.span import Span
from desk.domain.visitor import Alert, AlertKind, VisitorEntry
from desk.domain.wall_clock import milliseconds
from desk.store.records.directory import PersonRecord
from desk.store.records.record import NEVER_REUSED, Record

KEPT = "removed_at IS NULL"


def _listed(name: str, where: str, *also: str) -> Index:
    """An index that is enough to count entries and leaf through them; `where` is in its columns."""
    return Index(
        f"ix_visitor_entry_{name}",
        *("arrival", "id", *also),
        sqlite_where=text(where),
        postgresql_where=text(where),
    )


class VisitorEntryRecord(Record):
    """A party in the log; `folded` is what a search looks at, `removed_at` puts it into the bin.

    `arrival` is when it came or is to come, kept in step below. The database does not compute it,
    because SQLite would then read the whole row whenever a list is counted or leafed through.
    """

    __tablename__ = "visitor_entry"
    __table_args__ = (
        CheckConstraint("arrived_at IS NOT NULL OR expected_at IS NOT NULL", name="has_a_time"),
        CheckConstraint("arrival = coalesce(arrived_at, expected_at)", name="arrival"),
        CheckConstraint("people >= 1", name="somebody"),
        _listed("all", KEPT, "removed_at"),
        _listed(
            "open", f"departed_at IS NULL AND {KEPT}", "arrived_at", "departed_at", "removed_at"
        ),
        _listed("left", f"departed_at IS NOT NULL AND {KEPT}", "departed_at", "removed_at"),
        _listed("bin", "removed_at IS NOT NULL", "removed_at"),
        Index("ix_visitor_entry_resident", "resident_id", "arrival"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    visitor: Mapped[str]
    companions: Mapped[tuple[str, ...]] = mapped_column(default=())
    people: Mapped[int]
    subject: Mapped[str]
    vehicle_color: Mapped[str | None]
    license_plate: Mapped[str | None]
    badge: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    expected_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    departed_at: Mapped[datetime | None]
    arrival: Mapped[int] = mapped_column(BigInteger)
    arrival_text: Mapped[str | None]
    departure_text: Mapped[str | None]
    seen_leaving: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    import_key: Mapped[str | None] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    resident: Mapped[PersonRecord] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> VisitorEntry:
        return VisitorEntry(
            id=self.id,
            uid=self.uid,
            resident_id=self.resident_id,
            resident_name=self.resident.value().name,
            resident_unit=self.resident.unit,
            resident_uid=self.resident.uid,
            visitor=self.visitor,
            companions=self.companions,
            people=self.people,
            subject=self.subject,
            vehicle_color=self.vehicle_color,
            license_plate=self.license_plate,
            badge=self.badge,
            note=self.note,
            expected_at=self.expected_at,
            arrived_at=self.arrived_at,
            departed_at=self.departed_at,
            arrival_text=self.arrival_text,
            departure_text=self.departure_text,
            seen_leaving=self.seen_leaving,
            created_at=self.created_at,
            removed_at=self.removed_at,
            import_key=self.import_key,
            version=self.version,
        )

    @classmethod
    def concerns(cls, row: Mapping[str, Any]) -> Span | None:
        arrival = row["arrived_at"] or row["expected_at"]
        if arrival is None:
            return None
        departure = row["departed_at"] or arrival
        return Span(arrival, max(departure, arrival) + timedelta(milliseconds=1))


@event.listens_for(VisitorEntryRecord, "before_insert")
@event.listens_for(VisitorEntryRecord, "before_update")
def _keep_arrival(_mapper: object, _connection: object, record: VisitorEntryRecord) -> None:
    if moment := record.arrived_at or record.expected_at:
        record.arrival = milliseconds(moment)


class AlertRecord(Record):
    __tablename__ = "alert"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    folded: Mapped[str]
    license_plate: Mapped[str | None]
    reason: Mapped[str]
    until: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> Alert:
        return Alert(
            id=self.id,
            kind=AlertKind(self.kind),
            name=self.name,
            license_plate=self.license_plate,
            reason=self.reason,
            until=self.until,
            version=self.version,
        )
