"""The people of the made-up house: most of them patients, some of them living there."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from desk.demo.names import Names
from desk.domain.directory import PersonKind, full_name
from desk.services import folding, rows
from desk.store.database import Write
from desk.store.records import PersonRecord

MOST_RESIDENTS = 240
FLATS_A_FLOOR = 6
# Numbers that the Australian authority keeps free for films and books; nobody ever has one.
AREAS, BLOCKS, IN_A_BLOCK = "2378", ("5550", "7010"), 10_000
WITHOUT_PHONE, WITHOUT_EMAIL, WITH_NOTE = 0.1, 0.4, 0.04
NOTES = ("Speaks little English.", "Hard of hearing.", "Wheelchair.", "Prefers the morning.")


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody who lives in the house, as far as visitors need to know."""

    id: int
    name: str
    unit: str


def write(tx: Write, chance: random.Random, count: int) -> list[Host]:
    """Add so many people; gives back those who live in the house."""
    start = (tx.session.scalar(select(func.max(PersonRecord.id))) or 0) + 1
    residents = min(max(count // 8, 1), MOST_RESIDENTS)
    names = Names(chance)
    people = [
        _somebody(chance, names, start + number, lives_here=number < residents)
        for number in range(count)
    ]
    rows.add_many(tx, PersonRecord, people)
    return [
        Host(row["id"], full_name(row["first_name"], row["last_name"]), row["unit"])
        for row in people[:residents]
    ]


def _somebody(
    chance: random.Random, names: Names, number: int, *, lives_here: bool
) -> dict[str, Any]:
    first, last = names.next()
    kind = PersonKind.RESIDENT if lives_here else PersonKind.PATIENT
    key = f"{kind.value[0]}{number}"
    unit = _flat(number) if lives_here else None
    reached = chance.random()
    phone = _phone(number) if reached > WITHOUT_PHONE else None
    email = f"{kind.value}{number}@example.org" if reached > WITHOUT_EMAIL else None
    folded = folding.person_text(
        first_name=first, last_name=last, unit=unit, phone=phone, email=email, key=key
    )
    return {
        "first_name": first,
        "last_name": last,
        "unit": unit,
        "phone": phone,
        "email": email,
        "key": key,
        "id": number,
        "uid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "kind": kind.value,
        "note": chance.choice(NOTES) if chance.random() < WITH_NOTE else "",
        "folded": folded,
        "version": 1,
    }


def _flat(number: int) -> str:
    return f"{number // FLATS_A_FLOOR + 1}{'ABCDEF'[number % FLATS_A_FLOOR]}"


def _phone(number: int) -> str:
    """A number of one's own, as long as there are any left."""
    place, last = divmod(number * 7919 % (len(AREAS) * len(BLOCKS) * IN_A_BLOCK), IN_A_BLOCK)
    area, block = divmod(place, len(BLOCKS))
    return f"+61 {AREAS[area]} {BLOCKS[block]} {last:04d}"
