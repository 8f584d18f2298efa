"""Something slow, done on a thread of its own so that the window does not halt meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class _Courier(QObject):
    """Brings one result from the other thread to the screen's, whoever still waits for it there.

    It has no parent: the part of the window that asked may be closed before the work is done.
    """

    finished = Signal(object)
    refused = Signal(object)
    home = Signal(object)  # itself


# Let go of on the screen's thread only, when what they bring has been handed over.
_under_way: set[_Courier] = set()


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
        courier = _Courier()
        courier.finished.connect(self.finished)
        courier.refused.connect(self.refused)
        courier.home.connect(_under_way.discard)
        _under_way.add(courier)
        run = threading.Thread(target=_run, args=(work, courier), daemon=True)
        self._threads.append(run)
        run.start()


def _run(work: Callable[[], object], courier: _Courier) -> None:
    from desk.domain.errors import DeskError

    # Qt sees that the courier lives on another thread, and queues the signals.
    try:
        result = work()
    except DeskError as error:
        courier.refused.emit(error)
    else:
        courier.finished.emit(result)
    finally:
        courier.home.emit(courier)
