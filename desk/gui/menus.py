"""The menu bar, made from the table of commands, and menus that pages have of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QToolButton

from desk.gui import actions, rights
from desk.gui.naming import named

THEMES = "view.theme_"


def fill(window: QMainWindow, known: Mapping[str, QAction]) -> None:
    """Put every command into its menu, and let its keys work in the whole window."""
    bar = window.menuBar()
    bar.setObjectName("menus")
    for menu in actions.MENUS:
        shown = bar.addMenu(menu.words)
        shown.setObjectName(menu.id)
        shown.setToolTipsVisible(True)  # They say why a command is not for everybody.
        for command in menu.commands:
            if command is None:
                shown.addSeparator()
            else:
                shown.addAction(known[command.id])
    for more in bar.findChildren(QToolButton):
        named(more, "menus.more", window.tr("More menus"))
    window.addActions(list(known.values()))
    themes = QActionGroup(window)
    for identifier, action in known.items():
        if identifier.startswith(THEMES):
            themes.addAction(action)


def line(identifier: str, menu: QMenu, wish: Callable[[str], object], command: str = "") -> QAction:
    """A line of a page's own menu, off where `command`, or else itself, is not for who looks."""
    action = actions.action(actions.command(identifier), menu)
    # The window has the keys; a second action with the same ones would silence both.
    action.setShortcuts([])
    action.triggered.connect(lambda: wish(identifier))
    menu.setToolTipsVisible(True)
    menu.aboutToShow.connect(partial(_look, action, command or identifier))
    menu.addAction(action)
    return action


def _look(action: QAction, command: str) -> None:
    why = rights.reason(command)
    action.setEnabled(not why)
    action.setToolTip(why)
