"""A new token, shown this once."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from desk.gui import clipboard, theme
from desk.gui.buttons import text_button
from desk.gui.dialog import Dialog
from desk.gui.naming import named

WIDTH = 680


class SecretDialog(Dialog):
    """Says the secret of the token `label`; nobody can ask for it again."""

    def __init__(self, label: str, secret: str, parent: QWidget | None = None) -> None:
        super().__init__("network.secret", "", parent)
        self.setWindowTitle(self.tr("Token for {label}").format(label=label))
        self.setAccessibleName(self.windowTitle())
        about = self.tr(
            "This is the token. It is shown now and never again, because the desk keeps only a hash"
            " of it. Copy it to where only {label} gets at it."
        )
        said = QLabel(about.format(label=label))
        said.setWordWrap(True)
        self.secret = named(QLineEdit(secret), "network.secret.text", self.tr("Token"))
        self.secret.setReadOnly(True)
        self.secret.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.secret.setCursorPosition(0)
        self.copy = text_button("network.secret.copy", self.tr("&Copy"), "copy")
        self.copied = theme.as_role(named(QLabel(), "network.secret.copied", ""), "muted")
        how = theme.as_role(
            QLabel(self.tr("It is sent with each request as: Authorization: Bearer TOKEN")), "muted"
        )
        how.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.secret, 1)
        row.addWidget(self.copy)
        self.body.insertWidget(0, said)
        self.body.insertLayout(1, row)
        self.body.insertWidget(2, how)
        self.body.insertWidget(3, self.copied)
        self.copy.clicked.connect(self._on_copy)
        self.confirm(self.tr("Close"))
        self.setMinimumWidth(WIDTH)
        self.copy.setFocus()

    def edited(self) -> bool:
        return False

    def _on_copy(self) -> None:
        clipboard.put(self.secret.text())
        self.copied.setText(self.tr("It is on the clipboard."))
