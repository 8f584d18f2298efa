"""The page of days: a month at a glance, and the date that is chosen in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.gui import format, table_file, theme
from desk.gui.days import history, sending, words
from desk.gui.days.count import CountDialog
from desk.gui.days.details import DayDetails
from desk.gui.days.heat_map import HeatMap
from desk.gui.days.legend import Legend, totals
from desk.gui.days.month_bar import month_bar
from desk.gui.days.places import PlacesDialog
from desk.gui.go_dialog import GoDialog
from desk.gui.month_grid import months_later, within_reach
from desk.gui.pages import Page
from desk.services import days

if TYPE_CHECKING:
    from desk.gui.client import Client

KINDS = {"day", "site"}
MINUTE_MS = 60_000


class DaysPage(Page):
    """Joins the heat map, the details of a date and the services."""

    meant = {"list.new": "day.count", "list.edit": "day.places"}

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self._date = client.wall_clock().date()
        self.heading = theme.as_role(QLabel(), "title")
        self.heat_map = HeatMap(self._date)
        self.details = DayDetails()
        self.totals = theme.as_role(QLabel(), "muted")
        self._lay_out()
        self.setFocusProxy(self.heat_map)
        self.heat_map.chosen.connect(self.show_date)
        self.heat_map.opened.connect(partial(self.wish, "list.new"))
        self.details.wished.connect(self._on_wished)
        client.changed.connect(self._on_changed)
        # Nothing else would tell a page that is left open that a new day has begun.
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()
        self.refresh()

    def title(self) -> str:
        return format.month(self._date)

    @property
    def date(self) -> dt.date:
        """The date that is chosen."""
        return self._date

    def refresh(self) -> None:
        today = self.client.wall_clock().date()
        month = self.client.ask(days.month, self._date.year, self._date.month)
        day = next(day for day in month if day.date == self._date)
        self.heading.setText(format.month(self._date))
        self.heat_map.show_month(month, self._date, today)
        self.details.show_day(day, today, self.client.ask(history.of, day))
        self.totals.setText(totals(month))

    def show_date(self, date: dt.date) -> None:
        """Choose a date, turning to its month."""
        before, self._date = self._date, within_reach(date)
        self.refresh()
        if (before.year, before.month) != (self._date.year, self._date.month):
            self.renamed.emit()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            "day.count": self.count_today,
            "day.places": self.set_places,
            "list.new": self.count,
            "list.edit": self.set_places,
            "list.find": self.ask_for_date,
            "go.date": self.ask_for_date,
            "go.today": self.go_today,
            "list.export": self.send_out,
            "go.previous": lambda: self.show_date(months_later(self._date, -1)),
            "go.next": lambda: self.show_date(months_later(self._date, 1)),
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return {
            "days.count": lambda: CountDialog(self.client, parent=self),
            "days.places": lambda: PlacesDialog(self.client, self._date, self),
            "days.go": lambda: GoDialog(self.client, "days.go", self),
        }

    def count_today(self) -> None:
        """Open the panel for counting, today being written in it."""
        self._open_panel(None)

    def count(self) -> None:
        """Open the panel for counting on the date that is chosen."""
        self._open_panel(self._date)

    def set_places(self) -> None:
        """Ask how many places the date is to have."""
        self.open_dialog(PlacesDialog(self.client, self._date, self.window()))

    def ask_for_date(self) -> None:
        """Ask which date to go to."""
        dialog = GoDialog(self.client, "days.go", self.window())
        dialog.chosen.connect(self.show_date)
        self.open_dialog(dialog)

    def go_today(self) -> None:
        self.show_date(self.client.wall_clock().date())

    def send_out(self) -> None:
        """Ask for a file, and write the month to it."""
        name = f"{self._date:%Y-%m}.csv"
        chosen = table_file.choose_file(self.client, "day", self, self.tr("Export the month"), name)
        if chosen is not None:
            self.send_out_to(chosen)

    def send_out_to(self, path: Path) -> None:
        """Write the month to a file."""
        self.client.ask(sending.write, path, self._date)
        said = self.tr("{month} written to {file}")
        self.said.emit(said.format(month=self.title(), file=path.name))

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and any(change.kind in KINDS for change in changes):
            self.refresh()

    def _on_wished(self, people: int) -> None:
        """Count from the pane; where there is no room, the panel has more to offer."""
        if not self.client.ask(days.has_room, self._date, people):
            self._open_panel(self._date).ask_for(people)
            return
        name = words.counting(self._date, people)
        if people > 0:
            self.client.do(name, days.occupy, self._date, people)
        else:
            self.client.do(name, days.release, self._date, -people)

    def _open_panel(self, date: dt.date | None) -> CountDialog:
        dialog = CountDialog(self.client, date, self.window())
        dialog.counted.connect(self.show_date)
        self.open_dialog(dialog)
        return dialog

    def open_dialog(self, dialog: QDialog) -> None:
        """Open a dialog over the window."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.heat_map, 1)
        left.addWidget(Legend())
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(left, 1)
        body.addWidget(self.details)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        # The month comes first for the keyboard, whatever stands above it.
        layout.addLayout(body, 1)
        layout.insertLayout(0, month_bar(self.heading, self.totals, self.commands()))
