"""A command of Desk's own, under way in a process of its own, so that the window stays quick.

It is the same that the command line has. With `--json-progress` it tells how far it is in a line
of JSON for every step, and what became of it in the last one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import desk
from desk import settings
from desk.domain.staff import Actor
from desk.gui import long_turns, messages

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Database


class CommandRun(QObject):
    """Runs one command on the database of `client`, one at a time."""

    told = Signal(int, int)  # how much is done, and of how much
    ended = Signal(object)  # what `outcome` makes of the last line
    failed = Signal(str)  # a sentence saying why

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._process = QProcess(self)
        self._outcome: object = None
        self._unread = b""
        self._process.started.connect(self._on_started)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def run(self, arguments: Sequence[str]) -> None:
        """Begin, where whoever is at the desk may do everything."""
        refusal = self._client.refusal_of("import")
        if refusal is not None:
            self.failed.emit(messages.sentence(refusal, self._client.zone))
            return
        self._outcome, self._unread = None, b""
        program, *before = command()
        self._process.setProcessEnvironment(_signed(self._client))
        self._process.start(program, [*before, *arguments])

    def outcome(self, found: dict[str, Any]) -> object:
        """The last line that the command tells, as its subclass wants it."""
        return found

    def stop(self) -> None:
        """End it in order: what is in stays in, and importing again brings in the rest."""
        if os.name == "nt":
            # A program without a window of its own cannot be asked there; its transactions are
            # whole all the same.
            self._process.kill()
        else:
            self._process.terminate()

    def wait(self) -> None:
        """Let it end before whatever started it goes away."""
        if self.running:
            self._process.waitForFinished()

    def _read(self) -> None:
        come = bytes(self._process.readAllStandardOutput().data())
        *lines, self._unread = (self._unread + come).split(b"\n")
        for line in lines:
            found = json.loads(line)
            if "done" in found:
                self.told.emit(found["done"], found["total"])
            else:
                self._outcome = self.outcome(found)

    def _on_started(self) -> None:
        long_turns.give(self._process.processId())

    def _on_finished(self) -> None:
        self._read()
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        said = said.strip()
        if self._outcome is not None:
            self.ended.emit(self._outcome)
        else:
            self.failed.emit(said or self.tr("The import was stopped. What is in stays in."))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            words = self.tr("The import could not be started: {reason}. Nothing was changed.")
            self.failed.emit(words.format(reason=self._process.errorString()))


def command() -> list[str]:
    """How this very program is called on a command line."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desk"]


def environment(client: Client) -> QProcessEnvironment:
    """What a process beside the window needs to know, to work on the same database."""
    found = QProcessEnvironment.systemEnvironment()
    # An address may hold a password, which a command line would show to everybody.
    found.insert(settings.VARIABLE, client.lend(_address))
    found.insert("PYTHONPATH", str(Path(desk.__file__).parent.parent))
    found.insert("PYTHONIOENCODING", "utf-8")
    return found


def _signed(client: Client) -> QProcessEnvironment:
    """The same, with who has signed in."""
    found = environment(client)
    if client.member is not None:
        found.insert(settings.SIGNED, Actor.of(client.member))
    return found


def _address(database: Database, _actor: str) -> str:
    return database.engine.url.render_as_string(hide_password=False)
