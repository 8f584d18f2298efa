"""A month of slots and its calendar as one would write it down: rows, dateutil, dicts, JSON.

It is what the server's answers are held against; it leaves out whatever is hard.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from sqlalchemy import Connection, select

from desk.domain.span import Span
from desk.store.records import AppointmentRecord, AvailabilityRecord, ClosureRecord

CLAIM, SHUT = (record.__table__.c for record in (AppointmentRecord, ClosureRecord))
Slot = dict[str, Any]


def slots(connection: Connection, month: Span, now: datetime) -> bytes:
    """Every slot with its status."""
    return json.dumps(_slots(connection, month, now)).encode()


def calendar(connection: Connection, month: Span, now: datetime) -> bytes:
    """Every occurrence with its slots, and every appointment in them."""
    by_rule: dict[str, list[Slot]] = defaultdict(list)
    taken: dict[tuple[int, datetime], list[dict[str, Any]]] = defaultdict(list)
    query = select(AppointmentRecord.__table__).where(*_within(CLAIM, month))
    for row in connection.execute(query):
        if row.held_until is None or row.held_until > now:
            taken[row.availability_id, row.starts].append(_appointment(row))
    for slot in _slots(connection, month, now):
        key = int(slot["availabilityId"], 16), datetime.fromisoformat(slot["startDate"])
        by_rule[slot["availabilityId"]].append({**slot, "appointments": taken[key]})
    events = [{"_id": key, "slots": found} for key, found in by_rule.items()]
    return json.dumps(events).encode()


_CLAIM = (CLAIM.availability_id, CLAIM.starts, CLAIM.ends, CLAIM.held_until)


def _slots(connection: Connection, month: Span, now: datetime) -> list[Slot]:
    counted: dict[tuple[int, datetime], int] = defaultdict(int)
    for row in connection.execute(select(*_CLAIM).where(*_within(CLAIM, month))):
        if row.held_until is None or row.held_until > now:
            counted[row.availability_id, row.starts] += 1
    shut: dict[int | None, list[tuple[datetime, datetime]]] = defaultdict(list)
    closures = select(SHUT.resource_id, SHUT.starts, SHUT.ends).where(*_within(SHUT, month))
    for shutting in connection.execute(closures):
        shut[shutting.resource_id].append((shutting.starts, shutting.ends))
    found = []
    for rule in connection.execute(select(AvailabilityRecord.__table__)):
        for start, end in _pieces(rule, month):
            closed = any(begin < end and start < until for begin, until in shut[rule.resource_id])
            full = counted[rule.id, start] >= rule.capacity
            status = "UNAVAILABLE" if closed else "BOOKED" if full else "AVAILABLE"
            found.append(_written(rule, start, end, status))
    return found


def _pieces(rule: Any, month: Span) -> list[tuple[datetime, datetime]]:
    zone, length = ZoneInfo(rule.zone), timedelta(milliseconds=rule.slot_length)
    begins, lasts = rule.starts.astimezone(zone), rule.ends - rule.starts
    pieces = []
    for day in rrulestr(rule.rule, dtstart=begins).between(month.start, month.end, inc=True):
        start = day.astimezone(UTC)
        end = start + lasts
        while start + length <= end:
            pieces.append((start, start + length))
            start += length
    return pieces


def _written(rule: Any, start: datetime, end: datetime, status: str) -> Slot:
    key = f"{rule.id:024x}"
    return {
        "_id": f"{key}|{_text(start)}|{_text(end)}",
        "status": status,
        "availabilityId": key,
        "startDate": _text(start),
        "endDate": _text(end),
        "capacity": rule.capacity,
        "resourceId": str(rule.resource_id),
    }


def _appointment(row: Any) -> dict[str, Any]:
    """All that the server says of one, too."""
    return {
        "_id": f"{row.id:024x}",
        "startDate": _text(row.starts),
        "endDate": _text(row.ends),
        "creatorId": row.created_by,
        "createdAt": _text(row.created_at),
        "updaterId": row.updated_by,
        "updatedAt": _text(row.updated_at),
        "resourceId": str(row.resource_id),
        "__STATE__": row.shelf,
        "status": "BOOKED" if row.held_until is None else "AVAILABLE",
        "lockExpiration": row.held_until and _text(row.held_until),
        "isFlagged": row.flagged,
        "isRemote": False,
        "reminderIds": [],
        "availabilityId": f"{row.availability_id:024x}",
        "ownerId": row.owner,
        "title": row.title,
    }


def _within(column: Any, month: Span) -> tuple[Any, ...]:
    return column.starts < month.end, column.ends > month.start


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
