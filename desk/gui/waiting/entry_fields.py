"""The fields of an entry of the waiting list, in the order in which people are asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox

from desk.domain.directory import Person
from desk.domain.errors import Invalid
from desk.domain.waiting import MOST_PEOPLE, Joining, WaitingEntry
from desk.gui import theme
from desk.gui.booking import waiting_words as words
from desk.gui.booking import words as booking_words
from desk.gui.booking.facts import Facts
from desk.gui.booking.who_field import WhoField
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.explaining import explain, put_under
from desk.gui.note_field import NoteField
from desk.gui.waiting.dates_field import DatesField
from desk.gui.waiting.part_field import PartField
from desk.gui.when_field import DateField, Unclear, When
from desk.services import people

T = TypeVar("T")
NOTE_LINES = 2
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOTICES = (
    timedelta(),
    *(15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR),
    *(DAY, 2 * DAY, 7 * DAY),
)


class EntryFields(QObject):
    """Makes the fields in a dialog, and reads them."""

    def __init__(self, dialog: Dialog, client: Client, facts: Facts) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._facts = facts
        self.who = WhoField(client)
        self.meaning = theme.as_role(QLabel(), "muted")
        self.phone = QLineEdit()
        self.type = QComboBox()
        self.variation = QComboBox()
        self.dates = DatesField(lambda: facts.today)
        self.part = PartField()
        self.earliest = DateField(self._now)
        self.latest = DateField(self._now)
        self.notice = QComboBox()
        self.party = QSpinBox()
        self.note = NoteField(NOTE_LINES)
        self._lay_out()
        self.show_types(0)
        for signal in (self.who.textChanged, self.who.picked, self.who.dropped):
            signal.connect(self.say_who)
        self.type.currentIndexChanged.connect(lambda _row: self._show_variations(None))
        self.say_who()

    def show_types(self, besides: int) -> None:
        """Offer the types that can be waited for, and that of id `besides`."""
        self.type.clear()
        for each in self._facts.types:
            if each.waiting_list or each.id == besides:
                self.type.addItem(each.name, each.id)
        self._show_variations(None)

    def show_entry(self, entry: WaitingEntry, person: Person | None) -> None:
        """Write into the fields what is known."""
        if person is not None:
            self.who.show_person(person)
        else:
            self.who.setText(entry.name)
        self.phone.setText(entry.phone or "")
        self.show_types(entry.type_id)
        self.type.setCurrentIndex(self.type.findData(entry.type_id))
        self._show_variations(entry.variation_id)
        self.dates.show_dates(entry.dates)
        self.part.show_hours(entry.since, entry.until)
        for field, date in ((self.earliest, entry.earliest), (self.latest, entry.latest)):
            field.show_when(When(date) if date else None)
        self.show_notice(entry.notice)
        self.party.setValue(entry.party)
        self.note.setPlainText(entry.note)

    def show_notice(self, length: timedelta) -> None:
        """Choose how long before they have to know; what is not among the choices is added."""
        if self.notice.findData(length // MINUTE) < 0:
            self.notice.addItem(words.length(length), length // MINUTE)
        self.notice.setCurrentIndex(self.notice.findData(length // MINUTE))

    def joining(self, before: Joining | None = None) -> Joining:
        """What the fields say, the rest as it was `before`; `Invalid` names those at fault."""
        faults: dict[str, list[str]] = {}
        dates = self._read(faults, "dates", self.dates.dates) or ()
        since, until = self._read(faults, "until", self.part.hours) or (None, None)
        earliest = self._read(faults, "earliest", self.earliest.date)
        latest = self._read(faults, "latest", self.latest.date)
        if self.type.currentData() is None:
            faults["type_id"] = [self.tr("nothing can be waited for; no type has a waiting list")]
        if faults:
            raise Invalid(**faults)
        known, new = self.who.person, self.who.new_person
        wanted = Joining(
            type_id=self.type.currentData(),
            variation_id=self.variation.currentData(),
            dates=dates,
            since=since,
            until=until,
            earliest=earliest,
            latest=latest,
            notice=self.notice.currentData() * MINUTE,
            party=self.party.value(),
            person_id=known.id if known else None,
            name="" if known or new else self.who.text().strip(),
            phone=self.phone.text().strip() or None,
            note=self.note.toPlainText().strip(),
        )
        if before is None:
            return wanted
        return replace(
            wanted,
            email=before.email,
            locale=before.locale,
            priority=before.priority,
            priority_reason=before.priority_reason,
            extra=before.extra,
        )

    def new_person(self) -> people.Details | None:
        """Who is to be written down."""
        new = self.who.new_person
        return replace(new, phone=self.phone.text().strip() or None) if new else None

    def say_who(self, _changed: object = None) -> None:
        """Say under the name what it stands for."""
        known, new = self.who.person, self.who.new_person
        if known is not None:
            said = booking_words.known(known)
        elif new is not None:
            said = self.tr("Is written down as a new person")
        else:
            said = self.tr("Only the name is noted") if self.who.text().strip() else ""
        explain(self.meaning, said)
        self.who.setAccessibleDescription(said)
        self.phone.setPlaceholderText(known.phone or "" if known else self.tr("To be called at"))
        if new is not None and new.phone and not self.phone.text():
            self.phone.setText(new.phone)

    def _read(self, faults: dict[str, list[str]], name: str, ask: Callable[[], T]) -> T | None:
        try:
            return ask()
        except Unclear:
            faults[name] = [self.tr("is not understood")]
            return None

    def _show_variations(self, chosen: int | None) -> None:
        type_id = self.type.currentData()
        type_ = next((each for each in self._facts.types if each.id == type_id), None)
        self.variation.clear()
        self.variation.addItem(self.tr("Anybody"), None)
        for each in type_.variations if type_ else ():
            name = self._facts.provider(each.resource_id) or each.name
            self.variation.addItem(name, each.id)
        self.variation.setCurrentIndex(max(self.variation.findData(chosen), 0))

    def _now(self) -> datetime:
        return self._facts.now.astimezone(self._facts.zone)

    def _lay_out(self) -> None:
        for length in NOTICES:
            text = words.length(length) if length else self.tr("Can come at once")
            self.notice.addItem(text, length // MINUTE)
        self.party.setRange(1, MOST_PEOPLE)
        self.who.setPlaceholderText(self.tr("Name, or any part of name or phone"))
        field = self._dialog.field
        field("who", self.tr("&Who"), self.who)
        put_under(self._dialog, self.who, self.meaning)
        field("phone", self.tr("&Phone"), self.phone)
        field("type_id", self.tr("Waits &for"), self.type)
        field("variation_id", self.tr("Wi&th"), self.variation)
        field("dates", self.tr("&Days"), self.dates)
        put_under(self._dialog, self.dates, self.dates.meaning)
        field("until", self.tr("T&ime"), self.part)
        field("earliest", self.tr("Not &before"), self.earliest)
        field("latest", self.tr("Not &after"), self.latest)
        field("notice", self.tr("&Has to know before"), self.notice)
        field("party", self.tr("People, a&ll or none"), self.party)
        field("note", self.tr("N&ote"), self.note)
