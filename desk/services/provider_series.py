"""Changing a slot of a provider together with the series it is in, or how it repeats.

Without a scope only that one row is changed (contract of document 001, row 22). Rows that somebody
is booked on stay as they are, and so does a row that would come to lie over what is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desk.domain.availability import Availability, Pattern, Series
from desk.domain.errors import HasBookings, Invalid, Overlap
from desk.domain.open_time import NewSlot
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.domain.wall_clock import wall_time
from desk.services import availabilities, offers, provider_slots, rows
from desk.store.database import Write
from desk.store.records import AvailabilityRecord, SeriesRecord


@dataclass(frozen=True, slots=True)
class _Shift:
    """How the wall times of a series change: its starts and its ends by so much."""

    start: timedelta
    end: timedelta
    zone: ZoneInfo

    @classmethod
    def between(cls, before: Span, after: Span, zone: str) -> _Shift:
        place = ZoneInfo(zone)
        (old_start, old_end), (start, end) = (
            (wall_time(span.start, place), wall_time(span.end, place)) for span in (before, after)
        )
        return cls(start - old_start, end - old_end, place)

    def of(self, span: Span) -> Span | None:
        """The span moved; nothing where the clocks leave nothing of it."""
        start = self.moment(span.start, self.start)
        end = self.moment(span.end, self.end)
        return Span(start, end) if start < end else None

    def moment(self, moment: datetime, by: timedelta) -> datetime:
        moved = wall_time(moment, self.zone) + by
        return moved.replace(tzinfo=self.zone).astimezone(UTC)


def amend(
    tx: Write,
    availability_id: int,
    wanted: NewSlot,
    *,
    seen: int | None,
    anew: bool,
    scope: Scope = Scope.THIS,
) -> Availability:
    """Let a slot be as `wanted`; `HasBookings`, `Overlap` and `Stale` as by `move_slot`.

    With `anew` it repeats otherwise than before: it leaves its series, and where it repeats it is
    the first of another one. The scope says which rows of its series are changed along with it, or
    taken back when it leaves.
    """
    record = availabilities.taken(tx, availability_id, seen=seen, others=[wanted.resource_id])
    with offers.together(tx):
        if anew:
            _leave(tx, record, scope)
            moved = _move(tx, availability_id, wanted.span, wanted)
            return (
                moved if wanted.pattern is None else provider_slots.repeat(tx, record, wanted).first
            )
        if record.series_id is None or scope is Scope.THIS:
            return _move(tx, availability_id, wanted.span, wanted)
        _amend_series(tx, record, wanted, scope)
        return record.value()


def _leave(tx: Write, record: AvailabilityRecord, scope: Scope) -> None:
    if record.series_id is not None and scope is not Scope.THIS:
        ids = provider_slots.end_series(tx, record, whole=scope is Scope.ALL)
        booked = availabilities.bookings(tx, ids)
        others = [each for each in ids if each != record.id and each not in booked]
        availabilities.withdraw_all(tx, record.resource_id or 0, others)
    record.series_id = None
    tx.session.flush()


def _amend_series(tx: Write, record: AvailabilityRecord, wanted: NewSlot, scope: Scope) -> None:
    """Change the rows, and what is made of the series from now on."""
    assert record.series_id is not None
    kept = rows.take(tx, SeriesRecord, [record.series_id])[record.series_id]
    series, before = kept.value(), record.value()
    shift = _Shift.between(before.span, wanted.span, series.zone)
    _require_same_days(series, before.span, wanted.span, shift)
    ids = provider_slots.end_series(tx, record, whole=scope is Scope.ALL)
    booked = availabilities.bookings(tx, ids)
    if before.id in booked and (wanted.span, wanted.resource_id) != (
        before.span,
        before.resource_id,
    ):
        raise HasBookings(booked[before.id])
    if scope is not Scope.ALL:
        kept = tx.add(_following(series, before.span))
    _fill(kept, series, wanted, shift, first=Span(kept.starts, kept.ends))
    # Whoever goes first must not find the place still taken by the next one.
    for each in reversed(ids) if shift.start > timedelta() else ids:
        if each == before.id or each not in booked:
            _amend_row(tx, each, wanted, shift, must=each == before.id, series_id=kept.id)


def _amend_row(
    tx: Write, key: int, wanted: NewSlot, shift: _Shift, *, must: bool, series_id: int
) -> None:
    row = rows.take_one(tx, AvailabilityRecord, key)
    span = wanted.span if must else shift.of(row.value().span)
    if span is None:
        return
    try:
        _move(tx, key, span, wanted)
    except Overlap:
        if must:
            raise
        return
    row.series_id = series_id
    tx.session.flush()


def _move(tx: Write, key: int, span: Span, wanted: NewSlot) -> Availability:
    return provider_slots.move_slot(
        tx,
        key,
        span,
        seen=None,
        resource_id=wanted.resource_id,
        appointment_type=wanted.appointment_type,
    )


def _following(series: Series, first: Span) -> SeriesRecord:
    """A series that goes on from one of its rows as it did before."""
    return SeriesRecord(
        resource_id=series.resource_id,
        starts=first.start,
        ends=first.end,
        pattern=series.pattern.value,
        rule=series.rule,
        until=series.until,
        zone=series.zone,
        appointment_type=series.appointment_type,
        made_until=series.made_until,
    )


def _fill(
    record: SeriesRecord, before: Series, wanted: NewSlot, shift: _Shift, *, first: Span
) -> None:
    """Let what is made of the series later be as its rows are now."""
    moved = shift.of(first) or wanted.span
    record.starts, record.ends = moved.start, moved.end
    record.resource_id, record.appointment_type = wanted.resource_id, wanted.appointment_type
    record.until = None if before.until is None else shift.moment(before.until, shift.end)
    if before.made_until is not None:
        record.made_until = min(before.made_until, before.made_until + shift.start)


def _require_same_days(series: Series, before: Span, after: Span, shift: _Shift) -> None:
    """Refuse to put a custom series on other days: its rule says which they are."""
    old, new = (wall_time(span.start, shift.zone).date() for span in (before, after))
    if series.pattern is Pattern.CUSTOM and old != new:
        raise Invalid(start=["must stay on its date when the rule says the days"])
