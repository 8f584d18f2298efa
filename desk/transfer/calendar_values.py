"""Values of iCalendar properties (RFC 5545, section 3.3): times, lengths, texts.

What many programs get wrong without anybody being in doubt about the meaning is read all the
same: a date with a time of day, small letters, the sixtieth second.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from desk.transfer.calendar_lines import Line
from desk.transfer.quoting import quoted

UTC_NAME = "UTC"

_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_LENGTH = re.compile(
    r"([+-]?)P(?:T?(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?"
)


class Broken(Exception):
    """Something that cannot be used, and why."""


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A time as a calendar writes it: what the clock of `zone` shows.

    Without a zone it is meant on whatever clock hangs on the wall. A whole day is its midnight.
    """

    local: datetime
    zone: str = ""
    whole_day: bool = False

    @property
    def date(self) -> dt.date:
        return self.local.date()

    @property
    def text(self) -> str:
        """As it would be written, its zone left out."""
        if self.whole_day:
            return f"{self.local:%Y%m%d}"
        return f"{self.local:%Y%m%dT%H%M%S}" + ("Z" if self.zone == UTC_NAME else "")


@dataclass(frozen=True, slots=True)
class Length:
    """How long something takes: so many days on the calendar, and so much on the clock."""

    days: int = 0
    exact: timedelta = timedelta()

    @property
    def nothing(self) -> bool:
        return not self.days and not self.exact


def moment(line: Line) -> When:
    """The time that a line gives; `Broken` if it gives none."""
    return when(line.value, line)


def when(text: str, line: Line) -> When:
    """The time `text`, in the zone that `line` names for its times."""
    plain = text.strip().upper()
    found = _TIME.fullmatch(plain)
    if found is None:
        raise Broken(f"{line.name} {quoted(plain)} is not a time")
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        date = dt.date(int(year), int(month), int(day))
        if hour is None:
            return When(datetime.combine(date, time()), line.params.get("TZID", ""), whole_day=True)
        clock = time(int(hour), int(minute), min(int(second or 0), 59))
    except ValueError as error:
        raise Broken(f"{line.name} {quoted(plain)} does not exist") from error
    return When(datetime.combine(date, clock), UTC_NAME if utc else line.params.get("TZID", ""))


def moments(line: Line) -> Iterator[tuple[When, When | Length | None]]:
    """The times of a list, and of those that are periods the end or the length."""
    if line.cut:
        raise Broken(f"{line.name} is longer than can be read")
    for text in filter(None, (part.strip() for part in line.value.split(","))):
        start, _, end = text.partition("/")
        if not end:
            yield when(start, line), None
        elif end.lstrip("+-").upper().startswith("P"):
            yield when(start, line), length(end, line)
        else:
            yield when(start, line), when(end, line)


def length(text: str, line: Line) -> Length:
    """The length `text`; `Broken` if it is none, or goes backwards."""
    plain = text.strip().upper()
    found = _LENGTH.fullmatch(plain)
    if found is None or not any(found.groups()[1:]):
        raise Broken(f"{line.name} {quoted(plain)} is not a length of time")
    sign, weeks, days, hours, minutes, seconds = found.groups()
    exact = timedelta(hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0))
    whole = 7 * int(weeks or 0) + int(days or 0)
    if sign == "-" and (whole or exact):
        raise Broken(f"{line.name} {quoted(plain)} goes backwards")
    return Length(whole, exact)


def plain(line: Line | None, longest: int) -> str:
    """The text of a line as a person reads it, at most so long."""
    from icalendar.parser import unescape_backslash

    if line is None:
        return ""
    # Twice as much is always enough: no escaped letter is longer than two.
    text: str = unescape_backslash(line.value[: 2 * longest])
    kept = "".join(letter for letter in text if letter >= " " or letter in "\n\t")
    return kept.strip()[:longest]
