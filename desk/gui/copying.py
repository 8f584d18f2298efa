"""The copy that is made before much is taken away at once, while a dialog says so."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.errors import DeskError
from desk.gui.background import Background
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.store import kept_copies

WIDTH = 500


class CopyingDialog(Dialog):
    """Begins when it is shown; goes away by itself when the copy is there, or was refused."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("copying", "", parent)
        self.setWindowTitle(self.tr("Copying the database"))
        self.refusal: DeskError | None = None
        words = self.tr("Much is taken away at once. A copy of the database is made first…")
        about = named(QLabel(words), "copying.about", words)
        about.setWordWrap(True)
        self.body.insertWidget(0, about)
        self.buttons.hide()
        self.setFixedWidth(WIDTH)
        self._background = Background(self)
        self._background.finished.connect(self.accept)
        self._background.refused.connect(self._on_refused)
        self._background.start(lambda: client.lend(lambda desk, _: kept_copies.safeguard(desk)))

    def reject(self) -> None:
        """It takes a second or two, and is not left half done."""

    def _on_refused(self, error: DeskError) -> None:
        self.refusal = error
        self.accept()


class Copying:
    """Makes copies for a window, which is halted and stays alive meanwhile."""

    def __init__(self, client: Client, window: QWidget) -> None:
        self._client = client
        self._window = window

    def make(self) -> bool:
        """Whether there is a copy now; why not, is told."""
        dialog = CopyingDialog(self._client, self._window)
        dialog.exec()
        dialog.deleteLater()
        if dialog.refusal is not None:
            self._client.refused.emit(dialog.refusal)
        return dialog.refusal is None
