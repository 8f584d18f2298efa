"""People are found by any part of what is known of them, are each written down once, and merged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.domain.directory import PersonKind
from desk.domain.errors import Invalid, NotFound, Stale
from desk.domain.folding import fold, words
from desk.services import people, visitor_log, visitors
from desk.services.people import Details
from desk.services.rows import LARGEST_ID
from desk.store.database import Database
from tests import build
from tests.contents import contents
from tests.strategies import names

RESIDENT, PATIENT = PersonKind.RESIDENT, PersonKind.PATIENT
GUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
ANA = Details(
    kind=RESIDENT,
    first_name="Ana",
    last_name="Hernández",
    phone="+39 06 123-4567",
    email="Ana@Example.org",
    unit="12B",
)


def found(database: Database, typed: str, kind: PersonKind | None = None) -> list[str]:
    with database.read() as tx:
        return [person.name for person in people.find(tx, typed, kind=kind)]


@pytest.fixture
def house(both: Database) -> Database:
    with both.write("ann") as tx:
        people.add(tx, ANA, key="r1")
        people.add(tx, Details(kind=RESIDENT, first_name="Johan", last_name="Ananda"))
        people.add(tx, Details(kind=PATIENT, first_name="Mariana", last_name="Łuk"), key="p7")
    return both


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hernandez", ["Ana Hernández"]),
        ("HERN an", ["Ana Hernández"]),
        ("ernán", ["Ana Hernández"]),
        ("12b", ["Ana Hernández"]),
        ("061234567", ["Ana Hernández"]),
        ("06 123-45", ["Ana Hernández"]),
        ("+39 06 1234567", ["Ana Hernández"]),
        ("example", ["Ana Hernández"]),
        ("p7", ["Mariana Łuk"]),
        ("luk", ["Mariana Łuk"]),
        ("ana luk", ["Mariana Łuk"]),
        ("ana", ["Johan Ananda", "Ana Hernández", "Mariana Łuk"]),
        ("%", ["Ana Hernández", "Johan Ananda", "Mariana Łuk"]),
        ("zoe", []),
        ("ana zoe", []),
        ("99 06 123", []),
    ],
)
def test_people_are_found_by_any_part_of_anything(
    house: Database, typed: str, expected: list[str]
) -> None:
    assert sorted(found(house, typed)) == sorted(expected)


def test_names_that_begin_as_typed_come_first(house: Database) -> None:
    assert found(house, "ana")[-1] == "Mariana Łuk"


def test_only_one_kind_of_people_may_be_asked_for(house: Database) -> None:
    assert found(house, "ana", PATIENT) == ["Mariana Łuk"]
    with house.read() as tx:
        assert (people.count(tx), people.count(tx, PATIENT)) == (3, 1)
        assert (people.count(tx, typed="ana"), people.count(tx, PATIENT, "hernan")) == (3, 0)


def test_no_more_are_given_than_asked_for(house: Database) -> None:
    with house.read() as tx:
        assert len(people.find(tx, "ana", limit=2)) == 2


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=names, last=names, data=st.data())
def test_whoever_is_written_down_is_found_by_any_word_and_by_the_exact_name(
    both: Database, first: str, last: str, data: st.DataObject
) -> None:
    with both.write("ann") as tx:
        person = people.named(tx, RESIDENT, first, last)
        assert people.named(tx, RESIDENT, first.upper().lower(), last).id == person.id
        word = data.draw(st.sampled_from(words(fold(f"{first} {last}"))))
        part = word[data.draw(st.integers(0, len(word) - 1)) :]

        assert person.id in [each.id for each in people.find(tx, part, limit=10_000)]


def test_a_name_is_enough_and_some_name_is_needed(both: Database) -> None:
    with both.write("ann") as tx:
        assert people.add(tx, Details(kind=RESIDENT, last_name=" Kim ")).name == "Kim"
        with pytest.raises(Invalid) as refused:
            people.add(tx, Details(kind=RESIDENT, first_name=" "))

    assert list(refused.value.reasons) == ["name"]


def test_blanks_around_what_is_known_are_left_out(both: Database) -> None:
    with both.write("ann") as tx:
        person = people.add(tx, Details(kind=PATIENT, first_name=" A ", phone=" ", unit=" 3 "))

    assert (person.first_name, person.phone, person.unit) == ("A", None, "3")


@pytest.mark.parametrize("field", ["first_name", "phone", "email", "unit", "note"])
def test_what_cannot_be_kept_is_refused_by_name(both: Database, field: str) -> None:
    wrong = replace(ANA, **{field: "a\0b"})  # type: ignore[arg-type]

    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        people.add(tx, wrong)

    assert list(refused.value.reasons) == [field]


def test_an_id_is_taken_when_it_is_free_and_the_next_one_follows_it(both: Database) -> None:
    with both.write("ann") as tx:
        first = people.add(tx, ANA, id=1)
        wanted = people.add(tx, ANA, id=456)
        taken = people.add(tx, ANA, id=456)
        impossible = people.add(tx, ANA, id=LARGEST_ID + 1)

    assert (first.id, wanted.id) == (1, 456)
    assert len({first.id, wanted.id, taken.id, impossible.id}) == 4
    assert taken.id > 456


def test_a_guid_stands_for_one_person_in_any_spelling(both: Database) -> None:
    with both.write("ann") as tx:
        person = people.add(tx, ANA, uid=GUID.upper())
        with pytest.raises(Invalid) as refused:
            people.add(tx, ANA, uid=f"{{{GUID}}}")

    assert list(refused.value.reasons) == ["uid"]
    assert person.uid == GUID
    with both.read() as tx:
        assert people.by_uid(tx, RESIDENT, GUID.upper()) == person
        for kind, uid in [(PATIENT, GUID), (RESIDENT, GUID[:-1] + "0"), (RESIDENT, "no guid\0")]:
            with pytest.raises(NotFound):
                people.by_uid(tx, kind, uid)


def test_what_is_no_guid_is_refused(both: Database) -> None:
    with pytest.raises(Invalid) as refused, both.write("ann") as tx:
        people.add(tx, ANA, uid="ana")

    assert list(refused.value.reasons) == ["uid"]


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a\0"])
def test_what_cannot_be_a_key_is_refused(both: Database, key: str) -> None:
    for change in (people.put, lambda tx, key, who: people.add(tx, who, key=key)):
        with pytest.raises(Invalid) as refused, both.write("ann") as tx:
            change(tx, key, ANA)
        assert list(refused.value.reasons) == ["key"]


def test_a_key_stands_for_one_person_of_its_kind(both: Database) -> None:
    with both.write("ann") as tx:
        people.add(tx, ANA, key="1")
        people.add(tx, replace(ANA, kind=PATIENT), key="1")
        with pytest.raises(Invalid) as refused:
            people.add(tx, ANA, key="1")

    assert list(refused.value.reasons) == ["key"]


def test_putting_somebody_under_a_known_key_changes_what_is_known(house: Database) -> None:
    with house.write("ann") as tx:
        ana = people.put(tx, "r1", replace(ANA, unit="14"))
        new = people.put(tx, "r2", ANA, uid=GUID, id=77)

    assert (ana.unit, ana.name) == ("14", "Ana Hernández")
    assert (new.key, new.uid, new.id) == ("r2", GUID, 77)
    assert found(house, "14") == ["Ana Hernández"]


def test_people_are_known_by_key_and_guid_to_whoever_brings_a_file(house: Database) -> None:
    with house.read() as tx:
        ana = people.with_key(tx, RESIDENT, "r1")
        assert ana
        assert ana.name == "Ana Hernández"
        assert people.with_key(tx, PATIENT, "r1") is None


def test_a_key_of_somebody_merged_leads_to_the_one_who_stays(house: Database) -> None:
    with house.write("ann") as tx:
        stays = people.add(tx, replace(ANA, first_name="Anna"), key="r9")
        duplicate = people.put(tx, "r1", ANA)
        people.merge(tx, stays.id, duplicate.id)

        assert people.put(tx, "r1", replace(ANA, unit="99")) == people.one(tx, stays.id)
        assert people.with_key(tx, RESIDENT, "r1") == people.one(tx, stays.id)
    assert found(house, "99") == []


def test_amending_what_somebody_else_has_changed_is_refused(both: Database) -> None:
    with both.write("ann") as tx:
        ana = people.add(tx, ANA)
        people.amend(tx, ana.id, replace(ANA, unit="1"), seen=ana.version)
        with pytest.raises(Stale):
            people.amend(tx, ana.id, replace(ANA, unit="2"), seen=ana.version)


def test_a_patient_does_not_become_a_resident(both: Database) -> None:
    with both.write("ann") as tx:
        ana = people.add(tx, ANA)
        with pytest.raises(Invalid) as refused:
            people.amend(tx, ana.id, replace(ANA, kind=PATIENT), seen=ana.version)

    assert list(refused.value.reasons) == ["kind"]


def test_visits_are_found_by_the_new_name_and_stay_as_they_were(both: Database) -> None:
    with both.write("ann") as tx:
        ana = people.add(tx, ANA)
        entry = visitors.arrive(tx, build.party(ana.id))
    with both.write("ann") as tx:
        people.amend(tx, ana.id, replace(ANA, note="likes tea"), seen=1)
        assert visitor_log.one(tx, entry.id).version == entry.version
        people.amend(tx, ana.id, replace(ANA, last_name="Dahl"), seen=2)

    with both.read() as tx:
        for text, hits in {"dahl": 1, "hernandez": 0}.items():
            assert len(visitor_log.found(tx, visitor_log.View(text=text))) == hits


@pytest.mark.parametrize(
    ("first", "last"), [("POTUS", ""), ("", "Kim"), ("Ana", "Hernández"), ("Zoë", "Łuk")]
)
def test_a_host_of_whom_only_the_name_is_known_is_written_down_once(
    house: Database, first: str, last: str
) -> None:
    with house.write("ann") as tx:
        known = people.named(tx, RESIDENT, first, last)
        again = people.named(tx, RESIDENT, f" {fold(first)} ", last.upper())

    assert known == again
    assert (known.unit == "12B") == (last == "Hernández")


def test_a_name_without_letters_of_its_own_is_refused(both: Database) -> None:
    with pytest.raises(Invalid), both.write("ann") as tx:
        people.named(tx, RESIDENT, " ", "")


@pytest.mark.parametrize(
    "details",
    [
        Details(kind=RESIDENT, first_name="hernandez", last_name="ANA"),
        Details(kind=PATIENT, first_name="Somebody", phone="06 1234567"),
        Details(kind=PATIENT, first_name="Somebody", email=" ana@example.ORG"),
    ],
    ids=["names in any order", "phone", "e-mail"],
)
def test_who_may_be_the_same_is_pointed_out(house: Database, details: Details) -> None:
    with house.read() as tx:
        [same] = people.similar(tx, details)
        assert same.name == "Ana Hernández"
        assert people.similar(tx, details, besides=same.id) == []


@pytest.mark.parametrize(
    "details",
    [
        Details(kind=RESIDENT, first_name="Ana"),
        Details(kind=RESIDENT, first_name="Bo", phone="123"),
        Details(kind=RESIDENT),
    ],
)
def test_too_little_to_go_by_points_nobody_out(house: Database, details: Details) -> None:
    with house.read() as tx:
        assert people.similar(tx, details) == []


def test_the_one_who_stays_takes_over_what_only_the_other_had(both: Database) -> None:
    with both.write("ann") as tx:
        keep = people.add(tx, Details(kind=RESIDENT, first_name="Ana", unit="3", note="tea"))
        other = people.add(tx, replace(ANA, note="piano"), uid=GUID)
        entry = visitors.arrive(tx, build.party(other.id))
        gone = visitors.arrive(tx, build.party(other.id, "Bo Berg"))
        visitors.remove(tx, [gone.id])

        merged = people.merge(tx, keep.id, other.id)

    assert (merged.phone, merged.unit, merged.note) == (ANA.phone, "3", "tea\npiano")
    with both.read() as tx:
        assert visitor_log.one(tx, entry.id).resident_id == keep.id
        assert visitor_log.one(tx, gone.id).resident_name == "Ana"
        assert people.one(tx, other.id) == people.by_uid(tx, RESIDENT, GUID) == merged
        assert people.find(tx, "hernandez") == []
        assert people.count(tx) == 1


def test_a_chain_of_merges_leads_to_its_end(both: Database) -> None:
    with both.write("ann") as tx:
        a, b, c = (people.add(tx, ANA) for _ in range(3))
        people.merge(tx, b.id, a.id)
        people.merge(tx, c.id, b.id)

        assert people.one(tx, a.id).id == c.id


def test_only_two_of_a_kind_who_are_both_there_can_be_merged(both: Database) -> None:
    with both.write("ann") as tx:
        ana, bo = people.add(tx, ANA), people.add(tx, ANA)
        patient = people.add(tx, replace(ANA, kind=PATIENT))
    before = contents(both)

    for keep, other in [(ana, ana), (ana, patient)]:
        with pytest.raises(Invalid), both.write("ann") as tx:
            people.merge(tx, keep.id, other.id)
    for pair in [(ana.id, 4711), (4711, bo.id)]:
        with pytest.raises(NotFound) as refused, both.write("ann") as tx:
            people.merge(tx, *pair)
        assert refused.value.key == 4711
    assert contents(both) == before


def test_nobody_visits_somebody_who_was_merged_away(both: Database) -> None:
    with both.write("ann") as tx:
        ana, bo = people.add(tx, ANA), people.add(tx, ANA)
        people.merge(tx, ana.id, bo.id)
        with pytest.raises(Invalid):
            visitors.arrive(tx, build.party(bo.id))
