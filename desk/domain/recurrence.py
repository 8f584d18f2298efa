"""Rules by which something comes again, on a wall clock that knows no zone.

A rule is RFC 5545 text. It is asked for a stretch of time and answers by arithmetic, however long
ago it began; where the wall clock stands in the world is `desk.domain.wall_clock`'s business.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import islice

from desk.domain.rule_days import DAYS_OF_ROUND, LAST, ROUND, placed, sets, while_coming
from desk.domain.rule_text import OF_DAYS, Frequency, Parts, read, read_foreign
from desk.domain.rule_times import moments

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """When something comes again.

    A `first` or `start` is where the rule begins to count: nothing comes before it, and it is
    itself one of those that come only if it matches. Weeks, days of the month and times that the
    rule does not name are as they are there.
    """

    parts: Parts

    def __str__(self) -> str:
        return str(self.parts)

    @property
    def of_days(self) -> bool:
        """Whether it comes at most once a day, always at the same time."""
        parts = self.parts
        return parts.frequency in OF_DAYS and not (parts.hours or parts.minutes or parts.seconds)

    @property
    def ends(self) -> bool:
        return self.parts.count is not None or self.parts.until is not None

    def endless(self) -> Rule:
        """The same without COUNT and UNTIL."""
        return Rule(replace(self.parts, count=None, until=None))

    def dates(self, first: dt.date, since: dt.date, until: dt.date) -> list[dt.date]:
        """The dates from `since` to `until`, both included; an UNTIL counts as its whole date."""
        days = self.days(first.toordinal(), since.toordinal(), until.toordinal())
        return [dt.date.fromordinal(day) for day in days]

    def days(self, first: int, since: int, until: int) -> Sequence[int]:
        """As `dates`, by their numbers in the calendar (`date.toordinal`)."""
        parts = self.parts
        since, until = max(since, first), min(until, LAST)
        if self.ends:
            last = _last_day(parts, first)
            until = until if last is None else min(until, last)
        if parts == _DAILY:
            return range(since, until + 1)
        if not self.of_days:
            return sorted({day for day, _ in moments(parts, (first, 0), since, until)})
        return [
            day
            for some in sets(parts, first, since, until)
            for day in placed(some, parts.positions)
            if since <= day <= until
        ]

    def first_date(self, first: dt.date) -> dt.date | None:
        """The earliest date from `first` on; none if the rule never comes."""
        begin = first.toordinal()
        until = LAST if self.parts.until is None else _date(self.parts.until).toordinal()
        day = next(_coming(self.parts, begin, min(until, LAST)), None)
        return None if day is None else dt.date.fromordinal(day)

    def last_date(self, first: dt.date) -> dt.date | None:
        """The latest date of a rule with COUNT or UNTIL; none if it never ends, or never comes."""
        last = _last_day(self.parts, first.toordinal()) if self.ends else None
        if last is None or self.first_date(first) is None:
            return None
        if self.parts.count is not None:
            return dt.date.fromordinal(last)
        since = first.toordinal()
        back = 31
        while True:
            found = self.days(since, max(since, last - back), last)
            if found or last - back <= since:
                return dt.date.fromordinal(found[-1]) if found else None
            back *= 8

    def moments(self, start: datetime, zone: tzinfo | None = None) -> Iterator[datetime]:
        """The wall times from `start` on, lazily; fractions of a second are those of the start.

        `start` has no zone; `zone` says where its clock hangs when UNTIL is a moment in UTC.
        """
        parts, fraction = self.parts, timedelta(microseconds=start.microsecond)
        day = start.toordinal()
        second = (start - datetime.combine(start, time())) // _SECOND
        latest = _latest(parts, zone)
        found = moments(parts, (day, second), day, LAST if latest is None else latest.toordinal())
        for day, second in islice(found, parts.count):
            moment = datetime.fromordinal(day) + timedelta(seconds=second) + fraction
            if latest is not None and moment > latest:
                return
            yield moment

    def instances(self, start: datetime, zone: tzinfo | None = None) -> Iterator[datetime]:
        """As calendars count: `start` comes first and is counted, whether it matches or not."""
        yield start
        others = (each for each in self.moments(start, zone) if each > start)
        if self.parts.count is None:
            yield from others
        else:
            yield from islice(others, self.parts.count - 1)

    def skips_short_months(self, first: dt.date) -> bool:
        """Whether it leaves out months only because they have too few days."""
        parts = self.parts
        if parts.weekdays or parts.weeks or parts.year_days or parts.positions:
            return False
        if parts.frequency not in (Frequency.MONTHLY, Frequency.YEARLY):
            return False
        if parts.frequency is Frequency.YEARLY and not (parts.months or parts.month_days):
            return (first.month, first.day) == (2, 29)
        return any(abs(day) > 28 for day in parts.month_days or (first.day,))


def rule(text: str) -> Rule:
    """The rule that RFC 5545 makes of `text`; `Invalid` of `recurrence_rule` if it makes none."""
    return Rule(read(text))


def foreign_rule(text: str) -> Rule:
    """The rule of another program, which may combine parts that the standard keeps apart."""
    return Rule(read_foreign(text))


_DAILY = Parts(frequency=Frequency.DAILY)


def _coming(parts: Parts, first: int, until: int) -> Iterator[int]:
    """The days from `first` on, COUNT and UNTIL aside, until there are no more."""
    if parts.frequency in OF_DAYS and not (parts.hours or parts.minutes or parts.seconds):
        chosen = (placed(some, parts.positions) for some in sets(parts, first, first, until))
        found = while_coming(chosen, ROUND.get(parts.frequency, DAYS_OF_ROUND))
        return (day for day in found if first <= day <= until)
    return (day for day, _ in moments(parts, (first, 0), first, until))


@lru_cache(maxsize=1024)
def _last_day(parts: Parts, first: int) -> int | None:
    """The day of the last one by COUNT, or that of UNTIL; none if COUNT is never reached."""
    if parts.until is not None:
        return _date(parts.until).toordinal()
    assert parts.count is not None
    counted = deque(islice(_coming(parts, first, LAST), parts.count), maxlen=1)
    return counted[0] if counted else None


def _date(until: dt.date) -> dt.date:
    return until.date() if isinstance(until, datetime) else until


def _latest(parts: Parts, zone: tzinfo | None) -> datetime | None:
    """The wall time of UNTIL: the end of its day when it is only a date."""
    until = parts.until
    if until is None:
        return None
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    if until.tzinfo is None:
        return until
    return until.astimezone(zone or UTC).replace(tzinfo=None)
