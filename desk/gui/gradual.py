"""Work that only the screen's own thread may do, in pieces too short to be noticed.

Qt's types are made when Python first names them, and a module of widgets makes its classes when it
is imported. Two threads doing that at once bring the interpreter down, so none of it is left to
another thread; and all of it in one turn of the event loop would halt the window.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from importlib import import_module

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

BUDGET_MS = 8  # of one turn; half a frame

Steps = Iterator[object]

# What a module imports of ours as it is imported itself; the names stand on one line or on several.
_IMPORTS = r"(?m)^from (desk[\w.]*) import (\([^)]*\)|[^\n(]*)"


class Gradual(QObject):
    """Takes steps while there is nothing else to do, one work after the other."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works: deque[Steps] = deque()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)

    def start(self, steps: Steps, then: Callable[[], None] | None = None) -> None:
        """Take all `steps` after what was started before, and `then` do this in a turn of its own.

        A bug in a step goes to the crash report like any other, and ends its work.
        """
        self._works.append(steps)
        if then is not None:
            self._works.append(call() for call in (then,))
        self._turn.start()

    def stop(self) -> None:
        """Forget what is not done yet."""
        self._works.clear()
        self._turn.stop()

    def _go_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        # While its steps are taken a work is not waiting: one of them may forget all that is.
        steps = self._works.popleft()
        try:
            for _ in steps:
                if clock.elapsed() >= BUDGET_MS:
                    self._works.appendleft(steps)
                    break
        finally:
            if not self._works:
                self._turn.stop()


def every_type() -> Steps:
    """Make the types of all widgets.

    Qt makes them all at once when it hands out a widget that Python has not seen yet, which would
    halt the window at some moment that nobody can foretell.
    """
    from PySide6 import QtWidgets

    for name in dir(QtWidgets):
        yield getattr(QtWidgets, name)


def these_modules(*names: str) -> Steps:
    """Import these, one after the other."""
    for name in names:
        yield import_module(name)


def every_module(*packages: str) -> Steps:
    """Import everything in these packages, so that using it for the first time takes no longer."""
    import pkgutil

    for package in packages:
        place = import_module(package).__path__
        for found in pkgutil.iter_modules(place, f"{package}."):
            yield from leaves_first(found.name)


def leaves_first(name: str) -> Steps:
    """Import a module of ours, after all of ours that it imports: one at a time is quickly done."""
    # The frame of the window needs none of these.
    import re
    from importlib.abc import InspectLoader
    from importlib.util import find_spec

    if name in sys.modules:
        return
    spec = find_spec(name)
    loader = spec.loader if spec is not None else None
    source = loader.get_source(name) if isinstance(loader, InspectLoader) else None
    for package, parts in re.findall(_IMPORTS, source or ""):
        names = (part.split() for part in parts.strip("()").split(","))
        inner = [f"{package}.{words[0]}" for words in names if words]
        for needed in (package, *inner):
            if needed != name and needed not in sys.modules and _is_module(needed):
                yield from leaves_first(needed)
    if name not in sys.modules:
        yield import_module(name)


def _is_module(name: str) -> bool:
    from importlib.util import find_spec

    parent = sys.modules.get(name.rpartition(".")[0])
    return hasattr(parent, "__path__") and find_spec(name) is not None
