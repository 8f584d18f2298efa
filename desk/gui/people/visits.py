"""Who came to see somebody, and who is to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import format, icons
from desk.gui.table import Column
from desk.services import visitor_log

if TYPE_CHECKING:
    from desk.store.database import Read

MOST = 200

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A line among the visits to somebody. `id` is that of the visitor entry."""

    id: int
    standing: Standing
    at: datetime
    when: str
    who: str
    purpose: str


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
            spoken=lambda visit: f"{_standing(visit.standing)}, {visit.when}",
            icon=lambda visit: _icon(visit.standing),
            tooltip=lambda visit: f"{visit.when}, {_standing(visit.standing)}",
        ),
        Column(translate("People", "Visitor"), lambda visit: visit.who),
        Column(translate("People", "Purpose"), lambda visit: visit.purpose),
    )


def of(tx: Read, person_id: int) -> Visits:
    """The visits to somebody, as far as a card has room for them."""
    entries = visitor_log.of_resident(tx, person_id, limit=MOST)
    to_come = [entry for entry in reversed(entries) if entry.standing is Standing.EXPECTED]
    before = [entry for entry in entries if entry.standing is not Standing.EXPECTED]
    rows = tuple(_visit(tx, entry) for entry in (*to_come, *before))
    last = rows[len(to_come)].when if before else ""
    if before and tx.date_of(before[0].arrival) == tx.today:
        last = translate("People", "today {time}").format(time=last)
    return Visits(rows=rows, to_come=len(to_come), before=len(before), last=last)


def _visit(tx: Read, entry: VisitorEntry) -> Visit:
    when = format.moment(entry.arrival, tx.zone, tx.today)
    if entry.whole_day:
        when = format.date(tx.date_of(entry.arrival))
    who = entry.visitor
    if entry.people > 1:
        who = translate("People", "{name} and {n} more").format(name=who, n=entry.people - 1)
    return Visit(
        id=entry.id,
        standing=entry.standing,
        at=entry.arrival,
        when=when,
        who=who,
        purpose=entry.subject,
    )


def _standing(standing: Standing) -> str:
    names = {
        Standing.EXPECTED: translate("People", "expected"),
        Standing.INSIDE: translate("People", "inside now"),
        Standing.LEFT: translate("People", "left"),
    }
    return names[standing]


def _icon(standing: Standing) -> QIcon | None:
    names = {Standing.EXPECTED: "calendar-clock", Standing.INSIDE: "door-open"}
    return icons.state_icon(names[standing], standing.value) if standing in names else None
