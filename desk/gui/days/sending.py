"""Writing a month to a file: a row for each date, under the names that document 000 gives them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from desk.services import days
from desk.transfer import tables

if TYPE_CHECKING:
    from desk.store.database import Read

COLUMNS = ("day", "total_slots", "occupied_slots", "available_slots")


def write(tx: Read, path: Path, date: dt.date) -> int:
    """Write the month that the date lies in; how many dates it has."""
    month = days.month(tx, date.year, date.month)
    rows = ((day.date, day.places, day.occupied, day.free) for day in month)
    return tables.write(path, COLUMNS, rows)
