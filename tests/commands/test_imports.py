from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tests.commands.conftest import Line
from tests.transfer.made import ADA, DATA, HEADING, RECORDS, csv_file, records

JANUARY = DATA / "records-january.csv"
PEOPLE = ("name", "phone", "kind")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_visitors_come_in_and_the_outcome_is_told(desk: Line) -> None:
    said = desk("import", "visitors", JANUARY)

    assert (said.status, said.error) == (0, "")
    assert said.out == (
        f"{JANUARY}, by the mapping white-house in the zone UTC: 15 rows;"
        " 10 entries added from 14, 1 repeated, 0 known already, 0 rejected.\n"
    )


def test_the_outcome_in_json_has_a_word_for_every_row(desk: Line) -> None:
    outcome = desk("import", "visitors", JANUARY, "--json").json

    assert outcome == {
        "file": str(JANUARY),
        "mapping": "white-house",
        "zone": "UTC",
        "dry_run": False,
        "rows": 15,
        "entries": 10,
        "imported": 14,
        "repeated": 1,
        "known": 0,
        "rejected": 0,
        "left": 0,
        "rejected_file": None,
        "faults": [],
    }


@pytest.mark.parametrize("path", RECORDS[-1:], ids=lambda path: path.name)
def test_progress_is_a_json_object_a_line_and_then_the_outcome(desk: Line, path: Path) -> None:
    said = desk("import", "visitors", path, "--json-progress")

    *steps, outcome = [json.loads(line) for line in said.out.splitlines()]
    done = [step["done"] for step in steps]
    assert done == sorted(done)
    assert {step["total"] for step in steps} == {len(records(path))}
    assert (done[0], done[-1]) == (0, len(records(path)))
    assert outcome["left"] == 0


def test_a_dry_run_leaves_every_byte_as_it_is(desk: Line) -> None:
    desk("day", "occupy", "2030-02-04", 1)
    before = {path.name: digest(path) for path in desk.path.parent.iterdir()}

    foretold = desk("import", "visitors", JANUARY, "--dry-run", "--json").json
    words = desk("import", "visitors", JANUARY, "--dry-run").out

    assert {path.name: digest(path) for path in desk.path.parent.iterdir()} == before
    assert words.startswith("Dry run, nothing was changed.\n")
    assert "10 entries would be added from 14" in words
    done = desk("import", "visitors", JANUARY, "--json").json
    assert foretold | {"dry_run": False} == done


@pytest.mark.parametrize("what", ["visitors", "people"])
def test_a_dry_run_makes_no_database(desk: Line, tmp_path: Path, what: str) -> None:
    people = csv_file(tmp_path / "people.csv", ("Ana Lind", "", ""), heading=PEOPLE)
    file = JANUARY if what == "visitors" else people

    assert desk("import", what, file, "--dry-run").status == 0

    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_rejected_rows_are_named_and_kept(desk: Line, tmp_path: Path) -> None:
    bad = [("", *ADA[1:])] * 12
    path = csv_file(
        tmp_path / "log.csv", ADA, *[(*row[:3], f"day {n}") for n, row in enumerate(bad)]
    )

    said = desk("import", "visitors", path)

    assert said.status == 0
    assert "12 rejected" in said.out
    assert "  line 3: visitorName must not be empty\n" in said.out
    assert "  and 2 more\n" in said.out
    rejected = tmp_path / "log.rejected.csv"
    assert f"The rejected rows are in {rejected}, each with its reason." in said.out
    with rejected.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 13


def test_a_place_where_rejected_rows_cannot_go_stops_everything(desk: Line, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "log.csv", ADA, ("", *ADA[1:]))
    (tmp_path / "log.rejected.csv").mkdir()

    assert "log.rejected.csv cannot be reached" in desk.refused("import", "visitors", path)
    assert desk("export", "visitors", tmp_path / "out.csv", "--json").json["entries"] == 0


def test_a_mapping_is_named_by_file_or_by_name(desk: Line, tmp_path: Path) -> None:
    mapping = tmp_path / "gate.toml"
    mapping.write_text(
        'name = "gate"\ntimes = ["%d.%m.%Y"]\n[fields]\nvisitor = "Wer"\nhost = "Zu"\n'
        'subject = { otherwise = "Besuch" }\narrived = "Am"\n'
    )
    path = csv_file(tmp_path / "log.csv", ("Ada", "Grace", "1.2.2030"), heading=("Wer", "Zu", "Am"))

    by_heading = desk.refused("import", "visitors", path)
    by_name = desk.refused("import", "visitors", path, "--map", "desk")
    by_file = desk("import", "visitors", path, "--map", mapping, "--json")

    assert "its columns are not known; name a mapping for them" in by_heading
    assert "for the mapping desk the columns are missing: residentName, visitorName" in by_name
    assert (by_file.json["mapping"], by_file.json["entries"]) == ("gate", 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"visitorName,residentName\n\xe9,x\n", "columns are missing: subject, arrivalDate"),
        (",".join(HEADING).encode() + b"\n\xe9,x,x,x\n", "line 2 is not UTF-8 text"),
        (",".join(HEADING).encode() + b"\n" + b"x" * 10_000_000, "line 2 belongs to a row of more"),
        (",".join(HEADING).encode() + b"\nA\0,x,x,x\n", "line 2 holds a NUL byte"),
        (",".join(HEADING).encode() + b'\n"A,x,x,x\n', "a quotation mark that is never closed"),
    ],
    ids=["empty", "missing columns", "wrong encoding", "10 MB line", "NUL", "open quotation"],
)
def test_a_broken_file_is_one_sentence_and_changes_nothing(
    desk: Line, tmp_path: Path, content: bytes, words: str
) -> None:
    desk("import", "visitors", JANUARY)
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    before = digest(desk.path)

    line = desk.refused("import", "visitors", path)

    assert line.startswith(f"{path} cannot be read (")
    assert words in line
    assert line.endswith("Nothing was changed; correct the file, or choose another one.")
    assert digest(desk.path) == before


@pytest.mark.parametrize(
    ("name", "words"), [("none.csv", "there is no such file"), (".", "it is a folder")]
)
def test_what_is_no_file_is_one_sentence(desk: Line, tmp_path: Path, name: str, words: str) -> None:
    assert words in desk.refused("import", "visitors", tmp_path / name)


def test_people_come_in(desk: Line, tmp_path: Path) -> None:
    rows = [("Ana Lind", "+39 06 123456", "resident"), ("Bo Ek", "", "cat")]
    path = csv_file(tmp_path / "people.csv", *rows, heading=PEOPLE)

    outcome = desk("import", "people", path, "--json").json

    assert (outcome["people"], outcome["rejected"]) == (1, 1)
    assert outcome["faults"] == [
        {"line": 3, "reason": 'kind: "cat" is neither resident nor patient'}
    ]


def test_what_goes_out_can_come_in_elsewhere(desk: Line, tmp_path: Path) -> None:
    desk("import", "visitors", JANUARY)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"

    out = desk("export", "visitors", first, "--json").json
    elsewhere = ("--database", tmp_path / "other.db")
    desk.bare("import", "visitors", first, *elsewhere)
    desk.bare("export", "visitors", second, *elsewhere)

    assert out == {"file": str(first), "entries": 10}
    assert sorted(second.read_text("utf-8-sig").splitlines()) == sorted(
        first.read_text("utf-8-sig").splitlines()
    )


def test_an_export_is_chosen_by_dates(desk: Line, tmp_path: Path) -> None:
    desk("import", "visitors", JANUARY)
    path = tmp_path / "log.csv"

    said = desk("export", "visitors", path, "--from", "2022-01-05", "--to", "2022-01-06")

    assert said.out == f"{path} has 2 visitor entries.\n"
    assert "exchange --from and --to" in desk.refused(
        "export", "visitors", path, "--from", "2022-01-06", "--to", "2022-01-05"
    )


def test_an_export_is_refused_where_it_cannot_be(desk: Line, tmp_path: Path) -> None:
    desk("import", "visitors", JANUARY)
    desk.path.rename(tmp_path / "desk.csv")

    def refused(file: Path) -> str:
        said = desk.bare("export", "visitors", file, "--database", tmp_path / "desk.csv")
        assert said.status == 1
        return said.error

    assert "is the database itself" in refused(tmp_path / "desk.csv")
    assert "must end in .csv, .xlsx or .json" in refused(tmp_path / "log.txt")
    assert "cannot be reached (No such file" in refused(tmp_path / "none" / "log.csv")
