"""What a view of the calendar asks for; it does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.appointment import Appointment
from desk.domain.span import Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody wants to book a stretch; `text` is what they have begun to type."""

    span: Span
    resource_id: int | None
    availability_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """An appointment should be at another time, or with another provider."""

    appointment: Appointment
    to: Span
    resource_id: int | None
