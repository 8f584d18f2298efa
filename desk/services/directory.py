"""The house's directory: organisation, sites, resources and appointment types, by their own keys.

A key is the house's own short name for a thing and stays; putting a thing under a key that is
there already changes it, and nothing is ever removed (command-line contract, directory file).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from desk.domain.day import MOST_PLACES
from desk.domain.directory import AppointmentType, Organisation, Per, Resource, Site, Variation
from desk.domain.errors import Invalid, NotFound
from desk.domain.text import keepable, require_keepable
from desk.domain.zone import is_zone
from desk.services import rows
from desk.store.database import Read, Write
from desk.store.records import (
    AppointmentTypeRecord,
    OrganisationRecord,
    ResourceRecord,
    SiteRecord,
    VariationRecord,
)

_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVariation:
    """A variation as it is put into the directory; `resource` is the resource's key."""

    key: str
    name: str
    resource: str | None = None
    id: int | None = None


def sites(tx: Read) -> list[Site]:
    return [r.value() for r in tx.session.scalars(select(SiteRecord).order_by(SiteRecord.id))]


def site_at(tx: Read, house: str, slug: str) -> Site | None:
    """The site of that slug in the house of that slug, if there are such."""
    if not keepable(house + slug):
        return None
    kind = OrganisationRecord
    named = tx.session.scalar(select(kind.id).where(kind.slug == house))
    record = tx.session.scalar(select(SiteRecord).where(SiteRecord.slug == slug))
    return None if named is None or record is None else record.value()


def resources(tx: Read) -> list[Resource]:
    ordered = select(ResourceRecord).order_by(ResourceRecord.id)
    return [record.value() for record in tx.session.scalars(ordered)]


def appointment_types(tx: Read) -> list[AppointmentType]:
    ordered = select(AppointmentTypeRecord).order_by(AppointmentTypeRecord.id)
    return [record.value() for record in tx.session.scalars(ordered)]


def appointment_type(tx: Read, type_id: int) -> AppointmentType:
    """The appointment type of that id, or `NotFound`."""
    return tx.get(AppointmentTypeRecord, type_id).value()


def variation(tx: Read, variation_id: int) -> Variation:
    """The variation of that id, whatever type it is of, or `NotFound`."""
    return tx.get(VariationRecord, variation_id).value()


def put_organisation(tx: Write, slug: str, name: str) -> Organisation:
    """Name the house; there is only one."""
    rows.take_house(tx)
    rows.require_key(slug=slug)
    _require(name=name)
    record = tx.session.scalar(select(OrganisationRecord).limit(1))
    if record is None:
        record = tx.add(OrganisationRecord(slug=slug, name=name.strip()))
    record.slug, record.name = slug, name.strip()
    return record.value()


def put_site(tx: Write, slug: str, name: str, zone: str, *, id: int | None = None) -> Site:
    """Add or change a site; `zone` must be an exact IANA name.

    `id` is taken when it is free and the site is new.
    """
    rows.take_house(tx)
    rows.require_key(slug=slug)
    _require(name=name)
    if not is_zone(zone):
        raise Invalid(time_zone=["is not the name of a time zone, such as Europe/Rome"])
    record = tx.session.scalar(select(SiteRecord).where(SiteRecord.slug == slug))
    if record is None:
        record = SiteRecord(id=rows.free_id(tx, SiteRecord, id), slug=slug, settings={})
    record.name, record.zone = name.strip(), zone
    return rows.add(tx, record).value()


def put_resource(
    tx: Write,
    key: str,
    first_name: str,
    last_name: str,
    *,
    email: str | None = None,
    color: str | None = None,
    team: str | None = None,
    id: int | None = None,
) -> Resource:
    """Add or change a provider; `id` is taken when it is free and the provider is new."""
    rows.take_house(tx)
    rows.require_key(key=key)
    _require(name=first_name + last_name)
    require_keepable(email=email, color=color, team=team)
    record = tx.session.scalar(select(ResourceRecord).where(ResourceRecord.key == key))
    if record is None:
        record = rows.add(
            tx,
            ResourceRecord(
                id=rows.free_id(tx, ResourceRecord, id),
                key=key,
                first_name=first_name.strip(),
                last_name=last_name.strip(),
            ),
        )
    record.first_name, record.last_name = first_name.strip(), last_name.strip()
    record.email, record.color, record.team = email, color, (team or "").strip() or None
    return record.value()


def put_type(  # noqa: PLR0913 - as many as the directory file has fields
    tx: Write,
    key: str,
    name: str,
    *,
    site: str,
    per: Per,
    code: str,
    length: timedelta | None = None,
    waiting_list: bool = False,
    places: int | None = None,
    automatic: bool | None = None,
    offer_length: timedelta | None = None,
    variations: Sequence[NewVariation] = (),
    id: int | None = None,
) -> AppointmentType:
    """Add or change an appointment type with its variations.

    With `places` it is a stock of so many; without, `per` says what a place of it is.
    """
    rows.take_house(tx)
    rows.require_key(key=key)
    _require(name=name)
    require_keepable(code=code)
    _require_sizes(length, places)
    _require_length(offer_length=offer_length)
    query = select(AppointmentTypeRecord).where(AppointmentTypeRecord.key == key)
    record = tx.session.scalar(query)
    if record is None:
        record = AppointmentTypeRecord(id=rows.free_id(tx, AppointmentTypeRecord, id), key=key)
    record.site_id, record.name, record.code = _site_id(tx, site), name.strip(), code
    record.per = (Per.STOCK if places is not None else per).value
    record.length, record.waiting_list, record.places = length, waiting_list, places
    record.automatic, record.offer_length = automatic, offer_length
    rows.add(tx, record)
    for variation in variations:
        _put_variation(tx, record.id, variation)
    tx.session.expire(record, ["variations"])
    return record.value()


def require_resource(tx: Read, resource_id: int | None) -> None:
    """Refuse a provider who is not in the directory; none at all is all right."""
    if resource_id is not None and not has_resource(tx, resource_id):
        raise Invalid(resource_id=["is not in the directory"])


def has_resource(tx: Read, resource_id: int) -> bool:
    """Whether there is such a provider."""
    return tx.session.get(ResourceRecord, resource_id) is not None


def _site_id(tx: Read, slug: str) -> int:
    found = tx.session.scalar(select(SiteRecord.id).where(SiteRecord.slug == slug))
    if found is None:
        raise NotFound("site", slug)
    return found


def _put_variation(tx: Write, type_id: int, given: NewVariation) -> Variation:
    rows.require_key(key=given.key)
    _require(name=given.name)
    resource_id = None
    if given.resource is not None:
        query = select(ResourceRecord.id).where(ResourceRecord.key == given.resource)
        resource_id = tx.session.scalar(query)
        if resource_id is None:
            raise NotFound("provider", given.resource)
    query_one = select(VariationRecord).where(VariationRecord.key == given.key)
    record = tx.session.scalar(query_one)
    if record is None:
        record = VariationRecord(id=rows.free_id(tx, VariationRecord, given.id), key=given.key)
    record.appointment_type_id = type_id
    record.name, record.resource_id = given.name.strip(), resource_id
    return rows.add(tx, record).value()


def _require(**texts: str) -> None:
    reasons = {field: ["must not be empty"] for field, text in texts.items() if not text.strip()}
    if reasons:
        raise Invalid(**reasons)
    require_keepable(**texts)


def _require_sizes(length: timedelta | None, places: int | None) -> None:
    _require_length(length=length)
    if places is not None and places < 0:
        raise Invalid(places=["must not be less than 0"])
    if places is not None and places > MOST_PLACES:
        raise Invalid(places=[f"must not be more than {MOST_PLACES}"])


def _require_length(**lengths: timedelta | None) -> None:
    for field, length in lengths.items():
        if length is not None and not timedelta() < length <= _LONGEST:
            raise Invalid(**{field: [f"must be from a minute to {_LONGEST.days} days"]})
