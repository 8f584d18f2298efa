"""What a field of a form means, said in small words under it."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from desk.gui.dialog import Dialog


def put_under(dialog: Dialog, widget: QWidget, label: QLabel) -> None:
    """Let a field say what it means, between itself and what is wrong with it."""
    for row in range(dialog.form.rowCount()):
        item = dialog.form.itemAt(row, QFormLayout.ItemRole.FieldRole)
        cell = item.layout() if item is not None else None
        if isinstance(cell, QVBoxLayout) and cell.indexOf(widget) == 0:
            cell.insertWidget(1, label)
            label.setVisible(bool(label.text()))
            return


def explain(label: QLabel, text: str) -> None:
    """Say something under a field, or take no room when there is nothing to say."""
    label.setText(text)
    label.setVisible(bool(text))
