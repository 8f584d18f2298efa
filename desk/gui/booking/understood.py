"""What a line of quick words was understood to mean, said under it while it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desk.gui import theme
from desk.gui.naming import named


class Understood(QWidget):
    """One line: what was understood, and apart from it what was not."""

    def __init__(self, identifier: str, example: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._example = example
        self.meaning = named(QLabel(), f"{identifier}.meaning", self.tr("Understood"))
        self.fault = theme.as_role(
            named(QLabel(), f"{identifier}.fault", self.tr("Not understood")), "fault"
        )
        for label in (self.meaning, self.fault):
            label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.meaning)
        layout.addWidget(self.fault)
        layout.addStretch(1)
        self.say((), ())

    @property
    def spoken(self) -> str:
        """All of it in one sentence."""
        shown = (self.meaning.text(), self.fault.text())
        return ". ".join(part for part in shown if part)

    def say(self, understood: Sequence[str], unknown: Sequence[str]) -> None:
        """Say both; where there is neither, give an example."""
        self.meaning.setText(" \u00b7 ".join(understood))
        quoted = ", ".join(f"\u201c{each}\u201d" for each in unknown)
        self.fault.setText(self.tr("Not understood: {words}").format(words=quoted))
        self.fault.setVisible(bool(unknown))
        theme.styled(self.meaning, "role", "strong" if understood else "muted")
        if not understood and not unknown:
            self.meaning.setText(self._example)
