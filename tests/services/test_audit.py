"""The journal as it is looked into: a page at a time, latest first, by who, what and when."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from desk.domain.staff import Actor, Role
from desk.services import audit, reads, staff
from desk.services.audit import Line, Sought
from desk.store import chain
from desk.store.columns import written_down
from desk.store.database import Database
from desk.store.records import AppointmentRecord, LegalHoldRecord, PersonRecord, Record
from tests import build
from tests.conftest import Clock, at
from tests.store.test_migrations import writing

MANY = 300
FEW = 60
ALTERATIONS = 1_000
COLUMNS = {
    "old": '{"note": "other"}',
    "new": '{"note": "other"}',
    "reason": "another reason",
    "actor": "somebody else",
    "at": 1_234_567_890_123,
    "kind": "other",
    "subject": 99_999,
    "action": "other",
    "batch": 77_777,
    "salt": "00",
}


@pytest.fixture
def lived_in(both: Database, clock: Clock) -> Database:
    """Ada has written something on Monday, Bea on Tuesday, and Ada has looked at it."""
    with both.write("test") as tx:
        admin = staff.add(tx, "Ada Lind", Role.ADMIN, None, "hash")
    with both.write(Actor.of(admin)) as tx:
        person = build.patient(tx, "Milan", "Novák", note="early")
        build.day(tx, tx.today, places=12)
    clock.advance(timedelta(days=1))
    with both.write("Bea Berg") as tx:
        tx.get(PersonRecord, person.id).note = "late"
    with both.write(Actor.of(admin)) as tx:
        reads.record(tx, [("person", person.id)])
    return both


def found(database: Database, **sought: Any) -> list[Line]:
    with database.read() as tx:
        return list(audit.page(tx, Sought(**sought)))


def said(lines: list[Line]) -> list[tuple[str, str, str]]:
    return [(line.entry.kind, line.entry.action.value, line.subject) for line in lines]


def test_the_latest_comes_first_with_what_it_is_about(lived_in: Database) -> None:
    assert said(found(lived_in)) == [
        ("person", "read", "Milan Novák"),
        ("person", "changed", "Milan Novák"),
        ("day", "added", "2030-02-04"),
        ("person", "added", "Milan Novák"),
        ("staff", "added", "Ada Lind"),
        ("site", "added", "Main entrance"),
    ]


@pytest.mark.parametrize(
    ("sought", "numbers"),
    [
        ({"who": "bea"}, [5]),
        ({"who": "ada lind"}, [6, 4, 3]),
        ({"who": "novak"}, [6, 5, 3]),
        ({"who": "%"}, []),
        ({"kind": "day"}, [4]),
        ({"since": at(0, day=1)}, [6, 5]),
        ({"until": at(0, day=1)}, [4, 3, 2, 1]),
        ({"kind": "person", "reads": False}, [5, 3]),
        ({"who": "nobody of that name"}, []),
    ],
)
def test_rows_are_found_by_person_kind_and_period(
    lived_in: Database, sought: dict[str, Any], numbers: list[int]
) -> None:
    assert [line.id for line in found(lived_in, **sought)] == numbers


def test_what_is_gone_is_called_what_it_was_called(lived_in: Database) -> None:
    gone = found(lived_in)[0].entry.id
    with lived_in.write("test") as tx:
        tx.session.delete(tx.get(PersonRecord, gone))

    assert said(found(lived_in))[0] == ("person", "removed", "Milan Novák")


def test_an_appointment_without_a_title_is_called_by_whom_it_is_about(
    lived_in: Database,
) -> None:
    whom = found(lived_in)[0].entry.id
    with lived_in.write("test") as tx:
        own = build.resource(tx).id
        build.appointment(tx, None, build.span(9), "", person_id=whom, resource_id=own)

    assert said(found(lived_in))[0] == ("appointment", "added", "Milan Novák")


def test_what_has_no_name_is_called_by_whom_or_what_it_is_of(lived_in: Database) -> None:
    whom = found(lived_in)[0].entry.id
    with lived_in.write("test") as tx:
        own = build.resource(tx, "Dr. Eva", "Rossi").id
        build.mornings(tx, own)
        kind = build.appointment_type(tx)
        build.waiting(tx, kind.id, "", person_id=whom)
        tx.add(LegalHoldRecord(kind="person", subject=whom, reason="a claim", created_at=tx.now))

    assert said(found(lived_in))[:5] == [
        ("legal_hold", "added", "Milan Novák"),
        ("waiting_entry", "added", "Milan Novák"),
        ("appointment_type", "added", "Therapy"),
        ("availability", "added", "Dr. Eva Rossi"),
        ("resource", "added", "Dr. Eva Rossi"),
    ]


def test_an_appointment_that_is_gone_is_called_by_whom_it_was_about(lived_in: Database) -> None:
    whom = found(lived_in)[0].entry.id
    with lived_in.write("test") as tx:
        own = build.resource(tx).id
        made = build.appointment(tx, None, build.span(9), "", person_id=whom, resource_id=own)
    with lived_in.write("test") as tx:
        tx.session.delete(tx.get(AppointmentRecord, made.id))

    assert said(found(lived_in))[:2] == [
        ("appointment", "removed", "Milan Novák"),
        ("appointment", "added", "Milan Novák"),
    ]


def test_a_row_knows_what_those_are_called_whom_its_fields_name(lived_in: Database) -> None:
    whom = found(lived_in)[0].entry.id
    with lived_in.write("test") as tx:
        own = build.resource(tx, "Dr. Eva", "Rossi").id
        build.appointment(tx, None, build.span(9), "", person_id=whom, resource_id=own)

    assert found(lived_in)[0].names == {
        ("person", whom): "Milan Novák",
        ("resource", own): "Dr. Eva Rossi",
    }


def test_as_many_questions_are_asked_for_a_long_page_as_for_a_short_one(
    lived_in: Database,
) -> None:
    whom = found(lived_in)[0].entry.id
    asked: list[str] = []
    with lived_in.write("test") as tx:
        own = build.resource(tx).id
        for number in range(FEW):
            build.appointment(
                tx, None, build.span(9, day=number), "", person_id=whom, resource_id=own
            )
    event.listen(lived_in.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    with lived_in.read() as tx:
        tx.get(PersonRecord, whom)
        asked.clear()
        assert len(audit.page(tx, Sought(kind="appointment"), limit=1)) == 1
        short = len(asked)
        assert len(audit.page(tx, Sought(kind="appointment"), limit=FEW)) == FEW

    assert len(asked) == 2 * short


def test_pages_follow_each_other_and_make_the_whole(both: Database) -> None:
    with both.write("test") as tx:
        for number in range(MANY):
            build.alert(tx, f"Name {number}")
    numbers: list[int] = []

    with both.read() as tx:
        while lines := audit.page(tx, Sought(), numbers[-1] if numbers else None, 70):
            numbers += [line.id for line in lines]
        whole = [line.id for line in audit.every(tx, Sought())]

    assert numbers == whole == list(range(MANY + 1, 0, -1))


def test_a_sound_chain_has_no_faults_and_looks_are_part_of_it(lived_in: Database) -> None:
    with lived_in.read() as tx:
        assert audit.faults(tx) == ()


def test_a_thousand_alterations_of_rows_are_all_found(database: Database) -> None:
    chance = random.Random(8)
    with database.write("ann") as tx:
        for number in range(FEW):
            build.alert(tx, f"Name {number}")
    with database.read() as tx:
        assert audit.faults(tx) == ()
    missed = []

    with writing(database.engine) as connection:
        for _ in range(ALTERATIONS):
            number, column = chance.randint(1, FEW + 1), chance.choice(list(COLUMNS))
            before = connection.scalar(
                text(f"SELECT {column} FROM change WHERE number = :number"), {"number": number}
            )
            alter = text(f"UPDATE change SET {column} = :to WHERE number = :number")
            connection.execute(alter, {"number": number, "to": COLUMNS[column]})
            if not any(f"journal {number} " in fault for fault in chain.faults(connection)):
                missed.append((number, column))
            connection.execute(alter, {"number": number, "to": before})

    assert missed == []
    with database.read() as tx:
        assert audit.faults(tx) == ()


def test_every_table_that_is_journalled_can_be_listed_by_itself() -> None:
    tables = {mapper.class_ for mapper in Record.registry.mappers if mapper.class_.journalled}

    assert {table.__tablename__ for table in tables} == set(audit.KINDS)


def test_values_are_given_as_they_were_before_they_were_written_down() -> None:
    kept = written_down(at(9))

    assert audit.spelled("visitor_entry", "arrived_at", kept) == at(9)
    assert audit.spelled("person", "note", "late") == "late"
    assert audit.spelled("staff", "secret", "set anew") == "set anew"
    assert audit.spelled("person", "no such column", 3) == 3
