"""Who could take what has come free: called one after the other, until somebody says yes.

Enter offers the place to whoever is marked and, when they say yes, books them; N goes on to the
next. While somebody has it on offer nobody else can be given it, at this desk or another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desk.domain.change import Change
from desk.gui import format, theme
from desk.gui.acting import ActingDialog
from desk.gui.banner import Banner
from desk.gui.booking import freed_look
from desk.gui.booking import waiting_words as words
from desk.gui.booking.facts import look
from desk.gui.booking.freed_look import Turn
from desk.gui.booking.freed_table import FreedTable
from desk.gui.buttons import with_room
from desk.gui.client import Client
from desk.gui.naming import named
from desk.services import waiting, waiting_desk

WIDTH, HEIGHT = 1060, 440
BEAT_MS = 1000
KINDS = {"waiting_entry", "appointment", "availability", "closure"}


class FreedDialog(ActingDialog):
    """The places that the appointments with these `ids` have left, one after the other."""

    def __init__(self, client: Client, ids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(client, "freed", "", parent)
        self.setWindowTitle(self.tr("Who could take it"))
        self._ids = tuple(ids)
        self._mine: set[int] = set()  # who was offered something here
        self._done: set[freed_look.Key] = set()
        self._turns: list[Turn] = []
        self._passed: set[int] = set()  # who could not be reached, or did not want it
        self._told = 0  # whose offer has been spoken of
        self.facts = client.ask(look)
        self.heading = theme.as_role(QLabel(), "heading")
        self.about = theme.as_role(QLabel(), "muted")
        self.offered = Banner("freed.offered", "timer")
        self.table = FreedTable(self.facts)
        self._lay_out()
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.tick)
        self.table.opened.connect(self.accept)
        self.table.passed.connect(self.pass_on)
        self.table.selectionModel().currentRowChanged.connect(self._say_buttons)
        client.changed.connect(self._on_changed)
        self.look()
        self._beat.start()

    @property
    def turn(self) -> Turn | None:
        """The place that is being given away now; none when there is nobody to take any."""
        return self._turns[0] if self._turns else None

    @property
    def worthwhile(self) -> bool:
        """Whether there is anybody to be called."""
        return bool(self._turns)

    def accept(self) -> None:
        """Book whoever has the place on offer, or offer it to whoever is marked."""
        turn = self.turn
        if turn is None:
            super().accept()
        elif turn.offered is not None:
            self._book(turn)
        else:
            self._offer(turn)

    def pass_on(self) -> None:
        """Go on to the next; whoever had it on offer has declined."""
        turn = self.turn
        if turn is None:
            return
        if turn.offered is None:
            self._skip()
            return
        following = self.table.following(self._passed)
        entry = self.table.candidates.rows[following].entry if following >= 0 else None
        name = self.tr("{whom} declines").format(whom=self._whom(turn))
        made = self.carry_out(
            name,
            waiting_desk.pass_on,
            turn.offered.id,
            entry.id if entry else None,
            turn.place,
        )
        if made is not None:
            self._mine |= {offer.entry_id for offer in made}
            self.look()
            self._close_if_over()

    def look(self) -> None:
        """Ask again who could take what."""
        before, marked = self.turn, self.table.current
        found = self.client.ask(freed_look.look, self._ids, frozenset(self._mine))
        self._turns = [turn for turn in found if turn.key not in self._done]
        turn = self.turn
        if turn is None:
            return
        self.table.show_turn(turn)
        ids = [row.id for row in self.table.candidates.rows]
        same = before is not None and before.key == turn.key
        if turn.offered is not None:
            self.table.mark(0)
        elif same and marked is not None and marked.id in ids:
            self.table.mark(ids.index(marked.id))
        else:
            self.table.mark(max(self.table.following(self._passed), 0))
        self._say()

    def tick(self) -> None:
        """Count down; an offer that has lapsed is nobody's any more."""
        if self.turn is None or self.turn.offered is None:
            return
        offer, now = self.turn.offered.offer, self.client.now
        if offer is not None and offer.left(now):
            self._say_offer(now)
            return
        whom = self._whom(self.turn)
        self.look()
        self.notice.say(self.tr("The offer to {whom} has lapsed.").format(whom=whom), "warning")

    def edited(self) -> bool:
        return False

    def _offer(self, turn: Turn) -> None:
        row = self.table.current
        if row is None:
            return
        if not row.fits:
            said = self.tr("There are too few places for {n} people; N goes to the next.")
            self.notice.say(said.format(n=format.count(row.entry.party)), "warning")
            return
        name = self.tr("Offer {place} to {whom}").format(
            place=words.place(turn.place, self.facts), whom=words.called(row.entry)
        )
        self._mine.add(row.id)
        if self.carry_out(name, waiting.offer, row.id, turn.place) is None:
            self._mine.discard(row.id)
        self.look()

    def _book(self, turn: Turn) -> None:
        assert turn.offered is not None, "only an offer can be accepted"
        name = self.tr("Book {whom}, {place}").format(
            whom=self._whom(turn), place=words.place(turn.place, self.facts)
        )
        self._done.add(turn.key)
        if self.carry_out(name, waiting.accept, turn.offered.id) is None:
            self._done.discard(turn.key)
        self.look()
        self._close_if_over()

    def _skip(self) -> None:
        row = self.table.current
        if row is not None:
            self._passed.add(row.id)
        following = self.table.following(self._passed, self.table.currentIndex().row())
        if following >= 0:
            self.table.mark(following)
            return
        self.notice.say(self.tr("Nobody else could take it. Esc leaves it free."), "warning")

    def _close_if_over(self) -> None:
        if self.turn is None:
            super().accept()

    def _whom(self, turn: Turn) -> str:
        return words.called(turn.offered.entry) if turn.offered else ""

    def _say(self) -> None:
        turn = self.turn
        if turn is None:
            return
        place = words.place(turn.place, self.facts)
        self.heading.setText(self.tr("Has come free: {place}").format(place=place))
        number = len(turn.matches)
        if turn.offered is not None:
            said = self.tr("Others who could take it: {n}")
        elif number == 1:
            said = self.tr("One person could take it.")
        else:
            said = self.tr("{n} people could take it.")
        more = len(self._turns) - 1
        about = said.format(n=format.count(number))
        if more:
            after = self.tr("Places after this one: {n}").format(n=format.count(more))
            about = f"{about}  \u00b7  {after}"
        self.about.setText(about)
        self._say_offer(self.client.now)
        self._say_buttons()

    def _say_offer(self, now: datetime) -> None:
        listed = self.turn.offered if self.turn else None
        if listed is None or listed.offer is None or self.turn is None:
            self.offered.clear()
            return
        said = self.tr("On offer to {whom}, {phone}: {until}. Enter books, N goes to the next.")
        text = said.format(
            whom=self._whom(self.turn),
            phone=words.phone(listed.entry),
            until=words.offered(listed.offer, self.facts, now),
        )
        if self.offered.said and self._told == listed.id:
            self.offered.text.setText(text)  # Seconds going by are not to be spoken.
        else:
            self.offered.say(text)
        self._told = listed.id

    def _say_buttons(self) -> None:
        turn, row = self.turn, self.table.current
        if turn is not None and turn.offered is not None:
            text = self.tr("Book {whom}").format(whom=self._whom(turn))
            following, leaving = self.tr("Declines, next  (N)"), self.tr("Leave it on offer")
        else:
            whom = words.called(row.entry) if row else ""
            text = self.tr("Offer to {whom}").format(whom=whom)
            following, leaving = self.tr("Next  (N)"), self.tr("Leave it free")
        for button, said in (
            (self.button, text),
            (self.next, following),
            (self.back, leaving),
        ):
            if button.text() != said:
                button.setText(said)
                with_room(button)

    def _lay_out(self) -> None:
        self.area.hide()
        self.heading.setObjectName("freed.heading")
        self.about.setObjectName("freed.about")
        for at, widget in enumerate((self.heading, self.about, self.offered), start=1):
            self.body.insertWidget(at, widget)
        self.body.insertWidget(4, self.table, 1)
        self.back = self.dismiss(self.tr("Leave it free"))
        self.next = named(QPushButton(), "freed.next", self.tr("Next"))
        self.next.setAutoDefault(False)
        self.buttons.addButton(self.next, self.buttons.ButtonRole.ActionRole)
        self.next.clicked.connect(self.pass_on)
        self.button = self.confirm(self.tr("Offer"))
        self.resize(WIDTH, HEIGHT)
        self.table.setFocus()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and not self._acting and {c.kind for c in changes} & KINDS:
            self.look()
            self._close_if_over()
