"""The people of the made-up house: most of them patients, some of them living there."""

from __future__ import annotations

import random
import uuid
from typing import Any

from sqlalchemy import func, insert, select

from desk.demo.names import Names
from desk.domain.directory import PersonKind
from desk.services import folding
from desk.store.database import Write
from desk.store.records import PersonRecord

MOST_RESIDENTS = 240
FLATS_A_FLOOR = 6
NOTES = ("Speaks little English.", "Hard of hearing.", "Wheelchair.", "Prefers the morning.")


def write(tx: Write, chance: random.Random, count: int) -> list[PersonRecord]:
    """Add so many people; gives back those who live in the house."""
    start = (tx.session.scalar(select(func.max(PersonRecord.id))) or 0) + 1
    residents = min(max(count // 8, 1), MOST_RESIDENTS) if count else 0
    names = Names(chance)
    rows = [
        _somebody(chance, names, start + number, lives_here=number < residents)
        for number in range(count)
    ]
    people = [PersonRecord(**row) for row in rows]
    for row, person in zip(rows, people, strict=True):
        row["folded"] = folding.of_person(person)
    if rows:
        tx.session.execute(insert(PersonRecord), rows)
    return people[:residents]


def _somebody(
    chance: random.Random, names: Names, number: int, *, lives_here: bool
) -> dict[str, Any]:
    first, last = names.next()
    kind = PersonKind.RESIDENT if lives_here else PersonKind.PATIENT
    reached = chance.random()
    return {
        "id": number,
        "uid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "kind": kind.value,
        "key": f"{kind.value[0]}{number}",
        "first_name": first,
        "last_name": last,
        "phone": f"+39 06 {chance.randrange(10**7):07d}" if reached > 0.1 else None,
        "email": f"{kind.value}{number}@example.org" if reached > 0.4 else None,
        "unit": _flat(number) if lives_here else None,
        "note": chance.choice(NOTES) if chance.random() < 0.04 else "",
        "merged_into": None,
        "version": 1,
    }


def _flat(number: int) -> str:
    return f"{number // FLATS_A_FLOOR + 1}{'ABCDEF'[number % FLATS_A_FLOOR]}"
