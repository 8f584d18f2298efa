"""Erasing somebody, with all that is theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from desk.gui import format
from desk.gui.erase_dialog import EraseDialog, Question, hindrance
from desk.gui.naming import named
from desk.services import erasing
from desk.services.erasing import Preview

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Write
    from desk.store.tombstones import Tombstone


class ErasePersonDialog(EraseDialog):
    """Asks as well whether what stands under just the name goes along."""

    def __init__(self, client: Client, person_id: int, parent: QWidget | None = None) -> None:
        self.found = client.ask(erasing.preview, person_id)
        super().__init__(client, _question(self.found), parent)
        words = self.tr("&Also what stands under just this name, perhaps somebody else's: {n}")
        self.namesakes = QCheckBox(words.format(n=format.count(self.found.namesakes)))
        named(self.namesakes, "erase.namesakes", self.namesakes.text())
        self.ask_also(self.namesakes)
        self.namesakes.setVisible(self.found.namesakes > 0)

    def service(self) -> Callable[[Write], list[Tombstone]]:
        return partial(
            erasing.person,
            person_id=self.found.person_id,
            namesakes=self.namesakes.isChecked(),
        )


def _question(found: Preview) -> Question:
    translate = QCoreApplication.translate
    verb = translate("Erase", "&Erase {name}").format(name=found.name.replace("&", "&&"))
    return Question(
        title=translate("Erase", "Erase a person"),
        heading=translate("Erase", "Erase {name} for good?").format(name=found.name),
        lines=lines(found),
        verb=verb,
        hindrance=hindrance(found.held, found.inside),
        names=found.names,
    )


def lines(found: Preview) -> list[str]:
    """What goes, what only loses its words, and what stays."""
    translate = QCoreApplication.translate
    going = [
        (translate("Erase", "visitor entries: {n}"), found.entries),
        (translate("Erase", "messages: {n}"), found.messages),
        (translate("Erase", "duplicates: {n}"), found.duplicates),
    ]
    emptied = [
        (translate("Erase", "appointments: {n}"), found.appointments),
        (translate("Erase", "of these cancelled first: {n}"), found.coming),
        (translate("Erase", "entries of the waiting list: {n}"), found.waiting),
        (translate("Erase", "appointments of others they take part in: {n}"), found.takes_part),
    ]
    return [
        translate("Erase", "These go: the person, {what}.").format(what=_listed(going)),
        translate(
            "Erase",
            "These stay as bare times, because they count, and lose every word about the person:"
            " {what}. The journal loses those words too.",
        ).format(what=_listed(emptied)),
        translate(
            "Erase", "These stay: notes on names at the door, and what others wrote in their notes."
        ),
    ]


def _listed(parts: list[tuple[str, int]]) -> str:
    return "; ".join(words.format(n=format.count(number)) for words, number in parts)
