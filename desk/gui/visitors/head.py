"""The top of the page: its title, and buttons for what is done often and seldom."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desk.gui import icons, menus, theme
from desk.gui.buttons import command_button
from desk.gui.naming import named

OFTEN = ("visitor.check_in", "visitor.check_out", "visitor.expect", "visitor.emergency")
SELDOM = ("visitor.alerts", "visitor.import", "list.export", "list.print")


class Head(QWidget):
    """One line; the first button is the one that is pressed most."""

    wished = Signal(str)  # the id of a command

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(theme.as_role(QLabel(title), "title"))
        layout.addStretch(1)
        for identifier in OFTEN:
            button = command_button(identifier)
            button.clicked.connect(partial(self._on_pressed, identifier))
            layout.addWidget(button)
            if identifier == OFTEN[0]:
                theme.as_primary(button)
        layout.addWidget(self._more())

    def _more(self) -> QToolButton:
        button = named(QToolButton(), "visitors.more", self.tr("More"))
        button.setIcon(icons.icon("ellipsis"))
        button.setToolTip(self.tr("More"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for identifier in SELDOM:
            menus.line(identifier, menu, self.wished.emit)
        button.setMenu(menu)
        return button

    def _on_pressed(self, identifier: str, _checked: bool = False) -> None:
        self.wished.emit(identifier)
