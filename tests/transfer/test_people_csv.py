from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from desk.domain.directory import Person, PersonKind
from desk.domain.errors import BadFile
from desk.services import people
from desk.services.people import Details
from desk.store.database import Database
from desk.transfer import people_csv
from desk.transfer.mapping import Kind, Mapping, Source
from desk.transfer.outcome import Outcome, Wishes
from desk.transfer.rejects import REASON
from tests.transfer.made import Alone, csv_file

COLUMNS = ("first_name", "last_name", "phone", "email", "unit", "kind", "key", "note")
ANA = ("Ana", "Hernandez", "+39 06 1234 567", "ana@example.org", "12B", "resident", "r1", "")


def bring_in(
    database: Database, path: Path, mapping: Mapping | None = None, dry_run: bool = False
) -> Outcome:
    return people_csv.bring_in(
        database, path, mapping, Wishes(dry_run=dry_run, stop=Alone()), "test"
    )


def everybody(database: Database) -> list[Person]:
    with database.read() as tx:
        return people.find(tx)


def known(database: Database, **facts: str) -> Person:
    details = {"kind": PersonKind.RESIDENT, "first_name": "Ana", "last_name": "Hernandez"}
    with database.write("Ann") as tx:
        return people.add(tx, Details(**{**details, **facts}))  # type: ignore[arg-type]


def reasons(outcome: Outcome) -> list[str]:
    assert outcome.rejected_file
    with Path(outcome.rejected_file).open(encoding="utf-8-sig", newline="") as file:
        return [row[REASON] for row in csv.DictReader(file)]


def test_people_come_in_with_all_that_is_said(database: Database, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "people.csv", ANA, heading=COLUMNS)

    outcome = bring_in(database, path)

    assert (outcome.rows, outcome.added, outcome.imported) == (1, 1, 1)
    person = everybody(database)[0]
    assert (person.name, person.kind, person.key) == ("Ana Hernandez", PersonKind.RESIDENT, "r1")
    assert (person.phone, person.email, person.unit) == ANA[2:5]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        (("First Name", "Last Name", "KIND"), ("Ana", "Hernandez", "Patient")),
        (("Name", "kind"), ("Ana Hernandez", "patient")),
        (("SURNAME", "Given name", "Kind"), ("Hernandez", "Ana", " patient ")),
    ],
)
def test_headings_are_understood_in_other_spellings(
    database: Database, tmp_path: Path, heading: Sequence[str], cells: Sequence[str]
) -> None:
    bring_in(database, csv_file(tmp_path / "people.csv", cells, heading=heading))

    person = everybody(database)[0]
    assert (person.first_name, person.last_name) == ("Ana", "Hernandez")
    assert person.kind is PersonKind.PATIENT


def test_people_are_not_added_twice(database: Database, tmp_path: Path) -> None:
    keyless = ("Bo", "Ek", "", "bo@example.org", "", "patient", "", "")
    path = csv_file(tmp_path / "people.csv", ANA, keyless, ANA, heading=COLUMNS)

    foretold = bring_in(database, path, dry_run=True)
    first = bring_in(database, path)
    again = bring_in(database, path)

    assert (first.added, first.repeated, first.rejected) == (2, 1, 0)
    assert (foretold.added, foretold.repeated, foretold.known) == (2, 1, 0)
    assert (again.added, again.known, again.rejected) == (0, 2, 0)
    assert len(everybody(database)) == 2


def test_a_dry_run_adds_nobody(database: Database, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "people.csv", ANA, ("", "", *ANA[2:]), heading=COLUMNS)

    outcome = bring_in(database, path, dry_run=True)

    assert (outcome.added, outcome.rejected, outcome.rejected_file) == (1, 1, None)
    assert outcome.faults == [(3, "has no name")]
    assert everybody(database) == []
    assert [entry.name for entry in tmp_path.iterdir() if "rejected" in entry.name] == []


@pytest.mark.parametrize(
    "facts",
    [{}, {"first_name": "Another", "phone": "06/1234567"}, {"last_name": "X", "email": ANA[3]}],
    ids=["same name", "same phone", "same e-mail"],
)
def test_whoever_is_merely_alike_is_handed_back(
    database: Database, tmp_path: Path, facts: dict[str, str]
) -> None:
    there = known(database, **facts)
    path = csv_file(tmp_path / "people.csv", ANA, heading=COLUMNS)

    outcome = bring_in(database, path)

    assert (outcome.added, outcome.rejected) == (0, 1)
    assert reasons(outcome) == [
        f"is like {there.name}, who is known already; add by hand if another"
    ]


def test_whoever_is_of_another_kind_is_another(database: Database, tmp_path: Path) -> None:
    known(database, kind=PersonKind.PATIENT)
    path = csv_file(tmp_path / "people.csv", ANA, heading=COLUMNS)

    assert bring_in(database, path).added == 1


def test_two_of_one_file_who_are_alike_are_told_apart_by_a_person(
    database: Database, tmp_path: Path
) -> None:
    other = ("Ana", "Hernandez", "", "", "7C", "resident", "", "")
    same_key = ("Cy", "Fox", "", "", "", "resident", "r1", "")
    path = csv_file(tmp_path / "people.csv", ANA, other, same_key, heading=COLUMNS)

    outcome = bring_in(database, path)

    assert (outcome.added, outcome.rejected) == (1, 2)
    assert reasons(outcome) == ["is like line 2 of this file, which says otherwise"] * 2


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("", " ", *ANA[2:]), "has no name"),
        ((*ANA[:5], "cat", "", ""), 'kind: "cat" is neither resident nor patient'),
        ((*ANA[:6], "k" * 201, ""), "key is longer than 200 characters"),
        (("Ana", "Hernandez"), "has 2 cells where the heading has 8"),
        (("",) * 8, "is empty"),
    ],
)
def test_a_row_at_fault_is_rejected_with_the_reason(
    database: Database, tmp_path: Path, cells: Sequence[str], reason: str
) -> None:
    path = csv_file(tmp_path / "people.csv", cells, heading=COLUMNS)

    assert reasons(bring_in(database, path)) == [reason]


def test_a_mapping_of_ones_own_reads_other_columns(database: Database, tmp_path: Path) -> None:
    fields = {"name": Source(columns=("Who",)), "kind": Source(otherwise="patient")}
    mapping = Mapping(name="mine", kind=Kind.PEOPLE, fields=fields)
    path = csv_file(tmp_path / "people.csv", ("Ana", "x"), heading=("Who", "Shoe"))

    bring_in(database, path, mapping)

    assert [(one.name, one.kind) for one in everybody(database)] == [("Ana", PersonKind.PATIENT)]


def test_a_file_without_names_is_refused(database: Database, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "people.csv", ("1",), heading=("phone",))

    with pytest.raises(BadFile, match="column is missing: name"):
        bring_in(database, path)


def test_people_come_in_on_either_kind_of_database(both: Database, tmp_path: Path) -> None:
    rows = [(f"Guest {number}", "", "", "", "", "", "", "") for number in range(120)]
    path = csv_file(tmp_path / "people.csv", *rows, heading=COLUMNS)

    assert bring_in(both, path).added == 120
    assert bring_in(both, path).known == 120
