"""Offering what comes free to those who wait for it, before anybody else can see it.

Every act that frees or makes a place calls `offer_freed` at its end, in its own transaction. Only
one at a time looks who is next: it waits until whoever did so before has committed. That is after
the calendars have been taken (see `rows`), and before any date or stock is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from desk.domain.appointment import Appointment
from desk.domain.availability import Availability
from desk.domain.directory import AppointmentType, Per
from desk.domain.offer_hours import OfferHours
from desk.domain.serving import FreePlace, Serving, Terms
from desk.domain.span import Span
from desk.domain.waiting import Offer
from desk.domain.wall_clock import instant, milliseconds
from desk.services import claims, day_places, free_places, rows, site, type_places, waiting_rows
from desk.services.free_places import ALL, Freed
from desk.store.database import Read, Write
from desk.store.records import (
    AppointmentRecord,
    AppointmentTypeRecord,
    PersonRecord,
    WaitingEntryRecord,
)

_LOCK = "waiting"
_POSTPONED = "freed places"
_MINUTE = timedelta(minutes=1)
_NOW = timedelta(milliseconds=1)
_LOOK_AHEAD = timedelta(days=367)


@dataclass(frozen=True, slots=True)
class Given:
    """A place that somebody on the waiting list is to be offered."""

    entry_id: int
    terms: Terms
    place: FreePlace


def lock(tx: Write) -> None:
    """Be the only one who changes the waiting list or serves it, until the commit."""
    tx.lock(_LOCK, 0)


@contextmanager
def together(tx: Write) -> Iterator[list[Offer]]:
    """Offer what several acts free only when the last of them is done.

    What one of them frees may be just what the next one needs. The list that is given has the
    offers that were made, when it is over.
    """
    made: list[Offer] = []
    if _POSTPONED in tx.session.info:
        yield made
        return
    tx.session.info[_POSTPONED] = Freed()
    try:
        yield made
    except BaseException:
        del tx.session.info[_POSTPONED]
        raise
    made += offer_freed(tx, tx.session.info.pop(_POSTPONED))


def of_appointments(*appointments: Appointment) -> Freed:
    """What comes free when these appointments go from where they are."""
    return Freed(
        times=tuple((each.resource_id, each.span) for each in appointments),
        types=tuple({each.type_id for each in appointments if each.type_id is not None}),
    )


def of_open_time(tx: Read, *opened: Availability) -> Freed:
    """What can be had where these are open, from now on."""
    times = []
    for each in opened:
        end = each.span.end if each.rule is None else each.until or tx.now + _LOOK_AHEAD
        start = max(each.span.start, tx.now)
        if start < end:
            times.append((each.resource_id, Span(start, end)))
    return Freed(times=tuple(times))


def offer_freed(tx: Write, freed: Freed, *, besides: Collection[int] = ()) -> list[Offer]:
    """Offer what has come free to those who are next and are served by themselves.

    Entries in `besides` are passed over. Gives the offers that were made.
    """
    if _POSTPONED in tx.session.info:
        tx.session.info[_POSTPONED] += freed
        return []
    if freed == Freed():
        return []
    lock(tx)
    types = automatic_types(tx)
    if not types:
        return []
    freed = with_dates(tx, freed, types)
    wishes = waiting_rows.wishes(tx, types)
    hold_places(tx, freed, types, wishes)
    places = free_places.found(tx, freed, types, wishes)
    given = plan(tx, types, places, besides=besides)
    made = make(tx, given)
    if not freed.all and any(each.terms.party > 1 for each in given):
        # What was kept for a party elsewhere is anybody's, now that it has its places.
        made += offer_freed(tx, _within_reach(tx, freed, types), besides=besides)
    return made


def planned(tx: Read) -> list[Given]:
    """What would be offered to whom if everything were looked at now."""
    types = automatic_types(tx)
    if not types:
        return []
    places = free_places.found(tx, ALL, types, waiting_rows.wishes(tx, types))
    return plan(tx, types, places)


def automatic_types(tx: Read) -> list[AppointmentType]:
    """The types for which somebody waits to be served by itself."""
    waited_for = waiting_rows.types_waited_for(tx)
    return [type_ for type_ in waited_for if waiting_rows.is_automatic(tx, type_)]


def plan(
    tx: Read,
    types: Collection[AppointmentType],
    places: Iterable[FreePlace],
    *,
    besides: Collection[int] = (),
) -> list[Given]:
    """Who is to be offered which of the places, in the order of the queue."""
    earliest = too_late(tx)
    left = [place for place in places if place.begins > earliest]
    if not left:
        return []
    serving = Serving(left, milliseconds(tx.now))
    free = sum(place.free for place in left)
    given = []
    for entry_id, terms in waiting_rows.queue(tx, types):
        if entry_id in besides:
            continue
        if free <= 0:
            break
        place = serving.next(terms)
        if place is not None:
            free -= terms.party
            given.append(Given(entry_id, terms, place))
    return given


def too_late(tx: Read) -> int:
    """What begins by this moment is not offered any more: nobody could be reached in time."""
    closing = tx.now + site.setting(tx, site.CLOSING_MINUTES) * _MINUTE
    return milliseconds(max(closing, hours(tx).after(tx.now, _NOW)))


def is_over(tx: Read, date: dt.date) -> bool:
    """Whether nothing of that date is offered any more, however late it is to be had."""
    return date < tx.date_of(instant(too_late(tx)))


def hours(tx: Read) -> OfferHours:
    """When people can be reached."""
    between, days = site.setting(tx, site.OPENING_HOURS), site.setting(tx, site.OPENING_DAYS)
    return OfferHours.read(between, days, tx.zone.key)


def make(tx: Write, given: Sequence[Given]) -> list[Offer]:
    """Hold the places for those to whom they are given: a claim for each place."""
    if not given:
        return []
    entries = _entries(tx, [each.entry_id for each in given])
    types = {each.terms.type_id for each in given}
    deadlines = _Deadlines(tx, types)
    made = [
        [_claim(tx, each, entries[each.entry_id], deadlines) for _ in range(each.terms.party)]
        for each in given
    ]
    claims.give_places(tx, [record for several in made for record in several])
    return [
        Offer(
            entry_id=each.entry_id,
            ids=tuple(record.id for record in several),
            span=Span(instant(each.place.start), instant(each.place.end)),
            resource_id=each.place.resource_id,
            availability_id=each.place.availability_id,
            held_until=deadlines.until(each),
            made_at=tx.now,
        )
        for each, several in zip(given, made, strict=True)
    ]


def hold_places(
    tx: Write, freed: Freed, types: Collection[AppointmentType], wishes: Collection[Terms]
) -> None:
    """Be the only one who takes places of the dates and stocks that may be offered."""
    day_wishes = [terms for terms in wishes if terms.per is Per.DAY]
    if day_wishes:
        day_places.lock(tx, *free_places.dates(freed, day_wishes))
    for type_ in sorted(types, key=lambda each: each.id):
        if type_.per is Per.STOCK:
            type_places.hold(tx, type_.id, tx.whole_day(tx.today))


def with_dates(tx: Read, freed: Freed, types: Collection[AppointmentType]) -> Freed:
    """The same, with the dates on which an appointment for the day has gone."""
    by_the_day = any(type_.per is Per.DAY for type_ in types)
    if not by_the_day or not freed.types:
        return freed
    dates = tuple({tx.date_of(span.start) for key, span in freed.times if key is None})
    return freed + Freed(dates=dates)


def _within_reach(tx: Write, freed: Freed, types: Collection[AppointmentType]) -> Freed:
    """All that may be offered by whoever has the calendars of what has come free, and no others.

    Where others write as well, what is beyond those is left to the next sweep.
    """
    if freed.everywhere or not rows.several_write(tx):
        return ALL
    ahead = Span(tx.now, tx.now + _LOOK_AHEAD)
    keys = {key for key, _ in freed.times if key is not None}
    return Freed(
        times=tuple((key, ahead) for key in sorted(keys)),
        dates=tuple(tx.today + timedelta(days=number) for number in range(_LOOK_AHEAD.days)),
        types=tuple(type_.id for type_ in types),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """Whom an offer is for."""

    person: PersonRecord | None
    name: str
    note: str


def _entries(tx: Read, ids: Sequence[int]) -> dict[int, _Entry]:
    kind = WaitingEntryRecord
    query = select(kind.id, kind.person_id, kind.name, kind.note).where(kind.id.in_(ids))
    found = list(tx.session.execute(query))
    keys = {row.person_id for row in found if row.person_id is not None}
    known = tx.session.scalars(select(PersonRecord).where(PersonRecord.id.in_(keys)))
    people = {person.id: person for person in known}
    return {row.id: _Entry(people.get(row.person_id or 0), row.name, row.note) for row in found}


class _Deadlines:
    """Until when an offer made now stands: so much opening time, and never past its start."""

    def __init__(self, tx: Read, type_ids: Iterable[int]) -> None:
        usual = site.setting(tx, site.OFFER_MINUTES) * _MINUTE
        open_hours = hours(tx)
        self.types = {key: tx.get(AppointmentTypeRecord, key) for key in type_ids}
        self._until = {
            key: open_hours.after(tx.now, type_.offer_length or usual)
            for key, type_ in self.types.items()
        }

    def until(self, given: Given) -> datetime:
        usual = self._until[given.terms.type_id]
        begins = given.place.begins
        return instant(begins) if begins < milliseconds(usual) else usual


def _claim(tx: Write, given: Given, entry: _Entry, deadlines: _Deadlines) -> AppointmentRecord:
    place, type_id = given.place, given.terms.type_id
    return AppointmentRecord(
        resource_id=place.resource_id,
        availability_id=place.availability_id,
        starts=instant(place.start),
        ends=instant(place.end),
        person=entry.person,
        person_id=entry.person.id if entry.person else None,
        title="" if entry.person else entry.name,
        appointment_type=deadlines.types[type_id].code,
        type_id=type_id,
        note=entry.note,
        held_until=deadlines.until(given),
        entry_id=given.entry_id,
        created_at=tx.now,
        created_by=tx.actor,
        updated_at=tx.now,
        updated_by=tx.actor,
    )
