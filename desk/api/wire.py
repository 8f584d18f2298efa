"""What goes over the wire: JSON in and out, and instants as the documents write them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from desk.store.database import Database

JSON = "application/json"
NDJSON = "application/x-ndjson"
PIECE = 1 << 16  # bytes of an array that go out together
LINES = 100  # that go out together
DEEPEST = 64  # brackets within brackets (server contract, "Dialects", rule 4)

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LARGEST_ID = 2_147_483_647
_DIGITS = re.compile(r"\d{1,10}", re.ASCII)
# A date and a time as ISO 8601 writes them in full, with or without an offset.
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caller gets: a status, and a body that is JSON unless it is bytes already.

    With `streams` the body is an iterator of bytes, which go out as they come. What a change
    brings about elsewhere is done by `then`, after the commit; it gives the answer that goes out.
    """

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media: str = JSON
    streams: bool = False
    then: Callable[[Database], Answer] | None = None

    def encoded(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.status == 204 else dumped(self.body)


class Refused(Exception):
    """A request is refused by the dialect itself; each dialect spells it its own way.

    `fields` has what is wrong with each field by its name on the wire.
    """

    def __init__(
        self,
        status: int,
        text: str = "",
        *,
        fields: dict[str, list[str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {text} {fields or ''}".rstrip())
        self.status = status
        self.text = text
        self.fields = fields or {}
        self.headers = headers or {}


class NotJson(ValueError):
    """The body is not JSON that could be taken."""


def dumped(value: Any) -> bytes:
    """The value as JSON in UTF-8, with nothing between its parts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def array(things: Iterable[Any]) -> Iterator[bytes]:
    """A JSON array, piece by piece, however long it becomes."""
    piece, size = [b"["], 0
    for number, thing in enumerate(things):
        text = dumped(thing)
        piece.append(b"," + text if number else text)
        size += len(text)
        if size > PIECE:
            yield b"".join(piece)
            piece, size = [], 0
    yield b"".join([*piece, b"]"])


def lines(things: Iterable[Any]) -> Iterator[bytes]:
    """A JSON value a line, piece by piece."""
    waiting = iter(things)
    while piece := b"".join(dumped(thing) + b"\n" for thing in islice(waiting, LINES)):
        yield piece


def loaded(raw: bytes) -> Any:
    """What the JSON says, or `NotJson`: wrong letters, endless depth, numbers that are none."""
    try:
        text = raw.decode("utf-8-sig")
        if _depth(text) > DEEPEST:
            raise NotJson("too deep")
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error


def instant(text: str, zone: ZoneInfo | None = None) -> datetime | None:
    """The instant that ISO 8601 text names, nothing if it names none.

    Where the text has no offset, it is a time of the clocks in `zone`, or of none without one. A
    blank where a plus was lost on the way in an address is taken as one.
    """
    text = re.sub(r" (?=\d\d:?\d\d$)", "+", text)
    if not _INSTANT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.replace(",", "."))
        if moment.tzinfo is None:
            return moment.replace(tzinfo=zone).astimezone(UTC) if zone else None
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def whole(value: Any) -> Any:
    """3.0 as 3, and anything else as it is: JSON does not tell whole numbers from others."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def date(text: object) -> dt.date | None:
    """The date that is written as YYYY-MM-DD, nothing if none is."""
    if not isinstance(text, str) or not DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def row_id(text: str) -> int | None:
    """The id that the digits name, if a row could have it."""
    if not _DIGITS.fullmatch(text) or not 0 < int(text) <= LARGEST_ID:
        return None
    return int(text)


def _no_number(word: str) -> float:
    raise NotJson(f"{word} is no number")


def _depth(text: str) -> int:
    """How deep its brackets go, those within texts left out."""
    deepest = depth = 0
    for sign in _BRACKETS.findall(text):
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


_BRACKETS = re.compile(r'[\[\]{}]|"(?:[^"\\]|\\.)*"', re.DOTALL)
