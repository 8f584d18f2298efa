"""Letting somebody wait, or changing what they wait for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desk.domain.directory import Person
from desk.domain.errors import AlreadyWaiting, DeskError, Invalid, ListClosed, StillAvailable
from desk.gui import messages
from desk.gui.acting import ActingDialog
from desk.gui.booking.facts import look
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.waiting.entry_fields import EntryFields
from desk.services import people, waiting_desk
from desk.services.waiting_line import Listed

if TYPE_CHECKING:
    from desk.domain.waiting import WaitingEntry
    from desk.store.database import Read

WIDTH = 560
AT_THE_NAME = {"name": "who", "person": "who", "person_id": "who"}


class EntryDialog(ActingDialog):
    """One entry: a new one, or `listed` to be changed; its place in the line stays the same."""

    book_instead = Signal(str)  # what to look for: there is something free

    def __init__(
        self, client: Client, listed: Listed | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(client, "waiting.entry", "", parent)
        self.setWindowTitle(
            self.tr("Change what is waited for") if listed else self.tr("Let somebody wait")
        )
        self._before = listed.entry if listed else None
        self.entry: WaitingEntry | None = None
        self.facts = client.ask(look)
        self.fields = EntryFields(self, client, self.facts)
        self.instead = named(QPushButton(), "waiting.entry.instead", self.tr("Book instead"))
        self.instead.setText(self.tr("&Book instead"))
        self.instead.setAutoDefault(False)
        self.notice.row.addWidget(self.instead)
        self.notice.row.addStretch(1)
        self.instead.hide()
        self.instead.clicked.connect(self._on_instead)
        if self._before is not None:
            self.fields.show_entry(self._before, client.ask(_person, self._before.person_id))
        self.dismiss(self.tr("Back"))
        self.confirm(self.tr("Save") if listed else self.tr("Let them wait"))
        self.fit(WIDTH)
        self.fields.who.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        before = self._before
        return {
            "entry": before.id if before else None,
            "version": before.version if before else 0,
        }

    def accept(self) -> None:
        self.notice.clear()
        self.instead.hide()
        self.show_faults({})
        try:
            new = self.fields.joining(self._before)
        except Invalid as error:
            self.refuse(error)
            return
        unknown, before = self.fields.new_person(), self._before
        whom = self.fields.who.text().strip() or new.phone or ""
        if before is None:
            name = self.tr("{whom} waits").format(whom=whom)
            self.entry = self.carry_out(name, waiting_desk.join, new, unknown)
        else:
            name = self.tr("Change what {whom} waits for").format(whom=whom)
            self.entry = self.carry_out(
                name, waiting_desk.amend, before.id, new, unknown, seen=before.version
            )
        if self.entry is not None:
            super().accept()

    def refuse(self, error: DeskError) -> None:
        match error:
            case Invalid(reasons=reasons):
                moved = {AT_THE_NAME.get(name, name): why for name, why in reasons.items()}
                moved = {("until" if k == "since" else k): why for k, why in moved.items()}
                super().refuse(Invalid(**moved))
            case AlreadyWaiting():
                self.show_faults({"who": [messages.sentence(error, self.client.zone)]})
            case ListClosed():
                self.show_faults({"type_id": [messages.sentence(error, self.client.zone)]})
            case StillAvailable():
                super().refuse(error)
                self.instead.show()
                self.instead.setFocus()
            case _:
                super().refuse(error)

    def _on_instead(self) -> None:
        """Look for what is free, instead of waiting for it."""
        pieces = [self.fields.type.currentText()]
        if self.fields.variation.currentData() is not None:
            pieces.append(self.fields.variation.currentText())
        self.saved()  # What was typed here is not wanted any more.
        self.reject()
        self.book_instead.emit(" ".join(pieces))


def _person(tx: Read, person_id: int | None) -> Person | None:
    return None if person_id is None else people.one(tx, person_id)
