"""How far something is that takes long, with a button to call it off; work can go on meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QProgressBar, QProgressDialog, QPushButton, QWidget

from desk.gui.naming import named

PATIENCE_MS = 1000  # longer work shows how far it is


def progress_dialog(
    window: QWidget, identifier: str, title: str, words: str, most: int = 100
) -> QProgressDialog:
    """Comes up by itself when the work takes long; whoever asked for it closes it."""
    made = named(QProgressDialog(window), identifier, title)
    made.setWindowTitle(title)
    made.setLabelText(words)
    bar = named(QProgressBar(), f"{identifier}.bar", title)
    bar.setTextVisible(False)
    made.setBar(bar)
    words_ = QCoreApplication.translate("Progress", "Cancel")
    cancel = named(QPushButton(words_), f"{identifier}.cancel", words_)
    cancel.setAutoDefault(False)  # Enter, pressed a moment late, would call it off.
    made.setCancelButton(cancel)
    made.setMaximum(max(most, 1))
    made.setMinimumDuration(PATIENCE_MS)
    made.setAutoClose(False)
    return made
