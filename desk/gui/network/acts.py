"""What can be done about the server and the tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desk.domain.access import Role, Token
from desk.gui.client import Client
from desk.gui.network import samples
from desk.gui.network.closing_dialog import ClosingDialog
from desk.gui.network.reach_dialog import ReachDialog
from desk.gui.network.revoke_dialog import RevokeDialog
from desk.gui.network.secret_dialog import SecretDialog
from desk.gui.network.server import Server
from desk.gui.network.standing import State
from desk.gui.network.token_dialog import TokenDialog
from desk.gui.rights import allows


class Acts(QObject):
    """Switches, chooses, makes and revokes; `chosen` says which token is meant."""

    said = Signal(str)

    def __init__(
        self, client: Client, server: Server, owner: QWidget, chosen: Callable[[], Token | None]
    ) -> None:
        super().__init__(owner)
        self._client = client
        self._server = server
        self._owner = owner
        self._chosen = chosen

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            "network.switch": self.switch,
            "network.choose": self.choose,
            "network.token": self.make_token,
            "network.revoke": self.revoke,
            "list.new": self.make_token,
            "list.remove": self.revoke,
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog from here, made but not shown, for pictures and tests."""
        window = self._owner.window()
        some = Token(id=0, label=samples.LABEL, role=Role.READONLY, created_at=self._client.now)
        return {
            "change": self._reach,
            "token": lambda: TokenDialog(self._client, window),
            "secret": lambda: SecretDialog(some.label, samples.SECRET, window),
            "revoke": lambda: RevokeDialog(self._client, some, window),
            "closing": lambda: ClosingDialog(window),
        }

    def switch(self) -> None:
        """Switch the server on, or off."""
        if not allows(self._client, "network"):
            return
        if self._server.state is State.OFF:
            self._server.switch_on()
        else:
            self._server.switch_off()

    def choose(self) -> None:
        """Choose who may reach the server."""
        if not allows(self._client, "network"):
            return
        dialog = self._reach()
        dialog.accepted.connect(
            lambda: self._server.choose(dialog.reach, dialog.port, dialog.on_close)
        )
        self._open(dialog)

    def make_token(self) -> None:
        """Let another machine in, and show its token this once."""
        dialog = TokenDialog(self._client, self._owner.window())
        dialog.accepted.connect(lambda: self._show_secret(dialog))
        self._open(dialog)

    def revoke(self) -> None:
        """Let a machine in no more, when that was confirmed."""
        token = self._chosen()
        if token is None:
            self.said.emit(self.tr("Choose a token of the list."))
        else:
            self._open(RevokeDialog(self._client, token, self._owner.window()))

    def _reach(self) -> ReachDialog:
        served = self._server
        return ReachDialog(served.reach, served.port, served.on_close, self._owner.window())

    def _show_secret(self, made: TokenDialog) -> None:
        label = made.label.text().strip()
        self._open(SecretDialog(label, made.secret, self._owner.window()))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
