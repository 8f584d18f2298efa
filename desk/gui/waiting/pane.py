"""Beside the list: who is chosen, what they wait for, and why they are not served yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desk.domain.waiting import Reason, State, Why
from desk.gui import discretion, theme
from desk.gui.booking import waiting_words as words
from desk.gui.side_pane import SidePane
from desk.gui.waiting import columns
from desk.gui.waiting.columns import Now
from desk.services import appointments, waiting_reasons
from desk.services.waiting_line import Listed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desk.store.database import Read

DIGITS = 37
MOST_HISTORY = 8  # lines
MOST_HOLDERS = 3  # that are named
WAITS, OFFERED, SERVED = (
    frozenset({State.WAITING}),
    frozenset({State.OFFERED}),
    frozenset({State.ACCEPTED, State.DECLINED, State.LAPSED, State.LEFT}),
)


class Pane(SidePane):
    """Words about one entry, and a button for each thing that can be done with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("waiting.pane", parent)
        self.name = self.label("name", "heading")
        self.phone = self.label("phone", "strong")
        self.chip = self.label("chip", "")
        self.chip.setWordWrap(False)
        self.offer = self.label("offer", "")
        self.wish = self.label("wish", "")
        self.note = self.label("note", "muted")
        self.question = self.label("question", "strong")
        self.why = self.label("why", "")
        self.past = self.label("past", "strong")
        self.history = self.label("history", "muted")
        self.past.setText(self.tr("What has been done"))
        self.question.setText(self.tr("Why is nobody served?"))
        self.buttons = {
            identifier: (self.button(identifier, text, key, icon), states)
            for identifier, text, key, icon, states in (
                ("waiting.offer", self.tr("Offer"), "O", "timer", WAITS),
                ("waiting.accept", self.tr("Accept"), "A", "check", OFFERED),
                ("waiting.decline", self.tr("Decline"), "D", "x", OFFERED),
                ("waiting.withdraw", self.tr("Take back"), "W", "undo", OFFERED),
                ("waiting.leave", self.tr("Leaves"), "X", "user-round-minus", WAITS),
                ("waiting.earlier", self.tr("Earlier"), "+", "chevron-up", WAITS),
                ("waiting.later", self.tr("Later"), "-", "chevron-down", WAITS),
                ("waiting.again", self.tr("Wait again"), "J", "rotate-ccw", SERVED),
            )
        }
        self._fill()
        self.lay_out(DIGITS)

    def show_entry(
        self, row: Listed | None, now: Now, why: Sequence[str], history: Sequence[str]
    ) -> None:
        """Show somebody, or nobody."""
        self.setVisible(row is not None)
        if row is None:
            return
        entry = row.entry
        self.name.setText(words.called(entry))
        self.phone.setText(words.phone(entry) if entry.name else "")
        self.chip.setText(self._standing(row))
        theme.as_state(self.chip, words.tone(row.state))
        self.tick(row, now)
        self.wish.setText(self._wish(row, now))
        reason = self.tr("Out of turn: {reason}").format(
            reason=discretion.note(entry.priority_reason)
        )
        said = (discretion.note(entry.note), reason if entry.priority_reason else "")
        self.note.setText("\n".join(part for part in said if part))
        self.why.setText("\n".join(f"\u2022 {each}" for each in why))
        self.question.setVisible(bool(why))
        self.history.setText("\n".join(history[:MOST_HISTORY]))
        self.past.setVisible(bool(history))
        for label in (self.phone, self.offer, self.note, self.why):
            label.setVisible(bool(label.text()))
        every = self.buttons.values()
        possible = [button for button, states in every if row.state in states]
        self.show_buttons((button for button, _ in every), possible)

    def tick(self, row: Listed, now: Now) -> None:
        """Say how long an offer still stands, or what became of it."""
        if row.offer is None:
            self.offer.clear()
            return
        where = words.where(row.offer, columns.per(row, now.facts), now.facts)
        if row.state is State.OFFERED:
            until = words.offered(row.offer, now.facts, now.moment)
            self.offer.setText(f"{where}\n{until}")
        else:
            self.offer.setText(where)

    def _standing(self, row: Listed) -> str:
        if row.position is None:
            return words.state(row.state)
        if row.position == 1:
            return self.tr("Waiting, next in line")
        return self.tr("Waiting, number {n} in line").format(n=row.position)

    def _wish(self, row: Listed, now: Now) -> str:
        entry = row.entry
        notice = self.tr("needs to know {length} before").format(length=words.notice(entry))
        whom = self.tr("with {whom}").format(whom=words.provider(entry, now.facts))
        party = self.tr("{n} people, all or none").format(n=entry.party)
        lines = (
            row.type_name,
            whom if entry.variation_id is not None else self.tr("with anybody"),
            words.all_days(entry, now.facts),
            words.part(entry),
            notice if entry.notice else self.tr("can come at once"),
            party if entry.party > 1 else "",
        )
        return "\n".join(line for line in lines if line)

    def _fill(self) -> None:
        for label in (self.name, self.phone):
            self.inside.addWidget(label)
        self.inside.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeading)
        for label in (
            self.offer,
            self.wish,
            self.note,
            self.question,
            self.why,
            self.past,
            self.history,
        ):
            self.inside.addWidget(label)


def why(tx: Read, entry_id: int) -> tuple[list[Reason], list[str]]:
    """Why somebody is not served, and who has the offers that hold places."""
    found = waiting_reasons.explain(tx, entry_id)
    ids = [key for reason in found if reason.why is Why.HELD_BY_OFFERS for key in _first(reason)]
    names = [appointments.one(tx, key).name for key in ids]
    return found, list(dict.fromkeys(discretion.names(name for name in names if name)))


def _first(reason: Reason) -> Sequence[int]:
    return reason.appointments[:MOST_HOLDERS]
