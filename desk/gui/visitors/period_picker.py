"""Choosing the dates: stepped by arrows, picked from a menu, or typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from desk.gui import actions, icons
from desk.gui.buttons import icon_button
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.explaining import explain, put_under
from desk.gui.naming import named
from desk.gui.visitors.period import Period, Stretch
from desk.gui.when_field import DateField, Unclear, When

WIDTH = 420


class PeriodPicker(QWidget):
    """The dates between two arrows, and behind them a menu."""

    chosen = Signal()  # other dates

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._ahead = False
        self.period = Period(Stretch.DAY, self._today())
        back, on = "chevron-left", "chevron-right"
        if self.isRightToLeft():
            back, on = on, back
        self.before = self._arrow("visitors.before", back, "go.previous")
        self.after = self._arrow("visitors.after", on, "go.next")
        self.button = named(QToolButton(), "visitors.period", self.tr("Dates"))
        self.button.setIcon(icons.icon("calendar-range"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self._menu())
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.before, self.button, self.after):
            layout.addWidget(widget)
        self._say()

    def look_ahead(self, ahead: bool) -> None:
        """Whether what is looked for lies in the future."""
        self._ahead = ahead
        self._say()

    def dates(self) -> tuple[dt.date | None, dt.date | None]:
        """First and last date, both included; none where there is no end."""
        return self.period.dates(ahead=self._ahead)

    def show_period(self, period: Period) -> None:
        """Choose these dates."""
        self.period = period
        self._say()
        self.chosen.emit()

    def show_stretch(self, stretch: Stretch) -> None:
        """Choose so long a time, today being part of it."""
        self.show_period(Period(stretch, self._today()))

    def step(self, by: int) -> None:
        """Go on by as long as the period is."""
        self.show_period(self.period.stepped(by))

    def ask(self) -> None:
        """Let the dates be typed."""
        dialog = DatesDialog(self._client, self.period.dates(ahead=self._ahead), self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.typed.connect(self.show_period)
        dialog.open()

    def _say(self) -> None:
        words = self.period.words(self._today(), ahead=self._ahead)
        self.button.setText(words)
        self.button.setAccessibleDescription(words)
        endless = self.period.stretch is Stretch.ALL
        self.before.setEnabled(not endless)
        self.after.setEnabled(not endless)

    def _today(self) -> dt.date:
        return self._client.wall_clock().date()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("visitors.period.menu")
        choices: tuple[tuple[str, Callable[[], None]], ...] = (
            (self.tr("&Today"), lambda: self.show_stretch(Stretch.DAY)),
            (self.tr("&7 days"), lambda: self.show_stretch(Stretch.WEEK)),
            (self.tr("This &month"), lambda: self.show_stretch(Stretch.MONTH)),
            (self.tr("&All dates"), lambda: self.show_stretch(Stretch.ALL)),
            (self.tr("&From … to …"), self.ask),
        )
        for text, choose in choices:
            menu.addAction(text).triggered.connect(choose)
        return menu

    def _arrow(self, identifier: str, icon: str, command: str) -> QToolButton:
        known = actions.command(command)
        made = icon_button(identifier, icon, known.title)
        made.setToolTip(f"{known.title} ({known.key})" if known.key else known.title)
        return made


class DatesDialog(Dialog):
    """From one date to another, or one date alone."""

    typed = Signal(object)  # Period

    def __init__(
        self,
        client: Client,
        dates: tuple[dt.date | None, dt.date | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("visitors.dates", "", parent)
        self.setWindowTitle(self.tr("Dates"))
        self.first = DateField(client.wall_clock)
        self.last = DateField(client.wall_clock)
        for name, label, field, date in (
            ("first", self.tr("&From"), self.first, dates[0]),
            ("last", self.tr("&To, or that day alone"), self.last, dates[1]),
        ):
            self.field(name, label, field)
            put_under(self, field, field.meaning)
            field.meant.connect(lambda of=field: explain(of.meaning, of.meaning.text()))
            if date and dates[0] != dates[1]:
                field.show_when(When(date))
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Show"))
        self.resize(QSize(WIDTH, self.sizeHint().height()))
        self.first.setFocus()

    def accept(self) -> None:
        faults: dict[str, list[str]] = {}
        first, last = self._date("first", self.first, faults), self._date("last", self.last, faults)
        if first is None and not faults:
            faults["first"] = [self.tr("must not be empty")]
        if first and last and last < first:
            faults["last"] = [self.tr("must not be before the first date")]
        if faults or first is None:
            self.show_faults(faults)
            return
        stretch = Stretch.CHOSEN if last and last != first else Stretch.DAY
        self.typed.emit(Period(stretch, first, last))
        super().accept()

    def _date(self, name: str, field: DateField, faults: dict[str, list[str]]) -> dt.date | None:
        try:
            return field.date()
        except Unclear:
            faults[name] = [self.tr("is not understood")]
            return None
