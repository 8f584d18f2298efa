"""What becomes of the server when the window is closed; asked as long as nothing was chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLabel, QWidget

from desk.gui import theme
from desk.gui.buttons import with_room
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.gui.network.standing import OnClose

WIDTH = 480


class ClosingDialog(Dialog):
    """Enter ends it, Esc leaves the window open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("network.closing", "", parent)
        self.setWindowTitle(self.tr("Other machines use this desk"))
        self.setAccessibleName(self.windowTitle())
        self.chosen = OnClose.ENDS
        asked = QLabel(self.tr("Is the server to go on without the window?"))
        heading = theme.as_role(asked, "heading")
        said = QLabel(
            self.tr(
                "If it goes on, other machines are answered until this computer is shut down; the"
                " next window watches it again. If it ends, they are answered when the window is"
                " back."
            )
        )
        self.remember = QCheckBox(self.tr("&Do not ask again"))
        named(self.remember, "network.closing.remember", self.tr("Do not ask again"))
        for at, label in enumerate((heading, said)):
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        self.body.insertWidget(2, self.remember)
        self.dismiss(self.tr("Leave the window open"))
        self.stay = self.buttons.addButton(
            self.tr("&Let it go on"), QDialogButtonBox.ButtonRole.ActionRole
        )
        with_room(named(self.stay, "network.closing.stay", self.tr("Let it go on")))
        self.end = self.confirm(self.tr("&End it"))
        self.stay.clicked.connect(self._on_stay)
        self.setMinimumWidth(WIDTH)
        self.end.setFocus()

    def edited(self) -> bool:
        return False

    def _on_stay(self) -> None:
        self.chosen = OnClose.STAYS
        self.accept()
