"""The made-up calendar: who is open when, and who is booked, past, today and to come.

Today is in full swing whatever day and hour it is: who should have been seen has been, somebody
waits, somebody is late, and a day on which a provider is away has people to be called.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from desk.demo.marks import Marks
from desk.demo.names import Names
from desk.domain.appointment import Shelf
from desk.domain.directory import PersonKind, Resource
from desk.services import directory, rows
from desk.store.database import Write
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord, PersonRecord

TODAY, AHEAD_DAYS, AHEAD_SHARE = 300, 30, 0.4
FILLED, FILLED_LATER = 0.8, 0.45
HALVES = ((dt.time(8), dt.time(12, 30)), (dt.time(13, 30), dt.time(17, 30)))
SHORT, LONG = timedelta(minutes=15), timedelta(minutes=30)
EACH_LONG = 4  # every fourth provider has slots of half an hour
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = 5
NOTES = ("First visit.", "Brings the X-rays.", "Needs an interpreter.", "Wheelchair.")
AWAY_FROM, AWAY_DAYS = 2, 1
BY = {"created_by": "demo", "updated_by": "demo"}
NOTHING: dict[str, Any] = {
    "place": 0,
    "title": "",
    "owner": None,
    "note": "",
    "held_until": None,
    "entry_id": None,
    "shelf": Shelf.PUBLIC.value,
    "flagged": False,
    "beyond": "",
    "series_id": None,
    "arrived_at": None,
    "admitted_at": None,
    "completed_at": None,
    "missed_at": None,
    "caller": "",
    "called_at": None,
    "extra": {},
    "version": 1,
}


@dataclass(frozen=True, slots=True)
class Shift:
    """Half a working day of a provider, on every day that he or she works."""

    availability_id: int
    resource_id: int
    opens: dt.time
    closes: dt.time
    length: timedelta
    appointment_type: str

    def starts(self, tx: Write, date: dt.date) -> Iterator[datetime]:
        """The instants at which its slots of a date begin."""
        moment = datetime.combine(date, self.opens, tx.zone)
        while moment + self.length <= datetime.combine(date, self.closes, tx.zone):
            yield moment
            moment += self.length


def write(tx: Write, chance: random.Random, count: int) -> None:
    """Open the working days of every provider, and book so many appointments in them."""
    providers = directory.resources(tx)
    if not providers:
        return
    past = max(count - TODAY, 0)
    begins = tx.today - timedelta(days=60 + past // (4 * len(providers)))
    shifts = [shift for each in providers for shift in _shifts(tx, each, begins)]
    booked = list(_booked(tx, chance, shifts, count))
    away = _away(tx, providers)
    first = (tx.session.scalar(select(func.max(AppointmentRecord.id))) or 0) + 1
    whom = _People(tx, chance)
    marks = Marks(chance, tx.now)
    found = [
        _appointment(number, tx, chance, whom, marks, shift, start)
        for number, (shift, start) in enumerate(booked, first)
    ]
    for row in found:
        stranded = away.starts <= row["starts"] < away.ends and row["shelf"] == Shelf.PUBLIC.value
        row["flagged"] = stranded and row["resource_id"] == away.resource_id
    rows.add_many(tx, AppointmentRecord, [*found, *_odd_ones(tx, found, shifts, booked)])


def _odd_ones(
    tx: Write,
    found: Sequence[dict[str, Any]],
    shifts: Sequence[Shift],
    booked: Sequence[tuple[Shift, datetime]],
) -> Iterator[dict[str, Any]]:
    """A slot that somebody at another desk holds, and somebody squeezed in beside another."""
    taken = set(booked)
    coming = [row for row in found if row["starts"] > tx.now and not row["flagged"]]
    free = [
        (shift, start)
        for shift in shifts
        for start in shift.starts(tx, tx.today)
        if start > tx.now and (shift, start) not in taken
    ]
    if not coming or not free:
        return
    shift, start = min(free, key=lambda slot: slot[1])
    last = found[-1]["id"]
    yield {
        **coming[0],
        **NOTHING,
        "id": last + 1,
        "person_id": None,
        "resource_id": shift.resource_id,
        "availability_id": shift.availability_id,
        "starts": start,
        "ends": start + shift.length,
        "held_until": tx.now + timedelta(minutes=4),
    }
    yield {
        **coming[0],
        "id": last + 2,
        "place": None,
        "beyond": "Emergency, agreed with the doctor.",
        "person_id": coming[-1]["person_id"],
        "title": coming[-1]["title"],
        "owner": coming[-1]["owner"],
        **Marks.none(),
    }


def _shifts(tx: Write, provider: Resource, begins: dt.date) -> Iterator[Shift]:
    days = [*WEEKDAYS[:WORKING], *WEEKDAYS[WORKING:][: 2 * (tx.today.weekday() >= WORKING)]]
    long = provider.id % EACH_LONG == 0
    length, code = (LONG, "therapy") if long else (SHORT, "consultation")
    for opens, closes in HALVES:
        record = tx.add(
            AvailabilityRecord(
                resource_id=provider.id,
                starts=datetime.combine(begins, opens, tx.zone),
                ends=datetime.combine(begins, closes, tx.zone),
                slot_length=length // timedelta(milliseconds=1),
                capacity=1,
                rule=f"FREQ=WEEKLY;BYDAY={','.join(days)}",
                zone=tx.zone.key,
                shelf=Shelf.PUBLIC.value,
                extra={},
                created_at=tx.now,
                updated_at=tx.now,
                **BY,
            )
        )
        yield Shift(record.id, provider.id, opens, closes, length, code)


def _away(tx: Write, providers: Sequence[Resource]) -> ClosureRecord:
    """One provider is away in a few days, and somebody has to call whoever is booked."""
    first = _working_day(tx.today + timedelta(days=AWAY_FROM))
    span = tx.whole_day(first)
    kept = {"shelf": Shelf.PUBLIC.value, "extra": {}, "created_at": tx.now, "updated_at": tx.now}
    return tx.add(
        ClosureRecord(
            resource_id=providers[len(providers) // 2].id,
            starts=span.start,
            ends=span.end,
            reason="Congress",
            **kept,
            **BY,
        )
    )


def _booked(
    tx: Write, chance: random.Random, shifts: Sequence[Shift], count: int
) -> Iterator[tuple[Shift, datetime]]:
    """Slots that somebody has, each once: today's, those to come, then as far back as needed."""
    left = count
    for date, share, most in _dates(tx.today, count):
        slots = [(shift, start) for shift in shifts for start in shift.starts(tx, date)]
        number = min(left, most, round(len(slots) * share))
        yield from sorted(chance.sample(slots, number), key=lambda slot: slot[1])
        left -= number
        if left <= 0:
            return


def _dates(today: dt.date, count: int) -> Iterator[tuple[dt.date, float, int]]:
    """Dates, how full each is at most, and how many are booked on it at most."""
    yield today, 0.9, TODAY
    ahead = round((count - TODAY) * AHEAD_SHARE)
    for days in range(1, AHEAD_DAYS + 1):
        date = today + timedelta(days=days)
        if date.weekday() < WORKING and ahead > 0:
            share = FILLED - (FILLED - FILLED_LATER) * days / AHEAD_DAYS
            most = max(ahead // 5, 1)
            ahead -= most
            yield date, share, most
    date = today
    while True:
        date -= timedelta(days=1)
        if date.weekday() < WORKING:
            yield date, FILLED, TODAY


def _working_day(date: dt.date) -> dt.date:
    return date if date.weekday() < WORKING else date + timedelta(days=7 - date.weekday())


class _People:
    """Whoever comes: patients, in an order that brings everybody once before anybody again."""

    def __init__(self, tx: Write, chance: random.Random) -> None:
        patients = PersonRecord.kind == PersonKind.PATIENT.value
        query = select(PersonRecord.id).where(patients).order_by(PersonRecord.id)
        self._all = list(tx.session.scalars(query))
        self._chance = chance
        self._names = Names(chance)
        self._next = 0

    def next(self) -> dict[str, Any]:
        """Person, and name of somebody who is no person here."""
        if not self._all:
            return {"person_id": None, "title": self._names.whole(), "owner": None}
        if self._next % len(self._all) == 0:
            self._chance.shuffle(self._all)
        person = self._all[self._next % len(self._all)]
        self._next += 1
        return {"person_id": person, "title": "", "owner": str(person)}


def _appointment(
    number: int,
    tx: Write,
    chance: random.Random,
    whom: _People,
    marks: Marks,
    shift: Shift,
    start: datetime,
) -> dict[str, Any]:
    made = min(tx.now, start) - timedelta(days=chance.randrange(1, 40))
    return {
        **NOTHING,
        **whom.next(),
        "id": number,
        "resource_id": shift.resource_id,
        "availability_id": shift.availability_id,
        "starts": start,
        "ends": start + shift.length,
        "appointment_type": shift.appointment_type,
        "note": chance.choice(NOTES) if chance.random() < 0.06 else "",
        "created_at": made,
        "updated_at": made,
        **BY,
        **marks.of(start, start + shift.length),
    }
