"""Which places have come free, who has been offered them already, and who could take them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.directory import Per
from desk.domain.waiting import Place
from desk.services import availabilities, directory, waiting_line
from desk.services.waiting_line import Listed, Match

if TYPE_CHECKING:
    from desk.store.database import Read

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A place; `offered` is who has it on offer, `matches` who else could take it, in order."""

    place: Place
    offered: Listed | None
    matches: tuple[Match, ...]

    @property
    def key(self) -> Key:
        """What tells it from the others."""
        return key(self.place)


def look(tx: Read, ids: Collection[int], mine: Collection[int] = ()) -> list[Turn]:
    """The places that these appointments left, as far as somebody could take them.

    An offer to one of the entries `mine` is shown even where there are more places.
    """
    free = {key(place): place for place in waiting_line.places_left(tx, ids)}
    held: dict[Key, tuple[Place, Listed]] = {}
    for listed in waiting_line.offers_on(tx, ids):
        place = place_of(tx, listed)
        before = held.get(key(place))
        if before is None or listed.id in mine:
            held[key(place)] = place, listed
    turns = []
    for found in {*free, *held}:
        place = free[found] if found in free else held[found][0]
        offered = held[found][1] if found in held else None
        matches = tuple(waiting_line.could_take(tx, place))
        if offered is not None and found in free and offered.id not in mine and matches:
            offered = None
        if offered is not None or matches:
            turns.append(Turn(place, offered, matches))
    return sorted(turns, key=lambda turn: turn.place.span)


def place_of(tx: Read, listed: Listed) -> Place:
    """The place that somebody has been offered, as it would be if it were free."""
    offer, type_id = listed.offer, listed.entry.type_id
    assert offer is not None, "whoever is asked about has an offer"
    type_ = next(each for each in directory.appointment_types(tx) if each.id == type_id)
    party = len(offer.ids)
    code, capacity = None, party
    if offer.availability_id is not None:
        slot = availabilities.one(tx, offer.availability_id)
        code, capacity = slot.appointment_type, slot.capacity
    return Place(
        per=type_.per,
        span=offer.span,
        free=party,
        capacity=capacity,
        resource_id=offer.resource_id,
        availability_id=offer.availability_id,
        type_id=None if offer.availability_id is not None else type_id,
        code=code.casefold() if code else None,
    )


def key(place: Place) -> Key:
    """What tells a place from others, whether it is free or not."""
    if place.per is Per.STOCK:
        return (place.type_id,)
    return place.availability_id, place.type_id, place.span.start
