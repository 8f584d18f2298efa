"""The house has a name, a zone, and settings that travel with its data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desk.domain.errors import Invalid, NotFound
from desk.services import days, directory, site
from desk.store.database import Database
from tests.conftest import MONDAY


@pytest.fixture
def empty(new_address: Callable[[], str]) -> Database:
    return Database(new_address(), clock=lambda: MONDAY)


def test_a_new_database_has_no_house_until_it_is_named(empty: Database) -> None:
    with empty.read() as tx:
        assert site.found(tx) is None
        assert site.organisation(tx) is None
        assert site.setting(tx, site.TOO_LONG_HOURS) == 8

    with empty.write("ann") as tx:
        named = site.name(tx, " Lindenhof ", "Asia/Tokyo")

    assert (named.name, named.zone, named.slug) == ("Lindenhof", "Asia/Tokyo", "main")
    with empty.read() as tx:
        assert site.found(tx) == named
        organisation = site.organisation(tx)
        assert organisation
        assert organisation.name == "Lindenhof"
        assert tx.zone.key == "Asia/Tokyo"
    empty.close()


def test_a_house_that_came_with_a_directory_file_is_not_founded_twice(empty: Database) -> None:
    with empty.write("ann") as tx:
        known = directory.put_organisation(tx, "bigclinic", "Big Clinic")
        site.name(tx, "Main desk", "Europe/Rome")
        assert site.organisation(tx) == known
    empty.close()


def test_a_house_that_moves_keeps_its_record(both: Database) -> None:
    with both.read() as tx:
        before = site.found(tx)
    with both.write("ann") as tx:
        after = site.name(tx, "New house", "Pacific/Auckland")

    assert before
    assert after.id == before.id
    with both.read() as tx:
        assert tx.zone.key == "Pacific/Auckland"


@pytest.mark.parametrize(
    ("called", "zone", "fields"),
    [
        (" ", "Europe/Rome", ["name"]),
        ("House", "europe/rome", ["zone"]),
        ("House", "../etc/passwd", ["zone"]),
        ("", "Nowhere", ["name", "zone"]),
        ("a\0b", "UTC", ["name"]),
    ],
)
def test_a_house_needs_a_name_and_an_exact_zone(
    both: Database, called: str, zone: str, fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        site.name(tx, called, zone)

    assert list(refused.value.reasons) == fields


def test_every_setting_has_a_default_that_it_accepts_and_a_meaning(both: Database) -> None:
    with both.read() as tx:
        for key, setting in site.SETTINGS.items():
            assert setting.key == key
            assert setting.accepts(setting.default)
            assert setting.meaning.endswith(".")
            assert site.setting(tx, setting) == setting.default


def test_a_choice_is_kept_beside_the_others(both: Database) -> None:
    with both.write("ann") as tx:
        site.choose(tx, site.TOO_LONG_HOURS.key, 5)
    with both.write("ann") as tx:
        site.choose(tx, site.COUNT_ARRIVALS.key, True)

    with both.read() as tx:
        assert site.setting(tx, site.TOO_LONG_HOURS) == 5
        assert site.setting(tx, site.COUNT_ARRIVALS)
        assert days.on(tx, MONDAY.date()).places == 9999


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (site.TOO_LONG_HOURS.key, 0),
        (site.TOO_LONG_HOURS.key, "8"),
        (site.TOO_LONG_HOURS.key, True),
        (site.TOO_LONG_HOURS.key, 8.0),
        (site.COUNT_ARRIVALS.key, 1),
        (site.COUNT_ARRIVALS.key, None),
        (site.DEFAULT_PLACES.key, -1),
    ],
)
def test_a_value_of_another_type_or_out_of_bounds_is_refused(
    both: Database, key: str, value: object
) -> None:
    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        site.choose(tx, key, value)

    assert list(refused.value.reasons) == [key]


def test_a_setting_that_does_not_exist_cannot_be_chosen(both: Database) -> None:
    with pytest.raises(NotFound), both.write("ann") as tx:
        site.choose(tx, "visitors.colour", "blue")


def test_nothing_can_be_chosen_before_there_is_a_house(empty: Database) -> None:
    with pytest.raises(NotFound), empty.write("ann") as tx:
        site.choose(tx, site.TOO_LONG_HOURS.key, 5)
    empty.close()
