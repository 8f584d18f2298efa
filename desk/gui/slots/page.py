"""The page of slots: open hours, single slots, closures, and whoever must be called about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.domain.directory import Resource
from desk.gui.pages import Page
from desk.gui.slots import opening
from desk.gui.slots.acts import Acts
from desk.gui.slots.closures_part import ClosuresPart
from desk.gui.slots.head import NEW, Head
from desk.gui.slots.part import Part
from desk.gui.slots.provider_slots_part import ProviderSlotsPart
from desk.gui.slots.rules_part import RulesPart
from desk.gui.slots.sending import Sending
from desk.gui.slots.to_call_part import ToCallPart
from desk.services import directory

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.gui.slots.opening import Outcome

RULES, SINGLES, CLOSURES, TO_CALL = range(4)


class SlotsPage(Page):
    """Four lists under tabs, one search for the provider, and the dialogs they open."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.rules = RulesPart(client)
        self.singles = ProviderSlotsPart(client)
        self.closures = ClosuresPart(client)
        self.to_call = ToCallPart(client)
        self.parts: Sequence[Part[Any]] = (self.rules, self.singles, self.closures, self.to_call)
        self.head = Head(client)
        self.stack = QStackedWidget()
        self.acts = Acts(client, self, self._meant)
        self.sending = Sending(client, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addWidget(self.stack, 1)
        for part in self.parts:
            self.stack.addWidget(part)
        self._connect()
        self.show_part(RULES)

    @property
    def part(self) -> Part[Any]:
        """The list that is shown."""
        return self.parts[self.stack.currentIndex()]

    def title(self) -> str:
        return self.head.name(self.stack.currentIndex())

    def refresh(self) -> None:
        self.part.refresh()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        last: dict[str, Callable[[], None]] = (
            {"list.print": partial(self.sending.print_calls, self.to_call)}
            if self.part is self.to_call
            else {"list.new": self.new}
        )
        return {
            **self.acts.commands(),
            "slots.flagged": self.work_list,
            "list.edit": self.part.edit,
            "list.remove": self.part.remove,
            "list.find": self.head.go_to_search,
            "list.export": partial(self.sending.ask_file, self.part),
            **last,
        }

    def faces(self) -> Mapping[str, Callable[[], None]]:
        return {
            "singles": partial(self.show_part, SINGLES),
            "closures": partial(self.show_part, CLOSURES),
            "to-call": self.work_list,
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return self.acts.dialogs()

    def new(self) -> None:
        """Add what the list that is shown is made of."""
        if self.part is not self.to_call:
            self.acts.commands()[NEW[self.stack.currentIndex()]]()

    def work_list(self) -> None:
        """Show whoever has to be called."""
        self.show_part(TO_CALL)
        self.to_call.begin()
        self.wanted.emit("page.slots")

    def show_part(self, number: int) -> None:
        """Bring a list to the front."""
        self.stack.setCurrentIndex(number)
        self.head.choose(number)
        self.setFocusProxy(self.part.table)
        self.part.confine(self.head.typed())
        self.renamed.emit()
        self.offered.emit()

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and {change.kind for change in changes} & self.part.kinds:
            self.part.hear(changes)
        elif self.isVisible():
            self._count()

    def _count(self) -> None:
        self.head.count_calls(self.to_call.number())
        self.head.count_listed(len(self.part.model.rows))

    def _on_searched(self, typed: str) -> None:
        self.part.confine(typed)

    def _on_opened(self, outcomes: Sequence[Outcome]) -> None:
        """Show the single slots that were opened, and row by row why others were not."""
        self.show_part(SINGLES)
        self.singles.show_from(outcomes)
        results = opening.results(outcomes, self.client)
        self.singles.show_results(opening.summary(outcomes), results)

    def _meant(self) -> Resource | None:
        """The provider whose time is looked at: on the page that asked, or by the search here."""
        shown = self.asked_by.provider() if self.asked_by is not None else None
        found = [shown] if shown is not None else self.part.meant()
        if found is None or len(found) != 1:
            return None
        return next(r for r in self.client.ask(directory.resources) if r.id == found[0])

    def _connect(self) -> None:
        self.head.chosen.connect(self.show_part)
        self.head.searched.connect(self._on_searched)
        self.head.left.connect(self.setFocus)
        for identifier, button in self.head.buttons.items():
            button.clicked.connect(partial(self._on_button, identifier))
        for part in self.parts:
            part.opening.connect(self.acts.show)
            part.wanted.connect(self.wanted)
            part.said.connect(self.said)
            part.counted.connect(self._count)
            part.wished.connect(self.wish)
        self.sending.said.connect(self.said)
        self.acts.opened.connect(self._on_opened)
        self.acts.flagged.connect(self.work_list)
        self.client.changed.connect(self._on_changed)

    def _on_button(self, identifier: str, _checked: bool = False) -> None:
        self.wish(identifier)
