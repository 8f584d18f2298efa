"""Everything about an appointment, to be looked at, put right, and taken further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QPushButton, QWidget

from desk.domain.appointment import Appointment, Shelf
from desk.domain.change import JournalEntry
from desk.domain.directory import Person
from desk.domain.errors import DeskError, Stale
from desk.domain.span import Span
from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.booking import history, remote, steps, words
from desk.gui.booking.enter_button import EnterButton
from desk.gui.booking.facts import look
from desk.gui.booking.fields import BookingFields
from desk.gui.booking.steps import MARKS
from desk.gui.client import Client, Shown
from desk.gui.naming import named
from desk.services import appointments, booking, journal, people

if TYPE_CHECKING:
    from desk.store.database import Read

WIDTH = 660
HISTORY_LINES = 4
MOVE, CANCEL = "M", "Del"
COMMANDS = {"move": "booking.move", "cancel": "booking.cancel", "join": "booking.join"}


class AppointmentDialog(ActingDialog):
    """Shows a visit. Its buttons have letters, which work as long as nobody is typing."""

    wished = Signal(str)  # "move", "cancel", or the id of a mark

    def __init__(
        self, client: Client, appointment: Appointment, parent: QWidget | None = None
    ) -> None:
        super().__init__(client, "appointment", "", parent)
        self.facts = client.ask(look)
        self.run, person, past = client.ask(_about, appointment.id)
        self.first = self.run[0]
        client.shown.emit(Shown("appointment", self.first.id, self))
        self.setWindowTitle(words.called(self.first))
        self.standing = named(QLabel(), "appointment.standing", self.tr("Standing"))
        self.fields = BookingFields(self, client, self.facts)
        self.fields.arrived.hide()
        self.fields.show_appointment(self.first, person)
        self.history = named(QListWidget(), "appointment.history", self.tr("History"))
        self.history.addItems([history.line(change, self.facts) for change in past])
        self.buttons_of: dict[str, QPushButton] = {}
        self._lay_out()
        self.saved()
        self.fit(WIDTH)
        (self.buttons_of.get("move") or self.confirm_button).setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"appointment": self.first.id, "version": self.run[0].version}

    def accept(self) -> None:
        if not self.edited():
            super().accept()
            return
        name = self.tr("Change {whom}").format(whom=words.about(self.first, self.facts))
        said = self.fields.booking()
        if self.carry_out(name, booking.amend, self.run, said):
            super().accept()

    def refuse(self, error: DeskError) -> None:
        if isinstance(error, Stale):
            # Saving once more is then on purpose, over what somebody else has just written.
            self.run, _, _ = self.client.ask(_about, self.first.id)
        super().refuse(error)

    def _wish(self, what: str) -> None:
        """Go on to something else; what was typed here is asked about first."""
        self.reject()
        if not self.isVisible():
            self.wished.emit(what)

    def _lay_out(self) -> None:
        when = words.when(Span(self.first.span.start, self.run[-1].span.end), self.facts)
        head = QHBoxLayout()
        head.addWidget(theme.as_role(QLabel(when), "heading"))
        head.addStretch(1)
        head.addWidget(self.standing)
        standing = self.first.standing(self.facts.now)
        self.standing.setText(words.standing(standing))
        theme.as_state(self.standing, words.tone(standing))
        provider = theme.as_role(QLabel(self._beside()), "muted")
        self.body.insertLayout(0, head)
        self.body.insertWidget(1, provider)
        self.body.insertWidget(2, self._deeds())
        metrics = self.history.fontMetrics()
        self.history.setFixedHeight(metrics.lineSpacing() * HISTORY_LINES + 16)
        self.history.setVisible(self.history.count() > 0)
        if self.history.count():
            self.field("history", self.tr("&History"), self.history)
        self.dismiss(self.tr("Close"))
        self.confirm_button = self.confirm(self.tr("Save"), "list.edit")

    def _beside(self) -> str:
        number = self.tr("Booking #{number}").format(number=self.first.id)
        parts = (self.facts.provider(self.first.resource_id), number, self.first.beyond)
        return " \u00b7 ".join(part for part in parts if part)

    def _deeds(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if self.first.shelf is Shelf.PUBLIC:
            self._deed(row, "move", self.tr("Move"), MOVE)
            for mark in MARKS:
                if steps.possible(mark, self.first, self.facts.now):
                    self._deed(row, mark.id, mark.words, mark.key)
            if remote.link(self.first):
                self._deed(row, "join", self.tr("Join call"), remote.KEY)
            self._deed(row, "cancel", self.tr("Cancel appointment"), CANCEL)
        layout.addStretch(1)
        return row

    def _deed(self, row: QWidget, what: str, verb: str, key: str) -> None:
        button = EnterButton(f"{verb} ({key})", COMMANDS.get(what, "booking.arrive"))
        named(button, f"appointment.{what}", verb)
        button.clicked.connect(partial(self._on_pressed, what))
        layout = row.layout()
        assert layout is not None
        layout.addWidget(button)
        self.buttons_of[what] = button
        # Letters are for what is being typed, unless the keyboard is in this row.
        shortcut = QShortcut(QKeySequence(key), row)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(button.click)

    def _on_pressed(self, what: str, _checked: bool = False) -> None:
        self._wish(what)


def _about(
    tx: Read, appointment_id: int
) -> tuple[Sequence[Appointment], Person | None, Sequence[JournalEntry]]:
    appointment = appointments.one(tx, appointment_id)
    known = appointment.person_id
    person = people.one(tx, known) if known is not None else None
    past = journal.of(tx, "appointment", appointment_id)
    return booking.visit(tx, appointment), person, past
