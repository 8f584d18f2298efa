"""The top of the booking panel: when and with whom, and for how long the place is held."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from desk.gui import theme
from desk.gui.booking import words
from desk.gui.buttons import show_icon
from desk.gui.naming import named


class PanelHead(QWidget):
    """Words only, and the button for another time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.when = theme.as_role(named(QLabel(), "booking.when", ""), "heading")
        self.provider = theme.as_role(named(QLabel(), "booking.provider", ""), "muted")
        self.held = named(QLabel(), "booking.held", "")
        self.other = named(
            QPushButton(self.tr("&Other time…")), "booking.other_time", self.tr("Other time")
        )
        self.other.setAutoDefault(False)
        show_icon(self.other, "clock")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(2)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self.when, 0, 0)
        layout.addWidget(self.provider, 1, 0)
        layout.addWidget(self.held, 0, 1, 2, 1)
        layout.addWidget(self.other, 0, 2, 2, 1)
        self.show_held(None)

    def show_place(self, when: str, provider: str) -> None:
        """Say when it is, and with whom."""
        self.when.setText(when)
        self.provider.setText(provider)
        self.provider.setVisible(bool(provider))

    def show_held(self, left: timedelta | None) -> None:
        """Say for how long the place is held, or that it is not."""
        held = left is not None and left > timedelta()
        if left is not None and held:
            said = self.tr("Held for you {time}").format(time=words.remaining(left))
        else:
            said = self.tr("Not held")
        self.held.setText(said)
        theme.as_state(self.held, "inside" if held else "left")
