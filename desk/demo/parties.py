"""Who comes to the made-up house: the same guests again and again, some with a car or company."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.demo.directory import Host
from desk.demo.names import Names
from desk.domain.span import Span

FEWEST = 80  # enough for everybody of one day to be somebody else
VISITS_EACH = 6
PURPOSES = {
    "Family visit": 30,
    "Delivery": 12,
    "Physiotherapy": 8,
    "Maintenance": 7,
    "Coffee": 7,
    "Birthday": 5,
    "Interview": 4,
    "Hairdresser": 4,
    "Piano lesson": 2,
    "Flat viewing": 2,
}
SIZES = {1: 60, 2: 22, 3: 9, 4: 6, 6: 3}
COLOURS = ("black", "white", "grey", "blue", "red", "green")
DRIVING, NAMED_COMPANIONS = 0.35, 0.5


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who always comes to the same host and in the same car."""

    name: str
    host: Host
    vehicle_color: str | None
    license_plate: str | None


class Guests:
    """Everybody who ever comes. The first is not wanted any more, the last one is honoured."""

    def __init__(self, chance: random.Random, hosts: Sequence[Host], visits: int) -> None:
        self._chance = chance
        self._names = Names(chance)
        number = max(visits // VISITS_EACH, FEWEST)
        self.all = [self._guest(chance.choice(hosts)) for _ in range(number)]
        self.unwanted, self.honoured = self.all[0], self.all[-1]

    def any(self) -> Guest:
        return self._chance.choice(self.all)

    def of_one_day(self, number: int) -> list[Guest]:
        """So many guests who may all come on one day."""
        return self._chance.sample(self.all[1:-1], number)

    def party(self, guest: Guest) -> dict[str, Any]:
        """What is written down when `guest` comes once more."""
        people = self._weighed(SIZES)
        named = people > 1 and self._chance.random() < NAMED_COMPANIONS
        return {
            "visitor": guest.name,
            "resident_id": guest.host.id,
            "people": people,
            "companions": tuple(self._names.whole() for _ in range(people - 1) if named),
            "subject": self._weighed(PURPOSES),
            "vehicle_color": guest.vehicle_color,
            "license_plate": guest.license_plate,
        }

    def _guest(self, host: Host) -> Guest:
        name = self._names.whole()
        if self._chance.random() > DRIVING:
            return Guest(name, host, None, None)
        letters = self._chance.choice("ABCDEFG") + self._chance.choice("HKLMNP")
        plate = f"{letters} {self._chance.randrange(100, 1000)} XY"
        return Guest(name, host, self._chance.choice(COLOURS), plate)

    def _weighed(self, choices: dict[Any, int]) -> Any:
        return self._chance.choices(list(choices), list(choices.values()))[0]


class Hours:
    """Moments of today before and after now; near midnight they crowd together."""

    def __init__(self, chance: random.Random, day: Span, now: datetime) -> None:
        self._chance = chance
        self._day = day
        self._now = now

    def ago(self, least: int, most: int) -> datetime:
        """Some minutes before now, on the same date."""
        moment = self._now - timedelta(minutes=self._chance.randrange(least, most))
        passed = self._now - self._day.start
        return moment if moment >= self._day.start else self._day.start + passed * self._part()

    def ahead(self, minutes: int) -> datetime:
        """So many minutes after now, on the same date."""
        moment = self._now + timedelta(minutes=minutes)
        left = self._day.end - self._now
        return moment if moment < self._day.end else self._now + left * self._part()

    def _part(self) -> float:
        """Somewhat less than everything."""
        return self._chance.random() * 0.98
