"""Whatever part of the log is asked for, it is what somebody reading the whole of it would find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random

import pytest

from desk.domain.folding import fold
from desk.domain.visitor import Standing, Times, VisitorEntry
from desk.services import visitor_log, visitors
from desk.services.visitor_log import View
from desk.store.database import Database, Read
from tests import build
from tests.conftest import MONDAY, Clock, at
from tests.strategies import WORDS

DATE = MONDAY.date()
DAY = timedelta(days=1)
SIZE = 240
TEXTS = ["", "ada", "łu", "LUKASZ ada", "ên", "tea", "de", "okafor", "12b", "ab1", "zzz", "a", "-"]
BOUNDS = [(None, None), (DATE, None), (None, DATE), (DATE, DATE), (DATE + DAY, DATE - DAY)]
STANDINGS = [None, *Standing]


@pytest.fixture
def log(both: Database) -> Database:
    """Three days of parties of every standing, some of them in the bin."""
    chance = Random(7)
    with both.write("ann") as tx:
        hosts = [build.resident(tx, unit="12B").id, build.resident(tx, "Lê", "Văn").id]
        for number in range(SIZE):
            came = at(chance.randrange(-24, 48), chance.choice([0, 0, 30]))
            left = came + timedelta(hours=chance.randrange(1, 9))
            times = chance.choice(
                [Times(expected_at=came), Times(arrived_at=came)]
                + [Times(arrived_at=came, departed_at=left)] * 2
            )
            party = build.party(
                chance.choice(hosts),
                f"{chance.choice(WORDS)} {chance.choice(WORDS)}",
                people=chance.randrange(1, 5),
                subject=chance.choice(["Tea", "Delivery"]),
                license_plate=chance.choice([None, "AB-123"]),
            )
            entry = visitors.enter(tx, party, times, import_key=f"U{number}")
            if chance.random() < 0.1:
                visitors.remove(tx, [entry.id])
    return both


def everything(tx: Read) -> list[VisitorEntry]:
    return visitor_log.by_ids(tx, range(1, SIZE + 10))


def expected_of(tx: Read, view: View) -> list[VisitorEntry]:
    """The entries of the view in its order, without regard to its text."""
    chosen = [
        entry
        for entry in everything(tx)
        if (entry.removed_at is not None) == view.removed
        and (view.removed or view.standing in (None, entry.standing))
        and (view.since is None or tx.date_of(entry.arrival) >= view.since)
        and (view.until is None or tx.date_of(entry.arrival) <= view.until)
    ]
    soonest = view.standing is Standing.EXPECTED and not view.removed
    return sorted(chosen, key=lambda e: (e.arrival, e.id), reverse=not soonest)


def views() -> list[View]:
    chosen = [
        View(standing=standing, since=since, until=until)
        for standing, (since, until) in product(STANDINGS, BOUNDS)
    ]
    return [*chosen, View(removed=True), View(removed=True, since=DATE)]


def holds(entry: VisitorEntry, text: str) -> bool:
    written = [entry.visitor, entry.resident_name, entry.resident_unit, entry.subject]
    plate = entry.license_plate or ""
    folded = fold("\n".join([*filter(None, written), plate, plate.replace("-", "")]))
    return all(word in folded for word in fold(text).replace("-", " ").split())


def test_every_view_is_leafed_through_as_the_log_reads(log: Database) -> None:
    with log.read() as tx:
        assert len(everything(tx)) == SIZE
        for view in views():
            wanted = expected_of(tx, view)
            total = visitor_log.count(tx, view)
            assert total == len(wanted)
            for offset in (0, 1, total // 2, total // 2 + 1, max(total - 3, 0), total):
                page = visitor_log.page(tx, view, offset, 7, total)
                assert page == wanted[offset : offset + 7], (view, offset)
                ids = visitor_log.ids(tx, view, offset, 7)
                assert ids == [entry.id for entry in page]
            many = list(visitor_log.batches(tx, view, size=9))
            latest = sorted(wanted, key=lambda e: (e.arrival, e.id), reverse=True)
            assert [entry for batch in many for entry in batch] == latest


def test_every_entry_of_a_view_stands_where_it_is_said_to_stand(log: Database) -> None:
    with log.read() as tx:
        for view in views():
            wanted = expected_of(tx, view)
            for row, entry in enumerate(wanted):
                assert visitor_log.position(tx, view, entry) == row
            places = visitor_log.places(tx, view, wanted[::5])
            assert places == {entry.id: row for row, entry in enumerate(wanted) if row % 5 == 0}


def test_what_has_moved_or_is_gone_from_a_view_has_no_place_in_it(log: Database) -> None:
    view = View(standing=Standing.INSIDE)
    with log.read() as look:
        first, second, third = visitors.inside(look)[:3]
    with log.write("ann") as tx:
        visitors.depart(tx, [first.id])
        visitors.amend(tx, second.id, second, Times(arrived_at=at(-20)), seen=second.version)

    with log.read() as look:
        assert visitor_log.places(look, view, [first, second, third]) == {third.id: 0}


def test_a_search_finds_what_holds_every_word_and_nothing_else(log: Database) -> None:
    with log.read() as tx:
        for view, text in product(views(), TEXTS):
            found = visitor_log.found(tx, replace(view, text=text))
            wanted = [entry for entry in expected_of(tx, view) if holds(entry, text)]
            latest = sorted(wanted, key=lambda e: (e.arrival, e.id), reverse=True)
            assert found == latest[: visitor_log.MOST_FOUND + 1], (view, text)


def test_a_list_of_more_than_can_be_shown_says_that_there_are_others(log: Database) -> None:
    with log.read() as tx:
        assert len(visitor_log.found(tx, View())) == visitor_log.MOST_FOUND + 1


def test_entries_come_in_the_order_asked_for_and_those_gone_are_left_out(log: Database) -> None:
    with log.read() as tx:
        assert [e.id for e in visitor_log.by_ids(tx, [7, 4711, 3, 5])] == [7, 3, 5]
        assert visitor_log.by_ids(tx, []) == []
        assert visitor_log.one(tx, 7) == visitor_log.by_ids(tx, [7])[0]


def test_what_a_file_brought_before_is_known_by_key_and_guid_even_in_the_bin(
    log: Database,
) -> None:
    with log.read() as tx:
        [binned] = [entry for entry in everything(tx) if entry.removed_at][:1]
        other = visitor_log.one(tx, binned.id + 1)
        found = visitor_log.imported(tx, [binned.import_key or "", "U9999"], [other.uid])

    assert {entry.id for entry in found} == {binned.id, other.id}


def test_the_house_at_a_glance_is_what_the_lists_add_up_to(log: Database) -> None:
    with log.read() as tx:
        today = [
            e for e in everything(tx) if not e.removed_at and tx.date_of(e.arrival) == tx.today
        ]
        to_come = [e for e in today if e.standing is Standing.EXPECTED]
        inside = visitors.inside(tx)

        assert visitor_log.totals(tx) == visitor_log.Totals(
            parties_inside=len(inside),
            people_inside=sum(e.people for e in inside),
            expected_today=len(to_come),
            late=sum(e.arrival < tx.now for e in to_come),
            left_today=sum(e.standing is Standing.LEFT for e in today),
        )
        assert inside == expected_of(tx, View(standing=Standing.INSIDE))
        soonest = sorted(to_come, key=lambda e: (e.arrival, e.id))
        assert visitor_log.expected(tx) == soonest
        assert visitor_log.expected(tx, tx.today + DAY) == [
            e
            for e in expected_of(tx, View(standing=Standing.EXPECTED, since=tx.today))
            if tx.date_of(e.arrival) <= tx.today + DAY
        ]


def test_somebody_announced_for_a_date_alone_is_not_late_before_its_end(
    both: Database, clock: Clock
) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx).id
        day = tx.whole_day(DATE)
        times = Times(expected_at=day.start, arrival_text=DATE.isoformat())
        visitors.enter(tx, build.party(host), times)
        visitors.expect(tx, build.party(host, "Bo Berg"), at(8))
    clock.now = at(22)

    with both.read() as look:
        totals = visitor_log.totals(look)
    assert (totals.expected_today, totals.late) == (2, 1)


def test_a_resident_has_visits_past_and_to_come_the_latest_first(log: Database) -> None:
    with log.read() as tx:
        wanted = [e for e in expected_of(tx, View()) if e.resident_id == 2]
        assert visitor_log.of_resident(tx, 2) == wanted
        assert visitor_log.of_resident(tx, 2, limit=3) == wanted[:3]


@pytest.fixture
def visits(both: Database, clock: Clock) -> Callable[[str], list[tuple[str, str]]]:
    """Three days of the same people; gives who is suggested for what is typed, with why."""
    with both.write("ann") as tx:
        one, other = (build.resident(tx, name, "Host").id for name in ("First", "Second"))
    for day, (visitor, host) in enumerate(
        [("Ada Lind", one), ("Adam Ost", one), ("Ada Lind", one), ("ADA LIND", other)]
    ):
        with both.write("ann") as tx:
            visitors.enter(
                tx,
                build.party(host, visitor, subject=f"day {day}"),
                Times(arrived_at=at(9) - timedelta(days=9 - day), departed_at=at(9)),
            )

    def suggested(typed: str) -> list[tuple[str, str]]:
        with both.read() as tx:
            return [(e.visitor, e.subject) for e in visitor_log.returning(tx, typed)]

    return suggested


def test_who_was_here_before_is_suggested_once_for_each_host_the_latest_first(
    visits: Callable[[str], list[tuple[str, str]]],
) -> None:
    assert visits("ad") == [("ADA LIND", "day 3"), ("Ada Lind", "day 2"), ("Adam Ost", "day 1")]
    assert visits("li ad") == [("ADA LIND", "day 3"), ("Ada Lind", "day 2")]
    assert visits("host") == visits("") == visits("-") == visits("ind") == []


def test_who_is_expected_today_is_suggested_before_everybody_else(
    both: Database, visits: Callable[[str], list[tuple[str, str]]]
) -> None:
    with both.write("ann") as tx:
        for visitor, host, hour in [("Ada Lind", 1, 15), ("Adele Ek", 1, 11), ("Ada", 1, 40)]:
            visitors.expect(tx, build.party(host, visitor, subject=f"at {hour}"), at(hour))

    assert visits("ad") == [
        ("Adele Ek", "at 11"),
        ("Ada Lind", "at 15"),
        ("ADA LIND", "day 3"),
        ("Adam Ost", "day 1"),
    ]


def test_the_most_frequent_purposes_come_first_and_as_they_begin(both: Database) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx).id
        for subject, times in {"Tea": 3, "Élan": 1, "Delivery": 2}.items():
            for _ in range(times):
                build.entry(tx, host, subject=subject)

    with both.read() as look:
        assert visitor_log.purposes(look) == ["Tea", "Delivery", "Élan"]
        assert visitor_log.purposes(look, limit=1) == ["Tea"]
        assert visitor_log.purposes(look, "el") == ["Élan"]


def test_a_day_is_the_houses_own(both: Database) -> None:
    just_before, just_after = at(22, 59), at(23)  # Midnight in Rome is at 23:00.
    with both.write("ann") as tx:
        host = build.resident(tx).id
        for moment in (just_before, just_after):
            build.entry(tx, host, arrived_at=moment)

    def moments(since: dt.date | None, until: dt.date | None) -> list[dt.datetime]:
        with both.read() as look:
            page = visitor_log.page(look, View(since=since, until=until), 0, 9, 9)
        return [entry.arrival for entry in page]

    assert moments(DATE, DATE) == [just_before]
    assert moments(DATE + DAY, None) == [just_after]
