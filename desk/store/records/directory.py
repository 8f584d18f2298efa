"""The tables of the directory: the house, its sites, what can be booked there, and its people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
from desk.store.records.record import NEVER_REUSED, Record


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
    """Whose time can be taken; `external_id` is what another machine calls one it brought along."""

    __tablename__ = "resource"
    __table_args__ = (Index("uq_resource_external_id", "external_id", unique=True), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str | None]
    color: Mapped[str | None]
    team: Mapped[str | None]
    external_id: Mapped[str | None]

    def value(self) -> Resource:
        return Resource(
            id=self.id,
            key=self.key,
            first_name=self.first_name,
            last_name=self.last_name,
            email=self.email,
            color=self.color,
            team=self.team,
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
    automatic: Mapped[bool | None]
    offer_length: Mapped[timedelta | None]

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
            automatic=self.automatic,
            offer_length=self.offer_length,
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
    language: Mapped[str | None]

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
            language=self.language,
            version=self.version,
        )
