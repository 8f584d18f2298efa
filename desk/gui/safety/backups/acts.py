"""What can be done about the copies: one thing at a time, on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desk.domain.change import Taken
from desk.domain.errors import DeskError
from desk.gui import format
from desk.gui.background import Background
from desk.gui.going_back import GoingBackDialog, Loss
from desk.gui.rights import allows
from desk.gui.safety.backups import words
from desk.gui.safety.backups.checking import Checking
from desk.gui.safety.backups.standing import Row, Standing
from desk.services import journal, reads, rights
from desk.store import backup, copies, kept_copies
from desk.store.kept_copies import Copy

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Database


class Acts(QObject):
    """Whatever is asked for while something is being done is not begun."""

    busy = Signal(str)  # what is being done, in words; empty when nothing is
    said = Signal(str)
    copied = Signal()  # there is another copy beside the database
    checked = Signal(object)  # every fault that was found in the database: list[str]

    def __init__(
        self,
        client: Client,
        owner: QWidget,
        standing: Callable[[], Standing],
        chosen: Callable[[], Row | None],
    ) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner
        self._standing = standing
        self._chosen = chosen
        self._under_way = False
        self.checking: Checking | None = None
        self._then: Callable[[Any], None] = lambda _: None
        self._background = Background(self)
        self._background.finished.connect(self._on_finished)
        self._background.refused.connect(self._on_refused)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        anywhere = {"backup.check": self.check, "backup.copy": self.save_as}
        if self._standing().file is None:
            return anywhere
        return anywhere | {
            "list.new": self.back_up,
            "backup.now": self.back_up,
            "backup.folder": self.open_folder,
            "list.edit": self.go_back,
            "backup.back": self.go_back,
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog from here, made but not shown, for pictures and tests."""
        now = self._client.now
        some = Copy(Path("desk.db"), now - timedelta(hours=3), 0)
        return {"back": lambda: self._going_back(some)} if self._standing().file else {}

    def end(self) -> None:
        """Return when nothing is being done any more; a check is called off."""
        if self.checking is not None:
            self.checking.stop()
        self._background.wait()

    def back_up(self) -> None:
        """Make a copy beside the others."""
        self._start(self.tr("Copying the database…"), kept_copies.keep, self._on_copied)

    def save_as(self) -> None:
        """Ask where else a copy is to lie, and make it."""
        if self._under_way or not allows(self._client, "backup"):
            return
        file = self._standing().file
        name = f"{file.stem if file else 'desk'} {self._client.wall_clock():%Y-%m-%d}.db"
        kinds = self.tr("Databases (*.db);;All files (*)")
        title = self.tr("Save a copy as")
        chosen, _ = QFileDialog.getSaveFileName(self._owner.window(), title, name, kinds)
        if chosen:
            self._save(Path(chosen), file)

    def go_back(self) -> None:
        """Ask whether the desk is to be as it was when the chosen copy was made."""
        row = self._chosen()
        if not allows(self._client, "restore"):
            return
        if row is None:
            self.said.emit(self.tr("Choose a copy of the list."))
        elif isinstance(row.held, DeskError):
            self._client.refused.emit(row.held)
        elif not self._under_way:
            dialog = self._going_back(row.copy)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(partial(self._go_back, row.copy))
            dialog.open()

    def check(self) -> None:
        """Look for faults; on a large database this takes some seconds, and can be called off."""
        if self._under_way:
            return
        self.checking = Checking(self._owner)
        doing = self.tr("Checking the database; work can go on meanwhile…")
        self._start(doing, self.checking.run, self._on_checked)

    def open_folder(self) -> None:
        """Show the copies as files; before there are any, where they will lie."""
        folder = self._standing().folder
        if folder is not None:
            place = folder if folder.exists() else folder.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

    def _going_back(self, copy: Copy) -> GoingBackDialog:
        file = self._standing().file
        assert file is not None, "copies lie beside files only"
        changes = self._client.ask(journal.count_after, copy.moment)
        loss = Loss(changes=changes, aside=backup.aside(file), copied=True)
        client, window = self._client, self._owner.window()
        return GoingBackDialog(copy, loss, client.zone, client.now, window)

    def _go_back(self, copy: Copy) -> None:
        self._start(
            self.tr("Copying what is there now…"),
            lambda desk: kept_copies.safeguard(desk, sparing=copy.path),
            lambda _: self._client.going_back.emit(copy),
        )

    def _save(self, to: Path, file: Path | None) -> None:
        if file is not None and to.exists() and to.samefile(file):
            words = self.tr(
                "{file} is the database itself. Nothing was changed; choose another name."
            )
            self.said.emit(words.format(file=to.name))
            return
        self._start(
            self.tr("Copying the database…"),
            partial(_save, to, self._client.lend(lambda _, actor: actor)),
            partial(self._on_saved, to),
        )

    def _start(
        self, doing: str, work: Callable[[Database], object], then: Callable[[Any], None]
    ) -> None:
        """Begin, unless something is being done; `then` is given what `work` gave back."""
        if self._under_way:
            return
        self._under_way, self._then = True, then
        self.busy.emit(doing)
        self._background.wait()
        self._background.start(lambda: self._client.lend(lambda desk, _: work(desk)))

    def _on_finished(self, result: object) -> None:
        self._rest()
        self._then(result)

    def _on_refused(self, error: object) -> None:
        self._rest()
        self._client.refused.emit(error)

    def _rest(self) -> None:
        self._under_way = False
        if self.checking is not None:
            self.checking.end()
            self.checking = None
        self.busy.emit("")

    def _on_copied(self, copy: Copy) -> None:
        self.copied.emit()
        when = words.moment(copy.moment, self._client.zone, self._client.now)
        self.said.emit(self.tr("A copy of {moment} was made.").format(moment=when))

    def _on_checked(self, faults: list[str] | None) -> None:
        if faults is None:
            self.said.emit(self.tr("The check was called off; nothing was found out."))
        else:
            self.checked.emit(faults)

    def _on_saved(self, to: Path, _nothing: object) -> None:
        said = self.tr("{file} is a copy, checked and whole ({size}).")
        self.said.emit(said.format(file=to.name, size=format.size(to.stat().st_size)))


def _save(to: Path, actor: str, desk: Database) -> None:
    with desk.write(actor) as tx:
        rights.require_admin(tx, "backup")
        reads.took(tx, Taken.EXPORTED, "backup")
    copies.save(desk.engine, to)
