"""The waiting list in pages, and what else another machine asks before it changes anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.domain.directory import Per
from desk.domain.errors import NotFound
from desk.services import directory, offers, waiting_pages
from desk.services.waiting_pages import By, Sought
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.services.list_of import ask, choose


def test_a_page_has_those_with_an_address_be_it_their_own_or_the_persons(both: Database) -> None:
    with both.write("ann") as tx:
        type_ = build.appointment_type(tx)
        milan = build.patient(tx, email="milan@example.org")
        build.waiting(tx, type_.id, phone="+39 06 123456")
        build.waiting(tx, type_.id, "", person_id=milan.id)
        build.waiting(tx, type_.id, "", person_id=milan.id, email="own@example.org")
        build.waiting(tx, type_.id, email="left@example.org", left_at=tx.now)
    everybody = Sought(site_id=type_.site_id)

    found = ask(both, waiting_pages.page, everybody, [(By.EMAIL, True)], skip=0, limit=9)

    assert [each.email for each in found] == ["own@example.org", "milan@example.org"]
    assert ask(both, waiting_pages.count, everybody) == 2
    assert ask(both, waiting_pages.count, Sought(site_id=type_.site_id, email="a\0")) == 0
    assert ask(both, waiting_pages.count, Sought(site_id=77)) == 0


def test_pages_follow_one_another_by_id_where_nothing_else_differs(both: Database) -> None:
    with both.write("ann") as tx:
        type_ = build.appointment_type(tx)
        made = [build.waiting(tx, type_.id, email="a@example.org").id for _ in range(5)]
    everybody = Sought(site_id=type_.site_id)

    pages = [
        ask(both, waiting_pages.page, everybody, [(By.CREATED, True)], skip=skip, limit=2)
        for skip in (0, 2, 4, 6)
    ]

    assert [[each.id for each in page] for page in pages] == [made[:2], made[2:4], made[4:], []]


def test_an_entry_tells_the_first_claim_held_for_it_and_its_day(both: Database) -> None:
    with both.write("ann") as tx:
        type_ = build.appointment_type(tx, "day", Per.DAY)
        stored = build.day(tx, tx.today)
        entry = build.waiting(tx, type_.id, email="a@example.org", dates=(str(tx.today),))
        claims = [
            build.appointment(tx, None, build.span(9), type_id=type_.id, entry_id=entry.id)
            for _ in range(2)
        ]

    found = ask(both, waiting_pages.one, type_.site_id, entry.id)

    assert (found.voucher, found.day_id) == (claims[0].id, stored.id)
    assert found.created_at == at(9)
    served = Sought(site_id=type_.site_id, served=True, day_id=stored.id)
    assert ask(both, waiting_pages.count, served) == 1


@pytest.mark.parametrize("change", [{"left_at": at(9)}, {"email": None}])
def test_whoever_is_not_in_any_page_is_not_found(
    database: Database, change: dict[str, Any]
) -> None:
    with database.write("ann") as tx:
        type_ = build.appointment_type(tx)
        entry = build.waiting(tx, type_.id, **{"email": "a@example.org"} | change)

    with pytest.raises(NotFound):
        ask(database, waiting_pages.one, type_.site_id, entry.id)


def test_a_site_is_found_by_both_slugs(both: Database) -> None:
    with both.write("ann") as tx:
        directory.put_organisation(tx, "house", "House")

    found = ask(both, directory.site_at, "house", "main")

    assert found is not None
    assert found.slug == "main"
    others = [("house", "annex"), ("other", "main"), ("house", "ma\0in"), ("house\ud800", "main")]
    assert [ask(both, directory.site_at, *slugs) for slugs in others] == [None] * 4


def test_a_date_is_over_when_nobody_could_be_reached_in_time(
    database: Database, clock: Clock
) -> None:
    today = clock.now.date()

    def over() -> list[bool]:
        dates = (today - timedelta(days=1), today, today + timedelta(days=1))
        return [ask(database, offers.is_over, date) for date in dates]

    assert over() == [True, False, False]
    choose(database, closing_minutes=60)
    clock.now = at(22)  # eleven at night in Rome
    assert over() == [True, True, False]
