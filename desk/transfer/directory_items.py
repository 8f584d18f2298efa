"""What the desk knows of its house, in the words of the directory file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from desk.domain.directory import AppointmentType, Person, PersonKind, Resource, Site
from desk.services import directory, people, site
from desk.store.database import Read
from desk.transfer.directory_shape import Item

KINDS = {"patients": PersonKind.PATIENT, "residents": PersonKind.RESIDENT}

_EVERYBODY = 10_000_000
_MINUTE = timedelta(minutes=1)


def document(tx: Read) -> dict[str, Any]:
    """The whole directory in the shape of the file; brought in elsewhere it gives the same."""
    house = site.organisation(tx)
    head = {"organization": {"slug": house.slug, "name": house.name}} if house else {}
    things = {name: list(items.values()) for name, items in things_by_key(tx).items()}
    return head | things | {name: list(_people(tx, kind)) for name, kind in KINDS.items()}


def things_by_key(tx: Read) -> dict[str, dict[str, Item]]:
    """What the house has, but for its people: by list and key."""
    sites = {each.id: each for each in directory.sites(tx)}
    providers = {each.id: each for each in directory.resources(tx)}
    types = directory.appointment_types(tx)
    return {
        "sites": {each.slug: _site(each) for each in sites.values()},
        "providers": {each.key: _provider(each) for each in providers.values()},
        "appointment_types": {
            each.key: _type(each, sites[each.site_id], providers) for each in types
        },
    }


def person(known: Person) -> Item:
    """Somebody; the GUID only where others know him or her by it."""
    item: Item = {"key": known.key, "id": known.id}
    if known.kind is PersonKind.RESIDENT or known.key is None:
        item["guid"] = known.uid
    item |= {"first_name": known.first_name, "last_name": known.last_name}
    item |= {"phone": known.phone, "email": known.email, "unit": known.unit}
    if known.note:
        item["note"] = known.note
    return item


def _people(tx: Read, kind: PersonKind) -> Iterator[Item]:
    everybody = people.find(tx, kind=kind, limit=_EVERYBODY)
    return (person(each) for each in sorted(everybody, key=lambda one: one.id))


def _site(known: Site) -> Item:
    return {"slug": known.slug, "id": known.id, "name": known.name, "time_zone": known.zone}


def _provider(known: Resource) -> Item:
    return {
        "key": known.key,
        "id": known.id,
        "first_name": known.first_name,
        "last_name": known.last_name,
        "email": known.email,
        "color": known.color,
    }


def _type(known: AppointmentType, home: Site, providers: dict[int, Resource]) -> Item:
    item: Item = {
        "key": known.key,
        "id": known.id,
        "site": home.slug,
        "name": known.name,
        "per": known.per.value,
        "code": known.code,
    }
    if known.length is not None:
        item["duration_minutes"] = _minutes(known.length)
    item["waiting_list"] = known.waiting_list
    if known.automatic is not None:
        item["automatic"] = known.automatic
    if known.offer_length is not None:
        item["offer_minutes"] = _minutes(known.offer_length)
    if known.places is not None:
        item["places"] = known.places
    item["variations"] = [
        {
            "key": each.key,
            "id": each.id,
            "name": each.name,
            "provider": providers[each.resource_id].key if each.resource_id else None,
        }
        for each in known.variations
    ]
    return item


def _minutes(length: timedelta) -> int | float:
    minutes = length / _MINUTE
    return int(minutes) if minutes.is_integer() else minutes
