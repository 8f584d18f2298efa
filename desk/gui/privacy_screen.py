"""Turns discretion on and off for the whole window, at once and remembered at this computer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from desk.gui import actions
from desk.gui.controls import Controls
from desk.gui.discretion import screen

COMMAND = "view.discreet"


class PrivacyScreen(QObject):
    """The command, its mark in the top line, and everything that has to be written anew."""

    def __init__(self, controls: Controls) -> None:
        super().__init__(controls)
        self._controls = controls
        controls.offer({COMMAND: screen.toggle})
        screen.turned.connect(self._on_turned)
        screen.turn(controls.window.state.discreet)
        self._mark()

    def _on_turned(self, discreet: bool) -> None:
        self._controls.window.state.discreet = discreet
        self._mark()
        self._controls.bar.clear()
        if self._controls.confirmations is not None:
            self._controls.confirmations.name()
        self._controls.window.stack.refresh()
        for window in QApplication.topLevelWidgets():
            look_again(window)

    def _mark(self) -> None:
        self._controls.actions[COMMAND].setChecked(screen.discreet)
        words = self.tr("Initials only ({key})").format(key=actions.command(COMMAND).key)
        self._controls.window.top.show_discreet(words if screen.discreet else "")


def look_again(root: QWidget) -> None:
    """Let every list below `root` draw anew what it keeps, as if the colours were others."""
    for view in root.findChildren(QAbstractItemView):
        QCoreApplication.sendEvent(view, QEvent(QEvent.Type.PaletteChange))
        view.viewport().update()
