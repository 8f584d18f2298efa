"""What the page shows while the server is switched on: its reach, and three lists to turn to."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desk.gui.naming import named
from desk.gui.network.caller_list import CallerList
from desk.gui.network.reach_card import ReachCard
from desk.gui.network.request_list import RequestList
from desk.gui.network.standing import Standing
from desk.gui.network.token_list import Clock, TokenList

TOKENS, REQUESTS, CALLERS = range(3)


class RunningPart(QWidget):
    """One list is in front; the tabs above turn to the others."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reach = ReachCard()
        self.tokens = TokenList(clock)
        self.requests = RequestList(clock.zone)
        self.callers = CallerList(clock.zone)
        self.tabs = named(QTabBar(), "network.tabs", self.tr("What is listed"))
        self.lists = QStackedWidget()
        for text, part in (
            (self.tr("Tokens"), self.tokens),
            (self.tr("Requests"), self.requests),
            (self.tr("Connected"), self.callers),
        ):
            self.tabs.addTab(text)
            self.lists.addWidget(part)
        self._lay_out()
        self.tabs.currentChanged.connect(self.lists.setCurrentIndex)
        self.setFocusProxy(self.tabs)

    def show_standing(self, standing: Standing) -> None:
        """Say how the server is reached."""
        self.reach.show_standing(standing)

    def show_part(self, number: int) -> None:
        """Bring one of the lists to the front."""
        self.tabs.setCurrentIndex(number)

    def _lay_out(self) -> None:
        # It has the whole line, because it does not reckon with the strong letters of one tab.
        self.tabs.setExpanding(False)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.tabs)
        right.addWidget(self.lists, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(right, 1)
        layout.addWidget(self.reach)
