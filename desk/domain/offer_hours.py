"""The hours in which the desk can be reached: only in them does the time of an offer run.

An offer that is made at closing time is still good when the desk opens again, and nobody loses a
place overnight (contract of document 002, section 3, rule 7).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.errors import Invalid
from desk.domain.wall_clock import DAY_MS, instant, milliseconds, wall_clock

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_HOURS = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)")
_MINUTE = 60_000
_LONGEST_SEARCH = 800  # days


@dataclass(frozen=True, slots=True)
class OfferHours:
    """From when to when the desk is open, in milliseconds after midnight, and on which weekdays.

    Weekdays count from Monday, which is 0; the hours are those of the wall clock of `zone`.
    """

    opens: int
    closes: int
    weekdays: frozenset[int]
    zone: str

    @classmethod
    def read(cls, hours: str, weekdays: str, zone: str) -> OfferHours:
        """Hours such as 08:00-18:00 and weekdays such as MO,TU; `Invalid` if they make no sense."""
        opens, closes = _between(hours)
        return cls(opens, closes, _days(weekdays), zone)

    def after(self, moment: datetime, length: timedelta) -> datetime:
        """When so much open time will have passed since `moment`; the next opening for none."""
        clock = wall_clock(self.zone)
        left = length // timedelta(milliseconds=1)
        now = milliseconds(moment)
        day, _ = clock.reading(now)
        for date in range(day, day + _LONGEST_SEARCH):
            if (date - 1) % 7 not in self.weekdays:
                continue
            opens = max(clock.instant(date, self.opens), now)
            closes = self._closes(date)
            if opens >= closes:
                continue
            if left <= closes - opens:
                return instant(opens + left)
            left -= closes - opens
        return moment + length

    def _closes(self, day: int) -> int:
        clock = wall_clock(self.zone)
        if self.closes == DAY_MS:
            return clock.midnight(day + 1)
        return clock.instant(day, self.closes)


def are_hours(text: str) -> bool:
    """Whether the text is hours as `OfferHours.read` takes them."""
    try:
        return bool(_between(text))
    except Invalid:
        return False


def are_weekdays(text: str) -> bool:
    """Whether the text is weekdays as `OfferHours.read` takes them."""
    try:
        return bool(_days(text))
    except Invalid:
        return False


def _between(text: str) -> tuple[int, int]:
    found = _HOURS.fullmatch(text)
    if found:
        first, minute, last, other = map(int, found.groups())
        opens, closes = (first * 60 + minute) * _MINUTE, (last * 60 + other) * _MINUTE
        if opens < closes <= DAY_MS:
            return opens, closes
    raise Invalid(hours=["must be from a time to a later one, such as 08:00-18:00"])


def _days(text: str) -> frozenset[int]:
    named = [name.strip() for name in text.split(",")]
    if not all(name in WEEKDAYS for name in named):
        raise Invalid(weekdays=["must be some of MO,TU,WE,TH,FR,SA,SU"])
    return frozenset(WEEKDAYS.index(name) for name in named)
