"""Visitor entries read many at a time, for lists.

Records know how to be changed, and that costs five times as much as reading a row. Whoever only
looks reads plain rows through here, and gets the same values as from `VisitorEntryRecord.value`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, Text, select, type_coerce
from sqlalchemy.orm import Session

from desk.domain.directory import full_name
from desk.domain.visitor import VisitorEntry
from desk.domain.wall_clock import instant
from desk.store.records import PersonRecord, VisitorEntryRecord

_ENTRY = VisitorEntryRecord.__table__.c
_HOST = PersonRecord.__table__.c


def _number(name: str) -> ColumnElement[Any]:
    """An instant as the number that lies in the table: cheaper to pass on when it is empty."""
    return type_coerce(_ENTRY[name], BigInteger).label(name)


ENTRIES: Select[Any] = select(
    _ENTRY.id,
    _ENTRY.uid,
    _ENTRY.resident_id,
    _HOST.first_name,
    _HOST.last_name,
    _HOST.unit,
    _HOST.uid,
    _ENTRY.visitor,
    type_coerce(_ENTRY.companions, Text).label("companions"),
    _ENTRY.people,
    _ENTRY.subject,
    _ENTRY.vehicle_color,
    _ENTRY.license_plate,
    _ENTRY.badge,
    _ENTRY.note,
    _number("created_at"),
    _number("expected_at"),
    _number("arrived_at"),
    _number("departed_at"),
    _ENTRY.arrival_text,
    _ENTRY.departure_text,
    _ENTRY.seen_leaving,
    _number("removed_at"),
    _ENTRY.import_key,
    _ENTRY.version,
).join_from(VisitorEntryRecord.__table__, PersonRecord.__table__, _HOST.id == _ENTRY.resident_id)


def read(
    session: Session, query: Select[Any], values: dict[str, Any] | None = None
) -> list[VisitorEntry]:
    """What `query`, some choice and order of `ENTRIES`, finds; `values` are its parameters."""
    session.flush()
    # Past the session, which would first look for records in the query.
    return [_value(row) for row in session.connection().execute(query, values or {})]


def _value(row: Row[Any]) -> VisitorEntry:
    number, uid, resident_id, first, last, unit, resident_uid, *others = tuple(row)
    visitor, companions, people, subject, color, plate, badge, note, *rest = others
    created, expected, arrived, departed, *rest = rest
    arrival_text, departure_text, seen_leaving, removed, import_key, version = rest
    return VisitorEntry(
        id=number,
        uid=uid,
        resident_id=resident_id,
        resident_name=full_name(first, last),
        resident_unit=unit,
        resident_uid=resident_uid,
        visitor=visitor,
        companions=tuple(companions.split("\n")) if companions else (),
        people=people,
        subject=subject,
        vehicle_color=color,
        license_plate=plate,
        badge=badge,
        note=note,
        created_at=instant(created),
        expected_at=None if expected is None else instant(expected),
        arrived_at=None if arrived is None else instant(arrived),
        departed_at=None if departed is None else instant(departed),
        arrival_text=arrival_text,
        departure_text=departure_text,
        seen_leaving=seen_leaving,
        removed_at=None if removed is None else instant(removed),
        import_key=import_key,
        version=version,
    )
