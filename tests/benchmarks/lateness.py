"""How late a timer is while something else goes on: what a person feels as a window that sticks."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 16


class Lateness(QObject):
    """Notes by how many milliseconds each tick of a 16 ms timer comes late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.late: list[float] = []
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = perf_counter()
        self._timer.start()

    def begin(self) -> None:
        """Forget what has been noted."""
        self.late = []
        self._last = perf_counter()

    def _tick(self) -> None:
        now = perf_counter()
        self.late.append(max((now - self._last) * 1000 - TICK_MS, 0.0))
        self._last = now


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all are not above."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
