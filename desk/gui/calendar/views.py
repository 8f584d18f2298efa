"""The views of the calendar, one of them in front; each is built when it is first wanted.

All of them show the rows of one model. Another view is added here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from desk.domain.appointment import Appointment
from desk.domain.directory import Resource
from desk.gui.calendar.agenda_view import AgendaView
from desk.gui.calendar.clock_day import ClockDay
from desk.gui.calendar.columns_view import ColumnsView
from desk.gui.calendar.fitting import Spot
from desk.gui.calendar.framed import STEPS, FramedView
from desk.gui.calendar.items import Kind, Picture
from desk.gui.calendar.lanes import Lane
from desk.gui.calendar.model import CalendarModel
from desk.gui.calendar.month_picker import SmallMonth
from desk.gui.calendar.month_view import MonthView
from desk.gui.calendar.period import Period, View
from desk.gui.calendar.rows_view import RowsView
from desk.gui.calendar.stop_view import USUAL_STEP
from desk.gui.calendar.walk import Stop

Shown = frozenset[int] | None


class Views(QStackedWidget):
    """What one of them wishes goes out from here, whichever it is."""

    wanted = Signal(object)  # Wanted
    dropped = Signal(object)  # Drop
    dropped_on_date = Signal(object, object)  # Appointment, dt.date
    held_over = Signal(object)  # dt.date or None
    opened = Signal(object)  # Appointment
    wished = Signal(str)  # the id of a command
    stepped = Signal(int)
    zoomed = Signal(int)
    date_chosen = Signal(object)  # dt.date
    date_opened = Signal(object)  # dt.date
    chosen_changed = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, picker: SmallMonth, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CalendarModel(self)
        self.step = USUAL_STEP
        self._picker = picker
        self._built: dict[str, QAbstractItemView] = {}
        self._opened_at: Period | None = None

    @property
    def current(self) -> QAbstractItemView:
        """The view in front."""
        found = self.currentWidget()
        assert isinstance(found, QAbstractItemView), "a view is in front once anything is shown"
        return found

    def show_picture(self, period: Period, picture: Picture, shown: Shown) -> None:
        """Show this in the view of the period, with the chosen appointment still chosen."""
        chosen = self.chosen()
        view = self._view(period.view)
        if isinstance(view, FramedView):
            days = tuple(ClockDay.of(date, picture.moment.zone) for date in period.dates)
            view.show_lanes(_lanes(period, days, picture, shown), days)
        elif isinstance(view, MonthView):
            view.show_date(period.date)
        self.model.show_picture(picture)
        if view is not self.focusProxy():  # The first one that is built is in front at once.
            self._turn_to(view, chosen)
        if isinstance(view, FramedView | AgendaView) and not _same(self._opened_at, period):
            today = picture.moment.today in period.dates
            view.open_at(picture.moment.now if today else None)
        self._opened_at = period

    def chosen(self) -> list[Appointment]:
        """The appointments that are selected."""
        view = self.currentWidget()
        return view.chosen() if isinstance(view, FramedView | AgendaView) else []

    def choose(self, appointment: Appointment) -> None:
        """Bring the keyboard to an appointment, if it is shown."""
        item = next((i for i in self.model.rows if _is(i.appointment, appointment)), None)
        view = self.currentWidget()
        if item is None:
            return
        if isinstance(view, AgendaView):
            view.choose(item.id)
        elif isinstance(view, FramedView) and view.book.lanes_of(item):
            view.go_to(Stop(Spot(view.book.lanes_of(item)[0], item.span), item))

    def spot(self) -> tuple[Spot, Lane] | None:
        """The free stretch that the keyboard is at."""
        view = self.currentWidget()
        stop = view.stop if isinstance(view, FramedView) else None
        if not isinstance(view, FramedView) or stop is None or stop.item is not None:
            return None
        return stop.spot, view.book.lanes[stop.spot.lane]

    def zoom(self, by: int) -> None:
        """Have steps so many sizes finer, or coarser; 0 is the usual one."""
        at = STEPS.index(self.step) - by
        step = STEPS[min(max(at, 0), len(STEPS) - 1)] if by else USUAL_STEP
        self.show_step(step)

    def show_step(self, step: timedelta) -> None:
        """Have steps of that size in every view."""
        self.step = step
        for view in self._built.values():
            if isinstance(view, FramedView):
                view.show_step(step)

    def _turn_to(self, view: QAbstractItemView, chosen: Sequence[Appointment]) -> None:
        # Before the first view is there, the keyboard is here.
        keyboard = self.window().focusWidget()
        had_keyboard = keyboard is not None and (keyboard is self or self.isAncestorOf(keyboard))
        self.setCurrentWidget(view)
        self.setFocusProxy(view)
        self._opened_at = None
        if had_keyboard:
            view.setFocus()
        if len(chosen) == 1:
            self.choose(chosen[0])

    def _view(self, which: View) -> QAbstractItemView:
        """The view of that kind; day and week are columns, of one date and of seven."""
        name = View.DAY.value if which is View.WEEK else which.value
        if name not in self._built:
            made = self._made(which)
            made.selectionModel().selectionChanged.connect(self.chosen_changed)
            made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            made.customContextMenuRequested.connect(self.menu_asked)
            self.addWidget(made)
            self._built[name] = made
        return self._built[name]

    def _made(self, which: View) -> QAbstractItemView:
        if which is View.MONTH:
            month = MonthView(self.model)
            month.chosen.connect(self.date_chosen)
            month.opened.connect(self.date_opened)
            month.wished.connect(self.wished)
            month.stepped.connect(self.stepped)
            return month
        if which is View.AGENDA:
            agenda = AgendaView(self.model)
            agenda.wanted.connect(self.wanted)
            agenda.appointment_opened.connect(self.opened)
            agenda.wished.connect(self.wished)
            agenda.stepped.connect(self.stepped)
            return agenda
        return self._drawn(which)

    def _drawn(self, which: View) -> FramedView:
        """A view that draws time, and all that can be wished in it."""
        view: FramedView
        if which is View.TIMELINE:
            view = RowsView(self.model, "calendar.timeline", self.tr("Timeline"))
        else:
            view = ColumnsView(self.model, "calendar.columns", self.tr("Appointments"))
        view.show_step(self.step)
        view.elsewhere = self._date_under
        for signal, out in (
            (view.wanted, self.wanted),
            (view.dropped, self.dropped),
            (view.dropped_on_date, self.dropped_on_date),
            (view.held_over, self.held_over),
            (view.opened, self.opened),
            (view.wished, self.wished),
            (view.stepped, self.stepped),
            (view.zoomed, self.zoomed),
        ):
            signal.connect(out)
        return view

    def _date_under(self, point: QPoint) -> dt.date | None:
        return self._picker.date_at(point)


def _lanes(
    period: Period, days: Sequence[ClockDay], picture: Picture, shown: Shown
) -> tuple[Lane, ...]:
    """A lane for each provider and date; in the timeline one for each provider."""
    whose: list[Resource | None] = [
        each for each in picture.resources.values() if shown is None or each.id in shown
    ]
    without = (i.kind is Kind.APPOINTMENT and i.resource_id is None for i in picture.items)
    if shown is None and any(without):
        whose.append(None)
    if period.view is View.TIMELINE:
        return tuple(Lane(each, picture.period) for each in whose)
    return tuple(Lane(each, day.span) for day in days for each in whose)


def _same(before: Period | None, now: Period) -> bool:
    """Whether a view that has shown one need not be scrolled for the other."""
    return before is not None and (before.view, before.is_week) == (now.view, now.is_week)


def _is(one: Appointment | None, other: Appointment) -> bool:
    return one is not None and one.id == other.id
