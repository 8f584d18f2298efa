"""Whatever somebody had open, out of sight with its contents as they are, until they are back.

Only questions that halt everything until they are answered are withdrawn, as if Esc had been
pressed: Qt lets nobody hide them and ask again.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QToolTip, QWidget
from shiboken6 import isValid

PASSING = {Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen}


class Withheld:
    """The windows of one person beside `main`, the inside of which is put away as well."""

    def __init__(self, main: QMainWindow) -> None:
        self._main = main
        self._focus: QWidget | None = None
        self._windows: list[tuple[QWidget, Qt.WindowModality]] = []

    @property
    def windows(self) -> list[QWidget]:
        """Those that are still there."""
        return [window for window, _ in self._windows if isValid(window)]

    def take(self) -> None:
        """Put everything out of sight."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()
        self._focus = QApplication.focusWidget()
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        for window in sorted(shown, key=_depth, reverse=True):
            self.add(window)
        self._windows.reverse()
        self._central().hide()
        self._main.menuBar().hide()

    def add(self, window: QWidget) -> None:
        """Put one more window out of sight."""
        if window is self._main:
            return
        if window.windowType() not in PASSING and not _halts_all(window):
            self._windows.append((window, window.windowModality()))
        forget_secrets(window)
        window.hide()

    def give_back(self) -> None:
        """Show everything again, and let the keyboard be where it was."""
        self.show_inside()
        for window, modality in self._windows:
            if isValid(window):
                window.setWindowModality(modality)
                window.show()
        self._windows.clear()
        focus = self._focus
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.activateWindow()
            focus.setFocus()

    def show_inside(self) -> None:
        """Show the inside of the main window again, without the windows beside it."""
        self._main.menuBar().show()
        self._central().show()

    def forget(self) -> None:
        """Let the windows go, with what was typed in them: their desk is about to be closed."""
        for window in self.windows:
            window.deleteLater()
        self._windows.clear()

    def _central(self) -> QWidget:
        central = self._main.centralWidget()
        assert central is not None, "the frame puts one in"
        return central


def forget_secrets(root: QWidget) -> None:
    """Clear every line below `root` in which a secret is typed."""
    for line in root.findChildren(QLineEdit):
        if line.echoMode() is not QLineEdit.EchoMode.Normal:
            line.clear()


def _halts_all(window: QWidget) -> bool:
    """Whether it is a question that some code waits for; hiding it answers that as Esc does."""
    return window.windowModality() is Qt.WindowModality.ApplicationModal


def _depth(window: QWidget) -> int:
    """How many windows it stands upon."""
    above = window.parentWidget()
    return 0 if above is None else 1 + _depth(above.window())
