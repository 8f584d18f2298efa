"""Something slow, done on a thread of its own so that the window does not halt meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class Background(QObject):
    """Does one slow thing after another has been asked for, and reports on the screen's thread."""

    finished = Signal(object)  # what the work gave back
    refused = Signal(object)  # DeskError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []

    def wait(self) -> None:
        """Return when nothing is being done any more.

        A thread that outlives the application would find Qt gone under its feet.
        """
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def start(self, work: Callable[[], object]) -> None:
        """Begin; a bug in `work` goes to the crash report like any other."""
        run = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._threads.append(run)
        run.start()

    def _run(self, work: Callable[[], object]) -> None:
        from desk.domain.errors import DeskError

        # Qt sees that this object lives on another thread, and queues the signals.
        try:
            result = work()
        except DeskError as error:
            self.refused.emit(error)
        else:
            self.finished.emit(result)
