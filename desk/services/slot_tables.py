"""The slots of a period with what is taken and what is shut, read in three statements.

The database groups, and nothing is made for a single slot or appointment; `desk.domain.slot` says
what comes out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Executable,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from desk.domain.appointment import Shelf
from desk.domain.opening import Opening
from desk.domain.slot import SlotTable, SlotTables
from desk.domain.slot_grid import Claims, Grid, Stretch
from desk.domain.span import Span
from desk.domain.wall_clock import DAY_MS, instant, milliseconds
from desk.services import site
from desk.store.database import Read
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord


def tables(tx: Read, period: Span, resources: Collection[int] | None = None) -> SlotTables:
    """The slots that overlap the period, of these resources; without any, of whatever is open."""
    found = opened(_open(tx, period, resources), period)
    if not found:
        return SlotTables(period, tx.now)
    begin, end = hull(found)
    taken, good_until = _taken(tx, {of_whom[0]: grid for of_whom, grid in found}, end)
    made = filled(found, taken)
    shut = Shut(_rows(tx, _SHUT, {"begin": begin, "end": end}))
    for table in made:
        table.shut(shut.of(table.resource_id))
    return SlotTables(period, tx.now, made, good_until)


# Of an availability: its id, its resource, for which type of appointment, how many places.
_Head = tuple[int, int | None, str | None, int]
_HEAD = 4
Opened = tuple[_Head, Grid]
_NONE = Claims()


def opened(rows: Iterable[Any], period: Span) -> list[Opened]:
    """What of these rows of `COLUMNS` has slots then, by id; equal rules share one grid."""
    since, until = milliseconds(period.start), milliseconds(period.end)
    known: dict[tuple[Any, ...], Grid | None] = {}
    found = []
    for row in sorted(rows, key=itemgetter(0)):
        key = row[_HEAD:]
        if key not in known:
            *opening, length = key
            known[key] = Opening(*opening).grid(length, since, until)
        if (grid := known[key]) is not None:
            found.append((row[:_HEAD], grid))
    return found


def hull(found: Collection[Opened]) -> Stretch:
    """From the first slot to the last: what overlaps one beyond the period counts as well."""
    return min(grid.begin for _, grid in found), max(grid.end for _, grid in found)


def filled(found: Iterable[Opened], taken: Mapping[int, Claims]) -> list[SlotTable]:
    """The tables of these, with what is taken of each."""
    return [SlotTable(*of_whom, grid, taken.get(of_whom[0], _NONE)) for of_whom, grid in found]


def _open(tx: Read, period: Span, resources: Collection[int] | None) -> Sequence[Any]:
    since, until = milliseconds(period.start), milliseconds(period.end)
    values: dict[str, Any] = {"since": since, "until": until, "day_before": since - DAY_MS}
    if resources is not None:
        values["resources"] = json.dumps(list(resources))
    return _rows(tx, _OPEN if resources is None else _OPEN_OF, values)


def _taken(
    tx: Read, grids: Mapping[int, Grid], end: int
) -> tuple[Mapping[int, Claims], datetime | None]:
    """What takes places of each availability until `end`, and when the first hold of it lapses.

    A text of numbers with commas is what SQLite and PostgreSQL make fastest of many rows.
    """
    found: dict[int, Claims] = {}
    good_until = None
    origins = json.dumps({key: grid.begin for key, grid in grids.items()})
    values = {"origins": origins, "end": end, "now": milliseconds(tx.now)}
    for key, length, offsets, lapses in _rows(tx, _TAKEN, values):
        if offsets is None:
            continue
        grid, (alike, others) = grids[key], found.get(key, _NONE)
        if length == grid.length:
            found[key] = Claims(offsets, others)
        else:
            found[key] = Claims(alike, [*others, *grid.stretches(offsets, length)])
        good_until = lapses
    return found, None if good_until is None else instant(good_until)


class Shut:
    """When each resource is shut, by rows of `CLOSED`."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._by_resource: dict[int | None, list[Stretch]] = defaultdict(list)
        self._everywhere: list[Stretch] = []
        for resource_id, starts, ends, chosen in rows:
            self._by_resource[resource_id].append((starts, ends))
            if resource_id is None and site.among(chosen, site.CLOSURE_FOR_ALL) == "all":
                self._everywhere.append((starts, ends))

    def of(self, resource_id: int | None) -> list[Stretch]:
        own = self._by_resource.get(resource_id, [])
        return own if resource_id is None else [*own, *self._everywhere]


def _rows(tx: Read, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    """What the database says, past the session, which would look for records in it.

    So what the session has not written yet is written first.
    """
    tx.session.flush()
    return tx.session.connection().execute(statement, values).all()


class _Text(FunctionElement[str]):
    """A whole number as text."""

    type = String()
    inherit_cache = True


class _Each(FunctionElement[int]):
    """The numbers of a JSON array as rows: one parameter, however many there are."""

    inherit_cache = True


class _EachOf(FunctionElement[int]):
    """The keys and the numbers of a JSON object as rows."""

    inherit_cache = True


class _Joined(FunctionElement[str]):
    """Texts in one, with commas between them."""

    type = String()
    inherit_cache = True


# SQLite takes any value for a text; there a number is as it is.
_SPELT = {
    _Each: ("json_array_elements_text(CAST({} AS JSON))", "json_each({})"),
    _EachOf: ("json_each_text(CAST({} AS JSON))", "json_each({})"),
    _Text: ("CAST({} AS VARCHAR)", "({})"),
    _Joined: ("string_agg({}, ',')", "group_concat({})"),
}


@compiles(_Each)
@compiles(_EachOf)
@compiles(_Text)
@compiles(_Joined)
def _spelt(element: FunctionElement[Any], compiler: SQLCompiler, **given: Any) -> str:
    elsewhere, on_sqlite = _SPELT[type(element)]
    spelt = on_sqlite if compiler.dialect.name == "sqlite" else elsewhere
    return spelt.format(compiler.process(element.clauses, **given))


def _among(name: str) -> Select[int]:
    """The numbers of the JSON array that is given by that name."""
    each = _Each(bindparam(name, type_=String)).table_valued("value")
    return select(cast(each.c.value, Integer))


def _number(column: Any) -> ColumnElement[int]:
    """An instant as it lies in the database: many of them, none of which becomes a datetime."""
    return type_coerce(column, BigInteger)


def _given(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=BigInteger)


_V = AvailabilityRecord.__table__.c
# What an availability is known by: the head of its table, then what its grid is made of.
COLUMNS = (
    *(_V.id, _V.resource_id, _V.appointment_type, _V.capacity),
    *(_number(_V.starts).label("starts"), _number(_V.ends).label("ends"), _V.rule, _V.zone),
    *(_number(_V.until).label("until"), _V.slot_length),
)
_C = ClosureRecord.__table__.c
# Whose time a closure shuts, when, and what the house chose where it is nobody's.
CLOSED = (
    *(_C.resource_id, _number(_C.starts), _number(_C.ends)),
    case((_C.resource_id.is_(None), site.CHOSEN.scalar_subquery())),
)


def _open_statement(*, of_resources: bool) -> CompoundSelect[Any]:
    """What may be open in a period: once and no longer than a day, once and longer, and by a rule.

    Three questions for three indexes. Those that last long are few; adding nothing to a number
    keeps the database from looking for them among all that there ever was.
    """
    a, starts, ends, until = _V, _number(_V.starts), _number(_V.ends), _number(_V.until)
    since, end, day_before = map(_given, ("since", "until", "day_before"))
    public = select(*COLUMNS).where(a.shelf == Shelf.PUBLIC.value)
    long = public.where(text(f"ends - starts > {DAY_MS}"), starts + 0 < day_before, ends > since)
    if of_resources:
        public = public.where(a.resource_id.in_(_among("resources")))
        long = long.where((a.resource_id + 0).in_(_among("resources")))
    return union_all(
        public.where(a.rule.is_(None), starts >= day_before, starts < end, ends > since),
        long.where(a.rule.is_(None)),
        public.where(a.rule.is_not(None), starts < end, or_(until.is_(None), until > since)),
    )


_OPEN = _open_statement(of_resources=False)
_OPEN_OF = _open_statement(of_resources=True)


# Written out, as it is in the index: a parameter could be anything.
_PUBLIC = text(f"appointment.shelf = '{Shelf.PUBLIC}'")
_A = AppointmentRecord.__table__.c
_LENGTH: ColumnElement[int] = _number(_A.ends) - _number(_A.starts)


def _known_lengths() -> CTE:
    """The lengths that claims upon each availability have, and when its first slot begins.

    Few are ever in use: the database leaps through the index from each to the next longer one.
    """
    each = _EachOf(bindparam("origins", type_=String)).table_valued("key", "value").c
    none = cast(literal_column("0"), BigInteger)
    key, origin = cast(each.key, Integer), cast(each.value, BigInteger)
    known = select(key.label("id"), origin.label("origin"), none.label("length")).cte(
        "known", recursive=True
    )
    longer = select(func.min(_LENGTH)).where(
        _A.availability_id == known.c.id, _PUBLIC, known.c.length < _LENGTH
    )
    return known.union_all(
        select(known.c.id, known.c.origin, longer.scalar_subquery()).where(
            known.c.length.is_not(None)
        )
    )


def _taken_statement() -> Select[Any]:
    """What counts: for each length how far the claims begin after the first slot.

    Those of one length lie in the index in the order of time. So what overlaps the slots is one
    stretch of it, however long ago it began.
    """
    known = _known_lengths().c
    starts, held_until = _number(_A.starts), _number(_A.held_until)
    end, now = _given("end"), _given("now")
    said = select(_Joined(_Text(starts - known.origin))).where(
        *(_A.availability_id == known.id, _PUBLIC, known.length == _LENGTH),
        *(starts > known.origin - known.length, starts < end),
        or_(held_until.is_(None), held_until > now),
    )
    lapses = select(held_until).where(held_until > now, _PUBLIC).order_by(held_until).limit(1)
    return select(
        *(known.id, known.length, said.scalar_subquery(), lapses.scalar_subquery())
    ).where(known.length > 0)


def _shut_statement() -> Select[Any]:
    starts, ends = _number(_C.starts), _number(_C.ends)
    return select(*CLOSED).where(
        _C.shelf == Shelf.PUBLIC.value, starts < _given("end"), ends > _given("begin")
    )


_TAKEN = _taken_statement()
_SHUT = _shut_statement()
