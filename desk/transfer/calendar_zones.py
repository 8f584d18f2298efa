"""The time zones that calendars name (RFC 5545, section 3.6.5).

A name that everybody knows means what everybody means by it, whatever the file says of it, for a
file seldom knows more than this year's rules. So do the names of Windows, and names that end in a
known one. Only for the others the file's own definition counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from desk.transfer import calendar_rules
from desk.transfer.calendar_components import Component
from desk.transfer.calendar_values import UTC_NAME, Broken, When, moment, moments, plain
from desk.transfer.quoting import quoted

_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_MOST_CHANGES = 3000
_LONGEST_NAME = 200
_NO_TIME = timedelta()

Change = tuple[datetime, timedelta, timedelta]  # when in UTC, and the offsets before and after


class Zones:
    """Finds zones by the names that a file gives them."""

    def __init__(self, house: tzinfo, definitions: Iterable[Component], last: datetime) -> None:
        """`house` is for times without a zone; after `last` no change of a clock is needed.

        Names that the file does not define as it should come to be in `undefined`, and in
        `unknown` if nobody else knows them either.
        """
        self._house = house
        self._last = last.astimezone(UTC).replace(tzinfo=None)
        self._definitions = {
            plain(one.first("TZID"), _LONGEST_NAME).strip('"'): one for one in definitions
        }
        self._known: dict[str, tzinfo] = {"": house, UTC_NAME: UTC}
        self.undefined: list[str] = []
        self.unknown: list[str] = []

    def of(self, name: str) -> tzinfo:
        """The zone called `name`, that of the house for a name that nobody knows."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._find(name)
        return found

    def instant(self, when: When) -> datetime:
        """The moment of `when` in UTC.

        A time that the clock skips is as far after the gap as it is into it, and of one that it
        shows twice the first is meant (RFC 5545, 3.3.5).
        """
        try:
            return when.local.replace(tzinfo=self.of(when.zone)).astimezone(UTC)
        except (OverflowError, ValueError) as error:
            raise Broken(f"{when.text} is beyond every calendar") from error

    def _find(self, name: str) -> tzinfo:
        if known := _known(name):
            if name not in self._definitions:
                self.undefined.append(name)
            return known
        definition = self._definitions.get(name)
        if definition is None:
            self.unknown.append(name)
            return self._house
        try:
            return FileZone(name, sorted(self._changes(definition)))
        except Broken as broken:
            raise Broken(f"its time zone {quoted(name)} is not well defined: {broken}") from broken

    def _changes(self, definition: Component) -> Iterator[Change]:
        if definition.trouble:
            raise Broken(definition.trouble)
        if not definition.parts:
            raise Broken("it has neither standard nor daylight time")
        for part in definition.parts:
            before, after = _offset(part, "TZOFFSETFROM"), _offset(part, "TZOFFSETTO")
            for local in self._onsets(part, before):
                yield local - before, before, after

    def _onsets(self, part: Component, before: timedelta) -> Iterator[datetime]:
        """The wall times, by the offset `before` them, at which a part of a zone begins."""
        begins = part.first("DTSTART")
        if begins is None:
            raise Broken("it does not say when it starts")
        first = moment(begins)
        steps = iter(range(_MOST_CHANGES))

        def step() -> None:
            if next(steps, None) is None:
                raise Broken("it changes its clocks too often")

        last = max(self._last, first.local)
        for line in part.all("RRULE"):
            rule = calendar_rules.repetition(line)
            yield from rule.starts(first, _Fixed(before), first.local, last, step)
        yield first.local
        for line in part.all("RDATE"):
            for at, _ in moments(line):
                step()
                yield at.local


class FileZone(tzinfo):
    """A zone that a file defines by the moments at which its clocks change."""

    def __init__(self, name: str, changes: Iterable[Change]) -> None:
        kept = dict.fromkeys(changes)
        self._name = name
        self._moments = [at for at, _, _ in kept]
        self._offsets = [next(iter(kept))[1], *(after for _, _, after in kept)]
        pairs = list(zip(self._moments, self._offsets, self._offsets[1:], strict=False))
        # On the wall clock: when the later offset holds, in the first and the second reading.
        self._first = [at + max(before, after) for at, before, after in pairs]
        self._second = [at + min(before, after) for at, before, after in pairs]

    def utcoffset(self, when: datetime | None) -> timedelta:
        if when is None:
            return self._offsets[-1]
        walls = self._second if when.fold else self._first
        return self._offsets[bisect_right(walls, when.replace(tzinfo=None, fold=0))]

    def dst(self, _when: datetime | None) -> timedelta:
        return _NO_TIME

    def tzname(self, _when: datetime | None) -> str:
        return self._name

    def fromutc(self, when: datetime) -> datetime:
        at = when.replace(tzinfo=None)
        number = bisect_right(self._moments, at)
        local = at + self._offsets[number]
        again = number and local < self._first[number - 1]
        return local.replace(tzinfo=self, fold=int(bool(again)))


class _Fixed(tzinfo):
    """A clock that is never changed."""

    def __init__(self, offset: timedelta) -> None:
        self._offset = offset

    def utcoffset(self, _when: datetime | None) -> timedelta:
        return self._offset

    def dst(self, _when: datetime | None) -> timedelta:
        return _NO_TIME

    def tzname(self, _when: datetime | None) -> str:
        return ""


@cache
def _known(name: str) -> tzinfo | None:
    """The zone that everybody means by a name, that Windows does, or that its end names.

    Some programs put a name of their own before a known one: `/example.org/Europe/Berlin`.
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    plain = name.strip().strip('"')
    windows: Mapping[str, str] = WINDOWS_TO_OLSON
    parts = plain.strip("/").split("/")
    tails = ["/".join(parts[at:]) for at in range(len(parts))] if "/" in plain else [plain]
    for candidate in (plain, windows.get(plain, ""), *tails):
        if found := _listed(candidate):
            return found
    return None


def _listed(name: str) -> tzinfo | None:
    if not name or not name[0].isalpha() or len(name) > 60:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _offset(part: Component, name: str) -> timedelta:
    text = part.text(name)
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise Broken(f"{name} {quoted(text)} is not an offset such as +0100")
    sign, hours, minutes, seconds = found.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if size >= timedelta(hours=24):
        raise Broken(f"{name} {quoted(text)} is more than a day")
    return -size if sign == "-" else size
