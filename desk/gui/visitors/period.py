"""Which dates of the log are shown: a day, seven days, a month, all, or from one to another.

Seven days end with the day that was chosen, because people look back; parties that are expected
are looked for ahead, so for them the seven days begin with it.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desk.gui import format

WEEK = 7


class Stretch(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of dates at `day`; a chosen one goes from there to `last`."""

    stretch: Stretch
    day: dt.date
    last: dt.date | None = None

    def dates(self, *, ahead: bool) -> tuple[dt.date | None, dt.date | None]:
        """First and last date, both included; none where there is no end."""
        match self.stretch:
            case Stretch.ALL:
                return None, None
            case Stretch.MONTH:
                first = self.day.replace(day=1)
                return first, first.replace(day=monthrange(first.year, first.month)[1])
            case Stretch.WEEK if ahead:
                return self.day, self.day + timedelta(days=WEEK - 1)
            case Stretch.WEEK:
                return self.day - timedelta(days=WEEK - 1), self.day
            case Stretch.CHOSEN:
                return self.day, self.last
            case Stretch.DAY:
                return self.day, self.day

    def stepped(self, by: int) -> Period:
        """The period of the same length before or after this one."""
        match self.stretch:
            case Stretch.ALL:
                return self
            case Stretch.MONTH:
                months = self.day.year * 12 + self.day.month - 1 + by
                return replace(self, day=dt.date(months // 12, months % 12 + 1, 1))
            case _:
                length = self._length() * by
                last = self.last + length if self.last else None
                return replace(self, day=self.day + length, last=last)

    def words(self, today: dt.date, *, ahead: bool) -> str:
        """The period as it is said: "Today, Sat 21 Nov 2026", "November 2026"."""
        first, last = self.dates(ahead=ahead)
        if first is None or last is None:
            return QCoreApplication.translate("Period", "All dates")
        if self.stretch is Stretch.MONTH:
            return format.month(first)
        if first == last == today:
            words = QCoreApplication.translate("Period", "Today, {date}")
            return words.format(date=format.date(first))
        if first == last:
            return format.date(first)
        words = QCoreApplication.translate("Period", "{first} to {last}")
        return words.format(first=format.short_date(first), last=format.short_date(last))

    def _length(self) -> timedelta:
        if self.stretch is Stretch.WEEK:
            return timedelta(days=WEEK)
        return (self.last or self.day) - self.day + timedelta(days=1)
