"""The made-up house is the same everywhere, and has somebody in every corner at any hour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from desk import demo
from desk.domain.appointment import Standing as Progress
from desk.domain.change import Change
from desk.domain.directory import PersonKind
from desk.domain.visitor import AlertKind, Standing
from desk.domain.waiting import State
from desk.services import (
    alerts,
    days,
    directory,
    people,
    visitor_log,
    visitors,
    waiting,
    waiting_line,
    waiting_reasons,
)
from desk.services.visitor_log import View
from desk.store.database import Database
from desk.store.records import AppointmentRecord, AvailabilityRecord
from tests import build
from tests.contents import contents, grams

NOW = datetime(2030, 2, 6, 10, 40, tzinfo=UTC)  # a Wednesday, twenty to twelve in Rome
PEOPLE, VISITORS, PROVIDERS, APPOINTMENTS = 200, 400, 5, 600

Made = Callable[..., Database]


@pytest.fixture
def make(new_address: Callable[[], str]) -> Iterator[Made]:
    """Makes houses, each in a database of its own."""
    made: list[Database] = []

    def house(now: datetime = NOW, seed: int = demo.SEED, visitors: int = VISITORS) -> Database:
        database = Database(new_address(), clock=lambda: now)
        made.append(database)
        _fill(database, seed, visitors)
        return database

    yield house
    for database in made:
        database.close()


@pytest.fixture(scope="module")
def houses() -> Iterator[dict[str, Database]]:
    """The usual house of each kind of database that has been asked for."""
    made: dict[str, Database] = {}
    yield made
    for database in made.values():
        database.close()


@pytest.fixture
def house(
    kind: str,
    houses: dict[str, Database],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Database:
    """The usual house, made once for all who only look at it."""
    if kind not in houses:
        address = f"sqlite:///{tmp_path_factory.mktemp('demo')}/desk.db"
        if kind == "postgresql":
            request.getfixturevalue("at_server")("CREATE DATABASE demo TEMPLATE template0")
            server = make_url(request.getfixturevalue("server")).set(database="demo")
            address = server.render_as_string(hide_password=False)
        houses[kind] = Database(address, clock=lambda: NOW)
        _fill(houses[kind])
    return houses[kind]


def _fill(database: Database, seed: int = demo.SEED, visitors: int = VISITORS) -> None:
    demo.fill(
        database,
        seed=seed,
        people=PEOPLE,
        visitors=visitors,
        providers=PROVIDERS,
        appointments=APPOINTMENTS,
    )


def test_the_same_seed_and_moment_give_the_same_house_to_the_letter(make: Made) -> None:
    one, same, other = make(), make(), make(seed=7)

    assert contents(one, without=()) == contents(same, without=())
    assert grams(one) == grams(same)
    assert contents(one)["person"] != contents(other)["person"]


def test_the_house_is_as_large_as_was_asked_for(house: Database) -> None:
    with house.read() as tx:
        assert people.count(tx) == PEOPLE
        assert people.count(tx, PersonKind.RESIDENT) == PEOPLE // 8
        assert visitor_log.count(tx, View()) + visitor_log.count(tx, View(removed=True)) == VISITORS
        assert len(directory.resources(tx)) == PROVIDERS
        assert [len(type_.variations) for type_ in directory.appointment_types(tx)] == [3, 3, 3, 0]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "now",
    [datetime(2030, 2, 3, 23, 4), datetime(2030, 3, 31, 2, 30), NOW, datetime(2030, 2, 6, 22, 57)],
    ids=["just after midnight", "the night the clocks change", "noon", "just before midnight"],
)
def test_a_day_is_in_full_swing_at_any_hour(make: Made, now: datetime) -> None:
    with make(now.replace(tzinfo=UTC)).read() as tx:
        totals = visitor_log.totals(tx)
        assert totals.parties_inside == 26
        assert totals.people_inside > 26
        assert (totals.expected_today, totals.late, totals.left_today) == (11, 2, 14)
        inside = visitors.inside(tx)
        assert len({entry.visitor for entry in inside}) > 20
        assert [e.inside_for(tx.now) > timedelta(hours=8) for e in inside].count(True) == 1
        assert all(entry.arrival <= tx.now for entry in inside)
        assert len(visitor_log.expected(tx, tx.today + timedelta(days=7))) == 21
        assert days.on(tx, tx.today).free == 11


def test_a_house_in_full_swing_breaks_none_of_its_own_rules(house: Database) -> None:
    with house.read() as tx:
        for entries in visitor_log.batches(tx, View()):
            for entry in entries:
                entry.require_sense()
                assert entry.departed_at is None or entry.departed_at >= entry.arrival
        standing = Counter(e.standing for e in next(visitor_log.batches(tx, View(), VISITORS)))
    assert standing[Standing.LEFT] > VISITORS // 2


def test_visitors_come_back_with_cars_and_for_many_purposes(make: Made) -> None:
    with make(visitors=2_000).read() as tx:
        log = next(visitor_log.batches(tx, View(), size=2_000))
        again = Counter((entry.visitor, entry.resident_id) for entry in log)
        [(visitor, _), times] = again.most_common(1)[0]

        assert times > 5
        assert visitor in [entry.visitor for entry in visitor_log.returning(tx, visitor)]
        assert len({entry.subject for entry in log}) == 10
        assert sum(entry.license_plate is not None for entry in log) > 400
        assert sum(not entry.seen_leaving for entry in log) > 10
        assert any(entry.companions for entry in log)
        assert visitor_log.count(tx, View(removed=True)) > 0


def test_everybody_is_booked_in_a_slot_that_is_open_and_theirs_alone(house: Database) -> None:
    with house.read() as tx:
        kept = [r.value() for r in tx.session.scalars(select(AppointmentRecord))]
        rules = {r.id: r.value() for r in tx.session.scalars(select(AvailabilityRecord))}
        takers = Counter((each.availability_id, each.span) for each in kept if each.counts(tx.now))

        squeezed_in = [each for each in kept if each.beyond]
        assert sum(each.entry_id is None for each in kept) == APPOINTMENTS + 2
        assert len(squeezed_in) == 1
        assert sorted(takers.values())[-2:] == [1, 2]
        assert all(rules[a].has_slot(span) for a, span in takers if a is not None)


def test_a_day_of_bookings_is_in_full_swing_at_noon(house: Database) -> None:
    with house.read() as tx:
        today = tx.whole_day(tx.today)
        query = select(AppointmentRecord).order_by(AppointmentRecord.starts)
        kept = [r.value() for r in tx.session.scalars(query)]
        standings = Counter(e.standing(tx.now) for e in kept if e.span.overlaps(today))
        flagged = [each for each in kept if each.flagged]

        assert set(standings) == set(Progress) - {"offered", "draft", "lapsed"}
        assert flagged
        assert all(each.span.start > today.end for each in flagged)
        assert kept[0].span.start < today.start
        assert kept[-1].span.start > today.end


def test_somebody_is_not_admitted_and_somebody_is_welcome_today(house: Database) -> None:
    with house.read() as tx:
        [refuse] = [a for a in alerts.all(tx) if a.kind is AlertKind.REFUSE]
        [welcome] = [a for a in alerts.all(tx) if a.kind is AlertKind.WELCOME]
        to_come = [entry.visitor for entry in visitor_log.expected(tx)]
        inside = [entry.visitor for entry in visitors.inside(tx)]

        assert alerts.matching(tx, [refuse.name])[0] == refuse
        assert welcome.name in to_come
        assert refuse.name not in to_come + inside


def test_this_month_and_the_next_have_places_and_some_days_are_full(house: Database) -> None:
    with house.read() as tx:
        both = [*days.month(tx, 2030, 2), *days.month(tx, 2030, 3)]

    assert all(day.id for day in both)
    assert all(day.places == 0 for day in both if day.date.weekday() == 6)
    assert any(day.full and day.places for day in both)
    assert sum(0 < day.occupied < day.places for day in both) > 30


def test_everybody_is_found_and_reached_at_numbers_that_nobody_has(house: Database) -> None:
    with house.read() as tx:
        everybody = people.find(tx, limit=PEOPLE)
        phones = [person.phone for person in everybody if person.phone]
        assert len(set(phones)) == len(phones) > PEOPLE // 2
        assert all(re.fullmatch(r"\+61 [2378] (5550|7010) \d{4}", phone) for phone in phones)
        assert all(p.email is None or p.email.endswith("@example.org") for p in everybody)
        assert any(not person.name.isascii() for person in everybody)
        assert any(ord(person.name[0]) > 0x370 for person in everybody)
        for person in everybody[::20]:
            assert person in people.find(tx, person.name)


def test_people_and_visits_can_be_added_to_a_made_up_house(make: Made) -> None:
    house = make()
    with house.write("ann") as tx:
        host = people.add(tx, people.Details(kind=PersonKind.RESIDENT, first_name="Ana"))
        entry = visitors.arrive(tx, build.party(host.id, "Zachary Quill"))

    assert (host.id, entry.id) == (PEOPLE + 1, VISITORS + 1)
    with house.read() as look:
        found = visitor_log.found(look, View(text="quill"))
        assert [each.id for each in found] == [entry.id]


def test_an_open_window_hears_of_people_visitors_and_days(new_address: Callable[[], str]) -> None:
    database = Database(new_address(), clock=lambda: NOW)
    heard: list[Change] = []
    database.listen(heard.extend)

    demo.fill(database, people=20, visitors=20, providers=1)

    assert {"person", "visitor_entry", "day", "alert", "site"} <= {each.kind for each in heard}
    with database.read() as tx:
        written = Counter(each.kind for each in build.journal(tx))
    assert (written["person"], written["visitor_entry"]) == (1, 1)
    database.close()


@pytest.mark.parametrize(("number", "visits"), [(0, 0), (0, 5), (1, 0), (1, 1), (3, 3), (9, 17)])
def test_a_house_may_be_as_small_as_one_likes(
    new_address: Callable[[], str], number: int, visits: int
) -> None:
    database = Database(new_address(), clock=lambda: NOW)

    demo.fill(database, people=number, visitors=visits, providers=0)

    with database.read() as tx:
        assert people.count(tx) == number
        assert visitor_log.count(tx, View()) == (visits if number else 0)
    database.close()


def test_people_wait_for_what_is_taken_and_the_list_stays_as_it_is(make: Made) -> None:
    house = make()
    with house.read() as tx:
        listed = waiting_line.listed(tx)
        states = Counter(each.state for each in listed)
        assert not waiting.due(tx)
        assert all(each.entry.name for each in listed)
        assert all(each.entry.phone for each in listed)
        assert all(waiting_reasons.explain(tx, each.id) for each in listed)

    assert states[State.WAITING] >= 10
    assert states[State.OFFERED] == 1
    assert {State.LEFT, State.ACCEPTED} <= states.keys()
    with house.write("ann") as tx:
        assert waiting.sweep(tx) == []
