"""Which dates a view shows, and how one gets from them to others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desk.gui import format
from desk.gui.month_grid import WEEK, MonthGrid, months_later, within_reach

DAY = timedelta(days=1)


class View(StrEnum):
    """The five ways to look at the calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TIMELINE = "timeline"
    AGENDA = "agenda"


# These show a single date, or a week when asked to.
EITHER = (View.TIMELINE, View.AGENDA)


@dataclass(frozen=True, slots=True)
class Period:
    """A date as seen in a view; `whole_week` counts for those that can show either."""

    view: View
    date: dt.date
    first_weekday: int = 0
    whole_week: bool = False

    @property
    def dates(self) -> list[dt.date]:
        """Every date that is shown."""
        if self.view is View.MONTH:
            grid = MonthGrid.around(self.date, self.first_weekday)
            return [grid.begins + n * DAY for n in range(grid.weeks * WEEK)]
        if self.is_week:
            first = self.date - (self.date.weekday() - self.first_weekday) % WEEK * DAY
            return [first + n * DAY for n in range(WEEK)]
        return [self.date]

    @property
    def is_week(self) -> bool:
        return self.view is View.WEEK or (self.view in EITHER and self.whole_week)

    def stepped(self, by: int) -> Period:
        """So many periods later, or earlier."""
        if self.view is View.MONTH:
            return replace(self, date=months_later(self.date, by))
        return self.at(self.date + by * (WEEK if self.is_week else 1) * DAY)

    def at(self, date: dt.date) -> Period:
        """The period that has that date."""
        return replace(self, date=within_reach(date))

    def title(self) -> str:
        """What it is called: "Monday, 4 February 2030", "4 to 10 February 2030"."""
        if self.view is View.MONTH:
            return format.month(self.date)
        dates = self.dates
        if len(dates) == 1:
            return format.long_date(dates[0])
        words = QCoreApplication.translate("Calendar", "{first} to {last}")
        return words.format(
            first=format.near_date(dates[0], dates[-1]), last=format.date(dates[-1])
        )
