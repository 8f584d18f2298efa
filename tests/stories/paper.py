"""A desk kept twice: in the database, and the way somebody with paper and pencil would keep it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from desk.domain.day import UNLIMITED
from desk.domain.errors import DayFull, DeskError
from desk.domain.visitor import Party, Standing, VisitorEntry
from desk.services import days, site, undo, visitor_log
from desk.store.database import Database
from tests import build
from tests.conftest import ZONE, Clock, at

Service = Callable[..., object]


@dataclass(frozen=True)
class Known:
    """An entry of the log."""

    party: Party
    expected_at: dt.datetime | None = None
    arrived_at: dt.datetime | None = None
    departed_at: dt.datetime | None = None
    removed: bool = False

    @property
    def standing(self) -> Standing:
        if self.departed_at:
            return Standing.LEFT
        return Standing.INSIDE if self.arrived_at else Standing.EXPECTED


@dataclass(frozen=True)
class House:
    """All that the paper says: entries by id, and places and people of each date."""

    entries: dict[int, Known] = field(default_factory=dict)
    days: dict[dt.date, tuple[int, int]] = field(default_factory=dict)

    def ids(self, standing: Standing, *, removed: bool = False) -> list[int]:
        return [
            key
            for key, known in self.entries.items()
            if known.standing is standing and known.removed is removed
        ]

    def day(self, date: dt.date) -> tuple[int, int]:
        return self.days.get(date, (UNLIMITED, 0))

    def with_entries(self, changed: dict[int, Known]) -> House:
        return replace(self, entries=self.entries | changed)

    def with_day(self, date: dt.date, places: int, occupied: int) -> House:
        return replace(self, days=self.days | {date: (places, occupied)})


class Desk:
    """A new database with two residents, the paper, and what can be undone and done again."""

    def __init__(self, dates: Sequence[dt.date]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._dates = dates
        self.clock = Clock(at(9))
        self.database = Database(f"sqlite:///{self._folder.name}/desk.db", clock=self.clock)
        with self.database.write("setup") as tx:
            site.name(tx, "House", ZONE)
            build.resident(tx, "Grace", "Okafor", unit="12B")
            build.resident(tx, "Lê", "Văn")
        self.paper = House()
        self.undo: list[tuple[int, House]] = []
        self.redo: list[tuple[int, House]] = []

    def stored(self) -> House:
        """What the database says, the way the paper does."""
        with self.database.read() as tx:
            entries = visitor_log.by_ids(tx, range(1, 1000))
            opened = [day for date in self._dates if (day := days.on(tx, date)).id]
        return House(
            {entry.id: _known(entry) for entry in entries},
            {day.date: (day.places, day.occupied) for day in opened},
        )

    def counting(self, people: int) -> House | None:
        """The paper when so many are counted today; nothing if there is no room for them."""
        with self.database.read() as tx:
            today = tx.today
        places, occupied = self.paper.day(today)
        if occupied + people > places:
            return None
        return self.paper.with_day(today, places, occupied + people)

    def do(self, after: House | None, service: Service, *args: object, **how: object) -> None:
        """Carry out what leads to `after`; without it there is no room, and it must be refused."""
        if after is None:
            self.refuse(DayFull, service, *args, **how)
            return
        with self.database.write("ann") as tx:
            service(tx, *args, **how)
        self._remember(tx.batch, after)

    def write_down(
        self, known: Known, after: House | None, service: Service, *args: object, **how: object
    ) -> None:
        """The same for what makes a new entry."""
        if after is None:
            self.refuse(DayFull, service, *args, **how)
            return
        with self.database.write("ann") as tx:
            entry = service(tx, *args, **how)
        assert isinstance(entry, VisitorEntry)
        self._remember(tx.batch, after.with_entries({entry.id: known}))

    def refuse(
        self, refusal: type[DeskError], service: Service, *args: object, **how: object
    ) -> None:
        """Try what must be refused, and see that nothing is different for it."""
        before = self.stored()
        try:
            with self.database.write("ann") as tx:
                service(tx, *args, **how)
        except refusal:
            assert self.stored() == before
            return
        raise AssertionError(f"{service.__name__} should have been refused")

    def turn_back(self, steps: list[tuple[int, House]], others: list[tuple[int, House]]) -> None:
        """Take the last of `steps` back, and put it upon the `others`."""
        batch, before = steps.pop()
        with self.database.write("ann") as tx:
            undo.revert(tx, batch)
        others.append((tx.batch, self.paper))
        self.paper = before

    def close(self) -> None:
        self.database.close()
        self._folder.cleanup()

    def _remember(self, batch: int, after: House) -> None:
        if batch:
            self.undo.append((batch, self.paper))
            self.redo.clear()
        self.paper = after


def _known(entry: VisitorEntry) -> Known:
    party = Party(
        visitor=entry.visitor,
        resident_id=entry.resident_id,
        subject=entry.subject,
        people=entry.people,
        license_plate=entry.license_plate,
    )
    removed = entry.removed_at is not None
    return Known(party, entry.expected_at, entry.arrived_at, entry.departed_at, removed)
