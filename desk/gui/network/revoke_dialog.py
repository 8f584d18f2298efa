"""Taking a token back: asked once, because the machine that has it stops working."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.access import Token
from desk.gui import state_words, theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.services import tokens

WIDTH = 440


class RevokeDialog(ActingDialog):
    """Enter revokes, Esc keeps."""

    def __init__(self, client: Client, token: Token, parent: QWidget | None = None) -> None:
        super().__init__(client, "network.revoke", "", parent)
        self.setWindowTitle(self.tr("Revoke a token"))
        self.setAccessibleName(self.windowTitle())
        self._token = token
        self.area.hide()
        asked = self.tr("Let {label} in no more?").format(label=token.label)
        heading = theme.as_role(QLabel(asked), "heading")
        about = self.tr(
            "It has the role {role}. From now on whatever uses this token is refused; to let it in"
            " again, undo this at once or give it a new token."
        )
        said = QLabel(about.format(role=state_words.machine(token.role)))
        for at, label in enumerate((heading, said), start=1):
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        self.dismiss(self.tr("Keep"))
        self.confirm(self.tr("Revoke"))
        self.fit(WIDTH)

    def accept(self) -> None:
        label = self._token.label
        name = self.tr("Revoke the token of {label}").format(label=label)
        if self.carry_out(name, tokens.revoke, label) is not None:
            super().accept()
