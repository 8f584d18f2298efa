"""Appointments read as plain values, a whole list in one statement.

A list of a thousand is asked for at every look at the calendar, so no record is made of a row, and
whatever a row is shown with comes along in the same statement.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    text,
    true,
    type_coerce,
    union_all,
)

from desk.domain.appointment import Appointment, Shelf
from desk.domain.directory import full_name
from desk.domain.slot_grid import Stretch
from desk.domain.span import Span
from desk.domain.wall_clock import DAY_MS, instant
from desk.store.database import Read
from desk.store.records import AppointmentRecord, PersonRecord

_A = AppointmentRecord
_P = PersonRecord
# Word for word as the index of the long ones has it, or it would not be used.
LONG = text(f"ends - starts > {DAY_MS}")
_PLAIN = (
    *(_A.id, _A.resource_id, _A.availability_id, _A.person_id, _A.title, _A.owner),
    *(_A.appointment_type, _A.note, _A.entry_id, _A.type_id, _A.flagged, _A.beyond),
    *(_A.series_id, _A.caller, _A.created_by, _A.updated_by, _A.version, _A.shelf),
)
# The moments come as numbers: many of them are the same.
_MOMENTS = (
    *(_A.held_until, _A.arrived_at, _A.admitted_at, _A.completed_at, _A.missed_at, _A.called_at),
    *(_A.created_at, _A.updated_at, _A.starts, _A.ends),
)
_ALL = select(
    *_PLAIN,
    *(type_coerce(moment, BigInteger) for moment in _MOMENTS),
    # Hardly any has fields of its own, so that reading them as they lie there saves time.
    *(cast(_A.extra, Text), _P.first_name, _P.last_name),
).join_from(_A, _P, _A.person_id == _P.id, isouter=True)
AT_ONCE = 500
_SHELVES = {shelf.value: shelf for shelf in Shelf}


def overlapping(
    tx: Read, period: Span, resources: Collection[int] | None, *conditions: ColumnElement[bool]
) -> list[Appointment]:
    """Those of which some part lies in `period`, of these resources or of all; earliest first.

    `conditions` are about `AppointmentRecord`.
    """
    wanted = list(conditions)
    if resources is not None:
        wanted.append(_A.resource_id.in_(resources))
    return found(tx, _A.id.in_(ids_in(period, *wanted)))


def found(
    tx: Read,
    *conditions: ColumnElement[bool],
    latest_first: bool = False,
    limit: int | None = None,
) -> list[Appointment]:
    """Those of which all this is true, in order of their start."""
    order = (_A.starts.desc(), _A.id.desc()) if latest_first else (_A.starts, _A.id)
    query = _ALL.where(*conditions).order_by(*order).limit(limit)
    return list(_values(tx.session.connection().execute(query).all()))


def streamed(
    tx: Read,
    condition: ColumnElement[bool],
    order: Sequence[ColumnElement[Any]],
    *,
    skip: int = 0,
    limit: int | None = None,
) -> Iterator[Appointment]:
    """Those of which this is true, in that order, read some at a time however many they are."""
    query = _ALL.where(condition).order_by(*order).offset(skip).limit(limit)
    rows = tx.session.connection().execute(query.execution_options(yield_per=AT_ONCE))
    return _values(rows)


def ids_in(period: Span, *conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    """The ids of those of which some part lies in `period` and all this is true.

    What lasts no longer than a day begins at most a day before it ends, so that only the few that
    last longer have to be looked for further back.
    """
    since = period.start - timedelta(milliseconds=DAY_MS)
    near = select(_A.id).where(
        _A.starts >= since, _A.starts < period.end, _A.ends > period.start, *conditions
    )
    # Put so that no index serves the conditions but the one of the long ones serves the rest.
    all_true = case((and_(true(), *conditions), 1), else_=0) == 1
    far = select(_A.id).where(LONG, _A.starts < since, _A.ends > period.start, all_true)
    both = union_all(near, far).subquery()
    return select(both.c.id)


def by_themselves(
    tx: Read, period: Span, resources: Collection[int] | None
) -> dict[int | None, list[Stretch]]:
    """When each resource has something that has no slot of it, in whole numbers."""
    conditions = [_A.availability_id.is_(None), _A.resource_id.is_not(None), counting(tx.now)]
    if resources is not None:
        conditions.append(_A.resource_id.in_(resources))
    starts, ends = type_coerce(_A.starts, BigInteger), type_coerce(_A.ends, BigInteger)
    query = select(_A.resource_id, starts, ends).where(_A.id.in_(ids_in(period, *conditions)))
    found: dict[int | None, list[Stretch]] = defaultdict(list)
    for key, start, end in tx.session.execute(query):
        found[key].append((start, end))
    return found


def extent(tx: Read) -> Span | None:
    """From the first start to the last end of any appointment; nothing where there is none."""
    row = tx.session.execute(select(func.min(_A.starts), func.max(_A.ends))).one()
    return None if row[0] is None else Span(row[0], row[1])


def counting(now: datetime) -> ColumnElement[bool]:
    """What `Appointment.counts` says, of a row."""
    return and_(_A.shelf == Shelf.PUBLIC.value, or_(_A.held_until.is_(None), _A.held_until > now))


def booked() -> ColumnElement[bool]:
    """Whether a row stands for somebody who is booked, and not only held or offered a place."""
    return and_(_A.shelf == Shelf.PUBLIC.value, _A.held_until.is_(None))


class _Instants(dict[int | None, Any]):
    """Each moment made once, by its number."""

    def __missing__(self, number: int | None) -> datetime | None:
        made = self[number] = None if number is None else instant(number)
        return made


class _Spans(dict[tuple[int, int], Span]):
    """Each span made once, by the numbers of its ends: on one day many have the same."""

    def __missing__(self, ends: tuple[int, int]) -> Span:
        made = self[ends] = Span(*map(instant, ends))
        return made


def _values(rows: Iterable[Sequence[Any]]) -> Iterator[Appointment]:
    """The appointments that these rows are; a list of thousands is waited for."""
    moments, spans = _Instants(), _Spans()
    return (_value(row, moments, spans) for row in rows)


def _value(row: Sequence[Any], moments: _Instants, spans: _Spans) -> Appointment:
    """The appointment that a row is, written out: it takes half the time of gathering names."""
    number, resource, availability, person, title, owner, kind, note, entry = row[:9]
    type_id, flagged, beyond, series, caller, created_by, updated_by, version, shelf = row[9:18]
    held, arrived, admitted, completed, missed, called, created, updated = row[18:26]
    starts, ends, extra, first, last = row[26:]
    return Appointment(
        id=number,
        span=spans[starts, ends],
        resource_id=resource,
        availability_id=availability,
        person_id=person,
        name=title if person is None else full_name(first, last),
        title=title,
        owner=owner,
        appointment_type=kind,
        note=note,
        extra={} if extra == "{}" else json.loads(extra),
        held_until=moments[held],
        entry_id=entry,
        type_id=type_id,
        shelf=_SHELVES[shelf],
        flagged=flagged,
        beyond=beyond,
        series_id=series,
        arrived_at=moments[arrived],
        admitted_at=moments[admitted],
        completed_at=moments[completed],
        missed_at=moments[missed],
        caller=caller,
        called_at=moments[called],
        created_at=moments[created],
        created_by=created_by,
        updated_at=moments[updated],
        updated_by=updated_by,
        version=version,
    )
