"""The directory knows each thing by the house's own key and never loses one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.domain.day import MOST_PLACES
from desk.domain.directory import AppointmentType, Per
from desk.domain.errors import Invalid, NotFound
from desk.services import directory
from desk.services.directory import NewVariation
from desk.services.rows import LARGEST_ID
from desk.store.database import Database, Write
from tests.contents import contents

HOUR = timedelta(hours=1)


def variation(key: str, name: str, resource: str | None = None) -> NewVariation:
    return NewVariation(key=key, name=name, resource=resource)


def put_type(tx: Write, key: str = "therapy", **changes: Any) -> AppointmentType:
    given: dict[str, Any] = {
        "site": "main",
        "per": Per.SLOT,
        "code": "therapy",
        "length": HOUR,
        "waiting_list": True,
    }
    return directory.put_type(tx, key, "Therapy", **given | changes)


def test_the_house_is_named_once_and_renamed_after_that(both: Database) -> None:
    with both.write("ann") as tx:
        directory.put_organisation(tx, "bigclinic", " Big Clinic ")
        named = directory.put_organisation(tx, "clinic", "Bigger Clinic")

    assert (named.slug, named.name) == ("clinic", "Bigger Clinic")
    assert len(contents(both)["organisation"]) == 1


def test_a_site_is_known_by_its_slug(both: Database) -> None:
    with both.write("ann") as tx:
        [main] = directory.sites(tx)
        moved = directory.put_site(tx, "main", "Front desk", "Asia/Tokyo")
        other = directory.put_site(tx, "annexe", "Annexe", "Europe/Paris", id=50)

    assert (moved.id, other.id) == (main.id, 50)
    with both.read() as tx:
        assert directory.sites(tx) == [moved, other]


@pytest.mark.parametrize("zone", ["", "Rome", "europe/rome", "UTC+1"])
def test_a_zone_has_its_exact_name(both: Database, zone: str) -> None:
    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        directory.put_site(tx, "main", "Main desk", zone)

    assert list(refused.value.reasons) == ["time_zone"]


def test_a_provider_is_known_by_its_key_and_may_bring_an_id(both: Database) -> None:
    with both.write("ann") as tx:
        smith = directory.put_resource(tx, "smith", "Dr. Jane", "Smith", id=456)
        same = directory.put_resource(
            tx, "smith", " Dr. Jane ", "Smith-Lee", email="j@example.org", color="#123456", id=9
        )
        lee = directory.put_resource(tx, "lee", "", "Lee", id=456)
        kim = directory.put_resource(tx, "kim", "Kim", "", id=LARGEST_ID * 1000)

    assert (smith.id, same.id, same.name) == (456, 456, "Dr. Jane Smith-Lee")
    assert len({smith.id, lee.id, kim.id}) == 3
    with both.read() as tx:
        assert directory.resources(tx) == sorted([same, lee, kim], key=lambda each: each.id)


def test_what_is_left_out_for_a_provider_is_empty_afterwards(both: Database) -> None:
    with both.write("ann") as tx:
        directory.put_resource(tx, "smith", "Jane", "Smith", email="j@example.org", color="red")
        smith = directory.put_resource(tx, "smith", "Jane", "Smith")

    assert (smith.email, smith.color) == (None, None)


def test_a_type_comes_with_its_variations(both: Database) -> None:
    with both.write("ann") as tx:
        smith = directory.put_resource(tx, "smith", "Jane", "Smith")
        variations = [variation("smith", "with Dr. Smith", "smith"), variation("any", "any")]
        made = put_type(tx, variations=variations, id=70)

    assert (made.id, made.per, made.length, made.places) == (70, Per.SLOT, HOUR, None)
    assert [(each.key, each.resource_id) for each in made.variations] == [
        ("smith", smith.id),
        ("any", None),
    ]
    with both.read() as tx:
        assert directory.appointment_types(tx) == [made]


def test_a_type_that_is_put_again_changes_and_keeps_what_is_not_named(both: Database) -> None:
    with both.write("ann") as tx:
        first = put_type(tx, variations=[variation("a", "A"), variation("b", "B")])
    with both.write("ann") as tx:
        again = put_type(tx, length=None, per=Per.DAY, variations=[variation("b", "Bee")])

    assert (again.id, again.length, again.per) == (first.id, None, Per.DAY)
    assert [each.name for each in again.variations] == ["A", "Bee"]


def test_a_fixed_number_of_places_makes_a_stock(both: Database) -> None:
    with both.write("ann") as tx:
        made = put_type(tx, places=12, length=None)

    assert (made.per, made.places) == (Per.STOCK, 12)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"places": -1}, "places"),
        ({"places": MOST_PLACES + 1}, "places"),
        ({"length": timedelta()}, "length"),
        ({"length": timedelta(days=400)}, "length"),
        ({"code": "a\0"}, "code"),
        ({"key": " "}, "key"),
        ({"variations": [variation("", "x")]}, "key"),
        ({"variations": [variation("x", "")]}, "name"),
    ],
)
def test_a_type_that_makes_no_sense_is_refused_by_name(
    both: Database, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        put_type(tx, **wrong)

    assert list(refused.value.reasons) == [field]


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"site": "nowhere"}, "site"),
        ({"variations": [variation("x", "x", "nobody")]}, "provider"),
    ],
)
def test_a_type_of_something_unknown_is_refused(
    both: Database, wrong: dict[str, Any], kind: str
) -> None:
    before = contents(both)

    with pytest.raises(NotFound) as refused, both.write("ann") as tx:
        put_type(tx, **wrong)

    assert refused.value.kind == kind
    assert contents(both) == before


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a\0"])
def test_what_cannot_be_a_key_is_refused(both: Database, key: str) -> None:
    with both.write("ann") as tx:
        for put, field in (
            (lambda: directory.put_organisation(tx, key, "House"), "slug"),
            (lambda: directory.put_site(tx, key, "Desk", "UTC"), "slug"),
            (lambda: directory.put_resource(tx, key, "Jane", "Smith"), "key"),
            (lambda: put_type(tx, key), "key"),
        ):
            with pytest.raises(Invalid) as refused:
                put()
            assert list(refused.value.reasons) == [field]


def test_nothing_is_different_after_putting_the_same_again(both: Database) -> None:
    def put_all(tx: Write) -> None:
        directory.put_organisation(tx, "bigclinic", "Big Clinic")
        directory.put_site(tx, "main", "Main desk", "Europe/Rome")
        directory.put_resource(tx, "smith", "Jane", "Smith")
        put_type(tx, variations=[variation("a", "A", "smith")])

    with both.write("ann") as tx:
        put_all(tx)
    with both.write("ann") as tx:
        put_all(tx)

    assert tx.batch == 0
