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
_LONG = text(f"ends - starts > {DAY_MS}")
# What is kept as it is read, and the moments, which come as numbers: many of them are the same.
_PLAIN = (
    *("id", "resource_id", "availability_id", "person_id", "title", "owner", "appointment_type"),
    *("note", "entry_id", "type_id", "flagged", "beyond", "series_id", "caller"),
    *("created_by", "updated_by", "version"),
)
_MOMENTS = (
    *("held_until", "arrived_at", "admitted_at", "completed_at", "missed_at", "called_at"),
    *("created_at", "updated_at"),
)
_REST = len(_PLAIN) + len(_MOMENTS)
_ALL = select(
    *(getattr(_A, name) for name in _PLAIN),
    *(type_coerce(getattr(_A, name), BigInteger) for name in _MOMENTS),
    *(type_coerce(moment, BigInteger) for moment in (_A.starts, _A.ends)),
    # Hardly any has fields of its own, so that reading them as they lie there saves time.
    *(_A.shelf, cast(_A.extra, Text), _P.first_name, _P.last_name),
).join_from(_A, _P, _A.person_id == _P.id, isouter=True)
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
    far = select(_A.id).where(_LONG, _A.starts < since, _A.ends > period.start, all_true)
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


class _Instants(dict[int | None, datetime | None]):
    """Each moment made once, by its number."""

    def __missing__(self, number: int | None) -> datetime | None:
        made = self[number] = None if number is None else instant(number)
        return made


def _values(rows: Iterable[Sequence[Any]]) -> Iterator[Appointment]:
    """The appointments that these rows are; a list of thousands is waited for."""
    known, plain = _Instants(), len(_PLAIN)
    spans: dict[tuple[int, int], Span] = {}  # on one day many have the same
    for row in rows:
        facts = dict(zip(_PLAIN, row, strict=False))
        facts.update(zip(_MOMENTS, map(known.__getitem__, row[plain:_REST]), strict=True))
        starts, ends, shelf, extra, first, last = row[_REST:]
        span = spans.get((starts, ends))
        if span is None:
            span = spans[starts, ends] = Span(instant(starts), instant(ends))
        yield Appointment(
            span=span,
            shelf=_SHELVES[shelf],
            extra={} if extra == "{}" else json.loads(extra),
            name=facts["title"] if facts["person_id"] is None else full_name(first, last),
            **facts,
        )
