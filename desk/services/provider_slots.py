"""Provider slots: open times of one slot each, singly or as rows of a series (document 001).

A series keeps to the wall clock of the house. Its rows are made up to a horizon that goes along
with the time; each of them is an availability of its own, and one that somebody has taken away
does not come back. Slots of a provider never overlap: where a later row of a series would, it is
left out (contract of document 001, rows 11 and 16 to 21).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from desk.domain.appointment import Shelf
from desk.domain.availability import Availability, Series
from desk.domain.errors import HasBookings, Invalid, Overlap
from desk.domain.open_time import NewSlot
from desk.domain.span import Span
from desk.services import appointment_rows, availabilities, offers, rows, site
from desk.services.availabilities import fill, record_of
from desk.services.open_already import OpenAlready
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord, SeriesRecord

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a slot: its first row, the later ones, and the times that were left out."""

    first: Availability
    later: tuple[Availability, ...] = ()
    skipped: tuple[Span, ...] = ()


def add_slot(tx: Write, new: NewSlot) -> Made:
    """Open one slot of a provider, or the rows of its series up to the horizon.

    `Overlap` when the provider is open at the first time already, and nothing is saved; where a
    later row would overlap it is left out.
    """
    whole = availabilities.require_sense(tx, new.opening())
    availabilities.hold_opening(tx, [new.resource_id])
    ahead = [] if new.pattern is None else _rows_between(whole, new.span.start, horizon(tx))
    known = OpenAlready(tx, new.resource_id, _hull([new.span, *ahead]))
    if known.meets(new.span):
        raise Overlap(new.span)
    known.add(new.span)
    series_id = None if new.pattern is None else _add_series(tx, new, whole)
    single = replace(whole, rule=None, until=None, series_id=series_id)
    first = tx.add(record_of(tx, single))
    later, skipped = _add_rows(tx, single, ahead, known)
    tx.session.flush()
    made = Made(first.value(), tuple(record.value() for record in later), tuple(skipped))
    offers.offer_freed(tx, offers.of_open_time(tx, made.first, *made.later))
    return made


def move_slot(
    tx: Write,
    availability_id: int,
    span: Span,
    *,
    seen: int | None,
    resource_id: int | None = None,
    appointment_type: str | None = None,
) -> Availability:
    """Change one slot; the rows of its series stay as they are (contract of document 001, row 22).

    Only one that nobody is booked on gets another time or provider (`HasBookings`, row 29), and
    only where that does not overlap what is open (`Overlap`).
    """
    before = availabilities.one(tx, availability_id)
    whose = before.resource_id if resource_id is None else resource_id
    record = availabilities.taken(tx, availability_id, seen=seen, others=[whose])
    before = record.value()
    if before.rule is not None:
        raise Invalid(recurrence_rule=["makes many slots, and is changed as a whole"])
    if (whose, span) != (before.resource_id, before.span):
        require_unbooked(tx, availability_id)
        if OpenAlready(tx, whose, span, besides=[availability_id]).meets(span):
            raise Overlap(span)
    wanted = NewSlot(
        resource_id=whose, span=span, appointment_type=appointment_type, extra=before.extra
    )
    made = availabilities.require_sense(tx, wanted.opening())
    fill(tx, record, replace(made, zone=before.zone, capacity=before.capacity))
    tx.session.flush()
    offers.offer_freed(tx, offers.of_open_time(tx, record.value()))
    return record.value()


def withdraw_series(
    tx: Write, availability_id: int, *, whole: bool = False
) -> tuple[list[int], list[int]]:
    """Take back a slot and the rows of its series that follow it, or with `whole` all of them.

    Nothing of the series is made any more. What somebody is booked on stays (contract of document
    001, row 22); gives the ids of what went and of what stayed.
    """
    row = availabilities.taken(tx, availability_id)
    if row.series_id is None:
        require_unbooked(tx, availability_id)
        ids = [availability_id] if row.shelf == Shelf.PUBLIC.value else []
    else:
        ids = end_series(tx, row, whole=whole)
    booked = availabilities.bookings(tx, ids)
    free = [each for each in ids if each not in booked]
    availabilities.shelve(tx, free, Shelf.TRASH)
    return free, sorted(booked)


def end_series(tx: Write, row: AvailabilityRecord, *, whole: bool) -> list[int]:
    """Let nothing more of a slot's series be made; gives its rows from that slot on, or all."""
    assert row.series_id is not None
    series = rows.take(tx, SeriesRecord, [row.series_id])[row.series_id]
    series.until = series.starts if whole else row.starts
    wanted = [
        AvailabilityRecord.series_id == row.series_id,
        AvailabilityRecord.shelf == Shelf.PUBLIC.value,
    ]
    if not whole:
        wanted.append(AvailabilityRecord.starts >= row.starts)
    query = select(AvailabilityRecord.id).where(*wanted).order_by(AvailabilityRecord.starts)
    return list(tx.session.scalars(query))


def repeat(tx: Write, record: AvailabilityRecord, new: NewSlot) -> Made:
    """Let a slot that is there be the first of a new series, and make the rows that follow it.

    `new` says what the slot is already, and how it repeats; its calendar has been taken.
    """
    whole = availabilities.require_sense(tx, new.opening())
    ahead = _rows_between(whole, new.span.start, horizon(tx))
    known = OpenAlready(tx, new.resource_id, _hull([new.span, *ahead]))
    record.series_id = _add_series(tx, new, whole)
    single = replace(whole, rule=None, until=None, series_id=record.series_id)
    later, skipped = _add_rows(tx, single, ahead, known)
    tx.session.flush()
    made = Made(record.value(), tuple(each.value() for each in later), tuple(skipped))
    offers.offer_freed(tx, offers.of_open_time(tx, *made.later))
    return made


def roll_forward(tx: Write) -> int:
    """Make the rows of every series up to the horizon; gives how many that were.

    It never makes a row twice, whoever else does the same at this moment, and none again that
    somebody has taken away.
    """
    until = horizon(tx)
    query = select(SeriesRecord.id, SeriesRecord.resource_id).where(_not_made(until))
    due = {key: resource_id for key, resource_id in tx.session.execute(query)}
    availabilities.hold_opening(tx, set(due.values()))
    made = 0
    opened: list[Availability] = []
    known: dict[int | None, OpenAlready] = {}
    series = [r for r in rows.take(tx, SeriesRecord, due).values() if _is_not_made(r, until)]
    earliest = min((r.made_until for r in series if r.made_until), default=until)
    for record in series:
        value, since = record.value(), record.made_until
        assert since is not None
        if value.resource_id not in known:
            period = Span(earliest - _DAY, until + _DAY)
            known[value.resource_id] = OpenAlready(tx, value.resource_id, period)
        whole = _as_availability(tx, value)
        spans = _rows_between(whole, since, until)
        added, _ = _add_rows(
            tx, replace(whole, rule=None, until=None), spans, known[value.resource_id]
        )
        record.made_until = until
        made += len(added)
        opened += (each.value() for each in added)
    tx.session.flush()
    offers.offer_freed(tx, offers.of_open_time(tx, *opened))
    return made


def due(tx: Read) -> bool:
    """Whether rows of a series have not been made today as far as they could be."""
    since_midnight = tx.now - tx.whole_day(tx.today).start
    query = select(SeriesRecord.id).where(_not_made(horizon(tx) - since_midnight)).limit(1)
    return tx.session.scalar(query) is not None


def horizon(tx: Read) -> datetime:
    """Until when rows are made; counted from now (contract of document 001)."""
    return tx.now + timedelta(weeks=site.setting(tx, site.HORIZON_WEEKS))


def available(tx: Read, ids: Collection[int]) -> dict[int, bool]:
    """Whether a slot is still to be had: it has a place that no confirmed booking takes.

    What is only held or offered is still available (contract of document 001, row 12).
    """
    slot, claim = AvailabilityRecord, AppointmentRecord
    on_it = and_(claim.availability_id == slot.id, appointment_rows.booked())
    query = select(slot.id, slot.capacity, func.count(claim.id)).join(claim, on_it, isouter=True)
    counted = query.where(slot.id.in_(ids)).group_by(slot.id, slot.capacity)
    return {key: taken < capacity for key, capacity, taken in tx.session.execute(counted)}


def require_unbooked(tx: Read, availability_id: int) -> None:
    """Refuse to change what somebody is booked on, or holds at this moment."""
    booked = availabilities.bookings(tx, [availability_id])
    if booked:
        raise HasBookings(booked[availability_id])


def rows_ahead(tx: Read, new: NewSlot) -> list[Span]:
    """The times that `new` would make up to the horizon, the first among them."""
    whole = availabilities.require_sense(tx, new.opening())
    if new.pattern is None:
        return [new.span]
    return [new.span, *_rows_between(whole, new.span.start, horizon(tx))]


def _rows_between(whole: Availability, since: datetime, until: datetime) -> list[Span]:
    """The rows after the first that begin from `since` on and before `until`."""
    first = whole.span
    since = max(since, first.start)
    if since >= until:
        return []
    spans = whole.occurrences(Span(since, until))
    return [span for span in spans if span.start >= since and span.start > first.start]


def _add_rows(
    tx: Write, single: Availability, spans: Iterable[Span], known: OpenAlready
) -> tuple[list[AvailabilityRecord], list[Span]]:
    added: list[AvailabilityRecord] = []
    skipped: list[Span] = []
    for span in spans:
        if known.meets(span):
            skipped.append(span)
            continue
        known.add(span)
        length = span.length  # Over a change of the clocks it can be another than the first one's.
        added.append(record_of(tx, replace(single, span=span, slot_length=length)))
    tx.session.add_all(added)
    return added, skipped


def _add_series(tx: Write, new: NewSlot, whole: Availability) -> int:
    assert new.pattern is not None
    assert whole.rule is not None
    record = SeriesRecord(
        resource_id=whole.resource_id,
        starts=whole.span.start,
        ends=whole.span.end,
        pattern=new.pattern.value,
        rule=whole.rule,
        until=whole.until,
        zone=whole.zone,
        appointment_type=whole.appointment_type,
        made_until=horizon(tx),
    )
    return tx.add(record).id


def _as_availability(tx: Read, series: Series) -> Availability:
    return Availability(
        id=0,
        resource_id=series.resource_id,
        span=series.span,
        slot_length=series.span.length,
        rule=series.rule,
        until=series.until,
        zone=series.zone,
        appointment_type=series.appointment_type,
        series_id=series.id,
        created_at=tx.now,
        updated_at=tx.now,
    )


def _hull(spans: Collection[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _not_made(until: datetime) -> ColumnElement[bool]:
    """Of appointments that repeat nothing is made later, and they have no `made_until`."""
    record = SeriesRecord
    goes_on = or_(record.until.is_(None), record.until > record.made_until)
    return and_(record.made_until < until, goes_on)


def _is_not_made(record: SeriesRecord, until: datetime) -> bool:
    return record.made_until is not None and record.made_until < until
