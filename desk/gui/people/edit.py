"""Writing somebody down, and changing what is known of somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desk.domain.directory import Person, PersonKind, full_name
from desk.domain.errors import DeskError, Invalid, Stale
from desk.gui import discretion, languages, messages, state_words, theme
from desk.gui.dialog import Dialog
from desk.gui.note_field import NoteField
from desk.gui.people import words
from desk.gui.people.lookalikes import Lookalikes
from desk.services import message_text, people
from desk.services.people import Details

if TYPE_CHECKING:
    from desk.gui.client import Client

DIGITS = 58  # how wide the dialog is, in digits
NOTE_LINES = 4
PAUSE_MS = 120  # how long somebody stops typing before those who look alike are looked for
NAMES = {"name": "first_name"}  # which field is marked for what the domain finds fault with
LINES = ("first_name", "last_name", "unit", "phone", "email")


class PersonDialog(Dialog):
    """A form for a new person (`person` is none, `guess` what may be known) or a known one."""

    kept = Signal(object)  # Person: was added or changed
    known = Signal(object)  # Person: was found to be known already

    def __init__(
        self,
        client: Client,
        person: Person | None = None,
        guess: Details | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = (
            discretion.name(person.name)
            if person
            else QCoreApplication.translate("People", "New person")
        )
        super().__init__("people.person", title, parent)
        self._client = client
        self._person = person
        self.kind = QComboBox()
        self.lines = {name: QLineEdit() for name in LINES}
        self.note = NoteField(NOTE_LINES)
        self.language = QComboBox()
        self.needed = theme.as_role(QLabel(self.tr("A first or a last name is needed.")), "muted")
        self.meanwhile = theme.as_role(QLabel(), "warning")
        self.alike = Lookalikes(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self.fill(guess or (words.details(person) if person else Details(kind=PersonKind.RESIDENT)))
        self._connect()
        self._on_typed()

    def fill(self, details: Details) -> None:
        """Write into the fields what is known."""
        self.kind.setCurrentIndex(self.kind.findData(details.kind))
        for name, line in self.lines.items():
            line.setText(getattr(details, name) or "")
        self.note.setPlainText(details.note)
        known = details.language or ""
        if self.language.findData(known) < 0:
            self.language.addItem(languages.name(known), known)
        self.language.setCurrentIndex(self.language.findData(known))

    def details(self) -> Details:
        """What the fields say."""
        said = {name: line.text().strip() for name, line in self.lines.items()}
        note = self.note.toPlainText().strip()
        kind, language = PersonKind(self.kind.currentData()), self.language.currentData()
        return Details(kind=kind, note=note, language=language, **said)

    def concerns(self) -> Mapping[str, Any]:
        known = self._person
        return {
            "person": known.id if known else None,
            "version": known.version if known else 0,
        }

    def accept(self) -> None:
        said = self.details()
        name = full_name(said.first_name, said.last_name)
        if self._person is None:
            kept = self._client.once(
                self.attempt, self.tr("Add {name}").format(name=name), people.add, said
            )
        else:
            change = self.tr("Change {name}").format(name=name)
            who, seen = self._person.id, self._person.version
            kept = self._client.once(self.attempt, change, people.amend, who, said, seen=seen)
        if kept is not None:
            super().accept()
            self.kept.emit(kept)

    def done(self, result: int) -> None:
        self._pause.stop()
        super().done(result)

    def _lay_out(self) -> None:
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * DIGITS)
        for each in PersonKind:
            self.kind.addItem(state_words.person(each), each)
        self.kind.setEnabled(self._person is None)
        self.language.addItem(self.tr("The language of the house"), "")
        for code in message_text.LANGUAGES:
            self.language.addItem(languages.name(code), code)
        for label in (self.needed, self.meanwhile):
            label.setWordWrap(True)
        self.needed.setObjectName("people.person.needed")
        self.meanwhile.setObjectName("people.person.meanwhile")
        self.meanwhile.hide()
        self.field("first_name", self.tr("&First name"), self.lines["first_name"])
        self.field("last_name", self.tr("&Last name"), self.lines["last_name"])
        self.form.addRow("", self.needed)
        self.form.addRow("", self.alike)
        self.form.setRowVisible(self.alike, False)
        self.field("kind", self.tr("&Kind"), self.kind)
        self.field("unit", self.tr("Fl&at or room"), self.lines["unit"])
        self.field("phone", self.tr("&Phone"), self.lines["phone"])
        self.field("email", self.tr("&E-mail"), self.lines["email"])
        self.field("language", self.tr("Lan&guage"), self.language)
        self.field("note", self.tr("&Note"), self.note)
        self.body.insertWidget(1, self.meanwhile)
        self.button = self.confirm(self.tr("Save") if self._person else self.tr("Add person"))
        self.dismiss(self.tr("Cancel"))

    def _connect(self) -> None:
        for line in self.lines.values():
            line.textChanged.connect(self._on_typed)
        self.kind.currentIndexChanged.connect(self._on_typed)
        self._pause.timeout.connect(self._look_for_lookalikes)
        self.alike.chosen.connect(self._on_known)
        self._client.refused.connect(self._on_refused)

    def _on_typed(self) -> None:
        named = any(self.lines[name].text().strip() for name in ("first_name", "last_name"))
        self.form.setRowVisible(self.needed, not named)
        self.button.setEnabled(named)
        self._pause.start()

    def _look_for_lookalikes(self) -> None:
        besides = self._person.id if self._person else 0
        found = self._client.ask(people.similar, self.details(), besides=besides)
        self.alike.offer(found)
        if bool(found) != self.form.isRowVisible(self.alike):
            self.form.setRowVisible(self.alike, bool(found))
            self.adjustSize()

    def _on_known(self, person: Person) -> None:
        super().done(PersonDialog.DialogCode.Rejected)
        self.known.emit(person)

    def _on_refused(self, error: DeskError) -> None:
        if not self.isVisible():
            return
        match error:
            case Invalid(reasons=reasons):
                known = {
                    "first_name" if name == "name" else name: reasons[name] for name in reasons
                }
                self.show_faults(known)
            case Stale() if self._person is not None:
                self._catch_up(self._person, messages.changer(error, self._client.zone))

    def _catch_up(self, seen: Person, who: str) -> None:
        """Take over what somebody else has changed, but for fields that were typed in here."""
        now = self._client.ask(people.one, seen.id)
        typed, theirs, before = self.details(), words.details(now), words.details(seen)
        differs = []
        taken: dict[str, str] = {}
        for name in (field.name for field in fields(Details) if field.name != "kind"):
            new, old = getattr(theirs, name) or "", getattr(before, name) or ""
            mine = getattr(typed, name) or ""
            taken[name] = new if mine == old else mine
            if new not in (old, mine) and mine != old:
                differs.append(f"{self._called(name)} “{new}”")
        self.fill(Details(kind=now.kind, **taken))
        self._person = now
        said = self.tr("{who} has changed this person meanwhile; that is in the form now.")
        if differs:
            said = self.tr("{who} wrote {fields} meanwhile. Saving puts yours in place.")
        self.meanwhile.setText(said.format(who=who, fields=", ".join(differs)))
        self.meanwhile.show()
        self.adjustSize()

    def _called(self, name: str) -> str:
        others = {"note": self.note, "language": self.language}
        widget: QWidget = self.lines.get(name) or others[name]
        return widget.accessibleName().lower()
