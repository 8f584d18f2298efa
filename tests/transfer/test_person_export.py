"""Everything about one person, to be handed out."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from desk.domain.errors import Invalid, NotFound, Unusable
from desk.services import people
from desk.store.database import Database
from desk.transfer import person_export
from tests import build
from tests.services import somebody


def test_all_that_is_known_is_in_both_files(database: Database, tmp_path: Path) -> None:
    known = somebody.settle_in(database)
    path = tmp_path / person_export.name_for(known.person)

    number = person_export.send_out(database, known.duplicate, path)

    with zipfile.ZipFile(path) as packed:
        document = json.loads(packed.read("person.json"))
        table = packed.read("person.csv").decode("utf-8-sig")
    for text in (json.dumps(document), table):
        # What other machines were answered is kept for a day only, and repeats the rest; the bare
        # digits are for searching.
        missing = {word for word in somebody.WORDS if word not in text.lower()}
        assert missing == {"qanswer", "0800555777"}
        assert "Cy Bell" in text
    assert number > 10
    assert document["people"][0]["last name"] == "Quallenberg"
    assert document["people"][0]["kind"] == "resident"
    assert document["visits"][0]["arrived at"] == "2030-02-04T09:00:00+01:00"
    assert {row["about"] for row in csv.DictReader(table.splitlines())} >= {
        "person",
        "appointment",
        "appointment of somebody else",
        "visitor entry",
        "waiting list",
        "message",
        "change",
    }


def test_no_spreadsheet_takes_anything_for_a_formula(database: Database, tmp_path: Path) -> None:
    with database.write("ann") as tx:
        person = build.resident(tx, "=1+1", "@SUM(A1)", note="-2+3", phone="+39 06")

    person_export.send_out(database, person.id, tmp_path / "out.csv")

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert ["person", str(person.id), "first name", "'=1+1"] in rows
    assert all(cell[:1] not in "=+-@" for row in rows for cell in row if cell)


def test_nothing_of_others_is_told(database: Database, tmp_path: Path) -> None:
    known = somebody.settle_in(database)

    person_export.send_out(database, known.other, tmp_path / "out.json")

    document = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert "quallenberg" not in json.dumps(document["people"]).lower()
    assert len(document["people"]) == 1


def test_a_file_that_cannot_be_written_is_refused(database: Database, tmp_path: Path) -> None:
    with database.write("ann") as tx:
        person = build.resident(tx)

    with pytest.raises(Invalid):
        person_export.send_out(database, person.id, tmp_path / "out.txt")
    with pytest.raises(Unusable):
        person_export.send_out(database, person.id, tmp_path / "nowhere" / "out.zip")
    with pytest.raises(NotFound):
        person_export.send_out(database, 99, tmp_path / "out.zip")
    assert [path for path in tmp_path.iterdir() if path.name.startswith("out")] == []


def test_people_are_called_by_their_whole_name(database: Database) -> None:
    with database.write("ann") as tx:
        one = build.resident(tx, "José", "Álvarez")
        build.resident(tx, "José Maria", "Álvarez")

    with database.read() as tx:
        assert [each.id for each in people.called(tx, "alvarez jose")] == [one.id]
        assert people.called(tx, "Jos") == []
