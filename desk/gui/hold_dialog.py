"""Keeping somebody or something for the law: a reason, shown to whoever would erase it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.services import holds

WIDTH = 440
PERSON, ENTRY = holds.KINDS


class HoldDialog(ActingDialog):
    """Until the hold is lifted nothing of it is erased or forgotten."""

    def __init__(
        self, client: Client, kind: str, subject: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(client, "hold", "", parent)
        self.setWindowTitle(self.tr("Hold for the law"))
        self._kind, self._subject = kind, subject
        asked, covered = self._words()[kind]
        heading = theme.as_role(QLabel(asked.format(name=name)), "heading")
        about = QLabel(covered)
        for at, label in enumerate((heading, about), start=1):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        self.reason = QLineEdit()
        self.field("reason", self.tr("&Reason"), self.reason)
        self.confirm(self.tr("Hold"))
        self.dismiss(self.tr("Cancel"))
        self.reason.setFocus()
        self.fit(WIDTH)

    def accept(self) -> None:
        name = self.tr("Hold for the law")
        reason = self.reason.text()
        if self.carry_out(name, holds.place, self._kind, self._subject, reason):
            super().accept()

    def _words(self) -> dict[str, tuple[str, str]]:
        """What is asked, and what the hold covers."""
        return {
            PERSON: (
                self.tr("Keep {name}?"),
                self.tr(
                    "The person, the visits to them and all else that is theirs is neither erased"
                    " nor forgotten until the hold is lifted, on the page Safety."
                ),
            ),
            ENTRY: (
                self.tr("Keep the entry of {name}?"),
                self.tr(
                    "This entry of the visitor log is neither erased nor forgotten until the hold"
                    " is lifted, on the page Safety. Other visits are not held by it."
                ),
            ),
        }
