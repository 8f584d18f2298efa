"""The slots of a period with what is taken and what is shut, read in three statements.

The database groups, and nothing is made for a single slot or appointment; `desk.domain.slot` says
what comes out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    case,
    cast,
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
    since, until = milliseconds(period.start), milliseconds(period.end)
    opened = list(_opened(tx, since, until, resources))
    if not opened:
        return SlotTables(period, tx.now)
    # A slot may reach beyond the period, and what overlaps it there counts as well.
    begin = min(grid.begin for _, grid in opened)
    end = max(grid.end for _, grid in opened)
    taken = _Taken(tx, [row.id for row, _ in opened], begin, end)
    shut = _Shut(tx, begin, end)
    made = []
    for row, grid in opened:
        of_whom = row.id, row.resource_id, row.appointment_type, row.capacity
        table = SlotTable(*of_whom, grid, taken.of(row.id))
        table.shut(shut.of(row.resource_id))
        made.append(table)
    return SlotTables(period, tx.now, made, taken.good_until)


def _opened(
    tx: Read, since: int, until: int, resources: Collection[int] | None
) -> Iterator[tuple[Row[Any], Grid]]:
    """What is open then and has slots, by id; equal rules share one grid."""
    known: dict[tuple[Any, ...], Grid | None] = {}
    values: dict[str, Any] = {"since": since, "until": until, "day_before": since - DAY_MS}
    if resources is not None:
        values["resources"] = json.dumps(list(resources))
    rows = tx.session.execute(_OPEN if resources is None else _OPEN_OF, values)
    for row in sorted(rows, key=itemgetter(0)):
        key = row[_HEAD:]
        if key not in known:
            *opening, length = key
            known[key] = Opening(*opening).grid(length, since, until)
        if (grid := known[key]) is not None:
            yield row, grid


class _Taken:
    """What takes places of each availability, from the time `begin` to `end`.

    A text of numbers with commas is what SQLite and PostgreSQL make fastest of many rows.
    """

    def __init__(self, tx: Read, ids: Iterable[int], begin: int, end: int) -> None:
        self.good_until = None
        self._begin = begin
        self._found: dict[int, list[str]] = defaultdict(list)
        values = {"begin": begin, "end": end, "before": begin - DAY_MS, "now": milliseconds(tx.now)}
        for key, said, lapses in tx.session.execute(
            _TAKEN, values | {"ids": json.dumps(list(ids))}
        ):
            self._found[key].append(str(said))
            self.good_until = None if lapses is None else instant(lapses)

    def of(self, availability_id: int) -> Claims:
        begin = self._begin
        said = ",".join(self._found.get(availability_id, ()))
        if "+" not in said:
            return Claims(begin, _DECODER.raw_decode(f"[{said}]")[0])
        pairs = [[int(number) for number in each.split("+")] for each in said.split(",")]
        return Claims(
            begin,
            [start for start, *length in pairs if not length],
            [(begin + start, begin + start + length[0]) for start, *length in pairs if length],
        )


_DECODER = json.JSONDecoder()


class _Shut:
    """When each resource is shut."""

    def __init__(self, tx: Read, begin: int, end: int) -> None:
        self._by_resource: dict[int | None, list[Stretch]] = defaultdict(list)
        self._everywhere: list[Stretch] = []
        values = {"begin": begin, "end": end}
        for resource_id, starts, ends, chosen in tx.session.execute(_SHUT, values):
            self._by_resource[resource_id].append((starts, ends))
            if resource_id is None and site.among(chosen, site.CLOSURE_FOR_ALL) == "all":
                self._everywhere.append((starts, ends))

    def of(self, resource_id: int | None) -> list[Stretch]:
        own = self._by_resource.get(resource_id, [])
        return own if resource_id is None else [*own, *self._everywhere]


class _Text(FunctionElement[str]):
    """A whole number as text."""

    type = String()
    inherit_cache = True


class _Each(FunctionElement[int]):
    """The numbers of a JSON array as rows: one parameter, however many there are."""

    inherit_cache = True


@compiles(_Each)
def _rows(element: _Each, compiler: Any, **given: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **given)} AS JSON))"


@compiles(_Each, "sqlite")
def _rows_on_sqlite(element: _Each, compiler: Any, **given: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **given)})"


class _Joined(FunctionElement[str]):
    """Texts in one, with commas between them."""

    type = String()
    inherit_cache = True


# SQLite takes any value for a text; there a number is as it is.
_SPELT = {
    _Each: ("json_array_elements_text(CAST({} AS JSON))", "json_each({})"),
    _Text: ("CAST({} AS VARCHAR)", "({})"),
    _Joined: ("string_agg({}, ',')", "group_concat({}, ',')"),
}


@compiles(_Each)
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


def _open_statement(*, of_resources: bool) -> CompoundSelect[Any]:
    """What may be open in a period: once and no longer than a day, once and longer, and by a rule.

    Three questions for three indexes. Those that last long are few; adding nothing to a number
    keeps the database from looking for them among all that there ever was.
    """
    a = AvailabilityRecord.__table__.c
    starts, ends, until = _number(a.starts), _number(a.ends), _number(a.until)
    columns = (
        *(a.id, a.resource_id, a.appointment_type, a.capacity),
        *(starts.label("starts"), ends.label("ends"), a.rule, a.zone),
        *(until.label("until"), a.slot_length),
    )
    since, end, day_before = map(_given, ("since", "until", "day_before"))
    public = select(*columns).where(a.shelf == Shelf.PUBLIC.value)
    long = public.where(text(f"ends - starts > {DAY_MS}"), starts + 0 < day_before, ends > since)
    if of_resources:
        public = public.where(a.resource_id.in_(_among("resources")))
        long = long.where((a.resource_id + 0).in_(_among("resources")))
    return union_all(
        public.where(a.rule.is_(None), starts >= day_before, starts < end, ends > since),
        long.where(a.rule.is_(None)),
        public.where(a.rule.is_not(None), starts < end, or_(until.is_(None), until > since)),
    )


_HEAD = 4  # how many columns stand before those of the opening and the slot length
_OPEN = _open_statement(of_resources=False)
_OPEN_OF = _open_statement(of_resources=True)


# Written out, as it is in the index: a parameter could be anything.
_PUBLIC = text(f"appointment.shelf = '{Shelf.PUBLIC}'")


def _taken_statement() -> CompoundSelect[Any]:
    """What counts: a row for each availability, and one for each claim that begins before.

    A claim is told by how far it begins after the time asked for, and by its length as well if it
    is not as long as a slot.
    """
    a, slots = AppointmentRecord.__table__.c, AvailabilityRecord.__table__.c
    starts, ends, held_until = _number(a.starts), _number(a.ends), _number(a.held_until)
    begin, end, before, now = map(_given, ("begin", "end", "before", "now"))
    lapses = select(held_until).where(held_until > now, _PUBLIC).order_by(held_until)
    first_lapse = lapses.limit(1).scalar_subquery()
    offset = _Text(starts - begin)
    said = case(
        (ends - starts == slots.slot_length, offset),
        else_=offset.concat("+").concat(_Text(ends - starts)),
    )
    ids = _among("ids")
    held = or_(held_until.is_(None), held_until > now)
    counting = (
        select(slots.id)
        .join(AppointmentRecord.__table__, a.availability_id == slots.id)
        .where(slots.id.in_(ids), _PUBLIC, held)
    )
    # Here as well, few last so long.
    key = a.availability_id + 0
    long = (
        select(key)
        .join(AvailabilityRecord.__table__, slots.id == key)
        .where(key.in_(ids), _PUBLIC, held)
        .where(text(f"appointment.ends - appointment.starts > {DAY_MS}"), starts < before)
    )
    return union_all(
        counting.add_columns(_Joined(said), first_lapse)
        .where(starts >= begin, starts < end)
        .group_by(slots.id),
        counting.add_columns(said, first_lapse).where(
            starts >= before, starts < begin, ends > begin
        ),
        long.add_columns(said, first_lapse).where(ends > begin),
    )


def _shut_statement() -> Select[int | None, int, int, dict[str, Any] | None]:
    c = ClosureRecord.__table__.c
    starts, ends = _number(c.starts), _number(c.ends)
    chosen = case((c.resource_id.is_(None), site.CHOSEN.scalar_subquery()))
    return select(c.resource_id, starts, ends, chosen).where(
        c.shelf == Shelf.PUBLIC.value, starts < _given("end"), ends > _given("begin")
    )


_TAKEN = _taken_statement()
_SHUT = _shut_statement()
