"""The events of a calendar as JSON, in order of their starts, their types and their ids."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from operator import itemgetter

from desk.api.appointment_manager import documents
from desk.api.appointment_manager.claim_text import ClaimText
from desk.api.appointment_manager.documents import Document, House
from desk.api.appointment_manager.moments import Moments, quoted
from desk.api.appointment_manager.slot_text import Around, FilledTimes
from desk.domain.closure import Closure
from desk.domain.document_ids import Of, hex_id
from desk.domain.slot import SlotTable
from desk.domain.wall_clock import milliseconds
from desk.services.calendar_lists import Claim, Opened, Part

APPOINTMENT, AVAILABILITY, EXCEPTION = "Appointment", "Availability", "Exception"
_OF_OCCURRENCE = {"startDate", "endDate", "slots"}
Slots = Callable[[int, int], list[str]]
Event = tuple[int, str, str, Callable[[], str]]


class CalendarText:
    """Writes the events of a house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.claims = ClaimText(house)
        self._moments = Moments()

    def events(self, part: Part) -> Iterator[str]:
        """What begins in a part of the period; each is written when its turn has come."""
        times: dict[int, FilledTimes] = {}
        found = chain(
            chain.from_iterable(self._occurrences(each, times) for each in part.opened),
            (self._exception(each) for each in part.closures),
            (self._apart(row) for row in part.apart),
        )
        for _, _, _, write in sorted(found, key=itemgetter(0, 1, 2)):
            yield write()

    def _exception(self, closure: Closure) -> Event:
        key = hex_id(closure.id, Of.CLOSURE)
        written = _event(EXCEPTION, documents.closure(self._house, closure))
        return milliseconds(closure.span.start), EXCEPTION, key, partial(quoted, written)

    def _apart(self, row: Claim) -> Event:
        return row[1], APPOINTMENT, hex_id(row[0], Of.APPOINTMENT), partial(self._claim, row)

    def _claim(self, row: Claim) -> str:
        if (written := self.claims.document(row)) is not None:
            return quoted(_event(APPOINTMENT, written))
        return f'{{"eventType":"{APPOINTMENT}",{self.claims.text(row)[1:]}'

    def _occurrences(self, opened: Opened, times: dict[int, FilledTimes]) -> Iterator[Event]:
        written = documents.availability(self._house, opened.availability)
        head = _head(written)
        slots: Slots = _no_slots
        if (table := opened.table) is not None:
            length = table.grid.length
            if length not in times:
                times[length] = FilledTimes(length)
            around = Around.of(table, {}, ',"appointments":[')
            slots = partial(_slots, table, opened.claims, around, times[length])
        for start, end in opened.stretches:
            write = partial(self._occurrence, head, slots, start, end)
            yield start, AVAILABILITY, written["_id"], write

    def _occurrence(self, head: str, slots: Slots, start: int, end: int) -> str:
        dates = f'"startDate":"{self._moments[start]}","endDate":"{self._moments[end]}"'
        return f'{head},{dates},"slots":[{",".join(slots(start, end))}]}}'


def _slots(
    table: SlotTable,
    claims: Mapping[int, str],
    around: Around,
    times: FilledTimes,
    start: int,
    end: int,
) -> list[str]:
    """The slots of an occurrence, and who has them."""
    grid = table.grid
    beyond = start + (end - start) // grid.length * grid.length
    starts = range(start, beyond, grid.length)
    first = bisect_left(grid.starts, start)
    states = table.states[first : first + len(starts)]
    if grid.shape.mixed:
        states = bytearray(table.states[bisect_left(grid.starts, each)] for each in starts)
    before, after = around
    told = claims.get
    return [
        f"{before}{times[each]}{after[state]}{told(each, '')}]}}"
        for each, state in zip(starts, states, strict=True)
    ]


def _no_slots(_start: int, _end: int) -> list[str]:
    return []


def _event(kind: str, written: Document) -> Document:
    """The document as an event, whatever its client has called so."""
    return {"eventType": kind, **written} | {"eventType": kind}


def _head(written: Document) -> str:
    """An occurrence up to its own dates."""
    said = {name: value for name, value in written.items() if name not in _OF_OCCURRENCE}
    return quoted(_event(AVAILABILITY, said))[:-1]
