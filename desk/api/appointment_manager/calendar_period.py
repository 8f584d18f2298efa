"""The period of a calendar where it stands in the query (contract of document 004, 1.5).

The usual client of a calendar sends its view as bounds: what begins before the end of the view and
ends after its start. A bound from below gives the start of the period then, one from above its end;
a plain value goes by the name of its field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from desk.api.wire import Refused

START, END = "startDate", "endDate"
_EQUAL = {"$eq", "eq"}
_LOWER = {"$gte", "$gt", "gte", "gt"}
_UPPER = {"$lte", "$lt", "lte", "lt"}
_ALL = {"$and", "and"}
_PREFIX = re.compile(rf"({START}|{END})=")  # as the document prints it


@dataclass
class Bounds:
    """What was found of a period, and the query without it."""

    start: Any = None
    end: Any = None
    rest: Any = None


def bounds(query: Any) -> Bounds:
    """The bounds that stand at the top of the query or in what all has to be true."""
    found = Bounds()
    found.rest = {} if query is None else _without(query, found)
    return found


def _without(query: Any, found: Bounds) -> dict[str, Any]:
    if not isinstance(query, dict):
        raise Refused(400, "A query must be a JSON object.")
    rest: dict[str, Any] = {}
    for name, value in query.items():
        if name in _ALL:
            parts = [_without(each, found) for each in _listed(name, value)]
            if wanted := [part for part in parts if part]:
                rest["$and"] = [*rest.get("$and", []), *wanted]
        elif name in (START, END):
            left = _taken(name, value, found)
            if left:
                rest[name] = left
        else:
            rest[name] = {"$eq": value["eq"]} if _is_plain_equal(value) else value
    return rest


def _taken(name: str, value: Any, found: Bounds) -> dict[str, Any]:
    """Take the bounds that are said of one of the dates; gives what else is."""
    if not isinstance(value, dict):
        _put(found, name, value)
        return {}
    rest = {}
    for operator, wanted in value.items():
        if operator in _EQUAL:
            _put(found, name, wanted)
        elif operator in _LOWER:
            _put(found, START, wanted)
        elif operator in _UPPER:
            _put(found, END, wanted)
        else:
            rest[operator] = wanted
    return rest


def _put(found: Bounds, name: str, value: Any) -> None:
    """The first that is said counts."""
    text = _PREFIX.sub("", value, count=1) if isinstance(value, str) else value
    if name == START and found.start is None:
        found.start = text
    elif name == END and found.end is None:
        found.end = text


def _listed(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Refused(400, f"{name} needs a list of queries.")
    return value


def _is_plain_equal(value: Any) -> bool:
    """Whether it is the document's way of writing `$eq`."""
    return isinstance(value, dict) and list(value) == ["eq"]
