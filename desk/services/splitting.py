"""Changing a rule for one date, from one date on, or altogether.

What lies before that date stays with the availability that was there, bookings and all. What comes
after it goes to availabilities of its own, and the claims on slots that are still the same go along
with them; only who has no slot any more is flagged (contract of document 004, section 7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from desk.domain.appointment import Shelf
from desk.domain.availability import Availability
from desk.domain.errors import Invalid
from desk.domain.open_time import NewAvailability
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.services import availabilities, offers, rows
from desk.services.availabilities import fill, flag_stranded, record_of
from desk.store.database import Write
from desk.store.records import AppointmentRecord, AvailabilityRecord

_DAY = timedelta(days=1)
_SOON = timedelta(days=366)
_AT_LAST = timedelta(days=366 * 41)  # A 29 February on a certain weekday can be so far away.


def split(
    tx: Write,
    availability_id: int,
    on: dt.date,
    scope: Scope,
    change: NewAvailability | None = None,
    *,
    seen: int | None,
) -> list[Availability]:
    """Change what a rule opens on one date, on that and all following, or always.

    `on` is a date of the wall clock of the rule; `Invalid` when the rule does not come on it.
    `change` is what is to be instead; without one it is nothing. Gives what there is now: what is
    left of the old one, and what came of it.
    """
    if scope is Scope.ALL:
        return _always(tx, availability_id, change, seen)
    new = None if change is None else availabilities.require_sense(tx, _for(change, scope))
    others = [] if new is None else [new.resource_id]
    record = availabilities.taken(tx, availability_id, seen=seen, others=others)
    old = record.value()
    there = occurrence_on(old, on)
    if there is None:
        raise Invalid(on=["is not a date on which this is open"])
    pieces = [] if new is None else [replace(new, shelf=old.shelf)]
    if scope is Scope.THIS:
        pieces += _from_next(old, there)
    return _put(tx, record, old, there, pieces)


def occurrence_on(availability: Availability, on: dt.date) -> Span | None:
    """The stretch that begins on that date of its wall clock."""
    zone = ZoneInfo(availability.zone)
    noon = datetime.combine(on, dt.time(12), zone)
    near = availability.occurrences(Span(noon - _DAY, noon + _DAY))
    return next((span for span in near if span.start.astimezone(zone).date() == on), None)


def _always(
    tx: Write, availability_id: int, change: NewAvailability | None, seen: int | None
) -> list[Availability]:
    if change is not None:
        return [availabilities.amend(tx, availability_id, change, seen=seen)]
    availabilities.taken(tx, availability_id, seen=seen)
    availabilities.withdraw(tx, availability_id)
    return []


def _for(change: NewAvailability, scope: Scope) -> NewAvailability:
    """A single date does not repeat."""
    return replace(change, rule=None, until=None) if scope is Scope.THIS else change


def _from_next(old: Availability, there: Span) -> list[Availability]:
    """What goes on after `there` as it was.

    The rule begins anew at its next occurrence, so that what it counts in stays in step. Where the
    clocks change just then, and its hours are not there, that one stands by itself.
    """
    pieces: list[Availability] = []
    for span in _later(old, there):
        if _hours(span, old) == _hours(old.span, old):
            return [*pieces, replace(old, span=span)]
        pieces.append(replace(old, span=span, rule=None, until=None))
    return pieces


def _later(old: Availability, there: Span) -> Iterator[Span]:
    soon, at_last = there.start + _SOON, there.start + _AT_LAST
    for since, until in ((there.start, soon), (soon, at_last)):
        for span in old.occurrences(Span(since, until)):
            if span.start >= since and span.start > there.start:
                yield span


def _hours(span: Span, old: Availability) -> tuple[dt.time, dt.time]:
    zone = ZoneInfo(old.zone)
    return span.start.astimezone(zone).time(), span.end.astimezone(zone).time()


def _put(
    tx: Write,
    record: AvailabilityRecord,
    old: Availability,
    there: Span,
    pieces: Sequence[Availability],
) -> list[Availability]:
    """End the old one before `there`, and put the pieces in its place."""
    begins = Span(old.span.start, there.start) if there.start > old.span.start else None
    kept = begins is not None and any(span.start < there.start for span in old.occurrences(begins))
    # An id that nothing is left of goes to the first of what comes instead.
    waiting = list(pieces)
    if kept:
        record.until = there.start
        rows.touch(tx, record)
    elif waiting:
        fill(tx, record, waiting.pop(0))
    else:
        record.shelf = Shelf.TRASH.value
        rows.touch(tx, record)
    tx.session.flush()
    added = [tx.add(record_of(tx, replace(piece, series_id=None))) for piece in waiting]
    after = [each.value() for each in [record, *added]]
    _carry(tx, old, there, after)
    flag_stranded(tx, record.value())
    offers.offer_freed(tx, offers.of_open_time(tx, *after))
    return [each for each in after if each.shelf is old.shelf]


def _carry(tx: Write, old: Availability, there: Span, pieces: Sequence[Availability]) -> None:
    """Let the claims from `there` on be upon the piece of which their time is a slot."""
    claim = AppointmentRecord
    ids = tx.session.scalars(
        select(claim.id).where(
            claim.availability_id == old.id,
            claim.shelf == Shelf.PUBLIC.value,
            claim.starts >= there.start,
        )
    )
    for record in rows.take(tx, claim, ids).values():
        piece = next((p for p in pieces if p.has_slot(record.span)), None)
        if piece is not None and piece.id != old.id:
            record.availability_id, record.resource_id = piece.id, piece.resource_id
            rows.touch(tx, record)
    tx.session.flush()
