"""What people do at a desk, chosen by chance; any of it may be refused.

Each act takes a transaction and a source of chance, and works upon whatever is there. They stand
for everything that can be done and undone, so that a new service belongs here as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from sqlalchemy import ColumnElement, select

from desk.domain.directory import Per, PersonKind
from desk.domain.visitor import AlertKind, Party, Times
from desk.services import alerts, days, directory, people, site, visitors
from desk.store.database import Write
from desk.store.records import DayRecord, PersonRecord, Record
from desk.store.records import VisitorEntryRecord as Entry
from tests.strategies import WORDS

Act = Callable[[Write, Random], object]

FIRST_DAY = dt.date(2030, 2, 1)
KEPT = Entry.removed_at.is_(None)
CURRENT = PersonRecord.merged_into.is_(None)


def name(chance: Random) -> str:
    return f"{chance.choice(WORDS)} {chance.choice(WORDS)}"


def date(chance: Random) -> dt.date:
    return FIRST_DAY + timedelta(days=chance.randrange(6))


def one_of(tx: Write, chance: Random, kind: type[Record], *where: ColumnElement[bool]) -> int:
    """The id of a row of the kind, mostly of one of which all this is true; 0 if there is none."""
    key = kind.__table__.c.id
    query = select(key).order_by(key)
    fitting = tx.session.scalars(query.where(*where)).all()
    any_ = tx.session.scalars(query).all()
    chosen: int = chance.choice((fitting if chance.random() < 0.8 else None) or any_ or [0])
    return chosen


def some_of(tx: Write, chance: Random, *where: ColumnElement[bool]) -> list[int]:
    """A few entries of which all this is true, perhaps the same one twice."""
    return [one_of(tx, chance, Entry, *where) for _ in range(chance.randrange(1, 3))]


def party(tx: Write, chance: Random) -> Party:
    return Party(
        visitor=name(chance),
        resident_id=one_of(tx, chance, PersonRecord, CURRENT),
        subject=chance.choice(["Tea", "Delivery", "Entrevista"]),
        people=chance.randrange(1, 4),
        companions=tuple(name(chance) for _ in range(chance.randrange(3))),
        license_plate=chance.choice([None, "AB-123", "ŁÓD 9"]),
        badge=chance.choice([None, "7"]),
        note=chance.choice(["", "rings twice"]),
    )


def details(chance: Random) -> people.Details:
    return people.Details(
        kind=PersonKind.RESIDENT,
        first_name=chance.choice(WORDS),
        last_name=chance.choice(WORDS),
        phone=chance.choice([None, "+39 06 1234"]),
        unit=chance.choice([None, "12B"]),
        note=chance.choice(["", "likes tea"]),
    )


def expect(tx: Write, chance: Random) -> object:
    return visitors.expect(tx, party(tx, chance), tx.now + timedelta(hours=chance.randrange(30)))


def arrive(tx: Write, chance: Random) -> object:
    return visitors.arrive(tx, party(tx, chance), counted=chance.random() < 0.5, anyway="by order")


def enter(tx: Write, chance: Random) -> object:
    came = tx.now - timedelta(days=chance.randrange(5))
    times = Times(arrived_at=came, departed_at=came + timedelta(hours=1), arrival_text="2030-02-01")
    return visitors.enter(tx, party(tx, chance), times, import_key=str(chance.random()))


def admit(tx: Write, chance: Random) -> object:
    entry = tx.get(Entry, one_of(tx, chance, Entry, KEPT, Entry.arrived_at.is_(None))).value()
    return visitors.admit(tx, entry.id, party(tx, chance), seen=entry.version, anyway="known")


def amend(tx: Write, chance: Random) -> object:
    entry = tx.get(Entry, one_of(tx, chance, Entry, KEPT)).value()
    times = chance.choice([None, Times(arrived_at=tx.now - timedelta(hours=1))])
    return visitors.amend(tx, entry.id, party(tx, chance), times, seen=entry.version)


def depart(tx: Write, chance: Random) -> object:
    inside = some_of(tx, chance, KEPT, Entry.arrived_at.is_not(None), Entry.departed_at.is_(None))
    seen = chance.random() < 0.5
    return visitors.depart(tx, inside, seen_leaving=seen, reason="" if seen else "end of day")


def remove(tx: Write, chance: Random) -> None:
    visitors.remove(tx, some_of(tx, chance, KEPT))


def restore(tx: Write, chance: Random) -> None:
    visitors.restore(tx, some_of(tx, chance, Entry.removed_at.is_not(None)))


def add_person(tx: Write, chance: Random) -> object:
    return people.add(tx, details(chance))


def add_person_with_visit(tx: Write, chance: Random) -> object:
    person = people.add(tx, details(chance))
    return visitors.arrive(tx, replace(party(tx, chance), resident_id=person.id), anyway="new")


def amend_person(tx: Write, chance: Random) -> object:
    person = tx.get(PersonRecord, one_of(tx, chance, PersonRecord)).value()
    return people.amend(tx, person.id, details(chance), seen=person.version)


def put_person(tx: Write, chance: Random) -> object:
    return people.put(tx, chance.choice("abc"), details(chance))


def merge(tx: Write, chance: Random) -> object:
    keep, duplicate = (one_of(tx, chance, PersonRecord, CURRENT) for _ in range(2))
    return people.merge(tx, keep, duplicate)


def occupy(tx: Write, chance: Random) -> object:
    override = chance.choice(["", "a school class"])
    return days.occupy(tx, date(chance), chance.randrange(1, 5), override=override)


def release(tx: Write, chance: Random) -> object:
    counted = one_of(tx, chance, DayRecord, DayRecord.occupied > 0)
    return days.release(tx, days.one(tx, counted).date, chance.randrange(1, 3))


def set_places(tx: Write, chance: Random) -> object:
    return days.set_places(tx, date(chance), chance.randrange(0, 12))


def move_day(tx: Write, chance: Random) -> object:
    day = tx.get(DayRecord, one_of(tx, chance, DayRecord)).value()
    return days.amend(tx, day.id, seen=day.version, date=date(chance), occupied=0)


def remove_day(tx: Write, chance: Random) -> None:
    days.remove(tx, one_of(tx, chance, DayRecord))


def add_alert(tx: Write, chance: Random) -> object:
    kind = chance.choice(list(AlertKind))
    return alerts.add(tx, kind, name(chance), "by order", until=chance.choice([None, FIRST_DAY]))


def amend_alert(tx: Write, chance: Random) -> object:
    alert = chance.choice(alerts.all(tx) or [alerts.add(tx, AlertKind.WELCOME, "Zoë", "kind")])
    return alerts.amend(tx, replace(alert, name=name(chance), license_plate="X-1"))


def remove_alert(tx: Write, chance: Random) -> None:
    for alert in alerts.all(tx)[:1]:
        alerts.remove(tx, alert.id)


def put_house(tx: Write, chance: Random) -> object:
    directory.put_organisation(tx, "house", name(chance))
    return site.name(tx, name(chance), chance.choice(["Europe/Rome", "Asia/Tokyo"]))


def choose(tx: Write, chance: Random) -> None:
    site.choose(tx, site.DEFAULT_PLACES.key, chance.randrange(3, 20))


def put_type(tx: Write, chance: Random) -> object:
    directory.put_resource(tx, chance.choice("rs"), *name(chance).split(), email="r@example.org")
    variation = directory.NewVariation(key=chance.choice("vw"), name=name(chance))
    return directory.put_type(
        tx,
        chance.choice("tu"),
        name(chance),
        site="main",
        per=Per.SLOT,
        code="t",
        length=timedelta(minutes=chance.choice([30, 60])),
        variations=[variation],
    )


ALL: list[Act] = [
    *[expect, arrive, enter, admit, amend, depart, remove, restore],
    *[add_person, add_person_with_visit, amend_person, put_person, merge],
    *[occupy, release, set_places, move_day, remove_day],
    *[add_alert, amend_alert, remove_alert, put_house, choose, put_type],
]
