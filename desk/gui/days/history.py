"""What happened to one date, read from the journal: who, when, what and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desk.domain.change import JournalEntry
from desk.domain.day import Day
from desk.gui import format
from desk.gui.table import Column
from desk.services import journal

if TYPE_CHECKING:
    from desk.store.database import Read

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of the history. `id` is the number of the change in the journal."""

    id: int
    at: datetime
    when: str
    who: str
    what: str
    reason: str

    @property
    def told(self) -> str:
        """What happened, with the reason that was given."""
        return f"{self.what}: {self.reason}" if self.reason else self.what


def columns() -> Sequence[Column[Event]]:
    return (
        Column(translate("Days", "What"), lambda event: event.told),
        Column(translate("Days", "Who"), lambda event: event.who),
        Column(translate("Days", "When"), lambda event: event.when, lambda event: event.at),
    )


def of(tx: Read, day: Day) -> list[Event]:
    """Everything that was counted and set for the date, the latest first."""
    if not day.id:
        return []
    return [
        Event(
            id=entry.number,
            at=entry.at,
            when=format.moment(entry.at, tx.zone, tx.today),
            who=entry.actor,
            what=_what(entry),
            reason=entry.reason,
        )
        for entry in journal.of(tx, "day", day.id)
    ]


def _what(entry: JournalEntry) -> str:
    said = []
    taken = entry.new.get("occupied", 0) - entry.old.get("occupied", 0)
    if taken:
        words = translate("Days", "{n} counted")
        if taken < 0:
            words = translate("Days", "{n} given back")
        said.append(words.format(n=format.count(abs(taken))))
    if "places" in entry.new and (entry.old or not taken):
        words = translate("Days", "{n} places")
        said.append(words.format(n=format.count(entry.new["places"])))
    if "date" in entry.old:
        said.append(translate("Days", "moved to this date"))
    return ", ".join(said)
