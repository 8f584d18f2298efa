"""A question at the foot of the window that waits there and interrupts nobody's typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.gui.banner import Banner
from desk.gui.main_window import MainWindow
from desk.gui.naming import named


class Band(QWidget):
    """A banner with its answers beside the words, under the pages of `window`."""

    def __init__(self, window: MainWindow, identifier: str, mark: str = "") -> None:
        super().__init__()
        self._window = window
        self._buttons: list[QPushButton] = []
        self._identifier = identifier
        self.banner = Banner(identifier, mark)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 4, 16, 4)
        inside.addWidget(self.banner)
        self.hide()
        window.beside.addWidget(self)

    def answer(self, name: str, words: str) -> QPushButton:
        """Add something that can be answered."""
        made = named(QPushButton(words), f"{self._identifier}.{name}", words.replace("&", ""))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard alone
        made.setAutoDefault(False)
        beside = self.banner.layout()
        assert beside is not None, "a banner lays out what it says"
        beside.addWidget(made)
        self._buttons.append(made)
        return made

    def say(self, text: str) -> None:
        """Ask."""
        self.banner.say(text)
        self.show()

    def put_away(self) -> None:
        """Ask nothing; the keyboard goes to the page if it was here."""
        had_focus = any(button.hasFocus() for button in self._buttons)
        self.banner.clear()
        self.hide()
        page = self._window.stack.current
        if had_focus and page is not None:
            page.setFocus()

    def leave(self) -> None:
        """Go away for good."""
        self._window.beside.removeWidget(self)
        self.deleteLater()
