"""The made-up waiting list: people who wait for times that are taken, and what became of others.

Nobody waits for anything that is free: each wants a provider in a part of a day in which every
slot is booked, or a date that is full. So the list is the same a minute later.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select

from desk.demo.directory import AREAS, BLOCKS, IN_A_BLOCK
from desk.demo.names import Names
from desk.domain.directory import AppointmentType, Per, PersonKind
from desk.domain.slot import Slot, State
from desk.domain.span import Span
from desk.services import day_places, directory, rows, slot_tables, waiting, waiting_line
from desk.store.database import Write
from desk.store.records import AppointmentRecord, PersonRecord, WaitingEntryRecord

COUNT = 25
AHEAD = 12  # days in which they would come
BEST = 3 * COUNT  # the longest runs of booked slots, from which the wishes are drawn
FULL_DATES, IN_A_HURRY = 4, 0.3
NOTES = ("Would come at once.", "Only with the lift.", "Ring after four.", "Speaks Spanish.")
REASONS = ("In pain.", "Came from far away the last time.", "Referred by Dr. Weiss.")
_ANYTHING = {
    "dates": (),
    "notice": timedelta(hours=2),
    "party": 1,
    "priority": 0,
    "priority_reason": "",
}
GONE = ("accepted", "declined", "lapsed", "left", "offered")
BY = {"created_by": "demo", "updated_by": "demo"}


@dataclass(frozen=True, slots=True)
class Wish:
    """A time that is taken: who waits for it wants this type, on this date, in this part of it."""

    type_id: int
    variation_id: int | None
    date: dt.date
    since: timedelta | None = None
    until: timedelta | None = None

    @property
    def length(self) -> timedelta:
        """How long the part of the day is."""
        return (self.until or timedelta()) - (self.since or timedelta())


def write(tx: Write, chance: random.Random) -> None:
    """Let some people wait, and some have been served already."""
    types = {type_.key: type_ for type_ in directory.appointment_types(tx)}
    by_slot = sorted(_of_slots(tx, types.values()), key=lambda wish: wish.length, reverse=True)
    wishes = [*by_slot[:BEST], *_of_days(tx, types.values())]
    if not wishes:
        return
    chosen = chance.sample(wishes, min(COUNT, len(wishes)))
    whom = _people(tx, chance)
    entries = [_entry(tx, chance, wish, next(whom)) for wish in chosen]
    rows.add_many(tx, WaitingEntryRecord, sorted(entries, key=lambda entry: entry["created_at"]))
    _serve(tx, chance, types.values(), whom)


def _of_slots(tx: Write, types: Any) -> Iterator[Wish]:
    """Runs of slots of a provider, each of which is booked."""
    first = tx.whole_day(tx.today + timedelta(days=1))
    period = Span(first.start, first.start + timedelta(days=AHEAD))
    with_provider = [
        (type_.id, each) for type_ in types if type_.per is Per.SLOT for each in type_.variations
    ]
    for number, table in enumerate(slot_tables.tables(tx, period)):
        theirs = [pair for pair in with_provider if pair[1].resource_id == table.resource_id]
        for taken, several in groupby(table, lambda slot: slot.state is State.TAKEN):
            run = list(several)
            if taken and theirs:
                type_id, variation = theirs[(number + len(run)) % len(theirs)]
                yield _wish(tx, type_id, variation.id, run)


def _wish(tx: Write, type_id: int, variation_id: int, run: list[Slot]) -> Wish:
    start = run[0].span.start.astimezone(tx.zone)
    same_day = [slot for slot in run if tx.date_of(slot.span.start) == start.date()]
    end = same_day[-1].span.end.astimezone(tx.zone)
    midnight = datetime.combine(start.date(), dt.time(), tx.zone)
    return Wish(type_id, variation_id, start.date(), start - midnight, end - midnight)


def _of_days(tx: Write, types: Any) -> Iterator[Wish]:
    """Dates that are full."""
    by_day = [type_.id for type_ in types if type_.per is Per.DAY]
    ahead = day_places.between(tx, tx.today, tx.today + timedelta(days=2 * AHEAD))
    full = [day.date for day in ahead if day.full]
    yield from (Wish(type_id, None, date) for type_id in by_day for date in full[:FULL_DATES])


def _people(tx: Write, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Whoever waits: patients, and now and then somebody who is known by telephone only."""
    query = select(PersonRecord.id).where(
        PersonRecord.kind == PersonKind.PATIENT.value, PersonRecord.phone.is_not(None)
    )
    known = list(tx.session.scalars(query.order_by(PersonRecord.id)))
    chance.shuffle(known)
    names = Names(chance)
    while True:
        if known and chance.random() < 0.8:
            yield {"person_id": known.pop(), "name": "", "phone": None, "phone_digits": ""}
        else:
            place = f"{chance.choice(AREAS)} {chance.choice(BLOCKS)}"
            phone = f"+61 {place} {chance.randrange(IN_A_BLOCK):04d}"
            digits = "".join(letter for letter in phone if letter.isdigit())
            whole = names.whole()
            yield {"person_id": None, "name": whole, "phone": phone, "phone_digits": digits}


def _entry(tx: Write, chance: random.Random, wish: Wish, whom: dict[str, Any]) -> dict[str, Any]:
    hurried = chance.random() < IN_A_HURRY
    joined = tx.now - timedelta(minutes=chance.randrange(20, 9 * 24 * 60))
    priority = 1 if chance.random() < 0.08 else 0
    return {
        **whom,
        "type_id": wish.type_id,
        "variation_id": wish.variation_id,
        "dates": (wish.date.isoformat(),),
        "since": wish.since,
        "until": wish.until,
        "earliest": None,
        "latest": None,
        "notice": timedelta(minutes=chance.choice((30, 60, 120)) if hurried else 0),
        "party": 2 if wish.variation_id is None and chance.random() < 0.3 else 1,
        "email": None,
        "email_folded": "",
        "locale": "en",
        "note": chance.choice(NOTES) if chance.random() < 0.2 else "",
        "priority": priority,
        "priority_reason": chance.choice(REASONS) if priority else "",
        "passed": (),
        "left_at": None,
        "extra": {},
        "created_at": joined,
        "updated_at": joined,
        "version": 1,
        **BY,
    }


def _serve(tx: Write, chance: random.Random, types: Any, whom: Iterator[dict[str, Any]]) -> None:
    """One of each kind of end, and an offer that has just been made."""
    by_slot = [type_ for type_ in types if type_.per is Per.SLOT]
    for number, end in enumerate(GONE):
        if not by_slot:
            return
        type_: AppointmentType = by_slot[number % len(by_slot)]
        wish = Wish(type_.id, None, tx.today + timedelta(days=1))
        row = _entry(tx, chance, wish, next(whom)) | _ANYTHING
        row["earliest"] = tx.today + timedelta(days=1)
        entry = tx.add(WaitingEntryRecord(**{k: v for k, v in row.items() if k != "version"}))
        if end == "left":
            entry.left_at = tx.now - timedelta(hours=3)
        elif waiting_line.suiting(tx, entry.id, 1):
            _offered(tx, entry.id, end)


def _offered(tx: Write, entry_id: int, end: str) -> None:
    made = waiting.offer(tx, entry_id)
    match end:
        case "accepted":
            waiting.accept(tx, entry_id)
        case "declined":
            waiting.decline(tx, entry_id)
        case "lapsed":
            for number in made.ids:
                tx.get(AppointmentRecord, number).held_until = tx.now - timedelta(minutes=20)
        case _:
            for number in made.ids:
                tx.get(AppointmentRecord, number).held_until = tx.now + timedelta(minutes=24)
    tx.session.flush()
