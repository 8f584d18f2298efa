"""What stands above the page of the network: how the server stands, and its switch."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.gui import format, theme
from desk.gui.banner import Banner
from desk.gui.buttons import text_button
from desk.gui.naming import named
from desk.gui.network import words
from desk.gui.network.standing import Standing, State


class Head(QWidget):
    """The state in a word; where something is wrong, a band says what, and what can be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = named(QLabel(), "network.state", "")
        self.callers = theme.as_role(named(QLabel(), "network.connected", ""), "muted")
        self.switch = text_button(
            "network.switch.button", self.tr("Switch off"), "power", "network.switch"
        )
        self.trouble = Banner("network.trouble")
        self.again = text_button(
            "network.again", self.tr("Try again"), "refresh-cw", "network.switch"
        )
        self.port = text_button(
            "network.port.choose",
            self.tr("Choose another port…"),
            "sliders-horizontal",
            "network.choose",
        )
        self._lay_out()

    def show_standing(self, standing: Standing) -> None:
        """Say how it stands."""
        said = words.state(standing)
        if self.state.text() != said:
            self.state.setText(said)
            theme.as_state(self.state, words.tone(standing.state))
        self.callers.setVisible(standing.state is not State.OFF)
        match standing.state:
            case State.FAILED:
                advice = self.tr("Mend that and try again, or choose another port.")
                self.trouble.say(f"{words.failure(standing.why)} {advice}", "full")
            case State.RESTING:
                self.trouble.say(self._rest(standing), "warning")
            case _:
                self.trouble.clear()

    def show_callers(self, number: int) -> None:
        """Say how many have asked lately."""
        self.callers.setText(self.tr("Connected: {n}").format(n=format.count(number)))

    def _rest(self, standing: Standing) -> str:
        said = self.tr(
            "The server has stopped by itself. It is started again after a rest, which is longer"
            " each time, at most a minute."
        )
        return f"{said} {standing.why}".rstrip()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(theme.as_role(QLabel(self.tr("Network")), "title"))
        row.addWidget(self.state)
        row.addWidget(self.callers)
        row.addStretch(1)
        row.addWidget(self.switch)
        self.trouble.row.addWidget(self.again)
        self.trouble.row.addWidget(self.port)
        self.trouble.row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row)
        layout.addWidget(self.trouble)
