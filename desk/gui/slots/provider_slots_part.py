"""Provider slots: single open times that each stand by themselves, as document 001 has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from desk.domain.availability import Availability
from desk.domain.errors import DeskError
from desk.domain.span import Span
from desk.gui import actions, format, icons
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.slots import words
from desk.gui.slots.hours import is_single
from desk.gui.slots.opening import Outcome
from desk.gui.slots.part import Part
from desk.gui.slots.results_dialog import Result, ResultsDialog, why
from desk.gui.slots.series_dialog import SeriesDialog
from desk.gui.slots.slot_dialog import SlotDialog
from desk.gui.table import Column
from desk.gui.when_field import DateField, When
from desk.services import availabilities
from desk.transfer.tables import Cell

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desk.store.database import Read, Write

WIDTHS = (26, 20, 18, 14, 22, 20)
WEEKS = timedelta(weeks=4)
LONGEST = timedelta(days=366)
MOST = 2000
PAUSE_MS = 200
DATE_DIGITS = 20


@dataclass(frozen=True, slots=True)
class ProviderSlot:
    """A single slot with the name of whose it is, and how many are booked on it."""

    known: Availability
    who: str
    type_name: str
    booked: int

    @property
    def id(self) -> int:
        return self.known.id

    @property
    def free(self) -> int:
        return max(self.known.capacity - self.booked, 0)


class ProviderSlotsPart(Part[ProviderSlot]):
    """The single slots of some weeks, all of them or those that are free."""

    kinds = frozenset(
        {"availability", "appointment", "appointment_type", "series", "resource", "site"}
    )
    kind = "availability"
    file_name = "single-slots.csv"
    headings = ("provider", "start_time", "end_time", "appointment_type", "places", "booked")

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("ProviderSlotsPart", "Provider slots")
        columns = _columns(lambda: client.zone)
        super().__init__(client, "slots.singles", name, columns, WIDTHS, parent)
        self.since = DateField(client.wall_clock)
        self.until = DateField(client.wall_clock)
        self.only_free = named(
            QCheckBox(self.tr("Only f&ree ones")), "slots.singles.free", self.tr("Only free ones")
        )
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out_filter()
        self._pause.timeout.connect(self.refresh)
        self.only_free.toggled.connect(self.refresh)
        for line in (self.since, self.until):
            line.meant.connect(self._pause.start)

    def rows(self) -> Sequence[ProviderSlot]:
        period = self._period()
        if period is None:
            self._say("")
            return ()
        found, booked = self.client.ask(_singles, self.meant(), period)
        rows = [
            ProviderSlot(
                each,
                self.who(each.resource_id),
                self.types.of(each.appointment_type),
                booked.get(each.id, 0),
            )
            for each in found
        ]
        if self.only_free.isChecked():
            rows = [row for row in rows if row.free]
        more = self.tr("{n} slots; the first {shown} are shown.")
        said = more.format(n=format.count(len(rows)), shown=format.count(MOST))
        self._say(said if len(rows) > MOST else "")
        return rows[:MOST]

    def none(self) -> str:
        if self._period() is None:
            return self.tr("The dates are not understood, or end before they begin.")
        return self.tr("No single slots in that time. Many can be opened at once.")

    def filling(self) -> str:
        return f"{self.tr('Open single slots')}  {actions.command('list.new').key}"

    def file_row(self, row: ProviderSlot) -> Sequence[Cell]:
        span = row.known.span
        zone = self.client.zone
        return (
            row.who,
            span.start.astimezone(zone),
            span.end.astimezone(zone),
            row.known.appointment_type,
            row.known.capacity,
            row.booked,
        )

    def edit(self) -> None:
        row = self.current()
        if row is not None:
            known = self.client.ask(availabilities.one, row.id)
            self.open(SlotDialog(self.client, known, self.window()))

    def remove(self) -> None:
        chosen = self.chosen()
        if len(chosen) == 1 and chosen[0].known.series_id is not None:
            known = self.client.ask(availabilities.one, chosen[0].id)
            self.open(SeriesDialog(self.client, known, chosen[0].who, self.window()))
        elif chosen:
            self._withdraw(chosen)

    def show_from(self, outcomes: Sequence[Outcome]) -> None:
        """Let the dates begin early and end late enough for what has just been opened."""
        days = [words.day(each.span, self.client.zone) for each in outcomes if each.opened]
        since, until = self.since.understood(), self.until.understood()
        if days and since and until:
            self.since.show_when(When(min(days[0], since.date)))
            self.until.show_when(When(max(days[-1], until.date)))
        self.refresh()

    def show_results(self, summary: str, results: Sequence[Result]) -> None:
        """Show row by row what came of many slots, if anything went wrong with one."""
        if all(result.done for result in results):
            return
        title = self.tr("Single slots")
        self.open(ResultsDialog(title, summary, results, self.window()))

    def _withdraw(self, chosen: Sequence[ProviderSlot]) -> None:
        name = self.tr("Withdraw {slots}").format(slots=words.slots(len(chosen)))
        outcomes = self.client.do(name, _withdraw, [row.known for row in chosen])
        if outcomes is None:
            return
        results = []
        for row, outcome in zip(chosen, outcomes, strict=True):
            what = f"{row.who}, {words.when(row.known.span, self.client.zone)}"
            refused = isinstance(outcome, DeskError)
            said = self.tr("withdrawn")
            if isinstance(outcome, DeskError):
                said = self.tr("stays: {why}").format(why=why(outcome, self.client))
            results.append(Result(row.id, what, said, done=not refused))
        gone = sum(result.done for result in results)
        summary = self.tr("Withdrawn: {gone}, kept: {kept}. What somebody is booked on stays.")
        said = summary.format(gone=format.count(gone), kept=format.count(len(results) - gone))
        self.show_results(said, results)

    def _period(self) -> Span | None:
        since, until = self.since.understood(), self.until.understood()
        if since is None or until is None or until.date < since.date:
            return None
        last = min(until.date, since.date + LONGEST) + timedelta(days=1)
        zone = self.client.zone
        return Span(
            datetime.combine(since.date, time(), zone), datetime.combine(last, time(), zone)
        )

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _lay_out_filter(self) -> None:
        today = self.client.wall_clock().date()
        digit = self.fontMetrics().horizontalAdvance("0")
        for line, name, identifier, date in (
            (self.since, self.tr("From"), "since", today),
            (self.until, self.tr("Until"), "until", today + WEEKS),
        ):
            named(line, f"slots.singles.{identifier}", name)
            line.setFixedWidth(digit * DATE_DIGITS)
            line.show_when(When(date))
            self.above.addWidget(QLabel(name))
            self.above.addWidget(line)
        self.above.addWidget(self.only_free)
        self.above.addStretch(1)


def _columns(zone: Callable[[], ZoneInfo]) -> list[Column[ProviderSlot]]:
    translate = QCoreApplication.translate
    return [
        Column(translate("ProviderSlotsPart", "Provider"), lambda row: row.who),
        Column(
            translate("ProviderSlotsPart", "Day"),
            lambda row: format.date(words.day(row.known.span, zone())),
            sort_key=lambda row: row.known.span.start.isoformat(),
        ),
        Column(
            translate("ProviderSlotsPart", "Time"),
            lambda row: words.hours(row.known.span, zone()),
            sort_key=lambda row: row.known.span.start.astimezone(zone()).time().isoformat(),
        ),
        Column(
            translate("ProviderSlotsPart", "Length"),
            lambda row: format.length(row.known.span.length),
            sort_key=lambda row: row.known.span.length.total_seconds(),
        ),
        Column(
            translate("ProviderSlotsPart", "Booked"),
            _booked,
            sort_key=lambda row: row.free,
            icon=lambda row: (
                icons.state_icon("circle", "inside")
                if row.free
                else icons.state_icon("user-round-check", "expected")
            ),
        ),
        Column(
            translate("ProviderSlotsPart", "Type"),
            lambda row: row.type_name,
        ),
        Column(
            translate("ProviderSlotsPart", "Series"),
            lambda row: (
                translate("ProviderSlotsPart", "one of a series") if row.known.series_id else ""
            ),
        ),
    ]


def _booked(row: ProviderSlot) -> str:
    translate = QCoreApplication.translate
    if not row.booked:
        return translate("ProviderSlotsPart", "free")
    if row.known.capacity == 1:
        return translate("ProviderSlotsPart", "booked")
    words_ = translate("ProviderSlotsPart", "{booked} of {places} booked")
    return words_.format(booked=format.count(row.booked), places=format.count(row.known.capacity))


def _singles(
    tx: Read, resources: Sequence[int] | None, period: Span
) -> tuple[list[Availability], dict[int, int]]:
    """The single slots of a period, by their start, and how many are booked on each."""
    found = availabilities.listed(tx, resources, period=period)
    singles = [each for each in found if is_single(each)]
    singles.sort(key=lambda each: (each.span, each.id))
    return singles, availabilities.bookings(tx, [each.id for each in singles])


def _withdraw(tx: Write, chosen: Sequence[Availability]) -> list[int | DeskError]:
    """Take single slots back, of one provider after the other; booked ones stay."""
    outcomes: dict[int, int | DeskError] = {}
    by_provider: dict[int, list[int]] = {}
    for each in chosen:
        by_provider.setdefault(each.resource_id or 0, []).append(each.id)
    for resource_id, ids in sorted(by_provider.items()):
        results = availabilities.withdraw_all(tx, resource_id, ids)
        outcomes |= dict(zip(ids, results, strict=True))
    return [outcomes[each.id] for each in chosen]
