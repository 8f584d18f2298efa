"""A house in which there is something of everything that any of the dialects can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from desk.domain.document_ids import Of, hex_id
from desk.store.database import Database
from tests import build
from tests.api import clinic, log_words, waiting_of
from tests.api.waiting_of import House
from tests.conftest import at


@dataclass(frozen=True, slots=True)
class WholeHouse:
    """The ids by which the dialects know what is there.

    Of the slots the second is booked; of the visits the first is still going on. The entries of
    the waiting list have the ids from 1 to 4, and the days those from 1 to 3.
    """

    waiting: House
    slots: tuple[int, ...]
    book: int
    resident: str
    visits: tuple[str, ...]
    availability: str
    appointment: str
    closure: str
    hours: str


def furnished(database: Database) -> WholeHouse:
    """Dr. Smith and Dr. Lee, who can be booked, a waiting list, days with places, and visitors."""
    clinic.furnish(database)
    house = waiting_of.furnished(database)
    ana = log_words.resident(database)
    with database.write("test") as tx:
        slots = [
            build.availability(tx, clinic.JANE, span, span.length)
            for span in (build.span(start, day=1) for start in (14, 15, 16, 17))
        ]
        taken = slots[1]
        book = build.appointment(tx, taken, taken.span, person_id=clinic.MARIA)
        mornings = build.mornings(tx, clinic.IAN, until=at(0, day=28))
        visit = build.appointment(tx, mornings, build.span(9, day=1), owner="nicola.moretto")
        shut = build.closure(tx, build.span(9, minutes=180, day=2), clinic.IAN)
        inside = build.entry(tx, ana.id)
        left = at(8, day=-1)
        gone = build.entry(tx, ana.id, arrived_at=left, departed_at=left + timedelta(hours=1))
        for number in range(4):
            build.waiting(tx, house.slot.id, email=f"ada{number}@example.org")
    free = build.span(9, 30, day=1)
    key = hex_id(mornings.id)
    return WholeHouse(
        waiting=house,
        slots=tuple(slot.id for slot in slots),
        book=book.id,
        resident=ana.uid,
        visits=(inside.uid, gone.uid),
        availability=key,
        appointment=hex_id(visit.id, Of.APPOINTMENT),
        closure=hex_id(shut.id, Of.CLOSURE),
        hours=f"{key}|{free.start:%Y-%m-%dT%H:%M}:00.000Z|{free.end:%Y-%m-%dT%H:%M}:00.000Z",
    )
