"""How many people a date has room for.

One record a date: how many places it has and how many are taken (document 000, model reference).
A date nobody has set anything for has as many places as the site's default says.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

UNLIMITED = 9999
MOST_PLACES = 2_147_483_647  # the largest whole number that every database keeps in a column


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date, the places it has, and how many of them are taken.

    `id` is 0 while nothing is stored for the date. Of those who are `occupied` some are not
    counted but booked for the day, or have been offered a place of it: so many are `claimed`.
    """

    id: int
    date: dt.date
    places: int = UNLIMITED
    occupied: int = 0
    claimed: int = 0
    version: int = 0

    @property
    def counted(self) -> int:
        """How many have been counted in, and can be counted out again."""
        return self.occupied - self.claimed

    @property
    def free(self) -> int:
        return self.places - self.occupied

    @property
    def closed(self) -> bool:
        """Whether it has no places at all: nobody can come, and nobody was turned away."""
        return self.places == 0

    @property
    def full(self) -> bool:
        """Whether all of its places are taken."""
        return self.free <= 0 and not self.closed

    @property
    def limited(self) -> bool:
        """Whether anybody has set a real number of places."""
        return self.places < UNLIMITED

    def has_room(self, people: int = 1) -> bool:
        """Whether so many more fit; nobody always does (contract of document 000, row 13)."""
        return self.occupied + people <= self.places

    def as_document(self) -> dict[str, Any]:
        """As document 000 writes it; `available_slots` comes along everywhere (contract, row 3)."""
        return {
            "id": self.id,
            "day": self.date.isoformat(),
            "total_slots": self.places,
            "occupied_slots": self.occupied,
            "available_slots": self.free,
        }
