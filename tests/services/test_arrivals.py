"""Who has come for a provider or a host today, as a workstation hears of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desk.domain.directory import Resource
from desk.services import appointments, arrivals, visitors
from desk.services.arrivals import Whose
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.conftest import at


@pytest.fixture
def lee(both: Database) -> Resource:
    with both.write("test") as tx:
        return build.resource(tx, "Dr", "Lee", key="lee")


def test_whose_workstation_it_is_follows_from_key_and_name(both: Database, lee: Resource) -> None:
    with both.write("test") as tx:
        grace = build.resident(tx, "Grâce", "Okafor")
        build.resident(tx, "Grace", "Okafor-Lind")

    with both.read() as tx:
        assert arrivals.whose(tx, "lee", "grace okafor") == Whose(lee.id, grace.id)
        assert arrivals.whose(tx, "nobody", "Nobody").nobody


def test_only_who_came_for_them_today_is_here(both: Database, lee: Resource) -> None:
    with both.write("test") as tx:
        other = build.resource(tx, "Eva", "Rossi")
        somebody = build.patient(tx, "Ada", "Lind")
        opened = build.availability(tx, lee.id)
        mine = build.appointment(tx, opened, span(9), "", person_id=somebody.id)
        build.appointment(tx, opened, span(9, 30), "Not yet")
        theirs = build.appointment(tx, build.availability(tx, other.id), span(9), "Elsewhere")
        yesterday = build.appointment(
            tx, None, span(9, day=-1), "Yesterday", resource_id=lee.id, arrived_at=at(9, day=-1)
        )
        appointments.arrive(tx, [mine.id, theirs.id])

    with both.read() as tx:
        found = arrivals.here(tx, Whose(resource_id=lee.id))

    assert [(each.name, each.due) for each in found] == [("Ada Lind", at(9))]
    assert yesterday.id not in [each.id for each in found]


def test_a_visitor_counts_when_they_have_come(both: Database) -> None:
    with both.write("test") as tx:
        host = build.resident(tx)
        expected = visitors.expect(tx, build.party(host.id, "Max Power"), at(11))
    with both.read() as tx:
        assert arrivals.here(tx, Whose(host_id=host.id)) == []

    with both.write("test") as tx:
        visitors.admit(tx, expected.id, build.party(host.id, "Max Power"), seen=expected.version)

    with both.read() as tx:
        [found] = arrivals.here(tx, Whose(host_id=host.id))
        assert (found.name, found.due) == ("Max Power", None)


def test_who_comes_again_after_being_taken_back_is_another_arrival(
    both: Database, lee: Resource
) -> None:
    with both.write("test") as tx:
        mine = build.appointment(tx, build.availability(tx, lee.id), span(9))
        appointments.arrive(tx, [mine.id])
    with both.read() as tx:
        [before] = arrivals.here(tx, Whose(resource_id=lee.id))

    with both.write("test") as tx:
        appointments.reinstate(tx, [mine.id])

    with both.read() as tx:
        assert before.key not in {each.key for each in arrivals.here(tx, Whose(lee.id))}


def test_a_day_of_a_provider_is_read_by_its_index(database: Database) -> None:
    with database.read() as tx:
        plan = tx.session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM appointment WHERE resource_id = 1"
                " AND starts >= 1 AND starts < 2 AND arrived_at IS NOT NULL"
            )
        ).all()

    assert "ix_appointment_resource" in plan[0][3]
