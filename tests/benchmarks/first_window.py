"""A process that ends at once when its first window has been painted.

Arguments: "desk" and a file, or "bare" for a window of Qt's with nothing in it.
"""

from __future__ import annotations

import os
import sys


def main(kind: str, *path: str) -> None:
    # Imports are what is measured, so each kind has its own.
    if kind == "desk":
        from tests.benchmarks.window import run_until_painted

        run_until_painted(path[0], _end)
    else:
        from PySide6.QtWidgets import QApplication, QMainWindow

        from tests.benchmarks.clocks import Painted

        app = QApplication(sys.argv[:1])
        window = QMainWindow()
        Painted(window, _end)
        window.resize(1280, 800)
        window.show()
        app.exec()


def _end() -> None:
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
