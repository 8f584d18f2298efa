"""The fields of an appointment, in the order in which people are asked."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit

from desk.domain.appointment import Appointment, Details
from desk.domain.directory import Person
from desk.gui import theme
from desk.gui.booking import remote, words
from desk.gui.booking.facts import Facts
from desk.gui.booking.who_field import WhoField
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.explaining import explain, put_under
from desk.gui.naming import named
from desk.gui.note_field import NoteField
from desk.services import people, site
from desk.services.appointment_series import Repetition
from desk.services.booking import Booking

NOTE_LINES = 3


class BookingFields(QObject):
    """Makes the fields in a dialog, and reads them."""

    def __init__(self, dialog: Dialog, client: Client, facts: Facts) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self.who = WhoField(client)
        self.meaning = theme.as_role(QLabel(), "muted")
        self.phone = QLineEdit()
        self.note = NoteField(NOTE_LINES)
        self.type = QComboBox()
        self.arrived = named(
            QCheckBox(self.tr("Has &arrived now")), "booking.arrived", self.tr("Has arrived now")
        )
        self.remote = named(QCheckBox(self.tr("Re&mote")), "booking.remote", self.tr("Remote"))
        self.remote.setToolTip(
            self.tr("They do not come here, but get a link to a room to meet in")
        )
        self.remote.setVisible(client.ask(site.setting, site.TELECONSULTATION))
        self._was_remote = False
        self.type.addItem(self.tr("As usual"), "")
        for each in facts.types:
            self.type.addItem(each.name, each.code)
        self.who.setPlaceholderText(self.tr("Needed: a name, or any part of name or phone"))
        self._lay_out()
        self.who.textChanged.connect(self.say_who)
        self.who.picked.connect(self.say_who)
        self.who.dropped.connect(self.say_who)
        self.say_who()

    @property
    def name(self) -> str:
        """Whoever it is for, as it stands in the line."""
        return self.who.text().strip()

    def show_type(self, code: str | None) -> None:
        """Choose an appointment type; one that the house does not know is added."""
        if code and self.type.findData(code) < 0:
            self.type.addItem(code, code)
        self.type.setCurrentIndex(max(self.type.findData(code or ""), 0))

    def show_appointment(self, appointment: Appointment, person: Person | None) -> None:
        """Write into the fields what is known."""
        if person is not None:
            self.who.show_person(person)
        else:
            self.who.setText(appointment.title)
        self.note.setPlainText(appointment.note)
        self.show_type(appointment.appointment_type)
        self._was_remote = remote.is_remote(appointment)
        self.remote.setChecked(self._was_remote)

    def details(self, before: Details | None = None) -> Details:
        """What the fields say; the rest as it was `before`."""
        known = self.who.person
        bare = known is None and self.who.new_person is None
        said = before or Details()
        meets = self.remote.isChecked()
        return replace(
            said,
            person_id=known.id if known else None,
            title=self.name if bare else "",
            appointment_type=self.type.currentData() or None,
            note=self.note.toPlainText().strip(),
            extra=remote.marked(said.extra, meets) if meets != self._was_remote else said.extra,
        )

    def new_person(self) -> people.Details | None:
        """Who is to be written down."""
        new = self.who.new_person
        return replace(new, phone=self.phone.text().strip() or None) if new else None

    def booking(
        self, *, arrived: bool = False, anyway: str = "", repetition: Repetition | None = None
    ) -> Booking:
        """All of it, as the service takes it."""
        return Booking(
            details=self.details(),
            new_person=self.new_person(),
            arrived=arrived,
            anyway=anyway,
            repetition=repetition,
        )

    def say_who(self, _changed: object = None) -> None:
        """Say under the name what it stands for; a new person is asked for the phone."""
        known, new = self.who.person, self.who.new_person
        if known is not None:
            said = words.known(known)
        elif new is not None:
            said = self.tr("Is written down as a new person")
        else:
            said = self.tr("Only the name is noted") if self.name else ""
        explain(self.meaning, said)
        self.who.setAccessibleDescription(said)
        self._dialog.show_field("phone", new is not None)
        if new is not None and new.phone and not self.phone.text():
            self.phone.setText(new.phone)

    def _lay_out(self) -> None:
        dialog = self._dialog
        dialog.field("who", self.tr("&Who"), self.who)
        put_under(dialog, self.who, self.meaning)
        dialog.field("phone", self.tr("&Phone"), self.phone)
        dialog.field("note", self.tr("&Note"), self.note)
        dialog.field("appointment_type", self.tr("&Type"), self.type)
        boxes = QHBoxLayout()
        boxes.setSpacing(16)
        for box in (self.arrived, self.remote):
            boxes.addWidget(box)
        boxes.addStretch(1)
        dialog.form.addRow("", boxes)
