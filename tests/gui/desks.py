"""Desks that are put behind a window, as the program does when the frame has been painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from desk.domain.errors import BadSettings
from desk.gui.main_window import MainWindow
from desk.running import Running
from desk.settings import Settings

Begin = Callable[..., Running]


@contextmanager
def beginning(
    app: QApplication, window: MainWindow, chosen: Callable[[], Settings] = Settings
) -> Iterator[Begin]:
    """Begins the desk of an address, on a computer on which this is chosen; in the end all end."""
    running: list[Running] = []

    def begin(address: str, trouble: BadSettings | None = None) -> Running:
        running.append(Running(app, window, chosen(), None))
        running[-1].begin(address, trouble)
        return running[-1]

    yield begin
    for each in running:
        each.end()
