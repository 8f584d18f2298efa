"""What people do with a calendar, chosen by chance; any of it may be refused.

As in `acts`, each takes a transaction and a source of chance, and works upon whatever is there.
"""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from random import Random

from sqlalchemy import ColumnElement

from desk.domain.appointment import Details, Shelf
from desk.domain.availability import Pattern
from desk.domain.open_time import NewAvailability, NewSlot
from desk.domain.scope import Scope
from desk.domain.span import Span
from desk.services import (
    appointment_series,
    appointments,
    availabilities,
    closures,
    flags,
    provider_slots,
    splitting,
)
from desk.services.appointment_series import Repetition
from desk.store.database import Write
from desk.store.records import AppointmentRecord as Claim
from desk.store.records import AvailabilityRecord, ClosureRecord, PersonRecord, ResourceRecord
from tests.build import WORKDAYS
from tests.conftest import at
from tests.services.acts import Act, name, one_of

PUBLIC = Claim.shelf == Shelf.PUBLIC.value
SHELVES = [shelf for shelf in Shelf if shelf is not Shelf.GONE]  # what somebody can choose
BOOKED = Claim.held_until.is_(None)
HELD = Claim.held_until.is_not(None)
OPEN = AvailabilityRecord.shelf == Shelf.PUBLIC.value
SHUT = ClosureRecord.shelf == Shelf.PUBLIC.value
MINUTES = [10, 30, 30, 30, 60]


def slot(chance: Random) -> Span:
    """A time at which there is mostly a slot."""
    hour, minute = chance.choice([9, 9, 10, 11, 14]), chance.choice([0, 0, 30])
    start = at(hour, minute, chance.choice([0, 0, 1, 2, 3, 7, 8, 9, 10, 14]))
    return Span(start, start + timedelta(minutes=chance.choice(MINUTES)))


def slot_of(tx: Write, chance: Random, availability_id: int) -> Span:
    """Mostly one of the slots that the availability has in the first fortnight."""
    there = availabilities.one(tx, availability_id)
    spans = list(there.slot_spans(Span(at(0), at(0, day=14))))
    return chance.choice(spans) if spans and chance.random() < 0.8 else slot(chance)


def open_time(tx: Write, chance: Random) -> NewAvailability:
    start = at(chance.choice([9, 9, 10]))
    return NewAvailability(
        resource_id=one_of(tx, chance, ResourceRecord) or None,
        span=Span(start, at(12)),
        slot_length=timedelta(minutes=chance.choice([30, 30, 60])),
        capacity=chance.choice([1, 1, 2, 3]),
        rule=chance.choice([None, WORKDAYS, "FREQ=WEEKLY"]),
    )


def details(tx: Write, chance: Random) -> Details:
    return Details(
        person_id=chance.choice([None, one_of(tx, chance, PersonRecord)]),
        title=name(chance),
        owner=chance.choice([None, None, "u1"]),
        extra=chance.choice([{}, {"room": 3}]),
    )


def one(tx: Write, chance: Random, *where: ColumnElement[bool]) -> int:
    return one_of(tx, chance, Claim, *where)


def open_up(tx: Write, chance: Random) -> object:
    return availabilities.add(tx, open_time(tx, chance))


def amend_open_time(tx: Write, chance: Random) -> object:
    there = availabilities.one(tx, one_of(tx, chance, AvailabilityRecord, OPEN))
    new = open_time(tx, chance)
    return availabilities.amend(tx, there.id, new, seen=there.version)


def withdraw(tx: Write, chance: Random) -> object:
    return availabilities.withdraw(tx, one_of(tx, chance, AvailabilityRecord, OPEN))


def open_again(tx: Write, chance: Random) -> None:
    availabilities.restore(tx, [one_of(tx, chance, AvailabilityRecord, ~OPEN)])


def split(tx: Write, chance: Random) -> object:
    there = availabilities.one(tx, one_of(tx, chance, AvailabilityRecord, OPEN))
    change = chance.choice([None, open_time(tx, chance)])
    on = tx.date_of(there.span.start) + dt.timedelta(days=chance.choice([0, 1, 7]))
    return splitting.split(tx, there.id, on, chance.choice(list(Scope)), change, seen=None)


def add_slots(tx: Write, chance: Random) -> object:
    whose = one_of(tx, chance, ResourceRecord)
    pattern = chance.choice([None, Pattern.WEEKLY])
    return provider_slots.add_slot(
        tx, NewSlot(resource_id=whose, span=slot(chance), pattern=pattern)
    )


def close(tx: Write, chance: Random) -> object:
    whose = chance.choice([None, one_of(tx, chance, ResourceRecord)])
    return closures.close(tx, slot(chance), whose, "Training")


def amend_closure(tx: Write, chance: Random) -> object:
    there = closures.one(tx, one_of(tx, chance, ClosureRecord, SHUT))
    return closures.amend(tx, there.id, slot(chance), there.resource_id, "Ill", seen=there.version)


def reopen(tx: Write, chance: Random) -> None:
    closures.reopen(tx, [one_of(tx, chance, ClosureRecord, SHUT)])


def book(tx: Write, chance: Random) -> object:
    there = one_of(tx, chance, AvailabilityRecord, OPEN)
    when, anyway = slot_of(tx, chance, there), chance.choice(["", "", "urgent"])
    return appointments.book(tx, there, when, details(tx, chance), anyway=anyway)


def book_by_itself(tx: Write, chance: Random) -> object:
    whose = one_of(tx, chance, ResourceRecord) or None
    return appointments.book(tx, None, slot(chance), details(tx, chance), resource_id=whose)


def hold(tx: Write, chance: Random) -> object:
    there = one_of(tx, chance, AvailabilityRecord, OPEN)
    length = timedelta(minutes=chance.choice([0, 5, 60]))
    when = slot_of(tx, chance, there)
    return appointments.hold(tx, there, when, details(tx, chance), length=length)


def renew(tx: Write, chance: Random) -> object:
    return appointments.renew(tx, one(tx, chance, PUBLIC, HELD))


def confirm(tx: Write, chance: Random) -> object:
    arrived = chance.random() < 0.3
    said = details(tx, chance)
    return appointments.confirm(tx, one(tx, chance, PUBLIC, HELD), said, arrived=arrived)


def give_back(tx: Write, chance: Random) -> None:
    appointments.release(tx, one(tx, chance, PUBLIC, HELD))


def amend(tx: Write, chance: Random) -> object:
    return appointments.amend(tx, one(tx, chance, PUBLIC), details(tx, chance), seen=None)


def move(tx: Write, chance: Random) -> object:
    there = availabilities.one(tx, one_of(tx, chance, AvailabilityRecord, OPEN))
    return appointments.move(
        tx,
        one(tx, chance, PUBLIC),
        slot_of(tx, chance, there.id),
        seen=None,
        resource_id=chance.choice([None, there.resource_id]),
        anyway=chance.choice(["", "urgent"]),
    )


def cancel(tx: Write, chance: Random) -> object:
    return appointments.cancel(tx, [one(tx, chance, PUBLIC) for _ in range(2)], reason="ill")


def restore(tx: Write, chance: Random) -> object:
    return appointments.restore(tx, [one(tx, chance, Claim.shelf == Shelf.TRASH.value)])


def shelve(tx: Write, chance: Random) -> object:
    return appointments.shelve(tx, [one(tx, chance)], chance.choice(SHELVES))


def mark(tx: Write, chance: Random) -> object:
    acts = [appointments.arrive, appointments.admit, appointments.complete, appointments.miss]
    return chance.choice(acts)(tx, [one(tx, chance, PUBLIC, BOOKED)])


def take_a_mark_back(tx: Write, chance: Random) -> object:
    marked = Claim.arrived_at.is_not(None) | Claim.missed_at.is_not(None)
    return appointments.reinstate(tx, [one(tx, chance, PUBLIC, marked)])


def repeat(tx: Write, chance: Random) -> object:
    there = one_of(tx, chance, AvailabilityRecord, OPEN, AvailabilityRecord.rule.is_not(None))
    weekly = Repetition(rule="FREQ=WEEKLY", count=3)
    said = details(tx, chance)
    when = slot_of(tx, chance, there)
    return appointment_series.repeat(tx, there, when, said, weekly, good_only=True)


def cancel_series(tx: Write, chance: Random) -> object:
    this = one(tx, chance, PUBLIC, BOOKED, Claim.series_id.is_not(None))
    return appointment_series.cancel_series(tx, this, chance.choice(list(Scope)))


def move_series(tx: Write, chance: Random) -> object:
    this = one(tx, chance, PUBLIC, BOOKED, Claim.series_id.is_not(None))
    scope = chance.choice(list(Scope))
    return appointment_series.move_series(tx, this, slot(chance), scope, seen=None)


def settle_a_flag(tx: Write, chance: Random) -> object:
    return flags.settle(tx, one(tx, chance, PUBLIC, Claim.flagged.is_(True)))


ALL: list[Act] = [
    *[open_up, amend_open_time, withdraw, open_again, split, add_slots],
    *[close, amend_closure, reopen, book, book, book_by_itself, hold, hold, hold],
    *[
        renew,
        renew,
        confirm,
        confirm,
        give_back,
        amend,
        move,
        cancel,
        restore,
        shelve,
        mark,
        take_a_mark_back,
    ],
    *[repeat, cancel_series, move_series, settle_a_flag],
]
