"""A process that scrolls through the log and tells what that took, as JSON.

Arguments: `desk` or `qt`, the file, and `sheet` for Desk's colours and shapes or `plain` for none.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

from PySide6.QtWidgets import QApplication, QTableView

from desk.gui import theme
from tests.benchmarks import clocks, tables

FRAMES = 400
FIRST_ROW = 1000


def main(kind: str, path: str, look: str) -> None:
    QApplication.setStyle("Fusion")
    app = QApplication(sys.argv[:1])
    if look == "sheet":
        theme.apply(app, theme.Choice.LIGHT)
    make = tables.KINDS[kind](Path(path))
    clocks.settle()
    before = clocks.memory()
    view = make()
    view.resize(*tables.SIZE)
    clocks.until_painted(view.viewport(), view)
    tables.fetch_all(view)
    clocks.settle()
    bar, step = view.verticalScrollBar(), tables.a_frame(view)
    figures = {
        "rows": view.model().rowCount(),
        "scroll": frame(view, FIRST_ROW // tables.ROWS_A_FRAME * step),
        "middle": frame(view, bar.maximum() // 2),
    }
    for part in range(100):
        bar.setValue(bar.maximum() * part // 100)
        clocks.settle(1)
    print(json.dumps(figures | {"memory": clocks.memory() - before}))


def frame(view: QTableView, start: int) -> float:
    """Processor milliseconds for one frame on the way down from `start`, on average."""
    bar, step = view.verticalScrollBar(), tables.a_frame(view)
    bar.setValue(start)
    clocks.settle()
    began = process_time()
    for _ in range(FRAMES):
        bar.setValue(bar.value() + step)
        QApplication.processEvents()
    return (process_time() - began) * 1000 / FRAMES


if __name__ == "__main__":
    main(*sys.argv[1:])
