"""A process whose window takes visitor logs in, while a timer tells how smooth it stays.

Arguments: the database, then the files. Tells lateness idle and meanwhile, and the seconds taken.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desk.gui.visitors.import_run import ImportRun
from desk.running import Running
from tests.benchmarks import window
from tests.benchmarks.lateness import Lateness

SETTLE_MS, IDLE_MS = 3000, 10_000


def main(path: str, *files: str) -> None:
    told: dict[str, object] = {}

    def ready(desk: Running) -> None:
        late, waiting = Lateness(desk.controls), [Path(file) for file in files]
        page = desk.controls.window.stack.current
        assert page is not None, "the first page is there"
        run = ImportRun(page.client, desk.controls)

        def begin() -> None:
            told["idle"], told["began"] = late.late, perf_counter()
            late.begin()
            go_on()

        def go_on(_summary: object = None) -> None:
            if waiting:
                run.start(waiting.pop(0), "", dry_run=False)
                return
            told["seconds"] = perf_counter() - float(str(told.pop("began")))
            told["meanwhile"] = late.late
            QApplication.quit()

        run.ended.connect(go_on)
        run.failed.connect(sys.exit)
        QTimer.singleShot(SETTLE_MS, late, late.begin)
        QTimer.singleShot(SETTLE_MS + IDLE_MS, late, begin)

    window.run(path, ready)
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
