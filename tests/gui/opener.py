"""What stands in for the programs that show folders and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices


class _Opener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def take(self, address: QUrl) -> None:
        self.opened.append(address)


@contextmanager
def opening(*schemes: str) -> Iterator[list[QUrl]]:
    """The addresses of these kinds that would be opened meanwhile."""
    made = _Opener()
    for scheme in schemes:
        # What is published of its types says bytes, and it takes a name.
        QDesktopServices.setUrlHandler(scheme, made, "take")  # type: ignore[arg-type]
    try:
        yield made.opened
    finally:
        for scheme in schemes:
            QDesktopServices.unsetUrlHandler(scheme)
