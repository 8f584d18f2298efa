"""The name by which people, screen readers and tests know a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:  # the first window is painted without a line to write in
    from PySide6.QtWidgets import QLineEdit, QWidget

W = TypeVar("W", bound="QWidget")
L = TypeVar("L", bound="QLineEdit")


def named(widget: W, identifier: str, name: str) -> W:
    """Give a widget its stable identifier (`visitors.search`) and its spoken name, and return it.

    The name is for people and is translated; the identifier never changes.
    """
    widget.setObjectName(identifier)
    widget.setAccessibleIdentifier(identifier)
    widget.setAccessibleName(name)
    return widget


def clearable(line: L) -> L:
    """Give a line the small button that empties it, with a name; Qt leaves it without one."""
    from PySide6.QtWidgets import QToolButton

    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        words = QCoreApplication.translate("Naming", "Clear")
        named(button, f"{line.objectName()}.clear", words)
    return line
