"""Where other machines reach the server, how they know it, and who may."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.gui import clipboard, theme
from desk.gui.buttons import icon_button, text_button
from desk.gui.naming import named
from desk.gui.network import words
from desk.gui.network.qr import QrCode
from desk.gui.network.standing import Reach, Standing, State
from desk.gui.scrolled import scrolled

DIGITS = 41
HELP = "/docs"


class ReachCard(QFrame):
    """Shows a standing; what it says can be copied."""

    change = Signal()  # somebody else is to reach it
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network.reach")
        theme.as_panel(self)
        self.code = QrCode("network.code", self.tr("The address as a code for telephones"))
        self.address = self._label("address", "strong")
        self.about = self._label("about", "muted")
        self.fingerprint = self._label("fingerprint", "")
        self.compare = self._label("compare", "muted")
        self.reach = self._label("who", "")
        self.port = self._label("port", "muted")
        self.copy = icon_button("network.copy", "copy", self.tr("Copy the address"))
        self.copy_print = icon_button(
            "network.copy_print", "copy", self.tr("Copy the fingerprint of the certificate")
        )
        self.try_it = text_button("network.try", self.tr("Try it in the browser"), "external-link")
        self.choose = text_button(
            "network.choose", self.tr("Change…"), "sliders-horizontal", "network.choose"
        )
        self.certificate = QWidget()
        self._lay_out()
        self.copy.clicked.connect(self.copy_address)
        self.copy_print.clicked.connect(self.copy_fingerprint)
        self.try_it.clicked.connect(self.open_browser)
        self.choose.clicked.connect(self.change)

    def show_standing(self, standing: Standing) -> None:
        """Say how it is reached now, or will be when it runs."""
        network = standing.reach is Reach.NETWORK
        on = standing.state is State.ON
        self.address.setText(standing.address)
        self.code.setVisible(network and on)
        if network and on:
            self.code.show_text(standing.address)
        self.about.setText(
            self.tr("Other machines are let in with Change…, below.")
            if not network
            else self.tr("Other machines ask here, and bring a token.")
        )
        self.certificate.setVisible(bool(standing.fingerprint))
        self.fingerprint.setText(words.grouped(standing.fingerprint))
        self.reach.setText(words.reach(standing.reach))
        self.port.setText(
            self.tr("Port {port}, encrypted (TLS)").format(port=standing.port)
            if network
            else self.tr("Port {port}, not encrypted").format(port=standing.port)
        )
        self.try_it.setEnabled(on)

    def copy_address(self) -> None:
        """Put the address on the clipboard."""
        clipboard.put(self.address.text())
        self.said.emit(self.tr("The address is copied."))

    def copy_fingerprint(self) -> None:
        """Put the fingerprint on the clipboard, on one line."""
        found = self.fingerprint.text().replace("\n", ":")
        if found:
            clipboard.put(found)
            self.said.emit(self.tr("The fingerprint is copied."))
        else:
            self.said.emit(self.tr("There is no certificate as long as only this computer asks."))

    def open_browser(self) -> None:
        """Look at the description that the server gives of itself."""
        if self.try_it.isEnabled():
            QDesktopServices.openUrl(QUrl(f"{self.address.text()}{HELP}"))
        else:
            self.said.emit(self.tr("The server does not run; there is nothing to try."))

    def _label(self, name: str, role: str) -> QLabel:
        made = named(QLabel(), f"network.{name}", "")
        made.setWordWrap(True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return theme.as_role(made, role) if role else made

    def _lay_out(self) -> None:
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        self.fingerprint.setFont(fixed)
        self.compare.setText(self.tr("The other machine shows the same when it is this desk."))
        inner = QFrame()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self._heading(self.tr("Address")))
        inside.addLayout(_beside(self.address, self.copy))
        inside.addWidget(self.about)
        inside.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self.try_it, 0, Qt.AlignmentFlag.AlignLeading)
        inside.addWidget(self._heading(self.tr("Who may reach it")))
        inside.addWidget(self.reach)
        inside.addWidget(self.port)
        inside.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeading)
        column = QVBoxLayout(self.certificate)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._heading(self.tr("Certificate, SHA-256 fingerprint")))
        column.addLayout(_beside(self.fingerprint, self.copy_print))
        column.addWidget(self.compare)
        inside.addWidget(self.certificate)
        inside.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 16, 12, 12)
        layout.addWidget(scrolled(inner, "network.reach.area"))
        self.setFixedWidth(DIGITS * self.fontMetrics().horizontalAdvance("0"))

    def _heading(self, text: str) -> QLabel:
        made = theme.as_role(QLabel(text), "heading")
        made.setContentsMargins(0, 8, 0, 0)
        return made


def _beside(label: QLabel, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row
