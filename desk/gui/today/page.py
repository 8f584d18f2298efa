"""The first page: who is inside, who is to come, who is late, and how full the day is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import discretion, format, icons, theme
from desk.gui.buttons import command_button
from desk.gui.client import Client
from desk.gui.empty import EmptyState
from desk.gui.naming import named
from desk.gui.pages import Page
from desk.gui.table import TRAILING, Column
from desk.gui.today.card import Card
from desk.gui.today.overview import Overview, overdue, overview
from desk.gui.today.panel import Panel

VISITORS = "page.visitors"
DAYS = "page.days"
CALENDAR = "page.calendar"
WAITING = "page.waiting"
KINDS = {"visitor_entry", "day", "site", "person", "appointment", "waiting_entry"}
MINUTE_MS = 60_000


class TodayPage(Page):
    """Reads the house once a minute and whenever there is news."""

    meant = {"list.new": "visitor.check_in"}

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self._now: Overview | None = None
        visitors, days = self.tr("open the visitors"), self.tr("open the days")
        calendar = self.tr("open the calendar")
        self.booked = Card("today.booked", self.tr("Appointments"), "calendar-check", calendar)
        self.inside = Card("today.inside", self.tr("Inside now"), "door-open", visitors)
        self.expected = Card("today.expected", self.tr("Still to come"), "calendar-clock", visitors)
        self.places = Card("today.places", self.tr("Places today"), "gauge", days)
        self.to_come = self._expected_panel(visitors)
        self.arrivals = self._arrivals_panel(visitors)
        self.waiting = named(QPushButton(), "today.waiting", self.tr("Waiting list"))
        self.waiting.setIcon(icons.icon("hourglass"))
        self.expect = command_button("visitor.expect")
        self.check_out = command_button("visitor.check_out")
        self.check_in = theme.as_primary(command_button("visitor.check_in"))
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.check_in)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()
        self.refresh()

    def title(self) -> str:
        return self.tr("Today")

    def refresh(self) -> None:
        now = self.client.ask(overview)
        self._now = now
        self._show_booked(now)
        self._show_inside(now)
        self._show_expected(now)
        self._show_places(now)
        self._show_waiting(now)
        self.to_come.show_rows((*now.late, *now.to_come))
        self.arrivals.show_rows(now.arrived)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {"list.new": partial(self.wanted.emit, "visitor.check_in")}

    def _show_booked(self, now: Overview) -> None:
        booked = now.booked
        figure = format.count(booked.number)
        if not booked.number:
            self.booked.show_figure(figure, self.tr("Nobody is booked today."))
            return
        words = self.tr("To come: {count}").format(count=format.count(len(booked.to_come)))
        following = next((e for e in booked.to_come if e.span.start >= now.now), None)
        if following:
            words += " · " + self.tr("next {time}, {name}").format(
                time=format.time(following.span.start, self.client.zone),
                name=discretion.name(following.name),
            )
        if booked.waiting:
            waiting = self._counted(self.tr("{count} waiting"), len(booked.waiting))
            self.booked.show_figure(
                figure, words, waiting, "warning" if booked.too_long else "inside"
            )
        else:
            late = self._counted(self.tr("{count} late"), len(booked.late))
            self.booked.show_figure(figure, words, late)

    def _show_inside(self, now: Overview) -> None:
        people = format.count(now.people_inside)
        if not now.inside:
            self.inside.show_figure(people, self.tr("Nobody is in the house."))
            return
        words = self.tr("Parties: {count}").format(count=format.count(len(now.inside)))
        if now.longest:
            words += " · " + self.tr("longest {length}, {name}").format(
                length=format.length(now.longest.inside_for(now.now)),
                name=discretion.name(now.longest.visitor),
            )
        long = self._counted(self.tr("{count} too long"), len(now.too_long))
        self.inside.show_figure(people, words, long)

    def _show_expected(self, now: Overview) -> None:
        people = format.count(now.people_expected)
        if now.to_come:
            following = now.to_come[0]
            words = self.tr("next {time}, {name}").format(
                time=self._time(following), name=discretion.name(following.visitor)
            )
        elif now.late:
            words = self.tr("Nobody else is expected today.")
        else:
            words = self.tr("Nobody is expected today.")
        late = self._counted(self.tr("{count} late"), len(now.late))
        self.expected.show_figure(people, words, late)

    def _show_places(self, now: Overview) -> None:
        day = now.day
        taken = format.count(day.occupied)
        if not day.limited:
            self.places.show_figure(taken, self.tr("counted today; the day has no limit."))
            self.places.show_part(0, 0)
            return
        if day.closed:
            self.places.show_figure(self.tr("Closed"), self.tr("The day has no places."))
            self.places.show_part(0, 0)
            return
        figure = self.tr("{taken} of {places}").format(taken=taken, places=format.count(day.places))
        full = self.tr("Full") if day.full else ""
        words = self.tr("{free} free").format(free=format.count(max(day.free, 0)))
        self.places.show_figure(figure, words, full, "full")
        self.places.show_part(day.occupied, day.places)

    def _show_waiting(self, now: Overview) -> None:
        counts = now.waiting
        said = self._counted(self.tr("{count} waiting"), counts.waiting)
        on_offer = self._counted(self.tr("{count} on offer"), counts.offered)
        words = ", ".join(part for part in (said, on_offer) if part)
        self.waiting.setText(f" {words}")
        self.waiting.setToolTip(self.tr("open the waiting list"))
        self.waiting.setAccessibleName(self.tr("Waiting list: {words}").format(words=words))
        self.waiting.setVisible(bool(words))

    def _expected_panel(self, leads_to: str) -> Panel:
        return Panel(
            "today.to_come",
            self.tr("Expected"),
            "calendar-clock",
            leads_to,
            [
                Column(self.tr("Time"), self._time),
                Column(self.tr("Visitor"), lambda entry: discretion.name(entry.visitor)),
                Column(self.tr("To see"), lambda entry: discretion.name(entry.resident_name)),
                Column(self.tr("State"), self._waiting, icon=self._late_mark),
                Column(self.tr("People"), lambda e: format.count(e.people), align=TRAILING),
            ],
            EmptyState(
                "today.nobody_expected",
                self.tr("Nobody else is expected today."),
                "visitor.expect",
            ),
        )

    def _arrivals_panel(self, leads_to: str) -> Panel:
        return Panel(
            "today.arrivals",
            self.tr("Latest arrivals"),
            "log-in",
            leads_to,
            [
                Column(self.tr("Time"), self._time),
                Column(self.tr("Visitor"), lambda entry: discretion.name(entry.visitor)),
                Column(self.tr("To see"), lambda entry: discretion.name(entry.resident_name)),
                Column(self.tr("State"), self._standing, icon=self._long_mark),
                Column(self.tr("People"), lambda e: format.count(e.people), align=TRAILING),
            ],
            EmptyState(
                "today.nobody_came", self.tr("Nobody has come in today."), "visitor.check_in"
            ),
        )

    def _counted(self, words: str, number: int) -> str:
        """The words with the number in them, or nothing when there is nothing to count."""
        return words.format(count=format.count(number)) if number else ""

    def _time(self, entry: VisitorEntry) -> str:
        if entry.whole_day:
            return self.tr("today")
        return format.time(entry.arrival, self.client.zone)

    def _waiting(self, entry: VisitorEntry) -> str:
        if self._now is None or not overdue(entry, self._now.now):
            return self.tr("expected")
        late = format.length(self._now.now - entry.arrival)
        return self.tr("{length} late").format(length=late)

    def _standing(self, entry: VisitorEntry) -> str:
        if entry.departed_at and entry.standing is Standing.LEFT:
            left = format.time(entry.departed_at, self.client.zone)
            return self.tr("left {time}").format(time=left)
        length = entry.inside_for(self._now.now) if self._now else entry.inside_for(entry.arrival)
        return self.tr("inside {length}").format(length=format.length(length))

    def _late_mark(self, entry: VisitorEntry) -> QIcon | None:
        late = self._now is not None and overdue(entry, self._now.now)
        return icons.state_icon("clock-alert", "warning") if late else None

    def _long_mark(self, entry: VisitorEntry) -> QIcon | None:
        long = self._now is not None and entry in self._now.too_long
        return icons.state_icon("hourglass", "warning") if long else None

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(theme.as_role(QLabel(self.tr("Today")), "title"))
        head.addStretch(1)
        head.addWidget(self.waiting)
        for button in (self.expect, self.check_out, self.check_in):
            head.addWidget(button)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        for card in (self.booked, self.inside, self.expected, self.places):
            cards.addWidget(card, 1)
        panels = QHBoxLayout()
        panels.setSpacing(16)
        for panel in (self.to_come, self.arrivals):
            panels.addWidget(panel, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addLayout(cards)
        layout.addLayout(panels, 1)

    def _connect(self) -> None:
        ask = self.wanted.emit
        for button, command in (
            (self.expect, "visitor.expect"),
            (self.check_out, "visitor.check_out"),
            (self.check_in, "visitor.check_in"),
        ):
            button.clicked.connect(partial(ask, command))
        for card in (self.inside, self.expected):
            card.followed.connect(partial(ask, VISITORS))
        self.booked.followed.connect(partial(ask, CALENDAR))
        self.waiting.clicked.connect(partial(ask, WAITING))
        self.places.followed.connect(partial(ask, DAYS))
        for panel, filling in (
            (self.to_come, "visitor.expect"),
            (self.arrivals, "visitor.check_in"),
        ):
            panel.followed.connect(partial(ask, VISITORS))
            panel.filled.connect(partial(ask, filling))
        self.client.changed.connect(self._on_changed)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind in KINDS for change in changes):
            self.refresh()
