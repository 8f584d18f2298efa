"""Everything that is known of the chosen appointment, beside the calendar, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk.domain.appointment import Appointment, Shelf
from desk.domain.change import JournalEntry
from desk.domain.directory import Person
from desk.gui import actions, discretion, format, icons, theme
from desk.gui.booking import history, remote, steps
from desk.gui.booking.facts import Facts
from desk.gui.booking.facts import look as facts
from desk.gui.buttons import CommandButton
from desk.gui.calendar import look, words
from desk.gui.calendar.model import CalendarModel
from desk.gui.client import Client, Shown
from desk.gui.naming import named
from desk.services import appointments, journal, people

if TYPE_CHECKING:
    from desk.store.database import Read

MOST_CHANGES = 12
COLUMNS = 2
BUTTONS = (
    "booking.arrive",
    "booking.admit",
    "booking.complete",
    "booking.miss",
    "booking.open",
    "booking.move",
    "booking.cancel",
    "booking.join",
    "booking.copy_link",
)
KEYS = {
    "booking.arrive": "Space",
    "booking.move": "M",
    "booking.open": "Enter",
    "booking.cancel": "Del",
    "booking.join": remote.KEY,
}


@dataclass(frozen=True, slots=True)
class Known:
    """An appointment as it stands, whose it is, and what happened to it."""

    appointment: Appointment
    person: Person | None
    changes: Sequence[JournalEntry]
    facts: Facts


class DetailsPanel(QScrollArea):
    """The chosen appointment; of several only how many they are."""

    wished = Signal(str)  # the id of the command for a button that was pressed

    def __init__(self, client: Client, model: CalendarModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "calendar.details", self.tr("Details"))
        self._client = client
        self._model = model
        self.chip = QLabel()
        self.heading = _wrapped(theme.as_role(QLabel(), "heading"))
        self.when = _wrapped(theme.as_role(QLabel(), "muted"))
        self._grid = QFormLayout()
        self.values = {name: self._row(caption) for name, caption in self._captions().items()}
        self._story_heading = theme.as_role(QLabel(self.tr("What happened")), "strong")
        self.story = _wrapped(QLabel())
        self._deeds = QGridLayout()
        self.buttons = {each: self._button(each) for each in BUTTONS}
        self._lay_out()
        self.show_appointments([])

    def show_appointments(self, chosen: Sequence[Appointment]) -> None:
        """Show this one; or how many they are."""
        one = chosen[0] if len(chosen) == 1 else None
        for label in (self.chip, self.when, self.story, self._story_heading):
            label.setVisible(one is not None)
        if one is not None:
            self._show(self._client.ask(_known, one.id))
            self._client.shown.emit(Shown("appointment", one.id, self))
            return
        self._show_values({})
        self._offer(chosen)
        if chosen:
            said = self.tr("{n} appointments are chosen").format(n=format.count(len(chosen)))
        else:
            said = self.tr("No appointment is chosen")
        self.heading.setText(said)

    def _show(self, known: Known) -> None:
        at, found = self._model.moment, known.appointment
        seen = look.of(found, at)
        self.chip.setText(seen.words)
        theme.as_state(self.chip, seen.state)
        self.heading.setText(words.name(found))
        provider = words.provider(found.resource_id, self._model.picture.resources)
        day = format.date(at.date(found.span.start))
        self.when.setText(f"{day}, {at.hours(found.span)}\n{provider}")
        self._show_values(self._said(known))
        lines = [history.line(change, known.facts) for change in known.changes[:MOST_CHANGES]]
        self.story.setText("\n".join(lines))
        self._story_heading.setVisible(bool(lines))
        self._offer([found])

    def _said(self, known: Known) -> dict[str, str]:
        """What stands beside each caption; nothing for what is not known."""
        at, found, person = self._model.moment, known.appointment, known.person

        def moment(when: object) -> str:
            return at.clock(when) if when is not None else ""  # type: ignore[arg-type]

        return {
            "phone": discretion.reach(person.phone) if person else "",
            "type": words.kind_of(found, at),
            "note": discretion.note(found.note),
            "person_note": discretion.note(person.note) if person else "",
            "arrived": moment(found.arrived_at),
            "admitted": moment(found.admitted_at),
            "completed": moment(found.completed_at),
            "beyond": found.beyond,
            "caller": found.caller,
        }

    def _show_values(self, said: dict[str, str]) -> None:
        for name, label in self.values.items():
            label.setText(said.get(name, ""))
            self._grid.setRowVisible(label, bool(said.get(name)))

    def _offer(self, chosen: Sequence[Appointment]) -> None:
        """Show the buttons that make sense for all of them."""
        now = self._model.moment.now
        standing = [each for each in chosen if each.shelf is Shelf.PUBLIC]
        settled = [each for each in standing if each.held_until is None]
        number = 0
        for name, button in self.buttons.items():
            mark = name.removeprefix("booking.")
            if mark in ("open", "move"):
                possible = len(settled) == len(chosen) == 1
            elif mark in ("join", "copy_link"):
                possible = len(settled) == len(chosen) == 1 and bool(remote.link(chosen[0]))
            elif mark == "cancel":
                possible = bool(chosen) and len(standing) == len(chosen)
            else:
                possible = bool(chosen) and all(
                    steps.possible(steps.mark(mark), each, now) for each in chosen
                )
            button.setVisible(possible)
            if possible:
                self._deeds.addWidget(button, number // COLUMNS, number % COLUMNS)
                number += 1

    def _row(self, caption: str) -> QLabel:
        label = _wrapped(QLabel())
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addRow(theme.as_role(QLabel(caption), "muted"), label)
        return label

    def _captions(self) -> dict[str, str]:
        return {
            "phone": self.tr("Phone"),
            "type": self.tr("Type"),
            "note": self.tr("Note"),
            "person_note": self.tr("About the person"),
            "arrived": self.tr("Arrived"),
            "admitted": self.tr("Went in"),
            "completed": self.tr("Done"),
            "beyond": self.tr("Overbooked"),
            "caller": self.tr("Being called by"),
        }

    def _button(self, identifier: str) -> QPushButton:
        command = actions.command(identifier)
        button = CommandButton(f" {command.title}", identifier, self)
        named(button, f"calendar.details.{identifier}", command.title)
        button.setIcon(icons.icon(command.icon or "pencil"))
        key = KEYS.get(identifier, "")
        button.setToolTip(f"{command.title} ({key})" if key else command.title)
        button.clicked.connect(lambda: self.wished.emit(identifier))
        return button

    def _lay_out(self) -> None:
        inner = QWidget()
        self._deeds.setSpacing(8)
        self._grid.setHorizontalSpacing(12)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.heading)
        column.addWidget(self.when)
        column.addLayout(self._deeds)
        column.addLayout(self._grid)
        column.addSpacing(8)
        column.addWidget(self._story_heading)
        column.addWidget(self.story)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        inner.setAutoFillBackground(False)  # it lies upon a panel, whose colour it has
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _wrapped(label: QLabel) -> QLabel:
    label.setWordWrap(True)
    return label


def _known(tx: Read, appointment_id: int) -> Known:
    found = appointments.one(tx, appointment_id)
    person = people.one(tx, found.person_id) if found.person_id is not None else None
    return Known(found, person, journal.of(tx, "appointment", found.id), facts(tx))
