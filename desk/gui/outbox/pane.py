"""Beside the list: the chosen message as it goes out, its tries, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desk.domain.message import Fate
from desk.gui import discretion, theme
from desk.gui import outbox_words as words
from desk.gui.naming import named
from desk.gui.outbox import columns, reading
from desk.gui.outbox.columns import Clock
from desk.gui.outbox.reading import Shown
from desk.gui.side_pane import SidePane
from desk.services.outbox_list import Listed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

DIGITS = 47
LABELS = (
    ("name", "heading"),
    ("address", "strong"),
    ("why", "warning"),
    ("advice", ""),
    ("subject", "strong"),
    ("text", ""),
    ("standing", "muted"),
)


class Pane(SidePane):
    """Words about one message, and a button for each thing that can be done with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("outbox.pane", parent)
        self.chip = theme.as_state(named(QLabel(), "outbox.pane.chip", ""), "expected")
        self.labels = {name: self.label(name, role) for name, role in LABELS}
        self.buttons = {
            identifier: self.button(identifier, text, key, icon)
            for identifier, text, key, icon in (
                ("outbox.again", self.tr("Send again"), "S", "rotate-ccw"),
                ("outbox.stop", self.tr("Do not send"), "X", "ban"),
                ("outbox.appointment", self.tr("Appointment"), "O", "calendar-check"),
                ("outbox.copy", self.tr("Copy address"), "C", "copy"),
                ("outbox.slip", self.tr("Print slip"), "P", "printer"),
            )
        }
        self._fill()
        self.lay_out(DIGITS)

    def show_message(self, shown: Shown | None, clock: Clock) -> None:
        """Show a message, or none."""
        self.setVisible(shown is not None)
        if shown is None:
            return
        row = shown.row
        said = {
            "name": discretion.name(row.name),
            "address": self._where(row),
            "why": "" if row.message.fate is Fate.MISSED else reading.why(row),
            "advice": reading.advice(row, clock),
            "subject": discretion.text(shown.subject, row.name),
            "text": shown.trouble or discretion.text(shown.text, row.name),
            "standing": "\n".join(reading.standing(row, clock)),
        }
        for name, label in self.labels.items():
            label.setText(said[name])
            label.setVisible(bool(said[name]))
        event, state = words.event(row.message.event), words.state(row.message)
        self.chip.setText(f"{event}: {state.lower()}")
        theme.as_state(self.chip, words.tone(row.message))
        self.show_buttons(
            self.buttons.values(), [self.buttons[each] for each in self.possible(row)]
        )

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
            phone = discretion.reach(row.recipient.phone) or columns.NONE
            nowhere = self.tr("{by}: no address is known").format(by=by)
            return f"{nowhere}\n{self.tr('Telephone: {phone}').format(phone=phone)}"
        return self.tr("{by} to {address}").format(by=by, address=discretion.reach(row.address))

    def _fill(self) -> None:
        for name, label in self.labels.items():
            label.setTextFormat(Qt.TextFormat.PlainText)
            self.inside.addWidget(label)
            if name == "address":
                self.inside.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeading)
            if name in ("advice", "text"):
                self.inside.addSpacing(8)
