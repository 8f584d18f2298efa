"""What clients send, read field by field; whatever makes no sense is refused with 400.

A field of ours is of the kind that section 2 of the contract gives it. Any other is the client's
own and kept as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.api import wire
from desk.api.appointment_manager.conditions import instant
from desk.api.appointment_manager.documents import Document
from desk.api.call import Call
from desk.api.wire import Refused
from desk.domain import participants, recurrence
from desk.domain.appointment import LONGEST, Shelf
from desk.domain.document_fields import CHANNELS, CRUD_FIELDS
from desk.domain.errors import Invalid
from desk.domain.open_time import LATEST_YEAR, LONGEST_SLOT
from desk.domain.rule_words import each_on
from desk.domain.span import Span
from desk.domain.text import keepable_all, keepable_number

EARLIEST_YEAR = 2  # Nothing overflows that looks a day back.
MANAGED = ("reminderIds", "linkTeleconsultation", participants.FIELD)
# Those of an appointment's that have a column, or that a document shows but nobody sends.
_KEPT_APART = CRUD_FIELDS | {
    *("startDate", "endDate", "availabilityId", "ownerId", "title", "slotId"),
    *("status", "lockExpiration", "isFlagged"),
}
_MINUTE = timedelta(minutes=1)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentBody:
    """An appointment as a client wants it; `availability` is the text of an id."""

    span: Span
    availability: str | None
    owner: str | None
    title: str
    resource: str | None
    extra: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityBody:
    """Open time as a client wants it."""

    span: Span
    slot_length: timedelta
    capacity: int
    rule: str | None
    until: datetime | None
    zone: str | None
    resource: str | None
    extra: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionBody:
    """What shuts, as a client wants it."""

    span: Span
    reason: str
    resource: str | None
    extra: Document


def new(call: Call) -> Document:
    """The body of what is to be made; the fields that the desk keeps must not be in it."""
    fields = call.fields
    for name in fields:
        if name in CRUD_FIELDS and name != "__STATE__":
            raise Refused(400, f"{name} cannot be set.")
        if name.startswith("$"):
            raise Refused(400, f"{name} is no name of a field.")
    if not keepable_all(fields):
        raise Refused(400, "The body holds characters or numbers that cannot be kept.")
    return fields


def shelf(fields: Document) -> Shelf:
    """Where it is to lie: among what is public, unless `__STATE__` says otherwise."""
    return state(fields.get("__STATE__", Shelf.PUBLIC.value))


def state(value: Any) -> Shelf:
    """The state of that name."""
    known = {each.value: each for each in Shelf if each is not Shelf.GONE}
    if not isinstance(value, str) or value not in known:
        raise Refused(400, f"A state is one of {', '.join(known)}.")
    return known[value]


def appointment(
    fields: Document, resource_field: str, users: Collection[str], *, needs_owner: bool = True
) -> AppointmentBody:
    """The body of an appointment, or a document after a change."""
    span = span_of(fields)
    availability = text(fields, "availabilityId")
    owner = text(fields, "ownerId", LONGEST["owner"])
    if needs_owner and availability is not None and not (owner or "").strip():
        raise Refused(400, "ownerId is needed where there is an availabilityId.")
    extra = _own(fields, _KEPT_APART | {resource_field})
    _check_extra(extra, users)
    return AppointmentBody(
        span=span,
        availability=availability,
        owner=owner,
        title=text(fields, "title", LONGEST["title"]) or "",
        resource=resource(fields, resource_field),
        extra=extra,
    )


def availability(fields: Document, resource_field: str) -> AvailabilityBody:
    """The body of an availability, or a document after a change."""
    span = span_of(fields)
    taken = {"startDate", "endDate", "slotDuration", "simultaneousSlotsNumber", "each", "on"}
    taken |= {"untilDate", "timeZone", "recurrenceRule", resource_field}
    return AvailabilityBody(
        span=span,
        slot_length=slot_length(fields),
        capacity=_capacity(fields),
        rule=_rule(fields),
        until=moment(fields, "untilDate"),
        zone=text(fields, "timeZone"),
        resource=resource(fields, resource_field),
        extra=_own(fields, taken),
    )


def exception(fields: Document, resource_field: str) -> ExceptionBody:
    """The body of an exception, or a document after a change."""
    return ExceptionBody(
        span=span_of(fields),
        reason=text(fields, "reason") or "",
        resource=resource(fields, resource_field),
        extra=_own(fields, {"startDate", "endDate", "reason", resource_field}),
    )


def span_of(fields: Mapping[str, Any]) -> Span:
    """From `startDate` to `endDate`, both of which have to be there."""
    start, end = moment(fields, "startDate"), moment(fields, "endDate")
    if start is None or end is None:
        raise Refused(400, f"{'startDate' if start is None else 'endDate'} is missing.")
    if start >= end:
        raise Refused(400, "startDate must be earlier than endDate.")
    return Span(start, end)


def moment(fields: Mapping[str, Any], name: str) -> datetime | None:
    """The instant that a field says, none if it is not there."""
    if name not in fields:
        return None
    value = fields[name]
    found = instant(value) if isinstance(value, str) else None
    if found is None or not EARLIEST_YEAR <= found.year < LATEST_YEAR:
        raise Refused(400, f"{name} must be a date and time in ISO 8601.")
    # As the desk keeps it, so that what comes back is what was compared.
    return found - timedelta(microseconds=found.microsecond % 1000)


def text(fields: Mapping[str, Any], name: str, longest: int | None = None) -> str | None:
    """The text that a field says, none if it is not there."""
    if name not in fields:
        return None
    value = fields[name]
    if not isinstance(value, str):
        raise Refused(400, f"{name} must be a text.")
    if longest is not None and len(value) > longest:
        raise Refused(400, f"{name} must have at most {longest} characters.")
    return value


def number(fields: Mapping[str, Any], name: str) -> float | None:
    """The number that a field says, none if it is not there."""
    if name not in fields:
        return None
    value = fields[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not keepable_number(value):
        raise Refused(400, f"{name} must be a number.")
    return value


def resource(fields: Mapping[str, Any], name: str) -> str | None:
    """The id of a resource, none if it is not there."""
    value = text(fields, name)
    if value is not None and not value.strip():
        raise Refused(400, f"{name} must not be empty.")
    return value


def _own(fields: Document, ours: Collection[str]) -> Document:
    """The fields that have no column."""
    return {name: value for name, value in fields.items() if name not in {*ours, *CRUD_FIELDS}}


def require_company(body: AppointmentBody, users: Collection[str]) -> None:
    """Refuse a remote appointment of fewer than two people."""
    people = set().union(*(_people(body.extra, name) for name in users))
    if body.extra.get("isRemote") and len(people) < 2:
        raise Refused(400, "A remote appointment needs at least two participants.")


def _check_extra(extra: Document, users: Collection[str]) -> None:
    """Require sense of the fields of an appointment that have no column; leave out defaults."""
    remote = extra.pop("isRemote", False)
    if not isinstance(remote, bool):
        raise Refused(400, "isRemote must be true or false.")
    for name in users:
        _people(extra, name)
    if remote:
        extra["isRemote"] = True
    milliseconds = number(extra, "reminderMilliseconds")
    if milliseconds is not None and milliseconds < 0:
        raise Refused(400, "reminderMilliseconds must not be less than 0.")
    channels = extra.get("channels", [])
    if not isinstance(channels, list) or not all(each in CHANNELS for each in channels):
        raise Refused(400, f"channels takes a list of {', '.join(CHANNELS)}.")
    if extra.get("reminderIds") == []:
        del extra["reminderIds"]


def _people(extra: Document, name: str) -> set[str]:
    """Whom a field names that is for participants: one id, or a list of such."""
    value = extra.get(name, [])
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not all(isinstance(each, str) for each in several):
        raise Refused(400, f"{name} must be a text or a list of texts.")
    return {each for each in several if each.strip()}


def slot_length(fields: Mapping[str, Any]) -> timedelta:
    """How long the slots are, from `slotDuration`, which has to be there."""
    minutes = number(fields, "slotDuration")
    if minutes is None:
        raise Refused(400, "slotDuration is missing.")
    if not 0 < minutes <= LONGEST_SLOT / _MINUTE:
        raise Refused(400, f"slotDuration must be from more than 0 to {LONGEST_SLOT.days} days.")
    return round(minutes * (_MINUTE / _MILLISECOND)) * _MILLISECOND


def _capacity(fields: Document) -> int:
    value = wire.whole(fields.get("simultaneousSlotsNumber", 1))
    if type(value) is not int or value < 1:
        raise Refused(400, "simultaneousSlotsNumber must be a whole number from 1 on.")
    return value


def _rule(fields: Document) -> str | None:
    """The rule that `each` and `on` make, or the one that those words cannot say."""
    each, on = text(fields, "each"), fields.get("on", [])
    if not isinstance(on, list):
        raise Refused(400, "on must be a list of whole numbers.")
    days = [int(day) if isinstance(day, float) and day.is_integer() else day for day in on]
    try:
        if each is not None:
            return str(each_on(each, days))
        rule = text(fields, "recurrenceRule")
        if days:
            raise Refused(400, "on is only for what repeats each week.")
        return None if rule is None else str(recurrence.rule(rule))
    except Invalid as error:
        raise Refused(400, str(error)) from error
