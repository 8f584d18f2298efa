"""The waiting list: joining, leaving, and answering offers (document 002 and its contract).

Whoever has been offered a place is served for good, whatever becomes of it; joining again makes a
new entry. Acts that may serve somebody have the whole calendar to themselves first, then the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from desk.domain import waiting as rules
from desk.domain.appointment import Appointment, Shelf
from desk.domain.directory import AppointmentType, Per
from desk.domain.errors import (
    AlreadyOffered,
    Frozen,
    Invalid,
    Lapsed,
    NothingFree,
    NotOnOffer,
)
from desk.domain.serving import FreePlace
from desk.domain.waiting import Joining, Offer, Place, State, WaitingEntry
from desk.domain.wall_clock import milliseconds
from desk.services import (
    appointments,
    claims,
    journal,
    offers,
    rows,
    waiting_line,
    waiting_rows,
    waiting_rules,
)
from desk.services.free_places import ALL, Freed
from desk.services.offers import Given
from desk.store.database import Read, Write
from desk.store.records import AppointmentRecord, AppointmentTypeRecord, WaitingEntryRecord


def hold(tx: Write) -> None:
    """Be the only one who serves or changes those who wait, until the commit.

    To be called before looking at somebody in order to change them.
    """
    claims.shut_calendar(tx, None)


def known(tx: Read, entry_id: int) -> WaitingEntry:
    """The entry alone, or `NotFound`."""
    return tx.get(WaitingEntryRecord, entry_id).value()


def join(tx: Write, new: Joining) -> WaitingEntry:
    """Put somebody at the end of the list, or where the priority says.

    `Invalid`, `ListClosed`, `AlreadyWaiting`, or `StillAvailable` when there is something to take.
    """
    person = waiting_rules.person(tx, new)
    offers.lock(tx)
    waiting_rules.require_sense(tx, new)
    waiting_rules.require_open(tx, new)
    waiting_rules.require_alone(tx, new)
    waiting_rules.require_nothing_free(tx, new)
    record = WaitingEntryRecord(created_at=tx.now, created_by=tx.actor, passed=())
    waiting_rules.fill(tx, record, new, person)
    return tx.add(record).value()


def join_again(tx: Write, entry_id: int) -> WaitingEntry:
    """Let somebody who was served, or has left, wait for the same once more: as a new entry."""
    before = tx.get(WaitingEntryRecord, entry_id)
    known = before.value()
    own = {"name": before.name, "phone": before.phone, "email": before.email}
    wish = {name: getattr(known, name) for name in waiting_rules.FIELDS}
    return join(tx, Joining(**{**wish, **own, "priority": 0, "priority_reason": ""}))


def amend(
    tx: Write, entry_id: int, new: Joining, *, seen: int | None, anew: bool = False
) -> WaitingEntry:
    """Change an entry, which keeps its place in the queue; refused as by `join`, or `Frozen`.

    Whether there is something to take is looked at when something else is wanted, or with `anew`.
    `seen` is the version that the person was looking at, none for another machine.
    """
    hold(tx)
    person = waiting_rules.person(tx, new)
    offers.lock(tx)
    record = _waiting(tx, entry_id, seen)
    waiting_rules.require_sense(tx, new)
    before = record.value()
    if new.type_id != before.type_id:
        waiting_rules.require_open(tx, new)
    waiting_rules.require_alone(tx, new, besides=entry_id)
    if anew or not waiting_rules.same_wish(before, new):
        waiting_rules.require_nothing_free(tx, new, besides=entry_id)
    if new.priority != before.priority:
        journal.because(tx, new.priority_reason)
    waiting_rules.fill(tx, record, new, person)
    tx.session.flush()
    offers.offer_freed(tx, ALL)
    return record.value()


def leave(tx: Write, ids: Sequence[int], *, reason: str = "") -> int:
    """Take people off the list; `Frozen` for whoever has been served. Gives how many they were."""
    hold(tx)
    offers.lock(tx)
    records = [_waiting(tx, entry_id, None) for entry_id in dict.fromkeys(ids)]
    journal.because(tx, reason)
    for record in records:
        record.left_at = tx.now
        rows.touch(tx, record)
    tx.session.flush()
    if any(record.party > 1 for record in records):
        offers.offer_freed(tx, ALL)  # What was kept for a party is anybody's now.
    return len(records)


def prioritise(
    tx: Write, entry_id: int, priority: int, reason: str, *, seen: int | None
) -> WaitingEntry:
    """Let somebody come sooner or later than the others; the journal keeps the reason."""
    hold(tx)
    offers.lock(tx)
    record = _waiting(tx, entry_id, seen)
    waiting_rules.require_priority(priority, reason)
    journal.because(tx, reason)
    record.priority, record.priority_reason = priority, reason.strip()
    rows.touch(tx, record)
    tx.session.flush()
    offers.offer_freed(tx, ALL)
    return record.value()


def reorder(tx: Write, entry_id: int, before: int | None, reason: str) -> WaitingEntry:
    """Put somebody just before another one of the same type, or with none at the end of those.

    Whoever stands ahead of them is lifted as far as needed, and stays ahead.
    """
    hold(tx)
    offers.lock(tx)
    record = _waiting(tx, entry_id, None)
    if not reason.strip():
        raise Invalid(priority_reason=["must be given for another place in the queue"])
    line = waiting_line.waiting_for(tx, record.type_id)
    others = [each.id for each in line if each.id != entry_id]
    if before is not None and before not in others:
        raise Invalid(before=["must be somebody else who waits for the same"])
    at = len(others) if before is None else others.index(before)
    priorities = waiting_rules.lifted({each.id: each for each in line}, others, entry_id, at)
    journal.because(tx, reason)
    for key, moved in rows.take(tx, WaitingEntryRecord, priorities).items():
        moved.priority = priorities[key]
        rows.touch(tx, moved)
    waiting_rules.require_priority(record.priority, reason)
    record.priority_reason = reason.strip()
    tx.session.flush()
    offers.offer_freed(tx, ALL)
    return record.value()


def offer(tx: Write, entry_id: int, place: Place | None = None, *, reason: str = "") -> Offer:
    """Offer a place by hand, also out of turn: this one, or the first that suits.

    `NothingFree` when there is none that suits and has room for all of the party, then `Frozen` or
    `AlreadyOffered` (contract of document 002, 1.8). The journal keeps the reason.
    """
    hold(tx)
    offers.lock(tx)
    record = tx.get(WaitingEntryRecord, entry_id)
    entry = record.value()
    terms = waiting_rows.terms_of(tx, entry)
    type_ = tx.get(AppointmentTypeRecord, entry.type_id).value()
    offers.hold_places(tx, ALL, [type_], [terms])
    suiting = waiting_line.suited(tx, type_, terms)
    if place is not None:
        suiting = [each for each in suiting if _is(each, place)]
    if not suiting:
        raise NothingFree(_called(entry))
    _require_unserved(tx, record)
    journal.because(tx, reason)
    [made] = offers.make(tx, [Given(entry_id, terms, suiting[0])])
    if entry.party > 1:
        offers.offer_freed(tx, ALL)  # What was kept for a party is anybody's now.
    return made


def accept(tx: Write, entry_id: int, *, arrived: bool = False) -> list[Appointment]:
    """Book somebody on what they have been offered; `arrived` if they are there already.

    `Lapsed` when the time has run out, `NotOnOffer` when there is nothing to be accepted; refused
    as a booking is where the time has been closed, or has fewer places, since.
    """
    held = _on_offer(tx, entry_id)
    return [appointments.confirm(tx, claim.id, arrived=arrived) for claim in held]


def decline(tx: Write, entry_id: int, *, reason: str = "") -> list[Offer]:
    """Give back what somebody has been offered; gives the offers made of it at once."""
    held = _on_offer(tx, entry_id)
    journal.because(tx, reason)
    with offers.together(tx) as made:
        for claim in held:
            appointments.release(tx, claim.id)
    return made


def withdraw(tx: Write, entry_id: int, *, back: bool, reason: str = "") -> list[Offer]:
    """Take an offer back that was made by mistake; gives the offers made of it at once.

    With `back` the person waits again, where they stood, and is not offered the same place again
    by itself; else the entry has ended.
    """
    held = _on_offer(tx, entry_id)
    offers.lock(tx)
    journal.because(tx, reason)
    with offers.together(tx) as made:
        for claim in held:
            appointments.release(tx, claim.id)
        if back:
            _put_back(tx, entry_id, held)
            offers.offer_freed(tx, ALL)  # What nobody waited for until now may be what they want.
    return made


def expire(tx: Write, entry_id: int) -> list[Offer]:
    """Let an offer lapse now; gives the offers made of it at once."""
    held = _on_offer(tx, entry_id)
    for record in rows.take(tx, AppointmentRecord, [claim.id for claim in held]).values():
        record.held_until = tx.now
        rows.touch(tx, record)
    tx.session.flush()
    return offers.offer_freed(tx, offers.of_appointments(*held))


def sweep(tx: Write) -> list[Offer]:
    """Offer everything that is free to those who wait for it; gives the offers that were made.

    Doing it again changes nothing, until something comes free or an offer lapses.
    """
    if not anybody(tx):
        return []
    hold(tx)
    return offers.offer_freed(tx, ALL)


def anybody(tx: Read) -> bool:
    """Whether anybody waits to be served by itself."""
    return bool(offers.automatic_types(tx))


def due(tx: Read) -> bool:
    """Whether `sweep` would make an offer now."""
    return bool(offers.planned(tx))


def next_deadline(tx: Read) -> datetime | None:
    """When the next hold or offer lapses."""
    kind = AppointmentRecord
    query = select(func.min(kind.held_until)).where(
        kind.held_until > tx.now, kind.shelf == Shelf.PUBLIC.value
    )
    return tx.session.scalar(query)


def set_capacity(tx: Write, named: str, places: int) -> AppointmentType:
    """Say how many places there are of a type that has a fixed number of them.

    `named` is its key, or its id. What there is more is offered at once.
    """
    rows.take_house(tx)
    record = waiting_rules.type_named(tx, named)
    if record.per != Per.STOCK:
        raise Invalid(capacity=["is for types with a fixed number of places only"])
    waiting_rules.require_places(places)
    record.places = places
    tx.session.flush()
    offers.offer_freed(tx, Freed(types=(record.id,)))
    return record.value()


def _waiting(tx: Write, entry_id: int, seen: int | None) -> WaitingEntryRecord:
    """The row of somebody who waits, or `Frozen`."""
    record = rows.take_one(tx, WaitingEntryRecord, entry_id)
    journal.require_seen(tx, record, seen)
    state = waiting_line.state(tx, record.value())
    if state is not State.WAITING:
        raise Frozen(_called(record.value()), state.value)
    return record


def _require_unserved(tx: Write, record: WaitingEntryRecord) -> None:
    entry = record.value()
    match waiting_line.state(tx, entry):
        case State.WAITING:
            return
        case State.LEFT:
            raise Frozen(_called(entry), State.LEFT.value)
        case _:
            raise AlreadyOffered(_called(entry))


def _on_offer(tx: Write, entry_id: int) -> list[Appointment]:
    """The claims that stand on offer to an entry, with their calendars held."""
    entry = tx.get(WaitingEntryRecord, entry_id).value()
    before = waiting_line.claims_of(tx, [entry_id]).get(entry_id, [])
    claims.hold_calendar(tx, {claim.resource_id for claim in before})
    found = waiting_line.claims_of(tx, [entry_id]).get(entry_id, [])
    state = rules.state(entry, found, tx.now)
    if state is State.LAPSED:
        raise Lapsed
    if state is not State.OFFERED:
        raise NotOnOffer(_called(entry), state.value)
    return [claim for claim in found if claim.counts(tx.now)]


def _put_back(tx: Write, entry_id: int, held: Sequence[Appointment]) -> None:
    """Let an entry wait again, as if the claims had never been for it."""
    record = rows.take_one(tx, WaitingEntryRecord, entry_id)
    type_ = tx.get(AppointmentTypeRecord, record.type_id)
    names = {_name(tx, Per(type_.per), claim) for claim in held}
    record.passed = tuple(sorted({*record.passed, *names}))
    rows.touch(tx, record)
    mine = select(AppointmentRecord.id).where(AppointmentRecord.entry_id == entry_id)
    for claim in rows.take(tx, AppointmentRecord, tx.session.scalars(mine).all()).values():
        claim.entry_id = None
    tx.session.flush()


def _name(tx: Read, per: Per, claim: Appointment) -> str:
    place = FreePlace(
        per=per,
        start=milliseconds(claim.span.start),
        end=milliseconds(claim.span.end),
        begins=0,
        free=0,
        capacity=0,
        day=tx.date_of(claim.span.start).toordinal(),
        availability_id=claim.availability_id,
    )
    return place.name


def _is(free: FreePlace, place: Place) -> bool:
    same_slot = free.availability_id == place.availability_id
    return free.per is place.per and same_slot and free.start == milliseconds(place.span.start)


def _called(entry: WaitingEntry) -> str:
    """The name of somebody, or how else they are known."""
    return entry.name or entry.phone or entry.email or ""
