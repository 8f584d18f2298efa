"""Taking an offer back: the person waits again, or it is over; asked once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLabel, QRadioButton, QWidget

from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.booking import waiting_words as words
from desk.gui.client import Client
from desk.gui.naming import named
from desk.services import waiting
from desk.services.waiting_line import Listed

WIDTH = 440


class WithdrawDialog(ActingDialog):
    """The arrows choose, Enter does it."""

    def __init__(self, client: Client, listed: Listed, parent: QWidget | None = None) -> None:
        super().__init__(client, "waiting.withdraw", "", parent)
        self.setWindowTitle(self.tr("Take the offer back"))
        self._listed = listed
        self.area.hide()
        said = self.tr("{whom} is not offered it any more.")
        about = theme.as_role(QLabel(said.format(whom=words.called(listed.entry))), "heading")
        about.setWordWrap(True)
        self.back = self._choice("back", self.tr("&Waits again, where they stood"))
        self.end = self._choice("end", self.tr("It is &over for them"))
        for at, widget in enumerate((about, self.back, self.end), start=1):
            self.body.insertWidget(at, widget)
        self.back.setChecked(True)
        self.dismiss(self.tr("Keep the offer"))
        self.confirm(self.tr("Take back"))
        self.fit(WIDTH)
        self.back.setFocus()

    def concerns(self) -> Mapping[str, Any]:
        return {"entry": self._listed.id}

    def accept(self) -> None:
        whom = words.called(self._listed.entry)
        name = self.tr("Take the offer to {whom} back").format(whom=whom)
        back = self.back.isChecked()
        if self.carry_out(name, waiting.withdraw, self._listed.id, back=back) is not None:
            super().accept()

    def edited(self) -> bool:
        return False

    def _choice(self, name: str, text: str) -> QRadioButton:
        return named(QRadioButton(text), f"waiting.withdraw.{name}", text.replace("&", ""))
