"""The widgets of the page: bar, chips and views, with the small month and the details beside."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desk.domain.appointment import Standing
from desk.gui import menus, theme
from desk.gui.calendar.bar import DatesBar, ViewSwitch
from desk.gui.calendar.chips import Chips
from desk.gui.calendar.details import DetailsPanel
from desk.gui.calendar.items import Moment, Picture
from desk.gui.calendar.month_picker import MonthPicker
from desk.gui.calendar.moving import Anyway
from desk.gui.calendar.showing import Showing
from desk.gui.calendar.views import Views
from desk.gui.client import Client
from desk.gui.empty import EmptyState

WIDE = 980  # logical pixels from which there is room for a pane beside the calendar
PANE, CALENDAR = 268, 1000


class Sight(QObject):
    """Everything to be seen on the page, laid out in it."""

    wished = Signal(str)  # the id of a command
    date_chosen = Signal(object)  # dt.date

    def __init__(self, client: Client, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.bar = DatesBar()
        self.chips = Chips(client)
        self.switch = ViewSwitch()
        self.anyway = Anyway(client)
        self.picker = MonthPicker()
        self.views = Views(self.picker.month)
        self.details = DetailsPanel(client, self.views.model)
        self.empty = EmptyState(
            "calendar.empty", self._page.tr("Nobody can be booked here yet."), "slots.providers"
        )
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._pane = theme.as_panel(QFrame())
        self._lay_out()
        self._connect()

    @property
    def counts_down(self) -> bool:
        """Whether something runs out while it is looked at."""
        now = self.views.model.moment.now
        found = (item.appointment for item in self.views.model.rows)
        held = (each for each in found if each is not None and each.held_until is not None)
        return any(each.standing(now) in (Standing.HELD, Standing.OFFERED) for each in held)

    def runs_out(self, now: datetime) -> bool:
        """Whether something that is held on the screen is not held any more."""
        before = self.views.model.moment.now
        found = (item.appointment for item in self.views.model.rows)
        return any(
            each is not None and each.held_until is not None and before < each.held_until <= now
            for each in found
        )

    def show_picture(self, showing: Showing, picture: Picture) -> None:
        """Show what there is, and say which dates they are."""
        period = showing.period
        self.bar.show_period(period)
        self.switch.show_state(period, cancelled=showing.cancelled)
        self.chips.show_resources(list(picture.resources.values()))
        self.picker.show_dates(period.date, frozenset(period.dates), picture.moment.today)
        self._rooms.setCurrentIndex(0 if picture.resources or picture.items else 1)
        self.views.show_picture(period, picture, showing.resources)
        self._show_details()

    def tick(self, moment: Moment) -> None:
        """Let time go on in what is shown."""
        self.views.model.tick(moment)
        self.views.current.viewport().update()
        chosen = self.views.chosen()
        if chosen and any(each.standing(moment.now) is Standing.ARRIVED for each in chosen):
            self._show_details()

    def fit(self, width: int) -> None:
        """Leave the pane out where there is no room for it."""
        self._pane.setVisible(width >= WIDE)

    def _show_details(self) -> None:
        self.details.show_appointments(self.views.chosen())

    def _menu(self, place: QPoint) -> None:
        """Offer with the right button what the pane offers."""
        view = self.views.current
        menu = QMenu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for identifier, button in self.details.buttons.items():
            if not button.isHidden():
                menus.line(identifier, menu, self.wished.emit)
        if menu.actions():
            menu.popup(view.viewport().mapToGlobal(place))

    def _connect(self) -> None:
        for part in (self.bar, self.switch, self.views, self.details):
            part.wished.connect(self.wished)
        self.picker.chosen.connect(self.date_chosen)
        self.views.held_over.connect(self.picker.hold_over)
        self.views.chosen_changed.connect(self._show_details)
        self.views.menu_asked.connect(self._menu)
        self.chips.left.connect(self.views.setFocus)
        self.empty.button.clicked.connect(lambda: self.wished.emit("slots.providers"))

    def _lay_out(self) -> None:
        lines = QHBoxLayout()
        lines.setSpacing(8)
        lines.addWidget(self.chips, 1)
        lines.addWidget(self.switch)
        pane = QVBoxLayout(self._pane)
        pane.setContentsMargins(12, 12, 12, 12)
        pane.setSpacing(12)
        pane.addWidget(self.picker)
        pane.addWidget(self.details, 1)
        middle = QWidget()
        self._rooms = QStackedLayout(middle)
        self._rooms.addWidget(self.views)
        self._rooms.addWidget(self.empty)
        self.splitter.setObjectName("calendar.splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(middle)
        self.splitter.addWidget(self._pane)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([CALENDAR, PANE])
        self._pane.setMinimumWidth(PANE)
        layout = QVBoxLayout(self._page)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.bar)
        layout.addLayout(lines)
        layout.addWidget(self.anyway)
        layout.addWidget(self.splitter, 1)
