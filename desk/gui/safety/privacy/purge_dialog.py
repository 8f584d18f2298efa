"""Forgetting at once what is old enough: asked for once, because nothing brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.privacy import Due
from desk.gui import theme
from desk.gui.dialog import Dialog
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
        self.stay, self.go = self.consider(self.tr("&Forget it"), self.tr("Cancel"))
        self.go.setAutoDefault(False)
        self.setMinimumWidth(WIDTH)
