"""Appointments for other programs: a calendar, or a table with a line for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.domain.appointment import Appointment, Shelf, Standing
from desk.domain.directory import full_name
from desk.domain.errors import Invalid
from desk.domain.span import Span
from desk.services import appointment_rows, directory
from desk.store.database import Database, Read
from desk.transfer import calendar_export, tables
from desk.transfer.moments import written
from desk.transfer.tables import Cell

COLUMNS = (
    "id",
    "startDate",
    "endDate",
    "provider",
    "name",
    "appointmentType",
    "standing",
    "flagged",
    "bookedBeyond",
    "note",
)
CALENDAR = ".ics"
_KINDS = {CALENDAR, ".csv", ".xlsx", ".json"}
_AT_ONCE = timedelta(days=28)

Name = Callable[[int | None], str]


def send_out(
    database: Database,
    path: Path,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    resource_id: int | None = None,
) -> int:
    """Write the appointments that begin from `first` to `last`, both included; how many.

    The file is a calendar or a table by its ending. Into a calendar goes who is booked; into a
    table also who is held a place, and who was cancelled. All are of one moment.
    """
    kind = path.suffix.lower()
    if kind not in _KINDS:
        raise Invalid(file=["name must end in .ics, .csv, .xlsx or .json"])
    with database.read() as tx:
        period = _period(tx, first, last)
        found = _between(tx, period, resource_id)
        names = _names(tx)
        if kind == CALENDAR:
            booked = (one for one in found if one.shelf is Shelf.PUBLIC and not one.held_until)
            return calendar_export.write(path, booked, names, tx.zone, period)
        return tables.write(path, COLUMNS, rows(tx, found, names))


def rows(tx: Read, appointments: Iterator[Appointment], names: Name) -> Iterator[tuple[Cell, ...]]:
    """Appointments as rows below `COLUMNS`; holds that have run out were never any."""
    for one in appointments:
        standing = one.standing(tx.now)
        if one.shelf in {Shelf.PUBLIC, Shelf.TRASH} and standing is not Standing.LAPSED:
            yield _row(one, standing, names(one.resource_id), tx.zone)


def _row(
    appointment: Appointment, standing: Standing, provider: str, zone: ZoneInfo
) -> tuple[Cell, ...]:
    return (
        appointment.id,
        written(appointment.span.start, zone),
        written(appointment.span.end, zone),
        provider,
        appointment.name,
        appointment.appointment_type,
        standing.value,
        appointment.flagged,
        appointment.beyond,
        appointment.note,
    )


def _period(tx: Read, first: dt.date | None, last: dt.date | None) -> Span:
    """From the one date to the other, or as far as there is anything."""
    if first and last and last < first:
        raise Invalid(last=["must be on or after the first date"])
    extent = appointment_rows.extent(tx) or tx.whole_day(tx.today)
    start = tx.whole_day(first).start if first else extent.start
    end = tx.whole_day(last).end if last else extent.end
    return Span(start, end) if start < end else tx.whole_day(first or last or tx.today)


def _between(tx: Read, period: Span, resource_id: int | None) -> Iterator[Appointment]:
    """What begins in the period, earliest first, some at a time."""
    whose = None if resource_id is None else [resource_id]
    start = period.start
    while start < period.end:
        some = Span(start, min(start + _AT_ONCE, period.end))
        for one in appointment_rows.overlapping(tx, some, whose):
            if one.span.start >= start:
                yield one
        start = some.end


def _names(tx: Read) -> Name:
    known = {one.id: full_name(one.first_name, one.last_name) for one in directory.resources(tx)}
    return lambda resource_id: known.get(resource_id, "") if resource_id is not None else ""
