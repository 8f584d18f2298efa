"""Why somebody who waits has no place yet: facts, for which others have the words.

What is free and would do comes last: then it is the queue, the hours or the settings that keep it
from them (contract of document 002, section 3, rule 6 of what to change).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement

from desk.domain.appointment import Appointment
from desk.domain.directory import AppointmentType, Per
from desk.domain.serving import FreePlace, Serving, Terms
from desk.domain.slot import State as SlotState
from desk.domain.span import Span
from desk.domain.waiting import Reason, State, WaitingEntry, Why
from desk.domain.wall_clock import instant, milliseconds
from desk.services import (
    appointment_rows,
    free_places,
    offers,
    waiting_line,
    waiting_rows,
)
from desk.services.free_places import ALL
from desk.store.database import Read
from desk.store.records import AppointmentRecord, AppointmentTypeRecord, WaitingEntryRecord

_A = AppointmentRecord
# In which order they are told.
_ORDER = list(Why)


@dataclass(slots=True)
class _Seen:
    """What was found, counted, and the claims that hold places on offer."""

    counts: Counter[Why] = field(default_factory=Counter)
    held: set[int] = field(default_factory=set)

    def note(self, why: Why, number: int = 1) -> None:
        self.counts[why] += number

    def reasons(self) -> list[Reason]:
        return [
            Reason(why, self.counts[why], tuple(sorted(self.held)))
            if why is Why.HELD_BY_OFFERS
            else Reason(why, self.counts[why])
            for why in _ORDER
            if self.counts[why]
        ]


def explain(tx: Read, entry_id: int) -> list[Reason]:
    """Why this entry is not being served; the numbers count places, or people ahead."""
    entry = tx.get(WaitingEntryRecord, entry_id).value()
    state = waiting_line.state(tx, entry)
    if state is State.LEFT:
        return [Reason(Why.LEFT)]
    if state is not State.WAITING:
        return [Reason(Why.SERVED)]
    type_ = tx.get(AppointmentTypeRecord, entry.type_id).value()
    seen = _settings(tx, type_)
    if entry.last_date is not None and entry.last_date < tx.today:
        seen.note(Why.WISH_PAST)
        return seen.reasons()
    terms = waiting_rows.terms_of(tx, entry, entry.passed)
    before = seen.counts.total()
    {Per.SLOT: _slots, Per.DAY: _days, Per.STOCK: _stock}[type_.per](tx, terms, seen)
    fitting = _free(tx, type_, terms, seen)
    if fitting:
        _queue(tx, entry, terms, fitting, seen)
    elif seen.counts.total() == before:
        seen.note(Why.NOTHING_OPEN)
    return seen.reasons()


def why_nobody(tx: Read, type_id: int) -> list[Reason]:
    """Why nobody who waits for this type is served: what keeps the most of them, first."""
    type_ = tx.get(AppointmentTypeRecord, type_id).value()
    seen = _settings(tx, type_)
    for terms in {each.terms for each in waiting_rows.queue(tx, [type_])}:
        {Per.SLOT: _slots, Per.DAY: _days, Per.STOCK: _stock}[type_.per](tx, terms, seen)
    return seen.reasons()


def _settings(tx: Read, type_: AppointmentType) -> _Seen:
    seen = _Seen()
    if not type_.waiting_list:
        seen.note(Why.LIST_OFF)
    if not waiting_rows.is_automatic(tx, type_):
        seen.note(Why.AUTOMATIC_OFF)
    return seen


def _slots(tx: Read, terms: Terms, seen: _Seen) -> None:
    """What there is of slots that are meant, but have no place."""
    spans = []
    for place, state in free_places.every_slot(tx, terms):
        if terms.party > place.capacity and replace(terms, party=1).meant(place):
            seen.note(Why.PARTY_TOO_LARGE)
        elif not terms.meant(place):
            continue
        elif state is SlotState.CLOSED:
            seen.note(Why.CLOSED)
        elif state is SlotState.TAKEN:
            seen.note(Why.FULL)
            spans.append((place.availability_id, place.start, place.end))
    if spans:
        _held(tx, seen, [_A.availability_id.in_({key for key, *_ in spans})], spans)


def _held(
    tx: Read,
    seen: _Seen,
    where: list[ColumnElement[bool]],
    spans: list[tuple[int | None, int, int]],
) -> None:
    full = {(key, start) for key, start, _ in spans}
    hull = Span(
        instant(min(start for _, start, _ in spans)), instant(max(end for *_, end in spans))
    )
    for claim in appointment_rows.overlapping(tx, hull, None, *_on_offer(tx), *where):
        if (claim.availability_id, milliseconds(claim.span.start)) in full:
            _hold(seen, claim)


def _days(tx: Read, terms: Terms, seen: _Seen) -> None:
    for day in free_places.days_meant(tx, terms):
        if day.closed:
            seen.note(Why.CLOSED)
        elif day.free <= 0:
            seen.note(Why.FULL)
            whole = tx.whole_day(day.date)
            of_day = (_A.type_id.is_not(None), _A.availability_id.is_(None))
            for claim in appointment_rows.overlapping(tx, whole, None, *_on_offer(tx), *of_day):
                _hold(seen, claim)


def _stock(tx: Read, terms: Terms, seen: _Seen) -> None:
    type_ = tx.get(AppointmentTypeRecord, terms.type_id).value()
    if free_places.found(tx, ALL, [type_], [terms]):
        return
    seen.note(Why.FULL if type_.places else Why.CLOSED)
    for claim in appointment_rows.found(tx, _A.type_id == type_.id, *_on_offer(tx)):
        _hold(seen, claim)


def _hold(seen: _Seen, claim: Appointment) -> None:
    seen.note(Why.HELD_BY_OFFERS)
    seen.held.add(claim.id)


def _free(tx: Read, type_: AppointmentType, terms: Terms, seen: _Seen) -> list[FreePlace]:
    """The free places that would do; what is amiss with the others is noted."""
    now, earliest = milliseconds(tx.now), offers.too_late(tx)
    fitting = []
    for place in free_places.found(tx, ALL, [type_], [replace(terms, party=1)]):
        if not terms.meant(place):
            continue
        if place.begins < now + terms.notice:
            seen.note(Why.NOTICE_TOO_SHORT)
        elif place.begins <= earliest:
            seen.note(Why.PAST_CLOSING)
        elif place.name in terms.passed:
            seen.note(Why.WITHDRAWN)
        elif place.free < terms.party:
            seen.note(Why.PARTY_TOO_LARGE)
        else:
            fitting.append(place)
    return fitting


def _queue(
    tx: Read, entry: WaitingEntry, terms: Terms, fitting: list[FreePlace], seen: _Seen
) -> None:
    """Who comes first for what is free and would do."""
    now = milliseconds(tx.now)
    serving = Serving(fitting, now)
    ahead = 0
    for entry_id, others in waiting_rows.queue(tx, waiting_rows.types_waited_for(tx)):
        if entry_id == entry.id:
            break
        if any(others.suited_by(place, now) for place in fitting):
            ahead += 1
            serving.next(others)
    kept = sum(place.kept for place in fitting)
    if kept:
        seen.note(Why.KEPT_FOR_A_PARTY, kept)
    if ahead and serving.next(terms) is None:
        seen.note(Why.BEHIND_OTHERS, ahead)


def _on_offer(tx: Read) -> tuple[ColumnElement[bool], ...]:
    return appointment_rows.counting(tx.now), _A.entry_id.is_not(None), _A.held_until > tx.now
