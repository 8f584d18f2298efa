"""A process that starts Desk over a file and tells the longest halt after its first paint.

Argument: the file. Everything is still to come then: the database's library, the database, pages.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.benchmarks import window
from tests.benchmarks.lateness import Lateness

WATCHED_MS = 4000


def main(path: str) -> None:
    noted: list[Lateness] = []

    def painted() -> None:
        noted.append(Lateness())
        QTimer.singleShot(WATCHED_MS, noted[0], QApplication.quit)

    window.run_until_painted(path, painted)
    print(json.dumps(max(noted[0].late)))


if __name__ == "__main__":
    main(*sys.argv[1:])
