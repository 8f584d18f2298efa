"""Keeping somebody for the law: a reason, which whoever would erase them is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.services import holds

WIDTH = 440


class HoldDialog(ActingDialog):
    """Until the hold is lifted nothing of the person's is erased or forgotten."""

    def __init__(
        self, client: Client, person_id: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(client, "hold", "", parent)
        self.setWindowTitle(self.tr("Hold for the law"))
        self.setAccessibleName(self.windowTitle())
        self._person_id = person_id
        heading = theme.as_role(QLabel(self.tr("Keep {name}?").format(name=name)), "heading")
        about = QLabel(
            self.tr(
                "The person, the visits to them and all else that is theirs is neither erased nor"
                " forgotten until the hold is lifted, on the page Safety."
            )
        )
        for at, label in enumerate((heading, about), start=1):
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        self.reason = QLineEdit()
        self.field("reason", self.tr("&Reason"), self.reason)
        self.confirm(self.tr("Hold"))
        self.dismiss(self.tr("Cancel"))
        self.reason.setFocus()
        self.fit(WIDTH)

    def accept(self) -> None:
        name = self.tr("Hold a person for the law")
        if self.carry_out(name, holds.place, "person", self._person_id, self.reason.text()):
            super().accept()
