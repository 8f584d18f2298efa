"""The menu bar, made from the table of commands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QToolButton

from desk.gui import actions
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
