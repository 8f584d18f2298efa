"""The server as a process beside the window: `desk serve`, and what it tells line by line."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from desk.gui.command_run import command, environment

if TYPE_CHECKING:
    from desk.gui.client import Client

PATIENCE_MS = 10_000  # for what is being answered when the end comes
MOST_SAID = 4_000  # bytes of what it complains about
FINGERPRINT = "Certificate SHA-256 fingerprint "
LISTENING = "Desk API listening on "
_log = logging.getLogger(__name__)


class ServerProcess(QObject):
    """One server on the database of `client`, once or again and again."""

    certified = Signal(str)  # the fingerprint of the certificate
    listening = Signal(str)  # the address it listens at: it is ready
    answered = Signal(object)  # list[dict[str, Any]]: requests, in their order
    ended = Signal(str)  # the last thing it said, if it said anything

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._process = QProcess(self)
        self._kill = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._unread = b""
        self._said = b""
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._hear)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._kill.timeout.connect(self._process.kill)

    @property
    def running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def number(self) -> int:
        """The number that the system has given the process; 0 while there is none."""
        return self._process.processId()

    def start(self, arguments: Sequence[str]) -> None:
        """Begin to serve, telling of every request."""
        self._unread = self._said = b""
        program, *before = command()
        self._process.setProcessEnvironment(environment(self._client))
        self._process.start(program, [*before, "serve", *arguments, "--json-requests"])

    def end(self) -> None:
        """Ask it to end; it answers what it has begun."""
        if os.name == "nt":
            # A program without a window of its own cannot be asked there.
            self._process.kill()
        else:
            self._process.terminate()
            self._kill.start()

    def end_now(self) -> None:
        """Return when it has ended."""
        if self.running:
            self.end()
            if not self._process.waitForFinished(PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished()

    def leave(self, arguments: Sequence[str]) -> int:
        """Start one that stays when the window has gone; its number."""
        called = [*command(), "serve", *arguments]
        known = environment(self._client).toStringList()
        variables = dict(line.split("=", 1) for line in known)
        nothing = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
        return os.posix_spawn(called[0], called, variables, file_actions=nothing, setsid=True)

    def _read(self) -> None:
        come = bytes(self._process.readAllStandardOutput().data())
        *lines, self._unread = (self._unread + come).split(b"\n")
        requests: list[dict[str, Any]] = []
        for line in (each.decode("utf-8", "replace").strip() for each in lines):
            if line.startswith(FINGERPRINT):
                self.certified.emit(line.removeprefix(FINGERPRINT))
            elif line.startswith(LISTENING):
                self.listening.emit(line.removeprefix(LISTENING))
            elif line.startswith("{"):
                requests.append(json.loads(line))
        if requests:
            self.answered.emit(requests)

    def _hear(self) -> None:
        come = bytes(self._process.readAllStandardError().data())
        self._said = (self._said + come)[-MOST_SAID:]
        for line in come.decode("utf-8", "replace").splitlines():
            _log.warning("the server: %s", line)

    def _on_finished(self) -> None:
        self._kill.stop()
        self._read()
        self._hear()
        lines = self._said.decode("utf-8", "replace").strip().splitlines()
        self.ended.emit(lines[-1] if lines else "")

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit(self._process.errorString())
