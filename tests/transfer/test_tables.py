from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk.domain.errors import Invalid, Unreachable
from desk.transfer import tables
from desk.transfer.tables import Cell

COLUMNS = ("name", "=people", "when", "day", "inside", "note")
ROW: tuple[Cell, ...] = (
    "Zoë",
    3,
    datetime(2030, 2, 4, 9, tzinfo=UTC),
    dt.date(2030, 2, 4),
    True,
    None,
)


def test_a_table_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "table.CSV"

    assert tables.write(path, COLUMNS, [ROW]) == 1

    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfname,'=people")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert rows[1] == ["Zoë", "3", "2030-02-04T09:00:00+00:00", "2030-02-04", "yes", ""]


def test_numbers_stay_numbers_even_below_zero(tmp_path: Path) -> None:
    tables.write(tmp_path / "table.csv", ("a", "b"), [(-3, "-3")])
    tables.write(tmp_path / "table.xlsx", ("a", "b"), [(-3, "-3")])

    assert (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()[1] == "-3,'-3"
    row = list(load_workbook(tmp_path / "table.xlsx").active.iter_rows(values_only=True))[1]
    assert row == (-3, "'-3")


def test_a_table_as_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"

    tables.write(path, COLUMNS, [ROW, ("a\x07b" + "x" * 40_000, 1, None, None, False, None)])

    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0][1] == "'=people"
    assert rows[1][:3] == ("Zoë", 3, "2030-02-04T09:00:00+00:00")
    assert rows[1][3] == datetime(2030, 2, 4)
    assert str(rows[2][0]).startswith("a\N{REPLACEMENT CHARACTER}bxx")
    assert len(str(rows[2][0])) == tables.LONGEST_XLSX_CELL


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_table_as_json(tmp_path: Path, number: int) -> None:
    path = tmp_path / "table.json"

    tables.write(path, COLUMNS, [ROW] * number)

    document = json.loads(path.read_text("utf-8"))
    assert len(document) == number
    assert all(list(row) == list(COLUMNS) for row in document)
    assert all(row["name"] == "Zoë" and row["note"] is None for row in document)


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"must end in \.csv, \.xlsx or \.json"):
        tables.write(tmp_path / "table.pdf", COLUMNS, [ROW])

    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_the_old_file_whole(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[Cell, ...]]:
        yield ROW
        raise LookupError

    for ending in (".csv", ".xlsx", ".json"):
        path = tmp_path / f"table{ending}"
        path.write_text("as it was")

        with pytest.raises(LookupError):
            tables.write(path, COLUMNS, rows())

        assert path.read_text() == "as it was"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()

    with pytest.raises(Unreachable, match="No such file"):
        tables.write(tmp_path / "none" / "table.csv", COLUMNS, [ROW])
    with pytest.raises(Unreachable, match="directory"):
        tables.write(tmp_path / "folder.csv", COLUMNS, [ROW])
