"""The visitor log as other programs know it: the eleven fields of document 003, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.domain.visitor import VisitorEntry
from desk.services import visitor_log
from desk.services.visitor_log import View
from desk.store.database import Database, Read
from desk.transfer import tables
from desk.transfer.moments import written
from desk.transfer.tables import Cell

COLUMNS = (
    "id",
    "residentId",
    "residentName",
    "visitorName",
    "totalPeople",
    "vehicleColor",
    "licensePlate",
    "subject",
    "arrivalDate",
    "departureDate",
    "createdAt",
)


def send_out(database: Database, path: Path, view: View) -> int:
    """Write the entries of `view`, the latest arrival first, to a file; how many there were.

    The file is CSV, XLSX or JSON by its ending. All entries are of one moment, whatever is
    written to the log meanwhile.
    """
    with database.read() as tx:
        return tables.write(path, COLUMNS, rows(tx, view))


def rows(tx: Read, view: View) -> Iterator[tuple[Cell, ...]]:
    """The entries of `view` as rows below `COLUMNS`."""
    for batch in visitor_log.batches(tx, view):
        for entry in batch:
            yield fields(entry, tx.zone)


def fields(entry: VisitorEntry, zone: ZoneInfo) -> tuple[Cell, ...]:
    """One entry; a time that came as text goes out as the same text.

    The latter is row 11 of the contract.
    """
    departure = entry.departure_text
    if departure is None and entry.departed_at:
        departure = written(entry.departed_at, zone)
    return (
        entry.uid,
        entry.resident_uid,
        entry.resident_name,
        entry.visitor,
        entry.people,
        entry.vehicle_color,
        entry.license_plate,
        entry.subject,
        entry.arrival_text or written(entry.arrival, zone),
        departure,
        created(entry.created_at),
    )


def created(moment: datetime) -> str:
    """UTC with milliseconds and Z (contract, row 18)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
