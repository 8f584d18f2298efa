"""What the desk does with appointments, wherever they are shown.

A view of the calendar knows what was pointed at and asks here. What is asked of the person at the
desk is asked in a dialog over `owner`; everything that is done can be undone by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desk.domain.appointment import Appointment, Shelf
from desk.domain.span import Span
from desk.domain.wish import Free, Wish
from desk.gui import rights
from desk.gui.booking import remote, steps, words
from desk.gui.booking.cancel import CancelDialog
from desk.gui.booking.day_list import DayListDialog
from desk.gui.booking.details import AppointmentDialog
from desk.gui.booking.facts import look
from desk.gui.booking.find import FindDialog
from desk.gui.booking.freed import FreedDialog
from desk.gui.booking.move import MoveDialog
from desk.gui.booking.next_free import NextFreeDialog
from desk.gui.booking.panel import BookingDialog
from desk.gui.client import Client
from desk.services import agenda, appointments, booking
from desk.services.booking import Place

if TYPE_CHECKING:
    from desk.store.database import Read


class Acts(QObject):
    """Books, opens, moves, cancels and marks."""

    booked = Signal(object)  # Appointment: was booked, moved or changed here; show it
    said = Signal(str)  # a remark for the message bar

    def __init__(self, client: Client, owner: QWidget) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner

    def new(
        self,
        span: Span,
        resource_id: int | None,
        availability_id: int | None = None,
        text: str = "",
    ) -> None:
        """Hold that time and ask who comes; `text` is what was typed to begin with.

        Without an `availability_id` it is looked for; where there is none the panel asks for a
        reason to book all the same.
        """
        if not rights.may("booking.new", self.said.emit):
            return
        place = self._client.ask(booking.place_at, resource_id, span, availability_id)
        self._book(BookingDialog(self._client, place, self._owner.window(), text=text))

    def next_free(self, text: str = "") -> None:
        """Ask for what is wanted in a few words and offer the next free times."""
        dialog = NextFreeDialog(self._client, text, self._owner.window())
        dialog.chosen.connect(lambda free: self._book_free(dialog, free))
        self._open(dialog)

    def find(self, text: str = "") -> None:
        """Look for somebody, or for an appointment, in the one box."""
        dialog = FindDialog(self._client, text, self._owner.window())
        dialog.chosen.connect(self.open)
        dialog.asked.connect(self.next_free)
        dialog.move_asked.connect(self.move)
        dialog.cancel_asked.connect(lambda appointment: self.cancel([appointment]))
        self._open(dialog)

    def open(self, appointment: Appointment) -> None:
        """Show everything about an appointment, to be changed."""
        dialog = AppointmentDialog(self._client, appointment, self._owner.window())
        dialog.wished.connect(partial(self._wish, appointment))
        self._open(dialog)

    def move(self, appointment: Appointment) -> None:
        """Ask where an appointment should go: `+1w`, `thu 10:30`."""
        if not rights.may("booking.move", self.said.emit):
            return
        run = self._client.ask(_visits, [appointment])
        dialog = MoveDialog(self._client, run, self._owner.window())
        dialog.accepted.connect(lambda: self.booked.emit(dialog.moved[0]))
        self._open(dialog)

    def cancel(self, several: Sequence[Appointment]) -> None:
        """Ask why, and cancel them."""
        if not rights.may("booking.cancel", self.said.emit):
            return
        going = [each for each in self._client.ask(_visits, several) if each.shelf is Shelf.PUBLIC]
        if going:
            dialog = CancelDialog(self._client, going, self._owner.window())
            # When it has gone and given the keyboard back, not before.
            dialog.finished.connect(lambda _code: self.give_away(dialog.cancelled))
            self._open(dialog)
        else:
            self.said.emit(self.tr("Choose an appointment that is not cancelled."))

    def give_away(self, cancelled: Sequence[Appointment]) -> None:
        """Show who on the waiting list could take what has come free, if anybody could."""
        if not cancelled or rights.reason("waiting.offer"):
            return
        ids = [each.id for each in cancelled]
        panel = FreedDialog(self._client, ids, self._owner.window())
        if panel.worthwhile:
            self._open(panel)
        else:
            panel.deleteLater()

    def arrive(self, several: Sequence[Appointment]) -> None:
        """Mark that these people have come."""
        self.mark(steps.ARRIVE, several)

    def admit(self, several: Sequence[Appointment]) -> None:
        """Mark that they have gone in."""
        self.mark(steps.ADMIT, several)

    def complete(self, several: Sequence[Appointment]) -> None:
        """Mark that they are done."""
        self.mark(steps.COMPLETE, several)

    def miss(self, several: Sequence[Appointment]) -> None:
        """Mark that they have not come."""
        self.mark(steps.MISS, several)

    def mark(self, mark: steps.Mark, several: Sequence[Appointment]) -> None:
        """Mark how these people get on, as far as that can be said of them."""
        if not rights.may("booking.arrive", self.said.emit):
            return
        facts = self._client.ask(look)
        run = self._client.ask(_visits, several)
        ids = [each.id for each in run if steps.possible(mark, each, facts.now)]
        if ids:
            whom = words.called(run[0])
            if len({each.name for each in run}) > 1:
                whom = self.tr("{whom} and others").format(whom=whom)
            self._client.do(mark.step(whom), mark.service, ids)
        elif run:
            standing = words.standing(run[0].standing(facts.now))
            text = self.tr("That cannot be said of {whom}: {standing}.")
            self.said.emit(text.format(whom=words.called(run[0]), standing=standing.lower()))

    def meet(self, how: Callable[[Client, Appointment], str], appointment: Appointment) -> None:
        """Enter the room of a remote appointment, or take its link: see `remote`."""
        self.said.emit(how(self._client, appointment))

    def day_list(self) -> None:
        """Show today's appointments in the order in which people come and go."""
        dialog = DayListDialog(self._client, self._owner.window())
        dialog.list.marked.connect(self.mark)
        dialog.list.opened.connect(self.open)
        dialog.list.joined.connect(partial(self.meet, remote.join))
        self._open(dialog)

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog from here, made but not shown, for pictures and tests."""
        client, window = self._client, self._owner.window()
        made: dict[str, Callable[[], QDialog]] = {
            "booking.next_free": partial(NextFreeDialog, client, "", window),
            "booking.find": partial(FindDialog, client, "", window),
            "booking.day_list": partial(DayListDialog, client, window),
            "booking.freed": partial(FreedDialog, client, (), window),
        }
        place, appointment = client.ask(_some)
        if place is not None:
            made["booking.panel"] = partial(BookingDialog, client, place, window)
        if appointment is not None:
            made["booking.appointment"] = partial(AppointmentDialog, client, appointment, window)
            made["booking.move"] = partial(MoveDialog, client, [appointment], window)
            made["booking.cancel"] = partial(CancelDialog, client, [appointment], window)
        return made

    def _wish(self, appointment: Appointment, what: str) -> None:
        """Go on to what was pressed in the dialog of an appointment."""
        latest = self._client.ask(appointments.one, appointment.id)
        if what == "move":
            self.move(latest)
        elif what == "cancel":
            self.cancel([latest])
        elif what == "join":
            self.meet(remote.join, latest)
        else:
            self.mark(steps.mark(what), [latest])

    def _book_free(self, asked: NextFreeDialog, free: Free) -> None:
        if not rights.may("booking.new", self.said.emit):
            return
        place, query = Place.of(free), asked.query
        window = self._owner.window()
        panel = BookingDialog(self._client, place, window, text=query.number, wish=query.wish)
        self._book(panel)

    def _book(self, panel: BookingDialog) -> None:
        panel.accepted.connect(lambda: self.booked.emit(panel.booked[0]))
        self._open(panel)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _visits(tx: Read, several: Sequence[Appointment]) -> list[Appointment]:
    """These appointments, each with those of its visit, as they stand now."""
    found: dict[int, Appointment] = {}
    for each in several:
        latest = appointments.one(tx, each.id)
        found |= {part.id: part for part in booking.visit(tx, latest)}
    return list(found.values())


def _some(tx: Read) -> tuple[Place | None, Appointment | None]:
    """Any place that is free, and any appointment that stands."""
    free = agenda.next_free(tx, Wish(), after=tx.now, limit=1)
    around = Span(tx.now - timedelta(days=1), tx.now + timedelta(days=7))
    standing = (each for each in agenda.between(tx, around).appointments if each.held_until is None)
    return Place.of(free[0]) if free else None, next(standing, None)
