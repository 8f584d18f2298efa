"""What the law may ask for single visitor entries: to be kept, or to be erased."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desk.domain.visitor import VisitorEntry
from desk.gui import format
from desk.gui.erase_dialog import EraseDialog, Question, hindrance
from desk.gui.hold_dialog import ENTRY, HoldDialog
from desk.services import erasing, visitors
from desk.services.erasing import EntriesPreview

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Write
    from desk.store.tombstones import Tombstone


class EraseEntriesDialog(EraseDialog):
    """Leaves whom they visited as they are."""

    def __init__(self, client: Client, ids: Sequence[int], parent: QWidget | None = None) -> None:
        self.found = client.ask(erasing.preview_entries, ids)
        super().__init__(client, _question(self.found), parent)

    def service(self) -> Callable[[Write], list[Tombstone]]:
        return partial(erasing.entries, ids=self.found.ids)


class Privacy(QObject):
    """Is about what is chosen, and says so where nothing is that could be meant."""

    said = Signal(str)

    def __init__(
        self, client: Client, owner: QWidget, chosen: Callable[[], Sequence[VisitorEntry]]
    ) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner
        self._chosen = chosen

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {"visitor.hold": self.hold, "visitor.erase": self.erase}

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog from here, made but not shown, for pictures and tests."""
        inside = self._client.ask(visitors.inside)
        if not inside:
            return {}
        one, window = inside[0], self._owner.window()
        return {
            "visitors.hold": partial(HoldDialog, self._client, ENTRY, one.id, one.visitor, window),
            "visitors.erase": partial(EraseEntriesDialog, self._client, [one.id], window),
        }

    def hold(self) -> None:
        """Let the entry that is chosen be kept, whatever time goes by."""
        chosen = self._chosen()
        if len(chosen) != 1:
            self.said.emit(self.tr("Choose one entry to hold it for the law."))
            return
        one, window = chosen[0], self._owner.window()
        dialog = HoldDialog(self._client, ENTRY, one.id, one.visitor, window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def erase(self) -> None:
        """Say what would go of what is chosen, and erase it."""
        chosen = self._chosen()
        if not chosen:
            self.said.emit(self.tr("Choose the entries to be erased."))
            return
        ids = [entry.id for entry in chosen]
        dialog = EraseEntriesDialog(self._client, ids, self._owner.window())
        dialog.erased.connect(self.said)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _question(found: EntriesPreview) -> Question:
    translate = QCoreApplication.translate
    heading = translate("Erase", "Erase {n} visitor entries for good?")
    verb = translate("Erase", "&Erase {n} entries")
    name = ""
    if len(found.ids) == 1:
        name = found.visitors[0]
        heading = translate("Erase", "Erase the entry of {name} for good?")
        verb = translate("Erase", "&Erase the entry")
    number = format.count(len(found.ids))
    return Question(
        title=translate("Erase", "Erase visitor entries"),
        heading=heading.format(name=name, n=number),
        lines=[
            translate(
                "Erase",
                "These go: visitor entries, with all that was written in them: {n}. What the"
                " journal says of them loses every word.",
            ).format(n=number),
            translate(
                "Erase",
                "These stay: whom they visited, other visits of the same visitors, and notes on"
                " names at the door.",
            ),
        ],
        verb=verb.format(n=number),
        hindrance=hindrance(found.held, found.inside),
    )
