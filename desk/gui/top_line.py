"""The line on top: date and time where the house stands, who works here, and whose desk it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desk.gui.naming import named

if TYPE_CHECKING:
    from desk.gui.client import Client

MINUTE_MS = 60_000


class TopLine(QFrame):
    """Date and time of the house, moved on at every full minute. Empty until there is a house."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "top", self.tr("Date and site"))
        self._client: Client | None = None
        self.date = strong()
        self.time = QLabel()
        self.site = strong()
        self.discreet = strong()
        self.member = QLabel()
        self.sample = QLabel(self.tr("Sample data, nothing is kept"))
        self.sample.setProperty("state", "warning")
        words = self.tr("Leave sample data")
        self.leave_sample = named(QPushButton(words), "top.leave_sample", words)
        for label, name in (
            (self.date, "date"),
            (self.time, "time"),
            (self.site, "site"),
            (self.discreet, "discreet"),
            (self.member, "member"),
        ):
            label.setObjectName(f"top.{name}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(16)
        layout.addWidget(self.date)
        layout.addWidget(self.time)
        layout.addStretch(1)
        layout.addWidget(self.discreet)
        layout.addWidget(self.sample)
        layout.addWidget(self.leave_sample)
        layout.addWidget(self.member)
        layout.addWidget(self.site)
        self.show_sample(False)
        self.show_discreet("")
        self.show_member("")
        self._minute = QTimer(self, singleShot=True)
        self._minute.timeout.connect(self.refresh)

    def show_site(self, client: Client, name: str) -> None:
        """Say whose desk this is, and tell the time of its clock from now on."""
        from PySide6.QtCore import Qt  # slow to load; see main_window

        self._minute.setTimerType(Qt.TimerType.PreciseTimer)
        self._client = client
        self.site.setText(name)
        self.refresh()

    def show_sample(self, shown: bool) -> None:
        """Say whether everything here is made up, and offer the way out of it."""
        self.sample.setVisible(shown)
        self.leave_sample.setVisible(shown)

    def show_discreet(self, words: str) -> None:
        """Say that the screen is discreet; nothing where it is not."""
        self.discreet.setText(words)
        self.discreet.setVisible(bool(words))

    def show_member(self, name: str) -> None:
        """Say who has signed in; nothing where there are no accounts."""
        self.member.setText(name)
        self.member.setVisible(bool(name))

    def leave(self) -> None:
        """Forget the desk; its database is about to be closed."""
        self._minute.stop()
        self._client = None
        self.show_member("")
        for label in (self.date, self.time, self.site):
            label.clear()

    def refresh(self) -> None:
        """Show the time it is, and wait for the next full minute."""
        if self._client is None:
            return
        from desk.gui import format

        self._minute.start(MINUTE_MS)
        local = self._client.wall_clock()
        self._minute.start(MINUTE_MS - (local.second * 1000 + local.microsecond // 1000))
        self.date.setText(format.long_date(local.date()))
        self.time.setText(format.time(local, self._client.zone))


def strong() -> QLabel:
    """A label that stands out."""
    label = QLabel()
    label.setProperty("role", "strong")
    return label
