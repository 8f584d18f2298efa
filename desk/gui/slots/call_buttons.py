"""The buttons beside the work list: what its keys do, for the mouse and to be read."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desk.gui.buttons import CommandButton
from desk.gui.naming import named
from desk.gui.slots import call_table
from desk.gui.slots.call_claims import CALLED
from desk.gui.slots.call_table import Answer, CallRow

KEYS = {Answer.FIRST: "1", Answer.SECOND: "2", Answer.CANCEL: "X", Answer.SKIP: "S"}


class CallButtons(QWidget):
    """One for each answer, saying what it would do with the one that is chosen."""

    answered = Signal(object)  # Answer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("slots.calls.buttons")
        self.names = {
            Answer.FIRST: self.tr("Move to the first time"),
            Answer.SECOND: self.tr("Move to the second time"),
            Answer.CANCEL: self.tr("Cancel appointment"),
            Answer.SKIP: self.tr("Skip"),
        }
        self.buttons = {answer: self._button(answer) for answer in Answer}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for button in self.buttons.values():
            layout.addWidget(button)
        layout.addStretch(1)

    def show_row(self, row: CallRow | None, zone: ZoneInfo) -> None:
        """Say what would become of this one."""
        for number, answer in enumerate((Answer.FIRST, Answer.SECOND)):
            offered = row is not None and number < len(row.offers)
            time = call_table.offer(row, number, zone) if row and offered else ""
            said = self.tr("Move to {time}").format(time=time)
            self._say(answer, said if offered else self.names[answer], possible=offered)
        for answer in (Answer.CANCEL, Answer.SKIP):
            self._say(answer, self.names[answer], possible=row is not None)

    def _say(self, answer: Answer, text: str, *, possible: bool) -> None:
        button = self.buttons[answer]
        button.setText(f"{text}  ({KEYS[answer]})")
        button.setEnabled(possible)

    def _button(self, answer: Answer) -> QPushButton:
        made = named(
            CommandButton("", CALLED), f"slots.calls.{answer.name.lower()}", self.names[answer]
        )
        made.clicked.connect(partial(self._on_clicked, answer))
        return made

    def _on_clicked(self, answer: Answer, _checked: bool = False) -> None:
        self.answered.emit(answer)
