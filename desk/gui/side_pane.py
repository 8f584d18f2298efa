"""Beside a list: words about what is chosen, and a button for each thing to be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk.gui import theme
from desk.gui.buttons import CommandButton, show_icon
from desk.gui.naming import named
from desk.gui.scrolled import scrolled

ABREAST = 2  # buttons


class SidePane(QFrame):
    """The frame of it: words that can be scrolled, and below them the buttons."""

    wished = Signal(str)  # the id of a command

    def __init__(self, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(identifier)
        theme.as_panel(self)
        self.inside = QVBoxLayout()
        self._grid = QGridLayout()

    def label(self, name: str, role: str = "") -> QLabel:
        """Words of that name; they can be marked to be taken along."""
        made = named(QLabel(), f"{self.objectName()}.{name}", "")
        made.setWordWrap(True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return theme.as_role(made, role) if role else made

    def button(self, identifier: str, text: str, key: str, icon: str) -> QPushButton:
        """A button that wishes the command `identifier`, and says by which key it can be wished."""
        made = CommandButton(f"{text}  ({key})", identifier, self)
        named(made, f"{identifier}.pane", text)
        show_icon(made, icon)
        made.clicked.connect(partial(self._on_clicked, identifier))
        return made

    def show_buttons(self, every: Iterable[QPushButton], possible: Sequence[QPushButton]) -> None:
        """Show those of the buttons that are possible, side by side."""
        for button in every:
            button.setVisible(button in possible)
        for number, button in enumerate(possible):
            self._grid.addWidget(button, number // ABREAST, number % ABREAST)

    def lay_out(self, digits: int) -> None:
        """Put what is in `inside` above the buttons, as wide as so many digits."""
        inner = QFrame()
        inner.setLayout(self.inside)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(8)
        self.inside.addStretch(1)
        self._grid.setSpacing(8)
        for column in range(ABREAST):
            self._grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 16, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(scrolled(inner, f"{self.objectName()}.area"), 1)
        layout.addLayout(self._grid)
        self.setFixedWidth(digits * self.fontMetrics().horizontalAdvance("0"))

    def _on_clicked(self, identifier: str, _checked: bool = False) -> None:
        self.wished.emit(identifier)
