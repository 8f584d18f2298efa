"""Booking somebody: the place is held while the panel is open, and only a name is needed.

If the place goes meanwhile, the panel says who took it and offers what is free next; everything
that was typed stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from desk.domain.appointment import Appointment
from desk.domain.errors import DeskError, Lapsed, NotFound, Unavailable
from desk.domain.span import Span
from desk.domain.wish import Free, Wish
from desk.gui import format, messages
from desk.gui.acting import ActingDialog
from desk.gui.booking import words
from desk.gui.booking.facts import look
from desk.gui.booking.fields import BookingFields
from desk.gui.booking.keeping import Keeping
from desk.gui.booking.next_free import NextFreeDialog, next_three
from desk.gui.booking.otherwise import Otherwise
from desk.gui.booking.panel_head import PanelHead
from desk.gui.booking.repeat_box import RepeatBox
from desk.gui.client import Client
from desk.services import booking
from desk.services.appointment_series import Repetition
from desk.services.booking import Place, Planned

WIDTH = 620
LONGEST = 8 * 60  # minutes


class BookingDialog(ActingDialog):
    """Books a place. `booked` is what became of it; `wish` is what was asked for to find it."""

    def __init__(
        self,
        client: Client,
        place: Place,
        parent: QWidget | None = None,
        *,
        text: str = "",
        wish: Wish | None = None,
    ) -> None:
        super().__init__(client, "booking", "", parent)
        self.setWindowTitle(self.tr("New appointment"))
        self.facts = client.ask(look)
        self.place = place
        self.booked: list[Appointment] = []
        self._asked = wish
        self.keeping = Keeping(self)
        self.head = PanelHead()
        self.otherwise = Otherwise(self.facts)
        self.fields = BookingFields(self, client, self.facts)
        self.length = QSpinBox()
        self.repeat = RepeatBox(self._plan, self.facts)
        self._lay_out()
        self._show_place()
        self.fields.show_type(wish.appointment_type if wish else None)
        begins_soon = self.facts.begins_soon(place.span)
        self.fields.arrived.setChecked(self.is_today and (wish is not None or begins_soon))
        self.fields.who.setText(text)
        self.saved()
        self.fit(WIDTH)
        self.fields.who.setFocus()

    @property
    def is_today(self) -> bool:
        return self.place.span.start.astimezone(self.facts.zone).date() == self.facts.today

    def concerns(self) -> Mapping[str, Any]:
        span, place = self.place.span, self.place
        return {
            "start": span.start.isoformat(),
            "end": span.end.isoformat(),
            "resource": place.resource_id,
            "availability": place.availability_id,
            "held": self.keeping.held,
        }

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only when the panel is seen, so that what cannot be held is said in it.
        QTimer.singleShot(0, self, self._hold)

    def accept(self) -> None:
        name = self.fields.name
        if not name:
            self.show_faults({"who": [self.tr("must not be empty: at least a name is needed")]})
            return
        whom = words.whom(name, self.place.resource_id, self.place.span, self.facts)
        details = self.fields.booking(
            arrived=self.fields.arrived.isChecked() and self.is_today,
            anyway=self.otherwise.anyway,
            repetition=self.repeat.repetition(self.facts.zone),
        )
        step = self.tr("Book {whom}").format(whom=whom)
        if self.repeat.repeats:
            times = self.tr(", {count} times").format(count=format.count(self.repeat.number))
            step += times
        done = self.carry_out(step, booking.complete, self.place, details, self.keeping.held)
        if done:
            self.booked = done
            self.keeping.leave()
            super().accept()

    def done(self, result: int) -> None:
        self.keeping.give_back()
        super().done(result)

    def refuse(self, error: DeskError) -> None:
        match error:
            case Unavailable() | Lapsed() | NotFound(kind="availability"):
                self._offer_others(error)
            case _:
                super().refuse(error)

    def choose_other(self) -> None:
        """Look for another time; what was typed stays."""
        dialog = NextFreeDialog(self.client, "", self, verb=self.tr("Take this time"))
        dialog.chosen.connect(self._go_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _hold(self) -> None:
        if self.isVisible() and not self.keeping.held and not self.otherwise.said:
            self.keeping.take(self.place)

    def _go_to(self, free: Free) -> None:
        """Hold another place instead."""
        self._leave_place(free)
        self._hold()
        self.fields.who.setFocus()

    def _book_instead(self, free: Free) -> None:
        """Book just what was typed on another place; without a name it is only held."""
        if not self.fields.name:
            self._go_to(free)
            return
        self._leave_place(free)
        self.accept()

    def _leave_place(self, free: Free) -> None:
        self.keeping.give_back()
        self.otherwise.clear()
        self.place = Place.of(free)
        self._show_place()

    def _offer_others(self, error: DeskError) -> None:
        self.keeping.beat.stop()
        self.head.show_held(None)
        free = self.client.ask(next_three, self._wish(), self.place)
        self.otherwise.offer(messages.sentence(error, self.client.zone), free)

    def _wish(self) -> Wish:
        """What else would do: what was asked for, or as much time of the same provider."""
        if self._asked is not None:
            return replace(self._asked, latest=None)
        whose = self.place.resource_id
        return Wish(resources=None if whose is None else (whose,), length=self.place.span.length)

    def _show_place(self) -> None:
        provider = self.facts.provider(self.place.resource_id)
        self.head.show_place(words.when(self.place.span, self.facts), provider)
        self.fields.arrived.setVisible(self.is_today)
        self.show_field("length", self.place.availability_id is None)
        self.length.setValue(self.place.span.length // timedelta(minutes=1))
        self.repeat.look()

    def _plan(self, repetition: Repetition) -> Sequence[Planned]:
        return self.client.ask(booking.planned, self.place, repetition, self.keeping.held)

    def _on_length(self, minutes: int) -> None:
        """Only what stands by itself can be as long as one likes."""
        if self.place.availability_id is None:
            start = self.place.span.start
            span = Span(start, start + timedelta(minutes=minutes))
            self.place = replace(self.place, span=span)
            self.head.when.setText(words.when(span, self.facts))

    def _lay_out(self) -> None:
        self.length.setRange(1, LONGEST)
        self.length.setSuffix(self.tr(" min"))
        self.field("length", self.tr("&Length"), self.length)
        caption = QLabel(self.tr("&Repeat"))
        caption.setBuddy(self.repeat)
        caption.setMinimumHeight(self.repeat.rule.sizeHint().height())
        self.form.addRow(caption, self.repeat)
        self.body.insertWidget(0, self.head)
        self.body.insertWidget(1, self.otherwise)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Book"))
        self.length.valueChanged.connect(self._on_length)
        self.head.other.clicked.connect(self.choose_other)
        self.otherwise.chosen.connect(self._book_instead)
        self.keeping.ticked.connect(self.head.show_held)
