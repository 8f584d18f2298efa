"""Python's clearing away of circles, kept to the screen's own thread.

Python clears away on whichever thread happens to allocate. Where that is not the screen's, it takes
widgets apart under Qt's hands and brings the program down. So it is switched off, and done here
while nothing else is to be done.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2000


class Garbage(QObject):
    """Clears away now and then, as soon as Python itself would have done it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._started = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Clear away what is worth it, the young before the old.

        What is there when the program has started is never looked through: it stays as long as the
        program, and there is so much of it that the window would halt.
        """
        if not self._started:
            self._started = True
            gc.freeze()
            return
        for generation, limit in enumerate(gc.get_threshold()):
            if gc.get_count()[generation] <= limit:
                return
            gc.collect(generation)

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
