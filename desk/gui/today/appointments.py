"""The appointments of today in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desk.domain.appointment import Appointment, Standing
from desk.services import appointment_rows, directory, site

if TYPE_CHECKING:
    from desk.store.database import Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """Who is still to come, the soonest first; who waits, the longest first; who should be here.

    `providers` has names by id; `too_long` says whether somebody has waited longer than the house
    finds right.
    """

    to_come: tuple[Appointment, ...]
    waiting: tuple[Appointment, ...]
    late: tuple[Appointment, ...]
    seen: int
    too_long: bool
    providers: dict[int, str]

    @property
    def number(self) -> int:
        """How many there are today in all, without those who are given up."""
        return len(self.to_come) + len(self.waiting) + len(self.late) + self.seen


def booked(tx: Read) -> Booked:
    """The appointments of today as they stand now."""
    today = tx.whole_day(tx.today)
    found = [
        each
        for each in appointment_rows.overlapping(tx, today, None, appointment_rows.booked())
        if each.span.start >= today.start
    ]
    late_after = timedelta(minutes=site.setting(tx, site.LATE_MINUTES))
    limit = timedelta(minutes=site.setting(tx, site.WAITING_MINUTES))
    of = {standing: [e for e in found if e.standing(tx.now) is standing] for standing in Standing}
    waiting = sorted(of[Standing.ARRIVED], key=lambda each: each.waited(tx.now), reverse=True)
    ahead = of[Standing.BOOKED]
    return Booked(
        to_come=tuple(e for e in ahead if tx.now - e.span.start < late_after),
        waiting=tuple(waiting),
        late=tuple(e for e in ahead if tx.now - e.span.start >= late_after),
        seen=len(of[Standing.IN_ROOM]) + len(of[Standing.DONE]),
        too_long=any(each.waited(tx.now) >= limit for each in waiting),
        providers={each.id: each.name for each in directory.resources(tx)},
    )
