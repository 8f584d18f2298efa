"""A process that calls for the emergency list in the window, and tells how long it took.

Argument: the file. Tells the milliseconds from the command to the first paint as JSON.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from desk.running import Running
from tests.benchmarks import window
from tests.benchmarks.clocks import Painted

SETTLE_MS = 3000


def main(path: str) -> None:
    taken: list[float] = []

    def ready(desk: Running) -> None:
        QTimer.singleShot(SETTLE_MS, desk.controls, lambda: call(desk))

    def call(desk: Running) -> None:
        began = perf_counter()

        def painted() -> None:
            taken.append((perf_counter() - began) * 1000)
            QApplication.quit()

        desk.controls.perform("visitor.emergency")
        shown = QApplication.topLevelWidgets()
        Painted(next(each for each in shown if isinstance(each, QDialog)), painted)

    window.run(path, ready)
    print(json.dumps(taken[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
