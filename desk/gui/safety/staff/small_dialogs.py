"""A new PIN or password for somebody, and taking an account away."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.staff import Member
from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.safety.staff.secret_fields import SecretFields
from desk.services import staff

WIDTH = 460


class SecretDialog(ActingDialog):
    """Sets it; whoever had to wait after wrong ones need not any more."""

    def __init__(self, client: Client, member: Member, parent: QWidget | None = None) -> None:
        super().__init__(client, "staff.secret", "", parent)
        self.setWindowTitle(self.tr("PIN or password of {name}").format(name=member.name))
        self.setAccessibleName(self.windowTitle())
        self._member = member
        self.secret = SecretFields(self, needed=True)
        self.dismiss(self.tr("Cancel"))
        self.confirm(self.tr("Set"))
        self.fit(WIDTH)
        self.secret.secret.setFocus()

    def accept(self) -> None:
        self.notice.clear()
        self.secret.hash(self._member.name, self._set)

    def _set(self, hash: str) -> None:
        if self.begin(staff.set_secret, self._member.id, hash) is not None:
            super().accept()


class RemoveDialog(ActingDialog):
    """Enter removes, Esc keeps."""

    def __init__(self, client: Client, member: Member, parent: QWidget | None = None) -> None:
        super().__init__(client, "staff.remove", "", parent)
        self.setWindowTitle(self.tr("Remove an account"))
        self.setAccessibleName(self.windowTitle())
        self._member = member
        self.area.hide()
        asked = self.tr("Remove the account of {name}?").format(name=member.name)
        heading = theme.as_role(QLabel(asked), "heading")
        said = QLabel(
            self.tr(
                "Nobody signs in with it any more. What was done with it keeps its name in the"
                " journal. To let the same person in again, give them a new account."
            )
        )
        for at, label in enumerate((heading, said), start=1):
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        self.dismiss(self.tr("Keep"))
        self.confirm(self.tr("Remove account"))
        self.fit(WIDTH)

    def accept(self) -> None:
        self.notice.clear()
        if self.begin(staff.remove, self._member.id) is not None:
            super().accept()
