"""Having an appointment elsewhere: a visit goes as a whole, and by name.

What is refused can be done all the same for a reason, see `Anyway`; nothing else books two people
on one time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desk.domain.appointment import Appointment
from desk.domain.errors import DeskError, Unavailable
from desk.domain.span import Span
from desk.gui import messages, rights, theme
from desk.gui.banner import Banner
from desk.gui.calendar import words
from desk.gui.calendar.model import CalendarModel
from desk.gui.calendar.wishes import Drop
from desk.gui.client import Client
from desk.gui.naming import named
from desk.services import appointments, booking

if TYPE_CHECKING:
    from desk.store.database import Write


@dataclass(frozen=True, slots=True)
class Refused:
    """A wish that was refused, and how."""

    drop: Drop
    error: Unavailable


class Mover(QObject):
    """Carries out what was dragged or pushed; `refused` asks for a reason to do it anyway."""

    moved = Signal(object)  # Appointment
    refused = Signal(object)  # Refused
    said = Signal(str)

    def __init__(self, client: Client, model: CalendarModel, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._model = model
        self._error: DeskError | None = None
        client.refused.connect(self._on_refused)

    def drop(self, drop: Drop, anyway: str = "") -> None:
        """Have an appointment there, with the rest of its visit."""
        if not rights.may("booking.move", self.said.emit):
            return
        picture = self._model.picture
        other = drop.resource_id != drop.appointment.resource_id
        whose = words.provider(drop.resource_id, picture.resources) if other else ""
        name = words.moving(drop.appointment, drop.to, picture.moment, whose=whose)
        self._error = None
        done = self._client.do(name, _move, drop, anyway)
        if done is not None:
            self.moved.emit(done)
        elif isinstance(self._error, Unavailable):
            self.refused.emit(Refused(drop, self._error))

    def drop_on_date(self, appointment: Appointment, date: dt.date) -> None:
        """Have an appointment on another date at the same time of day."""
        zone = self._client.zone
        local = appointment.span.start.astimezone(zone)
        start = datetime.combine(date, local.time(), zone)
        to = Span(start, start + appointment.span.length)
        if to != appointment.span:
            self.drop(Drop(appointment, to, appointment.resource_id))

    def _on_refused(self, error: DeskError) -> None:
        self._error = error


class Anyway(Banner):
    """Says what is in the way, and lets somebody move an appointment there for a reason."""

    wished = Signal(object, str)  # Drop, the reason

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("calendar.anyway", "triangle-alert", parent)
        self._client = client
        self._drop: Drop | None = None
        self._came_from: QWidget | None = None
        self.reason = named(QLineEdit(), "calendar.anyway.reason", self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Reason for having it there all the same"))
        self.button = named(
            QPushButton(self.tr("Move anyway")), "calendar.anyway.do", self.tr("Move anyway")
        )
        self.leave = named(
            QPushButton(self.tr("Leave it")), "calendar.anyway.leave", self.tr("Leave it")
        )
        theme.as_primary(self.button)
        self.button.setEnabled(False)
        self.row.addWidget(self.reason, 1)
        self.row.addWidget(self.button)
        self.row.addWidget(self.leave)
        self.reason.textChanged.connect(lambda text: self.button.setEnabled(bool(text.strip())))
        self.reason.returnPressed.connect(self._on_confirmed)
        self.button.clicked.connect(self._on_confirmed)
        self.leave.clicked.connect(self.put_away)

    def ask(self, refused: Refused, came_from: QWidget) -> None:
        """Say why it was refused, and wait for a reason."""
        self._drop, self._came_from = refused.drop, came_from
        self.reason.clear()
        self.say(messages.sentence(refused.error, self._client.zone), "warning")
        self.reason.setFocus()

    def put_away(self) -> None:
        """Leave everything as it is; the keyboard goes back to where it was."""
        self._drop = None
        had_keyboard = self.isAncestorOf(self.focusWidget() or self)
        self.clear()
        if had_keyboard and self._came_from is not None:
            self._came_from.setFocus()

    def _on_confirmed(self) -> None:
        drop, reason = self._drop, self.reason.text().strip()
        if drop is not None and reason:
            self.put_away()
            self.wished.emit(drop, reason)


def _move(tx: Write, drop: Drop, anyway: str) -> Appointment:
    """Move an appointment, or the visit that it is a part of."""
    found, whose = drop.appointment, drop.resource_id
    run = booking.visit(tx, found)
    if len(run) == 1 or anyway or drop.to.length != found.span.length:
        return appointments.move(
            tx, found.id, drop.to, seen=found.version, resource_id=whose, anyway=anyway
        )
    whole = Span(run[0].span.start, run[-1].span.end)
    begins = drop.to.start - (found.span.start - whole.start)
    place = booking.place_at(tx, whose, Span(begins, begins + whole.length))
    seen = [replace(each, version=found.version) if each.id == found.id else each for each in run]
    moved = booking.move(tx, seen, place)
    return next(each for each in moved if each.id == found.id)
