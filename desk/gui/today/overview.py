"""What the first page tells: everything in one picture of one moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desk.domain.day import Day
from desk.domain.visitor import VisitorEntry
from desk.gui.today.appointments import Booked, booked
from desk.services import days, site, visitor_log, waiting_line
from desk.services.visitor_log import View
from desk.services.waiting_line import Counts

if TYPE_CHECKING:
    from desk.store.database import Read

LATEST = 40  # entries of the day that are looked at for the latest arrivals


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The house now. `late` are those expected whose time has passed, the latest of all first.

    `too_long` have been inside for longer than the house thinks usual; `too_long_after` is that
    length.
    """

    now: datetime
    today: dt.date
    to_come: tuple[VisitorEntry, ...]
    late: tuple[VisitorEntry, ...]
    inside: tuple[VisitorEntry, ...]
    too_long: tuple[VisitorEntry, ...]
    too_long_after: timedelta
    arrived: tuple[VisitorEntry, ...]
    day: Day
    booked: Booked
    waiting: Counts

    @property
    def people_inside(self) -> int:
        return sum(entry.people for entry in self.inside)

    @property
    def people_expected(self) -> int:
        return sum(entry.people for entry in (*self.late, *self.to_come))

    @property
    def longest(self) -> VisitorEntry | None:
        """The party that has been inside for longest."""
        return max(self.inside, key=lambda entry: entry.inside_for(self.now), default=None)


def overview(tx: Read) -> Overview:
    """The house as it is now."""
    expected = visitor_log.expected(tx)
    inside = visitor_log.inside(tx)
    limit = timedelta(hours=site.setting(tx, site.TOO_LONG_HOURS))
    view = View(since=tx.today, until=tx.today)
    today = visitor_log.page(tx, view, 0, LATEST, visitor_log.count(tx, view))
    return Overview(
        now=tx.now,
        today=tx.today,
        to_come=tuple(entry for entry in expected if not overdue(entry, tx.now)),
        late=tuple(entry for entry in expected if overdue(entry, tx.now)),
        inside=tuple(inside),
        too_long=tuple(entry for entry in inside if entry.inside_for(tx.now) > limit),
        too_long_after=limit,
        arrived=tuple(entry for entry in today if entry.arrived_at is not None),
        day=days.on(tx, tx.today),
        booked=booked(tx),
        waiting=waiting_line.count(tx),
    )


def overdue(entry: VisitorEntry, now: datetime) -> bool:
    """Whether a party should have come by now."""
    return not entry.whole_day and entry.arrival < now
