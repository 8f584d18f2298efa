"""A token for another machine: whose it is, and what it may do."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desk.domain.access import Role
from desk.gui import state_words, theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.network import words
from desk.services import tokens

WIDTH = 480


class TokenDialog(ActingDialog):
    """Makes it; `label` and `secret` say it once that is done."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, "network.token", "", parent)
        self.setWindowTitle(self.tr("New token"))
        self.setAccessibleName(self.windowTitle())
        self.secret = ""
        self.label = QLineEdit()
        self.label.setPlaceholderText(self.tr("such as Kiosk at the door"))
        self.role = QComboBox()
        for each in Role:
            self.role.addItem(state_words.machine(each), each.value)
        self.may = theme.as_role(named(QLabel(), "network.token.may", ""), "muted")
        self.may.setWordWrap(True)
        self.field("label", self.tr("&Which machine"), self.label)
        self.field("role", self.tr("&Role"), self.role)
        self.form.addRow("", self.may)
        # As high as the longest of its sentences, so that nothing jumps while one chooses.
        self.may.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.role.currentIndexChanged.connect(self._say_what_it_may)
        self._say_what_it_may()
        self.dismiss(self.tr("Cancel"))
        self.confirm(self.tr("Make the token"))
        self.fit(WIDTH)
        self.label.setFocus()

    def accept(self) -> None:
        label = self.label.text().strip()
        role = Role(self.role.currentData())
        name = self.tr("New token for {label}").format(label=label)
        made = self.carry_out(name, tokens.create, label, role)
        if made is not None:
            self.secret = made[1]
            super().accept()
        else:
            self._say_what_it_may()

    def _say_what_it_may(self) -> None:
        about = words.may(Role(self.role.currentData()))
        self.may.setText(about)
        self.role.setAccessibleDescription(about)
