"""A person at the keyboard, with nothing else: every key goes where the focus is, and is counted.

Command keys and characters are counted apart, as the budgets of the journeys have them: a chord
such as Ctrl+Z is one command key, and so are Tab, Enter and the arrows.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


class Keyboard:
    """Sends keys to whatever has the focus in `window` or in a dialog over it."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot = qtbot
        self._window = window
        self.commands = 0
        self.characters = 0

    def press(self, keys: str) -> None:
        """Press keys one after the other: "F3", "Tab Tab Ctrl+Return"."""
        for key in keys.split():
            QTest.keySequence(self._focus(), QKeySequence(key))
            self.commands += 1

    def type(self, text: str) -> None:
        """Type content, letter by letter."""
        for letter in text:
            QTest.keyClicks(self._focus(), letter)
            self.characters += 1

    def _focus(self) -> QWidget:
        QCoreApplication.processEvents()
        if QApplication.activeWindow() is None:
            # The screen of the tests has nobody who would do this when a dialog has closed.
            with self._qtbot.waitActive(self._window):
                self._window.activateWindow()
        found = QApplication.focusWidget() or QApplication.activeWindow()
        assert found is not None, "nothing has the keyboard"
        return found
