"""What can be done with whoever is chosen on the waiting list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desk.domain.waiting import State
from desk.gui import format
from desk.gui.booking import waiting_words as words
from desk.gui.client import Client
from desk.gui.waiting.entry_dialog import EntryDialog
from desk.gui.waiting.place_dialog import PlaceDialog
from desk.gui.waiting.reason_dialog import ReasonDialog
from desk.gui.waiting.withdraw_dialog import WithdrawDialog
from desk.services import waiting, waiting_line
from desk.services.waiting_line import Listed

Chosen = Callable[[], Sequence[Listed]]


class Acts(QObject):
    """Joins, offers, answers, moves and takes off; `chosen` says who is meant."""

    joined = Signal(int)  # the id of an entry: show it
    said = Signal(str)
    book_instead = Signal(str)  # what to look for

    def __init__(self, client: Client, owner: QWidget, chosen: Chosen) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner
        self._chosen = chosen

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            "waiting.join": self.join,
            "waiting.offer": self.offer,
            "waiting.accept": self.accept,
            "waiting.decline": self.decline,
            "waiting.withdraw": self.withdraw,
            "waiting.earlier": self.earlier,
            "waiting.later": self.later,
            "waiting.again": self.join_again,
            "waiting.leave": self.leave,
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog from here, made but not shown, for pictures and tests."""
        window = self._owner.window()
        made: dict[str, Callable[[], QDialog]] = {
            "entry": lambda: EntryDialog(self._client, None, window)
        }
        found = self._client.ask(waiting_line.listed, states={State.WAITING, State.OFFERED})
        if found:
            some, places = found[0], self._client.ask(waiting_line.suiting, found[0].id)
            made["change"] = lambda: EntryDialog(self._client, some, window)
            made["place"] = lambda: PlaceDialog(self._client, some, places, window)
            made["reason"] = lambda: ReasonDialog(self._client, some, None, window)
            made["withdraw"] = lambda: WithdrawDialog(self._client, some, window)
        return made

    def join(self) -> None:
        """Let somebody wait."""
        self.show_entry(EntryDialog(self._client, None, self._owner.window()))

    def edit(self) -> None:
        """Change what somebody waits for."""
        row = self._one(State.WAITING)
        if row is not None:
            self.show_entry(EntryDialog(self._client, row, self._owner.window()))

    def offer(self) -> None:
        """Offer a place: the only one that would do, or one of several."""
        row = self._one(State.WAITING)
        if row is None:
            return
        places = self._client.ask(waiting_line.suiting, row.id)
        if len(places) > 1 or (places and (row.position or 1) > 1):
            self.show(PlaceDialog(self._client, row, places, self._owner.window()))
            return
        name = self.tr("Offer a place to {whom}").format(whom=words.called(row.entry))
        self._client.do(name, waiting.offer, row.id, places[0] if places else None)

    def accept(self) -> None:
        """Book somebody on what they have been offered."""
        row = self._one(State.OFFERED)
        if row is not None:
            name = self.tr("Book {whom} from the waiting list")
            self._client.do(name.format(whom=words.called(row.entry)), waiting.accept, row.id)

    def decline(self) -> None:
        """Note that somebody does not want it; where it is automatic, the next is offered it."""
        row = self._one(State.OFFERED)
        if row is None:
            return
        name = self.tr("{whom} declines").format(whom=words.called(row.entry))
        made = self._client.do(name, waiting.decline, row.id)
        if made:
            following = self._client.ask(waiting_line.one, made[0].entry_id)
            said = self.tr("The place is on offer to {whom} now.")
            self.said.emit(said.format(whom=words.called(following.entry)))

    def withdraw(self) -> None:
        """Take an offer back."""
        row = self._one(State.OFFERED)
        if row is not None:
            self.show(WithdrawDialog(self._client, row, self._owner.window()))

    def leave(self) -> None:
        """Take the chosen ones off the list."""
        rows = [row for row in self._chosen() if row.state is State.WAITING]
        if not rows:
            self._one(State.WAITING)
            return
        if len(rows) == 1:
            name = self.tr("{whom} leaves the list").format(whom=words.called(rows[0].entry))
        else:
            name = self.tr("{n} leave the list").format(n=format.count(len(rows)))
        self._client.do(name, waiting.leave, [row.id for row in rows])

    def join_again(self) -> None:
        """Let somebody who was served, or has left, wait for the same once more."""
        row = self._one(State.ACCEPTED, State.DECLINED, State.LAPSED, State.LEFT)
        if row is None:
            return
        name = self.tr("{whom} waits again").format(whom=words.called(row.entry))
        entry = self._client.do(name, waiting.join_again, row.id)
        if entry is not None:
            self.joined.emit(entry.id)

    def earlier(self) -> None:
        """Let somebody stand before the one ahead of them."""
        row = self._one(State.WAITING)
        line = self._line(row)
        at = line.index(row.id) if row is not None else 0
        if row is None:
            return
        if at:
            self.move(row, line[at - 1])
        else:
            self.said.emit(self.tr("Nobody stands before them."))

    def later(self) -> None:
        """Let somebody stand behind the one after them."""
        row = self._one(State.WAITING)
        line = self._line(row)
        at = line.index(row.id) if row is not None else 0
        if row is None:
            return
        if at + 1 < len(line):
            self.move(row, line[at + 2] if at + 2 < len(line) else None)
        else:
            self.said.emit(self.tr("Nobody stands behind them."))

    def move(self, row: Listed, before: int | None) -> None:
        """Ask why somebody is to stand before another, and do it."""
        self.show(ReasonDialog(self._client, row, before, self._owner.window()))

    def _line(self, row: Listed | None) -> list[int]:
        """The ids of everybody who waits for the same type, in order."""
        if row is None:
            return []
        return [each.id for each in self._client.ask(waiting_line.waiting_for, row.entry.type_id)]

    def _one(self, *states: State) -> Listed | None:
        """The only one that is chosen, if that can be done with somebody who stands so."""
        rows = self._chosen()
        if len(rows) != 1:
            self.said.emit(self.tr("Choose one entry of the list."))
            return None
        if rows[0].state in states:
            return rows[0]
        said = self.tr("That cannot be done with {whom}: {state}.")
        state = words.state(rows[0].state).lower()
        self.said.emit(said.format(whom=words.called(rows[0].entry), state=state))
        return None

    def show_entry(self, dialog: EntryDialog) -> None:
        """Open the dialog of an entry, and show what became of it."""
        dialog.accepted.connect(lambda: self._on_entry(dialog))
        dialog.book_instead.connect(self.book_instead)
        self.show(dialog)

    def _on_entry(self, dialog: EntryDialog) -> None:
        if dialog.entry is not None:
            self.joined.emit(dialog.entry.id)

    def show(self, dialog: QDialog) -> None:
        """Open a dialog over the window."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
