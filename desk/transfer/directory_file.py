"""The house's directory in and out of a file (command-line contract, directory file).

Bringing one in changes what has the same key, adds what is new and removes nothing, all of it or
none. What an item does not say of something that is known stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from desk.domain.directory import Per, Person, PersonKind
from desk.domain.errors import Invalid, NotFound
from desk.services import claims, directory, offers, people, site
from desk.services.directory import NewVariation
from desk.services.free_places import ALL
from desk.services.people import Details
from desk.store.database import Read, Write
from desk.transfer import directory_items
from desk.transfer.directory_items import KINDS
from desk.transfer.directory_shape import Directory, Item, Place, variations
from desk.transfer.files_out import replacing

Answer = dict[str, dict[str, Item]]
Placed = tuple[Place, Item]
Put = Callable[[Write, Place, Item], Item]

# What the services call otherwise than the file does.
_CALLED = {"uid": "guid", "length": "duration_minutes", "offer_length": "offer_minutes"}


def bring_in(tx: Write, found: Directory) -> Answer:
    """Put everything into the directory; the ids by list and key, as the contract prints them.

    An id that is given is taken if it is free. `BadFile` names the place of what cannot be.
    """
    # There may be more places of a type than before, on whatever calendar.
    claims.shut_calendar(tx, None)
    if found.organisation is not None:
        _put_organisation(tx, found.organisation)
    lists, known = found.lists, directory_items.things_by_key(tx)
    sites = _put_all(tx, lists["sites"], known["sites"], _put_site)
    providers = _put_all(tx, lists["providers"], known["providers"], _put_provider)
    types = _put_all(tx, lists["appointment_types"], known["appointment_types"], _put_type)
    variants = {key: at for item in types.values() for key, at in item.pop("variations").items()}
    answer = {
        "sites": sites,
        "providers": providers,
        "appointment_types": types,
        "variations": variants,
        **_put_people(tx, {name: lists[name] for name in KINDS}),
    }
    offers.offer_freed(tx, ALL)
    return answer


def send_out(tx: Read, path: Path) -> dict[str, Any]:
    """Write the whole directory to a file; gives back what was written."""
    document = directory_items.document(tx)
    with replacing(path) as rough:
        rough.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return document


def _put_organisation(tx: Write, item: Item) -> None:
    stored = site.organisation(tx)
    named = {"slug": stored.slug, "name": stored.name} if stored else {"slug": "house"}
    whole = named | item
    directory.put_organisation(tx, whole["slug"], whole.get("name") or whole["slug"])


def _put_all(
    tx: Write, items: Sequence[Placed], known: dict[str, Item], put: Put
) -> dict[str, Item]:
    """Put the items of one list, each completed by what is known under its key."""
    answers = {_key(item): item for _, item in items}
    for place, item in sorted(items, key=_ids_first):
        with _named_faults(place):
            answers[_key(item)] = put(tx, place, _completed(known.get(_key(item), {}), item))
    return answers


def _completed(known: Item, item: Item) -> Item:
    whole = known | item
    if item.get("per", Per.STOCK) != Per.STOCK and "places" not in item:
        whole.pop("places", None)
    return whole


def _put_site(tx: Write, place: Place, item: Item) -> Item:
    name, zone = _needed(place, item, "name"), _needed(place, item, "time_zone")
    return {"id": directory.put_site(tx, item["slug"], name, zone, id=item.get("id")).id}


def _put_provider(tx: Write, place: Place, item: Item) -> Item:
    names = (item.get("first_name") or "", item.get("last_name") or "")
    put = directory.put_resource(
        tx,
        item["key"],
        *names,
        email=item.get("email"),
        color=item.get("color"),
        id=item.get("id"),
    )
    return {"id": put.id}


def _put_type(tx: Write, place: Place, item: Item) -> Item:
    per = Per(item.get("per", Per.SLOT))
    if per is Per.STOCK and item.get("places") is None:
        raise place.at("places").refusal("is missing: a stock is a number of places")
    parts = sorted(variations(place, item), key=_ids_first)
    put = directory.put_type(
        tx,
        item["key"],
        _needed(place, item, "name"),
        site=_reference(place, item, "site", {each.slug for each in directory.sites(tx)}),
        per=per,
        code=item.get("code") or item["key"],
        length=_length(item, "duration_minutes"),
        waiting_list=item.get("waiting_list", False),
        automatic=item.get("automatic"),
        offer_length=_length(item, "offer_minutes"),
        places=item.get("places"),
        variations=_variations(tx, parts),
        id=item.get("id"),
    )
    given = {part["key"] for _, part in parts}
    ids = {each.key: {"id": each.id} for each in put.variations if each.key in given}
    return {"id": put.id, "variations": ids}


def _length(item: Item, name: str) -> timedelta | None:
    minutes = item.get(name)
    return None if minutes is None else timedelta(minutes=minutes)


def _variations(tx: Write, parts: Sequence[Placed]) -> list[NewVariation]:
    keys = {each.key for each in directory.resources(tx)}
    return [
        NewVariation(
            key=part["key"],
            name=_needed(place, part, "name"),
            resource=_reference(place, part, "provider", keys) if part.get("provider") else None,
            id=part.get("id"),
        )
        for place, part in parts
    ]


def _put_people(tx: Write, lists: dict[str, list[Placed]]) -> Answer:
    answers: Answer = {name: {} for name in lists}
    for name, items in lists.items():
        # In the order of the file, whatever the order in which they are put.
        answers[name] = {item["key"]: {} for _, item in items if item.get("key")}
    everybody = [(placed, name) for name, items in lists.items() for placed in items]
    for (place, item), name in sorted(everybody, key=lambda each: _ids_first(each[0])):
        with _named_faults(place):
            put = _put_person(tx, KINDS[name], item)
        if item.get("key"):
            guid = {"guid": put.uid} if KINDS[name] is PersonKind.RESIDENT else {}
            answers[name][item["key"]] = {"id": put.id} | guid
    return answers


def _put_person(tx: Write, kind: PersonKind, item: Item) -> Person:
    key, guid = item.get("key"), item.get("guid")
    known = people.with_key(tx, kind, key) if key else _by_guid(tx, kind, str(guid))
    # Somebody who was merged into another is not described by what that one is.
    before = directory_items.person(known) if known and known.key == key else {}
    whole = before | item
    if known and _says_nothing_new(before, whole):
        return known
    details = Details(
        kind=kind,
        first_name=whole.get("first_name") or "",
        last_name=whole.get("last_name") or "",
        phone=whole.get("phone"),
        email=whole.get("email"),
        unit=whole.get("unit"),
        note=whole.get("note") or "",
    )
    if key:
        return people.put(tx, key, details, uid=guid, id=item.get("id"))
    if known:
        return people.amend(tx, known.id, details, seen=known.version)
    return people.add(tx, details, uid=guid, id=item.get("id"))


def _says_nothing_new(before: Item, whole: Item) -> bool:
    """Whether somebody need not be written again; an id or a GUID once given stays anyway."""
    parts = whole.keys() - {"id", "guid"}
    return bool(before) and all((before.get(p) or None) == (whole[p] or None) for p in parts)


def _by_guid(tx: Write, kind: PersonKind, guid: str) -> Person | None:
    try:
        return people.by_uid(tx, kind, guid)
    except NotFound:
        return None


def _key(item: Item) -> str:
    key: str = item["slug"] if "slug" in item else item["key"]
    return key


def _ids_first(placed: Placed) -> bool:
    """To sort by: whoever asks for an id must not find it given away to somebody who did not."""
    return placed[1].get("id") is None


def _needed(place: Place, item: Item, name: str) -> str:
    if name not in item:
        raise place.at(name).refusal("is missing")
    found: str = item[name]
    return found


def _reference(place: Place, item: Item, name: str, keys: set[str]) -> str:
    key = _needed(place, item, name)
    if key not in keys:
        raise place.at(name).refusal(f'names "{key}", which is not in the directory')
    return key


@contextmanager
def _named_faults(place: Place) -> Iterator[None]:
    """Say of what a service refuses where in the file it stands."""
    try:
        yield
    except Invalid as error:
        field, reasons = next(iter(error.reasons.items()))
        raise place.at(_CALLED.get(field, field)).refusal(reasons[0]) from error
