"""What is on, how full the days are, and which time is free next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert

from desk.domain.availability import Availability
from desk.domain.directory import Resource
from desk.domain.errors import Invalid
from desk.domain.span import Span
from desk.domain.wish import Free, Wish
from desk.services import agenda, appointments, closures, site
from desk.store.database import Database, Read, Write
from desk.store.records import AppointmentRecord
from tests import build
from tests.build import HALF_AN_HOUR, span
from tests.conftest import MONDAY, Clock, at

THE_DAY = span(0, minutes=1440)
TODAY = MONDAY.date()
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def rossi(database: Database) -> Resource:
    with database.write("ann") as tx:
        return build.resource(tx)


@pytest.fixture
def mornings(database: Database, rossi: Resource) -> Availability:
    """From nine to twelve UTC, which is ten to one in Rome, from Monday to Friday."""
    with database.write("ann") as tx:
        return build.mornings(tx, rossi.id)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def lee_at_the_same_time(tx: Write) -> Availability:
    return build.mornings(tx, build.resource(tx, "Dr. Ian", "Lee").id)


def free(tx: Read, limit: int = 3, **wish: Any) -> list[Span]:
    return [each.span for each in agenda.next_free(tx, Wish(**wish), after=tx.now, limit=limit)]


def test_an_agenda_has_whoever_counts_what_is_open_and_what_is_shut(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        milan = build.patient(tx)
        booked = build.appointment(tx, mornings, span(10), "", person_id=milan.id)
        held = build.appointment(tx, mornings, span(9, 30), "Held", held_until=at(9, 5))
        build.appointment(tx, mornings, span(11), "Lapsed", held_until=at(9))
        build.appointment(tx, mornings, span(11), "Cancelled", shelf="TRASH")
        build.appointment(tx, mornings, span(11, day=1), "Tomorrow")
        by_itself = build.appointment(tx, None, span(17), "By itself")
        closure = build.closure(tx, span(11, 30))

        found = agenda.between(tx, THE_DAY)

        assert found.period == THE_DAY
        assert found.appointments == (held, booked, by_itself)
        assert [each.name for each in found.appointments] == ["Held", "Milan Novak", "By itself"]
        assert found.closures == (closure,)
        assert [(s.free, s.closed) for s in found.open.slots()] == [
            *((1, False), (0, False), (0, False), (1, False), (1, False), (0, True)),
        ]


def test_cancelled_ones_are_shown_when_asked_for_and_given_up_holds_are_not(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, mornings, span(11), "Cancelled", shelf="TRASH")
        given_up = build.appointment(tx, mornings, span(10), "Given up", held_until=at(9, 5))
        appointments.release(tx, given_up.id)

        found = agenda.between(tx, THE_DAY, cancelled=True)

        assert [each.name for each in found.appointments] == ["Cancelled"]


def test_an_agenda_of_some_providers_has_theirs_and_what_shuts_the_site(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        other = lee_at_the_same_time(tx)
        ours = build.appointment(tx, mornings, span(10), "Ours")
        build.appointment(tx, other, span(10), "Theirs")
        build.closure(tx, span(9), other.resource_id)
        of_site = build.closure(tx, span(9), None)

        found = agenda.between(tx, THE_DAY, [mornings.resource_id or 0])

        assert found.appointments == (ours,)
        assert found.closures == (of_site,)
        assert [table.availability_id for table in found.open] == [mornings.id]


def test_what_only_reaches_into_the_period_is_on_as_well(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        night = build.appointment(tx, None, span(23, minutes=120, day=-1), "Night")
        week = build.appointment(tx, None, span(0, minutes=9 * 1440, day=-4), "Week")
        build.appointment(tx, None, span(22, minutes=120, day=-1), "Only touches")

        assert agenda.between(tx, THE_DAY).appointments == (week, night)


def test_the_load_of_a_day_is_what_is_free_and_who_comes(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        lee = lee_at_the_same_time(tx)
        group = build.availability(tx, lee.resource_id, span(14), capacity=8)
        for _ in range(3):
            build.appointment(tx, group, span(14))
        build.appointment(tx, mornings, span(10))
        build.appointment(tx, mornings, span(11), held_until=at(9, 5))
        build.appointment(tx, None, span(17), "By itself")
        build.appointment(tx, mornings, span(10, day=1), shelf="TRASH")
        closures.close(tx, span(0, minutes=1440, day=2), None)
        closures.close(tx, span(0, minutes=1440, day=3), lee.resource_id)

        loads = agenda.loads(tx, TODAY, TODAY + timedelta(days=5))

    assert [(each.free, each.taken, each.closed) for each in loads] == [
        (4 + 6 + 5, 6, False),
        (12, 0, False),
        (0, 0, True),
        (6, 0, False),
        (12, 0, False),
        (0, 0, False),
    ]
    assert [each.date for each in loads] == [TODAY + timedelta(days=n) for n in range(6)]


def test_a_day_begins_and_ends_at_midnight_in_the_house(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        late = build.availability(tx, rossi.id, span(22, minutes=120))
        build.appointment(tx, late, span(23))

        loads = agenda.loads(tx, TODAY, TODAY + timedelta(days=1), [rossi.id])

    assert [(each.free, each.taken) for each in loads] == [(2, 0), (1, 1)]


@pytest.mark.parametrize("change", [54, 55, 264, 265])
def test_appointments_count_for_the_day_they_begin_on_when_the_clocks_change(
    both: Database, change: int
) -> None:
    # 31 March and 27 October 2030 have 23 and 25 hours in Rome; the first date is the one before.
    first = TODAY + timedelta(days=change - 1)
    with both.write("ann") as tx:
        begins = tx.whole_day(first).start
        hours = [begins + timedelta(hours=n, minutes=30) for n in range(96)]
        for hour in hours:
            build.appointment(tx, None, Span(hour, hour + HALF_AN_HOUR))

        loads = agenda.loads(tx, first, first + timedelta(days=2))

        expected = [sum(tx.date_of(hour) == load.date for hour in hours) for load in loads]
        assert [load.taken for load in loads] == expected
        assert {23, 25} & set(expected)


def test_the_loads_of_no_dates_are_none(database: Database) -> None:
    with database.read() as tx:
        assert agenda.loads(tx, TODAY, TODAY - timedelta(days=1)) == []


@pytest.mark.parametrize("closed", [False, True])
def test_a_month_of_a_hundred_thousand_appointments_takes_five_statements(
    database: Database, mornings: Availability, closed: bool
) -> None:
    with database.write("ann") as tx:
        other = lee_at_the_same_time(tx)
        common = {"created_by": "", "updated_by": "", "version": 1}
        common |= {"created_at": tx.now, "updated_at": tx.now}
        rows = [
            {"starts": start, "ends": start + HALF_AN_HOUR, "resource_id": 1 + n % 2}
            for n in range(100_000)
            for start in [at(9) + HALF_AN_HOUR * (n - 95_000)]
        ]
        tx.session.execute(insert(AppointmentRecord), [common | row for row in rows])
        build.appointment(tx, mornings, span(10), person_id=build.patient(tx).id)
        build.closure(tx, span(0, minutes=1440, day=2), None if closed else other.resource_id)
    month = Span(at(0), at(0, day=28))

    with database.read() as tx:
        tx.session.connection()
        with statements(database) as for_loads:
            loads = agenda.loads(tx, TODAY, TODAY + timedelta(days=27))
        with statements(database) as for_agenda:
            found = agenda.between(tx, month)

    assert len(for_loads) <= 5
    assert len(for_agenda) <= 5
    assert sum(load.taken for load in loads) == pytest.approx(len(found.appointments), abs=4)


def test_the_next_free_times_come_in_order_over_all_providers(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        other = lee_at_the_same_time(tx)
        build.appointment(tx, mornings, span(9))

        found = agenda.next_free(tx, Wish(), after=tx.now, limit=3)

    assert found == [
        one_slot(other, span(9)),
        one_slot(mornings, span(9, 30)),
        one_slot(other, span(9, 30)),
    ]


def one_slot(of: Availability, at_time: Span) -> Free:
    return Free(
        availability_id=of.id,
        resource_id=of.resource_id,
        span=at_time,
        free=of.capacity,
        parts=(at_time,),
    )


def test_what_has_begun_held_or_closed_is_not_free(
    database: Database, clock: Clock, mornings: Availability
) -> None:
    clock.now = at(9, 1)
    with database.write("ann") as tx:
        build.appointment(tx, mornings, span(9, 30), held_until=at(9, 10))
        build.appointment(tx, mornings, span(10, 30), held_until=at(9, 1))
        build.closure(tx, span(10, minutes=1))

        assert free(tx) == [span(10, 30), span(11), span(11, 30)]


def test_what_a_provider_does_outside_the_slots_is_in_the_way(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, None, span(9, 15), "By itself", resource_id=mornings.resource_id)
        build.appointment(tx, None, span(10), "Of nobody")

        assert free(tx, 2) == [span(10), span(10, 30)]


def test_a_longer_time_is_a_run_of_slots_that_follow_each_other(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        build.appointment(tx, mornings, span(10))

        [first, second, third] = agenda.next_free(tx, Wish(length=AN_HOUR), after=tx.now, limit=3)

    assert (first.span, first.parts) == (span(9, minutes=60), (span(9), span(9, 30)))
    assert second.span == span(10, 30, minutes=60)
    assert third.span == span(11, minutes=60)


def test_a_run_goes_on_over_midnight(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        build.availability(tx, rossi.id, span(22, 30, minutes=60))

        # Half past eleven in the evening to half past twelve in Rome.
        assert free(tx, length=AN_HOUR) == [span(22, 30, minutes=60)]


def test_a_slot_that_is_longer_does_and_runs_that_do_not_add_up_do_not(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        assert free(tx, 1, length=timedelta(minutes=20)) == [span(9)]
        assert free(tx, 1, length=timedelta(minutes=45)) == []
        build.availability(tx, mornings.resource_id, span(14, minutes=60), AN_HOUR)
        assert free(tx, 1, length=timedelta(minutes=45)) == [span(14, minutes=60)]


def test_single_slots_can_be_asked_for(database: Database, mornings: Availability) -> None:
    with database.read() as tx:
        wish = Wish(length=AN_HOUR)

        assert agenda.next_free(tx, wish, after=tx.now, runs=False) == []


def test_a_type_finds_its_own_slots_and_those_of_none(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        build.availability(tx, mornings.resource_id, span(14), appointment_type="Check-up")
        build.availability(tx, mornings.resource_id, span(15), appointment_type="vaccination")
        closures.close(tx, span(0, minutes=840), None)

        assert free(tx, 1, appointment_type="check-up") == [span(14)]
        assert free(tx, 1, appointment_type="vaccination") == [span(15)]
        assert free(tx, 1, appointment_type="surgery") == [span(9, day=1)]


def test_the_part_of_the_day_the_weekdays_and_the_dates_are_those_of_the_house(
    database: Database, mornings: Availability
) -> None:
    with database.read() as tx:
        # Noon in Rome is eleven in UTC.
        assert free(tx, 3, since=time(12)) == [span(11), span(11, 30), span(11, day=1)]
        assert free(tx, 2, until=time(10, 30)) == [span(9), span(9, day=1)]
        assert free(tx, 1, weekdays=frozenset({3})) == [span(9, day=3)]
        assert free(tx, 1, earliest=TODAY + timedelta(days=5)) == [span(9, day=7)]
        assert free(tx, 9, latest=TODAY) == [span(9, 30 * n) for n in range(6)]
        assert free(tx, earliest=TODAY + timedelta(days=5), latest=TODAY + timedelta(days=6)) == []


def test_some_providers_can_be_asked_for_and_none_has_nothing(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        other = lee_at_the_same_time(tx)

        found = agenda.next_free(tx, Wish(resources=(other.resource_id or 0,)), after=tx.now)

        assert {each.resource_id for each in found} == {other.resource_id}
        assert free(tx, resources=()) == []


def test_a_wish_that_makes_no_sense_is_refused(database: Database) -> None:
    with database.read() as tx, pytest.raises(Invalid):
        agenda.next_free(tx, Wish(length=timedelta()), after=tx.now)


def test_a_time_far_ahead_is_found_once_and_a_later_year_is_not_looked_at(
    database: Database, rossi: Resource
) -> None:
    with database.write("ann") as tx:
        build.availability(tx, rossi.id, span(9, day=300))
        build.availability(tx, rossi.id, span(9, day=500))

        assert free(tx) == [span(9, day=300)]
        assert free(tx, latest=dt.date(2032, 1, 1)) == [span(9, day=300)]


def test_a_night_slot_over_midnight_is_found_once(database: Database, rossi: Resource) -> None:
    with database.write("ann") as tx:
        nights = span(22, 30, minutes=60)
        build.availability(tx, rossi.id, nights, AN_HOUR, rule="FREQ=DAILY")

        assert free(tx, 3) == [span(22, 30, minutes=60, day=n) for n in range(3)]


def test_nothing_further_is_read_when_the_first_day_has_enough(
    database: Database, mornings: Availability
) -> None:
    with database.read() as tx:
        tx.session.connection()
        with statements(database) as for_a_day:
            free(tx, 3)
        with statements(database) as for_a_week:
            free(tx, 30)

    assert len(for_a_day) <= 5
    assert len(for_a_week) <= 15


def test_a_closure_of_no_provider_may_leave_everything_free(
    database: Database, mornings: Availability
) -> None:
    with database.write("ann") as tx:
        closures.close(tx, THE_DAY, None)
        site.choose(tx, "appointments.closure_without_resource", "none")

        assert free(tx, 1) == [span(9)]
