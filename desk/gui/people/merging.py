"""Making two records of the same person one, after seeing what will be left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QPushButton, QWidget

from desk.domain.directory import Person
from desk.gui import format, theme
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.gui.people import words
from desk.gui.people.lookalikes import Lookalikes
from desk.gui.person_field import PersonField, offer
from desk.gui.suggestions import Suggestion
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services import people, visitor_log

if TYPE_CHECKING:
    from desk.gui.client import Client

DIGITS = 84  # how wide the dialog is, in digits
FILLED_IN = ("phone", "email", "unit")

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is known: of the one who stays, of the duplicate, and afterwards."""

    id: int
    what: str
    kept: str
    duplicate: str
    after: str


class DuplicateField(PersonField):
    """Anybody of the same kind but the one who stays."""

    def __init__(self, client: Client, keep: Person, parent: QWidget | None = None) -> None:
        super().__init__(client, keep.kind, parent)
        self.keep = keep

    def _known(self, typed: str) -> Sequence[Suggestion]:
        if not typed.strip():
            found = self._client.ask(people.similar, words.details(self.keep), besides=self.keep.id)
            return [offer(person) for person in found if person.kind is self.keep.kind]
        return [each for each in super()._known(typed) if not self._stays(each)]

    def _stays(self, suggestion: Suggestion) -> bool:
        return isinstance(suggestion.value, Person) and suggestion.value.id == self.keep.id


class MergeDialog(Dialog):
    """Who stays, who is the duplicate, and what becomes of both."""

    merged = Signal(object)  # Person: who stays

    def __init__(self, client: Client, keep: Person, parent: QWidget | None = None) -> None:
        super().__init__("people.merge", translate("People", "Merge people"), parent)
        self._client = client
        self.keep = keep
        self.duplicate = DuplicateField(client, keep)
        self.staying = theme.as_role(QLabel(), "strong")
        self.alike = Lookalikes(self)
        self.model = TableModel[Line](_columns(), self)
        self.table = TableView("people.merge.preview", self.tr("What will be known afterwards"))
        self.swap = QPushButton(self.tr("Keep the &other one instead"))
        self._lay_out()
        self.duplicate.picked.connect(self._show)
        self.duplicate.dropped.connect(self._show)
        self.alike.chosen.connect(self.duplicate.show_person)
        self.swap.clicked.connect(self._swap)
        self._show()

    def concerns(self) -> Mapping[str, Any]:
        return {"keep": self.keep.id}

    def accept(self) -> None:
        duplicate = self.duplicate.person
        if duplicate is None:
            return
        name = self.tr("Merge {duplicate} into {keep}")
        name = name.format(duplicate=duplicate.name, keep=self.keep.name)
        one = self._client.once(self.attempt, name, people.merge, self.keep.id, duplicate.id)
        if one is not None:
            super().accept()
            self.merged.emit(one)

    def edited(self) -> bool:
        return False

    def _lay_out(self) -> None:
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * DIGITS)
        self.staying.setObjectName("people.merge.keep")
        named(self.swap, "people.merge.swap", self.tr("Keep the other one instead"))
        self.swap.setAutoDefault(False)
        self.table.setModel(self.model)
        self.table.setSelectionMode(TableView.SelectionMode.NoSelection)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.setFixedHeight(8 * self.table.verticalHeader().defaultSectionSize())
        self.form.addRow(self.tr("This one stays"), self.staying)
        self.field("person", self.tr("&Duplicate"), self.duplicate)
        self.duplicate.setPlaceholderText(self.tr("any part of name, flat or phone"))
        self.body.insertWidget(1, self.alike)
        self.body.insertWidget(2, self.table)
        self.button = self.confirm(self.tr("Merge"))
        self.dismiss(self.tr("Cancel"))
        self.buttons.addButton(self.swap, self.buttons.ButtonRole.ResetRole)

    def _show(self) -> None:
        keep, duplicate = self.keep, self.duplicate.person
        self.staying.setText(words.in_full(keep))
        self.button.setEnabled(duplicate is not None)
        self.swap.setEnabled(duplicate is not None)
        if duplicate is None:
            found = self._client.ask(people.similar, words.details(keep), besides=keep.id)
            self.alike.offer([person for person in found if person.kind is keep.kind])
            self.table.hide()
        else:
            visits = [self._visits(person) for person in (keep, duplicate)]
            self.model.show(lines(keep, duplicate, visits))
            self.alike.offer(())
            self.table.show()
        self.adjustSize()

    def _visits(self, person: Person) -> int:
        return len(self._client.ask(visitor_log.of_resident, person.id))

    def _swap(self) -> None:
        duplicate = self.duplicate.person
        if duplicate is not None:
            keep, self.keep = self.keep, duplicate
            self.duplicate.keep = self.keep
            self.duplicate.show_person(keep)


def merged(keep: Person, duplicate: Person) -> Person:
    """What will be known of `keep` when the two are one."""
    filled = {name: getattr(keep, name) or getattr(duplicate, name) for name in FILLED_IN}
    note = "\n".join(dict.fromkeys(note for note in (keep.note, duplicate.note) if note))
    return replace(keep, note=note, **filled)


def lines(keep: Person, duplicate: Person, visits: Sequence[int]) -> list[Line]:
    """The preview; `visits` says how many came to see each of the two."""
    after = merged(keep, duplicate)
    names = {
        "name": translate("People", "Name"),
        "unit": translate("People", "Flat or room"),
        "phone": translate("People", "Phone"),
        "email": translate("People", "E-mail"),
        "note": translate("People", "Note"),
    }
    found = [
        Line(
            id=number,
            what=what,
            kept=_shown(keep, name),
            duplicate=_shown(duplicate, name),
            after=_shown(after, name),
        )
        for number, (name, what) in enumerate(names.items())
    ]
    counted = [format.count(number) for number in (*visits, sum(visits))]
    what = translate("People", "Visits")
    row = Line(id=len(found), what=what, kept=counted[0], duplicate=counted[1], after=counted[2])
    return [*found, row]


def _shown(person: Person, name: str) -> str:
    fact: str | None = getattr(person, name)
    return (fact or "").replace("\n", " · ")


def _columns() -> Sequence[Column[Line]]:
    return (
        Column(translate("People", "Known"), lambda line: line.what),
        Column(translate("People", "This one stays"), lambda line: line.kept),
        Column(translate("People", "Duplicate"), lambda line: line.duplicate),
        Column(translate("People", "Afterwards"), lambda line: line.after),
    )
