"""An import that is under way in a process of its own, so that the window stays quick.

The process is `desk import visitors`, the same that the command line has. It tells how far it is
in a line of JSON for every step, and what became of the file in the last one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import desk
from desk import settings

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was refused; `id` counts them, `line` is where it stands in the file."""

    id: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What became of a file, as `desk.transfer.outcome` counts it; `entries` were made of it."""

    dry_run: bool
    mapping: str
    rows: int
    entries: int
    repeated: int
    known: int
    rejected: int
    left: int
    rejected_file: str
    faults: Sequence[Fault]


class ImportRun(QObject):
    """Runs one import, or the trial of one."""

    told = Signal(int, int)  # rows done, rows in all
    ended = Signal(object)  # Summary
    failed = Signal(str)  # a sentence saying why

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = client.lend(_address)
        self._process = QProcess(self)
        self._summary: Summary | None = None
        self._unread = b""
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, file: Path, mapping: str, *, dry_run: bool) -> None:
        """Begin; `mapping` is a name or a file, empty to go by the heading of `file`."""
        self._summary, self._unread = None, b""
        arguments = ["import", "visitors", str(file), "--json-progress"]
        arguments += ["--map", mapping] if mapping else []
        arguments += ["--dry-run"] if dry_run else []
        program, *before = command()
        self._process.setProcessEnvironment(self._environment())
        self._process.start(program, [*before, *arguments])

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

    def _environment(self) -> QProcessEnvironment:
        environment = QProcessEnvironment.systemEnvironment()
        # An address may hold a password, which a command line would show to everybody.
        environment.insert(settings.VARIABLE, self._address)
        environment.insert("PYTHONPATH", str(Path(desk.__file__).parent.parent))
        environment.insert("PYTHONIOENCODING", "utf-8")
        return environment

    def _read(self) -> None:
        come = bytes(self._process.readAllStandardOutput().data())
        *lines, self._unread = (self._unread + come).split(b"\n")
        for line in lines:
            found = json.loads(line)
            if "done" in found:
                self.told.emit(found["done"], found["total"])
            else:
                self._summary = summary(found)

    def _on_finished(self) -> None:
        self._read()
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        said = said.strip()
        if self._summary is not None:
            self.ended.emit(self._summary)
        else:
            self.failed.emit(said or self.tr("The import was stopped. What is in stays in."))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            words = self.tr("The import could not be started: {reason}. Nothing was changed.")
            self.failed.emit(words.format(reason=self._process.errorString()))


def command() -> list[str]:
    """How this very program is called on a command line."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desk"]


def summary(found: dict[str, Any]) -> Summary:
    """The last line that an import tells."""
    faults = enumerate(found["faults"])
    return Summary(
        dry_run=found["dry_run"],
        mapping=found["mapping"],
        rows=found["rows"],
        entries=found["entries"],
        repeated=found["repeated"],
        known=found["known"],
        rejected=found["rejected"],
        left=found["left"],
        rejected_file=found["rejected_file"] or "",
        faults=[Fault(number, each["line"], each["reason"]) for number, each in faults],
    )


def _address(database: Database, _actor: str) -> str:
    return database.engine.url.render_as_string(hide_password=False)
