"""The pages, built when they are first needed, one of them in front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.gui import pages
from desk.gui.naming import named
from desk.gui.pages import Again, Page

if TYPE_CHECKING:
    from desk.gui.client import Client


@dataclass(slots=True)
class PutAway:
    """Pages with all that was typed into them, and which of them was in front."""

    pages: dict[str, Page] = field(default_factory=dict)
    shown: str = ""


class PageStack(QStackedWidget):
    """Shows one page, or a notice instead of all of them while there is no desk to show."""

    turned = Signal(str)  # the id of the page that is in front now; empty for a notice
    renamed = Signal()  # the page in front has another title
    wanted = Signal(str)  # a page asks for this command or page
    said = Signal(str)  # a page has a remark
    offered = Signal()  # the page in front can do something else now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self._client: Client | None = None
        self._built: dict[str, Page] = {}
        self._away: list[PutAway] = []
        self._notice: QWidget | None = None
        self.shown = ""

    def open(self, client: Client) -> None:
        """From now on there is a desk to show."""
        self._client = client

    def close_pages(self) -> None:
        """Take every page away: their desk is about to be closed."""
        self._client = None
        away = [page for each in self._away for page in each.pages.values()]
        for page in (*self._built.values(), *away):
            page.leave()
            self.removeWidget(page)
            page.deleteLater()
        self._built.clear()
        self._away.clear()
        self.shown = ""

    def put_away(self) -> PutAway:
        """Take the pages of one person away as they are; the next begins with none."""
        away = PutAway(dict(self._built), self.shown)
        for page in self._built.values():
            self.removeWidget(page)
            page.hide()
        self._built.clear()
        self._away.append(away)
        self.shown = ""
        return away

    def put_back(self, away: PutAway) -> None:
        """Have these pages again, and the one in front that was in front."""
        self._away = [each for each in self._away if each is not away]
        for identifier, page in away.pages.items():
            self.addWidget(page)
            self._built[identifier] = page
        if away.shown:
            self.turn_to(away.shown)

    @property
    def current(self) -> Page | None:
        """The page in front, if it is not a notice."""
        return self._built.get(self.shown)

    def wait(self, widget: QWidget) -> None:
        """Show that something is being waited for, without making a change of it."""
        self._forget_notice()
        self._notice = widget
        self.addWidget(widget)
        self.setCurrentWidget(widget)
        self.shown = ""

    def notice(self, widget: QWidget) -> None:
        """Put something else in front of all pages, for the user to answer."""
        self.wait(widget)
        widget.setFocus()
        self.turned.emit("")

    def turn_to(self, identifier: str) -> None:
        """Bring a page to the front; the keyboard goes where it was on that page."""
        if self._client is None:
            return
        page = self.page(identifier)
        # Asked before, because Qt gives the keyboard to the first button of a page it brings up.
        focus = page.focusWidget() or page
        self.shown = identifier
        self.setCurrentWidget(page)
        self._forget_notice()
        focus.setFocus()
        self.turned.emit(identifier)

    def refresh(self) -> None:
        """Let every page ask everything again, each in a turn of its own but the one in front."""
        if self.current is not None:
            self.current.refresh()
        for page in self._built.values():
            if page is not self.current:
                QTimer.singleShot(0, page, page.refresh)

    def step(self, by: int) -> None:
        """Turn to the page after, or before, the one in front."""
        order = [entry.id for entry in pages.PAGES]
        if self.shown:
            self.turn_to(order[(order.index(self.shown) + by) % len(order)])

    def page(self, identifier: str) -> Page:
        """The page of that id, built now if nobody has needed it before."""
        if identifier not in self._built:
            assert self._client is not None, "pages are asked for when there is a desk"
            page = self._made(identifier, self._client)
            named(page, identifier, pages.entry(identifier).title)
            page.wanted.connect(self.wanted)
            page.said.connect(self.said)
            page.renamed.connect(self.renamed)
            page.offered.connect(self.offered)
            self.addWidget(page)
            self._built[identifier] = page
        return self._built[identifier]

    def opener(self, dialog: str) -> str:
        """The id of the page that could open a dialog again; nothing if none of those built can."""
        could = (each for each in self._built if dialog in self.again(each))
        return next(could, "")

    def again(self, identifier: str) -> Mapping[str, Again]:
        """How the page of that id opens its dialogs once more."""
        return pages.entry(identifier).again(self.page(identifier))

    def offers(self, command: str) -> bool:
        """Whether the page in front, or one that serves the whole window, can do it."""
        if self._client is None:
            return False
        if pages.serving(command) is not None:
            return True
        return self.current is not None and command in self.current.commands()

    def perform(self, command: str) -> None:
        """Let the page in front do it, else the page that serves it."""
        page = self.current
        if page is None or command not in page.commands():
            serving = pages.serving(command)
            if self._client is None or serving is None:
                return
            page = self.page(serving.id)
            page.asked_by = self.current
        page.commands()[command]()
        page.asked_by = None

    def _made(self, identifier: str, client: Client) -> Page:
        """A new page; of one that could not ask what it shows nothing stays behind."""
        before = set(self.children())
        try:
            return pages.entry(identifier).make(client, self)
        except Exception:
            for part in set(self.children()) - before:
                part.deleteLater()
            raise

    def _forget_notice(self) -> None:
        if self._notice is not None:
            self.removeWidget(self._notice)
            self._notice.deleteLater()
            self._notice = None
