"""The text of a recurrence rule, read as strictly as RFC 5545 section 3.3.10 is written.

Reading says only whether the text is a rule and what its parts are; which days and times they make
is told by `desk.domain.rule_days` and `desk.domain.rule_times`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from desk.domain.errors import Invalid

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = 1000


class Frequency(StrEnum):
    """What a rule counts in, the longest first."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"
    HOURLY = "HOURLY"
    MINUTELY = "MINUTELY"
    SECONDLY = "SECONDLY"


OF_DAYS = {Frequency.YEARLY, Frequency.MONTHLY, Frequency.WEEKLY, Frequency.DAILY}


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 for Monday; `nth` of the month or the year, negative from its end."""

    day: int
    nth: int | None = None

    def __str__(self) -> str:
        return f"{'' if self.nth is None else self.nth}{DAYS[self.day]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a rule says, each list in order and without repetition, empty where it says nothing.

    `until` is a date, a wall time, or with a Z in the text a moment in UTC.
    """

    frequency: Frequency
    interval: int = 1
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    count: int | None = None
    until: dt.date | None = None
    week_start: int = 0

    def __str__(self) -> str:
        """The one text in which Desk writes this rule."""
        written = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            written.append(f"INTERVAL={self.interval}")
        for name, numbers in _LISTS.items():
            if values := getattr(self, numbers.field):
                written.append(f"{name}={','.join(map(str, values))}")
        if self.count is not None:
            written.append(f"COUNT={self.count}")
        if self.until is not None:
            written.append(f"UNTIL={_until_text(self.until)}")
        if self.week_start:
            written.append(f"WKST={DAYS[self.week_start]}")
        return ";".join(written)

    def __hash__(self) -> int:
        return hash((self.frequency, self.interval, self.months, self.weekdays, self.month_days))


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A part that is a list of whole numbers: where it is kept, and how large they may be."""

    field: str
    least: int
    most: int
    backwards: bool = False

    def __contains__(self, number: int) -> bool:
        size = -number if self.backwards and number < 0 else number
        return self.least <= size <= self.most

    @property
    def words(self) -> str:
        return f"from {self.least} to {self.most}" + (
            f", or from -{self.most} to -{self.least}" if self.backwards else ""
        )


# In the order in which RFC 5545 applies them.
_LISTS = {
    "BYMONTH": _Numbers("months", 1, 12),
    "BYWEEKNO": _Numbers("weeks", 1, 53, backwards=True),
    "BYYEARDAY": _Numbers("year_days", 1, 366, backwards=True),
    "BYMONTHDAY": _Numbers("month_days", 1, 31, backwards=True),
    "BYDAY": _Numbers("weekdays", 1, 53, backwards=True),
    "BYHOUR": _Numbers("hours", 0, 23),
    "BYMINUTE": _Numbers("minutes", 0, 59),
    "BYSECOND": _Numbers("seconds", 0, 60),  # The last one is a leap second, which never comes.
    "BYSETPOS": _Numbers("positions", 1, 366, backwards=True),
}
_NAMES = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *_LISTS}
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}", re.ASCII)
_DAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(DAYS)})", re.ASCII)
_UNTIL = re.compile(r"([0-9]{8})(T[0-9]{6}Z?)?", re.ASCII)


def refused(reason: str) -> Invalid:
    """The refusal of a rule, with a reason that reads on from "recurrence rule"."""
    return Invalid(recurrence_rule=[reason])


def read(text: str) -> Parts:
    """The parts of a rule; `Invalid` with a reason for whatever RFC 5545 does not allow."""
    parts = read_foreign(text)
    require_allowed(parts)
    return parts


def read_foreign(text: str) -> Parts:
    """The parts of a rule that another program wrote.

    Combinations that RFC 5545 forbids but whose meaning is plain are read as other programs read
    them: a part that the frequency does not know leaves out the days that do not match it.
    """
    given = _split(text)
    if "FREQ" not in given:
        raise refused("must say how often, as FREQ=WEEKLY does")
    frequency = given.pop("FREQ").upper()
    if frequency not in Frequency.__members__:
        raise refused(f"cannot repeat {frequency or 'without saying how often'}")
    values: dict[str, Any] = {
        _field(name): _READERS[name](name, value) for name, value in given.items()
    }
    if "count" in values and "until" in values:
        raise refused("cannot have both COUNT and UNTIL")
    parts = Parts(frequency=Frequency(frequency), **values)
    _require_room(parts)
    return parts if _counts_weeks(parts) else replace(parts, week_start=0)


def require_allowed(parts: Parts) -> None:
    """Refuse the combinations that RFC 5545 forbids."""
    frequency, yearly = parts.frequency, parts.frequency is Frequency.YEARLY
    if parts.weeks and not yearly:
        raise refused("cannot have BYWEEKNO unless it is yearly")
    if parts.year_days and frequency in OF_DAYS and not yearly:
        raise refused(f"cannot have BYYEARDAY when it is {frequency.lower()}")
    if parts.month_days and frequency is Frequency.WEEKLY:
        raise refused("cannot have BYMONTHDAY when it is weekly")
    numbered = any(weekday.nth is not None for weekday in parts.weekdays)
    if numbered and frequency not in (Frequency.MONTHLY, Frequency.YEARLY):
        raise refused("cannot number the days of BYDAY unless it is monthly or yearly")
    if numbered and parts.weeks:
        raise refused("cannot number the days of BYDAY together with BYWEEKNO")
    others = any(
        getattr(parts, numbers.field) for name, numbers in _LISTS.items() if name != "BYSETPOS"
    )
    if parts.positions and not others:
        raise refused("cannot have BYSETPOS without another part to choose from")


def _counts_weeks(parts: Parts) -> bool:
    """Whether it matters on which day weeks begin."""
    by_weeks = parts.frequency is Frequency.WEEKLY
    return bool(parts.weeks) or (by_weeks and (parts.interval > 1 or bool(parts.positions)))


def _require_room(parts: Parts) -> None:
    """Refuse a number of a weekday that no month has."""
    in_month = parts.frequency is Frequency.MONTHLY or bool(parts.months)
    for weekday in parts.weekdays:
        if in_month and weekday.nth is not None and abs(weekday.nth) > 5:
            raise refused(f"has BYDAY={weekday}, but no month has so many")


def _split(text: str) -> dict[str, str]:
    """The parts by name, each once."""
    if len(text) > LONGEST:
        raise refused(f"must be at most {LONGEST} characters long")
    if not text.strip():
        raise refused("must not be empty")
    given: dict[str, str] = {}
    for part in text.strip().removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        name = name.upper()
        if not equals:
            raise refused(f"cannot be read at {part[:40]!r}: a part is written as NAME=VALUE")
        if name not in _NAMES:
            raise refused(f"has the part {name[:40]!r}, which no rule has")
        if name in given:
            raise refused(f"has {name} twice")
        given[name] = value
    return given


def _field(name: str) -> str:
    return _LISTS[name].field if name in _LISTS else _FIELDS[name]


_FIELDS = {"INTERVAL": "interval", "COUNT": "count", "UNTIL": "until", "WKST": "week_start"}


def _positive(name: str, value: str) -> int:
    if not _WHOLE.fullmatch(value) or int(value) < 1:
        raise refused(f"must have a whole number of at least 1 for {name}, not {value[:40]!r}")
    return int(value)


def _numbers(name: str, value: str) -> tuple[int, ...]:
    allowed, found = _LISTS[name], set()
    for each in value.split(","):
        if not _NUMBER.fullmatch(each) or int(each) not in allowed:
            raise refused(f"must have numbers {allowed.words} for {name}, not {each[:40]!r}")
        found.add(int(each))
    return tuple(sorted(found))


def _weekdays(name: str, value: str) -> tuple[Weekday, ...]:
    allowed, found = _LISTS[name], set()
    for each in value.split(","):
        match = _DAY.fullmatch(each.upper())
        if match is None or (match[1] and int(match[1]) not in allowed):
            raise refused(f"must have days such as MO or 2TU for {name}, not {each[:40]!r}")
        found.add(Weekday(DAYS.index(match[2]), int(match[1]) if match[1] else None))
    return tuple(sorted(found, key=lambda weekday: (weekday.nth or 0, weekday.day)))


def _week_start(name: str, value: str) -> int:
    if value.upper() not in DAYS:
        raise refused(f"must have a day such as MO for {name}, not {value[:40]!r}")
    return DAYS.index(value.upper())


def _until(name: str, value: str) -> dt.date:
    match = _UNTIL.fullmatch(value)
    try:
        if match is None:
            raise ValueError
        if match[2] is None:
            return datetime.strptime(value, "%Y%m%d").date()
        until = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    except ValueError as error:
        wanted = "a date such as 20301231 or a time such as 20301231T170000Z"
        raise refused(f"must have {wanted} for {name}, not {value[:40]!r}") from error
    return until.replace(tzinfo=UTC) if value.endswith("Z") else until


def _until_text(until: dt.date) -> str:
    if not isinstance(until, datetime):
        return f"{until:%Y%m%d}"
    return f"{until:%Y%m%dT%H%M%S}" + ("Z" if until.tzinfo else "")


_READERS: dict[str, Callable[[str, str], object]] = {
    **dict.fromkeys(_LISTS, _numbers),
    "BYDAY": _weekdays,
    "INTERVAL": _positive,
    "COUNT": _positive,
    "UNTIL": _until,
    "WKST": _week_start,
}
