"""The recurrence rules of other programs' calendars, made into times on a wall clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import islice

from desk.domain.errors import Invalid
from desk.domain.recurrence import Rule, foreign_rule
from desk.transfer.calendar_lines import Line
from desk.transfer.calendar_values import Broken, When

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_IDLE = re.compile(r"X-.*|[^=]*=", re.IGNORECASE)
_ENDLESS = re.compile(r"COUNT=[1-9]\d{9,}", re.IGNORECASE)

# Told of every step that is taken; raises when that were too many.
Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A rule, its end taken out: it is over after `count` times, or with `until`."""

    rule: Rule
    count: int | None = None
    until: dt.date | None = None

    def starts(
        self, first: When, zone: tzinfo, since: datetime, last: datetime, step: Step
    ) -> Iterator[datetime]:
        """The wall times from `since` to `last` at which it happens, and perhaps earlier ones.

        The first one counts only if the rule chooses it. RFC 5545 leaves that open (3.8.5.3), and
        programs differ.
        """
        ends = min(last, self._last(first, zone))
        if self.count is None and self.rule.of_days:
            coming = self._of_days(first.local, since, ends)
        else:
            coming = islice(self.rule.moments(first.local), self.count)
        for at in coming:
            if at > ends:
                return
            step()
            yield at

    def _of_days(self, first: datetime, since: datetime, last: datetime) -> Iterator[datetime]:
        """As all of them, but without going through those that were long ago."""
        clock = first - datetime.combine(first, dt.time())
        for day in self.rule.days(first.toordinal(), since.toordinal(), last.toordinal()):
            if day >= first.toordinal():
                yield datetime.fromordinal(day) + clock

    def _last(self, first: When, zone: tzinfo) -> datetime:
        """The last wall time that `until` admits; a date admits the whole of it."""
        match self.until:
            case None:
                return datetime.max
            case datetime() as until if first.whole_day or until.tzinfo is None:
                return until.replace(tzinfo=None)
            case datetime() as until:
                return until.astimezone(zone).replace(tzinfo=None)
            case date:
                return datetime.combine(date, dt.time()) + _DAY - _SECOND


def repetition(line: Line) -> Repetition:
    """The rule of a line; `Broken`, saying why, if it is none.

    What is harmless is read: blanks, parts of a program's own, empty ones, an end told twice.
    """
    if line.cut:
        raise Broken(f"{line.name} is longer than can be read")
    given = "".join(line.value.split()).split(";")
    kept = [part for part in given if part and not _IDLE.fullmatch(part)]
    # Only one of the two may be told, so each is read without the other.
    counted = [part for part in kept if part.upper().startswith("COUNT=")]
    rest = [part for part in kept if part not in counted]
    # So many never come: the rule is endless.
    counted = [part for part in counted if not _ENDLESS.fullmatch(part)]
    try:
        rule = foreign_rule(";".join(rest))
        number = foreign_rule(";".join(["FREQ=DAILY", *counted])).parts.count
    except Invalid as error:
        raise Broken(
            "; ".join(f"{line.name} {why[0]}" for why in error.reasons.values())
        ) from error
    return Repetition(rule.endless(), number, rule.parts.until)
