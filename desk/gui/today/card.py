"""A card of the first page: a heading that leads somewhere, a figure, and what it means."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk.gui import theme
from desk.gui.buttons import show_icon
from desk.gui.naming import named


class Card(QFrame):
    """One number that can be read from across the counter."""

    followed = Signal()

    def __init__(
        self, identifier: str, title: str, icon: str, leads_to: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(identifier)
        theme.as_panel(self)
        self.heading = heading(identifier, title, icon, leads_to)
        self.heading.clicked.connect(self.followed)
        self.figure = theme.as_role(QLabel(), "figure")
        self.words = theme.as_role(QLabel(), "muted")
        self.words.setWordWrap(True)
        self.chip = QLabel()
        self.bar = named(QProgressBar(), f"{identifier}.bar", title)
        self.bar.setTextVisible(False)
        self.bar.hide()
        for label, name in ((self.figure, "figure"), (self.words, "words"), (self.chip, "chip")):
            label.setObjectName(f"{identifier}.{name}")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.figure)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 16)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addLayout(row)
        layout.addWidget(self.bar)
        layout.addWidget(self.words)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_figure(self, figure: str, words: str, chip: str = "", state: str = "warning") -> None:
        """Show a number, what it counts, and a chip if something needs care."""
        self.figure.setText(figure)
        self.words.setText(words)
        self.chip.setText(chip)
        self.chip.setVisible(bool(chip))
        theme.as_state(self.chip, state)

    def show_part(self, taken: int, places: int) -> None:
        """Show a bar of how much is taken; yellow when it gets tight, red when it is full."""
        self.bar.setVisible(places > 0)
        self.bar.setMaximum(max(places, 1))
        self.bar.setValue(min(taken, places))
        tight = taken >= places * 0.85
        state = "full" if taken >= places else "warning" if tight else "room"
        theme.styled(self.bar, "state", state)


def heading(identifier: str, title: str, icon: str, leads_to: str) -> QPushButton:
    """The title of a card as a button, so that one key or one click follows it."""
    made = named(QPushButton(title), f"{identifier}.open", f"{title}: {leads_to}")
    made.setToolTip(leads_to)
    show_icon(made, icon)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return theme.styled(made, "look", "heading")
