"""When many want the same thing at the same moment, each gets it or a clear no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from desk.domain.directory import PersonKind
from desk.domain.visitor import Standing, Times, VisitorEntry
from desk.services import days, directory, people, site, undo, visitor_log, visitors
from desk.store.database import Database, Write
from tests import build
from tests.conftest import MONDAY, address_of
from tests.services.rivals import at_once, elsewhere, occupy

DATE = MONDAY.date()
RESIDENT = PersonKind.RESIDENT
DANA = people.Details(kind=RESIDENT, first_name="Dana", last_name="Moss")


@pytest.fixture
def ten_left(both: Database) -> Database:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=40, occupied=30)
    return both


def counted(database: Database) -> int:
    with database.read() as tx:
        return days.on(tx, DATE).occupied


def arrive(tx: Write, host: int) -> int:
    return visitors.arrive(tx, build.party(host)).id


def kinds(outcomes: list[str]) -> Counter[str]:
    return Counter(outcome.split()[0] for outcome in outcomes)


def test_of_twenty_clerks_exactly_ten_get_the_last_ten_places(ten_left: Database) -> None:
    outcomes = at_once(ten_left, [partial(occupy, date=DATE.isoformat())] * 20)

    assert kinds(outcomes) == {"done": 10, "DayFull": 10}
    assert {outcome for outcome in outcomes if outcome != "DayFull"} == {
        f"done {taken}" for taken in range(31, 41)
    }
    assert counted(ten_left) == 40


def test_of_four_programs_exactly_ten_attempts_get_the_last_ten_places(ten_left: Database) -> None:
    outcomes = elsewhere(address_of(ten_left), 4, 8, "occupy", DATE.isoformat())

    assert kinds(outcomes) == {"done": 10, "DayFull": 22}
    assert counted(ten_left) == 40


def test_a_party_is_counted_whole_or_not_at_all(ten_left: Database) -> None:
    outcomes = at_once(ten_left, [partial(occupy, date=DATE.isoformat(), people="3")] * 20)

    assert kinds(outcomes) == {"done": 3, "DayFull": 17}
    assert counted(ten_left) == 39


def test_places_are_given_back_no_more_often_than_they_are_taken(ten_left: Database) -> None:
    outcomes = elsewhere(address_of(ten_left), 4, 5, "release", DATE.isoformat(), "2")

    assert kinds(outcomes) == {"done": 15, "NotSoMany": 5}
    assert counted(ten_left) == 0


def test_twenty_threads_opening_a_new_day_get_the_one_record(both: Database) -> None:
    outcomes = at_once(both, [lambda tx: days.open(tx, DATE)[0].id] * 20)

    assert len(outcomes) == 20
    assert kinds(outcomes) == {"done": 20}
    assert len(set(outcomes)) == 1


def test_twenty_openings_by_four_programs_make_one_record(both: Database) -> None:
    outcomes = elsewhere(address_of(both), 4, 5, "open", DATE.isoformat())

    assert len(outcomes) == 20
    assert kinds(outcomes) == {"done": 20}
    assert len(set(outcomes)) == 1
    with both.read() as tx:
        assert f"done {days.stored(tx, DATE).id}" in outcomes


def test_a_party_is_checked_out_once(both: Database) -> None:
    with both.write("ann") as tx:
        entry = visitors.arrive(tx, build.party(build.resident(tx).id))

    outcomes = at_once(both, [lambda tx: visitors.depart(tx, [entry.id])[0].id] * 8)

    assert kinds(outcomes) == {"done": 1, "AlreadyLeft": 7}


def test_several_parties_are_checked_out_in_any_order_without_a_standstill(
    both: Database,
) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx).id
        ids = [visitors.arrive(tx, build.party(host, f"Guest {n}")).id for n in range(20)]

    outcomes = at_once(
        both,
        [partial(visitors.depart, ids=order) for order in (ids, ids[::-1], ids[5:] + ids[:5])],
    )

    assert kinds(outcomes) == {"done": 1, "AlreadyLeft": 2}


def test_an_expected_party_is_let_in_once(both: Database) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx).id
        entry = visitors.expect(tx, build.party(host), tx.now)

    outcomes = at_once(
        both,
        [lambda tx: visitors.admit(tx, entry.id, entry, seen=entry.version, counted=True).id] * 8,
    )

    assert kinds(outcomes) == {"done": 1, "AlreadyInside": 7}
    assert counted(both) == 1


def test_of_two_who_amend_what_both_have_seen_one_is_told(both: Database) -> None:
    with both.write("ann") as tx:
        entry = visitors.arrive(tx, build.party(build.resident(tx).id))

    def amend(tx: Write, note: str) -> int:
        return visitors.amend(tx, entry.id, replace(entry, note=note), seen=entry.version).id

    outcomes = at_once(both, [partial(amend, note=str(n)) for n in range(8)])

    assert kinds(outcomes) == {"done": 1, "ChangedBy": 7}


def test_undoing_and_amending_at_once_never_lose_either(both: Database) -> None:
    def amend(tx: Write, entry: VisitorEntry) -> int:
        later = replace(entry, note="umbrella")
        return visitors.amend(tx, entry.id, later, seen=entry.version).id

    with both.write("ann") as tx:
        host = build.resident(tx).id
    for _ in range(10):
        with both.write("ann") as tx:
            entry_id = arrive(tx, host)
        with both.write("ann") as tx:
            [left] = visitors.depart(tx, [entry_id])

        put_back = partial(undo.revert, batch=tx.batch)
        amended, undone = at_once(both, [partial(amend, entry=left), put_back])

        with both.read() as look:
            now = visitor_log.one(look, entry_id)
        if undone == "Stale":
            assert amended.startswith("done")
            assert (now.note, now.standing) == ("umbrella", Standing.LEFT)
        else:
            assert amended == "ChangedBy"
            assert (now.note, now.standing) == ("", Standing.INSIDE)


def test_a_step_is_undone_once(both: Database) -> None:
    with both.write("ann") as tx:
        days.occupy(tx, DATE, 5)
    batch = tx.batch

    outcomes = at_once(both, [partial(undo.revert, batch=batch)] * 6)

    assert kinds(outcomes) == {"done": 1, "Stale": 5}
    assert counted(both) == 0


def test_counting_goes_on_while_another_step_is_undone(both: Database) -> None:
    with both.write("ann") as tx:
        days.set_places(tx, DATE, 100)
    with both.write("ann") as tx:
        visitors.arrive(tx, build.party(build.resident(tx).id), counted=True)
    batch = tx.batch

    put_back = [partial(undo.revert, batch=batch)]
    outcomes = at_once(both, put_back + [partial(occupy, date=DATE.isoformat())] * 10)

    assert kinds(outcomes[1:]) == {"done": 10}
    assert counted(both) == (11 if outcomes[0] == "Stale" else 10)


def test_merging_two_people_both_ways_at_once_leaves_one(both: Database) -> None:
    for _ in range(10):
        with both.write("ann") as tx:
            one, other = build.resident(tx).id, build.resident(tx).id

        outcomes = at_once(
            both,
            [
                partial(people.merge, keep_id=one, duplicate_id=other),
                partial(people.merge, keep_id=other, duplicate_id=one),
            ],
        )

        assert kinds(outcomes) == {"done": 1, "Invalid": 1}
        with both.read() as look:
            assert people.one(look, one).id == people.one(look, other).id


def test_a_visit_written_down_during_a_merge_is_the_one_who_stays(both: Database) -> None:
    for _ in range(10):
        with both.write("ann") as tx:
            keep, other = build.resident(tx).id, build.resident(tx).id

        outcomes = at_once(
            both,
            [
                partial(people.merge, keep_id=keep, duplicate_id=other),
                partial(arrive, host=other),
            ],
        )

        assert outcomes[0].startswith("done")
        with both.read() as look:
            assert visitor_log.of_resident(look, other) == []
            came = len(visitor_log.of_resident(look, keep))
        assert outcomes[1] == "Invalid" if came == 0 else outcomes[1].startswith("done")


def test_a_visit_is_found_by_the_name_that_a_resident_is_given_meanwhile(both: Database) -> None:
    for turn in range(10):
        with both.write("ann") as tx:
            host = build.resident(tx, "Grace", f"Before{turn}")
        new = people.Details(kind=RESIDENT, first_name="Grace", last_name=f"After{turn}")

        outcomes = at_once(
            both,
            [
                partial(people.amend, person_id=host.id, details=new, seen=host.version),
                partial(arrive, host=host.id),
            ],
        )

        assert kinds(outcomes) == {"done": 2}
        with both.read() as look:
            assert len(visitor_log.found(look, visitor_log.View(text=f"after{turn}"))) == 1


def test_a_name_that_several_bring_in_is_written_down_once(both: Database) -> None:
    outcomes = at_once(both, [lambda tx: people.named(tx, RESIDENT, "Grace", "Okafor").id] * 12)

    assert kinds(outcomes) == {"done": 12}
    assert len(set(outcomes)) == 1


@pytest.mark.parametrize(
    ("key", "uid"), [("p1", None), (None, "3fa85f64-5717-4562-b3fc-2c963f66afa6")]
)
def test_of_several_who_bring_in_the_same_key_one_does(
    both: Database, key: str | None, uid: str | None
) -> None:
    outcomes = at_once(both, [lambda tx: people.add(tx, DANA, key=key, uid=uid).id] * 8)

    assert kinds(outcomes)["done"] == 1
    assert set(kinds(outcomes)) <= {"done", "Invalid", "Stale"}


def test_the_same_row_of_a_file_comes_in_once(both: Database) -> None:
    with both.write("ann") as tx:
        party = build.party(build.resident(tx).id)
    times = Times(arrived_at=MONDAY)

    outcomes = at_once(both, [lambda tx: visitors.enter(tx, party, times, import_key="U1").id] * 8)

    assert kinds(outcomes)["done"] == 1
    assert set(kinds(outcomes)) <= {"done", "Invalid", "Stale"}


def test_settings_chosen_at_the_same_moment_are_all_kept(both: Database) -> None:
    chosen = {site.TOO_LONG_HOURS.key: 5, site.DEFAULT_PLACES.key: 7, site.COUNT_ARRIVALS.key: True}

    outcomes = at_once(
        both, [partial(site.choose, key=key, value=value) for key, value in chosen.items()]
    )

    assert kinds(outcomes) == {"done": 3}
    with both.read() as tx:
        assert site.setting(tx, site.TOO_LONG_HOURS) == 5
        assert site.setting(tx, site.DEFAULT_PLACES) == 7
        assert site.setting(tx, site.COUNT_ARRIVALS)


def test_a_house_is_founded_once(new_address: Callable[[], str]) -> None:
    database = Database(new_address())

    outcomes = at_once(database, [partial(site.name, called="House", zone="Europe/Rome")] * 8)

    assert kinds(outcomes) == {"done": 8}
    with database.read() as tx:
        assert len(directory.sites(tx)) == 1
    database.close()
