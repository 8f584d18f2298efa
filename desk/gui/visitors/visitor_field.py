"""Who comes: parties expected today are offered first, then people who were here before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk.domain.folding import fold, words
from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import discretion, format
from desk.gui.client import Client
from desk.gui.suggestions import Suggestion
from desk.gui.type_ahead import TypeAhead
from desk.services import visitor_log

if TYPE_CHECKING:
    from desk.store.database import Read

ENOUGH = 2  # letters of one word, before the whole log is looked through


class VisitorField(TypeAhead):
    """The name of a visitor, known or new."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(self._known, parent)
        self._client = client

    @property
    def entry(self) -> VisitorEntry | None:
        """The party that was picked, as long as its name stands in the line."""
        value = self.choice.value if self.choice else None
        return value if isinstance(value, VisitorEntry) else None

    def settle(self) -> None:
        """Take a name that was typed in full for the one party expected today under it."""
        typed = fold(self.text().strip())
        if self.choice is not None or not typed:
            return
        expected, today = self._client.ask(_expected, self.text())
        same = [entry for entry in expected if fold(entry.visitor) == typed]
        if len(same) == 1:
            self.choose(self._offer(same[0], today))

    def _known(self, typed: str) -> Sequence[Suggestion]:
        longest = max((len(word) for word in words(fold(typed))), default=0)
        look = _returning if longest >= ENOUGH else _expected
        found, today = self._client.ask(look, typed)
        return [self._offer(entry, today) for entry in found]

    def _offer(self, entry: VisitorEntry, today: dt.date) -> Suggestion:
        facts = (
            self.tr("to {resident}").format(resident=discretion.name(entry.resident_name)),
            discretion.text(entry.subject, entry.visitor, entry.resident_name),
            discretion.plate(entry.license_plate),
        )
        return Suggestion(
            text=entry.visitor,
            shown=discretion.name(entry.visitor),
            value=entry,
            detail=" · ".join(fact for fact in facts if fact),
            mark=self._standing(entry, today),
            tone=entry.standing.value,
        )

    def _standing(self, entry: VisitorEntry, today: dt.date) -> str:
        zone = self._client.zone
        moment = format.moment(entry.arrival, zone, today)
        match entry.standing:
            case Standing.EXPECTED if entry.whole_day:
                return self.tr("Expected today")
            case Standing.EXPECTED:
                return self.tr("Expected {time}").format(time=moment)
            case Standing.INSIDE:
                return self.tr("Inside since {time}").format(time=moment)
            case Standing.LEFT:
                date = entry.arrival.astimezone(zone).date()
                return self.tr("Last here {date}").format(date=format.date(date))


def begins(name: str, typed: str) -> bool:
    """Whether each word of `typed` begins a word of the name; nothing begins every name."""
    own = words(fold(name))
    return all(any(word.startswith(part) for word in own) for part in words(fold(typed)))


def _expected(tx: Read, typed: str) -> tuple[list[VisitorEntry], dt.date]:
    """Whom `typed` may mean among those expected today."""
    found = visitor_log.expected(tx)
    return [entry for entry in found if begins(entry.visitor, typed)], tx.today


def _returning(tx: Read, typed: str) -> tuple[list[VisitorEntry], dt.date]:
    """Whom `typed` may mean among all that are expected today or were ever here."""
    return visitor_log.returning(tx, typed), tx.today
