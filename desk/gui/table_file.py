"""Choosing the file that a list is written to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_file(window: QWidget, caption: str, name: str) -> Path | None:
    """Ask for the file of a table, beginning with `name`; none when nobody chose one.

    A name without an ending gets that of the kind of file that is chosen.
    """
    kinds = QCoreApplication.translate("TableFile", "CSV file (*.csv);;Excel file (*.xlsx)")
    chosen, kind = QFileDialog.getSaveFileName(window, caption, name, kinds)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".xlsx" if "xlsx" in kind else ".csv")
