"""Finding parts of a window by the identifiers that people's tools find them by."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget

W = TypeVar("W", bound=QWidget)
D = TypeVar("D", bound=QDialog)


def part(root: QWidget, kind: type[W], identifier: str = "") -> W:
    """The part of `root` with that identifier; without one, the first of its kind."""
    found = root.findChild(kind, identifier) if identifier else root.findChild(kind)
    assert found is not None, f"there is no {kind.__name__} {identifier}"
    return found


def dialog(page: QWidget, kind: type[D], identifier: str = "") -> D:
    """The dialog of that kind, which must be open; with an identifier, the one that has it."""
    window = page.window()
    made = window.findChildren(kind, identifier) if identifier else window.findChildren(kind)
    found = [each for each in made if each.isVisible()]
    assert len(found) == 1, f"{len(found)} dialogs {identifier or kind.__name__} are open"
    return found[0]
