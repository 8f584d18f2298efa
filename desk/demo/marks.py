"""How far each made-up appointment has come at a given moment."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from desk.domain.appointment import Shelf

MISSED, CANCELLED, EARLY, LATE = 0.04, 0.03, 0.6, 0.15


class Marks:
    """Whoever should have been seen by `now` has been, except for a few."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self._chance = chance
        self._now = now

    def of(self, starts: datetime, ends: datetime) -> dict[str, Any]:
        """The columns that say so, as far as they are not empty."""
        if self._chance.random() < CANCELLED:
            return {"shelf": Shelf.TRASH.value, "place": None}
        if ends <= self._now:
            return self._over(starts, ends)
        if starts <= self._now:
            return self._going_on(starts)
        if starts - self._now < timedelta(minutes=25) and self._chance.random() < EARLY:
            return {"arrived_at": self._now - self._minutes(2, 26)}
        return {}

    @staticmethod
    def none() -> dict[str, Any]:
        """The columns of somebody who is only booked."""
        empty = ("arrived_at", "admitted_at", "completed_at", "missed_at")
        return {"shelf": Shelf.PUBLIC.value, **dict.fromkeys(empty)}

    def _over(self, starts: datetime, ends: datetime) -> dict[str, Any]:
        if self._chance.random() < MISSED:
            return {"missed_at": ends}
        admitted = starts + self._minutes(0, 9)
        return {
            "arrived_at": starts - self._minutes(1, 16),
            "admitted_at": admitted,
            "completed_at": max(ends - self._minutes(0, 5), admitted),
        }

    def _going_on(self, starts: datetime) -> dict[str, Any]:
        if self._chance.random() < LATE:
            return {}
        return {"arrived_at": starts - self._minutes(1, 16), "admitted_at": starts}

    def _minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self._chance.randrange(least, most))
