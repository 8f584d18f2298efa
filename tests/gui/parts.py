"""Finding parts of a window by the identifiers that people's tools find them by."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def part(root: QWidget, kind: type[W], identifier: str = "") -> W:
    """The part of `root` with that identifier; without one, the first of its kind."""
    found = root.findChild(kind, identifier) if identifier else root.findChild(kind)
    assert found is not None, f"there is no {kind.__name__} {identifier}"
    return found
