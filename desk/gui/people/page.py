"""The page of people: a list to be searched, and a card of the one who is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.domain.directory import Person, PersonKind
from desk.gui import format, table_file, theme
from desk.gui.background import Background
from desk.gui.buttons import command_button, show_icon
from desk.gui.client import Shown
from desk.gui.pages import Page
from desk.gui.people import sending, visits
from desk.gui.people.bring_in import ImportDialog
from desk.gui.people.card import KEEP, PersonCard
from desk.gui.people.edit import PersonDialog
from desk.gui.people.listing import PeopleList
from desk.gui.people.merging import MergeDialog
from desk.gui.people.privacy import Privacy
from desk.gui.people.sending import Sent
from desk.services import people

if TYPE_CHECKING:
    from desk.gui.client import Client


class PeoplePage(Page):
    """Joins the list, the card, the dialogs and the services."""

    meant = {"list.new": KEEP, "list.edit": KEEP}

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.list = PeopleList(client)
        self.card = PersonCard()
        self.privacy = Privacy(client, self, lambda: self.person)
        self._lay_out()
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self._show_card)
        self.list.opened.connect(partial(self.wish, "list.edit"))
        self.list.empty.button.clicked.connect(self.add)
        self.list.empty.button.does(KEEP)
        self.card.edit.clicked.connect(self.edit)
        self.card.merge.clicked.connect(self.merge)
        self.privacy.said.connect(self.said)
        client.changed.connect(self._on_changed)
        self.refresh()

    def title(self) -> str:
        return self.tr("People")

    @property
    def person(self) -> Person | None:
        """The person who is chosen."""
        return self.list.person

    def refresh(self) -> None:
        self.list.refresh()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            "list.new": self.add,
            "list.edit": self.edit,
            "list.find": self.list.go_to_search,
            "list.export": self.send_out,
            "person.merge": self.merge,
            "person.import": self.bring_in,
            **self.privacy.commands(),
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return {
            "people.new": lambda: PersonDialog(self.client, parent=self),
            "people.person": lambda: PersonDialog(self.client, self._anybody(), parent=self),
            "people.merge": lambda: MergeDialog(self.client, self._anybody(), self),
            "people.import": lambda: ImportDialog(self.client, self),
            **self.privacy.dialogs(),
        }

    def add(self) -> None:
        """Write somebody down; a name that was searched for in vain is filled in."""
        self.open_dialog(PersonDialog(self.client, guess=self.list.guess(), parent=self.window()))

    def edit(self) -> None:
        """Change what is known of the one who is chosen."""
        if self.person is not None:
            person = self.client.ask(people.one, self.person.id)
            self.open_dialog(PersonDialog(self.client, person, parent=self.window()))

    def merge(self) -> None:
        """Find a duplicate of the one who is chosen, and make the two one."""
        if self.person is not None:
            self.merge_into(self.person)

    def merge_into(self, keep: Person) -> None:
        """Find a duplicate of this one."""
        dialog = MergeDialog(self.client, keep, self.window())
        dialog.merged.connect(self.list.show_person)
        self.open_dialog(dialog)

    def bring_in(self) -> None:
        """Import people from a file."""
        self.open_dialog(ImportDialog(self.client, self.window()))

    def send_out(self) -> None:
        """Ask for a file, and write everybody to it whom the list has found."""
        chosen = table_file.choose_file(
            self.client, "person", self, self.tr("Export people"), "people.csv"
        )
        if chosen is not None:
            self.send_out_to(chosen)

    def send_out_to(self, path: Path) -> None:
        """Write everybody to a file whom the list has found."""
        typed, kind = self.list.search.text(), self.list.kind
        background = Background(self)
        background.finished.connect(self._on_sent_out)
        background.refused.connect(self.client.refused)
        background.start(partial(self.client.ask, sending.write, path, typed, kind))

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def open_dialog(self, dialog: QDialog) -> None:
        """Open a dialog over the window."""
        if isinstance(dialog, PersonDialog):
            dialog.kept.connect(self.list.show_person)
            dialog.known.connect(self.list.show_person)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _anybody(self) -> Person:
        """The one who is chosen, or a blank one where there is nobody to be shown."""
        return self.person or Person(
            id=0, uid="", kind=PersonKind.RESIDENT, key=None, first_name="", last_name=""
        )

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        kinds = {change.kind for change in changes}
        if self.isVisible() and kinds & {"person", "site"}:
            self.refresh()
        elif self.isVisible() and kinds & {"visitor_entry", "appointment"}:
            self._show_card()

    def _on_sent_out(self, sent: Sent) -> None:
        said = self.tr("{file} is written. People: {n}")
        self.said.emit(said.format(n=format.count(sent.people), file=sent.path.name))

    def _show_card(self) -> None:
        if self.person is None:
            self.card.show_nobody()
        else:
            self.card.show_person(self.person, self.client.ask(visits.of, self.person.id))
            self.client.shown.emit(Shown("person", self.person.id, self.card))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        bring_in = command_button("person.import")
        new = theme.as_primary(command_button("list.new"))
        new.setText(self.tr("New person"))
        new.does(KEEP)
        show_icon(new, "plus")
        bring_in.clicked.connect(self.bring_in)
        new.clicked.connect(self.add)
        row.addWidget(theme.as_role(QLabel(self.tr("People")), "title"))
        row.addSpacing(8)
        row.addWidget(self.list.hits)
        row.addStretch(1)
        row.addWidget(bring_in)
        row.addWidget(new)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.list, 1)
        body.addWidget(self.card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        # The search comes first for the keyboard, whatever stands above it.
        layout.addLayout(body, 1)
        layout.insertLayout(0, row)
