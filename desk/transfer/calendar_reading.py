"""A calendar file read from its first line to its last, before it is asked when anything is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desk.domain.errors import BadFile
from desk.transfer import calendar_events, files_in
from desk.transfer.calendar_components import BUSY, EVENT, ZONE, Component, Components
from desk.transfer.calendar_events import Event
from desk.transfer.calendar_lines import MOST_NOTES, CalendarLines, Note
from desk.transfer.calendar_values import Broken, moment, plain

MOST_EVENTS = 50_000
MOST_DATES = 200_000  # told one by one, of all events together
_SELDOM = 500


@dataclass(frozen=True, slots=True)
class Lost:
    """An event that is not brought in, and why; enough of it to find it in the file."""

    line: int
    uid: str
    title: str
    start: str
    reason: str


@dataclass(slots=True)
class Reading:
    """What a file holds: its events, those that are broken, and its own zones.

    `seen` counts both, and `dates` those that are told one by one; `others` are tasks and journal
    entries, which take nobody's time. `notes` tell where the file is not as the standard wants it,
    although it could be understood.
    """

    events: list[Event] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seen: int = 0
    dates: int = 0
    others: int = 0


def read(path: Path, stopped: Callable[[], bool] = lambda: False) -> Reading:
    """Read the file at `path`; `BadFile`, saying where and why, if nothing of it can be.

    Ends early when `stopped` says so.
    """
    found = Reading()
    with files_in.opened(path) as file:
        lines = CalendarLines(str(path), file)
        components = Components(lines)
        for component in components:
            _take(found, component)
            if found.seen > MOST_EVENTS:
                raise BadFile(str(path), f"it has more than {MOST_EVENTS:,} events; divide it")
            if not found.seen % _SELDOM and stopped():
                break
        notes = [*lines.notes, *components.notes, *found.notes, *_headings(components)]
    if not (found.seen or found.others or found.zones or components.calendars):
        raise BadFile(str(path), "it holds neither a calendar nor an event")
    found.notes = sorted(notes, key=lambda note: note.line)[:MOST_NOTES]
    return found


def _take(found: Reading, component: Component) -> None:
    match component.name:
        case name if name in (EVENT, BUSY):
            found.seen += 1
            _take_event(found, component)
        case name if name == ZONE:
            found.zones.append(component)
        case _:
            found.others += 1
            if len(found.notes) < MOST_NOTES:
                found.notes += _odd_times(component)


def _take_event(found: Reading, component: Component) -> None:
    try:
        if component.name == BUSY:
            found.events += calendar_events.busy(component)
            return
        event = calendar_events.event(component)
        dates = len(event.dates) + len(event.except_dates)
        if found.dates + dates > MOST_DATES:
            raise Broken(f"the file has more than {MOST_DATES:,} dates told one by one up to it")
        found.dates += dates
        found.events.append(event)
        if not component.text("UID") and len(found.notes) < MOST_NOTES:
            found.notes.append(Note(component.line, "the event has no UID"))
    except Broken as broken:
        found.lost.append(lost(component, str(broken)))


def lost(component: Component, reason: str) -> Lost:
    """A component that cannot be used, as it can be found again in its file."""
    title = plain(component.first("SUMMARY"), 200)
    return Lost(
        component.line, component.text("UID")[:200], title, component.text("DTSTART"), reason
    )


def _odd_times(component: Component) -> Iterator[Note]:
    """Times that are no times in what is not brought in."""
    for name in ("DTSTART", "DUE"):
        line = component.first(name)
        try:
            if line is not None:
                moment(line)
        except Broken as broken:
            yield Note(line.number if line else 0, str(broken))


def _headings(components: Components) -> Iterator[Note]:
    """What a calendar must say of itself (RFC 5545, section 3.6)."""
    said = {line.name for line in components.headings}
    if components.calendars:
        for name in ("VERSION", "PRODID"):
            if name not in said:
                yield Note(1, f"the calendar does not give its {name}")
