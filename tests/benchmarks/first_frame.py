"""A process that opens the log again and again, by turns in Desk's table and in Qt's.

Argument: the file. Tells the processor milliseconds of each time as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

from PySide6.QtWidgets import QApplication

from desk.gui import theme
from tests.benchmarks import clocks, tables

ROUNDS = 15


def main(path: str) -> None:
    QApplication.setStyle("Fusion")
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.Choice.LIGHT)
    makers = {kind: opened(Path(path)) for kind, opened in tables.KINDS.items()}
    taken: dict[str, list[float]] = {kind: [] for kind in makers}
    for _ in range(ROUNDS):
        for kind, make in makers.items():
            clocks.settle()
            began = process_time()
            view = make()
            view.resize(*tables.SIZE)
            taken[kind].append((clocks.until_painted(view.viewport(), view) - began) * 1000)
            clocks.settle()
            view.close()
            view.deleteLater()
    print(json.dumps(taken))


if __name__ == "__main__":
    main(*sys.argv[1:])
