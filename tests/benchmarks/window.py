"""The real window in a process that measures it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

import desk.app
from desk.domain.errors import BadSettings
from desk.gui.main_window import MainWindow
from desk.gui.window_state import WindowState

if TYPE_CHECKING:
    from desk.running import Running

LOOK_MS = 5


def run(path: str, ready: Callable[[Running], object]) -> int:
    """Show the window over the file at `path`; `ready` is called when its first page is there."""
    from desk import running

    class Watched(running.Running):
        def begin(self, address: str, trouble: BadSettings | None) -> None:
            super().begin(address, trouble)
            look = QTimer(self.controls, interval=LOOK_MS)
            look.timeout.connect(lambda: self._look(look))
            look.start()

        def _look(self, timer: QTimer) -> None:
            if self.controls.window.stack.current is not None:
                timer.stop()
                ready(self)

    vars(running)["Running"] = Watched
    return desk.app.run(["--database", path])


def run_until_painted(path: str, painted: Callable[[], object]) -> int:
    """Show the window over the file at `path`; `painted` is called when its frame is there."""

    class Watched(MainWindow):
        def __init__(self, state: WindowState) -> None:
            super().__init__(state)
            self.painted.connect(painted)

    vars(desk.app)["MainWindow"] = Watched
    return desk.app.run(["--database", path])
