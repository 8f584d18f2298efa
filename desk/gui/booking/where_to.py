"""Where an appointment should go, in a few words: `+1w`, `thu 10:30`, `14:30`, `weber fri`.

What is not said stays as it is: the time of day, the date, the provider.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desk.domain.folding import fold
from desk.domain.quick_query import House, read
from desk.domain.wish import Wish
from desk.gui import quick_time

_AHEAD = re.compile(r"([+-] ?\d{1,3}) ?(d|w|mo?)(?:ays?|eeks?|nths?)?")
_SHIFT = re.compile(r"([+-] ?\d{1,3}) ?(min|h)(?:utes?|ours?)?")


@dataclass(frozen=True, slots=True)
class Target:
    """A moment, and who it is with if that was said: one or several that would do."""

    start: datetime
    resources: tuple[int, ...] | None = None


def read_target(text: str, begins: datetime, now: datetime, house: House) -> Target | None:
    """What `text` means for what `begins` then, both on the clock of the house; None for nothing.

    `+1w` counts from the appointment, weekdays from today. An hour that the clocks skip is none.
    """
    for said, name in _splits(text.split()):
        start = _moment(said, begins, now) if said else begins
        if start is None:
            continue
        if not name:
            return Target(start) if said else None
        query = read(name, house)
        if query.unknown or query.number or query.wish.resources is None:
            continue
        if query.wish == Wish(resources=query.wish.resources):
            return Target(start, query.wish.resources)
    return None


def _splits(typed: list[str]) -> Iterator[tuple[str, str]]:
    """Every way to take the words for a time and a name, as much as possible for the time."""
    for count in range(len(typed), -1, -1):
        yield " ".join(typed[:count]), " ".join(typed[count:])
        yield " ".join(typed[len(typed) - count :]), " ".join(typed[: len(typed) - count])


def _moment(text: str, begins: datetime, now: datetime) -> datetime | None:
    plain = fold(text)
    if shift := _SHIFT.fullmatch(plain):
        count = int(shift[1].replace(" ", ""))
        length = timedelta(minutes=count) if shift[2] == "min" else timedelta(hours=count)
        return (begins.astimezone(UTC) + length).astimezone(begins.tzinfo)
    if ahead := _AHEAD.fullmatch(plain):
        unit = "mo" if ahead[2].startswith("m") else ahead[2]
        date = quick_time.read_date(f"{ahead[1].replace(' ', '')}{unit}", begins.date())
        return _there(datetime.combine(date, begins.time(), begins.tzinfo)) if date else None
    if time := quick_time.read_time(text):
        return _there(datetime.combine(begins.date(), time, begins.tzinfo))
    if moment := quick_time.read_moment(text, now):
        return moment
    date = quick_time.read_date(text, now.date())
    return _there(datetime.combine(date, begins.time(), begins.tzinfo)) if date else None


def _there(moment: datetime) -> datetime | None:
    """The moment, unless the clocks skip it."""
    again = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return moment if again.replace(tzinfo=None) == moment.replace(tzinfo=None) else None
