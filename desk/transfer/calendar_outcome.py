"""What is asked of a calendar that is brought in, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from desk.domain.errors import DeskError, Invalid
from desk.transfer.calendar_lines import Note
from desk.transfer.calendar_reading import Lost

BACK = timedelta(days=365)
AHEAD = timedelta(days=730)
LONGEST = timedelta(days=3660)


class Into(StrEnum):
    """What the busy time of a provider becomes."""

    CLOSURES = "closures"
    APPOINTMENTS = "appointments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Whose time a calendar takes up, as what, and between which dates, both included.

    Without dates: from a year ago to two years ahead.
    """

    resource_id: int
    into: Into = Into.CLOSURES
    first: dt.date | None = None
    last: dt.date | None = None

    def between(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """The dates, as seen from `today`; `Invalid` if they make no sense."""
        first, last = self.first or today - BACK, self.last or today + AHEAD
        if last < first:
            raise Invalid(last=["must be on or after the first date"])
        if last - first > LONGEST:
            raise Invalid(last=["must be within ten years of the first date"])
        return first, last


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One time of busy time, for a first look; `known` if it was brought in before."""

    start: datetime
    end: datetime
    whole_day: bool
    title: str
    known: bool

    def as_json(self) -> dict[str, Any]:
        moments = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return asdict(self) | moments


@dataclass(slots=True, kw_only=True)
class CalendarOutcome:
    """How many `events` a calendar has, and what became of the times they happen.

    `added` times are in, or with a dry run would be; those `known` were in before; `left` ones
    were not reached, because the work was stopped or because of `trouble` with the database.
    `passed_over` events take nobody's time between the dates, `rejected` ones are broken; both are
    in `rejected_file` with the reason, and `faults` has the first of them, the broken before the
    others. `notes` tell what of the file was read although it is not as the standard wants it.
    `flagged` counts who is booked in closed time, `beyond` what was booked over something else.
    """

    file: str
    provider: str
    into: Into
    zone: str
    first: dt.date
    last: dt.date
    dry_run: bool = False
    events: int = 0
    others: int = 0
    times: int = 0
    added: int = 0
    known: int = 0
    passed_over: int = 0
    rejected: int = 0
    flagged: int = 0
    beyond: int = 0
    rejected_file: str | None = None
    faults: list[Lost] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    beginning: list[Shown] = field(default_factory=list)
    trouble: DeskError | None = None

    @property
    def left(self) -> int:
        return self.times - self.added - self.known

    def as_json(self) -> dict[str, Any]:
        """The same for another program."""
        return {
            "file": self.file,
            "provider": self.provider,
            "as": self.into.value,
            "zone": self.zone,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "dry_run": self.dry_run,
            "events": self.events,
            "others": self.others,
            "times": self.times,
            "added": self.added,
            "known": self.known,
            "left": self.left,
            "passed_over": self.passed_over,
            "rejected": self.rejected,
            "flagged": self.flagged,
            "beyond": self.beyond,
            "rejected_file": self.rejected_file,
            "faults": [asdict(lost) for lost in self.faults],
            "notes": [asdict(note) for note in self.notes],
            "beginning": [shown.as_json() for shown in self.beginning],
        }
