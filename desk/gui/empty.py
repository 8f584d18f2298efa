"""What a list shows while there is nothing in it: a sentence, and the one button that fills it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk.gui import actions, theme
from desk.gui.buttons import CommandButton, show_icon
from desk.gui.command import Command
from desk.gui.naming import named


class EmptyState(QWidget):
    """A sentence in the middle; with a command, also its button and its key."""

    def __init__(
        self, identifier: str, sentence: str, command: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(identifier)
        self.sentence = theme.as_role(named(QLabel(sentence), f"{identifier}.text", ""), "muted")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = named(CommandButton("", command), f"{identifier}.button", sentence)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self.sentence)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self.button.setVisible(bool(command))
        if command:
            self._offer(identifier, actions.command(command))

    def say(self, sentence: str) -> None:
        """Say something else: there may be nothing for another reason now."""
        self.sentence.setText(sentence)
        if not self.button.text():
            self.button.setAccessibleName(sentence)

    def _offer(self, identifier: str, command: Command) -> None:
        self.button.setText(f"{command.title}  {command.key}".rstrip())
        named(self.button, f"{identifier}.button", command.title)
        if command.icon:
            show_icon(self.button, command.icon)
