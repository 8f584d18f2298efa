"""Processor time, memory, and the moment at which a widget has been painted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


def memory() -> float:
    """What this process has in memory, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Painted(QObject):
    """Calls `then` once, when `widget` has been painted for the first time."""

    def __init__(self, widget: QWidget, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # In the next turn, when what is being painted has been painted.
            QTimer.singleShot(0, self, self._then)
        return False


def until_painted(widget: QWidget, shown: QWidget) -> float:
    """Show `shown`; the processor time at which `widget`, a part of it, has been painted."""
    moments: list[float] = []
    Painted(widget, lambda: moments.append(process_time()))
    shown.show()
    while not moments:
        QApplication.processEvents()
    return moments[0]


def settle(turns: int = 20) -> None:
    """Let everything happen that is waiting."""
    for _ in range(turns):
        QApplication.processEvents()
