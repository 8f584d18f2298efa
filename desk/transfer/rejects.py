"""The rows that were refused, in a file of their own beside the one they came from.

It has the columns of the original and one more for the reason, so that it can be corrected and
brought in as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from desk.transfer.cells import guarded
from desk.transfer.csv_rows import Row
from desk.transfer.files_out import replacing

REASON = "rejected because"


def beside(path: Path) -> Path:
    """Where the rejected rows of the file at `path` go: `log.csv` has `log.rejected.csv`."""
    name = path.name
    for ending in (".gz", ".csv"):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return path.with_name(f"{name}.rejected.csv")


def write(
    path: Path, heading: Sequence[str], delimiter: str, rows: Iterable[tuple[Row, str]]
) -> None:
    """Write rows with their reasons; one of an earlier round gives way to the new one."""
    # A file that was rejected before ends with a reason, which is not one of its own columns.
    width = len(heading) - (heading[-1] == REASON)
    with replacing(path) as rough, rough.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([*map(guarded, heading[:width]), REASON])
        for row, reason in rows:
            cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
            # Cells that no column is there for are kept where they confuse least.
            beyond = row.cells[len(heading) :]
            writer.writerow(map(guarded, [*cells, reason, *beyond]))
