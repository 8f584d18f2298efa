"""The words in which tests of document 004's slots and calendar speak of the Monday."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from desk.domain.availability import Availability
from desk.domain.document_ids import hex_id
from desk.store.database import Write
from tests import build
from tests.api.wire_of import Reply, Wire
from tests.build import span

MONDAY = "startDate=2030-02-04T00:00:00Z&endDate=2030-02-05T00:00:00Z"
AN_HOUR = timedelta(hours=1)


def iso(hour: int, minute: int = 0, day: int = 4) -> str:
    return f"2030-02-{day:02}T{hour:02}:{minute:02}:00.000Z"


def hours(tx: Write, resource_id: int | None, **fields: Any) -> Availability:
    """Ten to one UTC of the Monday, in slots of an hour."""
    return build.availability(tx, resource_id, span(10, minutes=180), AN_HOUR, **fields)


def slot_id(of: Availability, start: str, end: str) -> str:
    return f"{hex_id(of.id)}|{start}|{end}"


def locked(wire: Wire, key: str, **body: Any) -> Reply:
    return wire.patch(f"/slots/lock/{quote(key, safe='')}", {"ownerId": "ann", **body})


def asked(wire: Wire, more: str = "", period: str = MONDAY) -> list[dict[str, Any]]:
    reply = wire.get(f"/slots/?{period}{more}")
    assert reply.status == 200, reply.raw
    found: list[dict[str, Any]] = reply.body
    return found


def statuses(wire: Wire, more: str = "", period: str = MONDAY) -> list[str]:
    """By time, the earliest first."""
    return [each["status"] for each in asked(wire, f"{more}&_s=startDate", period)]
