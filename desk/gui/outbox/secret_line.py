"""A line for a password: what is kept is never shown, only that there is something."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desk.gui.buttons import text_button
from desk.gui.naming import named


class SecretLine(QWidget):
    """Typing puts another one in its place; a button forgets the one that is kept."""

    def __init__(self, identifier: str, *, kept: bool) -> None:
        super().__init__()
        self.setObjectName(identifier)
        self.line = named(QLineEdit(), f"{identifier}.line", self.tr("Password"))
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        forget = self.tr("Forget it")
        self.button = text_button(f"{identifier}.forget", forget, "trash-2")
        self._forgotten = False
        self._say(kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.button.clicked.connect(self.forget)

    @property
    def typed(self) -> str:
        """What is to be kept from now on; nothing to leave it as it is."""
        return self.line.text()

    @property
    def forgotten(self) -> bool:
        """Whether the one that is kept is to be forgotten."""
        return self._forgotten and not self.typed

    def forget(self) -> None:
        """Let it be forgotten when the dialog is saved."""
        self._forgotten = True
        self.line.clear()
        self._say(kept=False)
        self.line.setFocus()

    def settle(self) -> None:
        """What was typed is kept now, or forgotten."""
        if self.typed:
            self._say(kept=True)
        self.line.clear()
        self._forgotten = False

    def _say(self, kept: bool) -> None:
        self.line.setPlaceholderText(
            self.tr("kept already; type to put another in its place") if kept else self.tr("none")
        )
        self.button.setVisible(kept)
