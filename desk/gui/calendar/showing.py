"""What the calendar shows just now: which dates, whose time, and whether cancelled ones too.

It asks the services, and knows whether a piece of news concerns what is shown. Widgets hear from it
that it is something else now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desk.domain.change import Change
from desk.domain.span import Span
from desk.gui import format
from desk.gui.calendar import reading
from desk.gui.calendar.items import Moment, Picture
from desk.gui.calendar.period import EITHER, Period, View
from desk.gui.calendar.reading import House
from desk.gui.client import Client

KINDS = {"appointment", "closure", "availability", "series", "person"}
HOUSE = {"resource", "appointment_type", "variation", "site"}


class Showing(QObject):
    """The state of the page. `resources` are the ids of whom is shown; none for everybody."""

    changed = Signal()  # other dates, another view, or others are shown

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._house: House | None = None
        today = client.wall_clock().date()
        self.period = Period(View.DAY, today, format.first_weekday())
        self.resources: frozenset[int] | None = None
        self.cancelled = False

    @property
    def house(self) -> House:
        """Who can be booked, and what for."""
        if self._house is None:
            self._house = self._client.ask(reading.house)
        return self._house

    @property
    def span(self) -> Span:
        """From the first midnight that is shown to the last."""
        dates, zone = self.period.dates, self._client.zone
        midnight = dt.time()
        after = dates[-1] + dt.timedelta(days=1)
        return Span(
            datetime.combine(dates[0], midnight, zone), datetime.combine(after, midnight, zone)
        )

    def picture(self) -> Picture:
        """Everything there is to show, asked in one transaction."""
        house, dates = self.house, self.period.dates
        if self.period.view is View.MONTH:
            first, last = dates[0], dates[-1]
            return self._client.ask(reading.loads, house, first, last, self.resources)
        return self._client.ask(
            reading.picture,
            house,
            self.span,
            self.resources,
            cancelled=self.cancelled,
            free=self.period.view is View.AGENDA,
        )

    def moment(self) -> Moment:
        """When and where it is looked at."""
        return self._client.ask(reading.moment, self.house)

    def concerned(self, changes: Iterable[Change]) -> bool:
        """Whether what is shown may be different after these; forgets the house if that is."""
        changes = list(changes)
        if any(change.kind in HOUSE for change in changes):
            self._house = None
            return True
        span = self.span
        return any(change.kind in KINDS and change.touches(span) for change in changes)

    def go_to(self, date: dt.date) -> None:
        """Show the dates around that one."""
        self._have(self.period.at(date))

    def go_today(self) -> None:
        self.go_to(self.moment().today)

    def step(self, by: int) -> None:
        """Show the dates so many periods on."""
        self._have(self.period.stepped(by))

    def turn_to(self, view: View) -> None:
        """Show the same date in another view."""
        self._have(replace(self.period, view=view))

    def open_day(self, date: dt.date) -> None:
        """Show all of one date."""
        self._have(replace(self.period.at(date), view=View.DAY))

    def toggle_week(self) -> None:
        """Show a whole week, or a single date, in the views that can show either."""
        if self.period.view in EITHER:
            self._have(replace(self.period, whole_week=not self.period.whole_week))

    def toggle_cancelled(self) -> None:
        self.cancelled = not self.cancelled
        self.changed.emit()

    def show_resources(self, resources: frozenset[int] | None) -> None:
        """Show only these, or everybody."""
        self.resources = resources
        self.changed.emit()

    def _have(self, period: Period) -> None:
        if period != self.period:
            self.period = period
        self.changed.emit()
