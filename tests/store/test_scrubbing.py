"""What was deleted is taken out of the file for good."""

from __future__ import annotations

from pathlib import Path

from desk.store.database import Database
from desk.store.records import PersonRecord
from tests import build
from tests.store.files import held, leave_traces

A_MOMENT = 0.05
WORD = "Quallenberg"


def found(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if WORD.encode() in path.read_bytes())


def test_nothing_that_was_deleted_remains_in_the_file_or_in_its_log(
    database: Database, tmp_path: Path
) -> None:
    leave_traces(tmp_path / "desk.db", WORD)
    assert found(tmp_path) != []

    emptied = database.scrub()

    assert emptied
    assert found(tmp_path) == []
    with database.write("ann") as tx:
        assert tx.get(PersonRecord, build.resident(tx).id).first_name == "Grace"


def test_it_says_so_where_somebody_still_reads_from_the_log(
    database: Database, tmp_path: Path
) -> None:
    with database.write("ann") as tx:
        build.resident(tx)
    with held(tmp_path / "desk.db", "BEGIN", "SELECT * FROM person") as reading:
        assert not database.scrub(A_MOMENT)
        reading.communicate("\n")

    assert database.scrub()


def test_it_says_so_where_somebody_writes_all_the_time(database: Database, tmp_path: Path) -> None:
    leave_traces(tmp_path / "desk.db", WORD)
    with held(tmp_path / "desk.db", "BEGIN IMMEDIATE") as writing:
        assert not database.scrub(A_MOMENT)
        writing.communicate("\n")

    assert database.scrub()
    assert found(tmp_path) == []
