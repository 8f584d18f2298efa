"""A PIN or password typed twice into a dialog, and hashed without halting the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QLineEdit, QPushButton

from desk.domain import staff
from desk.domain.errors import Invalid
from desk.gui.acting import ActingDialog
from desk.gui.background import Background
from desk.services import staff_secrets

translate = QCoreApplication.translate


class SecretFields(QObject):
    """Two lines of a dialog; with `needed` they must not stay empty."""

    def __init__(self, dialog: ActingDialog, *, needed: bool) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._needed = needed
        self._then: Callable[[str], None] = lambda _hash: None
        self.secret, self.again = QLineEdit(), QLineEdit()
        for line in (self.secret, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setMaxLength(staff.LONGEST_SECRET)
        hint = translate("Staff", "4 digits or more, or 8 characters or more")
        self.secret.setPlaceholderText(hint)
        dialog.field("secret", translate("Staff", "&PIN or password"), self.secret)
        dialog.field("again", translate("Staff", "Once &more"), self.again)
        self._background = Background(self)
        self._background.finished.connect(self._on_hashed)
        dialog.finished.connect(self._wipe)

    def hash(self, name: str, then: Callable[[str], None]) -> None:
        """Go on with `then` when there is a hash; "" where nothing was typed and need not be."""
        self._dialog.show_faults({})
        secret = self.secret.text()
        if not secret and not self.again.text() and not self._needed:
            then("")
            return
        try:
            staff.require_secret(name, secret)
            if secret != self.again.text():
                raise Invalid(again=[translate("Staff", "must be the same as above")])
        except Invalid as error:
            self._dialog.refuse(error)
            return
        self._then = then
        self._enable(False)
        self._background.wait()
        self._background.start(lambda: staff_secrets.hashed(secret))

    def _on_hashed(self, hash: str) -> None:
        self._enable(True)
        if self._dialog.isVisible():
            self._then(hash)

    def _enable(self, on: bool) -> None:
        for button in self._dialog.buttons.findChildren(QPushButton):
            button.setEnabled(on)

    def _wipe(self) -> None:
        """Leave nothing of it in a dialog that is closed."""
        for line in (self.secret, self.again):
            line.clear()
