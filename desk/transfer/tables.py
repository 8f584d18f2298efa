"""Tables written to files for other programs: CSV, XLSX or JSON, by how the file's name ends.

Rows are written as they come and are never all in memory. Texts are guarded against being taken
for formulas; numbers stay numbers.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from desk.domain.errors import Invalid
from desk.transfer.cells import guarded
from desk.transfer.files_out import replacing

Cell = str | int | float | bool | dt.datetime | dt.date | None
Rows = Iterable[Sequence[Cell]]

LONGEST_XLSX_CELL = 32_767
_ROWS_OF_XLSX = 1_048_576


def write(path: Path, columns: Sequence[str], rows: Rows) -> int:
    """Write the table to `path`, in place of what was there; how many rows it has.

    `Invalid` for an ending that is not known, a kind of `Unusable` if the file cannot be written.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Invalid(file=["name must end in .csv, .xlsx or .json"])
    counted = _Counted(rows)
    with replacing(path) as rough:
        writer(rough, columns, counted)
    return counted.number


class _Counted:
    """Rows that are counted as they go by."""

    def __init__(self, rows: Rows) -> None:
        self._rows = iter(rows)
        self.number = 0

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> Sequence[Cell]:
        row = next(self._rows)
        self.number += 1
        return row


def write_csv(file: TextIO, columns: Sequence[str], rows: Rows) -> None:
    """Write the table as CSV to an open file, which keeps the ends of lines as they are."""
    writer = csv.writer(file)
    writer.writerow([guarded(column) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])


def _write_csv(path: Path, columns: Sequence[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(file, columns, rows)


def _write_json(path: Path, columns: Sequence[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8") as file:
        before = "[\n"
        for row in rows:
            # Nothing takes a text of JSON for a formula: it is written as it is.
            named = {name: _plain(cell) for name, cell in zip(columns, row, strict=True)}
            file.write(before + json.dumps(named, ensure_ascii=False))
            before = ",\n"
        file.write("\n]\n" if before == ",\n" else "[]\n")


def _write_xlsx(path: Path, columns: Sequence[str], rows: Rows) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Desk")
    sheet.freeze_panes = "A2"
    sheet.append([_xlsx_cell(column) for column in columns])
    try:
        for number, row in enumerate(rows, 2):
            if number > _ROWS_OF_XLSX:
                raise Invalid(file=[f"must not be XLSX for more than {_ROWS_OF_XLSX:,} rows"])
            sheet.append([_xlsx_cell(cell) for cell in row])
    finally:
        # Left open, it would complain of that when it is thrown away.
        sheet.close()
    book.save(path)


_WRITERS: dict[str, Callable[[Path, Sequence[str], Rows], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".json": _write_json,
}


def _plain(cell: Cell) -> str | int | float | bool | None:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _csv_cell(cell: Cell) -> str | int | float:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case int() | float():
            return cell
        case str():
            return guarded(cell)
        case _:
            return cell.isoformat()


def _xlsx_cell(cell: Cell) -> Any:
    """What openpyxl takes for a cell: no instants with a zone, no characters XML cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    match cell:
        case dt.datetime():
            return cell.isoformat() if cell.tzinfo else cell
        case str():
            return ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", guarded(cell))[
                :LONGEST_XLSX_CELL
            ]
        case _:
            return cell
