"""The waiting list to be looked at: who stands where, what is on offer, and who could take what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from desk.domain import waiting as rules
from desk.domain.appointment import Appointment, Shelf
from desk.domain.directory import AppointmentType
from desk.domain.errors import NotFound
from desk.domain.folding import fold, words
from desk.domain.serving import FreePlace, Terms
from desk.domain.span import Span
from desk.domain.waiting import Offer, Place, State, WaitingEntry
from desk.domain.wall_clock import DAY_MS, instant, milliseconds, wall_clock
from desk.services import appointment_rows, directory, folding, free_places, waiting_rows
from desk.services.free_places import ALL, Freed
from desk.store.database import Read
from desk.store.records import AppointmentRecord, AppointmentTypeRecord, WaitingEntryRecord

_W, _A = WaitingEntryRecord, AppointmentRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry as it stands: `position` counts from 1 among those who wait for the same.

    `offer` is what was offered last, on whatever terms it ended. A `variation` that is empty
    stands for any.
    """

    entry: WaitingEntry
    state: State
    position: int | None = None
    offer: Offer | None = None
    type_name: str = ""
    variation: str = ""

    @property
    def id(self) -> int:
        return self.entry.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Somebody who could take a place; `fits` is false where the party is too large for it now."""

    entry: WaitingEntry
    position: int
    fits: bool
    type_name: str
    waited: timedelta

    @property
    def id(self) -> int:
        return self.entry.id


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries wait, and how many have an offer to answer."""

    waiting: int
    offered: int


def one(tx: Read, entry_id: int) -> Listed:
    """The entry as it stands."""
    found = _listed(tx, _W.id == entry_id)
    if not found:
        raise NotFound(_W.__tablename__, entry_id)
    return found[0]


def listed(
    tx: Read,
    *,
    states: Collection[State] | None = None,
    type_id: int | None = None,
    typed: str = "",
) -> list[Listed]:
    """The entries in the order in which they are served: of these states, of this type.

    With something `typed` those of whom name, telephone or e-mail have every word of it.
    """
    conditions = [] if type_id is None else [_W.type_id == type_id]
    if states is not None:
        conditions.append(or_(*(_SAYING[state](tx) for state in states)))
    sought = words(fold(typed))
    return [
        each
        for each in _listed(tx, *conditions)
        if (states is None or each.state in states)
        and all(word in _text(each.entry) for word in sought)
    ]


def count(tx: Read) -> Counts:
    """How many there are."""
    both = [
        select(func.count()).select_from(_W).where(condition).scalar_subquery()
        for condition in (waiting_rows.waiting(), _SAYING[State.OFFERED](tx))
    ]
    waiting, offered = tx.session.execute(select(*both)).one()
    return Counts(waiting, offered)


def waiting_for(tx: Read, type_id: int) -> list[WaitingEntry]:
    """Who waits for a type, in order."""
    return waiting_rows.values(tx, _W.type_id == type_id, waiting_rows.waiting())


def claims_of(tx: Read, ids: Collection[int]) -> dict[int, list[Appointment]]:
    """Everything that was ever held for these entries, by entry."""
    found: dict[int, list[Appointment]] = defaultdict(list)
    for claim in appointment_rows.found(tx, _A.entry_id.in_(ids)):
        found[claim.entry_id or 0].append(claim)
    return found


def state(tx: Read, entry: WaitingEntry) -> State:
    """How an entry stands."""
    return rules.state(entry, claims_of(tx, [entry.id]).get(entry.id, []), tx.now)


def positions(tx: Read) -> dict[int, int]:
    """Where everybody stands who waits, counted among those who would take the same places."""
    lines: dict[int, _Line] = defaultdict(_Line)
    found = {}
    for entry_id, terms in waiting_rows.queue(tx, waiting_rows.types_waited_for(tx)):
        line = lines[terms.type_id]
        found[entry_id] = line.ahead_of(terms) + 1
        line.add(entry_id, terms)
    return found


def suited(tx: Read, type_: AppointmentType, terms: Terms) -> list[FreePlace]:
    """The free places that would do for all of the party, the earliest first."""
    anything = replace(terms, passed=frozenset())
    now = milliseconds(tx.now)
    there = free_places.found(tx, ALL, [type_], [terms])
    fitting = [p for p in there if p.free >= terms.party and anything.suited_by(p, now)]
    return sorted(fitting, key=lambda p: (p.start, p.resource_id or 0, p.availability_id or 0))


def suiting(tx: Read, entry_id: int, limit: int = 8) -> list[Place]:
    """The free places that somebody would take, the earliest first."""
    entry = tx.get(_W, entry_id).value()
    type_ = tx.get(AppointmentTypeRecord, entry.type_id).value()
    found = suited(tx, type_, waiting_rows.terms_of(tx, entry))
    return [as_place(each) for each in found[:limit]]


def could_take(tx: Read, place: Place) -> list[Match]:
    """Who would take a place, in the order in which they are served."""
    wanted = _as_free(tx, place)
    now = milliseconds(tx.now)
    types = {type_.id: type_ for type_ in waiting_rows.types_waited_for(tx)}
    queue = waiting_rows.queue(tx, types.values())
    ids = [entry_id for entry_id, terms in queue if terms.suited_by(wanted, now)]
    entries = {e.id: e for e in waiting_rows.values(tx, _W.id.in_(ids))} if ids else {}
    standing = positions(tx) if ids else {}
    return [
        Match(
            entry=entries[key],
            position=standing[key],
            fits=entries[key].party <= place.free,
            type_name=types[entries[key].type_id].name,
            waited=entries[key].waited(tx.now),
        )
        for key in ids
    ]


def places_left(tx: Read, ids: Collection[int]) -> list[Place]:
    """The places where these appointments were, as far as they are free and still to come."""
    found: dict[tuple[int | None, int | None, int], Place] = {}
    for gone in appointment_rows.found(tx, _A.id.in_(ids)):
        for free in _where(tx, gone):
            key = free.availability_id, free.type_id, free.start
            found[key] = as_place(free)
    return sorted(found.values(), key=lambda place: place.span)


def offers_on(tx: Read, ids: Collection[int]) -> list[Listed]:
    """Whoever has an offer to answer of a place where these appointments were."""
    entries = set()
    for gone in appointment_rows.found(tx, _A.id.in_(ids)):
        same = _A.availability_id.is_not_distinct_from(gone.availability_id)
        there = and_(_on_offer(tx), same, _A.id != gone.id)
        for claim in appointment_rows.overlapping(tx, gone.span, None, there):
            if gone.availability_id is not None or claim.type_id == gone.type_id:
                entries.add(claim.entry_id or 0)
    return _listed(tx, _W.id.in_(entries)) if entries else []


def as_place(free: FreePlace) -> Place:
    """The same, to be shown."""
    return Place(
        per=free.per,
        span=Span(instant(free.start), instant(free.end)),
        free=free.free,
        capacity=free.capacity,
        resource_id=free.resource_id,
        availability_id=free.availability_id,
        type_id=free.type_id,
        code=free.code,
    )


class _Line:
    """Those who stand in one queue, counted by the provider and the days that they wait for."""

    def __init__(self) -> None:
        self._all: dict[int | None, int] = defaultdict(int)
        self._any_day: dict[int | None, int] = defaultdict(int)
        self._by_day: dict[int | None, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))

    def ahead_of(self, terms: Terms) -> int:
        """How many of them would take a place that would do for these terms."""
        whose = list(self._all) if terms.resource_id is None else [terms.resource_id, None]
        if not terms.days:
            return sum(self._all[key] for key in whose)
        return sum(self._any_day[key] + len(self._on(key, terms.days)) for key in whose)

    def add(self, entry_id: int, terms: Terms) -> None:
        self._all[terms.resource_id] += 1
        if not terms.days:
            self._any_day[terms.resource_id] += 1
        for day in terms.days:
            self._by_day[terms.resource_id][day].add(entry_id)

    def _on(self, key: int | None, days: frozenset[int]) -> set[int]:
        by_day = self._by_day[key]
        found = [by_day[day] for day in days if day in by_day]
        return found[0] if len(found) == 1 else set().union(*found)


def _listed(tx: Read, *conditions: ColumnElement[bool]) -> list[Listed]:
    entries = waiting_rows.values(tx, *conditions)
    claims = claims_of_all(tx, entries)
    named = {type_.id: type_ for type_ in directory.appointment_types(tx)}
    variations = {each.id: each.name for type_ in named.values() for each in type_.variations}
    states = {each.id: rules.state(each, claims.get(each.id, []), tx.now) for each in entries}
    standing = positions(tx) if State.WAITING in states.values() else {}
    return [
        Listed(
            entry=each,
            state=states[each.id],
            position=standing.get(each.id),
            offer=rules.offer(claims.get(each.id, [])),
            type_name=named[each.type_id].name,
            variation=variations.get(each.variation_id or 0, ""),
        )
        for each in entries
    ]


def claims_of_all(tx: Read, entries: Sequence[WaitingEntry]) -> dict[int, list[Appointment]]:
    """As `claims_of`, also for very many."""
    ids = [each.id for each in entries]
    if len(ids) <= _MANY:
        return claims_of(tx, ids)
    every: dict[int, list[Appointment]] = defaultdict(list)
    for claim in appointment_rows.found(tx, _A.entry_id.is_not(None)):
        every[claim.entry_id or 0].append(claim)
    return every


def _where(tx: Read, gone: Appointment) -> list[FreePlace]:
    """The free place where an appointment was, if it is one."""
    if gone.availability_id is not None:
        whose = None if gone.resource_id is None else [gone.resource_id]
        start = milliseconds(gone.span.start)
        there = free_places.slots_at(tx, gone.span, whose)
        slot = gone.availability_id, start
        return [free for free in there if (free.availability_id, free.start) == slot]
    if gone.type_id is None:
        return []
    type_ = tx.get(AppointmentTypeRecord, gone.type_id).value()
    date = tx.date_of(gone.span.start)
    number = date.toordinal()
    terms = Terms(per=type_.per, type_id=type_.id, code="", first=number, last=number)
    return free_places.found(tx, Freed(dates=(date,), types=(type_.id,)), [type_], [terms])


def _as_free(tx: Read, place: Place) -> FreePlace:
    clock = wall_clock(tx.zone.key)
    start, end = milliseconds(place.span.start), milliseconds(place.span.end)
    day, since = clock.reading(start)
    last_day, last = clock.reading(end - 1)
    return FreePlace(
        per=place.per,
        start=start,
        end=end,
        begins=free_places.begins(place.per, start, end),
        free=place.free,
        capacity=place.capacity,
        day=day,
        since=since,
        until=last + 1 + (last_day - day) * DAY_MS,
        resource_id=place.resource_id,
        availability_id=place.availability_id,
        type_id=place.type_id,
        code=place.code,
    )


def _text(entry: WaitingEntry) -> str:
    parts = (entry.name, folding.digits(entry.phone), entry.email, entry.note)
    return fold("\n".join(part for part in parts if part))


def _on_offer(tx: Read) -> ColumnElement[bool]:
    shelf = _A.shelf == Shelf.PUBLIC.value
    return and_(_A.entry_id.is_not(None), shelf, _A.held_until > tx.now)


def _has_claim(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(1).where(_A.entry_id == _W.id, *conditions))


def _is_over(_tx: Read) -> ColumnElement[bool]:
    return and_(_W.left_at.is_(None), _has_claim())


# Which rows may be of a state; how each stands exactly is told from its claims.
_SAYING = {
    State.WAITING: lambda _tx: waiting_rows.waiting(),
    State.LEFT: lambda _tx: _W.left_at.is_not(None),
    State.OFFERED: lambda tx: and_(_W.left_at.is_(None), _has_claim(_on_offer(tx))),
    State.ACCEPTED: lambda _tx: and_(_W.left_at.is_(None), _has_claim(_A.held_until.is_(None))),
    State.DECLINED: _is_over,
    State.LAPSED: _is_over,
}
_MANY = 500
