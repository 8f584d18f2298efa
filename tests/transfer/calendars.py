"""The words in which these tests speak of calendars: what stands in one, what is made of it."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desk.domain.span import Span
from desk.transfer import calendar_reading
from desk.transfer.calendar_busy import BusyTime, busy_time
from desk.transfer.calendar_expansion import Expansion, Occurrence, groups
from desk.transfer.calendar_zones import Zones

DATA = Path(__file__).parent / "data"
# Calendars of other programs lie beside a checkout of the project where there are any.
PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "calendars"
FILES = sorted([*DATA.glob("calendar-*.ics"), *PUBLISHED.rglob("*.ics")])
YEAR = ("20300101", "20310101")


@dataclass(frozen=True, slots=True)
class Expanded:
    """What happens in a calendar: the occurrences, and the reasons for what does not."""

    occurrences: list[Occurrence]
    reasons: list[str]
    zones: Zones

    @property
    def starts(self) -> list[str]:
        """As the published lists have them: on the calendar, on the wall, or in UTC."""
        return sorted(self.start(one) for one in self.occurrences)

    def start(self, one: Occurrence) -> str:
        floats = one.at.whole_day or not one.at.zone or one.at.zone in self.zones.unknown
        return one.at.text if floats else f"{one.start:%Y%m%dT%H%M%SZ}"


def published(name: str) -> list[dict[str, Any]]:
    """A list of cases that was published with the calendars; empty where there is none."""
    path = PUBLISHED / name
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
    return found


def found_at(name: str) -> Path:
    """Where a calendar of the published lists or of our own lies."""
    return PUBLISHED / name if (PUBLISHED / name).exists() else DATA / name


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def event(*lines: str, uid: str = "one") -> str:
    """An event at ten on New Year's Day of 2030 for an hour, unless `lines` say otherwise."""
    said = {line.partition(":")[0].partition(";")[0] for line in lines}
    usual = {
        "UID": f"UID:{uid}",
        "DTSTART": "DTSTART:20300101T100000",
        "DTEND": "DTEND:20300101T110000",
    }
    if said & {"DURATION", "DTSTART"}:
        del usual["DTEND"]
    kept = [line for name, line in usual.items() if name not in said]
    return "\r\n".join(("BEGIN:VEVENT", *kept, *lines, "END:VEVENT"))


def calendar(*components: str) -> str:
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Desk//Tests//EN")
    return "\r\n".join((*head, *components, "END:VCALENDAR", ""))


def file_of(folder: Path, *components: str, name: str = "calendar.ics") -> Path:
    """A calendar file of these components."""
    path = folder / name
    path.write_bytes(calendar(*components).encode())
    return path


def expand(path: Path, since: str, until: str, house: str = "UTC") -> Expanded:
    """What begins from the one date or time to before the other, on the event's own clock."""
    period = Span(_day(since) - timedelta(days=3), _day(until) + timedelta(days=4))
    reading = calendar_reading.read(path)
    zones = Zones(ZoneInfo(house), reading.zones, period.end)
    expansion = Expansion(zones, period)
    found = [each for versions in groups(reading.events)[0] for each in expansion.of(versions)]
    reasons = [lost.reason for lost in reading.lost]
    reasons += [each[1] for each in found if not isinstance(each, Occurrence)]
    begin = [
        each
        for each in found
        if isinstance(each, Occurrence) and since <= f"{each.at.local:%Y%m%dT%H%M%S}" < until
    ]
    return Expanded(begin, reasons, zones)


def expanded(folder: Path, *components: str, house: str = "UTC") -> Expanded:
    """What happens in 2030 in a calendar of these components."""
    return expand(file_of(folder, *components), *YEAR, house)


def busy(path: Path, house: str = "Europe/Rome") -> BusyTime:
    """The busy time of 2030."""
    return busy_time(path, ZoneInfo(house), Span(_day(YEAR[0]), _day(YEAR[1])))


@contextmanager
def little_memory(most: int) -> Iterator[None]:
    """Refuse to let what is done here need more than so many bytes at once."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= most, f"{peak:,} bytes"


def _day(text: str) -> datetime:
    return datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=UTC)
