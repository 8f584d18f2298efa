"""Queries in MongoDB's words as conditions (contract of document 004, 5.1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from dateutil.parser import isoparser

from desk.api import wire
from desk.api.appointment_manager.words import Kind, Within, Word, Words
from desk.api.wire import Refused
from desk.domain import pattern
from desk.domain.document_ids import Of, hex_id, number_of
from desk.domain.errors import Invalid
from desk.domain.filter import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Compare,
    Condition,
    Operator,
    Pattern,
    weight,
)
from desk.domain.text import keepable_all

HEAVIEST = 400
_LOGICAL: dict[str, type[All] | type[AnyOf]] = {"$and": All, "$or": AnyOf}
_UNSUPPORTED = {"$nor", "$not", "$where", "$expr", "$text", "$nearSphere", "$near", "$jsonSchema"}
_ORDERED = {Operator.GT, Operator.GTE, Operator.LT, Operator.LTE}
_MINUTE_MS = 60_000
_ISO = isoparser(sep="T")
# A month or a year alone is no date.
_DATE = re.compile(r"\d{4}(-\d\d-\d\d|\d{4}|-?W\d\d-?\d|-?\d{3})(T|$)", re.ASCII)
_LOST_PLUS = re.compile(r" (?=\d\d:?\d\d$)")
_IDS = (Kind.ID, Kind.REFERENCE)
WRONG = object()  # what is not of the kind of the field, and equals nothing there


def condition(words: Words, query: Any) -> Condition:
    """What a query asks, or refused with 400."""
    made = _query(words, query)
    if weight(made) > HEAVIEST:
        raise Refused(400, "The query has too many conditions.")
    return made


def mentions(query: Any, name: str) -> bool:
    """Whether a query speaks of a field anywhere."""
    if isinstance(query, list):
        return any(mentions(each, name) for each in query)
    if isinstance(query, dict):
        return name in query or any(mentions(each, name) for each in query.values())
    return False


def instant(text: str) -> datetime | None:
    """An instant as ISO 8601 writes it; without a zone, and of a date alone, it is UTC.

    A blank where a plus was lost on the way in an address is taken as one.
    """
    text = _LOST_PLUS.sub("+", text)
    if not _DATE.match(text):
        return None
    try:
        found: datetime = _ISO.isoparse(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _query(words: Words | Within, query: Any) -> Condition:
    if not isinstance(query, dict):
        raise Refused(400, "A query must be a JSON object.")
    parts: list[Condition] = []
    for name, value in query.items():
        if name in _LOGICAL:
            parts.append(
                _LOGICAL[name](tuple(_query(words, each) for each in _several(name, value)))
            )
        elif name.startswith("$"):
            raise _no_operator(name)
        else:
            parts.append(_field(words, words.word(name), value))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _several(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Refused(400, f"{name} needs a list of queries.")
    return value


def _field(words: Words | Within, word: Word, value: Any) -> Condition:
    """What is asked of one field: that it equals the value, or what the operators say."""
    if not (isinstance(value, dict) and any(key.startswith("$") for key in value)):
        return _compared(words, word, Operator.EQ, value)
    parts = []
    for name, wanted in value.items():
        if name == "$options":
            if "$regex" not in value:
                raise Refused(400, "$options needs $regex.")
        elif name == Operator.MATCHES:
            parts.append(_matches(word, wanted, value.get("$options", "")))
        elif name in set(Operator):
            parts.append(_compared(words, word, Operator(name), wanted))
        else:
            raise _no_operator(name)
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _no_operator(name: str) -> Refused:
    how = "Unsupported" if name in _UNSUPPORTED else "Unknown"
    return Refused(400, f"{how} operator: {name}")


def _matches(word: Word, text: Any, options: Any) -> Condition:
    if not isinstance(text, str) or options not in ("", "i"):
        raise Refused(400, "$regex needs a text, and of $options only i is known.")
    try:
        pattern.require_plain(text)
    except Invalid as error:
        raise Refused(400, f"$regex: {error}") from error
    if word.kind not in (Kind.TEXT, Kind.ANY) or not keepable_all(list(word.path)):
        return NEVER
    return Compare(word.path, Operator.MATCHES, Pattern(text, any_case=options == "i"))


def _compared(words: Words | Within, word: Word, operator: Operator, value: Any) -> Condition:
    _require_argument(operator, value)
    if not keepable_all([list(word.path), value]):
        # Nothing that is kept can be like it.
        return ALWAYS if operator in (Operator.NE, Operator.NIN) else NEVER
    if operator is Operator.EXISTS:
        if word.always:
            return ALWAYS if value else NEVER
        return Compare(word.path, operator, bool(value))
    if operator is Operator.ELEMENT:
        value = _element(words, value)
    if operator is Operator.SIZE:
        value = wire.whole(value)
    if word.kind is not Kind.ANY:
        return _of_kind(word, operator, value)
    nothing = operator is Operator.ALL and not value
    return NEVER if nothing else Compare(word.path, operator, value)


def _require_argument(operator: Operator, value: Any) -> None:
    match operator:
        case Operator.EXISTS:
            right = value in (True, False)
        case Operator.SIZE:
            right = type(wire.whole(value)) is int and 0 <= value <= wire.LARGEST_ID
        case Operator.IN | Operator.NIN | Operator.ALL:
            right = isinstance(value, list)
        case Operator.ELEMENT:
            right = isinstance(value, dict)
        case _:
            right = True
    if not right:
        raise Refused(400, f"{operator} cannot be used with that.")


def _element(words: Words | Within, value: Any) -> Condition:
    within = Within(words.of)
    if value and all(key.startswith("$") and key not in _LOGICAL for key in value):
        return _field(within, Word(()), value)
    return _query(within, value)


def _of_kind(word: Word, operator: Operator, value: Any) -> Condition:
    """A comparison with a fact that is always of one kind."""
    if operator in (Operator.SIZE, Operator.ELEMENT):
        return NEVER
    if operator in (Operator.IN, Operator.NIN, Operator.ALL):
        return _of_several(word, operator, [converted(word, each) for each in value])
    wanted = converted(word, value)
    if operator in _ORDERED:
        if wanted is WRONG or wanted is None or word.kind is Kind.FLAG:
            return NEVER
        if word.kind in _IDS:
            wanted = _rank(word.of, value)
        return Compare(word.path, operator, wanted)
    if wanted is WRONG:
        return ALWAYS if operator is Operator.NE else NEVER
    return Compare(word.path, operator, wanted)


def _of_several(word: Word, operator: Operator, values: list[Any]) -> Condition:
    if operator is Operator.ALL:
        each = [NEVER if v is WRONG else Compare(word.path, Operator.EQ, v) for v in values]
        return All(tuple(each)) if each else NEVER
    return Compare(word.path, operator, [value for value in values if value is not WRONG])


def converted(word: Word, value: Any) -> Any:
    """The value as the fact has it, or `WRONG`; 400 for a text that is no date or no id."""
    match word.kind, value:
        case _, None:
            return None
        case Kind.TEXT, str():
            return value
        case Kind.ID, str():
            return _number_of(word, value)
        case Kind.REFERENCE, str():
            return number_of(value, word.of) or 0
        case Kind.INSTANT, str():
            return _instant(value)
        case Kind.FLAG, bool():
            return value
        case ((Kind.NUMBER | Kind.MINUTES), int() | float()) if not isinstance(value, bool):
            return float(value) * (_MINUTE_MS if word.kind is Kind.MINUTES else 1)
        case _:
            return WRONG


def _number_of(word: Word, text: str) -> int:
    number = number_of(text, word.of)
    if number is None:
        raise Refused(400, "An _id has 24 hexadecimal digits.")
    return number


def _instant(text: str) -> datetime:
    found = instant(text)
    if found is None:
        raise Refused(400, f"{text[:40]} is no date and time in ISO 8601.")
    return found


def _rank(of: Of, text: str) -> int:
    """Where an `_id` stands among those of a kind of document."""
    if not number_of(text, of):
        below = text.lower() < hex_id(0, of)
        return 0 if below or number_of(text, of) is None else wire.LARGEST_ID
    return number_of(text, of) or 0
