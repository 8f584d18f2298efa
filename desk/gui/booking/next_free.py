"""The next free times for what somebody wants, said in a few words: `smith 30`, `any thu pm`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desk.domain.change import Change
from desk.domain.quick_query import Query, read, said
from desk.domain.wish import Free, Wish
from desk.gui import arrows, icons, theme
from desk.gui.booking.facts import look
from desk.gui.booking.free_list import FreeList
from desk.gui.booking.understood import Understood
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.empty import EmptyState
from desk.gui.naming import clearable, named
from desk.services import agenda
from desk.services.booking import Place

if TYPE_CHECKING:
    from desk.store.database import Read

SIZE = QSize(760, 460)
ROOM = QSize(20, 60)  # logical pixels of a small screen that are left to the window's frame
MOST = 12
MOST_INSTEAD = 3
KINDS = {"appointment", "availability", "closure"}


class NextFreeDialog(Dialog):
    """Asks for a time; `query` is what was asked for in the end."""

    chosen = Signal(object)  # Free

    def __init__(
        self,
        client: Client,
        text: str = "",
        parent: QWidget | None = None,
        *,
        verb: str = "",
    ) -> None:
        super().__init__("next_free", "", parent)
        self.setWindowTitle(self.tr("Next free time"))
        self._client = client
        self.facts = client.ask(look)
        self._house = self.facts.house()
        self.query = Query()
        self.line = named(QLineEdit(text), "next_free.line", self.tr("What is wanted"))
        example = self.tr("for instance: smith 30 · any thu pm consultation · +6w · fri 14:30")
        self.understood = Understood("next_free", example)
        self.later = theme.as_role(
            QLabel(self.tr("Nothing is free then. These come next:")), "muted"
        )
        self.list = FreeList("next_free.list", self.facts)
        self.nothing = EmptyState("next_free.nothing", "")
        self._lay_out(verb or self.tr("Book here"))
        self.line.textChanged.connect(self._look)
        arrows.walk(self.list, self.line)
        self.list.taken.connect(self._take)
        client.changed.connect(self._on_changed)
        self._look()

    def concerns(self) -> Mapping[str, Any] | None:
        # Over the panel of a booking it comes back with that.
        return None if isinstance(self.parentWidget(), Dialog) else {}

    def accept(self) -> None:
        if self.list.marked is not None:
            self._take(self.list.marked)

    def edited(self) -> bool:
        return False  # a few words to find a time are nothing to lose

    def _take(self, free: Free) -> None:
        super().accept()
        self.chosen.emit(free)

    def _look(self) -> None:
        self.query = read(self.line.text(), self._house)
        pieces = said(self.query.wish, self._house)
        if self.query.number:
            pieces.append(self.tr("for number {number}").format(number=self.query.number))
        self.understood.say(pieces, self.query.unknown)
        self.line.setAccessibleDescription(self.understood.spoken)
        known = not self.query.unknown
        found, later = self._client.ask(find, self.query.wish) if known else ([], False)
        self.list.show_free(found)
        self._say(bool(found), later)

    def _say(self, found: bool, later: bool) -> None:
        self.later.setVisible(later)
        self.list.setVisible(found)
        self.nothing.setVisible(not found)
        if self.query.unknown:
            self.nothing.say(self.tr("Nothing is looked for until every word is understood."))
        else:
            self.nothing.say(self.tr("Nothing is free for this. Ask for less, or another day."))
        self.button.setEnabled(found)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        """Keep the mark where it is when somebody else takes or frees a time."""
        if not self.isVisible() or not any(change.kind in KINDS for change in changes):
            return
        before = self.list.marked
        self._look()
        if before in self.list.shown:
            self.list.selectRow(self.list.shown.index(before))

    def _lay_out(self, verb: str) -> None:
        self.line.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        clearable(self.line)
        self.body.removeItem(self.form)
        for place, widget in enumerate((self.line, self.understood, self.later)):
            self.body.insertWidget(place, widget)
        self.body.insertWidget(3, self.list, 1)
        self.body.insertWidget(4, self.nothing, 1)
        self.body.setSpacing(10)
        self.button = self.confirm(verb, "booking.new")
        self.dismiss(self.tr("Close"))
        self.resize(SIZE.boundedTo(self.screen().availableSize() - ROOM))
        self.line.setFocus()


def find(tx: Read, wish: Wish, limit: int = MOST) -> tuple[list[Free], bool]:
    """What is free for a wish, and whether it is only later than was asked for."""
    found = agenda.next_free(tx, wish, after=tx.now, limit=limit)
    if found or wish.latest is None:
        return found, False
    beyond = agenda.next_free(tx, replace(wish, latest=None), after=tx.now, limit=limit)
    return beyond, bool(beyond)


def next_three(tx: Read, wish: Wish, instead_of: Place) -> list[Free]:
    """What is free from a place on, that place left out; with anybody where that is too little."""
    after = max(tx.now, instead_of.span.start)
    anybody = replace(wish, resources=None)
    found: list[Free] = []
    for asked in (wish, anybody):
        known = {(free.resource_id, free.span.start) for free in found}
        found += [
            free
            for free in agenda.next_free(tx, asked, after=after, limit=2 * MOST_INSTEAD)
            if (free.resource_id, free.span.start) not in known
            and (free.resource_id, free.span) != (instead_of.resource_id, instead_of.span)
        ]
        if len(found) >= MOST_INSTEAD:
            break
    return found[:MOST_INSTEAD]
