"""What somebody came for and is to come for, and who came to see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from desk.domain.appointment import Appointment
from desk.domain.appointment import Standing as Progress
from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import discretion, format, icons
from desk.gui.table import Column
from desk.refusal_words import STANDINGS
from desk.services import appointments, directory, visitor_log

if TYPE_CHECKING:
    from desk.store.database import Read

MOST = 200

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A line among what somebody came for, or was visited for.

    `id` is a line's own: even for visitor entries, odd for appointments. `state` says in a word
    how it stands; `icon` and `tone` are how that looks.
    """

    id: int
    at: datetime
    when: str
    who: str
    purpose: str
    state: str
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """Every visit that is shown: those to come first, the next one on top, then the latest."""

    rows: Sequence[Visit]
    to_come: int
    before: int
    last: str

    @property
    def summary(self) -> str:
        """What they come to: "To come: 1. Before: 14, the last on Fri 20 Nov"."""
        if not self.rows:
            return ""
        before = format.count(self.before)
        if self.before + self.to_come >= MOST:
            before = translate("People", "more than {n}").format(n=before)
        said = translate("People", "To come: {to_come}. Before: {before}.")
        if self.last:
            said = translate("People", "To come: {to_come}. Before: {before}, the last {last}.")
        return said.format(to_come=format.count(self.to_come), before=before, last=self.last)


def columns() -> Sequence[Column[Visit]]:
    return (
        Column(
            translate("People", "When"),
            lambda visit: visit.when,
            lambda visit: visit.at,
            spoken=lambda visit: f"{visit.state}, {visit.when}",
            icon=_icon,
            tooltip=lambda visit: f"{visit.when}, {visit.state}",
        ),
        Column(translate("People", "With"), lambda visit: visit.who),
        Column(translate("People", "Purpose"), lambda visit: visit.purpose),
    )


def of(tx: Read, person_id: int) -> Visits:
    """Visits and appointments of somebody, as far as a card has room for them."""
    entries = visitor_log.of_resident(tx, person_id, limit=MOST)
    booked = appointments.of_person(tx, person_id, limit=MOST)
    providers = {each.id: each.name for each in directory.resources(tx)}
    types = {each.code: each.name for each in directory.appointment_types(tx)}

    def appointment(of: Appointment) -> Visit:
        kind = of.appointment_type or ""
        return _appointment(tx, of, providers.get(of.resource_id or 0, ""), types.get(kind, kind))

    expected = [entry for entry in entries if entry.standing is Standing.EXPECTED]
    over = [entry for entry in entries if entry.standing is not Standing.EXPECTED]
    to_come = [*(_visit(tx, e) for e in expected), *map(appointment, booked.upcoming)]
    before = [*(_visit(tx, e) for e in over), *map(appointment, booked.past)]
    to_come.sort(key=lambda visit: visit.at)
    before.sort(key=lambda visit: visit.at, reverse=True)
    last = before[0].when if before else ""
    if before and tx.date_of(before[0].at) == tx.today:
        last = translate("People", "today {time}").format(time=last)
    return Visits(rows=(*to_come, *before), to_come=len(to_come), before=len(before), last=last)


def _visit(tx: Read, entry: VisitorEntry) -> Visit:
    when = format.moment(entry.arrival, tx.zone, tx.today)
    if entry.whole_day:
        when = format.date(tx.date_of(entry.arrival))
    who = discretion.name(entry.visitor)
    if entry.people > 1:
        who = translate("People", "{name} and {n} more").format(name=who, n=entry.people - 1)
    icons_ = {Standing.EXPECTED: "calendar-clock", Standing.INSIDE: "door-open"}
    return Visit(
        id=2 * entry.id,
        at=entry.arrival,
        when=when,
        who=who,
        purpose=discretion.text(entry.subject, entry.visitor, entry.resident_name),
        state=_standing(entry.standing),
        icon=icons_.get(entry.standing, ""),
        tone=entry.standing.value,
    )


def _appointment(tx: Read, booked: Appointment, provider: str, kind: str) -> Visit:
    standing = booked.standing(tx.now)
    icon, tone = _LOOKS.get(standing, ("", ""))
    if booked.flagged and booked.counts(tx.now):
        icon, tone = "octagon-alert", "full"
    return Visit(
        id=2 * booked.id + 1,
        at=booked.span.start,
        when=format.moment(booked.span.start, tx.zone, tx.today),
        who=provider,
        purpose=kind or discretion.note(booked.note),
        state=translate("Standings", STANDINGS[standing.value]),
        icon=icon,
        tone=tone,
    )


def _standing(standing: Standing) -> str:
    names = {
        Standing.EXPECTED: translate("People", "expected"),
        Standing.INSIDE: translate("People", "inside now"),
        Standing.LEFT: translate("People", "left"),
    }
    return names[standing]


def _icon(visit: Visit) -> QIcon | None:
    return icons.state_icon(visit.icon, visit.tone) if visit.icon else None


_LOOKS = {
    Progress.BOOKED: ("calendar-check", "expected"),
    Progress.HELD: ("hourglass", "expected"),
    Progress.OFFERED: ("mail", "expected"),
    Progress.ARRIVED: ("user-round-check", "inside"),
    Progress.IN_ROOM: ("door-open", "inside"),
    Progress.MISSED: ("user-round-x", "warning"),
    Progress.CANCELLED: ("ban", "left"),
}
