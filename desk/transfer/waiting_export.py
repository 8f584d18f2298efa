"""The waiting list for other programs: a table with a line for each entry, in serving order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from desk.domain.errors import Invalid
from desk.services import directory, waiting_line
from desk.services.waiting_line import Listed
from desk.store.database import Database, Read
from desk.transfer import tables
from desk.transfer.moments import written
from desk.transfer.tables import Cell

COLUMNS = (
    "id",
    "created",
    "state",
    "position",
    "name",
    "phone",
    "email",
    "item",
    "variation",
    "dates",
    "from",
    "to",
    "earliest",
    "latest",
    "noticeMinutes",
    "party",
    "priority",
    "priorityReason",
    "voucher",
    "offeredTime",
    "offeredUntil",
    "locale",
    "note",
)
_MINUTE = timedelta(minutes=1)


def send_out(
    database: Database,
    path: Path,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> int:
    """Write who joined from `first` to `last`, both included, to a file; how many there are.

    The file is CSV, XLSX or JSON by its ending. All entries are of one moment.
    """
    if first and last and last < first:
        raise Invalid(last=["must be on or after the first date"])
    with database.read() as tx:
        return tables.write(path, COLUMNS, rows(tx, first, last))


def rows(tx: Read, first: dt.date | None, last: dt.date | None) -> Iterator[tuple[Cell, ...]]:
    """The entries as rows below `COLUMNS`: whoever is next first."""
    keys = {type_.id: type_.key for type_ in directory.appointment_types(tx)}
    for each in waiting_line.listed(tx):
        joined = tx.date_of(each.entry.created_at)
        if (first is None or first <= joined) and (last is None or joined <= last):
            yield _row(tx, each, keys[each.entry.type_id])


def _row(tx: Read, listed: Listed, item: str) -> tuple[Cell, ...]:
    entry, offer = listed.entry, listed.offer
    until = None if offer is None else offer.held_until
    return (
        entry.id,
        written(entry.created_at, tx.zone),
        listed.state.value,
        listed.position,
        entry.name,
        entry.phone,
        entry.email,
        item,
        listed.variation,
        " ".join(date.isoformat() for date in entry.dates),
        _clock(entry.since),
        _clock(entry.until),
        entry.earliest,
        entry.latest,
        entry.notice // _MINUTE,
        entry.party,
        entry.priority,
        entry.priority_reason,
        None if offer is None else offer.voucher,
        None if offer is None else written(offer.span.start, tx.zone),
        None if until is None else written(until, tx.zone),
        entry.locale,
        entry.note,
    )


def _clock(moment: dt.time | None) -> str | None:
    return None if moment is None else f"{moment:%H:%M}"
