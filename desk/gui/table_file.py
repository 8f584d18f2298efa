"""Choosing the file that a list is written to, which is written down in the journal."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.domain.change import Taken
from desk.gui.client import Client
from desk.services import reads


def took(client: Client, how: Taken, kind: str) -> bool:
    """Whether it could be written down that a list of that kind leaves the desk."""
    return client.quietly(reads.took, how, kind)[0] is not None


def choose_file(client: Client, kind: str, window: QWidget, caption: str, name: str) -> Path | None:
    """Ask for the file of a table of that kind, beginning with `name`; none when nobody chose one.

    A name without an ending gets that of the kind of file that is chosen.
    """
    kinds = QCoreApplication.translate("TableFile", "CSV file (*.csv);;Excel file (*.xlsx)")
    chosen, ending = QFileDialog.getSaveFileName(window, caption, name, kinds)
    if not chosen or not took(client, Taken.EXPORTED, kind):
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".xlsx" if "xlsx" in ending else ".csv")
