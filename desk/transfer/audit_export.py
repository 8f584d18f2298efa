"""The journal for other programs: a table with a line for each row, the latest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from desk.services import audit
from desk.services.audit import Sought
from desk.store.database import Database, Read
from desk.transfer import tables
from desk.transfer.moments import written
from desk.transfer.tables import Cell

COLUMNS = ("number", "when", "who", "action", "kind", "id", "name", "reason", "old", "new")


def send_out(database: Database, path: Path, sought: Sought) -> int:
    """Write the rows that are meant to a file, all of one moment; how many there are."""
    with database.read() as tx:
        return tables.write(path, COLUMNS, _rows(tx, sought))


def _rows(tx: Read, sought: Sought) -> Iterator[tuple[Cell, ...]]:
    for line in audit.every(tx, sought):
        entry = line.entry
        yield (
            entry.number,
            written(entry.at, tx.zone),
            entry.actor,
            entry.action.value,
            entry.kind,
            entry.id,
            line.subject,
            entry.reason,
            json.dumps(entry.old, ensure_ascii=False) if entry.old else "",
            json.dumps(entry.new, ensure_ascii=False) if entry.new else "",
        )
