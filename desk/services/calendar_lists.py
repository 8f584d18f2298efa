"""Everything of a period for another machine: open time with its slots, who has them, and the rest.

A stretch of the period after the other, however long it is. Claims are rows, of which nothing is
made here: a busy month has tens of thousands (document 004, calendar).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, Integer, Text, and_, case, cast, func, select, type_coerce

from desk.domain.appointment import Shelf
from desk.domain.availability import Availability
from desk.domain.closure import Closure
from desk.domain.filter import ALWAYS, Condition
from desk.domain.slot import SlotTable
from desk.domain.slot_grid import Stretch
from desk.domain.span import Span
from desk.domain.wall_clock import DAY_MS, instant, milliseconds
from desk.services import appointment_rows, slot_lists
from desk.services.slot_lists import SQL, Choice, Extent
from desk.store import filtering
from desk.store.database import Read
from desk.store.records import (
    AppointmentRecord,
    AvailabilityRecord,
    ClosureRecord,
    PersonRecord,
)

_A, _P, _V, _C = AppointmentRecord, PersonRecord, AvailabilityRecord, ClosureRecord
_STARTS, _ENDS = type_coerce(_A.starts, BigInteger), type_coerce(_A.ends, BigInteger)
_CREATED, _UPDATED = (type_coerce(each, BigInteger) for each in (_A.created_at, _A.updated_at))
_NAME = case((_P.id.is_not(None), func.trim(_P.first_name + " " + _P.last_name)))
# What a row of a claim has, in this order; instants are in milliseconds since 1970. Each value that
# need not be made of each of tens of thousands of rows saves time.
_CLAIM = select(
    *(_A.id, _STARTS, _ENDS, type_coerce(_A.held_until, BigInteger), _A.availability_id),
    *(type_coerce(_A.flagged, Integer), _A.resource_id),
    func.coalesce(func.nullif(_A.owner, ""), cast(_A.person_id, Text)),
    func.coalesce(func.nullif(_A.title, ""), _NAME),
    *(_A.created_by, _CREATED, _A.updated_by, _UPDATED),
    func.nullif(cast(_A.extra, Text), "{}"),
).join_from(_A, _P, _A.person_id == _P.id, isouter=True)
_AT_ONCE = 500

Claim = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """An availability with when it is open, and its slots and who has them if it has any.

    `claims` has what was written of those that have exactly a slot, by its start.
    """

    availability: Availability
    stretches: Sequence[Stretch]
    table: SlotTable | None
    claims: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Part:
    """What begins in a part of the period; `apart` are claims that are flagged or have no slot."""

    opened: Sequence[Opened]
    closures: Sequence[Closure]
    apart: Sequence[Claim]

    def __len__(self) -> int:
        opened = sum(len(each.stretches) for each in self.opened)
        return opened + len(self.closures) + len(self.apart)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is wanted of a calendar: `claims` is about appointments, `write` tells of one of them.

    Of several that have the same slot it is told with commas between them.
    """

    choice: Choice
    claims: Condition = ALWAYS
    write: Callable[[Claim], str]


def parts(tx: Read, period: Span, look: Look) -> Iterator[Part]:
    """What overlaps the period, the earliest part first."""
    edges = _edges(tx, period, look.choice)
    for at in range(len(edges) - 1):
        begin, end = edges[at : at + 2]
        yield _part(tx, (begin, end), look, since=None if at == 0 else begin)


def _part(tx: Read, edges: Stretch, look: Look, *, since: int | None) -> Part:
    (begin, end), choice = edges, look.choice
    opened = [
        (each, stretches)
        for each in _opened(tx, slot_lists.opened_in(tx, choice, begin, end))
        if (stretches := _from(since, each.opening.stretches(begin, end)))
    ]
    hull = _hull([stretches for _, stretches in opened], edges)
    found = slot_lists.tables(tx, Span(*map(instant, hull)), choice) if opened else []
    tables = {table.availability_id: table for table in found}
    slots, others = _sorted(_claims(tx, hull, look.claims), tables, look.write)
    first = -math.inf if since is None else since
    apart = [row for row in others if first <= row[1] < end and begin < row[2]]
    return Part(
        [
            Opened(each, stretches, tables.get(each.id), slots.get(each.id, {}))
            for each, stretches in opened
        ],
        _closures(tx, choice.shut, begin, end, since),
        _without_slot(tx, apart),
    )


def _sorted(
    rows: Iterable[Claim], tables: Mapping[int, SlotTable], write: Callable[[Claim], str]
) -> tuple[Mapping[int, Mapping[int, str]], list[Claim]]:
    """What is written of those that have a slot, by availability and start; and the other ones.

    Of most rows nothing stays but a text: thousands of things at once take long to look after.
    """
    begins = {grid: frozenset(grid.starts) for grid in {table.grid for table in tables.values()}}
    known = {key: (begins[table.grid], table.grid.length) for key, table in tables.items()}
    slots: dict[int, dict[int, str]] = {key: {} for key in tables}
    nowhere: tuple[frozenset[int], int] = frozenset(), 0
    others: list[Claim] = []
    for row in rows:
        start, key = row[1], row[4]
        starts, length = known.get(key, nowhere)
        if row[5] or start not in starts or row[2] - start != length:
            others.append(row)
            continue
        told = slots[key]
        told[start] = f"{told[start]},{write(row)}" if start in told else write(row)
    return slots, others


def _without_slot(tx: Read, rows: Sequence[Claim]) -> list[Claim]:
    """Those that are flagged, or on no slot of a public availability."""
    wanted = {row[4] for row in rows if not row[5] and row[4] is not None}
    known: dict[int, Availability] = {}
    pending = iter(sorted(wanted))
    while some := list(islice(pending, _AT_ONCE)):
        public = and_(_V.id.in_(some), _V.shelf == Shelf.PUBLIC.value)
        known |= {each.id: each for each in _opened(tx, public)}
    return [
        row
        for row in rows
        if row[5]
        or row[4] not in known
        or not known[row[4]].has_slot(Span(instant(row[1]), instant(row[2])))
    ]


def _claims(tx: Read, edges: Stretch, wanted: Condition) -> Iterable[Claim]:
    """Whoever takes up some of that time.

    What lasts no longer than a day begins at most a day before it ends, so that only the few that
    last longer have to be looked for further back.
    """
    begin, end = edges
    conditions = [begin < _ENDS, appointment_rows.counting(tx.now)]
    if wanted != ALWAYS:
        conditions.append(filtering.of(tx, _A).where(wanted))
    near = _CLAIM.where(begin - DAY_MS <= _STARTS, end > _STARTS, *conditions)
    far = _CLAIM.where(appointment_rows.LONG, begin - DAY_MS > _STARTS, *conditions)
    connection = tx.session.connection()
    return [*connection.execute(near).all(), *connection.execute(far).all()]


def _opened(tx: Read, wanted: SQL) -> Iterator[Availability]:
    """The availabilities, by id; no record is made of a row."""
    query = select(_V.__table__).where(wanted).order_by(_V.id)
    for row in map(dict, tx.session.connection().execute(query).mappings()):
        span = Span(row.pop("starts"), row.pop("ends"))
        length = timedelta(milliseconds=row.pop("slot_length"))
        shelf = Shelf(row.pop("shelf"))
        yield Availability(span=span, slot_length=length, shelf=shelf, **row)


def _closures(tx: Read, shut: Condition, begin: int, end: int, since: int | None) -> list[Closure]:
    query = select(_C.__table__).where(slot_lists.closed_in(tx, shut, begin, end))
    if since is not None:
        query = query.where(type_coerce(_C.starts, BigInteger) >= since)
    rows = map(dict, tx.session.connection().execute(query).mappings())
    return [
        Closure(span=Span(row.pop("starts"), row.pop("ends")), shelf=Shelf(row.pop("shelf")), **row)
        for row in rows
    ]


def _from(since: int | None, stretches: Sequence[Stretch]) -> Sequence[Stretch]:
    """Those that begin from then on, or all."""
    return stretches if since is None else [each for each in stretches if each[0] >= since]


def _hull(several: Collection[Sequence[Stretch]], edges: Stretch) -> Stretch:
    begins = (stretch[0] for stretches in several for stretch in stretches)
    ends = (stretch[1] for stretches in several for stretch in stretches)
    return min([edges[0], *begins]), max([edges[1], *ends])


def _edges(tx: Read, period: Span, choice: Choice) -> list[int]:
    """Where to cut the period; where that is often, only what of it has anything."""
    slots = slot_lists.extent(tx, period, choice)
    whole = Extent(milliseconds(period.start), milliseconds(period.end), slots.slots)
    if len(whole.edges()) == 2:
        return whole.edges()
    shut = tx.session.execute(select(func.min(_C.starts), func.max(_C.ends))).one()
    taken = appointment_rows.extent(tx)
    others = [*filter(None, shut), *((taken.start, taken.end) if taken else ())]
    begins = [slots.begin, *map(milliseconds, others)]
    ends = [slots.end, *map(milliseconds, others)]
    begin, end = max(whole.begin, min(begins)), min(whole.end, max(ends))
    return Extent(begin, end, slots.slots).edges()
