"""What somebody asks for who wants a time, and the times that can be had.

The day part and the weekdays are those of the wall clock where the house stands.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from desk.domain.errors import Invalid
from desk.domain.span import Span, whole_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which free time would do; whatever is none does not matter.

    `resources` are the ids of the providers that would do. A time does for a `length` when it is
    one slot that is at least as long, or a run of slots of one opening that follow each other and
    add up to exactly that length. A slot does for an `appointment_type` when it is of that type or
    of none (document 001, row 15). `since` and `until` are the part of the day in which it must
    begin and end; `weekdays` count from Monday, which is 0; `earliest` and `latest` are dates.
    """

    resources: tuple[int, ...] | None = None
    length: timedelta | None = None
    appointment_type: str | None = None
    since: time | None = None
    until: time | None = None
    weekdays: frozenset[int] | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None

    def require_sense(self) -> None:
        """Refuse what nothing could fulfil, naming every field at fault."""
        reasons: dict[str, list[str]] = {}
        if self.length is not None and self.length <= timedelta():
            reasons["length"] = ["must be longer than nothing"]
        if self.since is not None and self.until is not None and self.since >= self.until:
            reasons["until"] = ["must be later than the time it begins"]
        if self.weekdays is not None and not self.weekdays <= set(range(7)):
            reasons["weekdays"] = ["must be days of the week"]
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            reasons["latest"] = ["must not be before the earliest date"]
        if reasons:
            raise Invalid(**reasons)

    def likes_type(self, appointment_type: str | None) -> bool:
        """Whether a slot of that type would do; case does not matter."""
        if self.appointment_type is None or appointment_type is None:
            return True
        return self.appointment_type.casefold() == appointment_type.casefold()

    def likes_date(self, date: dt.date) -> bool:
        """Whether anything of that date would do."""
        return (
            (self.weekdays is None or date.weekday() in self.weekdays)
            and (self.earliest is None or self.earliest <= date)
            and (self.latest is None or date <= self.latest)
        )

    def window(self, date: dt.date, zone: tzinfo) -> tuple[Span, Span] | None:
        """When a time of that date may begin, and within what it must lie; none if nowhere.

        Without an `until` it may end on the next date, as nights do.
        """
        if not self.likes_date(date):
            return None
        whole = whole_day(date, zone)
        start = whole.start if self.since is None else _at(date, self.since, zone)
        end = whole.end if self.until is None else _at(date, self.until, zone)
        if start >= end:
            return None
        begins = Span(start, end)
        return begins, begins if self.until else Span(start, end + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A time that can be had: `span` on `resource_id`, with so many places `free`.

    `parts` are the slots that it consists of, in order. Usually it is one, and is the span; to
    have the whole of it each of them has to be taken.
    """

    availability_id: int
    resource_id: int | None
    span: Span
    free: int
    parts: tuple[Span, ...]


def _at(date: dt.date, moment: time, zone: tzinfo) -> datetime:
    return datetime.combine(date, moment, zone).astimezone(UTC)
