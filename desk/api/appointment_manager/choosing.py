"""Of which open time slots are asked for, in which period, and what shuts them.

The same query is about availabilities and exceptions, and what it says about resources about
appointments too (contract of document 004, 1.3 and 1.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.api.appointment_manager import conditions, query
from desk.api.appointment_manager.dialect import refusal
from desk.api.appointment_manager.documents import House
from desk.api.appointment_manager.words import Words, words
from desk.api.call import Call
from desk.api.wire import NotJson, Refused, loaded
from desk.domain.document_ids import Of
from desk.domain.filter import ALWAYS, All, AnyOf, Compare, Condition, Operator, Path
from desk.domain.span import Span
from desk.services import site
from desk.services.slot_lists import MOST

RESOURCE = ("resource",)
ENDLESS = refusal(
    400, f"Something in the request is wrong, or there are more than {MOST:,} slots in the period"
)
# In the address of slots and calendars; whatever else stands there is a field to filter by.
_KNOWN = {"startDate", "endDate", "status", "_id", *query.OWN}
_SLOTS_OWN = "availabilityId"  # what a slot calls the id of its availability
_MILLISECOND = timedelta(milliseconds=1)
_LAST = datetime.max.replace(microsecond=999_000, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked of availabilities, of exceptions and of appointments.

    `by_resource` says that a resource is spoken of at all.
    """

    opened: Condition
    shut: Condition
    claims: Condition
    by_resource: bool


def moment(name: str, text: Any) -> datetime:
    """An instant in ISO 8601; without a zone it is UTC."""
    found = conditions.instant(text) if isinstance(text, str) else None
    if found is None:
        raise Refused(400, f"{name} must be a date and time in ISO 8601.")
    return found


def period(start: datetime, end: datetime) -> Span:
    """The period, to whole milliseconds: no part of it is left out."""
    if start >= end:
        raise Refused(400, "startDate must be before endDate.")
    begin = start - timedelta(microseconds=start.microsecond % 1000)
    beyond = end - timedelta(microseconds=end.microsecond % 1000)
    return Span(
        begin, beyond if beyond == end else min(beyond, _LAST - _MILLISECOND) + _MILLISECOND
    )


def chosen(call: Call, house: House, asked: Any) -> Chosen:
    """What the query, the other fields in the address and the header `acl_rows` ask."""
    opened = _asked(call, words(house, Of.AVAILABILITY), asked)
    shut = _asked(call, words(house, Of.CLOSURE), asked)
    by_resource = _without(opened, _is_resource) != opened
    if by_resource and site.among(house.chosen, site.CLOSURE_FOR_ALL) == "all":
        # What shuts the whole site shuts every resource.
        of_site = all_of([Compare(RESOURCE, Operator.EQ, None), _without(shut, _is_resource)])
        shut = AnyOf((shut, of_site))
    allowed = query.rows_allowed(call, words(house, Of.APPOINTMENT))
    return Chosen(opened, shut, all_of([_without(opened, _is_other), *allowed]), by_resource)


def all_of(parts: Iterable[Condition]) -> Condition:
    """All of them, as simple as can be."""
    found = [part for part in parts if part != ALWAYS]
    return found[0] if len(found) == 1 else All(tuple(found))


def _asked(call: Call, of: Words, asked: Any) -> Condition:
    parts = [conditions.condition(of, asked), *query.rows_allowed(call, of)]
    for name in dict.fromkeys(call.request.query_params):
        if name in _KNOWN or (name == _SLOTS_OWN and of.of is Of.CLOSURE):
            continue
        values = [value for text in call.several(name) for value in _spelt(text)]
        field = "_id" if name == _SLOTS_OWN else name
        parts.append(conditions.condition(of, {field: {"$in": values}}))
    return all_of(parts)


def _spelt(text: str) -> list[Any]:
    """The text, and the number or the word that it may stand for."""
    try:
        value = loaded(text.encode("utf-8", "surrogatepass"))
    except NotJson:
        return [text]
    return [text, value] if isinstance(value, bool | int | float) else [text]


def _is_resource(path: Path) -> bool:
    return path == RESOURCE


def _is_other(path: Path) -> bool:
    return path != RESOURCE


def _without(condition: Condition, left_out: Callable[[Path], bool]) -> Condition:
    """The condition without what it says of these fields: whatever they are, it may be true."""
    match condition:
        case All(parts):
            return all_of(_without(part, left_out) for part in parts)
        case AnyOf(parts) if parts:
            found = tuple(_without(part, left_out) for part in parts)
            return ALWAYS if ALWAYS in found else AnyOf(found)
        case Compare(path) if left_out(path):
            return ALWAYS
        case _:
            return condition
