"""How document 001 says no: a text, or texts for each field, under `errors`."""

from __future__ import annotations

from desk.api import refusals
from desk.api.call import NO_JSON
from desk.api.dialect import Dialect
from desk.api.wire import Answer, Refused
from desk.domain.errors import (
    DeskError,
    HasBookings,
    Invalid,
    NotASlot,
    NotFound,
    NotStanding,
    Overlap,
    SlotClosed,
    SlotFull,
    Stale,
)

PREFIX = "/v1/admin/clinic/availability/"
TEXTS = {
    401: "You are not authorized to perform this action.",
    403: "Admin access required",
}
BLANK = "can't be blank"
NOT_THERE = "must exist"
NOT_LISTED = "is not included in the list"
IN_THE_FUTURE = "must be in the future"
AFTER_START = "must be after start time"

NO_SLOT = "Available slot not found"
NO_BOOK = "Book not found"
CONFLICT = "Time slot conflicts with existing availability"
BOOKED = "Available slot has bookings"
TAKEN = "Available slot is already booked"
CLOSED = "Available slot is closed"
CHANGED = "It was changed by somebody else at the same time; try again"

# How the services call the fields, and how this document does.
_FIELDS = {
    "resource_id": "provider_id",
    "start": "start_time",
    "end": "end_time",
    "slot_length": "end_time",
    "until": "recurrence_rule",
    "person": "patient_id",
    "note": "notes",
}


def spelt(error: Refused) -> Answer:
    if error.fields:
        return Answer({"errors": error.fields}, error.status)
    text = "Invalid JSON" if error.text == NO_JSON else refusals.text(error, TEXTS)
    return Answer({"errors": text}, error.status)


def translated(error: DeskError) -> Refused:
    match error:
        case NotFound(kind="appointment"):
            return Refused(404, NO_BOOK)
        case NotFound():
            return Refused(404, NO_SLOT)
        case Overlap() | HasBookings() | SlotFull() | SlotClosed() | NotStanding():
            return Refused(409, words(error))
        case Stale() | NotASlot():
            return Refused(409, CHANGED)
        case Invalid():
            return Refused(422, fields=by_field(error))
        case _:
            return Refused(422, str(error))


def words(error: DeskError) -> str:
    """The text for what is refused because of what is there already."""
    match error:
        case Overlap():
            return CONFLICT
        case HasBookings():
            return BOOKED
        case NotFound():
            return NO_SLOT
        case SlotFull():
            return TAKEN
        case SlotClosed():
            return CLOSED
        case NotStanding(standing=standing):
            return f"Book is {standing}"
        case _:
            return str(error)


def by_field(error: Invalid) -> dict[str, list[str]]:
    """What is wrong with each field, by its name in this document."""
    return {_FIELDS.get(name, name): texts for name, texts in error.reasons.items()}


DIALECT = Dialect(
    title="Provider availability", prefixes=(PREFIX,), spelt=spelt, translated=translated
)
