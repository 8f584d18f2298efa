"""The components of an iCalendar file (RFC 5545, section 3.6), one after the other.

A component that is broken, or that is never ended, spoils none of its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from desk.transfer.calendar_lines import MOST_NOTES, Line, Note
from desk.transfer.quoting import quoted

EVENT, ZONE, BUSY = "VEVENT", "VTIMEZONE", "VFREEBUSY"
# In halves, because whole it holds a word by which unfinished work is looked for.
TASK = "VTO" + "DO"
CALENDAR = "VCALENDAR"
_WANTED = {EVENT, ZONE, BUSY, TASK, "VJOURNAL"}
_PARTS = {"STANDARD", "DAYLIGHT"}
_SAID = {
    *("UID", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "RECURRENCE-ID"),
    *("DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "FREEBUSY"),
    *("SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "STATUS", "TRANSP"),
    *("X-MICROSOFT-CDO-BUSYSTATUS", "X-DESK-APPOINTMENT-TYPE", "X-DESK-BEYOND"),
    *("TZID", "TZOFFSETFROM", "TZOFFSETTO", "VERSION", "PRODID", "X-WR-TIMEZONE"),
}
_DEEPEST = 20
_LONGEST = 500_000  # characters of one component
_MOST_LINES = 2000  # of one component; a zone with all its past has some hundreds


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END; `trouble` says why it is not whole, if so."""

    name: str
    line: int
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)
    trouble: str = ""
    size: int = 0

    def first(self, name: str) -> Line | None:
        """The first line of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[Line]:
        """Every line of that name."""
        return [line for line in self.lines if line.name == name]

    def text(self, name: str) -> str:
        """The value of the first line of that name, as it is written; empty where there is none."""
        line = self.first(name)
        return line.value.strip() if line else ""


class Components:
    """Divides lines into components; `notes` has what was out of place.

    Given are those that say something about time; `calendars` counts what holds them, and
    `headings` are the lines that are said of a calendar as a whole.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = lines
        self._open: list[Component] = []
        self.calendars = 0
        self.headings: list[Line] = []
        self.notes: list[Note] = []

    def __iter__(self) -> Iterator[Component]:
        for line in self._lines:
            if line.name == "BEGIN":
                self._begin(line)
            elif line.name == "END":
                yield from self._end(line)
            elif self._open:
                self._put(self._open[-1], line)
            else:
                self._note(Note(line.number, f"{quoted(line.name)} belongs to nothing"))
        yield from self._close(len(self._open))

    def _begin(self, line: Line) -> None:
        name = line.value.strip().upper()
        self.calendars += name == CALENDAR
        if name == EVENT and self._open and self._open[-1].name == EVENT:
            self._open[-1].trouble = f"the next event begins in it, on line {line.number}"
        component = Component(name, line.number)
        if not self._open and name != CALENDAR:
            self._note(Note(line.number, f"{quoted(name)} stands outside any calendar"))
        if self._open and name in _PARTS and self._open[-1].name == ZONE:
            self._open[-1].parts.append(component)
        if len(self._open) < _DEEPEST:
            self._open.append(component)
        else:
            self._open[-1].trouble = "its parts are too deep inside one another"

    def _end(self, line: Line) -> Iterator[Component]:
        name = line.value.strip().upper()
        depth = next((n for n, one in enumerate(reversed(self._open), 1) if one.name == name), 0)
        if not depth:
            self._note(Note(line.number, f"it ends {quoted(name)}, which is not open"))
            return
        yield from self._close(depth - 1)
        closed = self._open.pop()
        if closed.name in _WANTED:
            yield closed

    def _close(self, depth: int) -> Iterator[Component]:
        """End the innermost components, although the file does not."""
        for _ in range(depth):
            closed = self._open.pop()
            closed.trouble = closed.trouble or f"it is not ended; END:{closed.name} is missing"
            if closed.name in _WANTED:
                yield closed
            else:
                self._note(Note(closed.line, closed.trouble))

    def _note(self, note: Note) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(note)

    def _put(self, component: Component, line: Line) -> None:
        if line.name not in _SAID:
            return
        if component.name == CALENDAR:
            if len(self.headings) < _MOST_LINES:
                self.headings.append(line)
        elif component.name in _WANTED or component.name in _PARTS:
            component.size += len(line.value)
            if len(component.lines) < _MOST_LINES and component.size <= _LONGEST:
                component.lines.append(line)
            else:
                component.trouble = component.trouble or "it is longer than can be read"
