"""The marks in the words of a template, `{{user.name}}` and the like, and what stands for them.

A template is read once, before anything is put in, so that nothing which somebody is called can
be taken for a mark. Nothing can be called or computed by a mark beyond what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from desk.delivery import clock_words
from desk.domain.zone import is_zone

OF_USERS = ("id", "name", "firstName", "lastName", "email", "phone")
Path = tuple[str, ...]

_UTC = ZoneInfo("UTC")
_MARK = re.compile(
    # A mark ends in its own line; what has no end is taken up to the next blank.
    r"""\{\{(?P<inner>(?:"[^"\n]*"|'[^'\n]*'|[^"'{}\n])*)\}\}|\{\{+[^\s{}]*\}*"""
)
_ALONE = re.compile(r"^[ \t]*((?:\{\{[ \t]*[#/][^{}\n]*\}\}[ \t]*)+)(?:\r?\n|\Z)", re.MULTILINE)
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([^\s"']+)""")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What can be said: of whoever it is for, of what it is about, and in which language."""

    user: Mapping[str, str]
    data: Mapping[str, Any]
    language: str


class Plain(NamedTuple):
    """Words that are said as they stand."""

    text: str


class Value(NamedTuple):
    """What is known under a name."""

    path: Path


class Moment(NamedTuple):
    """A date or time of day; `pattern` and `zone` where the template chose them."""

    helper: str
    path: Path
    pattern: str
    zone: str


class Begin(NamedTuple):
    """What follows is said only if there is something under this name."""

    path: Path


class End(NamedTuple):
    """The end of what `Begin` began."""

    path: Path


class Unknown(NamedTuple):
    """A mark that is not understood."""

    mark: str


Piece = Plain | Value | Moment | Begin | End | Unknown


def rendered(text: str, known: Known) -> str:
    """The text with what stands for its marks; nothing for those that are not understood."""
    return "".join(_said(_read(text), known))


def fault(text: str) -> str | None:
    """The first mark that is not understood, if any."""
    for piece in _read(text):
        match piece:
            case Unknown(mark=mark):
                return mark
            case Moment(pattern=pattern) if pattern and not clock_words.is_pattern(pattern):
                return f'"{pattern}"'
    return None


def _said(pieces: tuple[Piece, ...], known: Known) -> Iterator[str]:
    hidden = 0  # how many sections that say nothing are open
    for piece in pieces:
        match piece:
            case Begin(path=path):
                hidden += 1 if hidden or not _found(path, known) else 0
            case End():
                hidden -= 1 if hidden else 0
            case _ if hidden:
                pass
            case Plain(text=text):
                yield text
            case Value(path=path):
                yield _in_words(_found(path, known))
            case Moment():
                yield _moment(piece, known)


def _found(path: Path, known: Known) -> Any:
    """What is known under a name: nothing where there is no such thing."""
    found: Any = known.user if path[0] == "user" else known.data
    for name in path[1:]:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _in_words(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _UNSEEN.sub(" ", value)
        case int():
            return str(value)
        case float():
            return f"{value:.15g}"
        case list() | tuple():
            return ", ".join(filter(None, map(_in_words, value)))
        case _:
            return ""


def _moment(mark: Moment, known: Known) -> str:
    house = clock_words.zone_of(known.data.get("zone"), _UTC)
    at = clock_words.moment(_found(mark.path, known), clock_words.zone_of(mark.zone, house))
    if at is None or (mark.pattern and not clock_words.is_pattern(mark.pattern)):
        return ""
    return clock_words.written(mark.helper, at, known.language, mark.pattern)


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[Piece, ...]:
    """The pieces of a text, each section with its end."""
    # A line with nothing but sections' beginnings and ends is none of the words.
    return _in_pairs(list(_pieces(_ALONE.sub(lambda found: found[1].strip(), text))))


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for found in _MARK.finditer(text):
        if found.start() > at:
            yield Plain(text[at : found.start()])
        yield _piece(found[0], found["inner"])
        at = found.end()
    if at < len(text):
        yield Plain(text[at:])


def _piece(mark: str, inner: str | None) -> Piece:
    inner = (inner or "").strip()
    if inner[:1] in ("#", "/"):
        path = _path(inner[1:].strip())
        if path is None:
            return Unknown(mark)
        return Begin(path) if inner[0] == "#" else End(path)
    first, _, rest = inner.partition(" ")
    if first in clock_words.HELPERS:
        return _helper(first, rest) or Unknown(mark)
    path = _path(inner)
    return Unknown(mark) if path is None else Value(path)


def _helper(name: str, rest: str) -> Moment | None:
    """`date data.startDate "EEEE" "Europe/Rome"`, of which the last two may be missing."""
    parts = [found.groups() for found in _PART.finditer(rest)]
    if not parts or len(parts) > 3 or any(bare is not None for *_, bare in parts[1:]):
        return None
    path = _path(parts[0][2] or "")
    chosen = [double if double is not None else single for double, single, _ in parts[1:]]
    pattern, zone = [*chosen, "", ""][:2]
    if path is None or (zone and not is_zone(zone)):
        return None
    return Moment(name, path, pattern, zone)


def _path(text: str) -> Path | None:
    """`data.was.startDate` as its names, if it is one of something that can be known."""
    names = tuple(text.split("."))
    plain = len(names) > 1 and all(names) and not any(part.isspace() for part in text)
    match names:
        case ("user", name):
            return names if name in OF_USERS else None
        case ("data", *_) if plain and not set(text) & set("\"'#/"):
            return names
        case _:
            return None


def _in_pairs(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces, with beginnings and ends that have no partner not understood."""
    open_: list[int] = []
    for at, piece in enumerate(pieces):
        match piece:
            case Begin():
                open_.append(at)
            case End(path=path):
                if open_ and pieces[open_[-1]] == Begin(path):
                    open_.pop()
                else:
                    pieces[at] = Unknown(f"{{{{/{'.'.join(path)}}}}}")
    for at in open_:
        match pieces[at]:
            case Begin(path=path):
                pieces[at] = Unknown(f"{{{{#{'.'.join(path)}}}}}")
    return tuple(pieces)
