"""What Desk puts on the clipboard, and takes away again when nobody is at the desk any more."""

from __future__ import annotations

from PySide6.QtGui import QClipboard, QGuiApplication

_put: list[str] = []  # the last text, which a manager of clipboards may have taken over


def put(text: str) -> None:
    """Copy a text."""
    _put[:] = [text]
    QGuiApplication.clipboard().setText(text)


def clear() -> None:
    """Take away what was copied here; what another program has copied stays."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() or clipboard.text() in _put:
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    _put.clear()
