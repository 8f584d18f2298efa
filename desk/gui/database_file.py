"""Choosing the file of a database."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_file(parent: QWidget) -> str:
    """Ask for the file of a database, new or old; empty when nobody chose one."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        QCoreApplication.translate("DatabaseFile", "Choose a database"),
        "",
        QCoreApplication.translate("DatabaseFile", "Databases (*.db);;All files (*)"),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    return chosen
