"""The words in which tests ask for open time."""

from __future__ import annotations

from typing import Any

from desk.domain.open_time import NewAvailability, NewSlot
from desk.domain.span import Span
from tests.build import HALF_AN_HOUR, WORKDAYS, span


def hours(resource_id: int | None, open_time: Span | None = None, **fields: Any) -> NewAvailability:
    """From nine to twelve UTC of the Monday, or another time, in slots of half an hour."""
    facts = {"slot_length": HALF_AN_HOUR} | fields
    return NewAvailability(resource_id=resource_id, span=open_time or span(9, minutes=180), **facts)


def mornings(resource_id: int | None, **fields: Any) -> NewAvailability:
    """The same from Monday to Friday."""
    return hours(resource_id, **{"rule": WORKDAYS} | fields)


def slot(resource_id: int | None, open_time: Span | None = None, **fields: Any) -> NewSlot:
    """Half an hour of a provider at three in the afternoon UTC, or another time."""
    return NewSlot(resource_id=resource_id, span=open_time or span(15), **fields)
