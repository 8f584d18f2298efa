"""The slots of a list as JSON: what they have in common is written once and put together.

The slots of an availability that are in one state and at one time of day differ in their dates
alone, and dates are filled in for a whole day at once. So nothing is made for a single slot but a
place in a list.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress
from operator import add
from typing import Any, NamedTuple

from desk.api.appointment_manager.moments import date_text, quoted, time_text
from desk.domain.document_ids import hex_id
from desk.domain.slot import SlotTable, State
from desk.domain.wall_clock import DAY_MS
from desk.services.slot_lists import Run

STATUS = {State.FREE: "AVAILABLE", State.TAKEN: "BOOKED", State.CLOSED: "UNAVAILABLE"}
STATES = len(State)
OWN_KEYS = frozenset(
    {"_id", "startDate", "endDate", "status", "availabilityId", "capacity", "appointments"}
)
Fields = Callable[[Run], Mapping[str, Any]]


class Times(dict[int, str]):
    """What a slot of one length says of its times, by when in the day it begins.

    It goes on from the availability in its id. Dates are left open; see `filled`.
    """

    def __init__(self, length: int, *, by_end: bool) -> None:
        super().__init__()
        self._length = length
        self._by_end = by_end
        self.days: set[int] = set()

    def __missing__(self, time: int) -> str:
        later, ends = divmod(time + self._length, DAY_MS)
        days = (-later, 0) if self._by_end else (0, later)
        self.days.update(days)
        begin, end = _open_date(days[0]) + time_text(time), _open_date(days[1]) + time_text(ends)
        text = self[time] = f'|{begin}|{end}","startDate":"{begin}","endDate":"{end}"'
        return text


def _open_date(later: int) -> str:
    """What stands for the date so many days later; no JSON can hold it, and no slot is longer."""
    return chr(1 + abs(later))


def filled(text: str, day: int, days: Iterable[int]) -> str:
    """The text with its dates, each so many days after the day."""
    for later in days:
        text = text.replace(_open_date(later), date_text(day + later))
    return text


class FilledTimes(dict[int, str]):
    """The same by the whole start, with the dates."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self._times = Times(length, by_end=False)

    def __missing__(self, start: int) -> str:
        day, time = divmod(start, DAY_MS)
        text = self._times[time]
        for later in self._times.days:
            text = text.replace(_open_date(later), date_text(day + later))
        self[start] = text
        return text


class Around(NamedTuple):
    """What stands before the times of a slot of a table, and after them in each state."""

    before: str
    after: list[str]

    @classmethod
    def of(cls, table: SlotTable, fields: Mapping[str, Any], end: str = "}") -> Around:
        """Those of a table whose slots have these fields as well, and end so."""
        own = hex_id(table.availability_id)
        others = (
            f",{quoted(name)}:{quoted(fields[name])}" for name in fields if name not in OWN_KEYS
        )
        rest = "".join(others)
        return cls(
            f'{{"_id":"{own}',
            [
                f',"status":"{STATUS[state]}","availabilityId":"{own}",'
                f'"capacity":{table.capacity}{rest}{end}'
                for state in State
            ],
        )


class Texts(dict[int, str]):
    """The slots of a table as JSON, but for their dates, by when in the day and in which state.

    The first is in milliseconds, the key that many times `STATES` and the state.
    """

    def __init__(self, around: Around, times: Times) -> None:
        super().__init__()
        self._around = around
        self._times = times

    def __missing__(self, key: int) -> str:
        time, state = divmod(key, STATES)
        text = self[key] = self._around.before + self._times[time] + self._around.after[state]
        return text


class SlotList:
    """A list of slots in order of their time, and of those at one time in that of availabilities.

    `states` are those wanted. With `by_end` the end of a slot is its time.
    """

    def __init__(
        self, fields: Fields, states: Collection[State], *, by_end: bool, latest_first: bool
    ) -> None:
        self._fields = fields
        self._wanted = bytes(state in states for state in State).ljust(256, b"\0")
        self._all = len(states) == STATES
        self._by_end = by_end
        self._latest_first = latest_first

    def days(self, stretch: Sequence[Run]) -> Iterator[tuple[list[str], Callable[[str], str]]]:
        """The slots of each day without their dates, and what fills these in."""
        times: dict[int, Times] = {}
        moments, texts = self._listed(stretch, times)
        later = set().union(*(each.days for each in times.values()))
        # Those of one time stay as they are, by availability, also where the latest come first.
        order = sorted(range(len(moments)), key=moments.__getitem__, reverse=self._latest_first)
        for day, wanted in _by_day(order, moments, latest_first=self._latest_first):
            slots = list(map(texts.__getitem__, wanted))
            yield slots, partial(filled, day=day, days=later)

    def _listed(
        self, stretch: Iterable[Run], times: dict[int, Times]
    ) -> tuple[list[int], list[str]]:
        """The times of the slots and their texts, availability by availability."""
        moments: list[int] = []
        found: list[str] = []
        in_day: dict[int, list[int]] = {}
        for run in stretch:
            table, first, last, _ = run
            grid, states = table.grid, table.states[first:last]
            if grid.length not in times:
                times[grid.length] = Times(grid.length, by_end=self._by_end)
            if id(grid) not in in_day:
                in_day[id(grid)] = [start % DAY_MS * STATES for start in grid.starts]
            texts = Texts(Around.of(table, self._fields(run)), times[grid.length])
            keys: Iterable[int] = map(add, in_day[id(grid)][first:last], states)
            starts: Iterable[int] = grid.starts[first:last]
            if not self._all:
                chosen = states.translate(self._wanted)
                starts, keys = compress(starts, chosen), compress(keys, chosen)
            moments += [start + grid.length for start in starts] if self._by_end else starts
            found += map(texts.__getitem__, keys)
        return moments, found


def _by_day(
    order: Sequence[int], moments: Sequence[int], *, latest_first: bool
) -> Iterator[tuple[int, Sequence[int]]]:
    """The numbers of the moments of each day, out of those of all in order."""
    sign = -1 if latest_first else 1
    first = 0
    while first < len(order):
        day = moments[order[first]] // DAY_MS
        beyond = sign * (day + (not latest_first)) * DAY_MS + latest_first
        last = bisect_left(order, beyond, first, key=lambda number: sign * moments[number])
        yield day, order[first:last]
        first = last


def pieces(
    days: Iterator[tuple[list[str], Callable[[str], str]]], skip: int, limit: int | None
) -> Iterator[str]:
    """The texts of the slots after the first `skip`, `limit` of them."""
    left = limit
    for slots, with_dates in days:
        if skip >= len(slots):
            skip -= len(slots)
            continue
        wanted = slots[skip:] if left is None else slots[skip : skip + left]
        yield with_dates(",".join(wanted))
        skip = 0
        if left is not None:
            left -= len(wanted)
            if not left:
                return
