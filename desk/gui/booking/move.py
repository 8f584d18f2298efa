"""Moving an appointment: a few words say where to, and what is free near there is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desk.domain.appointment import Appointment
from desk.domain.errors import DeskError, Unavailable
from desk.domain.span import Span
from desk.domain.wish import Free, Wish
from desk.gui import arrows, messages, theme
from desk.gui.acting import ActingDialog
from desk.gui.booking import words
from desk.gui.booking.facts import look
from desk.gui.booking.free_list import FreeList
from desk.gui.booking.scope_box import ScopeBox
from desk.gui.booking.understood import Understood
from desk.gui.booking.where_to import Target, read_target
from desk.gui.client import Client
from desk.gui.naming import named
from desk.services import agenda, booking
from desk.services.booking import Place

if TYPE_CHECKING:
    from desk.store.database import Read

SIZE = QSize(720, 440)
ROOM = QSize(20, 60)  # logical pixels of a small screen that are left to the window's frame
MOST = 8
NEAR_DAYS = 4  # before and after, for what is free nearby
LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Near:
    """What can be had: `there` is just what was asked for, `why_not` says why there is none."""

    there: Free | None
    why_not: Unavailable | None
    others: Sequence[Free]


class MoveDialog(ActingDialog):
    """Moves a visit. `moved` is what became of it."""

    def __init__(
        self, client: Client, run: Sequence[Appointment], parent: QWidget | None = None
    ) -> None:
        super().__init__(client, "move", "", parent)
        self.setWindowTitle(self.tr("Move appointment"))
        self.facts = client.ask(look)
        self._house = self.facts.house()
        self.run = tuple(run)
        self.moved: list[Appointment] = []
        self.span = Span(run[0].span.start, run[-1].span.end)
        self.line = named(QLineEdit(), "move.line", self.tr("Where to"))
        example = self.tr("for instance: +1w · thu 10:30 · 14:30 · weber fri")
        self.understood = Understood("move", example)
        self.why = theme.as_role(QLabel(), "warning")
        self.list = FreeList("move.list", self.facts)
        self.scope = ScopeBox("move.scope", run[0].series_id is not None)
        self._lay_out()
        self.line.textChanged.connect(self._look)
        arrows.walk(self.list, self.line)
        self.list.taken.connect(self._move)
        self._look()

    def concerns(self) -> Mapping[str, Any]:
        return {"appointment": self.run[0].id}

    def accept(self) -> None:
        if self.list.marked is not None:
            self._move(self.list.marked)

    def edited(self) -> bool:
        return False  # a few words to find a time are nothing to lose

    def refuse(self, error: DeskError) -> None:
        super().refuse(error)
        self._look()

    def _move(self, free: Free) -> None:
        whom = words.whom(words.called(self.run[0]), free.resource_id, free.span, self.facts)
        name = self.tr("Move {whom}").format(whom=whom)
        done = self.carry_out(name, booking.move, self.run, Place.of(free), self.scope.scope)
        if done:
            self.moved = done
            super().accept()

    def _look(self) -> None:
        zone = self.facts.zone
        typed = self.line.text().strip()
        begins, now = self.span.start.astimezone(zone), self.facts.now.astimezone(zone)
        target = read_target(typed, begins, now, self._house) if typed else None
        if typed and target is None:
            self.understood.say((), (typed,))
            self._show(Near(None, None, ()))
        else:
            self.understood.say(self._said(target) if target else (), ())
            goal = target or Target(begins)
            self._show(self.client.ask(near, self.run, goal, asked=target is not None))
        self.line.setAccessibleDescription(self.understood.spoken)

    def _said(self, target: Target) -> list[str]:
        span = Span(target.start, target.start + self.span.length)
        whose = target.resources or (self.run[0].resource_id,)
        names = " / ".join(self.facts.provider(each) for each in whose)
        return [words.when(span, self.facts), names]

    def _show(self, found: Near) -> None:
        first = [found.there] if found.there else []
        self.list.show_free([*first, *found.others])
        said = messages.sentence(found.why_not, self.facts.zone) if found.why_not else ""
        # Nothing has been tried yet, so only what is the matter is said.
        self.why.setText(said.partition(". ")[0] + self.tr(". Free near there:") if said else "")
        self.why.setVisible(bool(said))
        self.confirm_button.setEnabled(bool(self.list.shown))

    def _lay_out(self) -> None:
        about = theme.as_role(QLabel(words.about(self.run[0], self.facts)), "heading")
        now = theme.as_role(QLabel(words.when(self.span, self.facts)), "muted")
        self.why.setWordWrap(True)
        self.area.hide()
        for place, widget in enumerate((about, now, self.line, self.understood, self.why), start=1):
            self.body.insertWidget(place, widget)
        self.body.insertWidget(6, self.list, 1)
        self.body.insertWidget(7, self.scope)
        self.body.setSpacing(10)
        self.dismiss(self.tr("Close"))
        self.confirm_button = self.confirm(self.tr("Move"))
        self.resize(SIZE.boundedTo(self.screen().availableSize() - ROOM))
        self.line.setFocus()


def near(tx: Read, run: Sequence[Appointment], target: Target, *, asked: bool) -> Near:
    """What is free at a moment and around it, the nearest first."""
    length = run[-1].span.end - run[0].span.start
    span = Span(target.start, target.start + length)
    whose = target.resources or (run[0].resource_id,)
    there, why = _at(tx, run, span, whose) if asked else (None, None)
    known = tuple(each for each in whose if each is not None)
    wish = Wish(resources=known or None, length=length)
    since = max(tx.now, span.start - timedelta(days=NEAR_DAYS))
    found = [
        free
        for free in agenda.next_free(tx, wish, after=since, limit=LOOKED_AT)
        if len(free.parts) == len(run) and free != there
    ]
    found.sort(key=lambda free: (abs(free.span.start - span.start), free.span.start))
    return Near(there, why, found[:MOST])


def _at(
    tx: Read, run: Sequence[Appointment], span: Span, whose: Sequence[int | None]
) -> tuple[Free | None, Unavailable | None]:
    """The first of these providers who is free just then, or why the last of them is not."""
    why: Unavailable | None = None
    for resource_id in whose:
        place = booking.place_at(tx, resource_id, span)
        why = booking.why_not(tx, place, run)
        if why is None and place.availability_id is not None:
            return Free(
                availability_id=place.availability_id,
                resource_id=place.resource_id,
                span=span,
                free=1,
                parts=place.parts,
            ), None
    return None, why
