"""The page of the network: whether other machines reach this desk, which may, and what they ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.gui.empty import EmptyState
from desk.gui.network import requirements, samples, server, token_list
from desk.gui.network.acts import Acts
from desk.gui.network.head import Head
from desk.gui.network.requests import Requests
from desk.gui.network.running_part import CALLERS, REQUESTS, TOKENS, RunningPart
from desk.gui.network.standing import Standing, State
from desk.gui.network.token_list import Clock
from desk.gui.pages import Page

if TYPE_CHECKING:
    from desk.gui.client import Client

TOKEN = "token"
SECOND_MS = 1000
SOON_MS = 100  # requests that come together are shown together
NOTED_SECONDS = 6  # the server writes down every five when tokens were used


class NetworkPage(Page):
    """Joins the server, what is shown of it, and the tokens."""

    meant = {"list.new": "network.token", "list.remove": "network.revoke"}

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.server = server.of(client)
        self.missing = requirements.missing()
        self.clock = Clock(client.zone, client.wall_clock().date())
        self.head = Head()
        self.off = EmptyState("network.off", "", "" if self.missing else "network.switch")
        self.running = RunningPart(self.clock)
        self.body = QStackedWidget()
        self.acts = Acts(client, self.server, self, self.running.tokens.chosen)
        self._beat = QTimer(self, interval=SECOND_MS)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._beats = 0
        self._noted = 0  # how many requests there had been when the tokens were last asked for
        self._once_more = False  # what was asked last may not have been written down then
        self._lay_out()
        self._connect()
        self.refresh()

    def title(self) -> str:
        return self.tr("Network")

    def refresh(self) -> None:
        """Ask everything again, keeping what is chosen."""
        self.show_standing(self.server.standing())
        self._show_tokens()
        self.show_requests(self.server.requests)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        if self.missing:
            return {}
        card = self.running.reach
        return {
            **self.acts.commands(),
            "network.try": card.open_browser,
            "network.copy": card.copy_address,
            "network.copy_print": card.copy_fingerprint,
            "network.pause": self.running.requests.turn_pause,
        }

    def faces(self) -> Mapping[str, Callable[[], None]]:
        def pose(tab: int, standing: Standing = samples.on()) -> None:
            self.show_standing(standing)
            self.running.show_part(tab)
            self.running.tokens.show_tokens(samples.tokens(self.client.now))
            self.show_requests(samples.requests(self.client.now))

        return {
            "on": partial(pose, TOKENS),
            "requests": partial(pose, REQUESTS),
            "connected": partial(pose, CALLERS),
            "failed": partial(pose, TOKENS, samples.failed()),
            "resting": partial(pose, TOKENS, samples.resting()),
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return self.acts.dialogs()

    def show_standing(self, standing: Standing) -> None:
        """Show how the server stands."""
        off = standing.state is State.OFF
        shown = self.off if off else self.running
        focus = QApplication.focusWidget()
        lost = self.body.currentWidget() is not shown and focus and self.isAncestorOf(focus)
        self.head.show_standing(standing)
        self.head.switch.setVisible(not off)
        self.running.show_standing(standing)
        self.body.setCurrentWidget(shown)
        self.setFocusProxy(self.off.button if off else self.running.tabs)
        if lost:
            self.setFocus()

    def show_requests(self, requests: Requests) -> None:
        """Show what was asked lately, and who has asked."""
        self.running.requests.show_requests(requests.latest)
        self._show_callers(requests)

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        self._beat.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._beat.stop()
        super().hideEvent(event)

    def _show_tokens(self) -> None:
        self.clock.today = self.client.wall_clock().date()
        self.running.tokens.show_tokens(self.client.ask(token_list.standing))

    def _show_callers(self, requests: Requests) -> None:
        callers = requests.callers(self.client.now)
        self.running.callers.show_rows(callers)
        self.head.show_callers(len(callers))

    def _on_beat(self) -> None:
        """Count down, let go whoever has not asked for long, and see which tokens were used."""
        if self.server.state is State.OFF:
            return
        if self.server.state is State.RESTING:
            self.head.show_standing(self.server.standing())
        self._show_callers(self.server.requests)
        self._beats += 1
        if self._beats % NOTED_SECONDS == 0:
            before, self._noted = self._noted, self.server.requests.count
            if self._once_more or self._noted != before:
                self._show_tokens()
            self._once_more = self._noted != before

    def _on_standing(self) -> None:
        self.show_standing(self.server.standing())

    def _on_answered(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and any(change.kind == TOKEN for change in changes):
            self._show_tokens()

    def _connect(self) -> None:
        card, tokens = self.running.reach, self.running.tokens
        self.server.changed.connect(self._on_standing)
        self.server.answered.connect(self._on_answered)
        self.off.button.clicked.connect(self.acts.switch)
        self.head.switch.clicked.connect(self.acts.switch)
        self.head.again.clicked.connect(self.server.switch_on)
        self.head.port.clicked.connect(self.acts.choose)
        card.change.connect(self.acts.choose)
        for source in (card, self.acts):
            source.said.connect(self.said)
        tokens.wished.connect(self.wish)
        self._soon.timeout.connect(self._on_soon)
        self._beat.timeout.connect(self._on_beat)
        self.client.changed.connect(self._on_changed)

    def _on_soon(self) -> None:
        self.show_requests(self.server.requests)

    def _lay_out(self) -> None:
        if self.missing:
            words = self.tr(
                "Other machines cannot be served, because Desk was installed without {packages}:"
                " install Desk with its extra http."
            )
            self.off.say(words.format(packages=", ".join(self.missing)))
        else:
            self.off.say(
                self.tr(
                    "Other programs, and other machines in the local network, can use this desk"
                    " through a server that this window runs. It is off: nobody reaches the desk"
                    " but this window."
                )
            )
            self.off.button.setText(f" {self.tr('Switch it on')}")
        self.body.addWidget(self.off)
        self.body.addWidget(self.running)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addWidget(self.body, 1)
