"""Beside the list: the chosen message as it goes out, its tries, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout

from desk.domain.message import Fate
from desk.gui import outbox_words as words
from desk.gui import theme
from desk.gui.buttons import show_icon
from desk.gui.naming import named
from desk.gui.outbox import columns, reading
from desk.gui.outbox.columns import Clock
from desk.gui.outbox.reading import Shown
from desk.gui.scrolled import scrolled
from desk.services.outbox_list import Listed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

DIGITS = 47
ABREAST = 2  # buttons
LABELS = (
    ("name", "heading"),
    ("address", "strong"),
    ("why", "warning"),
    ("advice", ""),
    ("subject", "strong"),
    ("text", ""),
    ("standing", "muted"),
)


class Pane(QFrame):
    """Words about one message, and a button for each thing that can be done with it."""

    wished = Signal(str)  # the id of a command

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outbox.pane")
        theme.as_panel(self)
        self.chip = theme.as_state(named(QLabel(), "outbox.pane.chip", ""), "expected")
        self.labels = {name: self._label(name, role) for name, role in LABELS}
        self.buttons = {
            identifier: self._button(identifier, text, key, icon)
            for identifier, text, key, icon in (
                ("outbox.again", self.tr("Send again"), "S", "rotate-ccw"),
                ("outbox.stop", self.tr("Do not send"), "X", "ban"),
                ("outbox.appointment", self.tr("Appointment"), "O", "calendar-check"),
                ("outbox.copy", self.tr("Copy address"), "C", "copy"),
                ("outbox.slip", self.tr("Print slip"), "P", "printer"),
            )
        }
        self.grid = QGridLayout()
        self.grid.setSpacing(8)
        for column in range(ABREAST):
            self.grid.setColumnStretch(column, 1)
        self._lay_out()

    def show_message(self, shown: Shown | None, clock: Clock) -> None:
        """Show a message, or none."""
        self.setVisible(shown is not None)
        if shown is None:
            return
        row = shown.row
        said = {
            "name": row.name,
            "address": self._where(row),
            "why": "" if row.message.fate is Fate.MISSED else reading.why(row),
            "advice": reading.advice(row, clock),
            "subject": shown.subject,
            "text": shown.trouble or shown.text,
            "standing": "\n".join(reading.standing(row, clock)),
        }
        for name, label in self.labels.items():
            label.setText(said[name])
            label.setVisible(bool(said[name]))
        event, state = words.event(row.message.event), words.state(row.message)
        self.chip.setText(f"{event}: {state.lower()}")
        theme.as_state(self.chip, words.tone(row.message))
        self._offer(row)

    def possible(self, row: Listed) -> list[str]:
        """What can be done with a message, by the ids of commands."""
        pending = row.message.fate is Fate.PENDING
        wanted = {
            "outbox.again": not pending or row.message.tries > 0,
            "outbox.stop": pending,
            "outbox.appointment": row.message.appointment_id is not None,
            "outbox.copy": row.address is not None,
            "outbox.slip": True,
        }
        return [name for name, can in wanted.items() if can]

    def _where(self, row: Listed) -> str:
        by = words.channel(row.message.channel)
        if row.address is None:
            phone = row.recipient.phone
            nowhere = self.tr("{by}: no address is known").format(by=by)
            return f"{nowhere}\n{self.tr('Telephone: {phone}').format(phone=phone or columns.NONE)}"
        return self.tr("{by} to {address}").format(by=by, address=row.address)

    def _offer(self, row: Listed) -> None:
        possible = self.possible(row)
        for identifier, button in self.buttons.items():
            button.setVisible(identifier in possible)
        for number, identifier in enumerate(possible):
            self.grid.addWidget(self.buttons[identifier], number // ABREAST, number % ABREAST)

    def _label(self, name: str, role: str) -> QLabel:
        made = named(QLabel(), f"outbox.pane.{name}", "")
        made.setWordWrap(True)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return theme.as_role(made, role) if role else made

    def _button(self, identifier: str, text: str, key: str, icon: str) -> QPushButton:
        made = named(QPushButton(f"{text}  ({key})", self), f"{identifier}.pane", text)
        show_icon(made, icon)
        made.clicked.connect(partial(self._on_clicked, identifier))
        return made

    def _on_clicked(self, identifier: str, _checked: bool = False) -> None:
        self.wished.emit(identifier)

    def _lay_out(self) -> None:
        inner = QFrame()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for name, label in self.labels.items():
            inside.addWidget(label)
            if name == "address":
                inside.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeading)
            if name in ("advice", "text"):
                inside.addSpacing(8)
        inside.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 16, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(scrolled(inner, "outbox.pane.area"), 1)
        layout.addLayout(self.grid)
        self.setFixedWidth(DIGITS * self.fontMetrics().horizontalAdvance("0"))
