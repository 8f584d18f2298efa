"""A date and its places as document 000 writes them, for files, scripts and other machines."""

from __future__ import annotations

from typing import Any

from desk.domain.day import Day


def written(day: Day) -> dict[str, Any]:
    """The fields of the document; `available_slots` comes along everywhere (contract, row 3)."""
    return {
        "id": day.id,
        "day": day.date.isoformat(),
        "total_slots": day.places,
        "occupied_slots": day.occupied,
        "available_slots": day.free,
    }
