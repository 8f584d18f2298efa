"""What is done with the journal as a whole, on another thread: checking and writing it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desk.gui import format
from desk.gui.background import Background
from desk.gui.client import Client
from desk.services import audit
from desk.services.audit import Sought
from desk.transfer import audit_export


class Acts(QObject):
    """One thing at a time."""

    checked = Signal(object)  # the faults that were found
    said = Signal(str)
    busy = Signal(bool)

    def __init__(self, client: Client, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._then: Callable[[object], None] = self.checked.emit
        self._background = Background(self)
        self._background.finished.connect(self._on_finished)
        self._background.refused.connect(self._on_refused)

    def check(self) -> None:
        """Look whether anybody altered the journal; of millions of rows this takes seconds."""
        self._start(lambda: self._client.ask(audit.faults), self.checked.emit)

    def write(self, path: Path, sought: Sought) -> None:
        """Write the rows that are meant to a file."""
        self._start(
            lambda: self._client.lend(lambda desk, _: audit_export.send_out(desk, path, sought)),
            partial(self._on_written, path),
        )

    def end(self) -> None:
        """Wait until nothing is being done any more."""
        self._background.wait()

    def _start(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        self._then = then
        self.busy.emit(True)
        self._background.wait()
        self._background.start(work)

    def _on_finished(self, result: object) -> None:
        self.busy.emit(False)
        self._then(result)

    def _on_refused(self, error: object) -> None:
        self.busy.emit(False)
        self._client.refused.emit(error)

    def _on_written(self, path: Path, number: object) -> None:
        said = self.tr("{file} is written. Rows: {n}")
        self.said.emit(said.format(file=path.name, n=format.count(int(str(number)))))
