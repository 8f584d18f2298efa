"""The question whether to go back to a copy, on the screen."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QDialog

from desk.gui.going_back import GoingBackDialog
from desk.gui.main_window import MainWindow
from desk.gui.safety.backups.part import BackupsPart

D = TypeVar("D", bound=QDialog)


def dialog(window: MainWindow, kind: type[D]) -> D:
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1, f"{len(found)} dialogs are open"
    return found[0]


def go_back(backups: BackupsPart) -> GoingBackDialog:
    """Ask to go back to the copy that is chosen."""
    backups.acts.go_back()
    window = backups.window()
    assert isinstance(window, MainWindow)
    return dialog(window, GoingBackDialog)
