"""What undoing must heed in the calendar: whose calendars it touches, and who was booked since.

A row of the calendar makes sense only beside others. A booking that comes back needs its slot, and
open time that goes away must not have been booked meanwhile. What is as it was when the step was
done is put back without a question, even where it would not be allowed anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from desk.domain.appointment import Appointment, Shelf
from desk.domain.change import Action, JournalEntry
from desk.domain.errors import Stale
from desk.domain.span import Span
from desk.domain.wall_clock import instant
from desk.services import appointment_rows, claims, day_places, offers
from desk.services.free_places import Freed
from desk.store.columns import written_down
from desk.store.database import Read, Write
from desk.store.records import (
    AppointmentRecord,
    AppointmentTypeRecord,
    AvailabilityRecord,
    ChangeRecord,
    ClosureRecord,
    DayRecord,
    SeriesRecord,
    WaitingEntryRecord,
    record_of,
)

_APPOINTMENT = AppointmentRecord.__tablename__
_AVAILABILITY = AvailabilityRecord.__tablename__
_CLOSURE = ClosureRecord.__tablename__
_DAY = DayRecord.__tablename__
_TYPE = AppointmentTypeRecord.__tablename__
_SERVED = {_APPOINTMENT, _AVAILABILITY, _CLOSURE, _DAY, _TYPE, WaitingEntryRecord.__tablename__}
_LOOK_AHEAD = timedelta(days=367)
_OF_A_RESOURCE = {_APPOINTMENT, _AVAILABILITY, _CLOSURE, SeriesRecord.__tablename__}
# What decides whether an appointment takes a place, and which.
_CLAIM = {"availability_id", "resource_id", "starts", "ends", "held_until", "shelf", "beyond"}


def hold(tx: Write, entries: Collection[JournalEntry]) -> Freed:
    """Have the calendars to oneself that the entries are about; the whole site's if need be.

    Gives where places may have come free when they have been put back.
    """
    about = [entry for entry in entries if entry.kind in _OF_A_RESOURCE]
    whose = {kind: set(_resources(tx, kind, about)) for kind in {entry.kind for entry in about}}
    if None in whose.get(_CLOSURE, set()):
        claims.shut_calendar(tx, None)
    held: set[int | None] = set().union(*whose.values())
    if whose:
        claims.hold_calendar(tx, held)
    if any(entry.kind in _SERVED for entry in entries):
        offers.lock(tx)
    return _freed(tx, entries, held, everywhere=None in whose.get(_CLOSURE, set()))


def claims_anew(entry: JournalEntry) -> bool:
    """Whether putting it back may give an appointment a place, or take one away."""
    return entry.kind == _APPOINTMENT and bool(
        _CLAIM & entry.old.keys() | _CLAIM & entry.new.keys()
    )


def require_sense(tx: Write, entries: list[JournalEntry]) -> None:
    """Refuse as `Stale` what leaves anybody without a slot for something that was done since."""
    last = max(entry.number for entry in entries)
    back = [entry.id for entry in entries if _comes_back(entry)]
    for appointment in appointment_rows.found(tx, AppointmentRecord.id.in_(back)):
        if not claims.stands_well(tx, appointment) and _different_since(tx, last, appointment):
            raise Stale
    for appointment in _booked_since(tx, last, entries, besides=back):
        if not claims.stands_well(tx, appointment):
            raise Stale
    for date in _dates(tx, [entry for entry in entries if entry.kind == _DAY]):
        day = day_places.on(tx, date)
        if day.claimed and day.free < 0:
            raise Stale  # Places that were given back are somebody else's now.


def _resources(tx: Read, kind: str, entries: list[JournalEntry]) -> Iterator[int | None]:
    mine = [entry for entry in entries if entry.kind == kind]
    for entry in mine:
        for values in (entry.old, entry.new):
            if "resource_id" in values:
                yield values["resource_id"]
    table = record_of(kind).__table__
    ids = [entry.id for entry in mine]
    yield from tx.session.scalars(select(table.c.resource_id).where(table.c.id.in_(ids)))


def _freed(
    tx: Read, entries: Collection[JournalEntry], held: set[int | None], *, everywhere: bool
) -> Freed:
    ahead = Span(tx.now, tx.now + _LOOK_AHEAD)
    claim = AppointmentRecord
    ids = [entry.id for entry in entries if entry.kind == _APPOINTMENT]
    query = select(claim.starts, claim.type_id).where(
        claim.id.in_(ids), claim.type_id.is_not(None), claim.availability_id.is_(None)
    )
    found = list(tx.session.execute(query))
    moved = [e.old["starts"] for e in entries if e.kind == _APPOINTMENT and "starts" in e.old]
    days = {tx.date_of(starts) for starts, _ in found} | {tx.date_of(instant(n)) for n in moved}
    types = {entry.id for entry in entries if entry.kind == _TYPE}
    types |= {key for _, key in found if key is not None}
    by_day = [entry for entry in entries if entry.kind == _DAY]
    return Freed(
        times=tuple((key, ahead) for key in sorted(held, key=lambda key: key or 0)),
        everywhere=(ahead,) if everywhere else (),
        dates=(*days, *_dates(tx, by_day)),
        types=tuple(types),
    )


def _dates(tx: Read, entries: Collection[JournalEntry]) -> set[dt.date]:
    """The dates that records of days are about, or were."""
    ids = [entry.id for entry in entries]
    stored = set(tx.session.scalars(select(DayRecord.date).where(DayRecord.id.in_(ids))))
    said = [values["date"] for e in entries for values in (e.old, e.new) if "date" in values]
    return stored | {dt.date.fromisoformat(text) for text in said}


def _comes_back(entry: JournalEntry) -> bool:
    """Whether an appointment is put back to a place, or not flagged any more."""
    if entry.kind != _APPOINTMENT or entry.action is Action.ADDED:
        return False
    return claims_anew(entry) or "flagged" in entry.old


def _different_since(tx: Read, last: int, appointment: Appointment) -> bool:
    """Whether anything is different since `last` that decides if the appointment has a slot."""
    others = select(AppointmentRecord.id).where(
        AppointmentRecord.resource_id.is_not_distinct_from(appointment.resource_id)
    )
    change = ChangeRecord
    same_day = select(DayRecord.id).where(DayRecord.date == tx.date_of(appointment.span.start))
    in_its_time = and_(change.begins < appointment.span.end, change.ends > appointment.span.start)
    decisive = or_(
        and_(change.kind == _AVAILABILITY, change.subject == (appointment.availability_id or 0)),
        and_(change.kind == _CLOSURE, in_its_time),
        and_(change.kind == _DAY, change.subject.in_(same_day)),
        and_(
            change.kind == _APPOINTMENT,
            change.subject != appointment.id,
            in_its_time,
            change.subject.in_(others),
        ),
    )
    return bool(_different(tx, last, decisive))


def _booked_since(
    tx: Read, last: int, entries: list[JournalEntry], *, besides: Collection[int]
) -> list[Appointment]:
    """Who was booked, or moved, after `last` on open time or in closed time that is put back."""
    where: list[ColumnElement[bool]] = []
    for entry in entries:
        if entry.kind == _AVAILABILITY:
            where.append(AppointmentRecord.availability_id == entry.id)
        elif entry.kind == _CLOSURE and entry.action is not Action.ADDED:
            where.append(_within(tx.get(ClosureRecord, entry.id)))
    if not where:
        return []
    there = appointment_rows.found(
        tx,
        AppointmentRecord.id.in_(
            select(ChangeRecord.subject).where(
                ChangeRecord.kind == _APPOINTMENT, ChangeRecord.number > last
            )
        ),
        AppointmentRecord.id.not_in(besides),
        AppointmentRecord.shelf == Shelf.PUBLIC.value,
        or_(*where),
    )
    ids = [appointment.id for appointment in there]
    since = _different(
        tx, last, and_(ChangeRecord.kind == _APPOINTMENT, ChangeRecord.subject.in_(ids))
    )
    return [each for each in there if (_APPOINTMENT, each.id) in since]


def _different(tx: Read, last: int, which: ColumnElement[bool]) -> set[tuple[str, int]]:
    """The rows that are not now as they were at `last`; what was put back since is as it was."""
    query = select(ChangeRecord).where(ChangeRecord.number > last, which)
    stood: dict[tuple[str, int], dict[str, Any] | None] = {}
    for change in tx.session.scalars(query.order_by(ChangeRecord.number)):
        key = (change.kind, change.subject)
        if key not in stood:
            stood[key] = None if change.action == Action.ADDED else change.old
        elif (before := stood[key]) is not None:
            stood[key] = change.old | before
    return {key for key, before in stood.items() if not _is_as(tx, key, before)}


def _is_as(tx: Read, key: tuple[str, int], before: dict[str, Any] | None) -> bool:
    """Whether a row says what it said, as far as it decides anything; or is not there again."""
    record = tx.session.get(record_of(key[0]), key[1])
    if record is None or before is None:
        return record is None and before is None
    names = before.keys() & _CLAIM if key[0] == _APPOINTMENT else before.keys()
    return all(written_down(getattr(record, name)) == before[name] for name in names)


def _within(closure: ClosureRecord) -> ColumnElement[bool]:
    return and_(AppointmentRecord.starts < closure.ends, AppointmentRecord.ends > closure.starts)
