"""Booking as it is done at the desk: somebody known or new, on one slot or on a run of them.

Each act is one transaction, so that undoing it takes all of it back: the person who was written
down with it as well. Slots that follow each other and are taken together are a visit; whatever is
done with one of them is done with all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import select

from desk.domain.appointment import Appointment, Details, Shelf, Standing
from desk.domain.errors import DeskError, NotASlot, Unavailable
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.domain.wish import Free
from desk.services import (
    appointment_rows,
    appointment_series,
    appointments,
    claims,
    offers,
    people,
)
from desk.services.appointment_series import Repetition
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AvailabilityRecord

MOST_PARTS = 48  # of one visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody is to be booked.

    `parts` are the slots of the availability that make up the span. With no availability it
    stands by itself, and is its own only part.
    """

    resource_id: int | None
    span: Span
    availability_id: int | None = None
    parts: tuple[Span, ...] = ()

    @classmethod
    def of(cls, free: Free) -> Place:
        return cls(
            resource_id=free.resource_id,
            span=free.span,
            availability_id=free.availability_id,
            parts=free.parts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Who is booked: `new_person` stands for somebody who is not in the directory yet.

    `arrived` is for somebody who is there already; `anyway` is the reason for booking although
    there is no place. With a `repetition` the same is booked on all of its dates or on none.
    """

    details: Details
    new_person: people.Details | None = None
    arrived: bool = False
    anyway: str = ""
    repetition: Repetition | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A date of a repetition, and why nothing can be booked on it, if so."""

    span: Span
    refusal: DeskError | None = None


def place_at(
    tx: Read, resource_id: int | None, span: Span, availability_id: int | None = None
) -> Place:
    """The slot, or the run of slots, that is just that time; the bare time where there is none."""
    slot = availability_id or claims.slot_at(tx, resource_id, span)
    if slot is not None:
        availability = tx.get(AvailabilityRecord, slot).value()
        if availability.has_slot(span):
            whose = availability.resource_id
            return Place(resource_id=whose, span=span, availability_id=slot, parts=(span,))
    for record in _open_at(tx, resource_id, span):
        parts = tuple(sorted(record.value().slot_spans(span)))
        if _make_up(parts, span):
            return Place(resource_id=resource_id, span=span, availability_id=record.id, parts=parts)
    return Place(resource_id=resource_id, span=span)


def why_not(tx: Read, place: Place, run: Sequence[Appointment] = ()) -> Unavailable | None:
    """Why a place cannot be had, or None when it can; those of `run` are about to leave theirs."""
    if place.availability_id is None:
        return NotASlot(place.span)
    for part in place.parts:
        own = next((each.id for each in run if each.span.overlaps(part)), None)
        try:
            claims.place_free(tx, place.availability_id, part, besides=own)
        except Unavailable as refusal:
            return refusal
    return None


def hold(tx: Write, place: Place) -> list[Appointment]:
    """Keep a place while somebody is being booked there."""
    return [
        appointments.hold(
            tx, place.availability_id, part, resource_id=_bare(place.resource_id, place)
        )
        for part in place.parts or (place.span,)
    ]


def renew(tx: Write, held: Sequence[int]) -> list[Appointment]:
    """Keep it for longer."""
    return [appointments.renew(tx, number) for number in held]


def give_back(tx: Write, held: Sequence[int]) -> None:
    """Keep it no longer."""
    with offers.together(tx):
        for number in held:
            appointments.release(tx, number)


def still_held(tx: Read, held: Sequence[int]) -> list[int]:
    """Which of these keep a place just now, for a panel that Desk ended with."""
    kind = AppointmentRecord
    records = tx.session.scalars(select(kind).where(kind.id.in_(held)))
    return [each.id for each in records if each.value().standing(tx.now) is Standing.HELD]


def complete(
    tx: Write, place: Place, booking: Booking, held: Sequence[int] = ()
) -> list[Appointment]:
    """Book somebody on a place, which is `held` by these appointments or by nobody."""
    claims.hold_calendar(tx, [place.resource_id])
    details = _with_person(tx, booking)
    if booking.repetition is not None:
        booked = _repeated(tx, place, details, booking.repetition, held)
        return _arrived(tx, booked) if booking.arrived else booked
    if held:
        return [
            appointments.confirm(tx, number, details, arrived=booking.arrived) for number in held
        ]
    booked = [
        appointments.book(
            tx,
            place.availability_id,
            part,
            details,
            resource_id=_bare(place.resource_id, place),
            anyway=booking.anyway,
        )
        for part in place.parts or (place.span,)
    ]
    return _arrived(tx, booked) if booking.arrived else booked


def planned(
    tx: Read, place: Place, repetition: Repetition, held: Sequence[int] = ()
) -> list[Planned]:
    """What would become of each date of a repetition, before anything is saved."""
    each_part = [
        appointment_series.check(
            tx,
            place.availability_id,
            part,
            repetition,
            resource_id=place.resource_id,
            first=first,
        )
        for part, first in _with_holds(place, held)
    ]
    return [
        Planned(
            Span(dates[0].span.start, dates[-1].span.end),
            next((date.refusal for date in dates if date.refusal), None),
        )
        for dates in zip(*each_part, strict=True)
    ]


def visit(tx: Read, appointment: Appointment) -> list[Appointment]:
    """The appointments of the same person and provider that this one is in one run with."""
    if appointment.shelf is not Shelf.PUBLIC or appointment.held_until is not None:
        return [appointment]
    kind = AppointmentRecord
    same = (
        kind.resource_id == appointment.resource_id,
        kind.person_id == appointment.person_id,
        kind.title == appointment.title,
        appointment_rows.booked(),
    )
    day = tx.whole_day(tx.date_of(appointment.span.start))
    near = appointment_rows.overlapping(tx, day, None, *same)
    run = [appointment]
    for other in near:
        if other.span.start == run[-1].span.end:
            run.append(other)
    for other in reversed(near):
        if other.span.end == run[0].span.start:
            run.insert(0, other)
    return run[:MOST_PARTS]


def move(
    tx: Write,
    run: Sequence[Appointment],
    to: Place,
    scope: Scope = Scope.THIS,
) -> list[Appointment]:
    """Move a visit as a whole; each of `run` as it stood when it was looked at.

    With another scope the rest of the series moves as far. Refused as `NotASlot` where the slots
    there are so long that it would not be the same number.
    """
    parts = to.parts or (to.span,)
    if len(parts) != len(run):
        raise NotASlot(to.span)
    pairs = list(zip(run, parts, strict=True))
    if to.span.start > run[0].span.start:
        pairs.reverse()  # so that no part stands in the way of the one before it
    moved: list[Appointment] = []
    with offers.together(tx):
        for each, part in pairs:
            if scope is Scope.THIS:
                moved.append(_moved(tx, each, part, to))
            else:
                moved += appointment_series.move_series(
                    tx, each.id, part, scope, seen=each.version, resource_id=to.resource_id
                )
    return sorted(moved, key=lambda each: each.span.start)


def cancel(
    tx: Write, several: Sequence[int], *, reason: str, scope: Scope = Scope.THIS
) -> list[Appointment]:
    """Cancel these appointments and, with another scope, what is in one series with them."""
    if scope is Scope.THIS:
        return appointments.cancel(tx, several, reason=reason)
    with offers.together(tx):
        return [
            cancelled
            for number in several
            for cancelled in appointment_series.cancel_series(tx, number, scope, reason=reason)
        ]


def amend(tx: Write, run: Sequence[Appointment], booking: Booking) -> list[Appointment]:
    """Change what is said about a visit; each of `run` as it stood when it was looked at.

    Fields of `extra` that are not named stay as they are.
    """
    claims.hold_calendar(tx, {each.resource_id for each in run})
    details = _with_person(tx, booking)
    return [
        appointments.amend(
            tx,
            each.id,
            replace(details, owner=each.owner, extra={**each.extra, **details.extra}),
            seen=each.version,
        )
        for each in run
    ]


def _moved(tx: Write, appointment: Appointment, part: Span, to: Place) -> Appointment:
    return appointments.move(
        tx,
        appointment.id,
        part,
        seen=appointment.version,
        availability_id=to.availability_id,
        resource_id=to.resource_id,
    )


def _repeated(
    tx: Write, place: Place, details: Details, repetition: Repetition, held: Sequence[int]
) -> list[Appointment]:
    booked: list[Appointment] = []
    for part, first in _with_holds(place, held):
        found = appointment_series.repeat(
            tx,
            place.availability_id,
            part,
            details,
            repetition,
            resource_id=place.resource_id,
            first=first,
        )
        for failed in found.failed:
            raise failed.refusal or NotASlot(failed.span)
        booked += found.booked
    return sorted(booked, key=lambda each: each.span.start)


def _arrived(tx: Write, booked: Sequence[Appointment]) -> list[Appointment]:
    """Those of the first date are there already."""
    date = tx.date_of(booked[0].span.start)
    there = [each.id for each in booked if tx.date_of(each.span.start) == date]
    appointments.arrive(tx, there)
    return [appointments.one(tx, each.id) for each in booked]


def _with_holds(place: Place, held: Sequence[int]) -> list[tuple[Span, int | None]]:
    """Each part, with what holds it."""
    parts = place.parts or (place.span,)
    holds: Sequence[int | None] = held or [None] * len(parts)
    return list(zip(parts, holds, strict=True))


def _with_person(tx: Write, booking: Booking) -> Details:
    if booking.new_person is None:
        return booking.details
    return replace(booking.details, person_id=people.add(tx, booking.new_person).id, title="")


def _bare(resource_id: int | None, place: Place) -> int | None:
    """The resource, where it does not follow from an availability."""
    return resource_id if place.availability_id is None else None


def _open_at(tx: Read, resource_id: int | None, span: Span) -> list[AvailabilityRecord]:
    kind = AvailabilityRecord
    query = select(kind).where(
        kind.resource_id == resource_id,
        kind.shelf == Shelf.PUBLIC.value,
        kind.starts <= span.start,
        (kind.rule.is_not(None)) | (kind.ends >= span.end),
        (kind.until.is_(None)) | (kind.until >= span.end),
    )
    return list(tx.session.scalars(query.order_by(kind.id)))


def _make_up(parts: Sequence[Span], span: Span) -> bool:
    """Whether they follow each other from the beginning of the span to its end."""
    if not parts or parts[0].start != span.start or parts[-1].end != span.end:
        return False
    return all(one.end == other.start for one, other in pairwise(parts))
