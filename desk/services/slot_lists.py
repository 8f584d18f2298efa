"""The slots of a period of any length, one stretch of it after the other, chosen by anything.

What the calendar looks at is public and of a few months at most, and `slot_tables` tells it at
once. Other machines ask for what they like, and for as long as they like (document 004, slots).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from desk.domain.appointment import Shelf
from desk.domain.errors import Invalid
from desk.domain.filter import ALWAYS, Condition
from desk.domain.slot import SlotTable, State
from desk.domain.slot_grid import Claims, Stretch
from desk.domain.span import Span
from desk.domain.wall_clock import DAY_MS, instant, milliseconds
from desk.services import appointment_rows, slot_tables
from desk.store import filtering
from desk.store.database import Read
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord

MOST_AT_ONCE = 200_000  # slots that may be known at the same time
MOST = 10_000_000  # slots of a list, or occurrences of a calendar
PUBLIC = frozenset({Shelf.PUBLIC})
_A, _C = AvailabilityRecord, ClosureRecord
_STARTS, _ENDS, _UNTIL = (type_coerce(each, BigInteger) for each in (_A.starts, _A.ends, _A.until))

SQL = ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which slots are wanted, and what shuts them.

    `opened` is about availabilities, `shut` about closures. `everywhere` lets each closure shut
    all slots, whosesoever they are.
    """

    shelves: frozenset[Shelf] = PUBLIC
    opened: Condition = ALWAYS
    shut: Condition = ALWAYS
    everywhere: bool = False


class Run(NamedTuple):
    """Slots of a table, from one number up to, but not including, another.

    `extra` has what another machine keeps with the availability.
    """

    table: SlotTable
    first: int
    last: int
    extra: Mapping[str, Any]


def stretches(
    tx: Read, period: Span, choice: Choice, *, by_end: bool, latest_first: bool
) -> Iterator[list[Run]]:
    """The slots that overlap the period, by availability, and each in one stretch only.

    A stretch has those that begin in it, or with `by_end` those that end in it; the later ones
    come last, or with `latest_first` first.
    """
    edges = extent(tx, period, choice).edges()
    last = len(edges) - 2
    for at in range(last, -1, -1) if latest_first else range(last + 1):
        since = None if at == 0 else edges[at]
        until = None if at == last else edges[at + 1]
        found = tables(tx, Span(instant(edges[at]), instant(edges[at + 1])), choice)
        extras = _extras(tx, opened_in(tx, choice, edges[at], edges[at + 1])) if found else {}
        yield [
            Run(
                table,
                *_within(table, since, until, by_end=by_end),
                extras.get(table.availability_id, {}),
            )
            for table in found
        ]


def tables(tx: Read, period: Span, choice: Choice) -> list[SlotTable]:
    """The slots that overlap the period, a table for each availability, by its id."""
    usual = choice.shelves == PUBLIC and choice.opened == choice.shut == ALWAYS
    found = list(slot_tables.tables(tx, period)) if usual else _chosen(tx, period, choice)
    if not found or (usual and not choice.everywhere):
        return found
    closed = _closed(tx, found, choice.shut)
    if choice.everywhere:
        _shut_all(found, [(start, end) for _, start, end, _ in closed])
        return found
    shut = slot_tables.Shut(closed)
    for table in found:
        table.shut(shut.of(table.resource_id))
    return found


def opened_in(tx: Read, choice: Choice, since: int, until: int) -> SQL:
    """Whether an availability is chosen and may be open in that time."""
    once = and_(_A.rule.is_(None), since < _ENDS)
    again = and_(_A.rule.is_not(None), or_(_UNTIL.is_(None), since < _UNTIL))
    shelves = [shelf.value for shelf in choice.shelves]
    wanted = filtering.of(tx, _A).where(choice.opened)
    return and_(_A.shelf.in_(shelves), until > _STARTS, or_(once, again), wanted)


def closed_in(tx: Read, shut: Condition, since: int, until: int) -> SQL:
    """Whether a closure is chosen and shuts something in that time."""
    starts, ends = (type_coerce(each, BigInteger) for each in (_C.starts, _C.ends))
    wanted = filtering.of(tx, _C).where(shut)
    return and_(_C.shelf == Shelf.PUBLIC.value, starts < until, ends > since, wanted)


class Extent(NamedTuple):
    """From when until when there can be slots, and how many at most."""

    begin: int
    end: int
    slots: int

    def edges(self) -> list[int]:
        """Where to cut it so that no part has too many slots."""
        length = self.end - self.begin
        parts = min(self.slots // MOST_AT_ONCE + 1, length)
        return [self.begin + length * part // parts for part in range(parts + 1)]


def extent(tx: Read, period: Span, choice: Choice) -> Extent:
    """That of the slots in the period, reckoned without making any; no more than `MOST`.

    What has no end has any number of them, and nobody would read them all.
    """
    since, until = milliseconds(period.start), milliseconds(period.end)
    first, last, one = (literal(number, BigInteger) for number in (since, until, 1))
    ends = case((_A.rule.is_(None), _ENDS), (_UNTIL.is_(None), last), else_=_UNTIL)
    begins = case((first < _STARTS, _STARTS), else_=first)
    days = (case((ends < last, ends), else_=last) - begins) // DAY_MS + 2
    fitting = (_ENDS - _STARTS) // _A.slot_length
    # One that is too short for a slot is open all the same.
    slots = case((fitting < one, one), else_=fitting) * case((_A.rule.is_(None), one), else_=days)
    query = select(func.min(_STARTS), func.max(ends), func.sum(slots)).where(
        opened_in(tx, choice, since, until)
    )
    begin, end, count = tx.session.execute(query).one()
    if count is None or max(since, begin) >= min(until, end):
        return Extent(since, until, 0)
    if count > MOST:
        raise Invalid(end=[f"must be earlier: there are more than {MOST:,} slots until then"])
    return Extent(max(since, begin), min(until, end), int(count))


def _within(
    table: SlotTable, since: int | None, until: int | None, *, by_end: bool
) -> tuple[int, int]:
    """The numbers of the slots in that time."""
    starts = table.grid.starts
    # What begins at an edge belongs to what comes after it, what ends at one to what came before.
    ahead = table.grid.length - 1 if by_end else 0
    first = 0 if since is None else bisect_left(starts, since - ahead)
    last = len(starts) if until is None else bisect_left(starts, until - ahead)
    return first, last


def _extras(tx: Read, opened: SQL) -> dict[int, Mapping[str, Any]]:
    """What another machine keeps with these availabilities; most have nothing of the kind."""
    query = select(_A.id, _A.extra).where(opened, cast(_A.extra, Text) != "{}")
    return dict(tx.session.execute(query).all())


def _chosen(tx: Read, period: Span, choice: Choice) -> list[SlotTable]:
    """As `slot_tables` has them, but of whatever was chosen; nothing is shut yet."""
    chosen = opened_in(tx, choice, milliseconds(period.start), milliseconds(period.end))
    rows = tx.session.execute(select(*slot_tables.COLUMNS).where(chosen))
    found = slot_tables.opened(rows, period)
    if not found:
        return []
    return slot_tables.filled(found, _claims(tx, slot_tables.hull(found), chosen))


def _claims(tx: Read, edges: Stretch, chosen: SQL) -> dict[int, Claims]:
    """What counts in that time on what was chosen, by availability."""
    c = AppointmentRecord
    starts, ends = type_coerce(c.starts, BigInteger), type_coerce(c.ends, BigInteger)
    query = select(c.availability_id, starts, ends).where(
        c.availability_id.in_(select(_A.id).where(chosen)),
        *(starts < edges[1], ends > edges[0], appointment_rows.counting(tx.now)),
    )
    found: dict[int, list[Stretch]] = defaultdict(list)
    for key, start, end in tx.session.execute(query):
        found[key or 0].append((start, end))
    return {key: Claims("", several) for key, several in found.items()}


def _closed(tx: Read, found: Sequence[SlotTable], shut: Condition) -> Sequence[Sequence[Any]]:
    """What shuts in the time of these slots, as `slot_tables.CLOSED` has it."""
    begin = min(table.grid.begin for table in found)
    end = max(table.grid.end for table in found)
    query = select(*slot_tables.CLOSED).where(closed_in(tx, shut, begin, end))
    return tx.session.execute(query).all()


def _shut_all(found: Sequence[SlotTable], closed: Sequence[Stretch]) -> None:
    """Shut all slots in these times; those that lie alike are looked for only once."""
    apart = _apart(closed)
    known: dict[int, list[range]] = {}
    for table in found:
        touched = known.get(id(table.grid))
        if touched is None:
            each = (table.grid.touching(start, end) for start, end in apart)
            touched = known[id(table.grid)] = [slots for slots in each if slots]
        for slots in touched:
            table.states[slots.start : slots.stop] = bytes([State.CLOSED]) * len(slots)


def _apart(closed: Sequence[Stretch]) -> list[Stretch]:
    """The same times, those that overlap or touch in one."""
    found: list[Stretch] = []
    for start, end in sorted(closed):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
