"""Whoever must be called because their time is gone: a list that is worked down to nothing.

Whoever the keyboard is on is being called: other desks see that, and begin with somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desk.domain.change import Change
from desk.domain.wish import Free
from desk.gui import rights
from desk.gui.client import Client
from desk.gui.slots import call_table
from desk.gui.slots.call_buttons import CallButtons
from desk.gui.slots.call_claims import CALLED, CallClaims
from desk.gui.slots.call_table import Answer, CallRow, CallTable
from desk.gui.slots.part import Part
from desk.services import appointments, flags
from desk.transfer.tables import Cell

WIDTHS = (18, 21, 13, 27, 29, 29)
MOST_OFFERED = 40  # rows for which times are looked for at once


class ToCallPart(Part[CallRow]):
    """The work list; `names` of colleagues stand beside whom they are calling."""

    kinds = frozenset(
        {"appointment", "appointment_type", "availability", "closure", "resource", "person", "site"}
    )
    kind = "appointment"
    file_name = "to-call.csv"
    headings = ("phone", "name", "appointment_type", "start", "provider", "offer_1", "offer_2")

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("ToCall", "To call")
        columns = call_table.columns(lambda: client.zone)
        super().__init__(client, "slots.calls", name, columns, WIDTHS, parent)
        self._offers: dict[int, Sequence[Free]] = {}
        self._skipped: list[int] = []
        self.claims = CallClaims(client, self.table, self.current)
        self.buttons = CallButtons()
        self.buttons.answered.connect(self.answer)
        self.above.addWidget(self.buttons)
        self.empty.button.hide()
        self.table.setSelectionMode(CallTable.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(self._mark_buttons)

    def make_table(self, identifier: str, name: str) -> CallTable:
        made = CallTable(identifier, name)
        made.answered.connect(self.answer)
        return made

    def number(self) -> int:
        """How many have to be called, of all providers."""
        return self.client.ask(flags.count)

    def rows(self) -> Sequence[CallRow]:
        waiting = self.client.ask(flags.calls)
        meant = self.meant()
        waiting = [c for c in waiting if meant is None or c.appointment.resource_id in meant]
        turns = {skipped: turn for turn, skipped in enumerate(self._skipped, 1)}
        waiting.sort(key=lambda call: turns.get(call.id, 0))
        if not self._offers.keys() >= {call.id for call in waiting[:MOST_OFFERED]}:
            first = [call.appointment for call in waiting[:MOST_OFFERED]]
            self._offers = dict(self.client.ask(flags.proposed, first))
        rows = []
        for call in waiting:
            offers = tuple(self._offers.get(call.id, ()))
            providers = tuple(self.who(free.resource_id) for free in offers)
            lost = call.appointment
            who, type_name = self.who(lost.resource_id), self.types.of(lost.appointment_type)
            rows.append(CallRow(call, who, type_name, offers, providers))
        return rows

    def none(self) -> str:
        return self.tr("Nobody has to be called.")

    def file_row(self, row: CallRow) -> Sequence[Cell]:
        zone, booked = self.client.zone, row.call.appointment
        return (
            row.call.phone or row.call.email,
            booked.name,
            booked.appointment_type,
            booked.span.start.astimezone(zone),
            row.who,
            call_table.offer(row, 0, zone),
            call_table.offer(row, 1, zone),
        )

    def refresh(self) -> None:
        super().refresh()
        self._mark_buttons()

    def hear(self, changes: tuple[Change, ...]) -> None:
        """Ask again after a change; new times are only looked for if some may be gone or free."""
        listed = {row.id for row in self.model.rows}
        others = [c for c in changes if c.kind != "appointment" or c.id not in listed]
        if others or {call.id for call in self.client.ask(flags.calls)} != listed:
            self._offers = {}
        self.refresh()

    def edit(self) -> None:
        self.answer(Answer.FIRST)

    def remove(self) -> None:
        self.answer(Answer.CANCEL)

    def answer(self, answer: Answer) -> None:
        """Do what the person on the telephone said, and go on to the next."""
        row = self.current()
        if row is None or not rights.may(CALLED, self.said.emit):
            return
        if answer is Answer.SKIP:
            self._skip(row)
        elif answer is Answer.CANCEL:
            name = self.tr("Cancel {whom}").format(whom=call_table.spoken(row, self.client.zone))
            reason = self.tr("cancelled when called about the time that is gone")
            self.client.do(name, appointments.cancel, [row.id], reason=reason)
        else:
            self._take(row, 0 if answer is Answer.FIRST else 1)

    def begin(self) -> None:
        """Go to the first whom nobody is calling."""
        self._offers = {}
        self.refresh()
        rows = self.listed()
        mine = (at for at, row in enumerate(rows) if not self.claims.is_another_s(row))
        if rows:
            self.table.selectRow(next(mine, 0))
        self.table.setFocus()

    def _take(self, row: CallRow, number: int) -> None:
        if number >= len(row.offers):
            self.said.emit(self.tr("There is no such time to be offered; cancel or skip."))
            return
        free = row.offers[number]
        whom = call_table.spoken(row, self.client.zone)
        to = call_table.offer(row, number, self.client.zone)
        name = self.tr("Move {whom} to {to}").format(whom=whom, to=to)
        seen = row.call.appointment.version
        if self.client.do(name, flags.take, row.id, free, seen=seen) is None:
            self._offers = {}  # Somebody else was faster: look for other times.
            self.refresh()

    def _skip(self, row: CallRow) -> None:
        at = self.table.currentIndex().row()
        if row.id in self._skipped:
            self._skipped.remove(row.id)
        self._skipped.append(row.id)
        self.refresh()
        self.table.selectRow(min(at, max(self.sorting.rowCount() - 1, 0)))

    def _mark_buttons(self) -> None:
        self.buttons.show_row(self.current(), self.client.zone)
