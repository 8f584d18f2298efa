"""The waiting list as it lies in the tables: who waits, in which order, and for what.

Thousands may wait, so that no record is made of a row, and equal wishes are read once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from datetime import time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, Text, exists, select, type_coerce

from desk.domain.directory import AppointmentType, Per, full_name
from desk.domain.serving import Terms
from desk.domain.waiting import WaitingEntry, Wanted
from desk.services import site
from desk.store.database import Read
from desk.store.records import (
    AppointmentRecord,
    AppointmentTypeRecord,
    PersonRecord,
    VariationRecord,
    WaitingEntryRecord,
)

_W = WaitingEntryRecord
_P = PersonRecord
_SECOND = 1000
_LONGEST = 366  # days ahead
# Which dates are named is looked at however far ahead; just before the end there are no midnights.
_LAST = dt.date(9998, 12, 31).toordinal()
_ALL = select(
    *_W.__table__.columns,
    *(_P.first_name, _P.last_name),
    *(_P.phone.label("person_phone"), _P.email.label("person_email")),
).join_from(_W, _P, _W.person_id == _P.id, isouter=True)

# What somebody wants, as it lies in the row: first what says where and when to look.
_C, _V = _W.__table__.c, VariationRecord.__table__.c
_WHERE = (_C.type_id, _V.resource_id, type_coerce(_C.dates, Text), _C.earliest, _C.latest)
_LENGTHS = (_C.since, _C.until, _C.notice)
_WISH = (
    *_WHERE,
    *(type_coerce(length, Integer) for length in _LENGTHS),
    _C.party,
    type_coerce(_C.passed, Text),
)
_ANYTHING = (None, None, 0, 1, "")  # the rest of a wish that does not matter


class Queued(NamedTuple):
    """Somebody who waits, and what would suit."""

    id: int
    terms: Terms


def waiting() -> ColumnElement[bool]:
    """Whether a row stands for somebody who waits: has not left, and was never offered a place."""
    claim = AppointmentRecord
    return _W.left_at.is_(None) & ~exists(select(1).where(claim.entry_id == _W.id))


def types_waited_for(tx: Read) -> list[AppointmentType]:
    """The types for which somebody waits."""
    kind = AppointmentTypeRecord
    some = exists(select(1).where(_W.type_id == kind.id, waiting()))
    found = tx.session.execute(select(kind.__table__).where(some).order_by(kind.id))
    # Without their variations, of which there may be hundreds: nobody asks for those here.
    return [
        AppointmentType(**row | {"per": Per(row["per"])}) for row in map(dict, found.mappings())
    ]


def is_automatic(tx: Read, type_: AppointmentType) -> bool:
    """Whether what comes free is offered by itself to those who wait for the type."""
    return site.setting(tx, site.AUTOMATIC) if type_.automatic is None else type_.automatic


class Wishes:
    """Reads what somebody wants out of a row, for these types as they are today."""

    def __init__(self, tx: Read, types: Collection[AppointmentType]) -> None:
        self._types = {type_.id: type_ for type_ in types}
        self._today = tx.today.toordinal()
        self._horizon = self._today + site.setting(tx, site.HORIZON_DAYS)
        self._known: dict[tuple[Any, ...], Terms] = {}

    def terms(self, wish: tuple[Any, ...]) -> Terms:
        found = self._known.get(wish)
        if found is None:
            found = self._known[wish] = self._read(wish)
        return found

    def _read(self, wish: tuple[Any, ...]) -> Terms:
        type_id, resource_id, listed, earliest, latest, *lengths, party, passed = wish
        since, until, notice = (None if each is None else each * _SECOND for each in lengths)
        type_ = self._types[type_id]
        days = frozenset(dt.date.fromisoformat(date).toordinal() for date in listed.split())
        last = max(days) if days else self._horizon
        if latest is not None:
            last = min(last, latest.toordinal()) if days else latest.toordinal()
        most = _LAST if days and type_.per is Per.DAY else self._today + _LONGEST
        first = self._today if earliest is None else max(self._today, earliest.toordinal())
        return Terms(
            per=type_.per,
            type_id=type_id,
            code=type_.code.casefold(),
            resource_id=resource_id,
            days=days,
            first=first,
            last=min(last, most),
            since=since,
            until=until,
            notice=notice or 0,
            party=party,
            passed=frozenset(passed.split("\n")) if passed else frozenset(),
        )


def wishes(tx: Read, types: Collection[AppointmentType]) -> set[Terms]:
    """Where and when to look for places: what is waited for, but for its smaller points."""
    reading = Wishes(tx, types)
    query = _of(types, *_WHERE).distinct()
    return {reading.terms((*row, *_ANYTHING)) for row in tx.session.execute(query)}


def queue(
    tx: Read, types: Collection[AppointmentType], *conditions: ColumnElement[bool]
) -> Iterator[Queued]:
    """Who waits for any of these types, in the order in which they are served."""
    reading = Wishes(tx, types)
    query = _of(types, _C.id, *_WISH).where(*conditions)
    ordered = query.order_by(_C.priority.desc(), _C.created_at, _C.id)
    for row in tx.session.execute(ordered):
        yield Queued(row[0], reading.terms(row[1:]))


def values(tx: Read, *conditions: ColumnElement[bool]) -> list[WaitingEntry]:
    """The entries of which all this is true, in the order in which they are served."""
    ordered = _ALL.where(*conditions).order_by(_W.priority.desc(), _W.created_at, _W.id)
    return [_value(row) for row in tx.session.execute(ordered)]


def _value(row: Any) -> WaitingEntry:
    known = row.person_id is not None
    return WaitingEntry(
        id=row.id,
        type_id=row.type_id,
        variation_id=row.variation_id,
        dates=tuple(map(dt.date.fromisoformat, row.dates)),
        since=time_of_day(row.since),
        until=time_of_day(row.until),
        earliest=row.earliest,
        latest=row.latest,
        notice=row.notice,
        party=row.party,
        person_id=row.person_id,
        name=full_name(row.first_name, row.last_name) if known else row.name,
        phone=row.phone or row.person_phone,
        email=row.email or row.person_email,
        locale=row.locale,
        note=row.note,
        priority=row.priority,
        priority_reason=row.priority_reason,
        passed=row.passed,
        left_at=row.left_at,
        extra=row.extra,
        created_at=row.created_at,
        created_by=row.created_by,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        version=row.version,
    )


def terms_of(tx: Read, wanted: Wanted, passed: Collection[str] = ()) -> Terms:
    """What would suit somebody who wants this; `NotFound` for what is not in the directory."""
    type_ = tx.get(AppointmentTypeRecord, wanted.type_id).value()
    resource_id = None
    if wanted.variation_id is not None:
        resource_id = tx.get(VariationRecord, wanted.variation_id).resource_id
    wish = (
        *(type_.id, resource_id, "\n".join(dates_as_texts(wanted))),
        *(wanted.earliest, wanted.latest),
        *(_seconds(since_midnight(wanted.since)), _seconds(since_midnight(wanted.until))),
        *(_seconds(wanted.notice), wanted.party, "\n".join(passed)),
    )
    return Wishes(tx, [type_]).terms(wish)


def dates_as_texts(wanted: Wanted) -> tuple[str, ...]:
    """The dates as they lie in the table: each once, in order."""
    return tuple(date.isoformat() for date in sorted(set(wanted.dates)))


def since_midnight(moment: time | None) -> timedelta | None:
    """A time of day as it lies in the table."""
    return None if moment is None else timedelta(hours=moment.hour, minutes=moment.minute)


def time_of_day(length: timedelta | None) -> time | None:
    """The time of day that a length since midnight is."""
    return None if length is None else (dt.datetime.min + length).time()


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())


def _of(types: Collection[AppointmentType], *columns: Any) -> Select[Any]:
    joined = _C.variation_id == _V.id
    query = select(*columns).join_from(
        _W.__table__, VariationRecord.__table__, joined, isouter=True
    )
    return query.where(_C.type_id.in_([type_.id for type_ in types]), waiting())
