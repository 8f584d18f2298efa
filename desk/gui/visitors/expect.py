"""Announcing a party that is to come: who, whom they visit, and when."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from desk.domain.visitor import Times, VisitorEntry
from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.explaining import explain, put_under
from desk.gui.visitors.party_fields import PartyFields
from desk.gui.when_field import Unclear, When, WhenField
from desk.services import reception

WIDTH = 600


class ExpectDialog(ActingDialog):
    """Writes down a party that is to come. `entry` is what became of it."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, "expect", "", parent)
        self.setWindowTitle(self.tr("Expected visitor"))
        self.entry: VisitorEntry | None = None
        self.fields = PartyFields(self, client)
        self.when = WhenField(client.wall_clock)
        self.fields.ask_who()
        self.field("expected_at", self.tr("Expec&ted"), self.when)
        put_under(self, self.when, self.when.meaning)
        self.fields.ask_what()
        self.fields.visitor.picked.connect(lambda found: self.fields.fill_in(found.value))
        self.when.meant.connect(self._say_when)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Expect"))
        self.fit(WIDTH)
        self.fields.visitor.setFocus()

    def accept(self) -> None:
        faults = self.fields.host_fault()
        when = self._when(faults)
        if faults or when is None:
            self.show_faults(faults)
            return
        guests = self.fields.guests()
        name = self.tr("Expect {visitor}").format(visitor=guests.party.visitor)
        times = announced(when, self.client)
        self.entry = self.carry_out(name, reception.announce, guests, times)
        if self.entry is not None:
            super().accept()

    def _when(self, faults: dict[str, list[str]]) -> When | None:
        try:
            when = self.when.when()
        except Unclear:
            faults["expected_at"] = [self.tr("is not understood")]
            return None
        if when is None:
            faults["expected_at"] = [self.tr("must not be empty")]
        return when

    def _say_when(self) -> None:
        text, when = self.when.meaning.text(), self.when.understood()
        past = when is not None and is_past(when, self.client.wall_clock())
        if past:
            text = self.tr("{moment}: that is past").format(moment=text)
        elif when is not None and when.time is None:
            text = self.tr("{date}, at any time").format(date=text)
        theme.as_role(self.when.meaning, "warning" if past else "muted")
        explain(self.when.meaning, text)


def announced(when: When, client: Client) -> Times:
    """When a party is expected: at a time, or some time on a date."""
    text = None if when.time else when.date.isoformat()
    return Times(expected_at=when.instant(client.zone), arrival_text=text)


def is_past(when: When, now: datetime) -> bool:
    """Whether the moment, or the whole of the date, is over."""
    if when.time is None:
        return when.date < now.date()
    return datetime.combine(when.date, when.time, now.tzinfo) < now
