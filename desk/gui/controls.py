"""Commands, menus and message bar, and who calls whom among the parts of the window.

Made when the window has been painted. It knows no business: a command is the window's own, in the
table `_own`, or one that a page offers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.domain.change import Change
from desk.domain.errors import DeskError, Disconnected
from desk.gui import actions, menus, messages, pages, rights
from desk.gui.main_window import MainWindow
from desk.gui.message_bar import MessageBar, Tone

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.gui.confirmations import Confirmations
    from desk.gui.connection import Connection
    from desk.gui.outbox_ask import OutboxAsk
    from desk.gui.reads import Reads


class Controls(QObject):
    """What makes the window answer."""

    left = Signal()  # the desk is about to be closed

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.bar = MessageBar()
        self.actions = actions.make(window)
        self.confirmations: Confirmations | None = None
        self.asking: OutboxAsk | None = None
        self.reads: Reads | None = None
        self._rights: rights.Rights | None = None
        self.connection: Connection | None = None
        self._client: Client | None = None
        self._own: dict[str, Callable[[], object]] = {
            "view.refresh": self._refresh,
            "view.full_screen": self._toggle_full_screen,
            "go.next_page": partial(window.stack.step, 1),
            "go.previous_page": partial(window.stack.step, -1),
            "app.quit": window.close,
        }
        window.below.addWidget(self.bar)
        window.rail.draw_icons()
        menus.fill(window, self.actions)
        for identifier, action in self.actions.items():
            action.triggered.connect(partial(self._on_triggered, identifier))
        window.rail.chosen.connect(self.perform)
        window.stack.wanted.connect(self.perform)
        window.stack.said.connect(self.bar.say)
        window.stack.turned.connect(self._enable)
        window.stack.offered.connect(self._enable)
        self.bar.chosen.connect(self.perform)
        rights.seat.taken.connect(self._enable)
        self._enable()

    def offer(self, own: Mapping[str, Callable[[], object]]) -> None:
        """Add commands that the window carries out itself, by id."""
        self._own.update(own)
        self._enable()

    def open(self, client: Client, site: str) -> None:
        """Work on the desk behind `client` from now on."""
        # This needs the services, and they the database's library.
        from desk.gui.confirmations import Confirmations
        from desk.gui.connection import Connection
        from desk.gui.copying import Copying
        from desk.gui.outbox_ask import OutboxAsk
        from desk.gui.reads import Reads

        self._client = client
        self.confirmations = Confirmations(client, self.actions, self.bar, self)
        self.asking = OutboxAsk(client, self.window, self.bar, self)
        self.reads = Reads(client, self)
        self._rights = rights.Rights(client, self)
        self.connection = Connection(client, self.window, self.bar)
        client.make_copy = Copying(client, self.window).make
        client.refused.connect(self.refuse)
        client.changed.connect(self._on_changed)
        self.window.stack.open(client)
        self.show_site(site)
        self.offer(self.confirmations.commands())

    def first_page(self) -> str:
        """The page to begin with: the one that was shown last."""
        last = self.window.state.page
        return last if last in {entry.id for entry in pages.PAGES} else pages.PAGES[0].id

    def turn_to_first(self) -> None:
        """Bring the page to begin with to the front."""
        self.window.stack.turn_to(self.first_page())

    def leave(self) -> None:
        """Forget the desk; its database is about to be closed."""
        self.left.emit()
        self.window.stack.close_pages()
        self.window.top.leave()
        if self.confirmations is not None:
            for identifier in self.confirmations.commands():
                del self._own[identifier]
            self.confirmations.deleteLater()
        if self.asking is not None:
            self.asking.leave()
        if self.reads is not None:
            self.reads.stop()
            self.reads.deleteLater()
        if self._rights is not None:
            self._rights.leave()
        if self.connection is not None:
            self.connection.leave()
        self._client = self.confirmations = self.asking = self.reads = self._rights = None
        self.connection = None
        self._enable()

    def lock(self, locked: bool) -> None:
        """Let no command work and no message be said, or let them again."""
        self.window.locked = locked
        self.bar.withhold(locked)
        if self.confirmations is not None:
            self.confirmations.withheld = locked
        self.window.entitle()
        self._enable()

    def show_site(self, name: str) -> None:
        """Say whose desk this is."""
        self.window.site = name
        if self._client is not None:
            self.window.top.show_site(self._client, name)
        self.window.entitle()

    def perform(self, identifier: str) -> None:
        """Carry out a command, or turn to a page, by id; or say whom it is for."""
        if self.window.locked:
            return
        if reason := self._reason(identifier):
            self.bar.say(reason, Tone.REFUSED)
        elif self.connection is not None and self.connection.perform(identifier):
            return
        elif identifier in self._own:
            self._own[identifier]()
        elif identifier.startswith("page."):
            self.window.stack.turn_to(identifier)
        else:
            self.window.stack.perform(identifier)

    def refuse(self, error: DeskError) -> None:
        """Say why something was not done."""
        zone = self._client.zone if self._client is not None else UTC
        said = messages.sentence(error, zone)
        if isinstance(error, Disconnected) and self.bar.text.text() == said:
            return  # Whatever looks again by the clock would say so each time.
        self.bar.say(said, Tone.REFUSED)

    def _enable(self, _page: str = "") -> None:
        for identifier, action in self.actions.items():
            reason = self._reason(identifier)
            action.setEnabled(not reason and self._can(identifier))
            action.setToolTip(reason)
        if self.confirmations is not None:
            self.confirmations.name()

    def _reason(self, identifier: str) -> str:
        """Why whoever has signed in may not ask for it; nothing where they may."""
        page = self.window.stack.current
        return rights.reason(page.meaning(identifier) if page is not None else identifier)

    def _can(self, identifier: str) -> bool:
        if self.window.locked:
            return False
        if identifier in self._own:
            return True
        if identifier.startswith("page."):
            return self._client is not None
        return self.window.stack.offers(identifier)

    def _refresh(self) -> None:
        page = self.window.stack.current
        if page is not None:
            page.refresh()

    def _toggle_full_screen(self) -> None:
        window = self.window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    def _on_triggered(self, identifier: str, _checked: bool = False) -> None:
        self.perform(identifier)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind == "site" for change in changes) and self._client is not None:
            from desk.services import site

            found = self._client.ask(site.found)
            self.show_site(found.name if found else "")
