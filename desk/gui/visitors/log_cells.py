"""What the columns of the visitor log say about an entry.

A cell says one thing in full weight and may say another beside it with less. Where a colour means
something there is an icon and a word for it as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import discretion, format

translate = QCoreApplication.translate
MOST_SAID = 256


@dataclass(frozen=True, slots=True)
class Cell:
    """`text`, and `aside` with less weight. `state` is one of `theme.Tokens.shade`.

    `spoken` is for screen readers where there is nothing to read, `chip` for a state that is the
    whole cell.
    """

    text: str
    aside: str = ""
    state: str = ""
    icon: str = ""
    spoken: str = ""
    chip: bool = False

    @property
    def words(self) -> str:
        return f"{self.text} {self.aside}".strip()


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where the log is looked at, and how long inside is too long.

    The words for dates and times are kept: a log says the same ones again and again. So is what
    was said about the entries looked at last.
    """

    now: datetime
    too_long: timedelta
    zone: tzinfo
    times: dict[tuple[int, int], str] = field(default_factory=dict)
    days: dict[tuple[dt.date, dt.date], str] = field(default_factory=dict)

    said: dict[int, tuple[VisitorEntry, tuple[Cell, ...]]] = field(default_factory=dict)

    def read(self, entry: VisitorEntry) -> tuple[Cell, ...]:
        """What the columns say about an entry."""
        known = self.said.get(entry.id)
        if known is None or known[0] is not entry:
            if len(self.said) >= MOST_SAID:
                self.said.clear()
            known = (entry, tuple(column.read(entry, self) for column in COLUMNS))
            self.said[entry.id] = known
        return known[1]

    @property
    def today(self) -> dt.date:
        return self.date(self.now)

    def date(self, moment: datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def say(self, moment: datetime, near: dt.date) -> str:
        """A time; with its date unless that is `near`."""
        local = moment.astimezone(self.zone)
        key = (local.hour, local.minute)
        time = self.times.get(key)
        if time is None:
            time = self.times[key] = format.time(moment, self.zone)
        day = local.date()
        return time if day == near else f"{self._day(day, near)} {time}"

    def _day(self, day: dt.date, near: dt.date) -> str:
        known = self.days.get((day, near))
        if known is None:
            known = self.days[day, near] = format.near_date(day, near)
        return known


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, how to read what stands under it, and how many letters are room enough.

    `grows` says that more room makes it more readable; `number` that it stands at the far side.
    """

    title: object
    read: Callable[[VisitorEntry, Moment], Cell]
    tooltip: Callable[[VisitorEntry, Moment], str]
    least: int
    letters: int
    grows: bool = False
    number: bool = False

    @property
    def words(self) -> str:
        return translate("VisitorLog", str(self.title))


def standing(entry: VisitorEntry, at: Moment) -> Cell:
    if entry.removed_at:
        return _chip(translate("VisitorLog", "In the bin"), "left", "trash-2")
    match entry.standing:
        case Standing.INSIDE:
            return _chip(translate("VisitorLog", "Inside"), "inside", "circle-dot")
        case Standing.LEFT:
            return _chip(translate("VisitorLog", "Left"), "left", "log-out")
        case Standing.EXPECTED:
            return _expected(entry, at)


def _expected(entry: VisitorEntry, at: Moment) -> Cell:
    if at.date(entry.arrival) < at.today:
        return _chip(translate("VisitorLog", "Did not come"), "left", "user-round-x")
    if entry.arrival < at.now and not entry.whole_day:
        return _chip(translate("VisitorLog", "Late"), "warning", "clock-alert")
    return _chip(translate("VisitorLog", "Expected"), "expected", "calendar-clock")


def _chip(text: str, state: str, icon: str) -> Cell:
    return Cell(text, state=state, icon=icon, chip=True)


def arrival(entry: VisitorEntry, at: Moment) -> Cell:
    if entry.whole_day:
        return Cell(format.date(at.date(entry.arrival)), translate("VisitorLog", "date only"))
    return Cell(at.say(entry.arrival, at.today))


def arrival_in_full(entry: VisitorEntry, at: Moment) -> str:
    day = format.long_date(at.date(entry.arrival))
    if entry.whole_day:
        return translate("VisitorLog", "{date}, no time is known").format(date=day)
    said = f"{day} {format.time(entry.arrival, at.zone)}"
    if entry.arrived_at and entry.expected_at:
        words = translate("VisitorLog", "{arrival}\nExpected {expected}")
        expected = at.say(entry.expected_at, at.date(entry.arrived_at))
        return words.format(arrival=said, expected=expected)
    return said


def visitor(entry: VisitorEntry, _at: Moment) -> Cell:
    others = f"+{format.count(entry.people - 1)}" if entry.people > 1 else ""
    return Cell(discretion.name(entry.visitor), others)


def visitor_in_full(entry: VisitorEntry, _at: Moment) -> str:
    return "\n".join(discretion.names((entry.visitor, *entry.companions)))


def people(entry: VisitorEntry, _at: Moment) -> Cell:
    return Cell(format.count(entry.people))


def host(entry: VisitorEntry, _at: Moment) -> Cell:
    return Cell(discretion.name(entry.resident_name), entry.resident_unit or "")


def purpose(entry: VisitorEntry, _at: Moment) -> Cell:
    return Cell(" ".join(purpose_in_full(entry, _at).split()))


def purpose_in_full(entry: VisitorEntry, _at: Moment) -> str:
    return discretion.text(entry.subject, entry.visitor, entry.resident_name)


def vehicle(entry: VisitorEntry, _at: Moment) -> Cell:
    if entry.license_plate:
        return Cell(discretion.plate(entry.license_plate), entry.vehicle_color or "")
    return Cell(entry.vehicle_color or "")


def stay(entry: VisitorEntry, at: Moment) -> Cell:
    """How long a party has been inside, or when it left and for how long it had been there."""
    lasted = entry.inside_for(at.now)
    if entry.standing is Standing.INSIDE:
        if lasted >= at.too_long:
            return Cell(format.length(lasted), state="warning", icon="clock-alert")
        return Cell(format.length(lasted))
    if entry.departed_at is None:
        return Cell("")
    left = at.say(entry.departed_at, at.date(entry.arrival))
    text = translate("VisitorLog", "left {time}").format(time=left)
    if not entry.seen_leaving:
        return Cell(text, translate("VisitorLog", "not seen leaving"), icon="eye-off")
    return Cell(text, format.length(lasted))


def stay_in_full(entry: VisitorEntry, at: Moment) -> str:
    if entry.standing is Standing.INSIDE and entry.inside_for(at.now) >= at.too_long:
        words = translate("VisitorLog", "Inside for {length}: longer than usual")
        return words.format(length=format.length(entry.inside_for(at.now)))
    return stay(entry, at).words


def note(entry: VisitorEntry, _at: Moment) -> Cell:
    if not entry.note.strip():
        return Cell("")
    return Cell("", icon="sticky-note", spoken=translate("VisitorLog", "Has a note"))


def note_in_full(entry: VisitorEntry, _at: Moment) -> str:
    return discretion.note(entry.note.strip())


def _as_read(read: Callable[[VisitorEntry, Moment], Cell]) -> Callable[[VisitorEntry, Moment], str]:
    return lambda entry, at: read(entry, at).words


COLUMNS = (
    Column(QT_TRANSLATE_NOOP("VisitorLog", "Standing"), standing, _as_read(standing), 10, 14),
    Column(QT_TRANSLATE_NOOP("VisitorLog", "Arrival"), arrival, arrival_in_full, 15, 21),
    Column(
        QT_TRANSLATE_NOOP("VisitorLog", "Visitor"), visitor, visitor_in_full, 15, 24, grows=True
    ),
    Column(QT_TRANSLATE_NOOP("VisitorLog", "People"), people, _as_read(people), 3, 7, number=True),
    Column(QT_TRANSLATE_NOOP("VisitorLog", "Host"), host, _as_read(host), 15, 24, grows=True),
    Column(
        QT_TRANSLATE_NOOP("VisitorLog", "Purpose"), purpose, purpose_in_full, 15, 24, grows=True
    ),
    Column(QT_TRANSLATE_NOOP("VisitorLog", "Vehicle"), vehicle, _as_read(vehicle), 9, 22),
    Column(QT_TRANSLATE_NOOP("VisitorLog", "Stay"), stay, stay_in_full, 23, 27),
    Column(QT_TRANSLATE_NOOP("VisitorLog", "Note"), note, note_in_full, 3, 5),
)
STANDING = 0
ARRIVAL = 1
VISITOR = 2
STAY = 7
SEARCHED = (2, 4, 5, 6)
