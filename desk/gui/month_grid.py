"""The arithmetic of a month on a wall calendar.

A date and its cell determine each other; nothing here knows a widget.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from datetime import timedelta

WEEK = 7
EARLIEST = dt.date(1900, 1, 1)
LATEST = dt.date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The weeks that a month touches, whole: one row each, seven columns.

    `first` is the first of the month; `first_weekday` is 0 for Monday.
    """

    first: dt.date
    first_weekday: int = 0

    @classmethod
    def around(cls, date: dt.date, first_weekday: int = 0) -> MonthGrid:
        """The month that `date` lies in."""
        return cls(date.replace(day=1), first_weekday)

    @property
    def last(self) -> dt.date:
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def begins(self) -> dt.date:
        """The date of the first cell."""
        return self.first - timedelta(days=(self.first.weekday() - self.first_weekday) % WEEK)

    @property
    def weeks(self) -> int:
        return ((self.last - self.begins).days + WEEK) // WEEK

    def date(self, row: int, column: int) -> dt.date:
        return self.begins + timedelta(days=row * WEEK + column)

    def cell(self, date: dt.date) -> tuple[int, int] | None:
        """Row and column of a date, or None for one that is not among these weeks."""
        row, column = divmod((date - self.begins).days, WEEK)
        return (row, column) if 0 <= row < self.weeks else None

    def holds(self, date: dt.date) -> bool:
        """Whether the date lies in the month itself."""
        return self.first <= date <= self.last


def months_later(date: dt.date, count: int) -> dt.date:
    """The same day of another month, or its last one; never beyond `EARLIEST` and `LATEST`."""
    year, month = divmod(date.year * 12 + date.month - 1 + count, 12)
    if year < EARLIEST.year:
        return EARLIEST
    if year > LATEST.year:
        return LATEST
    return dt.date(year, month + 1, min(date.day, monthrange(year, month + 1)[1]))


def within_reach(date: dt.date) -> dt.date:
    """The date, or the nearest one that a calendar here can show."""
    return min(max(date, EARLIEST), LATEST)
