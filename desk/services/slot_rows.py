"""Slots of providers read as document 001 lists them, a page at a time.

Such a slot is an availability of exactly one slot that does not repeat. Open time of several slots
is none, and neither is what belongs to no provider (server contract, "One truth about places").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from desk.domain.appointment import Shelf
from desk.domain.availability import Availability, Pattern, Series
from desk.domain.directory import Resource
from desk.domain.errors import NotFound
from desk.domain.open_time import NewSlot
from desk.domain.wall_clock import DAY_MS
from desk.services import appointment_rows, site
from desk.store.database import Read
from desk.store.records import (
    AppointmentRecord,
    AvailabilityRecord,
    ClosureRecord,
    ResourceRecord,
    SeriesRecord,
)

_FIRST_DATE, _LAST_DATE = dt.date(2, 1, 1), dt.date(9998, 12, 30)  # midnight can be told of these
_MILLISECOND = timedelta(milliseconds=1)
_A = AppointmentRecord
_V = AvailabilityRecord
# Word for word as the index of the long ones has it.


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSlot:
    """A slot with its provider and its series; `available` until every place is booked."""

    availability: Availability
    resource: Resource
    series: Series | None
    available: bool

    def as_asked(self) -> NewSlot:
        """What somebody asks for who wants it to be as it is."""
        series = self.series
        custom = series is not None and series.pattern is Pattern.CUSTOM
        return NewSlot(
            resource_id=self.resource.id,
            span=self.availability.span,
            appointment_type=self.availability.appointment_type,
            pattern=series.pattern if series else None,
            rule=series.whole_rule if series and custom else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which slots are meant; nothing said means all of them.

    `first` and `last` are dates where the house stands, on which the slot begins. `free` ones can
    be booked now and have not begun. One of an `appointment_type` may also be of no type.
    """

    resources: Collection[int] | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    available: bool | None = None
    free: bool = False
    shortest: timedelta | None = None
    appointment_type: str | None = None


def count(tx: Read, wanted: Wanted) -> int:
    query = select(func.count()).select_from(_V).where(*_conditions(tx, wanted))
    return tx.session.scalar(query) or 0


def page(
    tx: Read, wanted: Wanted, *, limit: int, skip: int = 0, by_provider: bool = False
) -> list[ProviderSlot]:
    """So many of the slots, in the order of their start, or of their provider and start."""
    order = (_V.resource_id, _V.starts, _V.id) if by_provider else (_V.starts, _V.id)
    query = _query().where(*_conditions(tx, wanted))
    return _found(tx, query.order_by(*order).limit(limit).offset(skip))


def one(tx: Read, availability_id: int) -> ProviderSlot:
    """The slot of that id, or `NotFound`."""
    found = _found(tx, _query().where(_V.id == availability_id, *_is_slot()))
    if not found:
        raise NotFound(_V.__tablename__, availability_id)
    return found[0]


def known(tx: Read, ids: Collection[int]) -> set[int]:
    """Which of these are ids of slots."""
    return set(tx.session.scalars(select(_V.id).where(_V.id.in_(ids), *_is_slot())))


def single() -> ColumnElement[bool]:
    """Whether an availability, on whatever shelf, is one slot of a provider."""
    length = type_coerce(_V.ends, BigInteger) - type_coerce(_V.starts, BigInteger)
    return and_(_V.rule.is_(None), _V.resource_id.is_not(None), _V.slot_length == length)


def _is_slot() -> tuple[ColumnElement[bool], ...]:
    return _V.shelf == Shelf.PUBLIC.value, single()


def _query() -> Select[AvailabilityRecord, ResourceRecord, SeriesRecord | None, bool]:
    query = select(_V, ResourceRecord, SeriesRecord, _has_place(appointment_rows.booked()))
    joined = query.join(ResourceRecord, ResourceRecord.id == _V.resource_id)
    return joined.join(SeriesRecord, SeriesRecord.id == _V.series_id, isouter=True)


def _found(
    tx: Read, query: Select[AvailabilityRecord, ResourceRecord, SeriesRecord | None, bool]
) -> list[ProviderSlot]:
    return [
        ProviderSlot(
            availability=record.value(),
            resource=resource.value(),
            series=series.value() if series else None,
            available=bool(available),
        )
        for record, resource, series, available in tx.session.execute(query)
    ]


def _conditions(tx: Read, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [*_is_slot(), *_on_dates(tx, wanted)]
    if wanted.resources is not None:
        found.append(_V.resource_id.in_(wanted.resources))
    if wanted.available is not None:
        has_place = _has_place(appointment_rows.booked())
        found.append(has_place if wanted.available else ~has_place)
    if wanted.shortest is not None:
        found.append(_V.slot_length >= wanted.shortest // _MILLISECOND)
    if wanted.appointment_type is not None:
        kind = _V.appointment_type
        found.append(or_(kind.is_(None), kind == wanted.appointment_type))
    if wanted.free:
        found += _can_be_booked(tx)
    return found


def _on_dates(tx: Read, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.first is not None:
        found.append(_V.starts >= _midnight(tx, wanted.first))
    if wanted.last is not None:
        found.append(_V.starts < _midnight(tx, wanted.last, after=True))
    return found


def _midnight(tx: Read, date: dt.date, *, after: bool = False) -> datetime:
    day = tx.whole_day(min(max(date, _FIRST_DATE), _LAST_DATE))
    return day.end if after else day.start


def _can_be_booked(tx: Read) -> list[ColumnElement[bool]]:
    """Not begun, not shut, with a place that nobody has or holds, and nothing else at that time."""
    counting = appointment_rows.counting(tx.now)
    return [_V.starts > tx.now, _has_place(counting), ~_shut(tx), ~_busy(counting)]


def _has_place(claims: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether fewer claims of that kind are on a slot than it has places."""
    taken = select(func.count()).select_from(_A).where(_A.availability_id == _V.id, claims)
    return taken.correlate(_V).scalar_subquery() < _V.capacity


def _shut(tx: Read) -> ColumnElement[bool]:
    closure = ClosureRecord
    whose = closure.resource_id == _V.resource_id
    if site.setting(tx, site.CLOSURE_FOR_ALL) == "all":
        whose = or_(whose, closure.resource_id.is_(None))
    return exists().where(
        closure.shelf == Shelf.PUBLIC.value,
        closure.ends > _V.starts,
        closure.starts < _V.ends,
        whose,
    )


def _busy(counting: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the provider has something outside the slots; what lasts long is looked for apart."""
    outside = and_(_A.ends > _V.starts, _A.availability_id.is_(None), counting)
    day_before = type_coerce(_V.starts, BigInteger) - DAY_MS
    starts = type_coerce(_A.starts, BigInteger)
    theirs = _A.resource_id == _V.resource_id
    near = exists().where(theirs, starts >= day_before, _A.starts < _V.ends, outside)
    # Put so that no index serves it but the one of the long ones, of which there are few.
    theirs = _A.resource_id + 0 == _V.resource_id
    far = select(_A.id).where(appointment_rows.LONG, starts < day_before, theirs, outside)
    return or_(near, far.correlate(_V).exists())
