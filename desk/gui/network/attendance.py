"""The server and the window: it comes with it, says its troubles there, and is asked about last."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from desk import settings
from desk.domain.errors import BadSettings
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.message_bar import Tone
from desk.gui.network import left_running, requirements, server
from desk.gui.network.closing_dialog import ClosingDialog
from desk.gui.network.standing import OnClose, State

PAGE = "page.network"


class Attendance(QObject):
    """Goes on as long as a desk is shown."""

    def __init__(self, controls: Controls, client: Client) -> None:
        super().__init__(controls)
        self._controls = controls
        self._window = controls.window
        self._server = server.of(client)
        self._server.said.connect(controls.bar.say)
        self._server.troubled.connect(self._on_trouble)
        self._window.may_close = self.may_close

    def begin(self) -> None:
        """Start the server, where this computer has chosen so."""
        try:
            wanted = settings.load().network
        except BadSettings:
            return  # which was said when the window came up
        if wanted and not requirements.missing():
            self._server.start()

    @property
    def serves(self) -> bool:
        """Whether there is a server, or there will be one when it has rested."""
        return self._server.state not in (State.OFF, State.FAILED)

    def may_close(self) -> bool:
        """See to the server before the window goes; False leaves the window open."""
        if not self.serves:
            return True
        chosen = self._server.on_close if left_running.CAN_STAY else OnClose.ENDS
        if chosen is OnClose.ASK:
            asking = ClosingDialog(self._window)
            if asking.exec() != QDialog.DialogCode.Accepted:
                return False
            chosen = asking.chosen
            if asking.remember.isChecked():
                self._server.choose(self._server.reach, self._server.port, chosen)
        if chosen is OnClose.STAYS:
            self._server.stay()
        else:
            self._server.stop()
        return True

    def end(self) -> None:
        """The desk is about to be closed, and nothing can be served from it any more."""
        self._window.may_close = lambda: True
        self._server.stop()
        self.deleteLater()

    def _on_trouble(self, why: str) -> None:
        # Its own page has the room to say it, and what can be done.
        if self._window.stack.shown != PAGE:
            self._controls.bar.say(why, Tone.WARNING)
