"""Changes to a document in MongoDB's words (contract of document 004, 1.1 and 5.2)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any

from desk.api.appointment_manager.documents import Document
from desk.api.wire import Refused
from desk.domain.document_fields import CRUD_FIELDS
from desk.domain.text import keepable_all
from desk.domain.wall_clock import instant_text

Change = dict[str, dict[str, Any]]
DEEPEST = 20  # dots in the name of a field
_MISSING = object()


def change(body: Any, operators: Collection[str]) -> Change:
    """What is to be changed, if it is said in these operators; else refused with 400."""
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    for operator, fields in body.items():
        if operator not in operators:
            raise Refused(400, f"{operator} cannot be used here; use {', '.join(operators)}.")
        if not isinstance(fields, dict):
            raise Refused(400, f"{operator} needs a JSON object.")
        for name in fields:
            _require_name(name)
    if not keepable_all(body):
        raise Refused(400, "The body holds characters or numbers that cannot be kept.")
    _require_apart([name for fields in body.values() for name in fields])
    return body


def allow(said: Change, operator: str, name: Callable[[str], bool]) -> None:
    """Refuse with 400 what the operator may not change: the first part of a name decides."""
    for field in said.get(operator, {}):
        if not name(field.split(".")[0]):
            raise Refused(400, f"{field} cannot be changed with {operator}.")


def speaks_of(said: Change, field: str) -> bool:
    """Whether a field is to be changed, or something in it."""
    return any(name.split(".")[0] == field for fields in said.values() for name in fields)


def applied(document: Document, said: Change, now: datetime) -> Document:
    """The document as it is to be; the given one stays."""
    made = copy.deepcopy(document)
    for operator, fields in said.items():
        act = _ACTS[operator]
        for name, value in fields.items():
            _at(made, name, partial(act, value, now))
    return made


def _at(document: Document, name: str, act: Callable[[Any], Any]) -> None:
    *before, last = name.split(".")
    at: Any = document
    for part in before:
        if isinstance(at, list):
            at = at[_place(at, part, name)]
        elif isinstance(at, dict):
            at = at.setdefault(part, {})
        if not isinstance(at, dict | list):
            raise Refused(400, f"{name} leads into something that has no parts.")
    if isinstance(at, list):
        place = _place(at, last, name)
        after = act(at[place])
        at[place] = None if after is _MISSING else after
        return
    after = act(at.get(last, _MISSING))
    if after is _MISSING:
        at.pop(last, None)
    else:
        at[last] = after


def _place(items: list[Any], part: str, name: str) -> int:
    if not part.isascii() or not part.isdigit() or int(part[:6]) >= len(items):
        raise Refused(400, f"{name} leads to no element of a list.")
    return int(part)


def _set(value: Any, _now: datetime, _before: Any) -> Any:
    return value


def _unset(value: Any, _now: datetime, _before: Any) -> Any:
    if value is not True:
        raise Refused(400, "$unset takes true for each field.")
    return _MISSING


def _inc(value: Any, _now: datetime, before: Any) -> Any:
    return _number(0 if before is _MISSING else before) + _number(value)


def _mul(value: Any, _now: datetime, before: Any) -> Any:
    return _number(0 if before is _MISSING else before) * _number(value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(400, "Only numbers can be added or multiplied.")
    # Whole numbers stay whole as long as they are such that every database keeps.
    return value if abs(value) < 1 << 53 else float(value)


def _current_date(value: Any, now: datetime, _before: Any) -> Any:
    if value is not True and value != {"$type": "date"}:
        raise Refused(400, "$currentDate takes true for each field.")
    return instant_text(now)


def _push(value: Any, _now: datetime, before: Any) -> Any:
    return [*_list(before), *_several(value)]


def _add_to_set(value: Any, _now: datetime, before: Any) -> Any:
    items = _list(before)
    for each in _several(value):
        if each not in items:
            items.append(each)
    return items


def _pull(value: Any, _now: datetime, before: Any) -> Any:
    if before is _MISSING:
        return _MISSING
    gone = value["$in"] if isinstance(value, dict) and list(value) == ["$in"] else [value]
    if not isinstance(gone, list):
        raise Refused(400, "$in needs a list.")
    return [each for each in _list(before) if each not in gone]


def _list(before: Any) -> list[Any]:
    if before is _MISSING:
        return []
    if not isinstance(before, list):
        raise Refused(400, "Only a list can have elements added or taken out.")
    return list(before)


def _several(value: Any) -> list[Any]:
    """The elements that are added: the value itself, or those of `$each`."""
    if not isinstance(value, dict) or not any(key.startswith("$") for key in value):
        return [value]
    if list(value) != ["$each"] or not isinstance(value["$each"], list):
        raise Refused(400, "Of the modifiers only $each is known, and it takes a list.")
    items: list[Any] = value["$each"]
    return items


_ACTS: Mapping[str, Callable[[Any, Any, datetime], Any]] = {
    "$set": _set,
    "$unset": _unset,
    "$inc": _inc,
    "$mul": _mul,
    "$currentDate": _current_date,
    "$push": _push,
    "$addToSet": _add_to_set,
    "$pull": _pull,
}
ALL_OPERATORS = tuple(_ACTS)


def _require_name(name: str) -> None:
    parts = name.split(".")
    if len(parts) > DEEPEST or not all(parts) or parts[0].startswith("$"):
        raise Refused(400, f"{name} is no name of a field.")
    if parts[0] in CRUD_FIELDS:
        raise Refused(400, f"{name} cannot be changed.")


def _require_apart(names: Iterable[str]) -> None:
    """Refuse to change the same field twice, or a field and something in it."""
    ordered = sorted(names, key=lambda name: name.split("."))
    for one, next_ in pairwise(ordered):
        if next_ == one or next_.startswith(f"{one}."):
            raise Refused(400, f"{next_} is changed twice.")


def finite(document: Document) -> Document:
    """The same, refused with 400 if a sum or a product went beyond all numbers."""
    if not keepable_all(document):
        raise Refused(400, "A number has become too large.")
    return document
