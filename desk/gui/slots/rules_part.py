"""The open hours of every provider: rules that repeat, and stretches that do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desk.domain.availability import Availability
from desk.domain.span import Span
from desk.gui import actions, format
from desk.gui.client import Client
from desk.gui.slots import words
from desk.gui.slots.hours import is_single
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.part import Part
from desk.gui.slots.scope_dialog import ScopeDialog
from desk.gui.table import Column
from desk.services import availabilities
from desk.transfer.tables import Cell

if TYPE_CHECKING:
    from desk.store.database import Read, Write

WIDTHS = (25, 32, 17, 20, 18, 18)
FOR_LONG = timedelta(days=366 * 100)


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Open hours with the names of whose they are and what for."""

    known: Availability
    who: str
    type_name: str

    @property
    def id(self) -> int:
        return self.known.id

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.known.zone)


class RulesPart(Part[OpenHours]):
    """Everything that is open and is more than a single slot."""

    kinds = frozenset({"appointment_type", "availability", "resource", "site"})
    kind = "availability"
    file_name = "open-hours.csv"
    headings = (
        "provider",
        "start",
        "end",
        "time_zone",
        "recurrence_rule",
        "until",
        "slot_minutes",
        "places",
        "appointment_type",
    )

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("RulesPart", "Open hours")
        super().__init__(client, "slots.rules", name, _columns(), WIDTHS, parent)

    def rows(self) -> Sequence[OpenHours]:
        found = self.client.ask(_still_open, self.meant())
        return [
            OpenHours(each, self.who(each.resource_id), self.types.of(each.appointment_type))
            for each in found
        ]

    def none(self) -> str:
        if not self.names:
            return self.tr("There are no providers yet. Add whoever or whatever can be booked.")
        return self.tr("Nothing is open yet: say when a provider can be booked.")

    def filling(self) -> str:
        if not self.names:
            return self.tr("Providers and rooms")
        return f"{self.tr('Open hours')}  {actions.command('list.new').key}"

    def on_empty(self) -> None:
        if self.names:
            super().on_empty()
        else:
            self.wanted.emit("slots.providers")

    def file_row(self, row: OpenHours) -> Sequence[Cell]:
        known, zone = row.known, row.zone
        return (
            row.who,
            known.span.start.astimezone(zone),
            known.span.end.astimezone(zone),
            known.zone,
            known.rule,
            known.until.astimezone(zone) if known.until else None,
            known.slot_length / timedelta(minutes=1),
            known.capacity,
            known.appointment_type,
        )

    def remove(self) -> None:
        chosen = self.chosen()
        if len(chosen) == 1:
            self._remove_one(chosen[0])
        elif chosen:
            name = self.tr("Withdraw {n} open hours").format(n=format.count(len(chosen)))
            self.client.do(name, _withdraw, [row.id for row in chosen])

    def edit(self) -> None:
        row = self.current()
        if row is not None:
            known = self.client.ask(availabilities.one, row.id)
            self.open(HoursDialog(self.client, known, parent=self.window()))

    def _remove_one(self, row: OpenHours) -> None:
        known = self.client.ask(availabilities.one, row.id)
        if known.rule is not None or self.client.ask(availabilities.affected, known.id):
            self.open(ScopeDialog(self.client, known, row.who, parent=self.window()))
            return
        name = self.tr("Withdraw {what}").format(what=words.open_hours(known, row.who))
        self.client.do(name, _withdraw, [known.id])


def _columns() -> list[Column[OpenHours]]:
    translate = QCoreApplication.translate
    return [
        Column(translate("RulesPart", "Provider"), lambda row: row.who),
        Column(
            translate("RulesPart", "Repeats"),
            lambda row: words.repeats(row.known),
            tooltip=lambda row: row.known.rule or words.repeats(row.known),
        ),
        Column(
            translate("RulesPart", "Times"),
            _times,
            sort_key=lambda row: row.known.span.start.astimezone(row.zone).time().isoformat(),
        ),
        Column(
            translate("RulesPart", "Slots"),
            lambda row: ", ".join(
                (format.length(row.known.slot_length), words.places(row.known.capacity))
            ),
            sort_key=lambda row: row.known.slot_length.total_seconds(),
        ),
        Column(
            translate("RulesPart", "From"),
            lambda row: format.date(words.day(row.known.span, row.zone)),
            sort_key=lambda row: row.known.span.start.isoformat(),
        ),
        Column(translate("RulesPart", "Until"), _until, sort_key=_until_key),
        Column(translate("RulesPart", "Type"), lambda row: row.type_name),
    ]


def _times(row: OpenHours) -> str:
    return words.hours(row.known.span, row.zone)


def _until(row: OpenHours) -> str:
    last = words.last_date(row.known)
    return format.date(last) if last else QCoreApplication.translate("RulesPart", "for good")


def _until_key(row: OpenHours) -> str:
    return (words.last_date(row.known) or dt.date.max).isoformat()


def _still_open(tx: Read, resources: Sequence[int] | None) -> list[Availability]:
    """What is not over yet, and is more than a single slot."""
    ahead = Span(tx.now, tx.now + FOR_LONG)
    found = availabilities.listed(tx, resources, period=ahead)
    return [each for each in found if not is_single(each)]


def _withdraw(tx: Write, ids: Sequence[int]) -> list[int]:
    for availability_id in ids:
        availabilities.withdraw(tx, availability_id)
    return list(ids)
