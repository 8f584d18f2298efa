"""The places of dates as they stand: who is counted in, and who is booked or offered a place.

A date without a record has the default number of places and nobody counted (document 000). What is
booked or on offer of a type that is had by the day takes a place of it, for as long as it counts.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from desk.domain.day import Day
from desk.domain.directory import Per
from desk.services import appointment_rows, site
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AppointmentTypeRecord, DayRecord

_LOCK = "day"
_DAY = timedelta(days=1)
# Nobody is booked beyond these, and near the ends of the calendar there are no midnights.
_EARLIEST, _LATEST = dt.date(1900, 1, 1), dt.date(9998, 12, 31)


def lock(tx: Write, *dates: dt.date) -> None:
    """Be the only one who takes or frees places of these dates, until the commit."""
    for date in sorted(set(dates)):
        tx.lock(_LOCK, date.toordinal())


def on(tx: Read, date: dt.date, *, besides: Collection[int] = ()) -> Day:
    """The date as it stands, whether or not anything is stored for it (then its `id` is 0).

    The appointments `besides` do not stand in their own way.
    """
    record = tx.session.scalar(select(DayRecord).where(DayRecord.date == date))
    stored = None if record is None else record.value()
    default = site.setting(tx, site.DEFAULT_PLACES) if stored is None else 0
    taken = claimed(tx, date, date, besides=besides)[date]
    return with_claims(stored or Day(id=0, date=date, places=default), taken)


def between(tx: Read, first: dt.date, last: dt.date) -> list[Day]:
    """Every date from the first to the last, both included."""
    stored = {
        record.date: record.value()
        for record in tx.session.scalars(
            select(DayRecord).where(DayRecord.date.between(first, last))
        )
    }
    places = site.setting(tx, site.DEFAULT_PLACES)
    taken = claimed(tx, first, last)
    dates = (first + n * _DAY for n in range((last - first).days + 1))
    return [
        with_claims(stored.get(date) or Day(id=0, date=date, places=places), taken[date])
        for date in dates
    ]


def claimed(
    tx: Read, first: dt.date, last: dt.date, *, besides: Collection[int] = ()
) -> Counter[dt.date]:
    """How many are booked or offered a place of each of these dates."""
    first, last = max(first, _EARLIEST), min(last, _LATEST)
    if first > last:
        return Counter()
    kind = AppointmentRecord
    by_the_day = select(AppointmentTypeRecord.id).where(AppointmentTypeRecord.per == Per.DAY.value)
    query = select(kind.starts).where(
        kind.type_id.in_(by_the_day),
        kind.availability_id.is_(None),
        kind.starts >= tx.whole_day(first).start,
        kind.starts < tx.whole_day(last).end,
        appointment_rows.counting(tx.now),
    )
    if besides:
        query = query.where(kind.id.not_in(besides))
    return Counter(map(tx.date_of, tx.session.scalars(query)))


def value(tx: Read, record: DayRecord) -> Day:
    """What a record says, and who is booked or offered a place."""
    return with_claims(record.value(), claimed(tx, record.date, record.date)[record.date])


def with_claims(day: Day, taken: int) -> Day:
    """The date with so many booked or on offer besides those who are counted."""
    return replace(day, occupied=day.occupied + taken, claimed=taken) if taken else day
