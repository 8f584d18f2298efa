"""Changing or withdrawing open hours: for one date, from it on, or altogether.

Asked once, before anything is changed, with those who are booked and would have to be called.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.errors import Invalid
from desk.domain.open_time import NewAvailability
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.explaining import explain, put_under
from desk.gui.naming import named
from desk.gui.slots import words
from desk.gui.slots.affected import Affected
from desk.gui.slots.hours import Hours
from desk.gui.slots.repetition import Every, Repetition
from desk.gui.when_field import DateField, Unclear, When
from desk.services import availabilities, splitting

if TYPE_CHECKING:
    from desk.store.database import Read

WIDTH = 720
LOOKED_AHEAD = timedelta(days=366)


class ScopeDialog(ActingDialog):
    """What a change of `known` hours is for; without `wanted` ones they are withdrawn."""

    done_with = Signal()  # it has been saved

    def __init__(
        self,
        client: Client,
        known: Availability,
        who: str,
        wanted: Hours | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(client, "slots.scope", "", parent)
        self._known, self._wanted, self._who = known, wanted, who
        self.choices = {
            Scope.THIS: QRadioButton(self.tr("Only &that date")),
            Scope.FOLLOWING: QRadioButton(self.tr("That date and &all after it")),
            Scope.ALL: QRadioButton(self.tr("Al&ways, from the beginning")),
        }
        self.on = DateField(client.wall_clock)
        self.affected = Affected(client)
        self._lay_out()
        self.choices[Scope.FOLLOWING if known.rule else Scope.ALL].setChecked(True)
        self.on.show_when(When(client.ask(_next_date, known)))
        for button in self.choices.values():
            button.toggled.connect(self._on_chosen)
        self.on.meant.connect(self._on_chosen)
        self._on_chosen()
        self.fit(WIDTH)
        if known.rule:
            self.choices[Scope.FOLLOWING].setFocus()

    def scope(self) -> Scope:
        """Which was chosen."""
        return next(each for each, button in self.choices.items() if button.isChecked())

    def concerns(self) -> Mapping[str, Any] | None:
        if self._wanted is not None:
            return None  # it comes back with the form it was opened from
        return {"known": self._known.id, "version": self._known.version}

    def accept(self) -> None:
        scope = self.scope()
        try:
            on = self._date()
            change = self._change(scope, on)
        except Invalid as error:
            self.refuse(error)
            return
        what = words.open_hours(self._known, self._who)
        said = self.tr("Change {what}") if self._wanted else self.tr("Withdraw {what}")
        done = self.carry_out(
            said.format(what=what),
            splitting.split,
            self._known.id,
            on,
            scope,
            change,
            seen=self._known.version,
        )
        if done is not None:
            super().accept()
            self.done_with.emit()

    def _on_chosen(self) -> None:
        meaning = self.on.meaning.text()
        explain(self.on.meaning, "" if meaning == self.on.text() else meaning)
        scope = self.scope()
        self.on.setEnabled(scope is not Scope.ALL)
        try:
            on = self._date()
            change = self._change(scope, on)
        except Invalid:
            self.affected.say("")
            return
        booked = self.client.ask(availabilities.affected, self._known.id, change)
        self.affected.show_bookings(self._within(booked, scope, on))

    def _within(
        self, booked: Sequence[Appointment], scope: Scope, on: dt.date
    ) -> list[Appointment]:
        zone = ZoneInfo(self._known.zone)
        return [
            each
            for each in booked
            if scope is Scope.ALL
            or (date := words.day(each.span, zone)) == on
            or (scope is Scope.FOLLOWING and date > on)
        ]

    def _date(self) -> dt.date:
        if self.scope() is Scope.ALL:
            return words.day(self._known.span, ZoneInfo(self._known.zone))
        try:
            found = self.on.date()
        except Unclear as error:
            raise Invalid(on=[self.tr("is not understood")]) from error
        if found is None:
            raise Invalid(on=["must not be empty"])
        return found

    def _change(self, scope: Scope, on: dt.date) -> NewAvailability | None:
        """What is to be instead, beginning where the change does."""
        if self._wanted is None:
            return None
        if scope is Scope.ALL:
            return self._wanted.asked()
        if scope is Scope.THIS:
            once = Repetition(Every.ONCE, frozenset({on.weekday()}))
            return replace(self._wanted, first=on, repetition=once).asked()
        return replace(self._wanted, first=on).asked()

    def _lay_out(self) -> None:
        self.setWindowTitle(
            self.tr("Change open hours") if self._wanted else self.tr("Withdraw open hours")
        )
        choices = QVBoxLayout()
        choices.setSpacing(8)
        for scope, button in self.choices.items():
            named(button, f"slots.scope.{scope.value}", button.text().replace("&", ""))
            choices.addWidget(button)
            button.setVisible(self._known.rule is not None)
        self.body.insertLayout(1, choices)
        self.field("on", self.tr("&Date"), self.on)
        put_under(self, self.on, self.on.meaning)
        self.area.setVisible(self._known.rule is not None)
        self.area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.insertWidget(3, self.affected, 1)
        self.dismiss(self.tr("Back"))
        self.confirm(self.tr("Save the change") if self._wanted else self.tr("Withdraw"))


def _next_date(tx: Read, known: Availability) -> dt.date:
    """The next date on which it is open; the first one where there is none to come."""
    zone = ZoneInfo(known.zone)
    if known.rule is not None:
        ahead = known.occurrences(Span(tx.now, tx.now + LOOKED_AHEAD))
        following = next(iter(ahead), None)
        if following is not None:
            return words.day(following, zone)
    return words.day(known.span, zone)
