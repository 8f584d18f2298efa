"""What the window remembers from one start to the next: its place, page and looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSettings
from PySide6.QtGui import QGuiApplication

from desk.gui.theme import Choice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

USUAL = (1280, 800)
ROOM = 0.9  # of the screen, where the usual size does not fit
SEEN = 80  # logical pixels of a window that must be on some screen


class WindowState:
    """The window's memory, kept by Qt where this system keeps such things."""

    def __init__(self, kept: QSettings | None = None) -> None:
        self._kept = kept if kept is not None else QSettings()

    @property
    def colours(self) -> Choice:
        found = str(self._kept.value("window/colours", Choice.SYSTEM.value))
        return Choice(found) if found in set(Choice) else Choice.SYSTEM

    @colours.setter
    def colours(self, choice: Choice) -> None:
        self._kept.setValue("window/colours", choice.value)

    @property
    def discreet(self) -> bool:
        """Whether names are shown by their initials only."""
        return bool(self._kept.value("window/discreet", False, bool))

    @discreet.setter
    def discreet(self, chosen: bool) -> None:
        self._kept.setValue("window/discreet", chosen)

    @property
    def member(self) -> int | None:
        """The account of whoever was at the desk last."""
        return int(str(self._kept.value("window/member", 0))) or None

    @member.setter
    def member(self, last: int) -> None:
        self._kept.setValue("window/member", last)

    @property
    def page(self) -> str:
        """The id of the page that was shown last; empty the first time."""
        return str(self._kept.value("window/page", ""))

    def save(self, window: QMainWindow, page: str) -> None:
        """Remember how the window stands."""
        self._kept.setValue("window/geometry", window.saveGeometry())
        if page:
            self._kept.setValue("window/page", page)
        self._kept.sync()

    def restore(self, window: QMainWindow) -> None:
        """Put the window where it was, as far as that is still on a screen."""
        geometry = self._kept.value("window/geometry")
        if (
            geometry is None
            or not window.restoreGeometry(geometry)
            or not on_a_screen(window.geometry())
        ):
            window.setGeometry(usual())


def usual() -> QRect:
    """The usual size in the middle of the main screen, smaller where the screen is."""
    free = QGuiApplication.primaryScreen().availableGeometry()
    width = min(USUAL[0], round(free.width() * ROOM))
    height = min(USUAL[1], round(free.height() * ROOM))
    place = QRect(0, 0, width, height)
    place.moveCenter(free.center())
    return place


def on_a_screen(place: QRect) -> bool:
    """Whether enough of it can be seen and taken hold of."""
    parts = (screen.availableGeometry().intersected(place) for screen in QGuiApplication.screens())
    return any(part.width() >= SEEN and part.height() >= SEEN for part in parts)
