"""What somebody may ask of the desk about themselves: to be told all, to be kept, to be erased."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desk.domain.change import Taken
from desk.domain.directory import Person
from desk.gui.background import Background
from desk.gui.hold_dialog import PERSON, HoldDialog
from desk.gui.people.erase import ErasePersonDialog
from desk.gui.rights import allows
from desk.services import reads, rights
from desk.transfer import person_export

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Database


class Privacy(QObject):
    """Is about whoever is chosen, and does nothing while nobody is."""

    said = Signal(str)

    def __init__(self, client: Client, owner: QWidget, chosen: Callable[[], Person | None]) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner
        self._chosen = chosen
        self._background = Background(self)
        self._background.finished.connect(self._on_handed_out)
        self._background.refused.connect(client.refused)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            "person.export": self.hand_out,
            "person.hold": self.hold,
            "person.erase": self.erase,
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog from here, made but not shown, for pictures and tests."""
        one = self._chosen()
        if one is None:
            return {}
        return {
            "people.erase": lambda: ErasePersonDialog(self._client, one.id, self._owner),
            "people.hold": lambda: HoldDialog(self._client, PERSON, one.id, one.name, self._owner),
        }

    def hand_out(self) -> None:
        """Ask for a file, and write everything to it that is kept about the one who is chosen."""
        one = self._chosen()
        if one is None or not allows(self._client, "dossier"):
            return
        kinds = self.tr("JSON and CSV in one file (*.zip);;JSON (*.json);;CSV (*.csv)")
        title = self.tr("Export everything about a person")
        name = person_export.name_for(one.id)  # It says nothing of whom it is about.
        chosen, kind = QFileDialog.getSaveFileName(self._owner.window(), title, name, kinds)
        if chosen:
            ending = next((each for each in (".json", ".csv") if each in kind), ".zip")
            path = Path(chosen)
            self._write(path if path.suffix else path.with_suffix(ending), one.id)

    def hold(self) -> None:
        """Let the one who is chosen be kept, whatever time goes by."""
        if one := self._chosen():
            window = self._owner.window()
            self._open(HoldDialog(self._client, PERSON, one.id, one.name, window))

    def erase(self) -> None:
        """Say what would go of the one who is chosen, and erase it."""
        if one := self._chosen():
            dialog = ErasePersonDialog(self._client, one.id, self._owner.window())
            dialog.erased.connect(self.said)
            self._open(dialog)

    def _write(self, path: Path, person_id: int) -> None:
        work = partial(_written, person_id=person_id, path=path)
        self._background.start(lambda: self._client.lend(work))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_handed_out(self, path: Path) -> None:
        said = self.tr("{file} is written. It holds everything about one person; keep it safe.")
        self.said.emit(said.format(file=path.name))


def _written(desk: Database, actor: str, *, person_id: int, path: Path) -> Path:
    with desk.write(actor) as tx:
        rights.require_admin(tx, "dossier")
        reads.took(tx, Taken.EXPORTED, "person", person_id)
    person_export.send_out(desk, person_id, path)
    return path
