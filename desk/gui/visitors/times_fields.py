"""When a party was expected, came and left, as three fields that can be put right."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox

from desk.domain.visitor import Times, VisitorEntry
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.explaining import explain, put_under
from desk.gui.naming import named
from desk.gui.when_field import Unclear, When, WhenField

Faults = dict[str, list[str]]


class TimesFields(QObject):
    """The fields by the names that refusals have for them. A time nobody touched stays exact."""

    def __init__(self, dialog: Dialog, client: Client) -> None:
        super().__init__(dialog)
        self._client = client
        self.fields = {
            name: WhenField(client.wall_clock) for name in ("expected_at", "arrival", "departure")
        }
        self.seen = named(
            QCheckBox(self.tr("&Seen leaving")), "entry.seen", self.tr("Seen leaving")
        )

    def ask(self, dialog: Dialog) -> None:
        """Lay the fields out."""
        labels = {
            "expected_at": self.tr("Expec&ted"),
            "arrival": self.tr("&Arrived"),
            "departure": self.tr("Le&ft"),
        }
        for name, field in self.fields.items():
            dialog.field(name, labels[name], field)
            put_under(dialog, field, field.meaning)
            field.textEdited.connect(lambda _text, of=field: explain(of.meaning, of.meaning.text()))
        dialog.form.addRow("", self.seen)
        departure = self.fields["departure"]
        self.seen.setEnabled(False)
        departure.textChanged.connect(lambda text: self.seen.setEnabled(bool(text.strip())))

    def written(self, name: str, entry: VisitorEntry) -> str:
        """What stands in a field for this entry."""
        when = self._moment(name, entry)
        return self.fields[name].written(when) if when else ""

    def times(self, entry: VisitorEntry, faults: Faults) -> Times | None:
        """The times as they are written now; None where they are those of `entry`."""
        expected_at = self._instant("expected_at", entry, entry.expected_at, faults)
        arrived_at = self._instant("arrival", entry, entry.arrived_at, faults)
        departed_at = self._instant("departure", entry, entry.departed_at, faults)
        before = (entry.expected_at, entry.arrived_at, entry.departed_at, entry.seen_leaving)
        if before == (expected_at, arrived_at, departed_at, self.seen.isChecked()):
            return None
        same_departure = departed_at == entry.departed_at
        leading = self.fields["arrival" if arrived_at else "expected_at"].understood()
        text = leading.date.isoformat() if leading and leading.time is None else None
        same_arrival = (arrived_at or expected_at) == entry.arrival
        return Times(
            expected_at=expected_at,
            arrived_at=arrived_at,
            departed_at=departed_at,
            arrival_text=entry.arrival_text if same_arrival else text,
            departure_text=entry.departure_text if same_departure else None,
            seen_leaving=self.seen.isChecked(),
        )

    def _instant(
        self, name: str, entry: VisitorEntry, before: datetime | None, faults: Faults
    ) -> datetime | None:
        field = self.fields[name]
        if field.text() == self.written(name, entry):
            return before
        try:
            when = field.when()
        except Unclear:
            faults[name] = [self.tr("is not understood")]
            return before
        if when is not None and when.time is None and name == "departure":
            faults[name] = [self.tr("needs a time of day")]
        return when.instant(self._client.zone) if when else None

    def _moment(self, name: str, entry: VisitorEntry) -> When | None:
        moment = {
            "expected_at": entry.expected_at,
            "arrival": entry.arrived_at,
            "departure": entry.departed_at,
        }[name]
        if moment is None:
            return None
        local = moment.astimezone(self._client.zone)
        only_date = entry.whole_day and moment == entry.arrival
        return When(local.date(), None if only_date else local.time())
