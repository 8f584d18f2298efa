"""Parties are announced, let in and out, put into the bin and taken out of it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desk.domain.errors import (
    AlreadyInside,
    AlreadyLeft,
    DayFull,
    Invalid,
    NotAdmitted,
    NotFound,
    Stale,
)
from desk.domain.visitor import AlertKind, Party, Standing, Times, VisitorEntry
from desk.services import days, people, visitor_log, visitors
from desk.store.database import Database
from tests import build
from tests.conftest import MONDAY, Clock, at
from tests.contents import contents

DATE = MONDAY.date()
HOUR = timedelta(hours=1)


@pytest.fixture
def host(both: Database) -> int:
    with both.write("ann") as tx:
        return build.resident(tx).id


@pytest.fixture
def ada(both: Database, host: int) -> VisitorEntry:
    """A party that is inside."""
    with both.write("ann") as tx:
        return visitors.arrive(tx, build.party(host))


@pytest.fixture
def bo(both: Database, host: int) -> VisitorEntry:
    """A party that is expected at ten."""
    with both.write("ann") as tx:
        return visitors.expect(tx, build.party(host, "Bo Berg"), at(10))


def one(database: Database, entry: VisitorEntry) -> VisitorEntry:
    with database.read() as tx:
        return visitor_log.one(tx, entry.id)


def test_an_announced_party_is_expected_at_its_time(both: Database, bo: VisitorEntry) -> None:
    assert one(both, bo) == bo
    assert (bo.standing, bo.arrival, bo.created_at) == (Standing.EXPECTED, at(10), at(9))


def test_a_party_that_comes_in_is_inside_from_now_on(
    both: Database, ada: VisitorEntry, bo: VisitorEntry
) -> None:
    assert (ada.standing, ada.arrived_at) == (Standing.INSIDE, at(9))
    assert ada.resident_name == "Grace Okafor"
    with both.read() as tx:
        assert visitors.inside(tx) == [ada]


def test_an_expected_party_comes_in_with_what_is_different(
    both: Database, bo: VisitorEntry, clock: Clock
) -> None:
    clock.advance(HOUR)
    with both.write("ann") as tx:
        visitors.admit(tx, bo.id, replace(bo, people=3, badge="7"), seen=bo.version)

    now = one(both, bo)
    assert (now.standing, now.people, now.badge) == (Standing.INSIDE, 3, "7")
    assert (now.expected_at, now.arrived_at) == (at(10), at(10))


def test_a_party_that_is_inside_or_gone_is_not_let_in_again(
    both: Database, ada: VisitorEntry, host: int
) -> None:
    for _ in ("inside", "gone"):
        with pytest.raises(AlreadyInside) as refused, both.write("ann") as tx:
            visitors.admit(tx, ada.id, build.party(host), seen=ada.version)
        assert refused.value.visitor == "Ada Lind"
        if one(both, ada).standing is Standing.INSIDE:
            with both.write("ann") as tx:
                visitors.depart(tx, [ada.id])


def test_what_was_announced_differently_meanwhile_is_looked_at_again(
    both: Database, bo: VisitorEntry, host: int
) -> None:
    with both.write("bea") as tx:
        visitors.amend(tx, bo.id, build.party(host, "Bo Berg", people=9), seen=bo.version)

    with pytest.raises(Stale), both.write("ann") as tx:
        visitors.admit(tx, bo.id, bo, seen=bo.version)


def test_logging_and_counting_is_one_act(both: Database, host: int, bo: VisitorEntry) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=10)
        visitors.arrive(tx, build.party(host, people=4), counted=True)
        visitors.admit(tx, bo.id, replace(bo, people=3), seen=bo.version, counted=True)

    with both.read() as tx:
        assert days.on(tx, DATE).occupied == 7


def test_a_party_for_which_there_is_no_room_is_neither_logged_nor_counted(
    both: Database, host: int, bo: VisitorEntry
) -> None:
    with both.write("ann") as tx:
        build.day(tx, DATE, places=3, occupied=1)
    before = contents(both)

    with pytest.raises(DayFull), both.write("ann") as tx:
        visitors.arrive(tx, build.party(host, people=3), counted=True)
    with pytest.raises(DayFull), both.write("ann") as tx:
        visitors.admit(tx, bo.id, replace(bo, people=3), seen=bo.version, counted=True)

    assert contents(both) == before


def test_a_party_is_counted_on_the_date_that_it_is_at_the_house(
    both: Database, host: int, clock: Clock
) -> None:
    clock.now = at(23, 30)  # Half past midnight in Rome.
    with both.write("ann") as tx:
        visitors.arrive(tx, build.party(host), counted=True)

    with both.read() as tx:
        assert days.stored(tx, DATE + timedelta(days=1)).occupied == 1


@pytest.mark.parametrize(
    "party",
    [
        {"visitor": "lind, ada"},
        {"visitor": "Bo Berg", "companions": ("ADA LIND",)},
        {"visitor": "Cy Dahl", "license_plate": "ab 123"},
    ],
    ids=["name", "companion", "plate"],
)
def test_somebody_who_must_not_be_let_in_is_stopped_before_anything_is_saved(
    both: Database, host: int, bo: VisitorEntry, party: dict[str, str]
) -> None:
    with both.write("ann") as tx:
        build.alert(tx, "Ada Lind", license_plate="AB-123", reason="a feud")
    before = contents(both)
    unwelcome = Party(resident_id=host, subject="Tea", **party)  # type: ignore[arg-type]

    with pytest.raises(NotAdmitted) as refused, both.write("ann") as tx:
        visitors.arrive(tx, unwelcome)
    with pytest.raises(NotAdmitted), both.write("ann") as tx:
        visitors.admit(tx, bo.id, unwelcome, seen=bo.version)

    assert (refused.value.name, refused.value.reason) == ("Ada Lind", "a feud")
    assert contents(both) == before


def test_somebody_let_in_anyway_is_in_the_journal_with_the_reason(
    both: Database, host: int
) -> None:
    with both.write("ann") as tx:
        build.alert(tx, "Ada Lind")
    number = build.last_change(both)

    with both.write("bea") as tx:
        visitors.arrive(tx, build.party(host), anyway=" the director said so ")

    with both.read() as tx:
        [written] = build.journal(tx, number)
    assert (written.actor, written.reason) == ("bea", "the director said so")


def test_somebody_to_be_received_with_care_is_let_in(both: Database, host: int) -> None:
    with both.write("ann") as tx:
        build.alert(tx, "Ada Lind", AlertKind.WELCOME)
        assert visitors.arrive(tx, build.party(host)).standing is Standing.INSIDE


def test_one_or_several_leave_at_once(
    both: Database, host: int, ada: VisitorEntry, clock: Clock
) -> None:
    with both.write("ann") as tx:
        other = visitors.arrive(tx, build.party(host, "Cy Dahl"))
    clock.advance(HOUR)
    with both.write("ann") as tx:
        gone = visitors.depart(tx, [other.id, ada.id, other.id])

    assert [entry.visitor for entry in gone] == ["Cy Dahl", "Ada Lind"]
    assert {entry.departed_at for entry in gone} == {at(10)}
    assert all(entry.seen_leaving for entry in gone)
    assert gone == [one(both, other), one(both, ada)]


def test_closing_the_day_says_that_nobody_was_seen_leaving_and_why(
    both: Database, ada: VisitorEntry
) -> None:
    with both.write("ann") as tx:
        visitors.depart(tx, [ada.id], seen_leaving=False, reason="end of day")

    assert not one(both, ada).seen_leaving
    with both.read() as tx:
        assert build.journal(tx)[-1].reason == "end of day"


def test_nobody_leaves_who_is_not_inside_and_then_the_others_stay_too(
    both: Database, ada: VisitorEntry, bo: VisitorEntry
) -> None:
    with pytest.raises(AlreadyLeft) as refused, both.write("ann") as tx:
        visitors.depart(tx, [ada.id, bo.id])

    assert refused.value.visitor == "Bo Berg"
    assert one(both, ada).standing is Standing.INSIDE


def test_nobody_leaves_before_coming_even_when_the_clock_was_put_back(
    both: Database, ada: VisitorEntry, clock: Clock
) -> None:
    clock.advance(-HOUR)
    with both.write("ann") as tx:
        visitors.depart(tx, [ada.id])

    assert one(both, ada).departed_at == at(9)


def test_what_is_in_the_bin_is_gone_until_it_is_taken_out(
    both: Database, ada: VisitorEntry
) -> None:
    with both.write("ann") as tx:
        visitors.remove(tx, [ada.id, ada.id])

    with pytest.raises(NotFound), both.write("ann") as tx:
        visitors.depart(tx, [ada.id])
    with pytest.raises(NotFound), both.write("ann") as tx:
        visitors.remove(tx, [ada.id])
    with pytest.raises(NotFound), both.write("ann") as tx:
        visitors.amend(tx, ada.id, ada, seen=None)
    with both.read() as tx:
        assert visitors.inside(tx) == []

    with both.write("ann") as tx:
        visitors.restore(tx, [ada.id])
    assert replace(one(both, ada), version=1) == ada


def test_only_what_is_in_the_bin_can_be_taken_out(both: Database, ada: VisitorEntry) -> None:
    for entry_id in (ada.id, 4711):
        with pytest.raises(NotFound), both.write("ann") as tx:
            visitors.restore(tx, [entry_id])


def test_an_entry_is_amended_and_keeps_its_times(both: Database, ada: VisitorEntry) -> None:
    with both.write("ann") as tx:
        changed = replace(ada, visitor=" Ada Lund ", license_plate=" ", note="  two bags")
        visitors.amend(tx, ada.id, changed, seen=ada.version)

    now = one(both, ada)
    assert (now.visitor, now.license_plate, now.note) == ("Ada Lund", None, "  two bags")
    assert (now.arrived_at, now.uid, now.created_at) == (ada.arrived_at, ada.uid, ada.created_at)


def test_003_row_8_leaving_the_departure_out_opens_an_entry_again(
    both: Database, ada: VisitorEntry
) -> None:
    with both.write("ann") as tx:
        visitors.depart(tx, [ada.id])
        visitors.amend(tx, ada.id, ada, Times(arrived_at=at(9)), seen=None)

    assert one(both, ada).standing is Standing.INSIDE


def test_003_row_11_a_time_is_kept_as_the_text_that_was_sent(both: Database, host: int) -> None:
    times = Times(
        arrived_at=datetime.fromisoformat("2030-02-04T10:00+01:00"), arrival_text="2030-02-04T10:00"
    )
    with both.write("ann") as tx:
        entry = visitors.enter(tx, build.party(host), times)

    assert one(both, entry).arrival_text == "2030-02-04T10:00"
    assert entry.arrived_at == at(9)


def test_003_row_12_leaving_before_coming_is_refused_and_changes_nothing(
    both: Database, ada: VisitorEntry
) -> None:
    wrong = Times(arrived_at=at(9), departed_at=at(8))
    before = contents(both)

    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        visitors.amend(tx, ada.id, replace(ada, note="x"), wrong, seen=None)

    assert list(refused.value.reasons) == ["departure"]
    assert contents(both) == before


def test_003_row_5_a_resident_whom_nobody_knows_is_refused(
    both: Database, ada: VisitorEntry
) -> None:
    with both.write("ann") as tx:
        for change in (
            lambda: visitors.arrive(tx, build.party(4711)),
            lambda: visitors.amend(tx, ada.id, build.party(4711), seen=None),
        ):
            with pytest.raises(Invalid) as refused:
                change()
            assert list(refused.value.reasons) == ["resident"]


def test_003_row_15_an_entry_shows_the_name_that_the_resident_has_now(
    both: Database, ada: VisitorEntry, host: int
) -> None:
    with both.write("ann") as tx:
        grace = people.one(tx, host)
        renamed = people.Details(kind=grace.kind, first_name="Grace", last_name="Dahl")
        people.amend(tx, host, renamed, seen=grace.version)

    assert one(both, ada).resident_name == "Grace Dahl"


def test_companions_are_kept_one_by_one_without_blanks(both: Database, host: int) -> None:
    with both.write("ann") as tx:
        entry = visitors.arrive(
            tx, build.party(host, companions=(" Bo ", "", "Cy\nDee", "\u2028Éva"))
        )

    assert entry.companions == ("Bo", "Cy", "Dee", "Éva")
    assert one(both, entry).companions == entry.companions


def test_the_same_row_of_a_file_is_refused_the_second_time(both: Database, host: int) -> None:
    times = Times(arrived_at=at(8))
    with both.write("ann") as tx:
        visitors.enter(tx, build.party(host), times, import_key="U12345")
        with pytest.raises(Invalid) as refused:
            visitors.enter(tx, build.party(host), times, import_key="U12345")
        visitors.enter(tx, build.party(host), times, import_key="U12346")

    assert list(refused.value.reasons) == ["import_key"]
    with both.read() as tx:
        assert len(visitors.inside(tx)) == 2


@pytest.mark.parametrize("change", [{"people": 0}, {"visitor": ""}, {"note": "\0"}])
def test_what_makes_no_sense_is_refused_whichever_way_it_comes(
    both: Database, ada: VisitorEntry, bo: VisitorEntry, change: dict[str, str]
) -> None:
    wrong = replace(ada, **change)  # type: ignore[arg-type]
    with both.write("ann") as tx:
        for attempt in (
            lambda: visitors.expect(tx, wrong, at(10)),
            lambda: visitors.arrive(tx, wrong),
            lambda: visitors.admit(tx, bo.id, wrong, seen=1),
            lambda: visitors.amend(tx, ada.id, wrong, seen=1),
        ):
            with pytest.raises(Invalid):
                attempt()

    assert one(both, ada) == ada
