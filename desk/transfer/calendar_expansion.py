"""When the events of a calendar happen: rules, further dates, exceptions, changed occurrences.

Only a limited time is looked at, for a rule may go on for ever; and whatever a rule says, no more
is done than the limits here allow. An event that would need more is refused with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk.domain.span import Span
from desk.transfer import calendar_rules
from desk.transfer.calendar_events import End, Event
from desk.transfer.calendar_values import Broken, Length, When
from desk.transfer.calendar_zones import Zones

MOST_OF_ONE = 5000  # occurrences of one event: four a day, for three years
MOST_OF_FILE = 50_000
_MOST_STEPS = 100_000  # of one rule, with all that it does before the time that is looked at
_MOST_STEPS_OF_FILE = 1_000_000
_DAY = timedelta(days=1)
_LONG = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event happens; start and end are in UTC, and equal if it takes no time.

    `instead_of` names the time for which it stands, if it was changed by itself.
    """

    event: Event
    at: When
    start: datetime
    end: datetime
    instead_of: str = ""

    @property
    def key(self) -> str:
        """By what it is known again when the same file is brought in a second time."""
        return f"{self.event.uid}|{self.instead_of}|{self.start:%Y%m%dT%H%M%SZ}"


@dataclass(slots=True)
class _Excluded:
    """The times that are left out of a repetition, or that another event stands for."""

    instants: set[datetime] = field(default_factory=set)
    dates: set[dt.date] = field(default_factory=set)

    def add(self, when: When, zones: Zones) -> None:
        if when.whole_day:
            self.dates.add(when.date)
        else:
            self.instants.add(zones.instant(when))

    def __contains__(self, at: tuple[When, datetime]) -> bool:
        when, instant = at
        return instant in self.instants or when.date in self.dates


class Expansion:
    """Finds the occurrences of a file's events of which some part lies in `period`."""

    def __init__(self, zones: Zones, period: Span) -> None:
        self._zones = zones
        self._period = period
        self._steps = 0
        self._found = 0

    def of(self, versions: Sequence[Event]) -> Iterator[Occurrence | tuple[Event, str]]:
        """The occurrences of all events of one UID; events that are refused, with the reason."""
        changed = [event for event in versions if event.instead_of]
        for event in versions:
            try:
                yield from self._changed(event) if event.instead_of else self._of(event, changed)
            except Broken as broken:
                yield event, str(broken)
            except OverflowError:
                yield event, "it is beyond every calendar"

    def _changed(self, event: Event) -> list[Occurrence]:
        assert event.instead_of
        instead_of = self._zones.instant(event.instead_of)
        name = f"{event.instead_of.date:%Y%m%d}"
        if not event.instead_of.whole_day:
            name = f"{instead_of:%Y%m%dT%H%M%SZ}"
        found = self._occurrence(event, event.start, event.end, name)
        return [found] if self._near(found) else []

    def _of(self, event: Event, changed: Sequence[Event]) -> list[Occurrence]:
        """The occurrences of an event, but for those that `changed` ones stand for."""
        later = sorted(
            (
                (self._zones.instant(other.instead_of), other)
                for other in changed
                if other.following and other.instead_of
            ),
            key=lambda pair: pair[0],
        )
        since = self._since(event, bool(later))
        left_out = self._left_out(event, changed, since)
        found = []
        for at, end in self._starts(event, since):
            instant = self._zones.instant(at)
            if (at, instant) in left_out:
                continue
            as_changed = [other for from_, other in later if from_ <= instant]
            if as_changed:
                one = self._following(as_changed[-1], at)
            else:
                one = self._occurrence(event, at, end)
            if self._near(one):
                found.append(one)
                self._count(len(found))
        return found

    def _left_out(self, event: Event, changed: Iterable[Event], since: datetime) -> _Excluded:
        left_out = _Excluded()
        for when in event.except_dates:
            left_out.add(when, self._zones)
        for other in changed:
            if other.instead_of:
                left_out.add(other.instead_of, self._zones)
        for line in event.except_rules:
            for at in self._repeated(event, calendar_rules.repetition(line), since):
                left_out.add(at, self._zones)
        return left_out

    def _starts(self, event: Event, since: datetime) -> Iterator[tuple[When, End]]:
        """When it starts, each time once, in any order."""
        seen: set[datetime] = set()
        if not event.rules:
            seen.add(event.start.local)
            yield event.start, event.end
        for at, end in event.dates:
            start = self._as_of(event, at)
            if start.local not in seen:
                seen.add(start.local)
                yield start, self._own_end(at, end) or event.end
        for line in event.rules:
            for at in self._repeated(event, calendar_rules.repetition(line), since):
                if at.local not in seen:
                    seen.add(at.local)
                    yield at, event.end

    def _own_end(self, at: When, end: End) -> End:
        """The end of a single further date, if it has one, as a length."""
        if isinstance(end, When):
            return Length(exact=self._zones.instant(end) - self._zones.instant(at))
        return end

    def _repeated(
        self, event: Event, rule: calendar_rules.Repetition, since: datetime
    ) -> Iterator[When]:
        zone = self._zones.of(event.start.zone)
        # The wall clock of no zone is more than a day from UTC.
        last = self._period.end.replace(tzinfo=None) + _DAY
        steps = 0

        def step() -> None:
            nonlocal steps
            steps += 1
            self._steps += 1
            if steps > _MOST_STEPS or self._steps > _MOST_STEPS_OF_FILE:
                raise Broken("it repeats too often to be followed as far as this")

        for local in rule.starts(event.start, zone, since, last, step):
            yield When(local, event.start.zone, event.start.whole_day)

    def _since(self, event: Event, moved: bool) -> datetime:
        """The wall time before which no occurrence can reach into the period.

        With `moved` that is not known, for later ones may come to lie anywhere.
        """
        begins = self._zones.instant(event.start)
        length = self._ends(event, event.start, begins, event.end) - begins
        if moved or length > _LONG:
            return event.start.local
        return self._period.start.replace(tzinfo=None) - length - 2 * _DAY

    def _as_of(self, event: Event, at: When) -> When:
        """A further date on the clock of the event itself."""
        start = event.start
        if at.whole_day and not start.whole_day:
            return When(datetime.combine(at.date, start.local.time()), start.zone)
        if at.whole_day or at.zone == start.zone:
            return When(at.local, start.zone, at.whole_day)
        zone = self._zones.of(start.zone)
        return When(self._zones.instant(at).astimezone(zone).replace(tzinfo=None), start.zone)

    def _following(self, changed: Event, at: When) -> Occurrence:
        """An occurrence after one with which all later ones were moved."""
        assert changed.instead_of
        original = self._as_of(changed, changed.instead_of).local
        moved = self._as_of(changed, at).local + (changed.start.local - original)
        start = When(moved, changed.start.zone, changed.start.whole_day)
        instead_of = f"{self._zones.instant(at):%Y%m%dT%H%M%SZ}"
        return self._occurrence(changed, start, changed.end, instead_of)

    def _occurrence(self, event: Event, at: When, end: End, instead_of: str = "") -> Occurrence:
        start = self._zones.instant(at)
        ends = self._ends(event, at, start, end)
        if ends < start:
            raise Broken("it ends before it starts")
        return Occurrence(event, at, start, ends, instead_of)

    def _ends(self, event: Event, at: When, start: datetime, end: End) -> datetime:
        """Days, and ends told on the same clock, are counted on the wall, so that what goes on
        until six does so in the night in which the clocks change, too."""
        match end:
            case None:
                return start
            case Length(days=days, exact=exact):
                wall = When(at.local + days * _DAY, at.zone, at.whole_day)
                return (self._zones.instant(wall) if days else start) + exact
            case When(zone=zone, whole_day=whole_day) if zone == event.start.zone or whole_day:
                length = end.local - event.start.local
                return self._zones.instant(When(at.local + length, at.zone))
            case When():
                return start + (self._zones.instant(end) - self._zones.instant(event.start))

    def _near(self, found: Occurrence) -> bool:
        ends = max(found.end, found.start + timedelta(microseconds=1))
        return found.start < self._period.end and ends > self._period.start

    def _count(self, of_one: int) -> None:
        self._found += 1
        if of_one > MOST_OF_ONE:
            raise Broken(f"it happens more than {MOST_OF_ONE:,} times in the time asked for")
        if self._found > MOST_OF_FILE:
            raise Broken(f"the file has more than {MOST_OF_FILE:,} occurrences before it")


def groups(events: Iterable[Event]) -> tuple[list[list[Event]], list[Event]]:
    """Events by UID, of each only the latest version; and those that a later one replaces."""
    by_uid: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_uid[event.uid].append(event)
    kept, replaced = [], []
    for versions in by_uid.values():
        latest = _latest(versions)
        kept.append(latest)
        replaced += [event for event in versions if not any(event is other for other in latest)]
    return kept, replaced


def _latest(versions: Sequence[Event]) -> list[Event]:
    """One of each that stands for the same occurrence, in the order of the file."""
    if len(versions) == 1:
        return list(versions)
    best: dict[When | None, Event] = {}
    for event in versions:
        known = best.get(event.instead_of)
        if known is None or event.order >= known.order:
            best[event.instead_of] = event
    return sorted(best.values(), key=lambda event: event.line)
