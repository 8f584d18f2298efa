"""The free slots that come first, of whatever another machine chooses (document 004, searches).

The search looks at a day first, and at more only as long as it finds nothing. Time in which nothing
is open is leapt over, so the first slot may lie years ahead and still be found at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import BigInteger, func, select, type_coerce

from desk.domain.slot import State
from desk.domain.span import Span
from desk.domain.wall_clock import DAY_MS, instant, milliseconds
from desk.services import slot_lists
from desk.services.slot_lists import Choice, Run
from desk.store.database import Read
from desk.store.records import AvailabilityRecord


def before(tx: Read, end: datetime, choice: Choice) -> list[Run]:
    """The free slots that begin first of all that are still to come and begin before `end`.

    Those of one start come by availability; none has begun already.
    """
    now = milliseconds(tx.now)
    for period in _periods(tx, milliseconds(end), choice):
        for stretch in slot_lists.stretches(tx, period, choice, by_end=False, latest_first=False):
            if found := _earliest(stretch, now):
                return found
    return []


def _periods(tx: Read, end: int, choice: Choice) -> Iterator[Span]:
    """Where to look, one after the other: a day of what is open, then ever more of it."""
    since, length = milliseconds(tx.now), DAY_MS
    while since < end and (opens := _opens(tx, choice, since, end)) is not None:
        if opens > since:
            since, length = opens, DAY_MS
        until = min(since + length, end)
        yield Span(instant(since), instant(until))
        since, length = until, length * 2


def _opens(tx: Read, choice: Choice, since: int, until: int) -> int | None:
    """From when on anything that is chosen may be open in that time."""
    starts = type_coerce(AvailabilityRecord.starts, BigInteger)
    query = select(func.min(starts)).where(slot_lists.opened_in(tx, choice, since, until))
    first = tx.session.scalar(query)
    return None if first is None else max(since, first)


def _earliest(stretch: Iterable[Run], now: int) -> list[Run]:
    """The free slots that begin at the first moment at which one does, each in a run of its own."""
    begins: int | None = None
    found: list[Run] = []
    for run in stretch:
        starts = run.table.grid.starts
        ahead = max(run.first, bisect_right(starts, now))
        number = run.table.states.find(State.FREE, ahead, run.last)
        if number < 0 or (begins is not None and starts[number] > begins):
            continue
        if starts[number] != begins:
            begins, found = starts[number], []
        found.append(run._replace(first=number, last=number + 1))
    return found
