"""Forgetting at once what is old enough: asked for once, because nothing brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QWidget

from desk.domain.privacy import Due
from desk.gui import theme
from desk.gui.buttons import with_room
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.gui.safety.privacy import words

WIDTH = 480


class PurgeDialog(Dialog):
    """Enter and Esc keep everything."""

    def __init__(self, due: Sequence[Due], zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__("safety.purge", "", parent)
        self.setWindowTitle(self.tr("Forget what is old enough"))
        self.setAccessibleName(self.windowTitle())
        heading = theme.as_role(QLabel(self.tr("Forget this now?")), "heading")
        lines = [f"{words.kind(each.kind)}: {words.due(each, zone)}" for each in due if each.count]
        self.about = QLabel("\n".join(lines))
        kept = QLabel(
            self.tr(
                "What is held for the law is kept. Copies of the data still hold what is forgotten"
                " until they are thinned, after at most twelve months."
            )
        )
        sure = theme.as_role(QLabel(self.tr("This cannot be undone.")), "strong")
        for at, label in enumerate((heading, self.about, kept, sure)):
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        self.stay = self.dismiss(self.tr("Cancel"))
        self.go = self.buttons.addButton(
            self.tr("&Forget it"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        with_room(named(self.go, "safety.purge.confirm", self.tr("Forget it")))
        self.go.setAutoDefault(False)
        self.stay.setDefault(True)
        self.stay.setFocus()
        self.setMinimumWidth(WIDTH)
