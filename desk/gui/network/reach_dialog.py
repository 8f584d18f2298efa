"""Who may reach the server, at which port, and for how long."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QRadioButton, QSpinBox, QVBoxLayout, QWidget

from desk.gui import theme
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.gui.network import left_running, words
from desk.gui.network.standing import OnClose, Reach
from desk.settings import LAST_PORT

WIDTH = 520


class ReachDialog(Dialog):
    """The arrows choose, Enter saves; a server that runs is started anew for it."""

    def __init__(
        self, reach: Reach, port: int, on_close: OnClose, parent: QWidget | None = None
    ) -> None:
        super().__init__("network.change", "", parent)
        self.setWindowTitle(self.tr("Who may reach the server"))
        self.setAccessibleName(self.windowTitle())
        self.computer = self._choice(
            Reach.COMPUTER, self.tr("Nothing leaves this machine; it is not encrypted.")
        )
        self.network = self._choice(
            Reach.NETWORK,
            self.tr(
                "Everything is encrypted with a certificate of this computer's own making, which"
                " others know by its fingerprint."
            ),
        )
        self.ports = QSpinBox(minimum=1, maximum=LAST_PORT, value=port)
        self.ports.setGroupSeparatorShown(False)
        self.field("network_port", self.tr("&Port"), self.ports)
        self.closing = QComboBox()
        for each in OnClose:
            self.closing.addItem(words.on_close(each), each.value)
        self.closing.setCurrentIndex(self.closing.findData(on_close.value))
        self.field("network_on_close", self.tr("&When the window is closed"), self.closing)
        self.show_field("network_on_close", left_running.CAN_STAY)
        chosen = self.network if reach is Reach.NETWORK else self.computer
        chosen.setChecked(True)
        self.dismiss(self.tr("Cancel"))
        self.confirm(self.tr("Save"))
        self.setMinimumWidth(WIDTH)
        chosen.setFocus()

    @property
    def reach(self) -> Reach:
        """Who is chosen."""
        return Reach.NETWORK if self.network.isChecked() else Reach.COMPUTER

    @property
    def port(self) -> int:
        return self.ports.value()

    @property
    def on_close(self) -> OnClose:
        return OnClose(self.closing.currentData())

    def _choice(self, reach: Reach, about: str) -> QRadioButton:
        made = named(QRadioButton(words.reach(reach)), f"network.change.{reach}", "")
        made.setAccessibleName(words.reach(reach))
        made.setAccessibleDescription(about)
        said = theme.as_role(QLabel(about), "muted")
        said.setWordWrap(True)
        said.setContentsMargins(24, 0, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(made)
        column.addWidget(said)
        self.form.addRow(column)
        return made
