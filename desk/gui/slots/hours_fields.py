"""The fields in which open hours are written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox
from PySide6.QtWidgets import QWidget as Widget

from desk.domain import recurrence
from desk.domain.errors import Invalid
from desk.domain.zone import is_zone
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.explaining import explain, put_under
from desk.gui.provider_field import ProviderField
from desk.gui.slots import repetition
from desk.gui.slots.end_field import End, EndField
from desk.gui.slots.hours import WEEKLY, Hours
from desk.gui.slots.repetition import Every, Repetition
from desk.gui.slots.times_row import TimesRow
from desk.gui.slots.weekdays import Weekdays
from desk.gui.type_names import TypeField
from desk.gui.when_field import DateField, Unclear, When
from desk.gui.zone_box import ZoneBox

MINUTE = timedelta(minutes=1)
USUAL_LENGTH, LONGEST_LENGTH, MOST_PLACES = 30, 24 * 60, 1000
MORNING, NOON = dt.time(9), dt.time(12)


class HoursFields(QObject):
    """Provider, repetition, days, times, slots, first and last day, places, type and zone."""

    changed = Signal()

    def __init__(self, client: Client, dialog: ActingDialog, now: Callable[[], datetime]) -> None:
        super().__init__(dialog)
        self._client = client
        self._now = now
        self.provider = ProviderField(client)
        self.every = QComboBox()
        self.rule = QLineEdit()
        self.days = Weekdays("slots.hours.days")
        self.times = TimesRow("slots.hours.times")
        self.length = QSpinBox(minimum=1, maximum=LONGEST_LENGTH)
        self.first = DateField(now)
        self.end = EndField(now)
        self.places = QSpinBox(minimum=1, maximum=MOST_PLACES)
        self.type = TypeField(client)
        self.zone = ZoneBox()
        self._dialog = dialog
        self._lay_out()
        self._offer_ways()
        self.clear()
        self._connect()
        self.fit_rows()
        explain(self.first.meaning, self.first.meaning.text())

    def clear(self) -> None:
        """Begin with what is usual: mornings, every week from today on, half an hour to a slot."""
        today = self._now().date()
        self.every.setCurrentIndex(self.every.findData(Every.WEEK))
        self.times.show_times(MORNING, NOON)
        self.length.setValue(USUAL_LENGTH)
        self.first.setText(self.tr("today"))
        self.zone.show_zone(str(self._client.zone))
        self.days.choose(())
        self._name_ways(today)

    def show_hours(self, hours: Hours) -> None:
        """Write hours down that are known."""
        self.provider.show_id(hours.resource_id)
        self._name_ways(hours.first)
        self.every.setCurrentIndex(self.every.findData(hours.repetition.every))
        self.rule.setText(hours.repetition.rule)
        self.days.choose(hours.repetition.weekdays)
        self.times.show_times(hours.opens, hours.closes)
        self.length.setValue(max(hours.slot_length // MINUTE, 1))
        self.first.show_when(When(hours.first))
        self.end.show_end(hours.end)
        self.places.setValue(hours.capacity)
        self.type.show_code(hours.appointment_type)
        self.zone.show_zone(hours.zone)

    def hours(self) -> Hours:
        """What the fields say; `Invalid` names every field that does not make sense."""
        faults: dict[str, list[str]] = {}
        self.provider.settle()
        chosen = self.provider.provider
        if chosen is None:
            faults["resource_id"] = [self.tr("must be somebody who is in the list")]
        first, end = self._date(faults), self._last(faults)
        times = self._clock(faults)
        way, days = self._way(), self.days.chosen()
        if way in WEEKLY and not days:
            faults["days"] = [self.tr("must be at least one")]
        if not is_zone(self.zone.zone()):
            faults["zone"] = [self.tr("is not the name of a time zone, such as Europe/Rome")]
        if way is Every.CUSTOM:
            faults |= _faults_of(self.rule.text())
        if faults or chosen is None or first is None or end is None or times is None:
            raise Invalid(**faults)
        return Hours(
            resource_id=chosen.id,
            first=first,
            opens=times[0],
            closes=times[1],
            slot_length=self.length.value() * MINUTE,
            repetition=Repetition(way, days, self.rule.text()),
            zone=self.zone.zone(),
            end=End() if way is Every.ONCE else end,
            capacity=self.places.value(),
            appointment_type=self.type.code(),
        )

    def _date(self, faults: dict[str, list[str]]) -> dt.date | None:
        try:
            found = self.first.date()
        except Unclear:
            faults["start"] = [self.tr("is not understood")]
            return None
        if found is None:
            faults["start"] = [self.tr("must not be empty")]
        return found

    def _last(self, faults: dict[str, list[str]]) -> End | None:
        try:
            return self.end.last()
        except Unclear:
            faults["until"] = [self.tr("is not understood")]
            return None

    def _clock(self, faults: dict[str, list[str]]) -> tuple[dt.time, dt.time] | None:
        try:
            found = self.times.times()
        except Unclear:
            faults["times"] = [self.tr("are not understood")]
            return None
        if found is None:
            faults["times"] = [self.tr("must not be empty")]
        return found

    def _way(self) -> Every:
        return Every(self.every.currentData())

    def _offer_ways(self) -> None:
        for way in Every:
            self.every.addItem("", way)

    def _name_ways(self, first: dt.date) -> None:
        """Say what each way of repeating means for hours that begin on that date."""
        for row in range(self.every.count()):
            way = Every(self.every.itemData(row))
            self.every.setItemText(row, name_of(way, first))

    def _lay_out(self) -> None:
        dialog = self._dialog
        self.length.setSuffix(self.tr(" min"))
        self.rule.setPlaceholderText("FREQ=MONTHLY;BYDAY=MO,2TU")
        self.type.setPlaceholderText(self.tr("any"))
        rows: tuple[tuple[str, str, Widget], ...] = (
            ("resource_id", self.tr("&Provider"), self.provider),
            ("every", self.tr("&Repeats"), self.every),
            ("recurrence_rule", self.tr("R&ule (RFC 5545)"), self.rule),
            ("days", self.tr("&Days"), self.days),
            ("times", self.tr("&Times"), self.times),
            ("slot_length", self.tr("Slots &of"), self.length),
            ("start", self.tr("&First day"), self.first),
            ("until", self.tr("Unti&l"), self.end),
            ("capacity", self.tr("Pl&aces in a slot"), self.places),
            ("appointment_type", self.tr("T&ype"), self.type),
            ("zone", self.tr("Time &zone"), self.zone),
        )
        for name, label, widget in rows:
            dialog.field(name, label, widget)
        put_under(dialog, self.first, self.first.meaning)
        put_under(dialog, self.end, self.end.meaning)

    def _connect(self) -> None:
        self.provider.picked.connect(self.changed)
        self.provider.textChanged.connect(self.changed)
        self.every.currentIndexChanged.connect(self._on_way)
        self.rule.textChanged.connect(self.changed)
        self.days.changed.connect(self.changed)
        self.times.changed.connect(self.changed)
        self.length.valueChanged.connect(self.changed)
        self.places.valueChanged.connect(self.changed)
        self.type.textChanged.connect(self.changed)
        self.zone.currentTextChanged.connect(self.changed)
        self.first.meant.connect(self._on_first)
        self.end.meant.connect(self._on_end)

    def fit_rows(self) -> None:
        """Show the fields that the way of repeating asks for."""
        way = self._way()
        form = self._dialog.form
        for widget, shown in (
            (self.days, way in WEEKLY),
            (self.rule, way is Every.CUSTOM),
            (self.end, way is not Every.ONCE),
        ):
            row = _row_of(self._dialog, widget)
            form.setRowVisible(row, shown)
        # A row that is brought back would bring its empty place for a fault along.
        self._dialog.show_faults({})

    def _on_way(self) -> None:
        self.fit_rows()
        self.changed.emit()

    def _on_first(self) -> None:
        explain(self.first.meaning, self.first.meaning.text())
        shown = self.first.understood()
        if shown is not None:
            self._name_ways(shown.date)
        self.changed.emit()

    def _on_end(self) -> None:
        explain(self.end.meaning, self.end.meaning.text())
        self.changed.emit()


def name_of(way: Every, first: dt.date) -> str:
    """A way of repeating, for hours that begin on that date."""
    translate = QCoreApplication.translate
    match way:
        case Every.WEEK:
            return translate("Hours", "every week")
        case Every.TWO_WEEKS:
            return translate("Hours", "every 2 weeks")
        case Every.CUSTOM:
            return translate("Hours", "by a rule of its own")
        case _:
            return repetition.in_words(Repetition(way).text(first), first)


def _faults_of(rule: str) -> Mapping[str, list[str]]:
    """What is wrong with the text of a rule."""
    try:
        recurrence.rule(rule.strip().upper().removeprefix("RRULE:"))
    except Invalid as error:
        return error.reasons
    return {}


def _row_of(dialog: ActingDialog, widget: Widget) -> int:
    """Which row of the form holds a field."""
    form = dialog.form
    for row in range(form.rowCount()):
        item = form.itemAt(row, form.ItemRole.FieldRole)
        cell = item.layout() if item is not None else None
        if cell is not None and cell.indexOf(widget) >= 0:
            return row
    raise LookupError(widget.objectName())
