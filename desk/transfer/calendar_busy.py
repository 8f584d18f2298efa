"""The busy time that a calendar file holds, and what of it is nobody's busy time.

Busy is who the standard says is busy: whoever does not say `TRANSP:TRANSPARENT` (RFC 5545,
3.8.2.7), is not cancelled, and does not stand as free in Outlook. A doubtful one is busy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from desk.domain.appointment import LONGEST_SPAN
from desk.domain.span import Span
from desk.transfer import calendar_reading
from desk.transfer.calendar_events import Event
from desk.transfer.calendar_expansion import Expansion, Occurrence, groups
from desk.transfer.calendar_lines import Note
from desk.transfer.calendar_reading import Lost, Reading
from desk.transfer.calendar_zones import Zones
from desk.transfer.quoting import quoted


@dataclass(slots=True)
class BusyTime:
    """When somebody is busy, earliest first; events that do not count, and those broken."""

    times: list[Occurrence] = field(default_factory=list)
    passed_over: list[Lost] = field(default_factory=list)
    rejected: list[Lost] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    events: int = 0
    others: int = 0


def busy_time(
    path: Path, house: tzinfo, period: Span, stopped: Callable[[], bool] = lambda: False
) -> BusyTime:
    """What the file at `path` says of `period`; `house` is the zone of times without one.

    `BadFile` if the file cannot be read. Ends early when `stopped` says so.
    """
    reading = calendar_reading.read(path, stopped)
    found = BusyTime(rejected=reading.lost, events=reading.seen, others=reading.others)
    zones = Zones(house, reading.zones, period.end)
    expansion = Expansion(zones, period)
    kept, replaced = groups(reading.events)
    found.passed_over += [_lost(one, "a later version of it is in the file") for one in replaced]
    for versions in kept:
        if stopped():
            break
        _sort_out(found, expansion, versions)
    found.times.sort(key=lambda one: (one.start, one.end, one.key))
    for several in (found.rejected, found.passed_over):
        several.sort(key=lambda lost: lost.line)
    found.notes = [*_about_zones(zones, reading), *reading.notes]
    return found


def _sort_out(found: BusyTime, expansion: Expansion, versions: list[Event]) -> None:
    """Put the events of one UID where they belong."""
    times: dict[int, int] = {}
    refused: set[int] = set()
    for each in expansion.of(versions):
        if not isinstance(each, Occurrence):
            event, reason = each
            refused.add(event.line)
            found.rejected.append(_lost(event, reason))
            continue
        times[each.event.line] = times.get(each.event.line, 0) + 1
        if each.event.free or each.start == each.end:
            continue
        if each.end - each.start > LONGEST_SPAN:
            refused.add(each.event.line)
            found.rejected.append(_lost(each.event, "it lasts longer than a year"))
        else:
            found.times.append(each)
    for event in versions:
        if event.line not in refused and (why := _why_not(event, times.get(event.line, 0))):
            found.passed_over.append(_lost(event, why))


def _why_not(event: Event, times: int) -> str:
    """Why an event makes no busy time; empty if it does."""
    if event.free:
        return event.free
    if not times:
        return "it does not happen in the time asked for"
    takes_none = event.end is None and not any(end for _, end in event.dates)
    return "it takes no time" if takes_none or event.end == event.start else ""


def _lost(event: Event, reason: str) -> Lost:
    return Lost(event.line, event.uid, event.title, event.start.text, reason)


def _about_zones(zones: Zones, reading: Reading) -> list[Note]:
    """What was made of zones that the file names and does not define."""
    unknown = "the zone {} is not known and not defined in the file; read on the clock of the house"
    undefined = "the zone {} is not defined in the file; read as the one that everybody knows"
    notes = [unknown.format(quoted(name)) for name in zones.unknown]
    notes += [undefined.format(quoted(name)) for name in zones.undefined]
    line = min((event.line for event in reading.events), default=0)
    return [Note(line, reason) for reason in notes]
