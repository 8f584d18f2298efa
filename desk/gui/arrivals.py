"""Says at a workstation that somebody has come for whoever works there, wherever that was marked.

Names and times only: nobody who passes by reads what they came for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desk.domain.change import Change
from desk.gui import discretion, format, icons
from desk.gui.message_bar import MessageBar
from desk.services import arrivals
from desk.services.arrivals import Arrival, Whose

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.gui.main_window import MainWindow

KINDS = {"appointment", "visitor_entry"}
SHOWN_MS = 10_000  # how long a notice of the system is there


class Arrivals(QObject):
    """Looks after each change who is here for `provider`, by key, and for `host`, by name."""

    def __init__(
        self, client: Client, window: MainWindow, bar: MessageBar, provider: str, host: str
    ) -> None:
        super().__init__(window)
        self._client = client
        self._window = window
        self._bar = bar
        self._of: Whose = client.ask(arrivals.whose, provider, host)
        self._seen = {each.key for each in client.ask(arrivals.here, self._of)}
        self._tray: QSystemTrayIcon | None = None
        self._away = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._away.timeout.connect(self.put_away)
        client.changed.connect(self._on_changed)

    def end(self) -> None:
        """Say nothing more."""
        self._client.changed.disconnect(self._on_changed)
        self.put_away()
        self.deleteLater()

    def look(self) -> None:
        """Say who has come since the last look."""
        found = self._client.ask(arrivals.here, self._of)
        new = [each for each in found if each.key not in self._seen]
        self._seen = {each.key for each in found}
        if new:
            self._say("\n".join(self._sentence(each) for each in new))

    def _sentence(self, arrival: Arrival) -> str:
        if arrival.due is None:
            return self.tr("{whom} is here.").format(whom=discretion.name(arrival.name))
        due = format.time(arrival.due, self._client.zone)
        return self.tr("{whom} is here for {time}.").format(
            whom=discretion.name(arrival.name), time=due
        )

    def _say(self, text: str) -> None:
        self._bar.say(text.replace("\n", " "))
        if self._window.isActiveWindow() or self._bar.withheld:
            return
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable():
            if self._tray is None:
                self._tray = QSystemTrayIcon(icons.icon("user-round-check"), self)
                self._tray.messageClicked.connect(self._window.come_forward)
            self._tray.show()
            self._tray.showMessage(self.tr("Somebody is here"), text, self._tray.icon(), SHOWN_MS)
            self._away.start()

    def put_away(self) -> None:
        """Take the notice of the system away."""
        if self._tray is not None:
            self._tray.hide()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if not self._of.nobody and any(change.kind in KINDS for change in changes):
            self.look()
