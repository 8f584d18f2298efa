"""Appointments that repeat: made all at once, each with a slot of its own, and changed together.

Every date is looked at before anything is saved, so that nobody is told that a series is booked of
which only the first date is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_

from desk.domain import recurrence
from desk.domain.appointment import Appointment, Details, Standing
from desk.domain.availability import Pattern
from desk.domain.errors import DeskError, Invalid, NotASlot, Unavailable
from desk.domain.opening import Opening
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.domain.wall_clock import instant, milliseconds, wall_time
from desk.services import appointment_rows, appointments, claims, journal, offers
from desk.services import appointment_steps as steps
from desk.services.appointment_steps import Spot
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, SeriesRecord

MOST = 366
LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """How something repeats: by an RFC 5545 rule, up to an instant, or so many times.

    An occurrence counts only if it has ended by `until`. The dates in `skip` are left out.
    """

    rule: str
    until: datetime | None = None
    count: int | None = None
    skip: Collection[dt.date] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A date of a series: the slot that it would have, or why it cannot be booked."""

    span: Span
    availability_id: int | None
    refusal: DeskError | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """What became of each date."""

    booked: list[Appointment]
    failed: list[Occurrence]


def spans(tx: Read, span: Span, repetition: Repetition) -> list[Span]:
    """When it would be, on the wall clock of the house; `Invalid` names the field at fault."""
    rule = recurrence.rule(repetition.rule)
    if not rule.of_days:
        raise Invalid(recurrence_rule=["must come at most once a day"])
    if repetition.until is None and repetition.count is None and not rule.ends:
        raise Invalid(until=["must be given, or how often"])
    if repetition.count is not None and repetition.count < 1:
        raise Invalid(count=["must be at least 1"])
    until = None if repetition.until is None else milliseconds(repetition.until)
    start, end = milliseconds(span.start), milliseconds(span.end)
    opening = Opening(start, end, str(rule), tx.zone.key, until)
    found = opening.stretches(start, start + LONGEST // timedelta(milliseconds=1))
    found = found[: repetition.count]
    if not found:
        raise Invalid(recurrence_rule=["never comes in that time"])
    if len(found) > MOST:
        raise Invalid(count=[f"must not be more than {MOST}"])
    made = [Span(instant(begin), instant(finish)) for begin, finish in found]
    return [each for each in made if tx.date_of(each.start) not in repetition.skip]


def check(
    tx: Read,
    availability_id: int | None,
    span: Span,
    repetition: Repetition,
    *,
    resource_id: int | None = None,
    first: int | None = None,
) -> list[Occurrence]:
    """What would become of each date, earliest first.

    With an availability each takes the slot that its resource has at exactly that time, whichever
    availability has it; without one it stands by itself. `first` is the id of what is held or
    booked on one of the dates already.
    """
    if availability_id is not None:
        resource_id = steps.resource_of(tx, availability_id)
    return [
        _looked_at(tx, each, availability_id, resource_id, first)
        for each in spans(tx, span, repetition)
    ]


def repeat(
    tx: Write,
    availability_id: int | None,
    span: Span,
    details: Details,
    repetition: Repetition,
    *,
    resource_id: int | None = None,
    first: int | None = None,
    good_only: bool = False,
) -> Repeated:
    """Book all dates, as `check` says, or none; with `good_only` those that can be booked.

    Undoing it takes the whole series back.
    """
    if availability_id is not None:
        resource_id = steps.resource_of(tx, availability_id)
    claims.hold_calendar(tx, [resource_id])
    dates = check(tx, availability_id, span, repetition, resource_id=resource_id, first=first)
    failed = [date for date in dates if date.refusal]
    good = [date for date in dates if not date.refusal]
    if not good or (failed and not good_only):
        return Repeated([], failed)
    series_id = _series(tx, resource_id, span, repetition, good[-1]).id
    booked = []
    for date in good:
        try:
            booked.append(_booked(tx, date, details, resource_id, series_id, first))
        except Unavailable as error:  # It meets another of the same series.
            if not good_only:
                raise
            failed.append(Occurrence(date.span, date.availability_id, error))
    return Repeated(booked, sorted(failed, key=lambda date: date.span))


def cancel_series(
    tx: Write, appointment_id: int, scope: Scope, *, reason: str = ""
) -> list[Appointment]:
    """Cancel one of a series and what else is meant; what has begun, besides it, stays."""
    ids = _members(tx, appointment_id, scope)
    return appointments.cancel(tx, ids, reason=reason)


def move_series(
    tx: Write,
    appointment_id: int,
    to: Span,
    scope: Scope,
    *,
    seen: int | None,
    resource_id: int | None = None,
) -> list[Appointment]:
    """Move one of a series to `to`, and what else is meant by as much on the wall clock.

    All or none: the first that finds no place is what the refusal speaks of.
    """
    ids = _members(tx, appointment_id, scope)
    others = [] if resource_id is None else [resource_id]
    held = steps.hold_calendars(tx, ids, *others)
    records = {record.id: record for record in steps.taken(tx, ids, held)}
    journal.require_seen(tx, records[appointment_id], seen)
    now = records[appointment_id].span
    by = wall_time(to.start, tx.zone) - wall_time(now.start, tx.zone)
    left = [record.value() for record in records.values()]
    # Those that go ahead leave their places to those that come after.
    ordered = sorted(records.values(), key=lambda record: record.starts, reverse=by > timedelta())
    moved = []
    for record in ordered:
        start = (wall_time(record.span.start, tx.zone) + by).replace(tzinfo=tx.zone)
        span = to if record.id == appointment_id else Span(start, start + to.length)
        whose = record.resource_id if resource_id is None else resource_id
        moved.append(appointments.shift(tx, record, Spot(span=span, resource_id=whose)))
    offers.offer_freed(tx, offers.of_appointments(*left))
    return sorted(moved, key=lambda appointment: appointment.span)


def _looked_at(
    tx: Read,
    span: Span,
    availability_id: int | None,
    resource_id: int | None,
    first: int | None,
) -> Occurrence:
    slot = None
    try:
        if availability_id is None:
            claims.time_free(tx, resource_id, span, besides=first)
        else:
            slot = claims.slot_at(tx, resource_id, span, first=availability_id)
            if slot is None:
                raise NotASlot(span)
            claims.place_free(tx, slot, span, besides=first)
    except Unavailable as refusal:
        return Occurrence(span, slot, refusal)
    return Occurrence(span, slot)


def _series(
    tx: Write, resource_id: int | None, span: Span, repetition: Repetition, last: Occurrence
) -> SeriesRecord:
    rule = recurrence.rule(repetition.rule).endless()
    return tx.add(
        SeriesRecord(
            resource_id=resource_id,
            starts=span.start,
            ends=span.end,
            pattern=Pattern.CUSTOM.value,
            rule=str(rule),
            until=repetition.until or last.span.end,
            zone=tx.zone.key,
        )
    )


def _booked(
    tx: Write,
    date: Occurrence,
    details: Details,
    resource_id: int | None,
    series_id: int,
    first: int | None,
) -> Appointment:
    if first is None or appointments.one(tx, first).span != date.span:
        return appointments.book(
            tx,
            date.availability_id,
            date.span,
            details,
            resource_id=resource_id,
            series_id=series_id,
        )
    if appointments.one(tx, first).held_until is not None:
        appointments.confirm(tx, first, details)
    record = tx.get(AppointmentRecord, first)
    record.series_id = series_id
    return steps.kept(tx, record)


def _members(tx: Read, appointment_id: int, scope: Scope) -> list[int]:
    """The ids of what is meant: of a series only what stands booked and has not begun."""
    this = appointments.one(tx, appointment_id)
    if scope is Scope.THIS or this.series_id is None:
        return [this.id]
    kind = AppointmentRecord
    wanted: list[ColumnElement[bool]] = [kind.series_id == this.series_id]
    if scope is Scope.FOLLOWING:
        wanted.append(kind.starts >= this.span.start)
    ahead = kind.starts > tx.now
    found = appointment_rows.found(tx, *wanted, or_(ahead, kind.id == this.id))
    return [
        each.id for each in found if each.id == this.id or each.standing(tx.now) is Standing.BOOKED
    ]
