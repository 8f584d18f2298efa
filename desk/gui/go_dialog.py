"""Asking which date to go to: `today`, `fri`, `+6w`, `27 nov`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desk.gui.dialog import Dialog
from desk.gui.when_field import DateField, Unclear

if TYPE_CHECKING:
    from desk.gui.client import Client

DIGITS = 56  # how wide the panel is, in digits


class GoDialog(Dialog):
    """One line, with what is understood of it underneath."""

    chosen = Signal(object)  # dt.date

    def __init__(self, client: Client, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(identifier, QCoreApplication.translate("GoDialog", "Go to date"), parent)
        self.date = DateField(client.wall_clock)
        self.field("date", self.tr("&Date"), self.date)
        self.form.addRow("", self.date.meaning)
        self.confirm(self.tr("Go"))
        self.dismiss(self.tr("Cancel"))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * DIGITS)

    def accept(self) -> None:
        try:
            date = self.date.date()
        except Unclear:
            date = None
        if date:
            super().accept()
            self.chosen.emit(date)
        else:
            self.show_faults({"date": [self.tr("is not a date; write for instance 27 nov")]})

    def edited(self) -> bool:
        return False
