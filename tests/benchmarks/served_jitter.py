"""A process with the desk's window, while another program answers callers as fast as it can.

Arguments: the database, and for how many seconds. Prints "begin" when the callers may come, and at
the end the lateness idle and meanwhile.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desk.running import Running
from tests.benchmarks import window
from tests.benchmarks.lateness import Lateness

SETTLE_MS, RISE_MS = 3000, 1000


def main(path: str, seconds: str) -> None:
    told: dict[str, list[float]] = {}
    span = int(seconds) * 1000

    def ready(desk: Running) -> None:
        late = Lateness(desk.controls)

        def begin() -> None:
            told["idle"] = late.late
            print("begin", flush=True)
            QTimer.singleShot(RISE_MS, late, late.begin)
            QTimer.singleShot(RISE_MS + span, late, end)

        def end() -> None:
            told["meanwhile"] = late.late
            QApplication.quit()

        QTimer.singleShot(SETTLE_MS, late, late.begin)
        QTimer.singleShot(SETTLE_MS + span, late, begin)

    window.run(path, ready)
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
