"""Buttons of the desk: for a command, or with nothing but an icon on it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desk.gui import actions, icons, rights, theme
from desk.gui.naming import named

PADDING = 16  # to either side of a button's words, its border included


class CommandButton(QPushButton):
    """Does what may not be for everybody; for whom it is not, it is off and says why.

    `command` is what it does, by the names in `rights`; nothing where it is for everybody.
    """

    def __init__(self, text: str = "", command: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._command = command
        self._possible = True
        self._words = ""
        rights.seat.taken.connect(self.look)
        self.look()

    def does(self, command: str) -> None:
        """Let it be for something else."""
        self._command = command
        self.look()

    def setEnabled(self, possible: bool) -> None:
        self._possible = possible
        self.look()

    def setToolTip(self, words: str) -> None:
        self._words = words
        self.look()

    def look(self) -> None:
        """See whether it is for whoever sits here now."""
        why = rights.reason(self._command)
        super().setEnabled(self._possible and not why)
        super().setToolTip(why or self._words)


def command_button(identifier: str, parent: QWidget | None = None) -> CommandButton:
    """A button for a command, with its icon, and its key in the tooltip."""
    made_from = actions.command(identifier)
    made = CommandButton(made_from.title, identifier, parent)
    named(made, f"{identifier}.button", made_from.title)
    if made_from.icon:
        show_icon(made, made_from.icon)
    if made_from.key:
        made.setToolTip(f"{made_from.title} ({made_from.key})")
    return made


def show_icon(button: QPushButton, icon: str) -> None:
    """Put an icon before the words, a little apart from them."""
    button.setIcon(icons.icon(icon))
    button.setText(f" {button.text().lstrip()}")


def icon_button(
    identifier: str, icon: str, name: str, parent: QWidget | None = None
) -> QToolButton:
    """A small button that only has an icon; its name is spoken and shown as a tooltip."""
    made = named(QToolButton(parent), identifier, name)
    made.setIcon(icons.icon(icon))
    made.setToolTip(name)
    return theme.as_quiet(made)


def text_button(identifier: str, text: str, icon: str, command: str = "") -> CommandButton:
    """A button with an icon and words of its own, which Enter in a form does not press."""
    plain = text.replace("&", "").removesuffix("…")
    made = named(CommandButton(text, command), identifier, plain)
    show_icon(made, icon)
    made.setAutoDefault(False)
    return made


def with_room(button: QPushButton) -> QPushButton:
    """Make a button wide enough for its words in the strong letters of the one to press.

    The style draws a default button so, but reckons with its usual letters.
    """
    strong = QFont(button.font())
    strong.setWeight(QFont.Weight.DemiBold)
    plain = button.text().replace("&", "")
    words = QFontMetrics(strong).horizontalAdvance(plain)
    button.setMinimumWidth(words + 2 * PADDING)
    return button
