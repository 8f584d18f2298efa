"""Who gets which of the places that are free: the queue, taken in its order, against the places.

Each in turn gets the earliest place that suits. Whoever waits for something else stands in nobody's
way. A party gets places for all of it or none; while it waits for more to come free somewhere, what
is free there already is kept from those behind it (contract of document 002, section 3, rules 3 to
5 and 4 of what to change).

Everything is whole numbers here: instants are milliseconds since 1970 in UTC, days their number in
the calendar, times of day milliseconds after midnight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk.domain.directory import Per


@dataclass(slots=True, kw_only=True)
class FreePlace:
    """A slot, a day or a stock with places free; so many fewer as they are given away.

    `begins` is when it is too late for it; `start` and `end` are what an appointment there spans.
    `code` is folded; `kept` says that a party waits for the rest of it. What an entry passed is
    known by `name`.
    """

    per: Per
    start: int
    end: int
    begins: int
    free: int
    capacity: int
    day: int = 0
    since: int = 0
    until: int = 0
    resource_id: int | None = None
    availability_id: int | None = None
    type_id: int | None = None
    code: str | None = None
    kept: bool = False

    @property
    def name(self) -> str:
        """By which it is known, as long as it is there."""
        if self.per is Per.SLOT:
            return f"{self.availability_id}@{self.start}"
        return f"day@{self.day}" if self.per is Per.DAY else "stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What would suit somebody; equal for all to whom the same would do.

    `first` and `last` are days between which it must be; what needs no place in time, a stock,
    heeds none of that.
    """

    per: Per
    type_id: int
    code: str
    resource_id: int | None = None
    days: frozenset[int] = frozenset()
    first: int = 0
    last: int = 0
    since: int | None = None
    until: int | None = None
    notice: int = 0
    party: int = 1
    passed: frozenset[str] = frozenset()

    def suited_by(self, place: FreePlace, now: int) -> bool:
        """Whether a place would do, be it large enough at this moment or not."""
        return (
            self.meant(place)
            and place.begins >= now + self.notice
            and (not self.passed or place.name not in self.passed)
        )

    def meant(self, place: FreePlace) -> bool:
        """Whether it is of the kind, the provider, the day and the part of it that is waited for.

        A slot that could never hold the party is none of those.
        """
        if place.per is not self.per or place.capacity < self.party:
            return False
        if self.per is Per.STOCK:
            return place.type_id == self.type_id
        if self.days and place.day not in self.days:
            return False
        return self.first <= place.day <= self.last and (
            self.per is Per.DAY or self._meant_slot(place)
        )

    def _meant_slot(self, place: FreePlace) -> bool:
        return (
            (place.code is None or place.code == self.code)
            and (self.resource_id is None or self.resource_id == place.resource_id)
            and (self.since is None or self.since <= place.since)
            and (self.until is None or place.until <= self.until)
        )


@dataclass(slots=True)
class _Options:
    """The places that suit some terms, earliest first, and how many of them are used up."""

    places: list[FreePlace]
    used: int = 0
    kept: bool = False


class Serving:
    """Gives places away, one entry after the other, at the moment `now`."""

    def __init__(self, places: Iterable[FreePlace], now: int) -> None:
        self._now = now
        self._options: dict[Terms, _Options] = {}
        self._places = sorted(
            places, key=lambda p: (p.start, p.resource_id or 0, p.availability_id or 0)
        )
        # Thousands of wishes are looked at, and most of them are about few of the places.
        self._near: dict[tuple[int | None, int | None], list[FreePlace]] = defaultdict(list)
        for place in self._places:
            self._near[None, place.day].append(place)
            if place.resource_id is not None:
                self._near[place.resource_id, None].append(place)
                self._near[place.resource_id, place.day].append(place)

    def next(self, terms: Terms) -> FreePlace | None:
        """The place that the next in the queue gets, if any; its places are then given away."""
        options = self._options.get(terms)
        if options is None:
            options = self._options[terms] = _Options(self._suiting(terms))
        while options.used < len(options.places):
            place = options.places[options.used]
            if place.free >= terms.party and not place.kept:
                place.free -= terms.party
                return place
            options.used += 1  # Nothing ever gets freer while places are given away.
        if terms.party > 1 and not options.kept:
            options.kept = True
            for place in options.places:
                place.kept = place.kept or place.free > 0
        return None

    def _suiting(self, terms: Terms) -> list[FreePlace]:
        """The places that suit, earliest first; those that are used up are left out."""
        now = self._now
        return [
            place for place in self._about(terms) if place.free > 0 and terms.suited_by(place, now)
        ]

    def _about(self, terms: Terms) -> Sequence[FreePlace]:
        """The places among which those are that suit, earliest first."""
        if terms.per is Per.SLOT and len(terms.days) == 1:
            [day] = terms.days
            return self._near.get((terms.resource_id, day), ())
        if terms.per is Per.SLOT and terms.resource_id is not None:
            return self._near.get((terms.resource_id, None), ())
        return self._places
