"""The tables of the calendar: what is open, what is shut, and what is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, TextClause, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.domain.appointment import Appointment, Shelf
from desk.domain.availability import Availability, Pattern, Series
from desk.domain.closure import Closure
from desk.domain.span import Span
from desk.domain.wall_clock import DAY_MS
from desk.store.records.directory import PersonRecord
from desk.store.records.record import NEVER_REUSED, Record


def _partial(name: str, where: str, *columns: str | TextClause, unique: bool = False) -> Index:
    clause = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=clause, postgresql_where=clause)


class SeriesRecord(Record):
    """What repeats as rows of their own; `made_until` is how far the rows have been made."""

    __tablename__ = "series"
    __table_args__ = (CheckConstraint("ends > starts", name="lasts"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    pattern: Mapped[str]
    rule: Mapped[str]
    until: Mapped[datetime | None]
    zone: Mapped[str]
    appointment_type: Mapped[str | None]
    made_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> Series:
        return Series(
            id=self.id,
            resource_id=self.resource_id,
            span=Span(self.starts, self.ends),
            pattern=Pattern(self.pattern),
            rule=self.rule,
            until=self.until,
            zone=self.zone,
            appointment_type=self.appointment_type,
            made_until=self.made_until,
            version=self.version,
        )


class AvailabilityRecord(Record):
    """When a resource can be had: a stretch cut into slots, once or by a rule."""

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("ends > starts", name="lasts"),
        CheckConstraint("slot_length > 0", name="has_slots"),
        CheckConstraint("capacity >= 1", name="has_room"),
        _partial("ix_availability_once", "rule IS NULL", "starts", "ends", "resource_id"),
        _partial("ix_availability_repeated", "rule IS NOT NULL", "resource_id", "starts"),
        _partial(
            "ix_availability_long", f"rule IS NULL AND ends - starts > {DAY_MS}", "ends", "starts"
        ),
        Index("ix_availability_resource", "resource_id", "starts"),
        Index(None, "series_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    slot_length: Mapped[int]  # milliseconds: a slot may be a fraction of a minute long
    capacity: Mapped[int] = mapped_column(default=1)
    rule: Mapped[str | None]
    until: Mapped[datetime | None]
    zone: Mapped[str]
    appointment_type: Mapped[str | None]
    shelf: Mapped[str] = mapped_column(default=Shelf.PUBLIC.value)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    series: Mapped[SeriesRecord | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> Availability:
        return Availability(
            id=self.id,
            resource_id=self.resource_id,
            span=Span(self.starts, self.ends),
            slot_length=timedelta(milliseconds=self.slot_length),
            capacity=self.capacity,
            rule=self.rule,
            until=self.until,
            zone=self.zone,
            appointment_type=self.appointment_type,
            shelf=Shelf(self.shelf),
            series_id=self.series_id,
            extra=self.extra,
            created_at=self.created_at,
            created_by=self.created_by,
            updated_at=self.updated_at,
            updated_by=self.updated_by,
            version=self.version,
        )

    @classmethod
    def concerns(cls, row: Mapping[str, Any]) -> Span | None:
        """Its first span; none for one that repeats, which concerns all times to come."""
        return None if row["rule"] else _span(row)


class ClosureRecord(Record):
    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("ends > starts", name="lasts"),
        Index(None, "ends", "starts"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    shelf: Mapped[str] = mapped_column(default=Shelf.PUBLIC.value)
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def value(self) -> Closure:
        return Closure(
            id=self.id,
            resource_id=self.resource_id,
            span=Span(self.starts, self.ends),
            reason=self.reason,
            shelf=Shelf(self.shelf),
            extra=self.extra,
            created_at=self.created_at,
            created_by=self.created_by,
            updated_at=self.updated_at,
            updated_by=self.updated_by,
            version=self.version,
        )

    @classmethod
    def concerns(cls, row: Mapping[str, Any]) -> Span | None:
        return _span(row)


class AppointmentRecord(Record):
    """A claim; `place` is its number among those of its slot, none while it takes none.

    No two of one slot can have the same number, whoever writes them and however: that is what the
    unique index is for.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("ends > starts", name="lasts"),
        CheckConstraint("place IS NULL OR availability_id IS NOT NULL", name="place_of_a_slot"),
        _partial(
            "uq_appointment_place",
            "place IS NOT NULL",
            "availability_id",
            "starts",
            "place",
            unique=True,
        ),
        Index("ix_appointment_time", "starts", "ends", "resource_id"),
        Index("ix_appointment_slot", "availability_id", "starts"),
        _partial(
            "ix_appointment_counted",
            "shelf = 'PUBLIC'",
            "availability_id",
            text("(ends - starts)"),
            *("starts", "held_until", "ends"),
        ),
        Index("ix_appointment_resource", "resource_id", "starts"),
        Index("ix_appointment_person", "person_id", "starts"),
        _partial(
            "ix_appointment_long",
            f"ends - starts > {DAY_MS}",
            *("starts", "ends", "resource_id", "availability_id"),
        ),
        _partial("ix_appointment_flagged", "flagged", "starts"),
        _partial("ix_appointment_held", "held_until IS NOT NULL", "held_until"),
        _partial("ix_appointment_entry", "entry_id IS NOT NULL", "entry_id"),
        _partial("ix_appointment_type", "type_id IS NOT NULL", "type_id", "starts"),
        Index(None, "series_id"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    availability_id: Mapped[int | None] = mapped_column(ForeignKey("availability.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    place: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(default="")
    owner: Mapped[str | None]
    appointment_type: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    held_until: Mapped[datetime | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("waiting_entry.id"))
    shelf: Mapped[str] = mapped_column(default=Shelf.PUBLIC.value)
    flagged: Mapped[bool] = mapped_column(default=False)
    beyond: Mapped[str] = mapped_column(default="")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    arrived_at: Mapped[datetime | None]
    admitted_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    caller: Mapped[str] = mapped_column(default="")
    called_at: Mapped[datetime | None]
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = mapped_column()
    type_id: Mapped[int | None] = mapped_column(ForeignKey("appointment_type.id"))

    person: Mapped[PersonRecord | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def span(self) -> Span:
        return Span(self.starts, self.ends)

    def value(self) -> Appointment:
        return Appointment(
            id=self.id,
            resource_id=self.resource_id,
            availability_id=self.availability_id,
            span=self.span,
            person_id=self.person_id,
            title=self.title,
            name=self.person.value().name if self.person else self.title,
            owner=self.owner,
            appointment_type=self.appointment_type,
            note=self.note,
            held_until=self.held_until,
            entry_id=self.entry_id,
            type_id=self.type_id,
            shelf=Shelf(self.shelf),
            flagged=self.flagged,
            beyond=self.beyond,
            series_id=self.series_id,
            arrived_at=self.arrived_at,
            admitted_at=self.admitted_at,
            completed_at=self.completed_at,
            missed_at=self.missed_at,
            caller=self.caller,
            called_at=self.called_at,
            extra=self.extra,
            created_at=self.created_at,
            created_by=self.created_by,
            updated_at=self.updated_at,
            updated_by=self.updated_by,
            version=self.version,
        )

    @classmethod
    def concerns(cls, row: Mapping[str, Any]) -> Span | None:
        return _span(row)


def _span(row: Mapping[str, Any]) -> Span | None:
    if row["starts"] is None or row["ends"] is None:
        return None
    return Span(row["starts"], row["ends"])
