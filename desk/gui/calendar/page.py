"""The calendar: all providers side by side, and everything that can be done with their time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from desk.domain.appointment import Appointment
from desk.domain.change import Change
from desk.domain.wish import Wish
from desk.gui.booking import remote
from desk.gui.booking.desk_acts import Acts
from desk.gui.booking.steps import BACK
from desk.gui.calendar.moving import Mover
from desk.gui.calendar.period import View
from desk.gui.calendar.remembered import recall, remember
from desk.gui.calendar.showing import Showing
from desk.gui.calendar.sight import Sight
from desk.gui.calendar.wishes import Wanted
from desk.gui.calendar_import import dialog as calendar_import
from desk.gui.calendar_import.dialog import CalendarImportDialog
from desk.gui.client import Client
from desk.gui.go_dialog import GoDialog
from desk.gui.pages import Page
from desk.services import agenda

OFTEN_MS, SELDOM_MS = 1000, 20_000


class CalendarPage(Page):
    """Joins what is shown, what is seen, and what is done."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.showing = Showing(client, self)
        self.sight = Sight(client, self)
        self.views = self.sight.views
        self.acts = Acts(client, self)
        self.mover = Mover(client, self.views.model, self)
        self._outdated = True
        self._clock = QTimer(self, interval=SELDOM_MS)
        recall(QSettings(), self.showing, self.sight)
        self._connect()
        self.setFocusProxy(self.views)
        # Building the page and asking for its first day are two things, each short enough.
        QTimer.singleShot(0, self, self._show_first)

    def title(self) -> str:
        return self.tr("Calendar: {dates}").format(dates=self.showing.period.title())

    def provider(self) -> int | None:
        shown = self.showing.resources
        return next(iter(shown)) if shown is not None and len(shown) == 1 else None

    def refresh(self) -> None:
        self._outdated = False
        picture = self.showing.picture()
        self.sight.show_picture(self.showing, picture)
        self._clock.setInterval(OFTEN_MS if self.sight.counts_down else SELDOM_MS)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        showing, acts, chosen = self.showing, self.acts, self.views.chosen
        return {
            "booking.new": self.book,
            "booking.next_free": acts.next_free,
            "booking.find": acts.find,
            "booking.day_list": acts.day_list,
            "booking.open": partial(self._with_first, acts.open),
            "booking.move": partial(self._with_first, acts.move),
            "booking.cancel": lambda: acts.cancel(chosen()),
            "booking.arrive": lambda: acts.arrive(chosen()),
            "booking.admit": lambda: acts.admit(chosen()),
            "booking.complete": lambda: acts.complete(chosen()),
            "booking.miss": lambda: acts.miss(chosen()),
            "booking.take_back": lambda: acts.mark(BACK, chosen()),
            "booking.join": partial(self._with_first, partial(acts.meet, remote.join)),
            "booking.copy_link": partial(self._with_first, partial(acts.meet, remote.copy)),
            "list.new": self.book,
            "list.edit": partial(self._with_first, acts.open),
            "list.remove": lambda: acts.cancel(chosen()),
            "list.find": acts.find,
            "go.today": showing.go_today,
            "go.date": self.ask_for_date,
            "go.previous": partial(showing.step, -1),
            "go.next": partial(showing.step, 1),
            "calendar.import": lambda: calendar_import.open_over(self, self.provider()),
            "calendar.whole_week": showing.toggle_week,
            "calendar.cancelled": showing.toggle_cancelled,
            "calendar.everybody": partial(self.sight.chips.choose, 0),
            "calendar.finer": partial(self.views.zoom, 1),
            "calendar.coarser": partial(self.views.zoom, -1),
            "calendar.usual_step": partial(self.views.zoom, 0),
            **{f"calendar.{view.value}": partial(showing.turn_to, view) for view in View},
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return {
            "calendar.go": lambda: GoDialog(self.client, "calendar.go", self),
            "calendar.import": partial(CalendarImportDialog, self.client, self),
            **self.acts.dialogs(),
        }

    def faces(self) -> Mapping[str, Callable[[], None]]:
        return {view.value: partial(_face, self, view) for view in View}

    def book(self) -> None:
        """Book what the keyboard is at; else the next time that somebody who is shown is free."""
        spot = self.views.spot() if self.isVisible() else None
        if spot is not None:
            found, lane = spot
            self._want(Wanted(found.span, lane.resource_id, found.availability_id))
            return
        resources = self.showing.resources
        wish = Wish(resources=tuple(resources) if resources is not None else None)
        now = self.showing.moment().now
        free = self.client.ask(agenda.next_free, wish, after=now, limit=1)
        if free:
            self._want(Wanted(free[0].span, free[0].resource_id, free[0].availability_id))
        else:
            self.acts.next_free()

    def ask_for_date(self) -> None:
        """Ask which date to go to."""
        dialog = GoDialog(self.client, "calendar.go", self.window())
        dialog.chosen.connect(self.showing.go_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_appointment(self, appointment: Appointment) -> None:
        """Go where an appointment is, and choose it."""
        date = appointment.span.start.astimezone(self.client.zone).date()
        if self.isVisible() and date not in self.showing.period.dates:
            self.showing.go_to(date)
        self.views.choose(appointment)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()
        if self._outdated:
            QTimer.singleShot(0, self, self._show_first)

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        remember(QSettings(), self.showing, self.sight)
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sight.fit(self.width())

    def _show_first(self) -> None:
        if self._outdated:
            self.refresh()

    def _tick(self) -> None:
        """Let time go on; what has run out meanwhile gives its place back."""
        before = self.views.model.moment
        now = self.showing.moment()
        if now.today != before.today or self.sight.runs_out(now.now):
            self.refresh()
        else:
            self.sight.tick(now)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if not self.showing.concerned(changes):
            return
        self._outdated = True
        if self.isVisible():
            self.refresh()

    def _want(self, wanted: Wanted) -> None:
        self.acts.new(wanted.span, wanted.resource_id, wanted.availability_id, wanted.text)

    def _with_first(self, act: Callable[[Appointment], None]) -> None:
        chosen = self.views.chosen()
        if chosen:
            act(chosen[0])
        else:
            self.said.emit(self.tr("Choose an appointment first."))

    def _connect(self) -> None:
        sight, showing, views = self.sight, self.showing, self.views
        showing.changed.connect(self.refresh)
        showing.changed.connect(self.renamed)
        sight.wished.connect(self.wish)
        sight.date_chosen.connect(showing.go_to)
        sight.chips.chosen.connect(showing.show_resources)
        sight.anyway.wished.connect(self.mover.drop)
        views.wanted.connect(self._want)
        views.dropped.connect(self.mover.drop)
        views.dropped_on_date.connect(self.mover.drop_on_date)
        views.opened.connect(self.acts.open)
        views.stepped.connect(showing.step)
        views.zoomed.connect(views.zoom)
        views.date_chosen.connect(showing.go_to)
        views.date_opened.connect(showing.open_day)
        self.mover.moved.connect(self.show_appointment)
        self.mover.refused.connect(lambda refused: sight.anyway.ask(refused, views))
        self.acts.booked.connect(self.show_appointment)
        for source in (self.acts, self.mover):
            source.said.connect(self.said)
        self.client.changed.connect(self._on_changed)
        self._clock.timeout.connect(self._tick)


def _face(page: CalendarPage, view: View) -> None:
    """Show a view with somebody chosen, where there is anybody."""
    page.showing.turn_to(view)
    booked = [item.appointment for item in page.views.model.rows if item.appointment]
    if booked:
        page.views.choose(booked[len(booked) // 3])
