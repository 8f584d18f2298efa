"""Changing one single slot: its time, its provider or its type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from desk.domain.availability import Availability
from desk.domain.errors import DeskError, Invalid
from desk.domain.span import Span
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.explaining import explain, put_under
from desk.gui.provider_field import ProviderField
from desk.gui.slots import words
from desk.gui.slots.times_row import TimesRow
from desk.gui.type_names import TypeField
from desk.gui.when_field import DateField, Unclear, When
from desk.services import provider_slots

WIDTH = 520
NAMES = {"end": "times", "span": "times"}


class SlotDialog(ActingDialog):
    """One slot by itself; those of the same series stay as they are (document 001, row 22)."""

    def __init__(self, client: Client, known: Availability, parent: QWidget | None = None) -> None:
        super().__init__(client, "slots.single", "", parent)
        self.setWindowTitle(self.tr("Change a single slot"))
        self._known = known
        self.provider = ProviderField(client)
        self.day = DateField(client.wall_clock)
        self.times = TimesRow("slots.single.times")
        self.type = TypeField(client)
        self.field("resource_id", self.tr("&Provider"), self.provider)
        self.field("start", self.tr("&Day"), self.day)
        put_under(self, self.day, self.day.meaning)
        self.field("times", self.tr("&Times"), self.times)
        self.field("appointment_type", self.tr("T&ype"), self.type)
        self._fill(known)
        self.day.meant.connect(lambda: explain(self.day.meaning, self.day.meaning.text()))
        self.dismiss(self.tr("Back"))
        self.confirm(self.tr("Save"))
        self.fit(WIDTH)
        self.day.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"known": self._known.id, "version": self._known.version}

    def accept(self) -> None:
        self.provider.settle()
        try:
            span = self._span()
            chosen = self.provider.provider
            if chosen is None:
                raise Invalid(resource_id=[self.tr("must be somebody who is in the list")])
        except Invalid as error:
            self.refuse(error)
            return
        what = f"{chosen.name}, {words.when(span, self.client.zone)}"
        done = self.carry_out(
            self.tr("Change the slot of {what}").format(what=what),
            provider_slots.move_slot,
            self._known.id,
            span,
            seen=self._known.version,
            resource_id=chosen.id,
            appointment_type=self.type.code(),
        )
        if done is not None:
            super().accept()

    def refuse(self, error: DeskError) -> None:
        if isinstance(error, Invalid):
            error = Invalid(**{NAMES.get(name, name): why for name, why in error.reasons.items()})
        super().refuse(error)

    def _span(self) -> Span:
        try:
            day, times = self.day.date(), self.times.times()
        except Unclear as error:
            raise Invalid(start=[self.tr("or the times are not understood")]) from error
        if day is None:
            raise Invalid(start=["must not be empty"])
        if times is None:
            raise Invalid(times=["must not be empty"])
        opens, closes = times
        last = day + timedelta(days=1) if closes <= opens else day
        zone = self.client.zone
        return Span(datetime.combine(day, opens, zone), datetime.combine(last, closes, zone))

    def _fill(self, known: Availability) -> None:
        zone = self.client.zone
        start, end = known.span.start.astimezone(zone), known.span.end.astimezone(zone)
        self.provider.show_id(known.resource_id)
        self.day.show_when(When(start.date()))
        self.times.show_times(start.time(), end.time())
        self.type.show_code(known.appointment_type)
