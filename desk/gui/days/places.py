"""Saying how many places a date has, or every date up to another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from desk.domain.errors import DeskError, Invalid
from desk.gui import format
from desk.gui.dialog import Dialog
from desk.gui.go_dialog import DIGITS
from desk.gui.month_grid import within_reach
from desk.gui.when_field import DateField, Unclear
from desk.services import days

if TYPE_CHECKING:
    from desk.gui.client import Client

MOST_PLACES = 1_000_000


class PlacesDialog(Dialog):
    """A date, perhaps a last one, a number and why."""

    def __init__(self, client: Client, date: dt.date, parent: QWidget | None = None) -> None:
        super().__init__("days.places", QCoreApplication.translate("Days", "Set places"), parent)
        self._client = client
        self._date = date
        self.first = DateField(client.wall_clock)
        self.last = DateField(client.wall_clock)
        self.places = QSpinBox()
        self.reason = QLineEdit()
        self.places.setRange(0, MOST_PLACES)
        self.places.setGroupSeparatorShown(True)
        self.places.setValue(client.ask(days.on, date).places)
        self.first.setText(format.date(date))
        self.last.setPlaceholderText(self.tr("only this date; or for instance +4w"))
        self.reason.setPlaceholderText(self.tr("optional, kept in the history"))
        self.field("first", self.tr("&Date"), self.first)
        self.form.addRow("", self.first.meaning)
        self.field("last", self.tr("&Up to"), self.last)
        self.form.addRow("", self.last.meaning)
        self.field("places", self.tr("&Places"), self.places)
        self.field("reason", self.tr("&Reason"), self.reason)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * DIGITS)
        self.confirm(self.tr("Set places"))
        self.dismiss(self.tr("Cancel"))
        self.places.setFocus()
        self.places.selectAll()
        client.refused.connect(self._on_refused)

    def concerns(self) -> Mapping[str, Any]:
        return {"date": self._date.isoformat()}

    def accept(self) -> None:
        first, last = self._read(self.first), self._read(self.last) or self._read(self.first)
        wrong = self.tr("is not a date; write for instance 27 nov")
        if first is None:
            self.show_faults({"first": [wrong]})
        elif last is None or (self.last.text().strip() and not self._read(self.last)):
            self.show_faults({"last": [wrong]})
        elif self._set(first, last):
            super().accept()

    def _set(self, first: dt.date, last: dt.date) -> bool:
        if first == last:
            name = self.tr("Set {n} places on {first}")
        else:
            name = self.tr("Set {n} places from {first} to {last}")
        name = name.format(
            n=format.count(self.places.value()), first=format.date(first), last=format.date(last)
        )
        service, reason = days.set_places_between, self.reason.text()
        done = self._client.once(
            self.attempt, name, service, first, last, self.places.value(), reason=reason
        )
        return done is not None

    def _read(self, field: DateField) -> dt.date | None:
        try:
            date = field.date()
        except Unclear:
            return None
        return date if date and date == within_reach(date) else None

    def _on_refused(self, error: DeskError) -> None:
        if isinstance(error, Invalid) and self.isVisible():
            self.show_faults(error.reasons)
