"""Somebody of whom a desk knows everything it can know, in words that nobody else has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from desk.domain.appointment import Details
from desk.domain.message import Telling
from desk.domain.visitor import Times
from desk.services import (
    answers,
    appointments,
    erasing,
    journal,
    people,
    traces,
    visitors,
)
from desk.services.answers import Kept, Question
from desk.services.traces import Outcome
from desk.store.database import Database, Write
from tests import build
from tests.conftest import at
from tests.services import telling_of

FIRST, LAST = "Zwenka", "Quallenberg"
# In every field that somebody can fill in, another word; none stands in any file for other reasons.
WORDS = (
    *("zwenka", "quallenberg", "quallmail", "qx-9917", "0800555777", "555 777"),
    *("qitchen", "qnote", "qtitle", "qwait", "qstory", "qreason", "qvisitor", "qfriend", "qplate"),
    *("qpurpose", "qbadge", "qanswer", "qbefore", "qpartner"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers of what there is about them, and of what is somebody else's."""

    person: int
    duplicate: int
    past: int
    coming: int
    entry: int
    waits: int
    other: int
    other_entry: int
    others_appointment: int


def settle_in(database: Database) -> Known:
    """Let the person and somebody else come, wait, be visited, be renamed, merged and told of."""
    telling_of.talkative(database)
    person = _renamed(database)
    with database.write("ann") as tx:
        duplicate = build.resident(tx, FIRST, LAST, phone="555 777")
        other = build.resident(tx, "Grace", "Okafor")
    past, coming, others = _appointments(database, person, other.id)
    entry, other_entry = _visits(database, person, other.id)
    with database.write("ann") as tx:
        kind = build.appointment_type(tx)
        waits = build.waiting(tx, kind.id, "", person_id=duplicate.id, note="qwait")
        build.waiting(tx, kind.id, "Grace Okafor")
        people.merge(tx, person, duplicate.id)
        _answer(tx)
    return Known(
        person=person,
        duplicate=duplicate.id,
        past=past,
        coming=coming,
        entry=entry,
        waits=waits.id,
        other=other.id,
        other_entry=other_entry,
        others_appointment=others,
    )


def erased(database: Database, person: int, *, namesakes: bool = True) -> Outcome:
    """Erase somebody, and take out what that has left in files."""
    with database.write("ann") as tx:
        done = erasing.person(tx, person, namesakes=namesakes)
    return traces.remove(database, done)


def files_with_a_word(folder: Path) -> dict[str, list[str]]:
    """The files in the folder and below in which any of the words stands, in either case."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = path.read_bytes().lower()
            words = [word for word in WORDS if word.encode() in text]
            if words:
                found[str(path.relative_to(folder))] = words
    return found


def _renamed(database: Database) -> int:
    """Somebody who was called otherwise at first."""
    facts = {
        "email": "quallmail@example.org",
        "phone": "+39 0800 555 777",
        "unit": "Qitchen 3",
        "note": "qnote one",
    }
    with database.write("ann") as tx:
        person = build.resident(tx, "Qbefore", LAST, key="qx-9917", **facts)
    with database.write("ann") as tx:
        details = people.Details(kind=person.kind, first_name=FIRST, last_name=LAST, **facts)
        people.amend(tx, person.id, details, seen=person.version)
    return person.id


def _appointments(database: Database, person: int, other: int) -> tuple[int, int, int]:
    with database.write("ann") as tx:
        eva = build.resource(tx)
        on = build.availability(tx, eva.id)
        past = build.appointment(
            tx, None, build.span(8), "", person_id=person, resource_id=eva.id, note="qstory"
        )
    with database.write("ann") as tx:
        tx.telling = Telling.AT_ONCE
        told = {"patients": [str(person), "qpartner@example.org"]}
        details = Details(person_id=person, note="qstory two", extra=told)
        coming = appointments.book(tx, on.id, build.span(11), details)
    with database.write("ann") as tx:
        naming = {"patients": [str(other), "quallmail@example.org"]}
        others = appointments.book(
            tx, on.id, build.span(10), Details(person_id=other, extra=naming)
        )
    with database.write("ann") as tx:
        journal.because(tx, "qreason: she asked")
        appointments.amend(
            tx, coming.id, Details(person_id=person, note="qtitle", extra=told), seen=None
        )
    return past.id, coming.id, others.id


def _visits(database: Database, person: int, other: int) -> tuple[int, int]:
    with database.write("ann") as tx:
        party = build.party(
            person,
            "Qvisitor",
            companions=("Qfriend",),
            subject="Qpurpose",
            license_plate="QPLATE 1",
            badge="qbadge",
        )
        times = Times(arrived_at=at(8), departed_at=at(8) + timedelta(minutes=20))
        entry = visitors.enter(tx, party, times)
    with database.write("ann") as tx:
        also = build.party(other, "Bo Berg", companions=(f"{FIRST} {LAST}", "Cy Bell"), people=3)
        other_entry = visitors.enter(tx, also, Times(arrived_at=at(8), departed_at=at(9)))
        visitors.enter(
            tx, build.party(other, f"{FIRST} {LAST}"), Times(arrived_at=at(7), departed_at=at(8))
        )
    return entry.id, other_entry.id


def _answer(tx: Write) -> None:
    body = b'{"lastName": "Quallenberg", "note": "qanswer"}'
    answers.keep(tx, Question("door", "one", "hash"), Kept(201, {"x-note": "qanswer"}, body))
    answers.keep(tx, Question("door", "two", "hash"), Kept(201, {}, b'{"lastName": "Okafor"}'))
