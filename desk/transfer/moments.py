"""Times as files write them.

The patterns use the letters of `strftime`, but are read without regard to the language of the
computer: the months in a file are English wherever it is opened. Any run of blanks counts as one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.domain.span import whole_day

ISO = "iso"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LETTERS = {
    "%Y": r"(?P<Y>\d{4})",
    "%m": r"(?P<m>\d{1,2})",
    "%d": r"(?P<d>\d{1,2})",
    "%b": rf"(?P<b>{'|'.join(_MONTHS)})[a-z]*",
    "%H": r"(?P<H>\d{1,2})",
    "%I": r"(?P<I>\d{1,2})",
    "%M": r"(?P<M>\d{2})",
    "%S": r"(?P<S>\d{2})",
    "%p": r"(?P<p>am|pm)",
}
_PIECE = re.compile(r"%.|[^%]+")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that a file tells; only a date if `whole_day`, and then `at` is its first instant.

    `text` is what to give out again where the instant alone would not do: the date, or the ISO
    8601 text as it came if it is not how the desk itself would have written it.
    """

    at: datetime
    whole_day: bool
    text: str | None


class Moments:
    """Reads the times of a file, in the zone of the house where they name none."""

    def __init__(self, patterns: Sequence[str], zone: ZoneInfo) -> None:
        self.zone = zone
        self._iso = ISO in patterns
        self._patterns = [pattern_of(pattern) for pattern in patterns if pattern != ISO]

    def read(self, text: str) -> Moment | None:
        """What `text` says; nothing if it is blank. ValueError for anything else."""
        plain = " ".join(text.split())
        try:
            return self._read(plain) if plain else None
        except (ValueError, OverflowError) as error:
            raise ValueError(f"no time: {plain}") from error

    def last_minute(self, date: dt.date) -> datetime:
        """When a day is over for whoever was not seen leaving."""
        return whole_day(date, self.zone).end - timedelta(minutes=1)

    def date_of(self, moment: datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def _read(self, plain: str) -> Moment:
        for pattern in self._patterns:
            if found := pattern.fullmatch(plain.lower()):
                return self._moment(*_parts(found.groupdict()))
        if self._iso:
            return self._read_iso(plain)
        raise ValueError(plain)

    def _read_iso(self, text: str) -> Moment:
        if len(text) == len("2022-03-29"):
            return self._moment(dt.date.fromisoformat(text), None)
        read = datetime.fromisoformat(text)
        at = (read if read.tzinfo else read.replace(tzinfo=self.zone)).astimezone(UTC)
        return Moment(at, False, None if text == written(at, self.zone) else text)

    def _moment(self, date: dt.date, clock: time | None) -> Moment:
        at = datetime.combine(date, clock or time(), self.zone).astimezone(UTC)
        return Moment(at, clock is None, None if clock else date.isoformat())


def pattern_of(pattern: str) -> re.Pattern[str]:
    """The expression that `pattern` stands for; ValueError, saying why, for one that is wrong."""
    pieces = _PIECE.findall(pattern)
    unknown = [piece for piece in pieces if piece.startswith("%") and piece not in _LETTERS]
    if unknown and pattern != ISO:
        raise ValueError(f"{unknown[0]} is not known")
    if len(set(pieces) & _LETTERS.keys()) < sum(piece in _LETTERS for piece in pieces):
        raise ValueError("a letter stands in it twice")
    if pattern != ISO and not ({"%Y", "%d"} < set(pieces) and {"%m", "%b"} & set(pieces)):
        raise ValueError("year, month and day must be in it")
    return re.compile("".join(_LETTERS.get(piece, re.escape(piece.lower())) for piece in pieces))


def written(moment: datetime, zone: ZoneInfo) -> str:
    """`moment` as the desk writes it: ISO 8601, on the clock of the house, with its offset."""
    local = moment.astimezone(zone)
    return local.isoformat(timespec="milliseconds" if local.microsecond else "seconds")


def _parts(found: dict[str, str | None]) -> tuple[dt.date, time | None]:
    numbers = {name: int(text) for name, text in found.items() if text and text.isdigit()}
    month = _MONTHS.index(str(found["b"])) + 1 if "b" in found else numbers["m"]
    date = dt.date(numbers["Y"], month, numbers["d"])
    if "H" in numbers:
        return date, time(numbers["H"], numbers.get("M", 0), numbers.get("S", 0))
    if "I" not in numbers:
        return date, None
    if not 1 <= numbers["I"] <= 12:
        raise ValueError(numbers["I"])
    hour = numbers["I"] % 12 + (12 if found.get("p") == "pm" else 0)
    return date, time(hour, numbers.get("M", 0), numbers.get("S", 0))
