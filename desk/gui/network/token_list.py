"""The tokens by which other machines are let in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton

from desk.domain.access import Token
from desk.gui import actions, format, state_words, theme
from desk.gui.buttons import command_button
from desk.gui.empty import EmptyState
from desk.gui.list_part import ListPart
from desk.gui.network import words
from desk.gui.table import Column
from desk.services import tokens

if TYPE_CHECKING:
    from desk.store.database import Read

WIDTHS = (26, 16, 20, 20)  # digits
LABEL = 0
translate = QCoreApplication.translate


@dataclass(slots=True)
class Clock:
    """Which day it is, and the zone that moments are written in."""

    zone: tzinfo
    today: date


class TokenList(ListPart[Token]):
    """Shows those that let somebody in; revoked ones do not."""

    wished = Signal(str)  # the id of a command

    def __init__(self, clock: Clock) -> None:
        empty = EmptyState(
            "network.tokens.empty",
            translate(
                "Network",
                "No machine has a token yet. Without one, others only reach the public calls about"
                " the places of days.",
            ),
            "network.token",
        )
        super().__init__("network.tokens", translate("Network", "Tokens"), _columns(clock), empty)
        self.empty.button.setText(
            f"{translate('Network', 'New token')}  {actions.command('list.new').key}"
        )
        self.about.setText(translate("Network", "What lets other machines in"))
        self.revoke = self._button("network.revoke")
        self.new = theme.as_primary(self._button("network.token"))
        self.empty.button.clicked.connect(self.new.click)
        self.widen(WIDTHS, LABEL)
        self.table.selectionModel().selectionChanged.connect(self._enable)

    def show_tokens(self, found: Sequence[Token]) -> None:
        """Show these, keeping the one that is chosen."""
        self.show_rows(found)
        self._enable()

    def _button(self, command: str) -> QPushButton:
        made = command_button(command)
        made.clicked.connect(lambda: self.wished.emit(command))
        self.line.addWidget(made)
        return made

    def _enable(self) -> None:
        self.revoke.setEnabled(self.chosen() is not None)


def standing(tx: Read) -> list[Token]:
    """The tokens that let somebody in, by label."""
    return [token for token in tokens.every(tx) if token.revoked_at is None]


def _columns(clock: Clock) -> Sequence[Column[Token]]:
    def moment(when: datetime | None) -> str:
        if when is None:
            return translate("Network", "never")
        return format.moment(when, clock.zone, clock.today)

    return (
        Column(translate("Network", "Machine"), lambda token: token.label),
        Column(
            translate("Network", "Role"),
            lambda token: state_words.machine(token.role),
            tooltip=lambda token: words.may(token.role),
        ),
        Column(translate("Network", "Made"), lambda token: moment(token.created_at)),
        Column(translate("Network", "Last used"), lambda token: moment(token.used_at)),
    )
