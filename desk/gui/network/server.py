"""The server that the window starts, watches and starts again.

There is one for each desk that is open; the page shows it, and the window ends it. What was chosen
about it stands in this computer's settings, so that it comes back with the window.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk import settings
from desk.domain.errors import BadSettings
from desk.gui.background import Background
from desk.gui.command_run import environment
from desk.gui.network import lan, left_running
from desk.gui.network.left_running import Found, Note
from desk.gui.network.requests import Requests
from desk.gui.network.server_process import ServerProcess
from desk.gui.network.standing import OnClose, Reach, Standing, State
from desk.settings import Settings

if TYPE_CHECKING:
    from desk.gui.client import Client

RESTS = (1, 2, 4, 8, 16, 32, 60)  # seconds before it is started again, the last for good
STEADY_MS = 60_000  # a server that has run so long has not died at once
SECOND_MS = 1000
ANYWHERE, HERE = "0.0.0.0", "127.0.0.1"


class Server(QObject):
    """Off, or in one of the other states; `changed` says that it is another one now."""

    changed = Signal()
    answered = Signal()  # there is more in `requests`
    said = Signal(str)  # a remark for the message bar
    troubled = Signal(str)  # it does not run, and why

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._client = client
        self._process = ServerProcess(client, self)
        self._background = Background(self)
        self._rest = QTimer(self, singleShot=True)
        self._steady = QTimer(self, singleShot=True, interval=STEADY_MS)
        self._again = False
        self._deaths = 0
        self._noted = 0  # the port that a note was written for
        self._fingerprint = self._why = ""
        self.state = State.OFF
        self.recall(Settings())
        self.requests = Requests()
        self._process.certified.connect(self._on_certified)
        self._process.listening.connect(self._on_listening)
        self._process.answered.connect(self._on_answered)
        self._process.ended.connect(self._on_ended)
        self._background.finished.connect(self._on_cleared)
        self._rest.timeout.connect(self.start)
        self._steady.timeout.connect(self._on_steady)

    def standing(self) -> Standing:
        """How it stands just now."""
        network = self.reach is Reach.NETWORK
        address = f"https://{lan.address()}" if network else f"http://{HERE}"
        return Standing(
            state=self.state,
            reach=self.reach,
            port=self.port,
            address=f"{address}:{self.port}",
            fingerprint=self._fingerprint,
            why=self._why,
            seconds=round(max(self._rest.remainingTime(), 0) / SECOND_MS),
        )

    def recall(self, machine: Settings) -> None:
        """Take up what was chosen about it on this computer."""
        self.port, self.reach = machine.network_port, Reach(machine.network_reach)
        self.on_close = OnClose(machine.network_on_close)

    def switch_on(self) -> None:
        """Serve, now and whenever the window is there."""
        self._keep(network=True)
        self._deaths = 0
        self.start()

    def switch_off(self) -> None:
        """Serve no more, until it is switched on again."""
        self._keep(network=False)
        self._again = False
        self._rest.stop()
        self._end()

    def choose(self, reach: Reach, port: int, on_close: OnClose) -> None:
        """Let others reach it so from now on; one that runs is started anew for that."""
        self._keep(network_reach=reach.value, network_port=port, network_on_close=on_close.value)
        self.on_close = on_close
        before = (self.reach, self.port)
        self.reach, self.port = reach, port
        self._deaths = 0
        if self._process.running:
            self._again = before != (reach, port)
            if self._again:
                self._end()
        elif self.state is not State.OFF:
            self.start()
        self.changed.emit()

    def start(self) -> None:
        """Begin to serve, when the port has been looked at."""
        if self._process.running:
            self._again = self.state is State.ENDING
            return
        self._rest.stop()
        self._fingerprint = ""
        self._become(State.STARTING)
        port, desk = self.port, self._desk()
        self._background.start(lambda: left_running.clear(port, desk))

    def stop(self) -> None:
        """End it with the window; returns when it has ended. Nothing is chosen anew."""
        self._again = False
        self._rest.stop()
        self._background.wait()
        self.state = State.ENDING
        self._process.end_now()
        self._become(State.OFF)

    def stay(self) -> None:
        """Let it go on when the window has gone: by another process, which nobody watches."""
        self.stop()
        number = self._process.leave(self._arguments())
        note = Note(process=number, window=left_running.NOBODY, desk=self._desk())
        left_running.write(self.port, note)

    def _arguments(self) -> list[str]:
        network = self.reach is Reach.NETWORK
        host = ANYWHERE if network else HERE
        return ["--host", host, "--port", str(self.port), *(["--tls"] if network else [])]

    def _desk(self) -> str:
        return left_running.hashed(environment(self._client).value(settings.VARIABLE))

    def _keep(self, **choices: object) -> None:
        try:
            settings.change(**choices)
        except BadSettings as error:
            self._client.refused.emit(error)

    def _become(self, state: State, why: str = "") -> None:
        self.state, self._why = state, why
        self.changed.emit()

    def _end(self) -> None:
        if self._process.running:
            self._become(State.ENDING)
            self._process.end()
        else:
            self._become(State.OFF)

    def _on_cleared(self, found: Found) -> None:
        if self.state is not State.STARTING or self._process.running:
            return
        if found is Found.ANOTHER:
            words = self.tr(
                "Another server of Desk, which this window does not watch, answers at port {port}."
                " Nothing was started; end it, or choose another port."
            )
            self._become(State.FAILED, words.format(port=self.port))
            self.troubled.emit(self._why)
            return
        if found is Found.OURS:
            self.said.emit(self.tr("The server that was left running is watched here again."))
        self._process.start(self._arguments())
        if self._process.number:
            note = Note(process=self._process.number, window=os.getpid(), desk=self._desk())
            left_running.write(self.port, note)
            self._noted = self.port

    def _on_certified(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint

    def _on_listening(self, _address: str) -> None:
        if self.state is State.STARTING:
            self._steady.start()
            self._become(State.ON)

    def _on_answered(self, requests: list[dict[str, Any]]) -> None:
        now = self._client.now
        for found in requests:
            self.requests.add(found, now)
        self.answered.emit()

    def _on_ended(self, why: str) -> None:
        self._steady.stop()
        if self._noted:
            left_running.forget(self._noted)
            self._noted = 0
        if self.state is State.ENDING:
            again, self._again = self._again, False
            if again:
                self.start()
            else:
                self._become(State.OFF)
        elif self.state is State.STARTING and why and not self._deaths:
            self._become(State.FAILED, why)
            self.troubled.emit(why)
        else:
            self._rest.start(RESTS[min(self._deaths, len(RESTS) - 1)] * SECOND_MS)
            self._deaths += 1
            self._become(State.RESTING, why)
            words = self.tr("The server for other machines has stopped; it is started again.")
            self.troubled.emit(f"{words} {why}".rstrip())

    def _on_steady(self) -> None:
        self._deaths = 0


def of(client: Client) -> Server:
    """The server of the desk that is open; made, as this computer has chosen, when first asked."""
    known: Server | None = client.findChild(Server)
    if known is not None:
        return known
    made = Server(client)
    try:
        made.recall(settings.load())
    except BadSettings as error:
        client.refused.emit(error)
    return made
