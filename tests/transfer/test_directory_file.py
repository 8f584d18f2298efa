from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.domain.directory import Per, PersonKind
from desk.domain.errors import BadFile
from desk.services import directory, people, site
from desk.services.people import Details
from desk.store.database import Database
from desk.transfer import directory_file, directory_items, directory_shape
from desk.transfer.directory_file import Answer
from tests.conftest import Clock, at
from tests.strategies import names
from tests.transfer.made import DATA

GUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
# The example of the command-line contract, letter for letter.
EXAMPLE: dict[str, Any] = json.loads((DATA / "directory.json").read_text("utf-8"))

keys = st.text("abcxyz-19", min_size=1, max_size=6)
optional = st.none() | names


def unique(part: str, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    items = st.fixed_dictionaries({part: keys, **parts})
    return st.lists(items, max_size=3, unique_by=lambda item: item[part])


@st.composite
def directories(draw: st.DrawFn) -> dict[str, Any]:
    """Directory files of any content that makes sense."""
    zones = st.sampled_from(["Europe/Rome", "America/New_York", "UTC"])
    sites = draw(unique("slug", name=names, time_zone=zones))
    providers = draw(
        unique("key", first_name=names, last_name=names, email=optional, color=optional)
    )
    types: list[dict[str, Any]] = []
    if sites:
        slugs = st.sampled_from([site["slug"] for site in sites])
        minutes = st.sampled_from([15, 60, 7.5])
        shape = {"site": slugs, "name": names, "code": keys, "waiting_list": st.booleans()}
        types = draw(
            unique("key", **shape, duration_minutes=minutes, per=st.sampled_from(["slot", "day"]))
        )
    provider = st.sampled_from([None, *(one["key"] for one in providers)])
    number = iter(range(100))
    for one in types:
        if draw(st.booleans()):
            one |= {"per": "stock", "places": draw(st.integers(0, 50))}
        wanted = draw(st.integers(0, 2))
        one["variations"] = [
            {"key": f"v{next(number)}", "name": draw(names), "provider": draw(provider)}
            for _ in range(wanted)
        ]
    person = {"first_name": names, "last_name": names, "phone": optional, "unit": optional}
    guids = st.uuids().map(str)
    return {
        "organization": {"slug": draw(keys), "name": draw(names)},
        "sites": sites,
        "providers": providers,
        "appointment_types": types,
        "patients": draw(unique("key", **person, email=optional)),
        "residents": draw(unique("key", **person, guid=guids)),
    }


def shaped(document: Any) -> directory_shape.Directory:
    return directory_shape.shaped(copy.deepcopy(document), "file.json")


def bring_in(database: Database, document: Any) -> Answer:
    with database.write("test") as tx:
        return directory_file.bring_in(tx, shaped(document))


def exported(database: Database) -> dict[str, Any]:
    with database.read() as tx:
        return directory_items.document(tx)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The example with another value at one place, such as `providers.0.email`."""
    document = copy.deepcopy(EXAMPLE)
    *way, last = path.split(".")
    at_place: Any = document
    for step in way:
        at_place = at_place[int(step) if step.isdigit() else step]
    at_place[int(last) if last.isdigit() else last] = value
    return document


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/empty.db", clock=Clock(at(9)))
    yield made
    made.close()


def test_the_answer_has_the_shape_of_the_contract(empty: Database) -> None:
    answer = bring_in(empty, EXAMPLE)

    assert answer == {
        "sites": {"main": {"id": 1}},
        "providers": {"smith": {"id": 456}},
        "appointment_types": {"therapy": {"id": 1}, "day-pass": {"id": 2}},
        "variations": {"therapy-smith": {"id": 1}},
        "patients": {"p1": {"id": 1049}},
        "residents": {"r1": {"id": 1050, "guid": GUID}},
    }


def test_everything_said_is_in_the_directory(empty: Database) -> None:
    bring_in(empty, EXAMPLE)

    with empty.read() as tx:
        house = site.organisation(tx)
        assert house is not None
        assert (house.slug, house.name) == ("bigclinic", "Big Clinic")
        therapy, day_pass = directory.appointment_types(tx)
        assert (therapy.per, therapy.waiting_list) == (Per.SLOT, True)
        assert therapy.variations[0].resource_id == 456
        assert day_pass.per is Per.DAY
        assert people.by_uid(tx, PersonKind.RESIDENT, GUID).unit == "12B"
    assert empty.zone.key == "Europe/Rome"


def test_importing_again_changes_nothing(both: Database) -> None:
    first = bring_in(both, EXAMPLE)
    before = exported(both)
    again = bring_in(both, EXAMPLE)

    assert again == first
    assert exported(both) == before


def test_what_has_the_same_key_is_changed_and_nothing_removed(empty: Database) -> None:
    first = bring_in(empty, EXAMPLE)
    smaller = {
        "providers": [{"key": "smith", "first_name": "Jane", "last_name": "Jones"}],
        "patients": [{"key": "p1", "last_name": "Lopez"}],
    }

    again = bring_in(empty, smaller)

    assert again["providers"] == first["providers"]
    assert again["patients"] == first["patients"]
    document = exported(empty)
    assert document["providers"][0]["last_name"] == "Jones"
    assert (
        document["patients"][0] | {"last_name": "Lopez", "phone": "+39 06 1234"}
        == (document["patients"][0])
    )
    assert len(document["appointment_types"]) == 2
    assert len(document["residents"]) == 1


@pytest.mark.parametrize("document", [{}, {"sites": []}, {"organization": None, "patients": None}])
def test_lists_may_be_missing_or_empty(empty: Database, document: dict[str, Any]) -> None:
    answer = bring_in(empty, document)

    assert set(answer) == {
        "sites",
        "providers",
        "appointment_types",
        "variations",
        "patients",
        "residents",
    }
    assert not any(answer.values())


def test_an_id_that_is_taken_gives_way_to_another(empty: Database) -> None:
    bring_in(empty, {"patients": [{"key": "a", "id": 7, "last_name": "A"}]})

    answer = bring_in(empty, {"residents": [{"key": "b", "id": 7, "last_name": "B"}]})

    assert answer["residents"]["b"]["id"] == 8


def test_who_asks_for_an_id_is_not_robbed_of_it(empty: Database) -> None:
    first, second = {"key": "a", "last_name": "A"}, {"key": "b", "id": 1, "last_name": "B"}

    answer = bring_in(empty, {"patients": [first, second]})

    assert list(answer["patients"]) == ["a", "b"]
    assert answer["patients"]["b"] == {"id": 1}


def test_places_make_a_stock_of_a_type(empty: Database) -> None:
    document = changed("appointment_types.1.places", 12)

    bring_in(empty, document)
    stock = exported(empty)["appointment_types"][1]
    bring_in(empty, EXAMPLE)
    daily = exported(empty)["appointment_types"][1]

    assert (stock["per"], stock["places"]) == ("stock", 12)
    assert (daily["per"], daily.get("places")) == ("day", None)


def test_people_without_a_key_are_known_by_their_guid(empty: Database) -> None:
    with empty.write("Ann") as tx:
        made = people.add(tx, Details(kind=PersonKind.PATIENT, last_name="Lind", note="deaf"))
    document = exported(empty)

    bring_in(empty, document)

    assert exported(empty) == document
    assert document["patients"][0]["guid"] == made.uid
    assert document["patients"][0]["note"] == "deaf"


def test_whoever_was_merged_stays_merged(empty: Database) -> None:
    bring_in(empty, EXAMPLE)
    with empty.write("Ann") as tx:
        keeps = people.add(tx, Details(kind=PersonKind.PATIENT, last_name="Gomez-Lopez"))
        people.merge(tx, keeps.id, 1049)

    answer = bring_in(empty, EXAMPLE)

    assert answer["patients"] == {"p1": {"id": keeps.id}}
    assert [one["last_name"] for one in exported(empty)["patients"]] == ["Gomez-Lopez"]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ([], "it is not a JSON object"),
        ({"sites": {}}, "sites must be a list"),
        ({"organization": "x"}, "organization must be an object"),
        (changed("organization.slug", 3), "organization.slug must be a text"),
        (changed("sites.0", "main"), "sites[0] must be an object"),
        (changed("sites.0.time_zone", "Rome"), "sites[0].time_zone is not the name of a time zone"),
        (changed("sites.0.slug", ""), "sites[0].slug must be a text"),
        (changed("providers.0.email", 3), "providers[0].email must be a text or null"),
        (changed("providers.0.id", "456"), "providers[0].id must be a whole number"),
        (changed("providers.0.id", True), "providers[0].id must be a whole number"),
        (changed("providers.0.key", None), "providers[0].key must be a text"),
        (changed("providers.0.color", "\ud800"), "providers[0].color must not hold"),
        (changed("appointment_types.0.per", "hour"), "appointment_types[0].per must be one of"),
        (changed("appointment_types.0.per", "stock"), "appointment_types[0].places is missing"),
        (changed("appointment_types.0.site", "x"), 'appointment_types[0].site names "x"'),
        (changed("appointment_types.0.duration_minutes", 0), "duration_minutes must be a number"),
        (changed("appointment_types.0.duration_minutes", 1e9), "duration_minutes must be from"),
        (changed("appointment_types.0.waiting_list", 1), "waiting_list must be true or false"),
        (changed("appointment_types.0.places", -1), "places must be a whole number, at least 0"),
        (changed("appointment_types.0.variations", {}), "variations must be a list"),
        (
            changed("appointment_types.0.variations.0.provider", "jones"),
            'appointment_types[0].variations[0].provider names "jones", which is not',
        ),
        (
            changed("appointment_types.0.variations.0", {"key": "v"}),
            "appointment_types[0].variations[0].name is missing",
        ),
        (
            changed("appointment_types.1.key", "therapy"),
            "appointment_types[1].key is the same as appointment_types[0].key",
        ),
        (changed("residents.0.id", 1049), "residents[0].id is the same as patients[0].id"),
        (changed("residents.0.guid", "x"), "residents[0].guid must be a GUID"),
        (changed("patients.0.guid", GUID.upper()), "residents[0].guid is the same as patients[0]"),
        (changed("patients.0", {"last_name": "A"}), "patients[0].key is missing, and there is no"),
        (changed("patients.0", {"key": "p"}), "patients[0].name must not be empty"),
        (changed("providers.0", {"key": "p"}), "providers[0].name must not be empty"),
        (changed("patients.0.key", "k" * 201), "patients[0].key must be plain text of at most"),
    ],
)
def test_a_mistake_is_named_by_its_place_and_nothing_changes(
    empty: Database, document: Any, place: str
) -> None:
    before = exported(empty)

    with pytest.raises(BadFile) as refused:
        bring_in(empty, document)

    assert place in refused.value.detail
    assert exported(empty) == before


def test_a_guid_of_somebody_else_is_refused(empty: Database) -> None:
    bring_in(empty, EXAMPLE)

    with pytest.raises(BadFile, match="guid belongs to somebody already"):
        bring_in(empty, {"residents": [{"key": "r2", "guid": GUID, "last_name": "B"}]})


def test_what_is_not_known_is_told_by_its_place() -> None:
    found = shaped({"rooms": [], "providers": [{"key": "a", "colour": "red"}]})

    assert found.left_out == ["rooms", "providers[0].colour"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1, column 1"),
        (b'{"sites": [}', "line 1, column 12"),
        (b'{"sites": [], "sites": []}', '"sites" stands twice'),
        (b'{"sites": NaN}', "NaN is not a number"),
        (b"\xff{}", "is not UTF-8 text"),
        (b"[" * 100_000, "recursion"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    with pytest.raises(BadFile) as refused:
        directory_shape.read(path)

    assert reason in refused.value.detail


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No such file"):
        directory_shape.read(tmp_path / "none.json")
    with pytest.raises(BadFile, match="directory"):
        directory_shape.read(tmp_path)


@given(document=directories())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_directory_goes_out_as_it_came_in(
    document: dict[str, Any], furnished_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    here, there = (
        Database(f"sqlite:///{shutil.copy(furnished_file, folder / name)}", clock=Clock(at(9)))
        for name in ("here.db", "there.db")
    )

    first = bring_in(here, document)
    with here.read() as tx:
        directory_file.send_out(tx, folder / "out.json")
    written = json.loads((folder / "out.json").read_text("utf-8"))
    second = bring_in(there, written)
    third = bring_in(here, written)

    assert exported(there) == exported(here) == written
    assert third["patients"].items() >= first["patients"].items()
    assert second["residents"] == third["residents"]
    for name in ("providers", "appointment_types", "patients", "residents"):
        stored = {item["key"]: item for item in written[name]}
        for item in document[name]:
            said = {part: value for part, value in item.items() if part != "variations"}
            assert stored[item["key"]] | said == stored[item["key"]]
    for database in (here, there):
        database.close()
