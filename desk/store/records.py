"""The tables, one class each.

A record is how a value lies in the database. It is loaded and changed inside a transaction and
never leaves it; what leaves is the plain value that `value()` gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, MetaData, Text, event, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import BigInteger

from desk.domain.change import Action, JournalEntry
from desk.domain.day import Day
from desk.domain.directory import (
    AppointmentType,
    Organisation,
    Per,
    Person,
    PersonKind,
    Resource,
    Site,
    Variation,
)
from desk.domain.span import Span
from desk.domain.visitor import Alert, AlertKind, VisitorEntry
from desk.store.columns import Instant, Length, Lines, milliseconds


class Record(DeclarativeBase):
    """A table; `journalled` ones have every change to them written down."""

    journalled: ClassVar[bool] = True
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Instant,
        timedelta: Length,
        str: Text,
        tuple[str, ...]: Lines,
        dict[str, Any]: JSON,
    }

    @classmethod
    def concerns(cls, row: Mapping[str, Any]) -> Span | None:
        """The time that a change to or from such a row is about, if it is about any."""
        return None


# An id that was given away once is never given to something else, not even after a delete.
NEVER_REUSED = {"sqlite_autoincrement": True}


class OrganisationRecord(Record):
    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    def value(self) -> Organisation:
        return Organisation(slug=self.slug, name=self.name)


class SiteRecord(Record):
    """A front desk; `settings` holds what was set otherwise than by default, by dotted name."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    zone: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)

    def value(self) -> Site:
        return Site(id=self.id, slug=self.slug, name=self.name, zone=self.zone)


class ResourceRecord(Record):
    __tablename__ = "resource"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str | None]
    color: Mapped[str | None]

    def value(self) -> Resource:
        return Resource(
            id=self.id,
            key=self.key,
            first_name=self.first_name,
            last_name=self.last_name,
            email=self.email,
            color=self.color,
        )


class AppointmentTypeRecord(Record):
    __tablename__ = "appointment_type"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str]
    per: Mapped[str]
    code: Mapped[str]
    length: Mapped[timedelta | None]
    waiting_list: Mapped[bool]
    places: Mapped[int | None]

    variations: Mapped[list[VariationRecord]] = relationship(order_by="VariationRecord.id")

    def value(self) -> AppointmentType:
        return AppointmentType(
            id=self.id,
            key=self.key,
            site_id=self.site_id,
            name=self.name,
            per=Per(self.per),
            code=self.code,
            length=self.length,
            waiting_list=self.waiting_list,
            places=self.places,
            variations=tuple(variation.value() for variation in self.variations),
        )


class VariationRecord(Record):
    __tablename__ = "variation"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_type_id: Mapped[int] = mapped_column(ForeignKey("appointment_type.id"))
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))

    def value(self) -> Variation:
        return Variation(id=self.id, key=self.key, name=self.name, resource_id=self.resource_id)


class PersonRecord(Record):
    """Somebody; `merged_into` names whom a duplicate was found to be, and hides it."""

    __tablename__ = "person"
    __table_args__ = (Unique("kind", "key"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    key: Mapped[str | None]
    first_name: Mapped[str]
    last_name: Mapped[str]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    unit: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    folded: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> Person:
        return Person(
            id=self.id,
            uid=self.uid,
            kind=PersonKind(self.kind),
            key=self.key,
            first_name=self.first_name,
            last_name=self.last_name,
            phone=self.phone,
            email=self.email,
            unit=self.unit,
            note=self.note,
            version=self.version,
        )


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


class DayRecord(Record):
    """The database itself refuses one place too many, whichever way the number gets there."""

    __tablename__ = "day"
    __table_args__ = (
        CheckConstraint("occupied >= 0 AND occupied <= places", name="not_over_its_places"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[dt.date] = mapped_column(unique=True)
    places: Mapped[int]
    occupied: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> Day:
        return Day(
            id=self.id,
            date=self.date,
            places=self.places,
            occupied=self.occupied,
            version=self.version,
        )


class ChangeRecord(Record):
    """The journal: one row for each thing that a transaction made different."""

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


def record_of(kind: str) -> type[Record]:
    """The table that the journal calls `kind`."""
    return next(
        mapper.class_ for mapper in Record.registry.mappers if mapper.class_.__tablename__ == kind
    )
