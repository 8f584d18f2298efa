"""Erasing somebody leaves nothing of them, anywhere, and nothing brings it back."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desk import upkeep
from desk.domain.directory import PersonKind
from desk.domain.errors import Erased, Held, NotFound, NotStanding, StillHere
from desk.domain.visitor import Times
from desk.services import (
    answers,
    appointments,
    erasing,
    holds,
    house,
    journal,
    people,
    traces,
    undo,
    visitors,
    waiting_line,
)
from desk.services.answers import Question
from desk.services.traces import Outcome
from desk.store import backup, kept_copies, tombstones
from desk.store.database import Database
from desk.store.records import PersonRecord, VisitorEntryRecord
from tests import build
from tests.conftest import Clock, at
from tests.contents import contents, grams
from tests.services import somebody
from tests.services.somebody import Known, erased, files_with_a_word
from tests.store.files import opened

CLEAN: dict[str, list[str]] = {}


@pytest.fixture
def known(both: Database) -> Known:
    return somebody.settle_in(both)


@pytest.fixture
def filed(database: Database) -> Known:
    """The same, in a file."""
    return somebody.settle_in(database)


def rows_with_a_word(database: Database) -> list[str]:
    text = repr(contents(database, without=())).lower()
    with database.read() as tx:
        text += repr([(c.old, c.new, c.reason) for c in build.journal(tx)]).lower()
    return [word for word in somebody.WORDS if word in text]


def test_nothing_of_the_person_is_left_in_any_row(both: Database, known: Known) -> None:
    assert len(rows_with_a_word(both)) > 10

    erased(both, known.person)

    assert rows_with_a_word(both) == []
    assert backup.check(both.engine) == []


def test_what_is_other_peoples_stays(both: Database, known: Known) -> None:
    erased(both, known.person)

    with both.read() as tx:
        other = tx.get(VisitorEntryRecord, known.other_entry).value()
        assert (other.visitor, other.companions, other.people) == ("Bo Berg", ("Cy Bell",), 3)
        booked = appointments.one(tx, known.others_appointment)
        assert (booked.name, booked.extra["patients"]) == ("Grace Okafor", [str(known.other)])
        assert people.one(tx, known.other).name == "Grace Okafor"
        assert [listed.entry.name for listed in waiting_line.listed(tx)].count("Grace Okafor") == 1
        with pytest.raises(NotFound):
            people.one(tx, known.person)


def test_appointments_stay_as_times_and_those_to_come_are_cancelled(
    both: Database, known: Known
) -> None:
    with both.read() as tx:
        coming = appointments.one(tx, known.coming)
        assert coming.availability_id is not None
        before = erasing.preview(tx, known.person)

    erased(both, known.person)

    with both.read() as tx:
        past, gone = (appointments.one(tx, each) for each in (known.past, known.coming))
    assert (before.appointments, before.coming) == (2, 1)
    assert (past.span, past.counts(at(8)), past.name) == (build.span(8), True, "")
    assert not gone.counts(both.clock())
    [offered] = [
        row
        for row in contents(both)["appointment"]
        if row["starts"] == coming.span.start and row["id"] != coming.id
    ]
    # The place was free at once, and went to the next who waits.
    assert (offered["title"], offered["shelf"]) == ("Grace Okafor", "PUBLIC")


def test_the_preview_says_how_much_would_go(both: Database, known: Known) -> None:
    with both.read() as tx:
        found = erasing.preview(tx, known.duplicate)

    assert (found.person_id, found.name) == (known.person, "Zwenka Quallenberg")
    assert (found.duplicates, found.entries, found.waiting, found.takes_part) == (1, 1, 1, 1)
    assert found.messages > 0
    assert found.namesakes == 2
    assert (found.inside, found.held) == ((), ())


def test_what_stands_under_the_name_alone_can_be_left(both: Database, known: Known) -> None:
    erased(both, known.person, namesakes=False)

    with both.read() as tx:
        names = [row["visitor"] for row in contents(both)["visitor_entry"]]
        other = tx.get(VisitorEntryRecord, known.other_entry).value()
    assert names.count("Zwenka Quallenberg") == 1
    assert "Zwenka Quallenberg" in other.companions


def test_nothing_is_found_in_any_file_of_the_folder(
    database: Database, filed: Known, tmp_path: Path
) -> None:
    upkeep.keep_copy(database)
    shutil.copy(tmp_path / "desk.db", tmp_path / "desk.db.replaced-1")
    shutil.copy(tmp_path / "desk.db-wal", tmp_path / "desk.db.replaced-1-wal")
    (tmp_path / "desk.db.before-0011").write_bytes(b"SQLite format 3\0, and then quallenberg")
    (tmp_path / "desk.db.copies" / "2030-02-04T080000Z.0011aabb.part").write_bytes(b"Quallenberg")
    assert len(files_with_a_word(tmp_path)) > 4

    done = erased(database, filed.person)

    assert files_with_a_word(tmp_path) == CLEAN
    assert done == Outcome(rewritten=2, removed=2, log_emptied=True)
    database.close()
    assert files_with_a_word(tmp_path) == CLEAN
    [copy] = kept_copies.listed(tmp_path / "desk.db")
    house.opened(f"sqlite:///{copy.path}").close()


def test_another_programs_file_that_a_restore_replaced_is_left(
    database: Database, filed: Known, tmp_path: Path
) -> None:
    foreign = tmp_path / "desk.db.replaced-1"
    with opened(foreign) as connection:
        connection.execute("CREATE TABLE other (word TEXT)")
    before = foreign.read_bytes()

    erased(database, filed.person)

    assert foreign.read_bytes() == before


def test_long_text_that_was_changed_before_is_gone_as_well(
    database: Database, filed: Known, tmp_path: Path
) -> None:
    for text in ("qstory " * 4000, "short", "qstory " * 3000, ""):
        with database.write("ann") as tx:
            tx.get(PersonRecord, filed.person).note = text

    erased(database, filed.person)

    assert files_with_a_word(tmp_path) == CLEAN


def test_the_journals_chain_holds_and_says_that_something_was_erased(
    both: Database, known: Known
) -> None:
    with both.read() as tx:
        last = journal.last(tx)

    erased(both, known.person)

    assert backup.check(both.engine) == []
    with both.read() as tx:
        told = journal.since(tx, last)
        of_the_person = journal.of(tx, "person", known.person)
    assert ("person", known.person) in {(each.kind, each.id) for each in told}
    assert {(each.actor) for each in told} == {"ann"}
    assert all(not each.old and not each.new for each in of_the_person)
    assert len([each for each in told if each.kind == "erasure"]) > 5


def test_it_cannot_be_undone_nor_can_what_was_done_before(both: Database, known: Known) -> None:
    with both.read() as tx:
        [added] = [each for each in journal.of(tx, "person", known.person) if not each.old]
        entered = journal.of(tx, "visitor_entry", known.entry)[-1]
    with both.write("ann") as tx:
        erasing.person(tx, known.person, namesakes=True)
    before = contents(both)

    for batch in (tx.batch, added.batch, entered.batch):
        with pytest.raises(Erased), both.write("ann") as write:
            undo.revert(write, batch)

    assert contents(both) == before


def test_what_other_machines_were_answered_is_emptied_and_still_known(
    both: Database, known: Known
) -> None:
    erased(both, known.person)

    with both.write("door") as tx:
        emptied = answers.given(tx, Question("door", "one", "hash"))
        others = answers.given(tx, Question("door", "two", "hash"))
    assert emptied is not None
    assert others is not None
    assert (emptied.status, emptied.headers, emptied.body) == (201, {}, b"")
    assert others.body == b'{"lastName": "Okafor"}'


def test_a_search_does_not_find_what_was_erased(database: Database, filed: Known) -> None:
    before = {number for number, _ in grams(database)}

    erased(database, filed.person)

    assert filed.entry in before
    assert filed.entry not in {number for number, _ in grams(database)}


def test_a_single_entry_is_erased_and_its_host_stays(both: Database, known: Known) -> None:
    with both.write("ann") as tx:
        done = erasing.entries(tx, [known.entry])
    traces.remove(both, done)

    left = rows_with_a_word(both)
    assert not {"qvisitor", "qfriend", "qplate", "qpurpose", "qbadge"} & set(left)
    with both.read() as tx:
        assert people.one(tx, known.person).name == "Zwenka Quallenberg"


def test_an_older_copy_that_is_put_back_has_it_erased_again(
    database: Database, filed: Known, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "desk.db"
    elsewhere = tmp_path / "elsewhere" / "old.db"
    elsewhere.parent.mkdir()
    backup.copy(database.engine, elsewhere)
    erased(database, filed.person)
    database.close()

    backup.restore(elsewhere, file)
    again = house.opened(f"sqlite:///{file}", clock=clock)

    shutil.rmtree(elsewhere.parent)
    (tmp_path / "desk.db.replaced-1").unlink()
    assert rows_with_a_word(again) == []
    assert backup.check(again.engine) == []
    assert files_with_a_word(tmp_path) == CLEAN
    with again.read() as tx:
        assert not appointments.one(tx, filed.coming).counts(tx.now)
        assert people.one(tx, filed.other).name == "Grace Okafor"
    again.close()


def test_so_it_is_when_somebody_copies_an_old_file_over_it_by_hand(
    database: Database, filed: Known, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "desk.db"
    old = tmp_path.parent / f"{tmp_path.name}-old.db"
    backup.copy(database.engine, old)
    erased(database, filed.person)
    database.close()

    shutil.move(old, file)
    house.opened(f"sqlite:///{file}", clock=clock).close()

    assert files_with_a_word(tmp_path) == CLEAN


def test_who_comes_later_is_not_taken_for_somebody_who_was_erased(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "desk.db"
    backup.copy(database.engine, old := tmp_path / "old.db")
    with database.write("ann") as tx:
        gone = build.resident(tx, "Anna", "Meyer")
    erased(database, gone.id)
    database.close()
    backup.restore(old, file)

    again = house.opened(f"sqlite:///{file}", clock=clock)
    with again.write("ann") as tx:
        new = build.resident(tx, "Anna", "Meyer")
    again.close()
    third = house.opened(f"sqlite:///{file}", clock=clock)

    assert new.id > gone.id
    with third.read() as tx:
        assert people.one(tx, new.id).name == "Anna Meyer"
    third.close()


def test_the_list_beside_the_file_is_made_anew_where_it_was_lost(
    database: Database, filed: Known, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "desk.db"
    erased(database, filed.person)
    database.close()
    before = tombstones.listed(file)
    tombstones.beside(file).unlink()

    house.opened(f"sqlite:///{file}", clock=clock).close()

    assert before
    assert tombstones.listed(file) == before


def test_a_line_that_a_power_cut_left_unfinished_harms_no_other(
    database: Database, filed: Known, tmp_path: Path
) -> None:
    file = tmp_path / "desk.db"
    erased(database, filed.person)
    before = tombstones.listed(file)
    with tombstones.beside(file).open("a") as target:
        target.write('{"kind": "per')
    with database.write("ann") as tx:
        later = build.resident(tx)

    erased(database, later.id, namesakes=False)

    assert [each.id for each in tombstones.listed(file)] == [
        *(each.id for each in before),
        later.id,
    ]


def test_who_is_inside_is_not_erased(both: Database, known: Known) -> None:
    with both.write("ann") as tx:
        inside = visitors.arrive(tx, build.party(known.person, "Qvisitor"))
    before = contents(both, without=())

    with pytest.raises(StillHere), both.write("ann") as tx:
        erasing.person(tx, known.person, namesakes=False)
    with pytest.raises(StillHere), both.write("ann") as tx:
        erasing.entries(tx, [inside.id])

    assert contents(both, without=()) == before


def test_what_is_going_on_is_not_erased(both: Database, known: Known, clock: Clock) -> None:
    clock.advance(timedelta(hours=2))
    with both.write("ann") as tx:
        appointments.admit(tx, [known.coming])
    before = contents(both, without=())

    with pytest.raises(NotStanding), both.write("ann") as tx:
        erasing.person(tx, known.person, namesakes=False)

    assert contents(both, without=()) == before


def test_what_is_held_is_not_erased_until_the_hold_is_lifted(both: Database, known: Known) -> None:
    with both.write("ann") as tx:
        hold = holds.place(tx, "person", known.duplicate, "a case at court")

    for ids in ([known.person], [known.duplicate]):
        with pytest.raises(Held), both.write("ann") as tx:
            erasing.person(tx, ids[0], namesakes=False)
    with pytest.raises(Held), both.write("ann") as tx:
        erasing.entries(tx, [known.entry])
    with both.write("ann") as tx:
        holds.lift(tx, hold.id)
    erased(both, known.person)

    assert rows_with_a_word(both) == []


def test_what_comes_in_from_elsewhere_afterwards_is_new(both: Database, known: Known) -> None:
    erased(both, known.person)

    with both.write("ann") as tx:
        details = people.Details(kind=PersonKind.RESIDENT, last_name="Quallenberg")
        people.put(tx, "qx-9917", details)
        visitors.enter(tx, build.party(known.other, "Zwenka Quallenberg"), Times(arrived_at=at(8)))

    assert "quallenberg" in rows_with_a_word(both)
