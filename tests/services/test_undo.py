"""Whatever was done is put back to the letter, unless somebody has built upon it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Concatenate, ParamSpec

import pytest

from desk.domain.directory import PersonKind
from desk.domain.errors import DeskError, NotFound, Stale
from desk.domain.visitor import AlertKind, Standing
from desk.services import alerts, days, journal, people, undo, visitor_log, visitors
from desk.store.database import Database, Write
from tests import build
from tests.conftest import MONDAY, Clock
from tests.contents import contents, grams
from tests.services import acts, calendar_acts

P = ParamSpec("P")

DATE = MONDAY.date()
RESIDENT = PersonKind.RESIDENT
# The acts are the same on both; the second kind shows that they lie there in the same way.
SEQUENCES = [30, pytest.param(100, marks=pytest.mark.long)]
OF_THE_CALENDAR = 50


def do(
    database: Database,
    service: Callable[Concatenate[Write, P], object],
    *args: P.args,
    **kwargs: P.kwargs,
) -> int:
    """Carry a service out; the number of its transaction."""
    with database.write("ann") as tx:
        service(tx, *args, **kwargs)
    return tx.batch


def refused(database: Database, batch: int) -> type[DeskError]:
    """Why `batch` cannot be put back, having seen that nothing is different for it."""
    before = contents(database, without=()), grams(database)
    with pytest.raises(DeskError) as refusal, database.write("ann") as tx:
        undo.revert(tx, batch)
    assert (contents(database, without=()), grams(database)) == before
    return refusal.type


def founded(database: Database) -> int:
    """Somebody to visit."""
    with database.write("ann") as tx:
        return build.resident(tx).id


def attempt(database: Database, several: Sequence[acts.Act], chance: Random) -> int:
    """Do it all in one transaction; its number, 0 if it was refused or changed nothing."""
    try:
        with database.write("ann") as tx:
            for act in several:
                act(tx, chance)
    except DeskError:
        return 0
    return tx.batch


def revert(database: Database, batch: int) -> int:
    with database.write("ann") as tx:
        undo.revert(tx, batch)
    return tx.batch


def everything(database: Database) -> object:
    return contents(database), grams(database)


def test_what_is_not_in_the_journal_cannot_be_put_back(both: Database) -> None:
    assert refused(both, 4711) is NotFound


def test_a_check_in_is_not_undone_once_the_party_has_left(both: Database) -> None:
    with both.write("ann") as tx:
        entry = visitors.expect(tx, build.party(build.resident(tx).id), tx.now)
    admitted = do(both, visitors.admit, entry.id, entry, seen=entry.version)
    left = do(both, visitors.depart, [entry.id])

    assert refused(both, admitted) is Stale

    revert(both, left)
    revert(both, admitted)
    with both.read() as tx:
        assert visitor_log.one(tx, entry.id).standing is Standing.EXPECTED


def test_undoing_is_refused_when_anything_else_in_the_row_has_changed(both: Database) -> None:
    with both.write("ann") as tx:
        entry = visitors.arrive(tx, build.party(build.resident(tx).id))
    left = do(both, visitors.depart, [entry.id])
    with both.write("bob") as tx:
        now = visitor_log.one(tx, entry.id)
        visitors.amend(tx, entry.id, replace(now, note="forgot her hat"), seen=now.version)

    assert refused(both, left) is Stale


def test_undoing_is_possible_again_when_what_came_after_was_undone(both: Database) -> None:
    set_ = do(both, days.set_places, DATE, 20)
    counted = do(both, days.occupy, DATE, 15)
    assert refused(both, set_) is Stale

    revert(both, counted)
    revert(both, set_)

    with both.read() as tx:
        assert days.on(tx, DATE).id == 0


def test_a_day_that_somebody_opened_anew_stands_in_the_way(both: Database) -> None:
    with both.write("ann") as tx:
        day, _ = days.open(tx, DATE, 10)
    removed = do(both, days.remove, day.id)
    do(both, days.open, DATE)

    assert refused(both, removed) is Stale


def test_somebody_who_was_visited_since_cannot_be_undone(both: Database) -> None:
    added = do(both, people.add, people.Details(kind=RESIDENT, first_name="Ana"))
    with both.write("bob") as tx:
        [ana] = people.find(tx, "ana")
        visitors.arrive(tx, build.party(ana.id))

    assert refused(both, added) is Stale


def test_somebody_and_the_visit_written_down_with_them_go_and_come_together(
    both: Database,
) -> None:
    def add_with_visit(tx: Write) -> None:
        ana = people.add(tx, people.Details(kind=RESIDENT, first_name="Ana", last_name="Ruiz"))
        visitors.arrive(tx, build.party(ana.id, "Bo Berg"), counted=True)

    before = contents(both), grams(both)
    batch = do(both, add_with_visit)
    after = contents(both), grams(both)

    undone = revert(both, batch)
    assert (contents(both), grams(both)) == before

    revert(both, undone)
    assert (contents(both), grams(both)) == after
    with both.read() as tx:
        assert [e.visitor for e in visitor_log.found(tx, visitor_log.View(text="ruiz"))] == [
            "Bo Berg"
        ]


def test_people_who_were_merged_by_mistake_are_two_again(both: Database) -> None:
    with both.write("ann") as tx:
        keep = people.add(tx, people.Details(kind=RESIDENT, first_name="Ana", last_name="Ruiz"))
        other = people.add(
            tx,
            people.Details(kind=RESIDENT, first_name="Anna", last_name="Reis", phone="555 1234"),
        )
        visitors.arrive(tx, build.party(other.id, "Bo Berg"))
        visitors.arrive(tx, build.party(keep.id, "Cy Dahl"))
    before = contents(both), grams(both)
    merged = do(both, people.merge, keep.id, other.id)

    revert(both, merged)

    assert (contents(both), grams(both)) == before
    with both.read() as tx:
        assert [p.name for p in people.find(tx, "reis")] == ["Anna Reis"]
        found = visitor_log.found(tx, visitor_log.View(text="reis"))
        assert [e.resident_name for e in found] == ["Anna Reis"]


def test_a_name_that_was_changed_by_mistake_is_found_as_before(both: Database) -> None:
    with both.write("ann") as tx:
        ana = people.add(tx, people.Details(kind=RESIDENT, first_name="Ana", last_name="Ruiz"))
        visitors.arrive(tx, build.party(ana.id, "Bo Berg"))
    married = people.Details(kind=RESIDENT, first_name="Ana", last_name="Dahl")
    renamed = do(both, people.amend, ana.id, married, seen=ana.version)

    revert(both, renamed)

    with both.read() as tx:
        for text, expected in {"ruiz": ["Bo Berg"], "dahl": []}.items():
            found = visitor_log.found(tx, visitor_log.View(text=text))
            assert [entry.visitor for entry in found] == expected
            assert len(people.find(tx, text)) == len(expected)


def test_a_note_that_was_taken_down_speaks_up_again(both: Database) -> None:
    with both.write("ann") as tx:
        alert = alerts.add(tx, AlertKind.REFUSE, "José Luk", "by order")
    removed = do(both, alerts.remove, alert.id)

    revert(both, removed)

    with both.read() as tx:
        assert [each.id for each in alerts.matching(tx, ["jose luk"])] == [alert.id]


def test_checking_out_a_full_house_is_one_step_to_undo(both: Database, clock: Clock) -> None:
    host = founded(both)
    with both.write("ann") as tx:
        ids = [visitors.arrive(tx, build.party(host, f"Guest {n}")).id for n in range(600)]
    before = contents(both)
    clock.advance(timedelta(hours=9))
    closed = do(both, visitors.depart, ids, seen_leaving=False, reason="end of day")

    revert(both, closed)

    assert contents(both) == before
    with both.read() as tx:
        assert len(visitors.inside(tx)) == 600
        assert {e.reason for e in journal.since(tx, closed - 1, limit=600)} == {"end of day"}


def test_a_whole_import_is_one_step_to_undo_and_to_do_again(both: Database) -> None:
    host = founded(both)
    before = contents(both), grams(both)

    def bring_in(tx: Write) -> None:
        for number in range(600):
            visitors.expect(tx, build.party(host, f"Guest {number}"), tx.now)

    imported = do(both, bring_in)
    after = contents(both), grams(both)

    undone = revert(both, imported)
    assert (contents(both), grams(both)) == before
    revert(both, undone)
    assert (contents(both), grams(both)) == after


def back_and_forth(
    database: Database, clock: Clock, number: int, possible: Sequence[acts.Act]
) -> Counter[str]:
    """Do a sequence of acts, undo them all and do them all again; gives which acts there were."""
    done: Counter[str] = Counter()
    chance = Random(number)
    states, batches = [everything(database)], []
    for _ in range(chance.randrange(2, 7)):
        clock.advance(timedelta(minutes=7))
        chosen = chance.choices(possible, k=chance.choice([1, 1, 1, 2, 3]))
        if batch := attempt(database, chosen, chance):
            done.update(act.__name__ for act in chosen)
            batches.append(batch)
            states.append(everything(database))

    for at in reversed(range(len(batches))):
        batches[at] = revert(database, batches[at])
        assert everything(database) == states[at], f"undoing step {at} of sequence {number}"
    for at in range(len(batches)):
        batches[at] = revert(database, batches[at])
        assert everything(database) == states[at + 1], f"redoing step {at} of sequence {number}"
    return done


@pytest.mark.parametrize("sequences", SEQUENCES)
def test_any_sequence_of_acts_can_be_undone_and_done_again_to_the_letter(
    both: Database, clock: Clock, sequences: int
) -> None:
    undone: Counter[str] = Counter()
    for number in range(sequences):
        undone += back_and_forth(both, clock, number, acts.ALL)

    assert set(undone) == {act.__name__ for act in acts.ALL}
    assert undone.total() > 3 * sequences


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_any_sequence_of_acts_upon_the_calendar_is_undone_to_the_letter(
    both: Database, clock: Clock
) -> None:
    with both.write("ann") as tx:
        build.patient(tx, "Ana", "Ruiz")
        for first, capacity in (("Dr. Eva", 1), ("Dr. Ugo", 3)):
            build.mornings(tx, build.resource(tx, first).id, capacity=capacity)
    undone: Counter[str] = Counter()
    for number in range(OF_THE_CALENDAR):
        undone += back_and_forth(both, clock, number, calendar_acts.ALL)

    assert set(undone) == {act.__name__ for act in calendar_acts.ALL}
    assert undone.total() > 2 * OF_THE_CALENDAR
