"""The capacity of dates (document 000).

A date without a record has the default number of places and nobody in it; a record is made the
first time that somebody counts or sets something. The database refuses one place too many by
itself, so a mistake here could refuse too much but never admit too many.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from desk.domain.day import MOST_PLACES, Day
from desk.domain.errors import DayFull, Invalid, NotFound, NotSoMany
from desk.services import day_places, journal, offers, rows, site
from desk.services.free_places import Freed
from desk.store.database import Read, Write
from desk.store.records import DayRecord

_LOOK_AHEAD = timedelta(days=366)


def on(tx: Read, date: dt.date) -> Day:
    """The date as it stands, whether or not anything is stored for it (then its `id` is 0)."""
    return day_places.on(tx, date)


def month(tx: Read, year: int, number: int) -> list[Day]:
    """Every date of the month, first to last."""
    first = dt.date(year, number, 1)
    return day_places.between(tx, first, first.replace(day=monthrange(year, number)[1]))


def with_room(tx: Read, people: int, after: dt.date, limit: int = 3) -> list[Day]:
    """The next dates after `after` that have room for so many, within a year."""
    ahead = min(_LOOK_AHEAD, dt.date.max - after)
    found = day_places.between(tx, after, after + ahead)[1:]
    return [day for day in found if day.has_room(people)][:limit]


def has_room(tx: Read, date: dt.date, people: int = 1) -> bool:
    """Whether the date has so many places free."""
    return on(tx, date).has_room(people)


def open(tx: Write, date: dt.date, places: int | None = None) -> tuple[Day, bool]:
    """The stored record of the date, made where there was none; and whether it was made.

    `places` counts only for a new one: asking twice gives the same record (contract of document
    000, row 5).
    """
    offers.lock(tx)
    known = _taken(tx, date)
    record = known or _added(tx, date, places)
    if known is None:
        offers.offer_freed(tx, Freed(dates=(date,)))
    return day_places.value(tx, record), known is None


def occupy(tx: Write, date: dt.date, people: int, *, override: str = "") -> Day:
    """Take so many places of the date, opening it where needed.

    Refused as `DayFull` when there are not so many left. With a reason for an `override` the
    missing places are added to the date first, and the journal keeps the reason; so there are
    never more people than places.
    """
    _require_people(people)
    record = _opened(tx, date)
    free = day_places.value(tx, record).free
    missing = people - free
    if missing > 0:
        if not override.strip():
            raise DayFull(date, wanted=people, free=free)
        _require_places(record.places + missing)
        journal.because(tx, override)
        record.places += missing
    record.occupied += people
    tx.session.flush()
    return day_places.value(tx, record)


def release(tx: Write, date: dt.date, people: int = 1) -> Day:
    """Give so many places back; refused as `NotSoMany` when fewer are taken."""
    _require_people(people)
    offers.lock(tx)
    record = _taken(tx, date)
    occupied = record.occupied if record else 0
    if record is None or people > occupied:
        raise NotSoMany(date, wanted=people, occupied=occupied)
    record.occupied -= people
    tx.session.flush()
    offers.offer_freed(tx, Freed(dates=(date,)))
    return day_places.value(tx, record)


def amend(
    tx: Write,
    day_id: int,
    *,
    seen: int,
    date: dt.date,
    places: int | None = None,
    occupied: int | None = None,
) -> Day:
    """Change a record; a number that is not given keeps its value (row 9 of the contract).

    Who is booked or offered a place of the date is among the `occupied`, and cannot be counted out.
    """
    offers.lock(tx)
    record = _moving(tx, day_id, date)
    journal.require_seen(tx, record, seen)
    other = _record(tx, date)
    if other is not None and other.id != day_id:
        raise Invalid(date=["has a record already"])
    wanted = record.places if places is None else places
    claimed = day_places.claimed(tx, date, date)[date]
    counted = record.occupied if occupied is None else occupied - claimed
    _require_places(wanted)
    if counted < 0 or counted + claimed > wanted:
        field = "places" if occupied is None else "occupied"
        raise Invalid(**{field: ["must leave room for everybody who is counted"]})
    before, record.date = record.date, date
    record.places, record.occupied = wanted, counted
    tx.session.flush()
    offers.offer_freed(tx, Freed(dates=(before, date)))
    return day_places.value(tx, record)


def set_places(tx: Write, date: dt.date, places: int) -> Day:
    """Say how many places the date has; never fewer than are taken."""
    _require_places(places)
    offers.lock(tx)
    record = _opened(tx, date)
    return amend(tx, record.id, seen=record.version, date=date, places=places)


def set_places_between(
    tx: Write, first: dt.date, last: dt.date, places: int, *, reason: str = ""
) -> list[Day]:
    """Say how many places each date has from `first` to `last`, a year at most.

    All or none: refused when any of the dates has more people counted already.
    """
    if not timedelta() <= last - first <= _LOOK_AHEAD:
        raise Invalid(last=["must be on or after the first date, and within a year of it"])
    tx.reason = reason.strip()
    dates = (first + timedelta(days=n) for n in range((last - first).days + 1))
    with offers.together(tx):
        return [set_places(tx, date, places) for date in dates]


def remove(tx: Write, day_id: int) -> None:
    """Forget what was set and counted for a date."""
    offers.lock(tx)
    record = _moving(tx, day_id)
    tx.session.delete(record)
    tx.session.flush()
    offers.offer_freed(tx, Freed(dates=(record.date,)))


def batches(tx: Read, *, with_room: bool = False, size: int = 500) -> Iterator[list[Day]]:
    """All dates that have a record, the latest first, or those of them with a place free.

    So many records are looked at a time, and never all at once.
    """
    query = select(DayRecord).order_by(DayRecord.date.desc()).limit(size)
    if with_room:
        query = query.where(DayRecord.occupied < DayRecord.places)
    found = [record.value() for record in tx.session.scalars(query)]
    while found:
        taken = day_places.claimed(tx, found[-1].date, found[0].date)
        days = [day_places.with_claims(day, taken[day.date]) for day in found]
        yield [day for day in days if day.has_room()] if with_room else days
        rest = query.where(DayRecord.date < found[-1].date)
        found = [record.value() for record in tx.session.scalars(rest)]


def one(tx: Read, day_id: int) -> Day:
    """The record of that id."""
    return day_places.value(tx, tx.get(DayRecord, day_id))


def stored(tx: Read, date: dt.date) -> Day:
    """The stored record of the date, or `NotFound` when there is none."""
    record = _record(tx, date)
    if record is None:
        raise NotFound("day", date)
    return day_places.value(tx, record)


def _record(tx: Read, date: dt.date) -> DayRecord | None:
    return tx.session.scalar(select(DayRecord).where(DayRecord.date == date))


def _opened(tx: Write, date: dt.date) -> DayRecord:
    """The record of the date as by `_taken`, made where there was none."""
    return _taken(tx, date) or _added(tx, date, None)


def _added(tx: Write, date: dt.date, places: int | None) -> DayRecord:
    chosen = site.setting(tx, site.DEFAULT_PLACES) if places is None else places
    _require_places(chosen)
    return rows.add(tx, DayRecord(date=date, places=chosen, occupied=0))


def _taken(tx: Write, date: dt.date) -> DayRecord | None:
    """The record of the date as it stands now, with nobody else counting until the commit."""
    day_places.lock(tx, date)
    found = tx.session.scalar(select(DayRecord.id).where(DayRecord.date == date))
    return None if found is None else rows.take(tx, DayRecord, [found]).get(found)


def _moving(tx: Write, day_id: int, *others: dt.date) -> DayRecord:
    """The record of that id, taken together with its date and any `others`."""
    day_places.lock(tx, tx.get(DayRecord, day_id).date, *others)
    return rows.take_one(tx, DayRecord, day_id)


def _require_people(people: int) -> None:
    if people < 1:
        raise Invalid(people=["must be at least 1"])


def _require_places(places: int) -> None:
    if places < 0:
        raise Invalid(places=["must not be less than 0"])
    if places > MOST_PLACES:
        raise Invalid(places=[f"must not be more than {MOST_PLACES}"])
