"""What a directory file looks like, and what is wrong with one that does not.

The shape is the command-line contract's. Every place of a file has a name that a person can find:
`providers[2].email` is the e-mail of the third provider.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.domain.directory import Per
from desk.domain.errors import BadFile
from desk.domain.text import UNKEEPABLE, keepable
from desk.domain.zone import is_zone

Item = dict[str, Any]
Check = Callable[[Any], str | None]

LARGEST = 64 * 1024**2  # bytes
_LARGEST_NUMBER = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file something stands."""

    where: str
    name: str

    def refusal(self, reason: str) -> BadFile:
        return BadFile(self.where, f"{self.name} {reason}")

    def at(self, part: str) -> Place:
        return Place(self.where, f"{self.name}.{part}" if self.name else part)

    def number(self, index: int) -> Place:
        return Place(self.where, f"{self.name}[{index}]")


@dataclass(frozen=True, slots=True)
class Directory:
    """A file of the right shape: items by list, each with its place, in the order of the file.

    `left_out` names the places of which nothing is known.
    """

    organisation: Item | None
    lists: dict[str, list[tuple[Place, Item]]]
    left_out: list[str] = field(default_factory=list)


def text(value: Any) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "must be a text"
    return None if keepable(value) else UNKEEPABLE


def any_text(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        return "must be a text or null"
    return None if keepable(value) else UNKEEPABLE


def number(value: Any) -> str | None:
    fits = type(value) is int and 1 <= value <= _LARGEST_NUMBER
    return None if fits or value is None else f"must be a whole number from 1 to {_LARGEST_NUMBER}"


def _places(value: Any) -> str | None:
    fits = type(value) is int and 0 <= value <= _LARGEST_NUMBER
    return None if fits or value is None else "must be a whole number, at least 0, or null"


def _minutes(value: Any) -> str | None:
    fits = type(value) in (int, float) and value > 0
    return None if fits or value is None else "must be a number of minutes above 0, or null"


def _truth(value: Any) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _truth_or_null(value: Any) -> str | None:
    return None if value is None or isinstance(value, bool) else "must be true, false or null"


def _per(value: Any) -> str | None:
    return None if value in list(Per) else f"must be one of {', '.join(Per)}"


def _zone(value: Any) -> str | None:
    known = isinstance(value, str) and is_zone(value)
    return None if known else "is not the name of a time zone, such as Europe/Rome"


def _guid(value: Any) -> str | None:
    try:
        uuid.UUID(value)
    except (ValueError, AttributeError, TypeError):
        return None if value is None else "must be a GUID"
    return None


_PERSON: dict[str, Check] = {
    "key": any_text,
    "id": number,
    "guid": _guid,
    "first_name": any_text,
    "last_name": any_text,
    "phone": any_text,
    "email": any_text,
    "unit": any_text,
    "note": any_text,
}
_VARIATION: dict[str, Check] = {"key": text, "id": number, "name": text, "provider": any_text}
SHAPES: dict[str, dict[str, Check]] = {
    "sites": {"slug": text, "id": number, "name": text, "time_zone": _zone},
    "providers": {
        "key": text,
        "id": number,
        "first_name": any_text,
        "last_name": any_text,
        "email": any_text,
        "color": any_text,
    },
    "appointment_types": {
        "key": text,
        "id": number,
        "site": text,
        "name": text,
        "per": _per,
        "code": text,
        "duration_minutes": _minutes,
        "waiting_list": _truth,
        "automatic": _truth_or_null,
        "offer_minutes": _minutes,
        "places": _places,
        "variations": lambda value: None if isinstance(value, list) else "must be a list",
    },
    "patients": _PERSON,
    "residents": _PERSON,
}
_ORGANISATION: dict[str, Check] = {"slug": text, "name": text}
# Lists whose ids are of one table.
_SHARED = {"patients": "people", "residents": "people"}


def read(path: Path) -> Directory:
    """The directory in a file; `BadFile` with the place of the first thing that is wrong."""
    where = str(path)
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(where, f"it is larger than {LARGEST // 1024**2} MB")
        content = path.read_bytes()
    except OSError as error:
        raise BadFile(where, error.strerror or str(error)) from error
    try:
        document = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        raise BadFile(where, f"byte {error.start} is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        detail = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise BadFile(where, detail) from error
    except (RecursionError, ValueError) as error:
        raise BadFile(where, str(error)) from error
    return shaped(document, where)


def shaped(document: Any, where: str) -> Directory:
    """`document` as a directory, if it has the shape of one."""
    root = Place(where, "")
    if not isinstance(document, dict):
        raise BadFile(where, "it is not a JSON object")
    known = {*SHAPES, "organization"}
    directory = Directory(
        organisation=document.get("organization"),
        lists={name: list(_items(document, name, root)) for name in SHAPES},
        left_out=[name for name in document if name not in known],
    )
    if directory.organisation is not None:
        _require_shape(
            root.at("organization"), directory.organisation, _ORGANISATION, directory.left_out
        )
    seen: dict[tuple[str, str, object], Place] = {}
    for name, items in directory.lists.items():
        for place, item in items:
            _require_shape(place, item, SHAPES[name], directory.left_out)
            _require_identity(place, item, name)
            _require_unique(name, place, item, seen)
            for at, variation in variations(place, item):
                _require_shape(at, variation, _VARIATION, directory.left_out)
                _require(at, variation, "key")
                _require_unique("variations", at, variation, seen)
    return directory


def variations(place: Place, item: Item) -> Iterator[tuple[Place, Item]]:
    """The variations of an appointment type, each with its place."""
    for index, variation in enumerate(item.get("variations", ())):
        yield place.at("variations").number(index), variation


def _items(document: Item, name: str, root: Place) -> Iterator[tuple[Place, Item]]:
    found = document.get(name)
    if found is None:
        return
    if not isinstance(found, list):
        raise root.at(name).refusal("must be a list")
    for index, item in enumerate(found):
        yield root.at(name).number(index), item


def _require_shape(place: Place, item: Any, shape: dict[str, Check], left_out: list[str]) -> None:
    if not isinstance(item, dict):
        raise place.refusal("must be an object")
    for name, value in item.items():
        if name not in shape:
            left_out.append(place.at(name).name)
        elif reason := shape[name](value):
            raise place.at(name).refusal(reason)


def _require_identity(place: Place, item: Item, name: str) -> None:
    if name in _SHARED and item.get("key") is None:
        if item.get("guid") is None:
            raise place.at("key").refusal("is missing, and there is no guid either")
        return
    _require(place, item, "slug" if name == "sites" else "key")


def _require(place: Place, item: Item, name: str) -> None:
    if reason := text(item.get(name)):
        raise place.at(name).refusal(reason if name in item else "is missing")


def _require_unique(
    name: str, place: Place, item: Item, seen: dict[tuple[str, str, object], Place]
) -> None:
    """Refuse what must be the only one of its kind and has been seen before."""
    for part in ("slug", "key", "id", "guid"):
        value = item.get(part)
        if value is None:
            continue
        if part == "guid":
            value = str(uuid.UUID(value))
        table = name if part == "key" else _SHARED.get(name, name)
        other = seen.setdefault((table, part, value), place)
        if other is not place:
            raise place.at(part).refusal(f"is the same as {other.at(part).name}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'"{twice[:40]}" stands twice in one object')
    return found


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is not a number that JSON knows")
