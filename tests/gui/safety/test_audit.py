"""The tab of the journal: what is listed, what is said of a row, and what is done with it."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from desk.domain.change import Action, JournalEntry, Taken
from desk.domain.staff import Actor, Member, Role
from desk.gui import discretion
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.safety.audit import words
from desk.gui.safety.audit.part import AuditPart
from desk.gui.safety.audit.reading import Reading
from desk.services import audit, journal, reads
from desk.services.audit import Sought
from desk.store.database import Database
from desk.store.records import PersonRecord
from tests import build
from tests.conftest import Clock, at
from tests.gui.accounts import account, administrator
from tests.gui.safety_screen import tab
from tests.store.test_migrations import writing

WHO, WHAT, WHICH = 1, 2, 4
MANY = 250


@pytest.fixture
def admin(client: Client, database: Database, clock: Clock) -> Member:
    """The administrator of a house in which somebody was changed and looked at; signed in."""
    made = administrator(client)
    with database.write(Actor.of(made)) as tx:
        person = build.patient(tx, "Milan", "Novák", note="early", phone="+39 1")
    clock.advance(timedelta(days=2))
    with database.write("=Bea Berg") as tx:
        journal.because(tx, "he asked for it")
        tx.get(PersonRecord, person.id).note = "late"
    with database.write(Actor.of(made)) as tx:
        reads.record(tx, [("person", person.id)])
    return made


@pytest.fixture
def part(admin: Member, controls: Controls, qtbot: QtBot) -> AuditPart:
    shown = tab(controls, "safety.audit", AuditPart)
    settled(shown, qtbot)
    return shown


def settled(part: AuditPart, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not part.reading.busy and not part._soon.isActive())


def listed(part: AuditPart) -> list[tuple[str, ...]]:
    model = part.model
    return [
        tuple(model.index(row, column).data() for column in (WHO, WHAT, WHICH))
        for row in range(model.rowCount())
    ]


def test_the_latest_row_is_on_top_and_says_who_did_what(part: AuditPart, admin: Member) -> None:
    ada = f"Ada Lind #{admin.id}"

    assert listed(part)[:3] == [
        (ada, "looked at", "Milan Novák"),
        ("=Bea Berg", "changed", "Milan Novák"),
        (ada, "added", "Milan Novák"),
    ]


def test_what_was_changed_is_shown_field_by_field(part: AuditPart) -> None:
    part.table.selectRow(1)

    assert [(row.name, row.old, row.new) for row in part.pane.model.rows] == [
        ("note", "early", "late")
    ]
    assert part.pane.heading.text() == "Milan Novák"
    assert "Reason: he asked for it" in part.pane.about.text()


@pytest.fixture
def booked(part: AuditPart, database: Database, qtbot: QtBot) -> AuditPart:
    """Milan has been booked with a provider, and the row of that is chosen."""
    with database.write("test") as tx:
        whom = tx.session.scalars(select(PersonRecord.id)).one()
        own = build.resource(tx, "Dr. Eva", "Rossi").id
        build.appointment(tx, None, build.span(9), "", person_id=whom, resource_id=own)
    qtbot.waitUntil(lambda: listed(part)[0] == ("test", "added", "Milan Novák"))
    settled(part, qtbot)
    part.table.selectRow(0)
    return part


def test_whom_and_what_the_fields_name_is_shown_by_name(booked: AuditPart) -> None:
    shown = {row.name: row.new for row in booked.pane.model.rows}

    assert shown["person"] == "Milan Novák"
    assert shown["provider or room"] == "Dr. Eva Rossi"
    assert not {"id", "version", "created at", "updated by"} & set(shown)


@pytest.fixture
def discreet() -> None:
    """People stand across the counter."""
    discretion.screen.turn(True)


def test_over_the_counter_people_are_initials_and_providers_have_their_names(
    booked: AuditPart, discreet: None, qtbot: QtBot
) -> None:
    booked.refresh()
    settled(booked, qtbot)
    booked.table.selectRow(1)
    booked.table.selectRow(0)
    shown = {row.name: row.new for row in booked.pane.model.rows}

    assert listed(booked)[0] == ("test", "added", "M. N.")
    assert shown["person"] == "M. N."
    assert shown["provider or room"] == "Dr. Eva Rossi"


def test_the_list_is_confined_by_name_kind_period_and_looks(part: AuditPart, qtbot: QtBot) -> None:
    part.head.search.setText("berg")
    settled(part, qtbot)
    assert [row[0] for row in listed(part)] == ["=Bea Berg"]

    part.head.search.clear()
    part.head.reads.setChecked(False)
    part.head.kind.setCurrentIndex(part.head.kind.findData("person"))
    settled(part, qtbot)
    assert [row[1] for row in listed(part)] == ["changed", "added"]

    part.head.period.setCurrentIndex(1)
    settled(part, qtbot)
    assert [row[1] for row in listed(part)] == ["changed"]

    part.head.search.setText("nobody of that name")
    settled(part, qtbot)
    assert part.stack.currentWidget() is part.empty


def test_more_rows_are_read_when_one_goes_down(
    part: AuditPart, database: Database, qtbot: QtBot
) -> None:
    with database.write("test") as tx:
        for number in range(MANY):
            build.alert(tx, f"Name {number}")
    settled(part, qtbot)
    assert part.model.rowCount() == audit.PAGE

    part.table.scrollToBottom()
    qtbot.waitUntil(lambda: part.model.rowCount() == MANY + 5)
    part.table.selectRow(MANY)
    chosen = part.table.currentIndex().data()
    with database.write("test") as tx:
        build.alert(tx, "One more")
    settled(part, qtbot)

    assert part.table.currentIndex().data() == chosen


def test_what_happens_meanwhile_comes_to_the_list(
    part: AuditPart, database: Database, qtbot: QtBot
) -> None:
    with database.write("test") as tx:
        build.patient(tx, "New", "Comer")

    qtbot.waitUntil(lambda: listed(part)[0] == ("test", "added", "New Comer"))


def test_the_chain_is_checked_and_the_result_said(
    part: AuditPart, database: Database, qtbot: QtBot
) -> None:
    part.head.check.click()
    qtbot.waitUntil(part.verdict.isVisible)
    assert "The journal is whole" in part.verdict.said

    with writing(database.engine) as connection:
        connection.execute(text("UPDATE change SET actor = 'nobody' WHERE number = 3"))
    part.head.check.click()
    qtbot.waitUntil(lambda: "journal 3 does not follow" in part.verdict.said)
    assert part.head.check.isEnabled()


def test_what_is_listed_is_written_to_a_file_in_which_nothing_is_a_formula(
    part: AuditPart, tmp_path: Path, qtbot: QtBot
) -> None:
    part.head.search.setText("berg")
    settled(part, qtbot)
    path = tmp_path / "journal.csv"

    with qtbot.waitSignal(part.said) as said:
        part.acts.write(path, part.head.sought())

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["who"], row["action"], row["name"]) for row in rows] == [
        ("'=Bea Berg", "changed", "Milan Novák")
    ]
    assert rows[0]["new"] == '{"note": "late"}'
    assert "Rows: 1" in said.args[0]


def test_only_an_administrator_sees_it_where_there_are_accounts(
    part: AuditPart, client: Client, admin: Member, qtbot: QtBot
) -> None:
    client.sign_in(account(client, Role.DESK))

    assert part.body.currentWidget() is part.barred
    assert listed(part) == []
    assert part.commands() == {}

    client.sign_in(admin)
    settled(part, qtbot)
    assert listed(part)


def test_its_pictures_show_a_whole_and_an_altered_journal(part: AuditPart) -> None:
    part.faces()["altered"]()
    assert "journal 4 was altered" in part.verdict.said
    assert "and 2 more" in part.verdict.said

    part.faces()["whole"]()
    assert "whole" in part.verdict.said


def test_a_question_that_was_refused_does_not_swallow_the_next(
    client: Client, database: Database, qtbot: QtBot
) -> None:
    reading = Reading(client)
    client.refused.connect(lambda _: database.line.hold())
    database.line.lose()

    with qtbot.waitSignal(reading.found):
        reading.begin(Sought(), 1)
        reading.begin(Sought(), 1)
    reading.end()


def test_a_list_that_was_taken_along_is_told_as_that(
    part: AuditPart, qtbot: QtBot, admin: Member, database: Database
) -> None:
    with database.write(Actor.of(admin)) as tx:
        reads.took(tx, Taken.EXPORTED, "visitor_entry")
    part.refresh()
    settled(part, qtbot)

    assert listed(part)[0] == (f"Ada Lind #{admin.id}", "exported", "list")
    part.table.selectRow(0)
    assert part.pane.about.text().splitlines()[0] == "visitor entry list: exported"
    assert "Reason" not in part.pane.about.text()


@pytest.mark.parametrize(
    ("kind", "column", "value", "said"),
    [
        ("message", "fate", "pending", "Waiting"),
        ("message", "channel", "sms", "Text message"),
        ("message", "event", "create", "Booked"),
        ("appointment", "shelf", "TRASH", "Cancelled"),
        ("person", "kind", "patient", "Patient"),
        ("alert", "kind", "refuse", "Do not admit"),
        ("staff", "role", "read-only", "Read only"),
        ("token", "role", "admin", "Administrator"),
        ("appointment_type", "per", "stock", "A stock"),
        ("message", "fate", "of tomorrow", "of tomorrow"),
        ("person", "first_name", "PENDING", "PENDING"),
    ],
)
def test_states_are_told_in_the_words_of_the_pages(
    kind: str, column: str, value: str, said: str
) -> None:
    entry = JournalEntry(
        number=1,
        batch=1,
        kind=kind,
        id=1,
        action=Action.ADDED,
        actor="ann",
        at=at(9),
        old={},
        new={column: value},
    )

    [field] = words.fields(audit.Line(entry, "", {}), ZoneInfo("Europe/Rome"))

    assert field.new == said
